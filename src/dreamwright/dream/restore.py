"""Taking up a dream that was kept: told again from its entries, without anybody thinking again.

The entries of a dream are its record (`Dream.record`), each with a pulse: that of the level's story for what happened
in one (`story/pulse.py`), nothing for all others. The dream itself goes through what it went through: its moves, what
is brought along, who is asleep. But its stories are *told*: what happens in them is taken from the entries, with what
they went on from afterwards, until there are no more; and whether the subject turned lucid is read off the moves. Each
entry that comes out is held against the one that was kept. So where this ends everything is as it was there, to the
byte, and goes on in the same way. What the subject made of it all (`Level.witness`) is thought through when it is asked
for.

Entries may end anywhere, also between what happened and the move that it led to; then that move is made anew.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable
from typing import Any

from dreamwright.dream.consent import Asking, Consent
from dreamwright.dream.dream import Dream
from dreamwright.dream.events import Event
from dreamwright.dream.levels import Level
from dreamwright.dream.orders import GoBack, read
from dreamwright.dream.stage import Limits, Stage
from dreamwright.engine import Engine, LeveledEngine
from dreamwright.lucidity import Mood
from dreamwright.story import Happening, Story, Told, UnlikeError, encode
from dreamwright.story.follow import Follower
from dreamwright.story.happening import Fact, Past, Source
from dreamwright.story.outside import Outside

FROM_OUTSIDE = ("dream", "director", "operator")
"""Sources of what does not come from a story itself."""


def restored(
    stage: Stage, seed: int, entries: Iterable[Told], consent: Consent | None, *, is_cut: bool = False
) -> Dream:
    """The dream that has these entries, to go on with: with the consent of its person, if it has one.

    `is_cut`: the entries may end before all that followed from the last one (a fork does). What is not in the entries
    yet is still to be told (`Dream.advance`). Raises UnlikeError if the dream cannot have gone so on this stage, with
    these limits.
    """
    dream = Retold(stage, seed, consent, None, Script(list(entries)))
    dream.tell_all(is_cut=is_cut)
    return dream


def told_again(stage: Stage, seed: int, entries: Iterable[Told], limits: Limits, *, played: bool) -> Dream:
    """The same to look at: where it stands and how it came there. It does not go on.

    Nobody is asked for their consent: the person gave it when it was played, within the limits that were kept.
    """
    consent = on_record(stage, limits) if played else None
    dream = Retold(stage, seed, consent, None if played else limits, Script(list(entries)))
    dream.tell_all(is_cut=False)
    dream.closed = True
    return dream


def on_record(stage: Stage, limits: Limits) -> Consent:
    """What a person once consented to, to look at their dream or play it again without them. Not to go on with it."""
    return asking_again(stage, limits).agree()


def asking_again(stage: Stage, limits: Limits) -> Asking:
    """The asking for consent within limits that were set before."""
    own = dict.fromkeys(limits.lines), dict.fromkeys(limits.veils)
    return Asking(stage, *own)


class Script:
    """The entries of a kept dream, and which of them comes next."""

    def __init__(self, told: list[Told]) -> None:
        self.told = told
        self.entries = [_read(text) for text, _ in told[1:]]
        """Without the heading."""
        self.place = 0
        self._of_level: dict[int, list[int]] = {}
        for index, entry in enumerate(self.entries):
            if "level" in entry:
                self._of_level.setdefault(entry["level"], []).append(index)

    @property
    def next(self) -> dict[str, Any] | None:
        """The next entry; None: there are no more."""
        return self.entries[self.place] if self.place < len(self.entries) else None

    def line(self, level: int) -> dict[str, Any] | None:
        """What happens next, if it does so in a level: its chronicle line."""
        entry = self.next
        return None if entry is None or entry.get("level") != level else entry.get("happening")

    def coming(self, level: int) -> list[dict[str, Any]]:
        """The entries of a level that are still to come, up to the first that its own story brings about."""
        of_level = self._of_level.get(level, [])
        found: list[dict[str, Any]] = []
        for index in of_level[bisect_left(of_level, self.place) :]:
            found.append(self.entries[index])
            if "happening" not in found[-1] or found[-1]["happening"]["source"] not in FROM_OUTSIDE:
                break
        return found

    def happened(self, happening: Happening, past: Past | None) -> Past:
        """The next entry's happening in its story, with what the story goes on from."""
        link = Past(happening, past)
        link.moment = self.told[self.place + 1][1]
        return link


