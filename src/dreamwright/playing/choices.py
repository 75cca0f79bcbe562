"""The choices a person has: ground actions with all the ways to type them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dreamwright.grounding import Argument, Program
from dreamwright.grounding.program import GroundEvent
from dreamwright.language.world import Entity, Variable
from dreamwright.playing.parser import Choice, Phrase
from dreamwright.playing.words import SOFT, words_of
from dreamwright.voices import Narrator

_PLACEHOLDER = re.compile(r"{([^{}]*)}")
SELF = "yourself"


class ChoiceMaker:
    """Makes and keeps the choices for ground actions, as one reader types and reads them."""

    def __init__(self, program: Program, narrator: Narrator, subject: Entity) -> None:
        self._program = program
        self._narrator = narrator
        self._subject = subject
        self._made: dict[int, Choice] = {}

    def choices(self, actions: Iterable[int]) -> list[Choice]:
        """The choices for these actions, grouped by verb; verbs and actions in the order of the world's file."""
        made = [self._choice(action) for action in actions]
        verbs = {verb: i for i, verb in enumerate(dict.fromkeys(choice.verb for choice in made))}
        return sorted(made, key=lambda choice: verbs[choice.verb])

    def distinct(self, actions: Iterable[int]) -> list[Choice]:
        """The same; of several that are said in the same words, as when two marry, the first stands for all."""
        by_command: dict[str, Choice] = {}
        for choice in self.choices(actions):
            by_command.setdefault(choice.command, choice)
        return list(by_command.values())

    def entity_words(self, argument: Argument) -> tuple[str, ...]:
        """The words that name an entity."""
        if not isinstance(argument, Entity):
            return (str(argument).lower(),)
        if argument is self._subject:
            return (SELF,)
        return words_of(self._narrator.name(argument, article=None)) or words_of(argument.name)

    def _choice(self, action: int) -> Choice:
        found = self._made.get(action)
        if found is None:
            event = self._program.events[action]
            command = self._command(event)
            verb = _without_small_words(self._narrator.verb(event.event))
            shown = Phrase(words_of(command), min(len(words_of(verb)), len(words_of(command))) or 1)
            phrases = dict.fromkeys((shown, *self._phrases(event, verb)))
            found = self._made[action] = Choice(action, verb, command, tuple(phrases))
        return found

    def _command(self, event: GroundEvent) -> str:
        """The command as shown; of an action that another does with the subject's consent, "let Tom give ..."."""
        command = self._narrator.command(event.event, event.arguments, self._subject)
        actor = self._narrator.actor(event.event, event.arguments)
        return f"let {self._narrator.name(actor)} {command}" if actor and self._is_let(event) else command

    def _is_let(self, event: GroundEvent) -> bool:
        """Whether its command, said as it stands, would mean the subject doing it, and it is another who does."""
        actor = self._narrator.actor(event.event, event.arguments)
        if actor is None or actor is self._subject:
            return False
        command = self._narrator.command(event.event, event.arguments, self._subject)
        # else done together: "marry Tom" is said by either
        return command == self._narrator.command(event.event, event.arguments)

    def _phrases(self, event: GroundEvent, verb: str) -> Iterable[Phrase]:
        for template in event.event.attributes.commands:
            filled = self._filled(template.text, event)
            if not (
                self._is_let(event) and filled.words == words_of(self._narrator.command(event.event, event.arguments))
            ):
                yield filled
        arguments = [
            word
            for argument, parameter in zip(event.arguments, event.event.parameters, strict=True)
            if argument is not self._subject and isinstance(parameter, Variable)
            for word in self.entity_words(argument)
        ]
        for head in dict.fromkeys((words_of(verb), words_of(event.event.name.replace("_", " ")))):
            if head:
                yield Phrase((*head, *arguments), len(head))

    def _filled(self, pattern: str, event: GroundEvent) -> Phrase:
        """An author's pattern, its placeholders replaced by the words of the arguments."""
        pieces = _PLACEHOLDER.split(pattern)
        words: list[str] = []
        head = 0
        for i, piece in enumerate(pieces):
            words += self._argument_words(piece, event) if i % 2 else words_of(piece)
            if i == 0:
                head = max(1, len(words))
        return Phrase(tuple(words), head)

    def _argument_words(self, placeholder: str, event: GroundEvent) -> Sequence[str]:
        """The words for `{item}`, `{the item}` or `{item's}`: of the argument that the placeholder names."""
        named = words_of(placeholder)
        for argument, parameter in zip(event.arguments, event.event.parameters, strict=True):
            if isinstance(parameter, Variable) and parameter.name.casefold() in named:
                return self.entity_words(argument)
        return ()


def _without_small_words(verb: str) -> str:
    """ "go" for "go to"."""
    words = verb.split()
    while len(words) > 1 and words[-1] in SOFT:
        words.pop()
    return " ".join(words)
