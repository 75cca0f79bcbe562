"""One running story: whatever is entered is kept first, then obeyed, one thing after the other, in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar

from dreamwright.chronicle import Chronicle
from dreamwright.dream import Stage
from dreamwright.dream.signals import OVER, RETURN, heard
from dreamwright.errors import DreamwrightError
from dreamwright.playing.dreaming import DreamSession
from dreamwright.web.feed import Feed
from dreamwright.web.operator.runs import Twig
from dreamwright.web.operator.wire import OperatorView
from dreamwright.web.store import EntryRow, Store, StoryRow
from dreamwright.web.stories.again import FAULT, keeper_of, obey, obey_again, obstacle
from dreamwright.web.stories.behind import behind
from dreamwright.web.stories.game import Game
from dreamwright.web.stories.glimpse import Glimpse
from dreamwright.web.stories.orders import AnyOrder, PassTime, written_order
from dreamwright.web.stories.trying import Scratch
from dreamwright.web.stories.watching import watch
from dreamwright.web.stories.written import Body, Written
from dreamwright.web.wire import Heard, Refused, State, SubjectView, Told

MOST_WAITING = 8
"""Entries that may wait for their turn; one more is refused."""

BEAT = 10.0
"""Seconds between two beats of a clock that operators have set going."""

T = TypeVar("T")
Answer = Heard | Refused


class Room:
    """A story with its one writer. For one event loop; what thinks runs in `pool`."""

    def __init__(self, row: StoryRow, stage: Stage, store: Store, pool: Executor, now: Callable[[], str]) -> None:
        self.stage = stage
        self.version = 1
        self.busy = False
        self.over = row.over
        self.scratches: dict[int, tuple[str, Scratch]] = {}
        """Operators' what-ifs, and whose they are, by the number of their invitation."""
        self.tree: tuple[object, list[Twig]] | None = None
        """How the story has branched, and what that was made from."""
        self._back: list[str] = []
        """What is said of a story that is not gone on with."""
        self._chronicle = Chronicle(store.database)
        self._pool = pool
        self._now = now
        self._loop = asyncio.get_running_loop()
        self._turn = asyncio.Lock()
        self._lock = store.own(row.id)
        self._written = Written(row, store, self._do)
        self._game: Game | None = None
        self._seen = Glimpse(self, self._see)
        self._watched = Glimpse(self, self._watch)
        self._unanswered: dict[str, asyncio.Future[Answer]] = {}
        self._waiting = 0
        self._running: set[asyncio.Task[Any]] = set()
        self._clock: asyncio.Task[None] | None = None
        self._closing = False
        self._beats = 0

    @property
    def row(self) -> StoryRow:
        """The story as the store has it."""
        return self._written.row

    @property
    def feed(self) -> Feed:
        """What has been told."""
        return self._written.feed

    @property
    def game(self) -> Game | None:
        """What is played here; for those who may see everything, between turns. None: it is over since before."""
        return self._game

    # ------------------------------------------------------------------------------------------ taking up
    async def take_up(self) -> None:
        """Be where the story was: obey again, silently, all that was entered. What was cut short is told now."""
        async with self._turn:
            entries = await self._written.read()
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
        game = Game(self.stage, self.row.seed, self._hear)
        obey_again(game, entries, lambda told: self._soon(self._written.tell, told))
        game.hear = self._hear
        game.keep_with(keeper_of(game, self._chronicle, self.row, self._now))
        return game

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
        return await self._seen.get()

    def _see(self, version: int) -> SubjectView:
        assert self._game is not None
        return self._game.view(version)

    async def watched(self) -> OperatorView:
        """What operators can know; while others are acting, what they could a moment ago."""
        return await self._watched.get()

    def _watch(self, version: int) -> OperatorView:
        game = self._game
        session = None if game is None else game.session
        return OperatorView(
            version=version,
            title=self.stage.title,
            phase=self.state().phase,
            watching=None if session is None else watch(session.dream),
            behind=None if session is None or game is None else behind(session, game.pace),
        )

    async def ask(self, work: Callable[[DreamSession], T]) -> T:
        """Look into what is lived here, between turns. Raises ValueError if nobody does."""

        def asked() -> T:
            session = None if self._game is None else self._game.session
            if session is None:
                raise ValueError("nobody is in it yet")
            return work(session)

        return await self.between_turns(asked)

    async def between_turns(self, work: Callable[[], T]) -> T:
        """Do something, in a thread, while nobody acts."""
        async with self._turn:
            return await self._do(work)

    # ------------------------------------------------------------------------------------------ entering
    async def say(self, line: str, sent: str, author: str) -> Answer:
        """Enter a line. Returns once it is kept; it is obeyed in its turn. `stop` is obeyed at once."""
        if heard(line) == "stop" and not self._written.has(sent) and not self.over and self._game is not None:
            return await self._stop(line, sent, author)
        return await self._take({"line": line}, sent, author)

    async def order(self, order: AnyOrder, by: str, sent: str, author: str) -> Answer:
        """Have an operator's order carried out. Returns once it is kept, or refused with the reason."""
        return await self._take({"order": written_order(order), "by": by}, sent, author)

    async def _take(self, body: Body, sent: str, author: str) -> Answer:
        if sent in self._unanswered:  # sent again before it was kept, by a page that had lost its connection
            return await asyncio.shield(self._unanswered[sent])
        if self._written.has(sent):
            return Heard(id=sent)
        if self.over or self._game is None:
            return Refused(id=sent, code="over", message="This story is over.")
        if self._waiting >= MOST_WAITING:
            return Refused(id=sent, code="too-busy", message="Much is waiting to be done already. One moment.")
        kept = self._expect(sent)
        self._waiting += 1
        try:
            await self._let_go(body)
        except BaseException:
            self._turn_away(sent, kept)
            raise
        if self._closing:
            self._turn_away(sent, kept)
        else:
            self._start(self._enter(body, sent, author, kept))
        return await kept

    def _expect(self, sent: str) -> asyncio.Future[Answer]:
        """What will be answered to an entry."""
        kept: asyncio.Future[Answer] = self._loop.create_future()
        self._written.remember(sent)
        self._unanswered[sent] = kept
        kept.add_done_callback(lambda _: self._unanswered.pop(sent))
        return kept

    def _turn_away(self, sent: str, kept: asyncio.Future[Answer]) -> None:
        """Let an entry that has waited not come in any more."""
        self._waiting -= 1
        self._written.forget(sent)
        _answer(kept, Refused(id=sent, code="too-busy", message="The server is about to end. One moment."))

    async def obeyed(self) -> None:
        """Wait until everything has been obeyed that was entered up to now."""
        while self._running:
            await asyncio.wait(set(self._running))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something whether or not the connection that asked for it stays."""
        task = self._loop.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _enter(self, body: Body, sent: str, author: str, kept: asyncio.Future[Answer]) -> None:
        try:
            async with self._turn:
                game = self._game
                assert game is not None
                if self.over:
                    _answer(kept, Refused(id=sent, code="over", message="This story is over."))
                    return
                why = await self._do(lambda: obstacle(game, body))
                if why is not None:
                    self._written.forget(sent)
                    _answer(kept, Refused(id=sent, code="not-possible", message=why))
                    return
                seq = await self._keep(body, sent, author, kept)
                if seq is None:
                    return
                self.busy = True
                self.feed.stir()
                await self._do(lambda: obey(game, body))
                self.over = self.over or game.phase == "over"
                await self._settle(seq)
        finally:
            self._waiting -= 1
            self.busy = False
            self._changed()
            _answer(kept, Refused(id=sent, code="not-kept", message=FAULT))

    async def _let_go(self, body: Body) -> None:
        """Wait until operators let time go on; what pauses or slows it down is heard all the same."""
        if "line" not in body or heard(body["line"]) in ("pause", "slower"):
            return
        if self._is_held:
            self.feed.stir()
        while self._is_held and not self.over:
            news = self.feed.news()
            await news.wait()

    async def _keep(self, body: Body, sent: str, author: str, kept: asyncio.Future[Answer]) -> int | None:
        """Keep an entry, and say so; None if that could not be."""
        try:
            seq = await self._written.enter(body, sent, author)
        except DreamwrightError as error:
            self._written.forget(sent)
            message = f"That could not be kept, so it was not done: {error.diagnostics[0].message}."
            _answer(kept, Refused(id=sent, code="not-kept", message=message))
            return None
        _answer(kept, Heard(id=sent))
        return seq

    async def _stop(self, line: str, sent: str, author: str) -> Answer:
        """At once: whoever is acting just now is not waited for, and nothing of it is told any more."""
        game = self._game
        assert game is not None
        kept = self._expect(sent)
        living = game.phase == "living"
        game.halt()
        self._back = _farewell(living)
        if living:
            self._written.tell(Told(kind="typed", text=line))
            for paragraph in RETURN:
                self._written.tell(Told(text=paragraph))
        self.over = True
        self._changed()
        self._start(self._end(game, line, sent, author, kept))
        return await kept

    async def _end(self, game: Game, line: str, sent: str, author: str, kept: asyncio.Future[Answer]) -> None:
        seq = await self._keep({"line": line}, sent, author, kept)
        async with self._turn:
            await self._do(lambda: obey(game, {"line": line}))
            if seq is not None:
                await self._settle(seq)
            self._changed()

    # ------------------------------------------------------------------------------------------ telling, keeping
    def _hear(self, told: Told) -> None:
        """Take what the story says, from the thread in which it runs."""
        self._soon(self._tell_unless_over, told)

    def _soon(self, tell: Callable[[Told], None], told: Told) -> None:
        self._loop.call_soon_threadsafe(tell, told)

    def _tell_unless_over(self, told: Told) -> None:
        if not self.over:
            self._written.tell(told)

    async def _settle(self, seq: int) -> None:
        """Keep what was told."""
        game = self._game
        assert game is not None
        run = None if game.keeper is None else game.keeper.label
        await self._written.settle(seq, lambda: game.hash, run, over=self.over)

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
                sent = f"clock-{self._written.length}-{self._beats}"
                await self._take({"order": written_order(PassTime(self._game.pace.beat)), "by": ""}, sent, "clock")

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


def _farewell(living: bool) -> list[str]:
    """What a person is told who has stopped."""
    return list(RETURN) if living else ["Nothing has begun.", RETURN[1].partition(".")[0] + "."]


def _answer(kept: asyncio.Future[Answer], answer: Answer) -> None:
    """Answer whoever entered something, if they have not gone, nor been answered."""
    if not kept.done():
        kept.set_result(answer)
