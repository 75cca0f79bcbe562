"""The tree of a live dream: what was lived, what was unmade, what was forked off in the chronicle, and what-ifs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dreamwright.dream import Dream, Event, Happened, Unmade
from dreamwright.web.operator.runs import Branch, Kind, Twig
from dreamwright.web.stories.told import Record, is_worth_telling, level_after
from dreamwright.web.stories.trying import Scratch

START = -1
"""Stands for the moment before the first event."""


@dataclass(eq=False)
class _Stretch:
    """Events in a row, by their places in the record, that part from others after one of those."""

    kind: Kind
    after: int
    events: list[int] = field(default_factory=list)
    text: str = ""
    run: str = ""


class BranchTree:
    """The tree of one dream at one moment. `kept`: the branches of its run, `label` the one that it is, `scratches`
    whose what-ifs there are."""

    def __init__(
        self, dream: Dream, label: str | None, kept: Sequence[Branch], scratches: Sequence[tuple[str, Scratch]]
    ) -> None:
        self._record = Record(dream)
        self._events: list[Event] = dream.events
        self._tips: list[int] = []
        """After each event, the last one that stands."""
        self._levels = [dream.visited[0]]
        stretches = self._lived()
        stretches += [self._scratch(name, scratch) for name, scratch in scratches]
        stretches += self._kept(kept, label)
        self._stretches = stretches

    # ------------------------------------------------------------------------------------------ stretches
    def _lived(self) -> list[_Stretch]:
        """The live one, and all that were unmade."""
        path: list[int] = []
        unmade: list[_Stretch] = []
        for place, event in enumerate(self._events):
            self._levels.append(level_after(event, self._levels[-1]))
            if isinstance(event, Unmade):
                gone = [k for k in path if _is_undone(self._events[k], event)]
                if gone:
                    path = [k for k in path if not _is_undone(self._events[k], event)]
                    after = max((k for k in path if k < gone[0]), default=START)
                    unmade.append(_Stretch("unmade", after, gone))
            else:
                path.append(place)
            self._tips.append(path[-1] if path else START)
        return [_Stretch("live", START, path), *unmade]

    def _scratch(self, name: str, scratch: Scratch) -> _Stretch:
        return _Stretch("what-if", self._tip(scratch.since), [], " ".join((f"{name}:", *scratch.tried)))

    def _kept(self, kept: Sequence[Branch], label: str | None) -> Iterator[_Stretch]:
        """The others of the run. Record 0 of a branch says what it is, so event n is its record n + 1."""
        for branch in kept:
            if branch.label != label:
                after = self._tip(branch.fork - 1) if branch.parent == label else START
                yield _Stretch("kept", after, [], f"{branch.label}, {branch.length} entries", branch.label)

    def _tip(self, length: int) -> int:
        """The last event that stood after so many."""
        return self._tips[min(length, len(self._tips)) - 1] if length > 0 and self._tips else START

    # ------------------------------------------------------------------------------------------ twigs
    def twigs(self) -> list[Twig]:
        """The tree, each point after the one that it hangs on."""
        root = Twig(key="begin", parent=None, kind="beginning", depth=0, time="", text="It begins.")
        return [root, *self._branching_off(START, root.key, 0), *self._along(self._stretches[0], root.key, 0)]

    def _along(self, stretch: _Stretch, parent: str, depth: int) -> Iterator[Twig]:
        """The points of a stretch: wherever others part from it, and its end."""
        partings = {other.after for other in self._stretches if other.after != START}
        for event in stretch.events:
            if event in partings and event != stretch.events[-1]:
                key = f"e{event}"
                yield self._twig(key, parent, "parting", depth, event)
                yield from self._branching_off(event, key, depth + 1)
                parent = key
        last = stretch.events[-1] if stretch.events else None
        key = f"{stretch.kind}{self._stretches.index(stretch)}"
        if stretch.kind == "unmade":
            yield self._unmade(stretch, key, parent, depth)
        elif last is None:
            yield Twig(
                key=key, parent=parent, kind=stretch.kind, depth=depth, time="", text=stretch.text, run=stretch.run
            )
        else:
            yield self._twig(key, parent, stretch.kind, depth, last)
        if last is not None:
            yield from self._branching_off(last, key, depth + 1)

    def _branching_off(self, event: int, parent: str, depth: int) -> Iterator[Twig]:
        for stretch in self._stretches:
            if stretch.after == event and stretch.kind != "live":
                yield from self._along(stretch, parent, depth)

    def _twig(self, key: str, parent: str, kind: Kind, depth: int, event: int) -> Twig:
        last = event  # the last thing that is worth telling
        while last > 0 and not is_worth_telling(self._events[last]):
            last -= 1
        return Twig(key=key, parent=parent, kind=kind, depth=depth, time=self._time(event),
                    text=self._record.text(self._events[last]))  # fmt: skip

    def _unmade(self, stretch: _Stretch, key: str, parent: str, depth: int) -> Twig:
        """What was unmade, by the first thing in it that somebody did."""
        told = [event for event in stretch.events if is_worth_telling(self._events[event])]
        first = (told or stretch.events)[0]
        more = f" And {len(told) - 1} more." if len(told) > 1 else ""
        return Twig(key=key, parent=parent, kind="unmade", depth=depth, time=self._time(first),
                    text=self._record.text(self._events[first]) + more)  # fmt: skip

    def _time(self, event: int) -> str:
        return self._record.time(self._events[event], self._levels[event + 1])


def _is_undone(event: Event, unmade: Unmade) -> bool:
    return isinstance(event, Happened) and event.level is unmade.level and event.happening.index >= unmade.position
