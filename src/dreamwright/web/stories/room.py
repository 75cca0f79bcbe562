"""One running story: whatever is entered is kept first, then obeyed, one thing after the other, in a thread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from dreamwright.chronicle import Chronicle
from dreamwright.dream import Stage
from dreamwright.dream.keep import DreamKeeper, told
from dreamwright.dream.signals import OVER, RETURN, heard
from dreamwright.errors import DreamwrightError
from dreamwright.playing.dreaming import DreamSession
from dreamwright.story.record import BEGINNING, hash_on
from dreamwright.web.feed import Feed
from dreamwright.web.operator.wire import OperatorView
from dreamwright.web.store import EntryRow, Store, StoryRow
from dreamwright.web.stories.behind import behind
from dreamwright.web.stories.game import Game
from dreamwright.web.stories.orders import AnyOrder, PassTime, read_order, written_order
from dreamwright.web.stories.trying import Scratch
from dreamwright.web.stories.watching import watch
from dreamwright.web.wire import Heard, Numbered, Refused, State, SubjectView, Told

MOST_WAITING = 8
"""Entries that may wait for their turn; one more is refused."""

REMEMBERED = 200
"""Senders' ids by which a line that is sent again is known."""

FAULT = "Something went wrong here that is not your fault. The story stands; try something else, or `stop`."

BEAT = 10.0
"""Seconds between two beats of a clock that operators have set going."""

