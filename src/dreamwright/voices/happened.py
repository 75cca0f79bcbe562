"""A happening on one line, in the third person, and why it came about."""

from __future__ import annotations

from dreamwright.engine import Engine
from dreamwright.planning import Motive
from dreamwright.story import Happening
from dreamwright.voices.narrator import Narrator
from dreamwright.voices.outline import reason
from dreamwright.voices.words import capitalised

_BROUGHT_ABOUT = {
    "subject": "as the subject chooses",
    "schedule": "at its time",
    "rate": "by chance",
    "dream": "brought along from another layer",
    "director": "brought about by the director",
    "operator": "brought about by an operator",
}
"""What brings a happening about, unless it is a character."""


class HappenedTeller:
    """Tells the happenings of one engine's stories."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._program = engine.program
        self.narrator = Narrator(engine.program.world)

    def lines(self, happening: Happening) -> list[str]:
        """What happened, and what followed from it at once as far as the author has words for it."""
        told = [self._happened(happening)]
        for trigger in happening.triggers:
            if self._program.events[trigger].event.attributes.texts:
                told.append(self._event(happening, trigger))
        return told

    def action(self, action: int) -> str:
        """What it would be for an action to happen."""
        event = self._program.events[action]
        return self.narrator.tell(event.event, event.arguments)

    def name(self, character: int) -> str:
        """What a character is called."""
        return self.narrator.name(self._program.world.entities[character])

    def reasons(self, happening: Happening) -> list[str]:
        """Why it came about: the motive of whoever did it and of those who joined in, or what else brought it about."""
        if happening.source != "character":
            return [_BROUGHT_ABOUT[happening.source]]
        if happening.motive is None:
            return ["out of habit"]
        return [self._reason(motive) for motive in (happening.motive, *happening.assents)]

    def _happened(self, happening: Happening) -> str:
        who = "" if happening.actor is None else capitalised(self.name(happening.actor))
        match happening.kind:
            case "wait":
                return f"{who} waits."
            case "recall":
                facts = (fact for _, learned in happening.learned for fact in learned)
                known = "; ".join(self.narrator.fact(p, arguments, value, None) for p, arguments, value in facts)
                return f"{who} comes to know: {known}."
            case "held":
                return f"{who} no longer acts by themselves."
            case "released":
                return f"{who} comes on."
            case "offer":
                assert happening.event is not None
                return f"{who} proposes: {self._event(happening, happening.event)}"
            case "refused":
                assert happening.event is not None
                return f"{who} proposes, and is refused: {self._event(happening, happening.event)}"
            case _:
                assert happening.event is not None
                return self._event(happening, happening.event)

    def _event(self, happening: Happening, event: int) -> str:
        ground_event = self._program.events[event]
        engine, node = self._engine, happening.before
        return self.narrator.tell(
            ground_event.event,
            ground_event.arguments,
            kind="attempt" if happening.kind == "attempt" else "action",
            read=lambda property_, arguments: engine.read(node, property_, arguments),
        )

    def _reason(self, motive: Motive) -> str:
        character = self._program.world.entities[motive.character]
        events = [self._program.events[action] for action in motive.plan]
        steps = [(event.event, event.arguments) for event in events]
        why = reason(self.narrator, character, steps, motive.before, motive.after)
        return f"{capitalised(self.narrator.name(character))}: {why}"
