"""A branch told again: the world, the truth at every happening, and the story that goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dreamwright.chronicle.branch import Branch, Record
from dreamwright.engine import LeveledEngine
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import Program
from dreamwright.story import Happening, Story, Told, UnlikeError, follow, retell


@dataclass(frozen=True, slots=True)
class Telling:
    """A branch with an engine of its world, in which its happenings can be told again without anybody thinking."""

    branch: Branch
    engine: LeveledEngine

    @classmethod
    def of(cls, branch: Branch, program: Program | None = None, world: str | None = None) -> Telling:
        """Of a branch in the world it is played in, or in one given: as a program, or by the hash of its source.

        Raises WorldError, and DreamwrightError as `Chronicle.source` does.
        """
        if program is None:
            from dreamwright.chronicle.chronicle import Chronicle

            program = Chronicle(branch.database).source(world or branch.world).program()
        return cls(branch, LeveledEngine(program, branch.setting.depth))

    @property
    def subject(self) -> int | None:
        """Whom a person plays, by index. Raises DreamwrightError (run-unlike) if the world has no such character."""
        return subject_of(self.engine.program, self.branch)

    def happenings(self, stop: int | None = None) -> Iterator[Happening]:
        """What happened, in order, up to (not including) position `stop`, with the truth before and after each.

        Raises DreamwrightError: chronicle-damaged, run-unlike.
        """
        with _unlike(self.branch):
            yield from follow(self.engine, (record.text for record in self.branch.records(0, stop)))

    def story(self, stop: int | None = None) -> Story:
        """The living story after the first `stop` happenings (None: all): it goes on as it then did, or otherwise.

        Raises DreamwrightError: chronicle-damaged, run-unlike.
        """
        setting = self.branch.setting
        story = Story(self.engine, setting.seed, self.subject, setting.limits)
        with _unlike(self.branch):
            retell(story, _told(self.branch.records(0, stop)))
        return story


def subject_of(program: Program, branch: Branch) -> int | None:
    name = branch.setting.subject
    if name is None:
        return None
    found = next((c.index for c in program.world.characters if c.name == name), None)
    if found is None:
        raise _error(branch, f"this world has no {name}")
    return found


def _told(records: Iterable[Record]) -> Iterator[Told]:
    return ((record.text, record.pulse) for record in records)


class _unlike:  # noqa: N801  (reads as a statement)
    """What a line that fits no world becomes."""

    def __init__(self, branch: Branch) -> None:
        self._branch = branch

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, at: object) -> None:
        if isinstance(error, UnlikeError):
            raise _error(self._branch, str(error)) from error
        if isinstance(error, KeyError | TypeError | IndexError):
            raise _error(self._branch, "a record has not the shape of one") from error


def _error(branch: Branch, reason: str) -> DreamwrightError:
    return DreamwrightError.of("run-unlike", f"'{branch.label}' cannot have happened so in this world: {reason}")