Body = dict[str, Any]
"""What is entered, as it is kept: a `line`, or an `order` and whom it is `by`."""

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Room:
    """A story with its one writer. For one event loop; what thinks runs in `pool`."""

    def __init__(self, row: StoryRow, stage: Stage, store: Store, pool: Executor, now: Callable[[], str]) -> None:
        self.row = row
        self.stage = stage
        self.feed = Feed()
        self.version = 1
        self.busy = False
        self.over = row.over
        self.scratches: dict[int, tuple[str, Scratch]] = {}
        """Operators' what-ifs, and whose they are, by the number of their invitation."""
        self._back: list[str] = []
        """What is said of a story that is not gone on with."""
        self._store = store
        self._pool = pool
        self._now = now
        self._loop = asyncio.get_running_loop()
        self._turn = asyncio.Lock()
        self._lock = store.own(row.id)
        self._game: Game | None = None
        self._seq = 0
        self._waiting = 0
        self._unkept: list[tuple[int, str]] = []
        self._sent: dict[str, None] = {}
        self._view: SubjectView | None = None
        self._watched: OperatorView | None = None
        self._running: set[asyncio.Task[Any]] = set()
        self._clock: asyncio.Task[None] | None = None
        self._closing = False
        self._beats = 0

    @property
    def game(self) -> Game | None:
        """What is played here; for those who may see everything, between turns. None: it is over since before."""
        return self._game

    @property
    def chronicle(self) -> Chronicle:
        """Where what is played here is kept, as a run like any other."""
        return Chronicle(self._store.database)

    # ------------------------------------------------------------------------------------------ taking up
    async def take_up(self) -> None:
        """Be where the story was: obey again, silently, all that was entered. What was cut short is told now."""
        async with self._turn:
            entries = await self._do(lambda: self._store.entries(self.row.id))
            self.feed = Feed(await self._do(lambda: self._store.texts(self.row.id)))
            self._seq = max((entry.seq for entry in entries), default=0)
            for entry in entries:
                self._note_sender(entry.sent)
            if self.over:
                stopped = bool(entries) and heard(entries[-1].body.get("line", "")) == "stop"
                self._back = _farewell(len(self.feed) > 0) if stopped else [OVER]
                return
            try:
                self._game = await self._do(lambda: self._again(entries))
            except DreamwrightError as error:
                self.over = True
                self._back = [f"This story cannot be gone on with here: {error.diagnostics[0].message}."]
            else:
                self.over = self.over or self._game.phase == "over"
                for entry in entries:
                    if entry.told is None:
                        await self._settle(entry.seq)
            self._changed()

    def _again(self, entries: list[EntryRow]) -> Game:
        """A game in which all of it has been entered."""
        said: list[Told] = []
        game = Game(self.stage, self.row.seed, said.append)
        for entry in entries:
            said.clear()
            self._obey(game, entry.body)
            if entry.told is None:
                for paragraph in said:
                    self._loop.call_soon_threadsafe(self._tell, paragraph)
            elif entry.hash != game.hash:
                raise _diverged()
        game.hear = self.hear
        game.keep_with(self._keeper(game))
        return game

    def _keeper(self, game: Game) -> DreamKeeper:
        """Who keeps the dream in the chronicle, from where it is kept already."""
        chronicle, path = self.chronicle, Path(self.row.source)
        if self.row.run is None or game.session is None:
            return DreamKeeper(chronicle, path, self._now)
        branch = chronicle.find(self.row.run)
        digest, dream = BEGINNING, game.session.dream
        for text, _ in islice(told(dream), branch.length):
            digest = hash_on(digest, text)
        if digest.hex() != branch.hash:  # also if it has been gone on with elsewhere
            raise _diverged()
        return DreamKeeper(chronicle, path, self._now, branch, dream)

    # ------------------------------------------------------------------------------------------ what is to be seen
    def state(self) -> State:
        """How it stands."""
        phase = "over" if self.over or self._game is None else self._game.phase
        return State(version=self.version, phase=phase, busy=self.busy or (self._is_held and self._waiting > 0))

    @property
    def _is_held(self) -> bool:
        """Whether an operator holds time."""
        return self._game is not None and self._game.pace.held and not self._closing

    async def view(self) -> SubjectView:
        """What the subject can know; while others are acting, what they could a moment ago."""
        if self._back:
            return SubjectView(version=self.version, title=self.stage.title, phase="over", back=self._back)
        if self._view is not None and (self._view.version == self.version or self.busy):
            return self._view
        async with self._turn:
            if self._view is None or self._view.version != self.version:
                self._view = await self._do(self._seen)
            return self._view

    def _seen(self) -> SubjectView:
        assert self._game is not None
        return self._game.view(self.version)

    async def watched(self) -> OperatorView:
        """What operators can know; while others are acting, what they could a moment ago."""
        if self._watched is not None and (self._watched.version == self.version or self.busy):
            return self._watched
        async with self._turn:
            if self._watched is None or self._watched.version != self.version:
                self._watched = await self._do(self._watching)
            return self._watched

    def _watching(self) -> OperatorView:
        game = self._game
        session = None if game is None else game.session
        return OperatorView(
            version=self.version,
            title=self.stage.title,
            phase=self.state().phase,
            watching=None if session is None else watch(session.dream),
            behind=None if session is None or game is None else behind(session, game.pace),
        )

    async def ask(self, work: Callable[[DreamSession], T]) -> T:
        """Look into what is lived here, between turns. Raises ValueError if nobody does."""
        async with self._turn:
            session = None if self._game is None else self._game.session
            if session is None:
                raise ValueError("nobody is in it yet")
            return await self._do(lambda: work(session))

    # ------------------------------------------------------------------------------------------ entering
    async def say(self, line: str, sent: str, author: str) -> Heard | Refused:
        """Enter a line. Returns once it is kept; it is obeyed in its turn. `stop` is obeyed at once."""
        if heard(line) == "stop" and sent not in self._sent and not self.over and self._game is not None:
            return await self._stop(line, sent, author)
        return await self._take({"line": line}, sent, author)

    async def order(self, order: AnyOrder, by: str, sent: str, author: str) -> Heard | Refused:
        """Have an operator's order carried out. Returns once it is kept, or refused with the reason."""
        return await self._take({"order": written_order(order), "by": by}, sent, author)

    async def _take(self, body: Body, sent: str, author: str) -> Heard | Refused:
        if sent in self._sent:
            return Heard(id=sent)
        if self.over or self._game is None:
            return Refused(id=sent, code="over", message="This story is over.")
        if self._waiting >= MOST_WAITING:
            return Refused(id=sent, code="too-busy", message="Much is waiting to be done already. One moment.")
        self._note_sender(sent)
        self._waiting += 1
        try:
            await self._let_go(body)
        except BaseException:
            self._waiting -= 1
            self._sent.pop(sent, None)
            raise
        if self._closing:
            self._waiting -= 1
            self._sent.pop(sent, None)
            return Refused(id=sent, code="too-busy", message="The server is about to end. One moment.")
        kept: asyncio.Future[Heard | Refused] = self._loop.create_future()
        self._start(self._enter(body, sent, author, kept))
        return await kept

    async def obeyed(self) -> None:
        """Wait until everything has been obeyed that was entered up to now."""
        while self._running:
            await asyncio.wait(set(self._running))

    def _start(self, work: Any) -> None:
        """Do something whether or not the connection that asked for it stays."""
        task = self._loop.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _enter(self, body: Body, sent: str, author: str, kept: asyncio.Future[Heard | Refused]) -> None:
        try:
            async with self._turn:
                game = self._game
                assert game is not None
                if self.over:
                    kept.set_result(Refused(id=sent, code="over", message="This story is over."))
                    return
                why = await self._do(lambda: _obstacle(game, body))
                if why is not None:
                    self._sent.pop(sent, None)
                    kept.set_result(Refused(id=sent, code="not-possible", message=why))
                    return
                seq = await self._keep(body, sent, author, kept)
                if seq is None:
                    return
                self.busy = True
                self.feed.stir()
                await self._do(lambda: self._obey(game, body))
                self.over = self.over or game.phase == "over"
                await self._settle(seq)
        finally:
            self._waiting -= 1
            self.busy = False
            self._changed()
            if not kept.done():
                kept.set_result(Refused(id=sent, code="not-kept", message=FAULT))

    async def _let_go(self, body: Body) -> None:
        """Wait until operators let time go on; what pauses or slows it down is heard all the same."""
        if "line" not in body or heard(body["line"]) in ("pause", "slower"):
            return
        if self._is_held:
            self.feed.stir()
        while self._is_held and not self.over:
            news = self.feed.news()
            await news.wait()

    async def _keep(self, body: Body, sent: str, author: str, kept: asyncio.Future[Heard | Refused]) -> int | None:
        """Keep an entry, and say so; None if that could not be."""
        self._seq += 1
        entry = EntryRow(self._seq, sent, author, body)
        try:
            await self._do(lambda: self._store.enter(self.row.id, entry))
        except DreamwrightError as error:
            self._sent.pop(sent, None)
            message = f"That could not be kept, so it was not done: {error.diagnostics[0].message}."
            kept.set_result(Refused(id=sent, code="not-kept", message=message))
            return None
        kept.set_result(Heard(id=sent))
        return entry.seq

    def _obey(self, game: Game, body: Body) -> None:
        """In a thread. A fault of ours is told and noted; the story stands."""
        try:
            if "order" in body:
                game.order(read_order(body["order"]), body["by"])
            elif heard(body["line"]) == "stop":
                game.stop()
            else:
                game.enter(body["line"])
        except Exception:
            _log.exception("story %s: obeying an entry failed", self.row.id)
            game.hear(Told(text=FAULT, style="quiet"))

    async def _stop(self, line: str, sent: str, author: str) -> Heard | Refused:
        """At once: whoever is acting just now is not waited for, and nothing of it is told any more."""
        game = self._game
        assert game is not None
        self._note_sender(sent)
        living = game.phase == "living"
        game.halt()
        self._back = _farewell(living)
        if living:
            self._tell(Told(kind="typed", text=line))
            for paragraph in RETURN:
                self._tell(Told(text=paragraph))
        self.over = True
        self._changed()
        kept: asyncio.Future[Heard | Refused] = self._loop.create_future()
        self._start(self._end(game, line, sent, author, kept))
        return await kept

    async def _end(self, game: Game, line: str, sent: str, author: str, kept: asyncio.Future[Heard | Refused]) -> None:
        seq = await self._keep({"line": line}, sent, author, kept)
        async with self._turn:
            await self._do(lambda: self._obey(game, {"line": line}))
            if seq is not None:
                await self._settle(seq)
            self._changed()

    # ------------------------------------------------------------------------------------------ telling, keeping
    def hear(self, told: Told) -> None:
        """Take what the story says, from the thread in which it runs."""
        self._loop.call_soon_threadsafe(self._tell_unless_over, told)

    def _tell_unless_over(self, told: Told) -> None:
        if not self.over:
            self._tell(told)

    def _tell(self, told: Told) -> None:
        number = len(self.feed) + 1
        text = Numbered(number=number, **told.model_dump()).model_dump_json()
        self._unkept.append((number, text))
        self.feed.tell(text)

    async def _settle(self, seq: int) -> None:
        """Keep what was told. If that cannot be, it is worked out again when the story is taken up."""
        texts, told, game = list(self._unkept), len(self.feed), self._game
        assert game is not None
        try:
            await self._do(lambda: self._store.settle(self.row.id, seq, texts, told, game.hash))
            run = None if game.keeper is None else game.keeper.label
            if run is not None and run != self.row.run:
                await self._do(lambda: self._store.name(self.row.id, run))
                self.row = replace(self.row, run=run)
            if self.over:
                await self._do(lambda: self._store.end(self.row.id))
        except DreamwrightError:
            _log.exception("story %s: what was told could not be kept", self.row.id)
        else:
            del self._unkept[: len(texts)]

    def _changed(self) -> None:
        self.version += 1
        self.feed.stir()
        ticking = self._game is not None and self._game.pace.beat > 0 and not self.over
        if ticking and (self._clock is None or self._clock.done()):
            self._clock = self._loop.create_task(self._tick())

    async def _tick(self) -> None:
        """Let time pass by itself, for as long as operators will have it so and the subject enters nothing."""
        while self._game is not None and self._game.pace.beat and not self.over:
            await asyncio.sleep(BEAT)
            if not self._running and self._game.pace.beat:
                self._beats += 1
                sent = f"clock-{self._seq}-{self._beats}"
                await self._take({"order": written_order(PassTime(self._game.pace.beat)), "by": ""}, sent, "clock")

    def _note_sender(self, sent: str) -> None:
        self._sent[sent] = None
        while len(self._sent) > REMEMBERED:
            del self._sent[next(iter(self._sent))]

    async def _do(self, work: Callable[[], T]) -> T:
        return await self._loop.run_in_executor(self._pool, work)

    async def close(self) -> None:
        """Finish what was entered, and let another process go on with it."""
        self._closing = True
        self.feed.stir()
        if self._clock is not None:
            self._clock.cancel()
        await self.obeyed()
        if self._game is not None and self._game.keeper is not None:
            self._game.keeper.release()
        self._lock.release()


def _obstacle(game: Game, body: Body) -> str | None:
    """What keeps an order from being carried out, in words; None: nothing does."""
    if "order" in body:
        try:
            game.check(read_order(body["order"]))
        except ValueError as error:
            return str(error)
    return None


def _farewell(living: bool) -> list[str]:
    """What a person is told who has stopped."""
    return list(RETURN) if living else ["Nothing has begun.", RETURN[1].partition(".")[0] + "."]


def _diverged() -> DreamwrightError:
    return DreamwrightError.of(
        "story-diverged", "this story does not come out as it did: the program that wrote it was another version"
    )
