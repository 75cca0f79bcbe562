"""The source of a world, kept whole, and made into a world again on any machine."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from hashlib import sha256
from pathlib import Path, PurePosixPath

from dreamwright.errors import DreamwrightError, Source
from dreamwright.grounding import Program, load_program
from dreamwright.grounding.cache import cache_folder
from dreamwright.language.files import STANDARD
from dreamwright.language.imports import STANDARD_PREFIX
from dreamwright.language.world import World


@dataclass(frozen=True, slots=True)
class WorldSource:
    """All texts of a world by name, the main file first. Names are relative to the main file's folder."""

    title: str
    files: Mapping[str, str]

    @property
    def main(self) -> str:
        """The name of the main file."""
        return next(iter(self.files))

    @property
    def manifest(self) -> str:
        """The names, each with the hash of its text."""
        return json.dumps([[name, hash_of(text)] for name, text in self.files.items()], ensure_ascii=False)

    @property
    def hash(self) -> str:
        """Tells sources apart, in hexadecimal."""
        return hash_of(self.manifest)

    @classmethod
    def of(cls, world: World) -> WorldSource:
        """The source of a loaded world."""
        main = os.path.abspath(world.sources[0].name)
        files = {_relative(source.name, os.path.dirname(main)): source.text for source in world.sources}
        return cls(world.title or Path(main).stem, files)

    @classmethod
    def of_stage(cls, title: str, sources: Iterable[Source]) -> WorldSource:
        """The source of a stage: its own text first, then those of all its worlds, and what else it names."""
        found = list(sources)
        folder = os.path.dirname(os.path.abspath(found[0].name))
        return cls(title, {_bundled(source.name) or _relative(source.name, folder): source.text for source in found})

    def program(self) -> Program:
        """Load and ground it. Raises WorldError, and DreamwrightError if the names are no names of files."""
        with self.laid_out() as (main, standard):
            return load_program(main, standard)

    @contextmanager
    def laid_out(self) -> Iterator[tuple[Path, Path]]:
        """As files: the main one, and the folder of the standard ones, beside which the bundled ones are.

        Raises DreamwrightError as `program` does.
        """
        with _folder(self.hash) as folder:
            yield _lay_out(self, folder)

    def changes(self, later: WorldSource) -> list[str]:
        """What is different in a later edition, in a few words for each file: "inn.world: 3 lines more, 1 less"."""
        said: list[str] = []
        for name in dict.fromkeys([*self.files, *later.files]):
            old, new = self.files.get(name), later.files.get(name)
            if old == new:
                continue
            if old is None or new is None:
                said.append(f"{name}: {'new' if old is None else 'gone'}")
            else:
                said.append(f"{name}: {_counted(old, new)}")
        return said


BUNDLED_PREFIX = "bundled:"
"""Begins the name of a file among Dreamwright's own."""


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _relative(name: str, folder: str) -> str:
    if name.startswith(STANDARD_PREFIX):
        return name
    return Path(os.path.relpath(os.path.abspath(name), folder)).as_posix()


def _bundled(name: str) -> str | None:
    """How a file of Dreamwright's own is called, which a stage may name wherever it is; None: it is none."""
    path, own = Path(os.path.abspath(name)), STANDARD.parent
    return BUNDLED_PREFIX + path.relative_to(own).as_posix() if path.is_relative_to(own) else None


def _counted(old: str, new: str) -> str:
    lines = list(unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm=""))[2:]
    more, less = (sum(line.startswith(sign) for line in lines) for sign in "+-")
    return f"+{more} -{less} lines"


# ------------------------------------------------------------------------------------------------ laying out
@contextmanager
def _folder(name: str) -> Iterator[Path]:
    """A folder for the files of a world: in the cache, so that it opens at once next time, or else a passing one."""
    try:
        folder = cache_folder() / "worlds" / name[:32]
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(folder, os.W_OK):
            raise PermissionError
    except (OSError, RuntimeError):
        with tempfile.TemporaryDirectory() as passing:
            yield Path(passing)
    else:
        yield folder


def _lay_out(source: WorldSource, folder: Path) -> tuple[Path, Path]:
    """Write the files below a folder; the main one's path, and the folder of the standard ones."""
    standard = folder / "own" / "std"
    ups = max((PurePosixPath(name).parts.count("..") for name in source.files), default=0)
    base = folder.joinpath("files", *["in"] * ups)
    places = {_place(name, base, standard, folder): text for name, text in source.files.items()}
    for place, text in places.items():
        _write(place, text)
    return _place(source.main, base, standard, folder), standard


def _place(name: str, base: Path, standard: Path, folder: Path) -> Path:
    """Where a file goes. Raises DreamwrightError for a name that leads out of the folder: it is from no run of ours."""
    if name.startswith(STANDARD_PREFIX):
        word = name.removeprefix(STANDARD_PREFIX)
        place = standard / f"{word}.world" if re.fullmatch(r"[\w-]+", word) else None
    elif name.startswith(BUNDLED_PREFIX):
        place = Path(os.path.normpath(standard.parent / name.removeprefix(BUNDLED_PREFIX)))
    else:
        place = None if PurePosixPath(name).is_absolute() else Path(os.path.normpath(base / name))
    if place is None or not place.is_relative_to(folder) or "\0" in name or "\\" in name:
        raise DreamwrightError.of("chronicle-damaged", f"'{name}' is no name of a world file")
    return place


def _write(place: Path, text: str) -> None:
    """Write a file unless it is there as it should be; others may be doing the same."""
    content = text.encode()
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_file() and place.read_bytes() == content:
        return
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, place)
