"""Reading world files from disk, defensively: whatever the path leads to, the answer is a text or a clear error."""

from __future__ import annotations

from pathlib import Path

from dreamwright.errors import Diagnostic, Source, Span, WorldError, did_you_mean
from dreamwright.language.codes import problem

LARGEST = 5_000_000
"""Bytes. Larger files are no worlds, and reading them would only look like hanging."""

STANDARD = Path(__file__).parents[1] / "worlds" / "std"
"""Where `import "std:NAME"` looks."""


def read_source(path: Path, name: str, importing: Span | None = None) -> Source:
    """The text of a file. `name` is how messages call it; `importing` is the import that asks for it.

    Raises WorldError: file-missing (import-missing), file-unreadable, file-too-large, file-binary, file-encoding.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise WorldError(_missing(path, name, importing)) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the path
        folder = isinstance(error, IsADirectoryError)
        reason = "it is a folder" if folder else getattr(error, "strerror", None) or str(error)
        raise WorldError(problem("file-unreadable", f"cannot read '{_shown(name)}': {reason}", importing)) from None
    return bytes_source(content, name, importing)


def bytes_source(content: bytes, name: str, importing: Span | None = None) -> Source:
    """The text that a file's content holds. Raises WorldError: file-too-large, file-binary, file-encoding."""
    if len(content) > LARGEST:
        message = f"'{name}' is larger than {LARGEST // 1_000_000} MB"
        raise WorldError(problem("file-too-large", message, importing, hint="is this really a world file?"))
    return text_source(_decode(content, name, importing), name)


def text_source(text: str, name: str) -> Source:
    """A source with line ends brought to one form."""
    return Source(name, text.replace("\r\n", "\n").replace("\r", "\n"))


def _shown(name: str) -> str:
    """The end of a path, which is what tells files apart."""
    return name if len(name) <= 200 else "..." + name[-200:]


def _decode(content: bytes, name: str, importing: Span | None) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = "save the file as UTF-8"
        raise WorldError(problem("file-encoding", f"'{name}' is UTF-16, not UTF-8", importing, hint=hint))
    if b"\0" in content:
        hint = "a world is a plain text file"
        raise WorldError(problem("file-binary", f"'{name}' is not a text file", importing, hint=hint))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"'{name}' is not UTF-8: byte {error.start + 1:,} (line {line:,}) cannot be read"
        hint = "save the file as UTF-8"
        raise WorldError(problem("file-encoding", message, importing, hint=hint)) from None


def _missing(path: Path, name: str, importing: Span | None) -> Diagnostic:
    try:
        neighbours = sorted(p.stem for p in path.parent.iterdir() if p.suffix == ".world")
    except (OSError, ValueError):
        neighbours = []
    hint = did_you_mean(path.stem, neighbours)
    code = "file-missing" if importing is None else "import-missing"
    return problem(code, f"there is no file '{_shown(name)}'", importing, hint=hint)
