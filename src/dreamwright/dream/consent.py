"""What a person agrees to before they play a stage, and that they do.

There is one way to a `Consent`: `Asking.agree`, after the person has been told. A dream whose subject is a person
cannot be begun without one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dreamwright.dream.stage import Limits, Stage
from dreamwright.errors import DreamwrightError, did_you_mean

_KEY = object()


class Consent:
    """A person's consent to a stage within limits. Made by `Asking.agree` alone."""

    __slots__ = ("limits", "stage")

    def __init__(self, stage: Stage, limits: Limits, key: object) -> None:
        if key is not _KEY:
            raise ValueError("nobody can consent for somebody else: ask them (`Asking`)")
        self.stage = stage
        self.limits = limits


@dataclass(slots=True)
class Asking:
    """A person's own limits while they are asked: added to those of the stage's author, which always hold."""

    stage: Stage
    lines: dict[str, None] = field(default_factory=dict)
    veils: dict[str, None] = field(default_factory=dict)

    @property
    def limits(self) -> Limits:
        """The author's and the person's own."""
        return self.stage.limits.tightened(self.lines, self.veils)

    def draw_line(self, tag: str) -> None:
        """Let what has this tag never happen. Raises DreamwrightError if nothing has."""
        self.lines[self._known(tag)] = None

    def draw_veil(self, tag: str) -> None:
        """Let what has this tag happen off screen. Raises DreamwrightError if nothing has."""
        self.veils[self._known(tag)] = None

    def take_back(self, tag: str) -> None:
        """Drop a limit of the person's own. Raises DreamwrightError for one of the author's, or none."""
        tag = self._written(tag)
        if tag in self.lines or tag in self.veils:
            self.lines.pop(tag, None)
            self.veils.pop(tag, None)
            return
        if tag in (*self.stage.limits.lines, *self.stage.limits.veils):
            raise DreamwrightError.of(
                "limit-author", f"'{tag}' is a limit of the author's, and stays: limits can be added, not loosened"
            )
        raise DreamwrightError.of("limit-tag", f"there is no limit '{tag}' to take back")

    def agree(self) -> Consent:
        """The person's consent. Call it only when they have said so in so many words."""
        return Consent(self.stage, self.limits, _KEY)

    def _written(self, tag: str) -> str:
        """A tag as the worlds have it, whatever letters it is typed in."""
        return next((known for known in self.stage.tags if known.casefold() == tag.casefold()), tag)

    def _known(self, tag: str) -> str:
        tag = self._written(tag)
        if tag not in self.stage.tags:
            hint = did_you_mean(tag, self.stage.tags) or f"there are: {', '.join(self.stage.tags) or 'none'}"
            raise DreamwrightError.of("limit-tag", f"nothing in this stage has the tag '{tag}'", hint=hint)
        return tag