class _ToldStory(Story):
    """The story of a level, whose happenings come from the script as long as it has any for it."""

    def __init__(
        self, script: Script, level: int, engine: Engine, seed: int, subject: int | None, held: tuple[int, ...]
    ) -> None:
        super().__init__(engine, seed, subject, held=held)
        self._script = script
        self._level = level
        self._follower = Follower(engine)
        self._is_live = False

    # ------------------------------------------------------------------------------------------ as Story
    def advance(self, until: int | None = None) -> Happening | None:
        coming = self._script.coming(self._level)
        if not coming:
            self.go_live()
            return super().advance(until)
        if self.awaiting_subject:
            return None
        line = self._script.line(self._level)
        is_own = line is not None and line["source"] not in (*FROM_OUTSIDE, "subject")
        if line is not None and is_own and (until is None or line["minute"] <= until):
            return self.tell(line)
        turn = coming[-1].get("happening", {})
        if turn.get("source") == "subject" and (until is None or turn["minute"] <= until):
            self.minute, self.awaiting_subject = turn["minute"], True
        elif until is not None:
            self.minute = max(self.minute, until)
        return None

    def act(self, action: int) -> Happening:
        line = self._script.line(self._level)
        return super().act(action) if line is None else self.tell(line)

    def wait(self, minutes: int) -> Happening:
        line = self._script.line(self._level)
        if line is None:
            return super().wait(minutes)
        if line["kind"] != "wait" or line["duration"] != minutes:
            raise UnlikeError(f"they let {minutes} minutes pass")
        return self.tell(line)

    @property
    def outside(self) -> Outside:
        return _ToldOutside(self, self._script, self._level)

    # ------------------------------------------------------------------------------------------ telling
    def tell(self, line: dict[str, Any]) -> Happening:
        """Let the next happening of the script happen."""
        happening = self._follower.happening(line, self.node)
        if happening.index != len(self.links):
            raise UnlikeError(f"happening {len(self.links)} is missing")
        self.rewind(self.mark_of(self._script.happened(happening, self._past)))
        return happening

    def go_live(self) -> None:
        """From here on it happens by itself: from where its last happening has left it."""
        if not self._is_live:
            self._is_live = True
            self.rewind(self.mark_at(len(self.links)))


class _ToldOutside(Outside):
    """The hands that reach into a story that is told: what they do is what the script says."""

    def __init__(self, story: _ToldStory, script: Script, level: int) -> None:
        super().__init__(story)
        self._told = story
        self._script = script
        self._level = level

    def recall(self, character: int, facts: Iterable[Fact], source: Source = "dream") -> Happening | None:
        if self._script.next is None:
            self._told.go_live()
            return super().recall(character, facts, source)
        line = self._script.line(self._level)
        return self._told.tell(line) if line is not None and line["kind"] == "recall" else None

    def cause(self, action: int, source: Source) -> Happening:
        return self._next() or super().cause(action, source)

    def hold(self, character: int, source: Source) -> Happening:
        return self._next() or super().hold(character, source)

    def release(self, character: int, source: Source) -> Happening:
        return self._next() or super().release(character, source)

    def act_as(self, character: int, action: int, source: Source = "operator") -> Happening:
        return self._next() or super().act_as(character, action, source)

    def _next(self) -> Happening | None:
        """What comes next in the script; None if that is at its end."""
        line = self._script.line(self._level)
        if line is None:
            self._told.go_live()
            return None
        return self._told.tell(line)


