"""Stories that outlive the server: taken up where they were, by one process at a time, nothing acknowledged lost."""

import threading
from shutil import copytree

import pytest
from starlette.websockets import WebSocketDisconnect

from dreamwright.chronicle import open_chronicle
from dreamwright.debrief import dream_debrief_of
from dreamwright.dream.keep import DreamKeeper, limits_of, stage_of, take_up
from dreamwright.dream.restore import asking_again
from dreamwright.dream.verify import verify_dream
from dreamwright.errors import DreamwrightError
from dreamwright.web.store import EntryRow, Store
from dreamwright.web.stories.game import Game
from dreamwright.web.subject.socket import ELSEWHERE
from web.served import WORLDS, Served, Subject


def again(served, subject):
    """The same invitation at another server."""
    return Subject(served, subject.room, subject.secret)


@pytest.fixture
def chronicle(tmp_path):
    return tmp_path / "chronicle.db"


def test_a_story_goes_on_after_a_restart(chronicle):
    """The same link leads to the same moment: what was told, what can be done, what can be taken back."""
    with Served(chronicle) as served:
        subject = served.subject("inn.stage")
        for line in ("line gift", "I consent", "go to the yard", "wait 1 hour", "pause"):
            subject.enter(line)
        before = subject.view(), subject.told()
    with Served(chronicle) as served:
        subject = again(served, subject)
        view = subject.view()
        assert {**view, "version": 0} == {**before[0], "version": 0}
        assert subject.told() == before[1]
        for line in ("go on", "undo"):
            subject.enter(line)
        assert subject.view()["living"]["now"] == "Tuesday, 16:05"


def test_it_goes_on_as_it_would_have(chronicle, tmp_path):
    """Whether the server was restarted in between makes no difference to what happens."""
    lines = [
        "I consent",
        "go to the yard",
        "wait 1 hour",
        "go to the hall",
        "give lamp to host",
        "wait 2 hours",
        "think",
    ]
    with Served(tmp_path / "other.db") as served:
        subject = served.subject("inn.stage")
        for line in lines:
            subject.enter(line)
        whole = subject.told()
    with Served(chronicle) as served:
        subject = served.subject("inn.stage")
    for line in lines:
        with Served(chronicle) as served:
            subject = again(served, subject)
            subject.enter(line)
            told = subject.told()
    assert told == whole


def test_what_was_acknowledged_is_obeyed_after_a_crash(chronicle):
    """A line that was kept and not yet obeyed when the process died is obeyed, and what follows is told."""
    with Served(chronicle) as served:
        subject = served.subject("inn.stage")
        subject.enter("I consent")
        number = len(subject.told())
    store = Store(open_chronicle(str(chronicle)).database)
    store.enter(subject.room.row.id, EntryRow(2, "cut-short", "subject 1", {"line": "go to the yard"}))
    store.close()
    for _ in range(2):
        with Served(chronicle) as served:
            subject = again(served, subject)
            assert subject.view()["living"]["place"] == "The Yard"
            assert [told["text"] for told in subject.told(number)][:2] == ["go to the yard", "You go to the Yard."]
            assert subject.enter("go to the yard", id="cut-short") == {"type": "heard", "id": "cut-short"}
            assert subject.view()["living"]["place"] == "The Yard"


def test_a_stopped_story_stays_stopped(chronicle):
    """The link then leads to the words that it ended with; `serve` begins another."""
    with Served(chronicle) as served:
        subject = served.subject("inn.stage")
        subject.enter("I consent")
        subject.enter("stop")
        before = subject.view()["back"], subject.told()
    with Served(chronicle) as served:
        subject = again(served, subject)
        assert (subject.view()["back"], subject.told()) == before
        assert served.story("inn.stage").row.id != subject.room.row.id


def test_each_story_is_its_own(served):
    """Two stories of one stage, and one of another world: what happens in one happens in no other."""
    one, two, three = (
        served.subject("inn.stage"),
        served.subject("inn.stage", new=True),
        served.subject("hostile.world"),
    )
    for subject in (one, two, three):
        subject.enter("I consent")
    one.enter("go to the yard")
    assert two.view()["living"]["place"] == "The Hall"
    two.enter("stop")
    assert one.view()["phase"] == three.view()["phase"] == "living"


def test_one_process_at_a_time(chronicle):
    """A second server is told that the story has a writer already; when that has gone, it may have it."""
    with Served(chronicle) as served:
        subject = served.subject("inn.stage")
        with Served(chronicle) as other:
            with pytest.raises(DreamwrightError) as refused:
                other.story("inn.stage")
            assert refused.value.diagnostics[0].code == "chronicle-busy"
            assert other.client.get(subject.page).status_code == 503
            assert "going on with this story" in other.client.get(subject.api).json()["detail"]
            with again(other, subject).live() as live, pytest.raises(WebSocketDisconnect) as closed:
                live.next()
            assert closed.value.code == ELSEWHERE
        assert subject.enter("I consent")["type"] == "heard"
    with Served(chronicle) as served:
        assert served.story("inn.stage").row.id == subject.room.row.id


def test_an_edited_world_is_not_gone_on_with(chronicle, tmp_path):
    """A story does not change under a person because its author has edited the file; the old text would go on."""
    folder = tmp_path / "worlds"
    copytree(WORLDS, folder)
    with Served(chronicle) as served:
        room = served.do(served.house.open, folder / "inn.stage")
        Subject(served, room, served.do(served.house.invite, room, "subject")).enter("I consent")
    world = folder / "inn.world"
    world.write_text(world.read_text().replace("Rain.", "Snow."))
    with Served(chronicle) as served:
        with pytest.raises(DreamwrightError) as refused:
            served.do(served.house.open, folder / "inn.stage")
        assert refused.value.diagnostics[0].code == "story-changed"
        assert served.do(served.house.open, folder / "inn.stage", new=True).row.id != room.row.id


