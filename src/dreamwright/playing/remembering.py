"""`remember`: what the subject of a dream knows from other layers, from their percepts there alone."""

from __future__ import annotations

from dreamwright.dream import Level
from dreamwright.language.world import Entity
from dreamwright.playing.describe import Describer
from dreamwright.playing.dreaming import DreamSession
from dreamwright.playing.session import Session
from dreamwright.playing.shape import shape_of
from dreamwright.playing.telling import Teller
from dreamwright.playing.words import fold
from dreamwright.story import Percept
from dreamwright.voices import Narrator
from dreamwright.voices.paragraphs import Paragraph

RECENT = 20
"""How many memories are told of each layer, the latest, unless all are asked for."""


def recollect(session: Session, rest: str) -> None:
    """Tell what the subject remembers of other layers."""
    memories = list(session.dream.memories()) if isinstance(session, DreamSession) else []
    if not memories:
        session.say("You remember nothing from anywhere else.")
        return
    assert isinstance(session, DreamSession)
    for level in dict.fromkeys(level for level, _ in memories):
        elsewhere = _Elsewhere(session, level)
        remembered = [p for of, p in memories if of is level and p not in session.pacing.skipped]
        told = list(dict.fromkeys(text for p in remembered if (text := elsewhere.teller.event(p)) is not None))
        if told:
            shown = told if fold(rest) == "all" else told[-RECENT:]
            session.say(elsewhere.heading(session.subject, remembered[0]), "quiet")
            if len(shown) < len(told):
                session.say(f"  (the last {RECENT} of {len(told)} things: `remember all`)", "quiet", tight=True)
            session.tell(Paragraph(text, lead="  ", tight=True) for text in shown)


class _Elsewhere:
    """What tells of a level that the subject is not in."""

    def __init__(self, session: DreamSession, level: Level) -> None:
        self._engine = level.engine
        self._subject = level.layer.subject
        self._narrator = Narrator(level.engine.program.world)
        self._shape = shape_of(level.engine.program, self._subject)
        describer = Describer(self._narrator, self._subject)
        self.teller = Teller(level.engine, self._narrator, describer, self._shape, self._subject)
        self.teller.veils = session.dream.limits.veils

    def heading(self, now: Entity, first: Percept) -> str:
        """Whom they remember having been; or, if that is who they are, where."""
        if self._subject.name == now.name and self._shape.place is not None:
            place = self._engine.read(first.mind_before, self._shape.place, (self._subject,))
            if isinstance(place, Entity):
                return f"You remember {self._narrator.name(place)}, and what came after:"
        return f"You remember being {self._narrator.name(self._subject)}:"
