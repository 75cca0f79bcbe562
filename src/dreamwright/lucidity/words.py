"""Findings in words: what was seen, what was believed, and why nothing explains it, or what does."""

from __future__ import annotations

from collections.abc import Collection

from dreamwright.grounding import Program
from dreamwright.language.world import Entity
from dreamwright.lucidity.model import Account, Fact, Finding, Supposition
from dreamwright.voices import Narrator
from dreamwright.voices.words import capitalised


class Wording:
    """Says findings of one subject to a reader: to the subject, or to anybody else (None).

    What has one of the tags `veils` is not described.
    """

    def __init__(
        self, program: Program, subject: Entity, narrator: Narrator | None = None, veils: Collection[str] = ()
    ) -> None:
        self.veils = veils
        self.program = program
        self.subject = subject
        self.narrator = narrator or Narrator(program.world)

    def finding(self, finding: Finding, reader: Entity | None = None) -> list[str]:
        """The sentences: seen, believed, why."""
        parts = [self.seen(finding, reader), self.believed(finding, reader), self.why(finding, reader)]
        return [part for part in parts if part]

    def seen(self, finding: Finding, reader: Entity | None = None) -> str:
        """What was perceived."""
        if finding.missed is not None:
            return f"It did not come to pass: “{self._tell(finding.missed, reader)}”"
        percept = finding.percept
        if percept is None or percept.event is None:
            return "Something was not as it had been."
        return self._tell(percept.event, reader, tried=percept.kind == "attempt")

    def _tell(self, action: int, reader: Entity | None, *, tried: bool = False) -> str:
        event = self.program.events[action]
        if not set(self.veils).isdisjoint(event.event.attributes.tags):
            return "Something out of sight."
        return self.narrator.tell(event.event, event.arguments, reader, "attempt" if tried else "action")

    def believed(self, finding: Finding, reader: Entity | None = None) -> str:
        """What they had believed, and what it turned out to be."""
        told = []
        for property_, arguments, believed, turned_out in finding.contradictions:
            said = f"{self._believe(reader)} that {self.narrator.fact(property_, arguments, believed, reader)}"
            if turned_out is None:
                told.append(f"{said}, and it was not so")
            else:
                told.append(f"{said}, and {self.narrator.fact(property_, arguments, turned_out, reader)}")
        return f"{'; '.join(told)}." if told else ""

    def why(self, finding: Finding, reader: Entity | None = None) -> str:
        """Why nothing explains it, or what does."""
        if finding.account is not None:
            return self.account(finding, finding.account, reader)
        if finding.is_open:
            return "That has not been thought through."
        match finding.kind:
            case "impossible":
                return "No unseen course of events leads there."
            case "unmotivated":
                assert finding.about is not None
                who = self.narrator.name(self.program.world.entities[finding.about], reader)
                return f"Nothing that {who} may believe makes it serve any purpose of theirs."
            case "absent":
                return "Nothing could have kept it from coming."
            case "familiar":
                return "It belongs to another layer."
        return "Such things do not happen."

    def account(self, finding: Finding, account: Account, reader: Entity | None = None) -> str:
        """What explains it."""
        told: list[str] = []
        if account.is_dismissal:
            told.append("It may have been nothing: one is easily mistaken.")
        if account.steps:
            course = " ".join(self._tell(step.action, reader) for step in account.steps)
            told.append(f"Unseen, this may have happened: {course}")
        if account.mistaken:
            told.append(f"It may never have been otherwise: {self._facts(account.mistaken, reader)}.")
        for supposed in account.supposed:
            told.append(self._supposed(supposed, reader))
        if account.learned:
            told.append(f"It is now known that {self._facts(account.learned, reader)}.")
        if account.attributed and finding.about is not None:
            who = self.narrator.name(self.program.world.entities[finding.about], reader)
            verb = "believe" if who == "you" else "believes"
            told.append(f"Perhaps {who} {verb} that {self._facts(account.attributed, reader)}.")
        return " ".join(told) or "Now it is as it was to be expected."

    def _supposed(self, supposed: Supposition, reader: Entity | None) -> str:
        said = self.narrator.fact(*supposed.fact, reader)
        if supposed.who is None:
            return f"It may be that {said}."
        who = self.narrator.name(self.program.world.entities[supposed.who], reader)
        return f"Perhaps {who} believed that {said}."

    def _facts(self, facts: tuple[Fact, ...], reader: Entity | None) -> str:
        return ", and ".join(self.narrator.fact(p, arguments, value, reader) for p, arguments, value in facts)

    def _believe(self, reader: Entity | None) -> str:
        return capitalised(f"{self.narrator.name(self.subject, reader)} believed")
