"""Where the chronicle is kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def default_address() -> str:
    """`DREAMWRIGHT_CHRONICLE` (a path or a postgresql:// URL), else `chronicle.db` in the user's folder for data."""
    return os.environ.get("DREAMWRIGHT_CHRONICLE") or str(_data_folder() / "dreamwright" / "chronicle.db")


def _data_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