def test_a_story_that_comes_out_otherwise_is_not_gone_on_with(chronicle):
    """Another version of the program may decide otherwise; then the person is told so, and can read what was."""
    with Served(chronicle) as served:
        subject = served.subject("inn.stage")
        subject.enter("I consent")
        subject.enter("go to the yard")
        told = subject.told()
    store = Store(open_chronicle(str(chronicle)).database)
    store.settle(subject.room.row.id, 2, [], len(told), "another hash")
    store.close()
    with Served(chronicle) as served:
        subject = again(served, subject)
        assert "another version" in subject.view()["back"][0]
        assert subject.told() == told


def test_a_fault_of_ours_does_not_end_the_story(guest, monkeypatch):
    """It is told as such, and the next line is obeyed."""
    enter = Game.enter

    def broken(game, line):
        if line == "look":
            raise ZeroDivisionError
        enter(game, line)

    monkeypatch.setattr(Game, "enter", broken)
    guest.enter("look")
    assert "not your fault" in guest.told()[-1]["text"]
    guest.enter("go to the yard")
    assert guest.view()["living"]["place"] == "The Yard"


def test_only_so_much_waits_for_its_turn(guest, monkeypatch):
    """While the story thinks a few more lines are kept in mind; the rest are refused, and none is lost silently."""
    go_on = threading.Event()
    enter = Game.enter

    def slowly(game, line):
        assert go_on.wait(30)
        enter(game, line)

    monkeypatch.setattr(Game, "enter", slowly)
    with guest.live() as live:
        live.until("state", busy=False)
        for i in range(15):
            live.say("look", f"line-{i}")
        answers = {}
        while len(answers) < 15:
            message = live.next()
            if message["type"] in ("heard", "refused"):
                answers[message["id"]] = message.get("code", "heard")
            if list(answers.values()).count("too-busy") == 7:
                go_on.set()
    assert sorted(answers.values()) == ["heard"] * 8 + ["too-busy"] * 7


def test_what_cannot_be_kept_is_not_done(guest, monkeypatch):
    """Where the disk is full, the line is refused, and the story stays where it is."""

    def full(*arguments):
        raise DreamwrightError.of("chronicle-full", "there is no room left")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "enter", full)
        answer = guest.enter("go to the yard", id="later")
        assert (answer["type"], answer["code"]) == ("refused", "not-kept")
        assert guest.view()["living"]["place"] == "The Hall"
    assert guest.enter("go to the yard", id="later")["type"] == "heard"
    assert guest.view()["living"]["place"] == "The Yard"


def test_a_served_dream_is_in_the_chronicle(chronicle):
    """It can be found, read and debriefed like one that was played in the terminal, also after a restart."""
    with Served(chronicle) as served:
        subject = served.subject("inn.stage")
        subject.enter("I consent")
        subject.enter("go to the yard")
    with Served(chronicle) as served:
        again(served, subject).enter("wait 1 hour")
        whole = served.story("inn.stage").game.hash
    with open_chronicle(str(chronicle)) as kept:
        [branch] = kept.every_branch()
        assert branch.label == "inn-1"
        assert branch.hash == whole


def test_a_served_world_is_in_the_chronicle(chronicle):
    """It is the dream of one layer, which stands on its own there: read, debriefed and played again from its texts."""
    with Served(chronicle) as served:
        for world in ("hostile.world", "nightfall.world"):
            subject = served.subject(world)
            for line in ("I consent", "wait 30 minutes"):
                subject.enter(line)
    with open_chronicle(str(chronicle)) as kept:
        branches = list(kept.every_branch())
        assert [branch.label for branch in branches] == ["hostile-1", "nightfall-1"]
        for branch in branches:
            assert len(stage_of(branch).layers) == 1
            assert verify_dream(branch) is None
            assert dream_debrief_of(branch).happenings > 0


def test_a_dream_gone_on_with_elsewhere_is_not_gone_on_with(chronicle):
    """Who goes on with the run in the terminal has taken it out of the server's hands."""
    with Served(chronicle) as served:
        subject = served.subject("inn.stage")
        subject.enter("I consent")
    with open_chronicle(str(chronicle)) as kept:
        branch = kept.find("inn-1")
        stage = stage_of(branch)
        dream = take_up(branch, stage, asking_again(stage, limits_of(branch)).agree())
        keeper = DreamKeeper(kept, None, lambda: "", branch, dream)
        for minutes in (30, 30):
            while dream.advance() is not None:
                pass
            dream.wait(minutes)
        keeper.keep(dream)
        keeper.release()
    with Served(chronicle) as served:
        assert "another version" in again(served, subject).view()["back"][0]


def test_what_others_have_thought_changes_nothing(chronicle, tmp_path):
    """Stories of one stage share an engine; what is told in one is the same whether or not others were there before."""
    lines = ("I consent", "wait 30 minutes", "go to the fish market", "wait 30 minutes")

    def told_in(served, seed):
        subject = served.subject("nightfall.world", seed=seed, new=True)
        for line in lines:
            subject.enter(line)
        return subject.told(), subject.room.game.hash

    with Served(chronicle) as served:
        alone = told_in(served, 3)
    with Served(tmp_path / "other.db") as served:
        for seed in (1, 2):
            told_in(served, seed)
        assert told_in(served, 3) == alone
