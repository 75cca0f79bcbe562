"""A hand-written sequence of events, checked line by line: could it be told as a story of this world?

One event a line, as `walk(Bo, Hall, Yard)`; empty lines and what follows `//` do not count. A line may be

* impossible: its precondition does not hold in truth; which part, and since which line;
* unknowable: someone who does it cannot know that it is possible: a part of its precondition holds, and they do not
  believe so; and since which line it holds;
* unexplained: someone who must consent has no motive; and what belief would give them one, if one is found.

Whatever is wrong with a line, it is taken to have happened, so that what follows can be checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from dreamwright.engine import LeveledEngine
from dreamwright.errors import Diagnostic, DreamwrightError, EventError, Source, Span
from dreamwright.grounding import Program
from dreamwright.grounding.formula import Condition
from dreamwright.grounding.written import conjuncts
from dreamwright.lucidity.purposes import AttributionSearch, is_habit
from dreamwright.lucidity.supposing import Imagination
from dreamwright.lucidity.witness import imagination_for
from dreamwright.planning import motive
from dreamwright.planning.limits import Effort, OutOfEffortError
from dreamwright.voices import Narrator

UNITS = 400
"""Units of work that the search for a belief may take that would explain a line."""


def check_script(program: Program, source: Source) -> list[Diagnostic]:
    """All that is wrong with a script, in the order of its lines."""
    return list(_Script(program, source).check())


class _Script:
    def __init__(self, program: Program, source: Source) -> None:
        self.program = program
        self.source = source
        self.engine = LeveledEngine(program)
        self.imagination: Imagination = imagination_for(self.engine)
        self.narrator = Narrator(program.world)
        self.nodes = [self.engine.initial]
        """The truth before the first event and after each."""
        self.lines: list[int] = []
        """The line of each event."""

    def check(self) -> Iterator[Diagnostic]:
        for number, span in lines_of(self.source):
            try:
                action = self.program.action(span.text)
            except DreamwrightError as unknown:
                first = unknown.diagnostics[0]
                yield Diagnostic(first.code, first.message, span, hint=first.hint)
                continue
            try:
                yield from self._line(action, span)
                self.nodes.append(self.engine.apply(self.nodes[-1], action))
                self.lines.append(number)
            except EventError as fault:
                yield Diagnostic(fault.diagnostics[0].code, fault.diagnostics[0].message, span)

    def _line(self, action: int, span: Span) -> Iterator[Diagnostic]:
        node, event = self.nodes[-1], self.program.events[action]
        impossible = False
        for text, part in conjuncts(self.program, event):
            if not self.engine.holds(node, part):
                impossible = True
                message = f"{event.name} is impossible: {text} does not hold, {self._since(part, False)}"
                yield Diagnostic("script-impossible", message, span)
        for character in event.consenting:
            yield from self._known(action, character, span)
            if not impossible:
                yield from self._explained(action, character, span)

    def _known(self, action: int, character: int, span: Span) -> Iterator[Diagnostic]:
        node, event = self.nodes[-1], self.program.events[action]
        mind = self.engine.mind(node, character)
        who = self.program.world.entities[character].name
        for text, part in conjuncts(self.program, event):
            if self.engine.holds(node, part) and not self.engine.holds(mind, part):
                since = self._since(part, True)
                message = f"{event.name} is unknowable to {who}: {text} holds, {since}, but {who} does not believe so"
                yield Diagnostic("script-unknowable", message, span)

    def _explained(self, action: int, character: int, span: Span) -> Iterator[Diagnostic]:
        node, event = self.nodes[-1], self.program.events[action]
        world = self.program.world
        if world.entities[character] is world.subject or is_habit(self.imagination, action):
            return
        if not self.engine.possible(self.engine.mind(node, character), action):
            return  # said already: they could not know
        if motive(self.engine, node, action, character, self.imagination.limits) is None:
            who = world.entities[character].name
            message = f"{event.name} is unexplained: {who} has no motive for it"
            yield Diagnostic("script-unexplained", message, span, hint=self._belief(action, character))

    def _belief(self, action: int, character: int) -> str | None:
        """What the character would have to believe. None: that was not found out in the time there is."""
        imagination = self.imagination
        imagination.rest()
        supposed = imagination.engine.adopt(self.engine, self.nodes[-1])
        try:
            found = AttributionSearch(imagination, supposed, action, character, Effort(units=UNITS)).find()
        except OutOfEffortError:
            return None
        who = self.program.world.entities[character].name
        if found is None or not found.facts:
            return f"nothing that {who} may believe, as far as was looked, would give {who} one"
        told = []
        for fluent, code in found.facts:
            place = self.program.fluents[fluent]
            value = self.program.author_value(place.kind, code)
            told.append(self.narrator.fact(place.property, place.arguments, value))
        return f"{who} would have one if {who} believed that {' and that '.join(told)}"

    def _since(self, part: Condition, held: bool) -> str:
        """Since when a part has held, or has not."""
        for place in range(len(self.nodes) - 1, 0, -1):
            if bool(self.engine.holds(self.nodes[place - 1], part)) is not held:
                return f"since line {self.lines[place - 1]}"
        return "from the start"


def lines_of(source: Source) -> Iterator[tuple[int, Span]]:
    """The number of each line that has an event, and where on it that stands."""
    start = 0
    for number, line in enumerate(source.text.split("\n"), 1):
        text = line.split("//")[0].rstrip().rstrip(";").rstrip()
        lead = len(text) - len(text.lstrip())
        if text.strip():
            yield number, Span(source, start + lead, start + len(text))
        start += len(line) + 1
