"""A stage: what a dream is made of, as its author sets it. `load.py` reads it from a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal, get_args

from dreamwright.director import Brief, Leaning
from dreamwright.engine import LeveledEngine
from dreamwright.errors import Diagnostic, Source
from dreamwright.grounding import Argument, Program, Value
from dreamwright.grounding.formula import Condition
from dreamwright.language.world import Entity, Property

Fact = tuple[Property, tuple[Argument, ...], Value]
"""A fluent and a value for it."""

Engines = dict[tuple[str, tuple[str, ...]], LeveledEngine]
"""The engines of layers, by name and by the lines that are drawn."""

Going = Literal["sleep", "wake", "return", "fail", "end"]
"""sleep: the subject falls asleep, into another layer. wake: they wake, into the layer outside, or into one that poses
as the waking world. return: from wherever they are further in they come back to this layer. fail: this layer is
replaced by another try. end: the dream is over."""

Awakening = Literal["end", "wake", "sleep"]
"""What happens when the subject turns lucid. end: they are released. wake: they wake from the layer they are in.
sleep: they sink into another."""

GOINGS: tuple[Going, ...] = ("sleep", "wake", "return", "fail", "end")
AWAKENINGS: tuple[Awakening, ...] = ("end", "wake", "sleep")
Power = Literal["watch", "act", "cause", "withhold", "tell", "unmake", "layers"]
"""What operators may be granted: look on; act as a character; cause events of nobody's; hold them back; tell a
character something; unmake a decision; move the subject between layers."""

POWERS: tuple[Power, ...] = get_args(Power)


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a layer: what it does, where it leads, and what takes the subject there.

    Exactly one of `when` (a condition on the truth of the layer) and `tag` (of an action that the subject perceives
    there) is given.
    """

    going: Going
    into: str | None = None
    when: Condition | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One person in two layers: `driver`, in the layer named `layer`, is behind `who` in this one.

    What either learns of the properties `shares` the other comes to believe, while `when` (a condition on the truth of
    the driver's layer) holds; None: always.
    """

    who: Entity
    layer: str
    driver: Entity
    shares: tuple[str, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """One reality: a world, who the subject is in it, and how it hangs together with the others."""

    name: str
    path: Path | None
    program: Program
    subject: Entity
    ways: tuple[Way, ...] = ()
    carries: tuple[str, ...] | None = ()
    """The properties about which the subject brings beliefs along into this layer; None: all that both worlds have."""
    pace: float = 0.0
    """Minutes that pass in the layer outside for each that passes here."""
    links: tuple[Link, ...] = ()
    memories: tuple[Fact, ...] = ()
    """What the subject believes here from the start."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the subject brings, besides memories."""

    attention: float = 0.4
    credulity: float = 0.5
    fears: tuple[Leaning, ...] = ()
    hopes: tuple[Leaning, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """Tags that never happen (`lines`), and tags that happen off screen (`veils`), each once and in order."""

    lines: tuple[str, ...] = ()
    veils: tuple[str, ...] = ()

    def tightened(self, lines: Iterable[str] = (), veils: Iterable[str] = ()) -> Limits:
        """With more of both. What is a line needs no veil."""
        all_lines = tuple(dict.fromkeys((*self.lines, *lines)))
        all_veils = tuple(v for v in dict.fromkeys((*self.veils, *veils)) if v not in all_lines)
        return Limits(all_lines, all_veils)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How much suspicion makes a subject uneasy, questioning and lucid."""

    uneasy: float = 0.25
    questioning: float = 0.5
    lucid: float = 0.8


@dataclass(frozen=True, slots=True)
class Lucid:
    """What happens when the subject turns lucid."""

    going: Awakening = "end"
    into: str | None = None
    offers: bool = False
    """Whether they are offered an account first, and this happens only if they do not take it."""


@dataclass(frozen=True, slots=True)
class Back:
    """Whether the subject may unmake decisions, and whether they remember what has been unmade (also by operators)."""

    allowed: bool = True
    remembered: bool = True


@dataclass(frozen=True, eq=False)
class Stage:
    """A whole stage. `layers` are in the author's order; the first is the outermost, where the dream begins."""

    title: str
    layers: tuple[Layer, ...]
    source: Source | None = field(default=None, repr=False)
    about: str = ""
    draws_on: tuple[str, ...] = ()
    subject: Subject = Subject()
    limits: Limits = Limits()
    director: Brief = field(default_factory=Brief)
    thresholds: Thresholds = Thresholds()
    lucid: Lucid = Lucid()
    back: Back = Back()
    operators: tuple[str, ...] = ()
    injects: Source | None = field(default=None, repr=False)
    """The table of what is fed into the outermost layer as an exercise; `exercise/` reads it."""
    warnings: tuple[Diagnostic, ...] = ()
    engines: Engines | None = field(default=None, repr=False, compare=False)
    """Shared by all dreams of this stage, which then must all run in one thread; None: each dream has its own."""

    def layer(self, name: str) -> Layer:
        """The layer of a name, which there must be."""
        return next(layer for layer in self.layers if layer.name == name)

    @property
    def fingerprint(self) -> str:
        """A hash over the texts of the stage and of all its worlds, in hexadecimal."""
        digest = sha256()
        texts = [source.text for source in (self.source, self.injects) if source is not None]
        texts += [source.text for layer in self.layers for source in layer.program.world.sources]
        for text in texts:
            digest.update(sha256(text.encode()).digest())
        return digest.hexdigest()

    @property
    def tags(self) -> tuple[str, ...]:
        """All tags of actions and triggers in its worlds, each once, in the order of the alphabet."""
        found = {
            tag
            for layer in self.layers
            for event in (*layer.program.world.actions, *layer.program.world.triggers)
            for tag in event.attributes.tags
        }
        return tuple(sorted(found))
