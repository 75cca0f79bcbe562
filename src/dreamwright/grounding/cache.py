"""Grounded worlds kept on disk, so that a world that has not changed opens at once.

A file in the user's cache folder holds the program of a world with the hashes of every source that went into it. It is
used only if all of them, the code that made it and the version of Python are the same; else the world is read and
grounded anew. A cache that cannot be read or written is passed over in silence: it is never needed. The files are
pickles, which the user's own account alone can write.
"""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from dreamwright import __version__
from dreamwright.errors import Source
from dreamwright.grounding.garbage import uncollected
from dreamwright.grounding.ground import ground
from dreamwright.grounding.program import Program
from dreamwright.language import load
from dreamwright.language.files import STANDARD
from dreamwright.language.imports import STANDARD_PREFIX

LONGEST_NESTING = 100_000
"""Recursion allowed while a program is pickled; its formulas may be nested deeply."""


def load_program(path: str | Path, standard: Path | None = None) -> Program:
    """Load and ground a world file, or take the result from the cache. Raises WorldError.

    `std:` imports are read from the folder `standard`, if one is given.
    """
    kept = _file_for(Path(path))
    program = _read(kept)
    if program is None:
        with uncollected():
            program = ground(load(path, standard))
        _write(kept, program, standard or STANDARD)
    return program


def cache_folder() -> Path:
    """Where grounded worlds are kept: `DREAMWRIGHT_CACHE`, else the platform's folder for caches."""
    chosen = os.environ.get("DREAMWRIGHT_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "dreamwright" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "dreamwright"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dreamwright"


def _file_for(path: Path) -> Path | None:
    try:
        # Also as it was given: the sources of a program are called so, and from another folder that would be elsewhere.
        name = f"{os.path.abspath(path)}\n{path}\n{__version__}\n{sys.version}"
        return cache_folder() / f"{sha256(name.encode()).hexdigest()[:32]}.program"
    except (OSError, RuntimeError):  # no home folder, no current folder
        return None


def _code() -> str:
    """Tells states of the code below this floor apart, for those who work on it: its files with sizes and times."""
    rooms = (STANDARD.parents[1] / room for room in ("language", "grounding"))
    stats = ((file.name, file.stat()) for room in rooms for file in sorted(room.glob("*.*")))
    return repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats])


def _read(kept: Path | None) -> Program | None:
    if kept is None:
        return None
    try:
        with uncollected(), kept.open("rb") as file:
            code, sources = pickle.load(file)
            if code != _code() or not all(_hash_of(name) == known for name, known in sources):
                return None
            program = pickle.load(file)
    except Exception:  # whatever is wrong with a kept file, the world itself is still there
        return None
    return program if isinstance(program, Program) else None


def _write(kept: Path | None, program: Program, standard: Path) -> None:
    places = (_place_of(source, standard) for source in program.world.sources)
    sources = [(str(place), _hash_of(place)) for place in places]
    if kept is None or any(known is None for _, known in sources):
        return
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(max(limit, LONGEST_NESTING))
        content = pickle.dumps((_code(), sources), 5) + pickle.dumps(program, 5)
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
            file.write(content)
        os.replace(file.name, kept)
    except (OSError, RecursionError, pickle.PicklingError):
        return
    finally:
        sys.setrecursionlimit(limit)


def _place_of(source: Source, standard: Path) -> Path:
    if source.name.startswith(STANDARD_PREFIX):
        return standard / f"{source.name.removeprefix(STANDARD_PREFIX)}.world"
    return Path(os.path.abspath(source.name))


def _hash_of(place: str | Path) -> str | None:
    try:
        return sha256(Path(place).read_bytes()).hexdigest()
    except OSError:
        return None
