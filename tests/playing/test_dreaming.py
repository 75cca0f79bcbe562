"""Playing a stage in the terminal: consent, `stop` and its like at any moment, layers, and how it ends."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamwright.chronicle import open_chronicle
from dreamwright.chronicle.exchange import import_run
from dreamwright.cli.console import Console
from dreamwright.cli.play.run import play_session
from dreamwright.cli.play.stage import play_stage
from dreamwright.dream import Asking, Stage, load_stage
from dreamwright.dream.keep import read_dream
from dreamwright.dream.orders import Bring, HandBack, Ordering, Remark, StepIn, Whisper
from dreamwright.dream.signals import OVER, RETURN, heard
from dreamwright.dream.stage import POWERS
from dreamwright.errors import DreamwrightError
from dreamwright.playing.agreeing import Asker
from dreamwright.playing.dreaming import DreamSession
from dreamwright.playing.obey import enter
from dreamwright.playing.opening import open_session
from dreamwright.playing.session import Session
from dreamwright.voices.paragraphs import Paragraph

HERE = Path(__file__).parent
STAGE = HERE.parent / "dream" / "worlds" / "night.stage"
STEERED = STAGE.with_name("steered.stage")
GAME = HERE / "dreams" / "night.txt"


class Listener:
    """Keeps what is said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, paragraph: Paragraph) -> None:
        self.lines.append(f"{paragraph.lead}{paragraph.text}")

    def take(self) -> list[str]:
        lines, self.lines = self.lines, []
        return lines


@cache
def stage() -> Stage:
    return load_stage(STAGE)


def dreaming(*lines: str, seed: int = 0, own: Stage | None = None) -> tuple[DreamSession, Listener]:
    """A dream that has begun, with some lines drawn."""
    asking, listener = Asking(own or stage()), Listener()
    for tag in lines:
        asking.draw_line(tag)
    session = DreamSession(asking.agree(), seed, "night", listener)
    session.start()
    return session, listener


def typed(session: Session, listener: Listener, *lines: str) -> list[str]:
    """What is said to some lines."""
    listener.take()
    for line in lines:
        enter(session, line)
    return listener.take()


# ---------------------------------------------------------------------------------------------- always heard
@pytest.mark.parametrize(
    "line", ["stop", "Stop!", "STOP.", "please stop", "stop it", "stop the dream now", "I want to stop"]
)
def test_stop_is_heard_however_it_is_said(line: str) -> None:
    """What anybody would take for it is it."""
    assert heard(line) == "stop"


@pytest.mark.parametrize("line", ["stop the clock", "stopp", "", "s", "skip", "skip rope", "do not stop Tom", "pauses"])
def test_other_words_are_left_to_the_story(line: str) -> None:
    """What is about something else is not taken away from a world."""
    assert heard(line) is None


LINES = st.sampled_from([
    "wait 20", "wait until something happens", "go alley", "plead", "fall", "1", "2", "strike", "strike thug", "rise",
    "undo", "restart", "quit", "no", "save", "restore", "again", "think", "remember", "journal", "look", "help", "yes",
    "pause", "slower", "faster", "skip this", "", "next", "go on", "x", "examine thug", "actions",
])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES.filter(lambda line: line != "save"), max_size=8), st.integers(0, 3))
def test_stop_ends_every_state_of_a_dream(lines: list[str], seed: int) -> None:
    """After any lines, in any layer, at any question, paused or held: `stop` ends it, with the words of return."""
    session, listener = dreaming(seed=seed)
    for line in lines:
        if not session.over:
            enter(session, line)
    listener.take()
    if not session.over:
        assert typed(session, listener, "stop") == list(RETURN)
        assert session.ended
    assert session.over


@settings(max_examples=25, deadline=None)
@given(st.lists(LINES.filter(lambda line: line not in ("save", "restore")), max_size=6))
def test_stop_ends_every_state_of_a_world(lines: list[str]) -> None:
    """A world alone is left in the same way."""
    listener = Listener()
    session = open_session(HERE.parent / "cli" / "worlds" / "inn.world", None, 0, listener)
    session.start()
    for line in lines:
        if not session.over:
            enter(session, line)
    if not session.over:
        assert typed(session, listener, "stop") == list(RETURN)
    assert session.over


SHADOWING = """
world "Traps" { subject: Ann; text: "It stops when I say so."; };
entity Ann : character;
property stopped() : boolean;
action stop() { effect: stopped(); consenting: Ann; command: "stop"; };
action pause() { effect: stopped(); consenting: Ann; command: "pause"; };
action stop_the_clock() { effect: stopped(); consenting: Ann; command: "stop the clock"; };
"""


