"""Reading the text files that people hand to the command line."""

from __future__ import annotations

from pathlib import Path

from dreamwright.errors import DreamwrightError


def read_text(path: Path) -> str:
    """A file's text. Raises DreamwrightError if it cannot be read or is no text in UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DreamwrightError.of("file-unreadable", f"cannot read '{path}': {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise DreamwrightError.of(
            "file-encoding", f"'{path}' is no text in UTF-8: byte {error.start} does not fit"
        ) from error
