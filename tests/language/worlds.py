"""Where the worlds are that the language is tested on: the bundled ones, and others read where they lie."""

from __future__ import annotations

import os
from pathlib import Path

import dreamwright

SHARED = Path(__file__).parents[2].parent / "shared"
_CASES = Path(os.environ.get("DREAMWRIGHT_SPEC_CASES", SHARED / "spec" / "cases"))
_SABRE = Path(os.environ.get("DREAMWRIGHT_SABRE", SHARED / "sabre"))

BUNDLED = sorted((Path(dreamwright.__file__).parent / "worlds").rglob("*.world"))
REFUSED = [_CASES / f"syntax-error-{name}.world" for name in ("else", "minus", "semicolon") if _CASES.is_dir()]
"""Conformance cases that must not load."""
CASES = [path for path in sorted(_CASES.glob("*.world")) if path not in REFUSED]
SABRE = sorted((_SABRE / "problems").glob("*.txt"))
ALL = BUNDLED + CASES + SABRE