def test_no_action_of_a_world_shadows_stop(tmp_path: Path) -> None:
    """A world may have an action called stop; who types it leaves all the same. It can be done by its number."""
    path, listener = tmp_path / "traps.world", Listener()
    path.write_text(SHADOWING)
    session = open_session(path, None, 0, listener)
    session.start()
    typed(session, listener, "stop the clock")
    assert not session.over and len(session.story.happenings) == 1
    assert "Paused" in typed(session, listener, "pause")[0]
    assert typed(session, listener, "stop") == list(RETURN)
    assert len(session.story.happenings) == 1


class Interrupting:
    """A prompt at which Ctrl-C is pressed, once all lines are typed."""

    typed = True

    def __init__(self, *lines: str) -> None:
        self._lines = list(lines)

    def ask(self, status: str) -> str | None:
        if not self._lines:
            raise KeyboardInterrupt
        return self._lines.pop(0)


@pytest.mark.parametrize("lines", [(), ("wait 20",), ("restart",), ("pause",), ("slower", "wait 100")])
def test_ctrl_c_at_any_prompt_is_stop(lines: tuple[str, ...]) -> None:
    """One Ctrl-C ends a dream, whatever the prompt is for."""
    asking, listener = Asking(stage()), Listener()
    session = DreamSession(asking.agree(), 0, "night", listener)
    assert play_session(session, session.start, Console(), prompt=Interrupting(*lines)) == 0
    assert listener.lines[-2:] == list(RETURN)


def test_ctrl_c_while_others_act_is_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of a turn ends the dream there; nothing is told after the words of return."""
    asking, listener = Asking(stage()), Listener()
    session = DreamSession(asking.agree(), 0, "night", listener)

    def interrupted(until: int | None = None) -> None:
        raise KeyboardInterrupt

    def start() -> None:
        session.start()
        monkeypatch.setattr(session.dream, "advance", interrupted)

    assert play_session(session, start, Console(), prompt=Interrupting("wait 20")) == 0
    assert listener.lines[-2:] == list(RETURN)


def test_a_pause_lasts_until_the_person_goes_on() -> None:
    """While paused nothing is done, whatever is typed, and an open question waits too."""
    session, listener = dreaming()
    before = session.story.minute
    typed(session, listener, "restart", "pause", "yes", "", "wait 20", "walk alley")
    assert session.story.minute == before
    assert typed(session, listener, "go on") == ["It goes on."]
    assert typed(session, listener, "no") == ["As you were."], "the question is still there"


def test_slower_tells_one_thing_at_a_time() -> None:
    """Each thing waits for Enter, and nothing else is taken before."""
    session, listener = dreaming()
    typed(session, listener, "slower")
    assert typed(session, listener, "go alley")[-1] == "(Enter, for what follows)"
    assert typed(session, listener, "think") == ["There is more to come first: press Enter."]
    assert "The Alley" in " ".join(typed(session, listener, ""))
    tolled = typed(session, listener, "wait 100")
    assert sum("Toll" in line for line in tolled) <= 1 and tolled[-1] == "(Enter, for what follows)"
    typed(session, listener, "faster")
    assert session.awaiting and not session.pacing.held


def test_skip_this_passes_untold() -> None:
    """Time passes, what happens meanwhile is told neither now nor in the journal, and then they look around."""
    session, listener = dreaming("disaster")
    before = session.story.minute
    said = typed(session, listener, "skip this")
    assert session.story.minute >= before + 60
    assert said[0] == "Skipped. Some time later:" and not any("Toll" in line for line in said)
    assert any(h.event is not None for h in session.story.happenings)
    assert not any("Toll" in line for line in typed(session, listener, "journal all"))


# ---------------------------------------------------------------------------------------------- consent
@pytest.mark.parametrize("line", ["yes", "y", "ok", "consent", "I do", "begin", "", "I consent to nothing"])
def test_nothing_but_consent_is_consent(line: str) -> None:
    """It has to be said in so many words."""
    asker = Asker(Asking(stage()), Listener())
    asker.enter(line)
    assert asker.consent is None and not asker.declined


@pytest.mark.parametrize("lines", [[], ["line blood"], ["lift violence"], ["limits", "pause"]])
def test_stop_works_before_anything_has_begun(lines: list[str]) -> None:
    """Who does not want to begin says the same word."""
    listener = Listener()
    asker = Asker(Asking(stage()), listener)
    asker.explain()
    for line in [*lines, "Stop."]:
        asker.enter(line)
    assert asker.declined and asker.consent is None
    assert listener.lines[-1].startswith("Nothing has begun.")


def test_without_consent_nothing_is_played(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A script that does not hold the person's consent plays nothing, and there is no option in its place."""
    script = tmp_path / "script.txt"
    script.write_text("look\nwalk alley\n")
    assert play_stage(STAGE, 0, script) == 1
    said = capsys.readouterr().out
    assert "Nothing has begun, since you did not consent to it." in said
    assert "You are Ash" not in said