class Retold(Dream):
    """A dream that goes through what its entries say, and from there on by itself."""

    closed = False
    """Whether it is only to be looked at."""

    def __init__(self, stage: Stage, seed: int, consent: Consent | None, limits: Limits | None, script: Script) -> None:
        self._script = script
        self._telling = True
        self._is_cut = False
        super().__init__(stage, seed, consent, limits)
        if script.told and script.told[0][0] != encode(next(self.record())):
            raise UnlikeError("its stage or its limits were others")

    def tell_all(self, *, is_cut: bool) -> None:
        """Go through all entries."""
        self._is_cut = is_cut
        while (entry := self._script.next) is not None:
            self._untold.clear()
            self._go_through(entry)
        self._telling = False
        self._untold = deque(self._events[len(self._script.entries) :])
        for level in self.visited:
            assert isinstance(level.story, _ToldStory)
            level.story.go_live()

    def _go_through(self, entry: dict[str, Any]) -> None:
        """Let the next entry come about, and whatever follows from it at once."""
        top = self.top
        line = entry.get("happening", {})
        try:
            if "unmade" in entry:
                top.story.awaiting_subject = self.played
                self.go_back(entry["unmade"])
            elif self.played and line.get("source") == "subject" and entry["level"] == top.number:
                top.story.awaiting_subject = True
                if line["kind"] == "wait":
                    self.wait(line["duration"])
                else:
                    self.act(top.engine.program.action(line["action"]))
            elif "order" in entry:
                self._stand_at(top, entry)
                data = {key: value for key, value in entry.items() if key not in ("by", "minute")}
                self.order(read(data), entry["by"])
            elif entry.get("ending") == "stopped":
                self.stop()
            elif self.advance() is None:
                raise UnlikeError("nothing more happens there")
        except UnlikeError:
            raise
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise UnlikeError(f"entry {self._script.place + 1} has not the shape of one: {error}") from error

    def _stand_at(self, top: Level, entry: dict[str, Any]) -> None:
        """Be as late in the innermost level as when somebody gave an order."""
        story = top.story
        is_later = entry["minute"] > story.minute and not story.awaiting_subject
        if is_later and story.advance(entry["minute"]) is not None:
            raise UnlikeError("something happens before the order")
        if entry["order"] == GoBack.__name__:
            story.awaiting_subject = self.played

    # ------------------------------------------------------------------------------------------ as Dream
    @property
    def awaiting_subject(self) -> bool:
        return not self.closed and super().awaiting_subject

    @property
    def mood(self) -> Mood:
        """While it is told: whether they turned lucid is read off what followed."""
        if not self._telling or (self._script.next is None and self._is_cut):
            return super().mood
        return "lucid" if self._was_lucid() else "at ease"

    def _was_lucid(self) -> bool:
        entry = self._script.next
        if entry is None or "passage" not in entry:
            return False
        match self.stage.lucid.going:
            case "end":
                return bool(entry["ending"] == "lucid")
            case "sleep":
                return bool(entry["passage"] == "sink")
            case "wake":
                return entry["passage"] in ("wake", "pose") or entry["ending"] == "woke"

    def _go_on(self, last: int | None = None) -> bool:
        return not self.closed and super()._go_on(last)

    def _let_director_act(self) -> bool:
        """While it is told: what the director did is in the entries."""
        if not self._telling or (self._script.next is None and self._is_cut):
            return super()._let_director_act()
        top = self.top
        line = self._script.line(top.number)
        if line is None or line["source"] != "director":
            return False
        assert isinstance(top.story, _ToldStory)
        self.happened(top, top.story.tell(line))
        return True

    def _note(self, event: Event) -> None:
        super()._note(event)
        if self._script.next is not None:
            self._script.place += 1
            text = encode(event.record())
            if text != self._script.told[self._script.place][0]:
                raise UnlikeError(f"entry {self._script.place} would be {text}")

    def _new_story(self, engine: LeveledEngine, seed: int, subject: int | None, held: tuple[int, ...]) -> Story:
        if not self._telling:
            return super()._new_story(engine, seed, subject, held)
        return _ToldStory(self._script, len(self.visited), engine, seed, subject, held)


def _read(text: str) -> dict[str, Any]:
    """An entry. Raises UnlikeError if it is none."""
    try:
        entry = json.loads(text)
    except ValueError:
        entry = None
    if not isinstance(entry, dict):
        raise UnlikeError("a record is no entry of a dream")
    return entry
