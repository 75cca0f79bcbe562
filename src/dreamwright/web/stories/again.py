"""Obeying what was entered: once, and again when a story is taken up."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

from dreamwright.chronicle import Chronicle
from dreamwright.dream.keep import DreamKeeper, told
from dreamwright.dream.signals import heard
from dreamwright.errors import DreamwrightError
from dreamwright.story.record import BEGINNING, hash_on
from dreamwright.web.store import EntryRow, StoryRow
from dreamwright.web.stories.game import Game, Hear
from dreamwright.web.stories.orders import read_order
from dreamwright.web.stories.written import Body
from dreamwright.web.wire import Told

FAULT = "Something went wrong here that is not your fault. The story stands; try something else, or `stop`."

_log = logging.getLogger(__name__)


def obstacle(game: Game, body: Body) -> str | None:
    """What keeps an order from being carried out, in words; None: nothing does."""
    if "order" in body:
        try:
            game.check(read_order(body["order"]))
        except ValueError as error:
            return str(error)
    return None


def obey(game: Game, body: Body) -> None:
    """Do what an entry says. A fault of ours is told and noted; the story stands."""
    try:
        if "order" in body:
            game.order(read_order(body["order"]), body["by"])
        elif heard(body["line"]) == "stop":
            game.stop()
        else:
            game.enter(body["line"])
    except Exception:
        _log.exception("obeying an entry failed")
        game.hear(Told(text=FAULT, style="quiet"))


def obey_again(game: Game, entries: Iterable[EntryRow], tell: Hear) -> None:
    """Obey all that was entered, silently; what was cut short is told now.

    Raises DreamwrightError (story-diverged) if it does not come out as it did.
    """
    said: list[Told] = []
    game.hear = said.append
    for entry in entries:
        said.clear()
        obey(game, entry.body)
        if entry.told is None:
            for paragraph in said:
                tell(paragraph)
        elif entry.hash != game.hash:
            raise _diverged()


def keeper_of(game: Game, chronicle: Chronicle, row: StoryRow, now: Callable[[], str]) -> DreamKeeper:
    """Who keeps the dream in the chronicle, from where it is kept already.

    Raises DreamwrightError (story-diverged) if it is another one there.
    """
    path = Path(row.source)
    if row.run is None or game.session is None:
        return DreamKeeper(chronicle, path, now)
    branch = chronicle.find(row.run)
    digest, dream = BEGINNING, game.session.dream
    for text, _ in islice(told(dream), branch.length):
        digest = hash_on(digest, text)
    if digest.hex() != branch.hash:  # also if it has been gone on with elsewhere
        raise _diverged()
    return DreamKeeper(chronicle, path, now, branch, dream)


def _diverged() -> DreamwrightError:
    return DreamwrightError.of(
        "story-diverged", "this story does not come out as it did: the program that wrote it was another version"
    )