def test_what_a_person_is_told_before(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What it is, what it draws on, its limits, and what can always be said."""
    script = tmp_path / "script.txt"
    script.write_text("stop\n")
    assert play_stage(STAGE, 0, script) == 0
    said = capsys.readouterr().out
    for part in ("Somebody sleeps in a cellar", "captivity, the dark", "off screen, if at all: violence", "skip this"):
        assert part in said


def test_a_stage_says_whom_one_plays() -> None:
    """`--as` is for worlds."""
    from dreamwright.cli.play.run import play_world

    with pytest.raises(DreamwrightError, match="says itself whom"):
        play_world(str(STAGE), "Thug", 0, None)


def test_commands_about_worlds_say_that_a_stage_is_none() -> None:
    """A stage is no world that could be watched; what takes stages is named."""
    from dreamwright.cli.worlds import locate

    with pytest.raises(DreamwrightError, match="name one of its worlds"):
        locate(str(STAGE))


UNFELT = st.sampled_from([
    Remark("He looks tired."), Whisper("Doctor", "hurt(Thug) & at(Stranger) == Square"), StepIn("Doctor"),
    HandBack("Doctor"), StepIn("Nobody"), Bring("strike(Thug, Ash)"), Bring("toll()", 100_000),
])  # fmt: skip
"""Orders of which nothing comes that the subject could perceive, some of them refused: the doctor wants nothing."""


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(LINES.filter(lambda line: line not in ("fall", "save", "restore")), st.none() | UNFELT), max_size=6
    ),
    st.integers(0, 3),
    st.sampled_from([STAGE, STEERED]),
)
def test_what_the_subject_cannot_know_does_not_show(
    lines: list[tuple[str, Ordering | None]], seed: int, path: Path
) -> None:
    """Two dreams that differ only in what goes on in the layer outside, and in what is ordered and foreseen behind the
    subject's back, print the same bytes until they are left: with nobody directing, and with a director.
    """
    said = []
    for own in (granted(path), sealed(path)):
        session, listener = dreaming("disaster", seed=seed, own=own)
        for line, order in lines:
            if order is not None and own is granted(path) and not session.over:
                told = len(listener.lines)
                give(session, order)
                assert len(listener.lines) == told, "an order is not told to the subject"
            if not session.over:
                enter(session, line)
        said.append(listener.take())
    known = said[0].index("You wake.") if "You wake." in said[0] else len(said[0])
    assert said[0][:known] == said[1][:known]
    assert known


def give(session: DreamSession, order: Ordering) -> None:
    """Look at what would come of an order, and give it; it may be refused. The dream goes on, unless it is held."""
    with suppress(ValueError):
        session.dream.forecast(order)
        session.dream.order(order, "Kay")
    if not session.pacing.held and not session.pacing.paused:
        session.go_on()


@cache
def granted(path: Path) -> Stage:
    """A stage on which operators may do all there is to do."""
    return replace(load_stage(path), operators=POWERS)


@cache
def sealed(path: Path) -> Stage:
    """The same stage, but in the cellar time stands still, and nobody is behind anybody."""
    own = granted(path)
    city = own.layer("city")
    others = [layer for layer in own.layers if layer is not city]
    return replace(own, layers=(others[0], replace(city, pace=0.0, links=()), *others[1:]))


@pytest.mark.parametrize("path", [STAGE, STEERED])
@pytest.mark.parametrize("order", [StepIn("Thug"), Whisper("Doctor", "hurt(Thug)"), Remark("!")])
def test_orders_of_that_property_are_taken(order: Ordering, path: Path) -> None:
    """They are given, and are in the record: the property above is not of orders that are all refused."""
    session, _ = dreaming("disaster", own=granted(path))
    give(session, order)
    assert [ordered.order for ordered in session.dream.orders] == [order]


# ---------------------------------------------------------------------------------------------- whole games
def test_a_dream_goes_as_blessed() -> None:
    """From the city out: a plea that reaches the one who keeps the sleeper, waking, and the end, word for word.

    After a deliberate change of wording run this with `DREAMWRIGHT_BLESS=1` and read the change.
    """
    blessed = GAME.read_text("utf-8")
    session, listener = dreaming("disaster")
    said = listener.take()
    for line in blessed.splitlines():
        if line.startswith("> "):
            said += ["", line, *typed(session, listener, line[2:])]
    played = "\n".join(said) + "\n"
    if os.environ.get("DREAMWRIGHT_BLESS"):
        GAME.write_text(played, "utf-8")
    assert played == GAME.read_text("utf-8")
    assert session.over and said[-1] == OVER


def test_a_false_awakening_is_told_like_a_true_one() -> None:
    """Nothing in what is said tells the two apart."""
    session, listener = dreaming("disaster")
    false = typed(session, listener, "go alley", "fall")
    assert "You wake." in false and len(session.dream.levels) == 2
    assert OVER not in false
    true = typed(session, listener, "go alley", "fall")
    assert "You wake." in true and len(session.dream.levels) == 1


def test_a_wait_ends_where_the_dream_moves_on() -> None:
    """Waking in the middle of a wait ends it; the rest of the time belongs to another layer."""
    session, listener = dreaming("disaster")
    said = typed(session, listener, "go alley", "plead", "wait 100")
    assert "You wake." in said and session.story is session.dream.levels[0].story
    assert not any(line.startswith(("Time passes", "It is")) for line in said[said.index("You wake.") :])


def test_what_is_unmade_is_remembered_from_elsewhere_only() -> None:
    """`undo` goes back to a decision of this layer, and no further than to its beginning."""
    session, listener = dreaming()
    typed(session, listener, "go alley")
    assert "Taken back: walk to the Alley." in typed(session, listener, "undo")
    assert typed(session, listener, "undo") == ["There is nothing to take back."]


def test_a_dream_can_be_written_to_a_file_and_taken_up_from_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`save` works also where nothing keeps the dream; `restore` says how a dream is taken up."""
    monkeypatch.chdir(tmp_path)
    session, listener = dreaming("disaster")
    typed(session, listener, "go alley", "plead")
    assert "dreamwright import night.save" in typed(session, listener, "save")[0]
    assert "is there already" in typed(session, listener, "save")[0]
    assert "dreamwright import FILE" in typed(session, listener, "restore")[0]
    with open_chronicle(str(tmp_path / "kept.db")) as chronicle:
        branch = import_run(chronicle, tmp_path / "night.save")
        assert branch.hash == session.dream.hash
        assert read_dream(branch).hash == session.dream.hash


def test_slower_is_heard_by_whoever_directs() -> None:
    """It stands in the dream's record, and the person can go on at once."""
    session, listener = dreaming()
    typed(session, listener, "slower")
    assert [type(order).__name__ for order in session.dream.orders] == ["Ordered"]
    assert session.dream.awaiting_subject


AGAIN = """
title: Again
layers:
  first:
    world: inn.world
    ways: [{do: fail, into: second, when: at(Ada) == Stable}]
  second:
    world: inn.world
"""


def test_a_layer_begun_again_is_looked_at_once(tmp_path: Path) -> None:
    """Both layers are of one world, and so is the place they come from; they are told where they are once."""
    (tmp_path / "inn.world").write_text((HERE.parent / "cli" / "worlds" / "inn.world").read_text("utf-8"), "utf-8")
    (tmp_path / "again.stage").write_text(AGAIN, "utf-8")
    listener = Listener()
    session = DreamSession(Asking(load_stage(tmp_path / "again.stage")).agree(), 0, "again", listener)
    session.start()
    start = next(line for line in listener.take() if " · " in line)
    typed(session, listener, "go yard")
    said = typed(session, listener, "go stable")
    assert "It all goes dark, and begins otherwise." in said
    assert [line for line in said if " · " in line] == [start]


def test_what_is_ordered_in_a_pause_holds_nothing_up() -> None:
    """An operator's note in the middle of a pause: afterwards the person acts and waits as before it."""
    session, listener = dreaming("disaster", own=granted(STAGE))
    typed(session, listener, "pause")
    session.dream.order(Remark("A pause."), "Kay")
    assert typed(session, listener, "go on") == ["It goes on."]
    assert "The Alley" in " ".join(typed(session, listener, "go alley"))


def test_an_order_that_is_not_noticed_does_not_cost_the_subject_their_turn() -> None:
    """Whoever else is due in the same minute comes after them, as if nothing had been ordered."""
    session, listener = dreaming("disaster", own=granted(STAGE))
    listener.take()
    give(session, StepIn("Doctor"))
    assert not listener.take()
    assert session.awaiting and not [h for h in session.story.happenings if h.source == "character"]
