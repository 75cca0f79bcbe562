"""What is kept, as operators have it: the tree of the live story, the runs of the chronicle, opened, compared, had."""

import json
import re

import pytest

from dreamwright.chronicle import open_chronicle
from dreamwright.chronicle.exchange import import_run
from dreamwright.web.stories import archive
from web.served import Helm
from web.test_secret import SECRETS


@pytest.fixture
def stage():
    """It grants its operators everything."""
    return "helm.stage"


def test_the_tree_of_a_story(kay, guest):
    """The live story, what was unmade in it, what was unmade within that, and everybody's what-ifs."""
    assert [it["kind"] for it in kay.get("branches").json()["twigs"]] == ["beginning", "live"]
    guest.enter("go to the Yard")
    guest.enter("go to the Hall")
    guest.enter("undo")
    guest.enter("wait 10 minutes")
    guest.enter("undo")
    guest.enter("undo")
    guest.enter("give lamp to host")
    ann = Helm(guest, name="<b>Ann</b>")
    ann.try_out("order", order={"order": "Bring", "action": "knock()"})
    tree = kay.get("branches").json()
    kinds = [it["kind"] for it in tree["twigs"]]
    assert kinds.count("unmade") == 3 and kinds.count("live") == kinds.count("what-if") == 1
    keys = {it["key"]: it for it in tree["twigs"]}
    assert len(keys) == len(tree["twigs"]) and all(it["parent"] in keys for it in tree["twigs"][1:])
    unmade = {it["text"].split(".")[0]: it for it in tree["twigs"] if it["kind"] == "unmade"}
    inner = next(it for text, it in unmade.items() if "to the Hall" in text)
    outer = next(it for text, it in unmade.items() if "to the Yard" in text)
    assert (outer["depth"], inner["depth"]) == (1, 2)
    [what_if] = [it for it in tree["twigs"] if it["kind"] == "what-if"]
    assert what_if["text"] == "<b>Ann</b>: Now: Somebody knocks three times."
    assert keys[what_if["parent"]]["kind"] == "live"
    page = kay.client.get(f"/helm/{kay.secret}/branches").text
    assert "&lt;b&gt;Ann" in page and "<b>Ann" not in page
    ann.try_out("drop")
    assert "what-if" not in [it["kind"] for it in kay.get("branches").json()["twigs"]]


def test_forks_are_in_the_tree_where_they_part(kay, guest):
    """A branch that was forked off elsewhere hangs on the moment that it shares last."""
    guest.enter("go to the Yard")
    guest.enter("wait 10 minutes")
    with open_chronicle(str(guest.served.chronicle)) as kept:
        branch = kept.find("helm-1")
        walk = next(record.position for record in branch.records() if "walk(Guest, Yard)" in record.text)
        kept.fork(branch, walk + 1, "other")
    twigs = {it["key"]: it for it in kay.get("branches").json()["twigs"]}
    [fork] = [it for it in twigs.values() if it["kind"] == "kept"]
    assert fork["run"] == "helm-1/other"
    assert (twigs[fork["parent"]]["kind"], twigs[fork["parent"]]["text"]) == ("parting", "The guest goes to the Yard.")
    [run] = kay.get("runs").json()["runs"]
    assert [it["label"] for it in run["branches"]] == ["helm-1", "helm-1/other"] and run["is_live"]


def test_runs_are_listed_opened_and_compared(kay, guest, served):
    """Those of every story that is served here, dreams and worlds; what happened in words; where two part."""
    guest.enter("go to the Yard")
    other = served.subject("helm.stage", new=True)
    for line in ("I consent", "go to the Yard", "give lamp to host", "wait 1 hour"):
        other.enter(line)
    world = served.subject("hostile.world")
    world.enter("I consent")
    runs = kay.get("runs").json()["runs"]
    assert [(run["name"], run["is_live"]) for run in runs] == [
        ("hostile-1", False),
        ("helm-2", False),
        ("helm-1", True),
    ]
    opened = kay.get("runs/open", run="helm-1").json()
    assert "The guest goes to the Yard." in [line["text"] for line in opened["lines"]]
    assert opened["end"]["place"] == "Yard" and opened["branch"]["length"] == len(opened["lines"])
    compared = kay.get("runs/compare", one="helm-1", other="helm-2").json()
    assert compared["shared"] is None or compared["shared"] > 1
    assert any("swordfish" in it["left"] for it in compared["beliefs"])
    assert kay.get("runs/compare", one="helm-1", other="hostile-1").json()["elsewhere"]
    assert kay.get("runs/compare", one="helm-1", other="helm-1").json()["shared"] is None
    for path in ("runs", "runs/open?run=hostile-1", "runs/compare?one=helm-1&other=helm-2"):
        page = kay.client.get(f"/helm/{kay.secret}/{path}")
        assert page.status_code == 200 and "<script>alert" not in page.text and "That cannot be" not in page.text


def test_where_a_fork_parts(kay, guest):
    """A fork is the same up to where it was made; what came then is shown on either side."""
    guest.enter("go to the Yard")
    with open_chronicle(str(guest.served.chronicle)) as kept:
        branch = kept.find("helm-1")
        length = branch.length
        kept.fork(branch, length - 1, "other")
    compared = kay.get("runs/compare", one="helm-1", other="helm-1/other").json()
    assert compared["shared"] is None and compared["other"]["lines"] == []
    assert len(compared["one"]["lines"]) == 1
    page = kay.client.get(f"/helm/{kay.secret}/runs/compare?one=helm-1&other=helm-1/other").text
    assert "They are the same as far as helm-1/other goes." in page


def test_a_story_of_the_terminal_is_among_them(kay, guest, monkeypatch):
    """Whatever the chronicle holds can be read: also a run of `play` or `watch`, which is no dream."""
    from chronicle.lives import begin, new_story, play
    from dreamwright.chronicle import Recorder

    with open_chronicle(str(guest.served.chronicle)) as kept:
        branch = begin(kept, new_story())
        with kept.write(branch) as writer:
            story = new_story()
            play(story, [3, 1, 4, 1, 5], Recorder(writer, None))
    opened = kay.get("runs/open", run=branch.label).json()
    assert len(opened["lines"]) == len(story.happenings) and opened["end"]["suspicion"] is None
    assert "<html" in kay.get("debrief", run=branch.label).text
    monkeypatch.setattr(archive, "MOST_ENTRIES", 2)
    assert "too long" in kay.get("runs/open", run=branch.label).json()["detail"]


def test_one_leafs_through_a_long_run(kay, guest, monkeypatch):
    """Page after page, without a gap."""
    monkeypatch.setattr(archive, "PAGE", 7)
    for _ in range(4):
        guest.enter("wait 1 hour")
    last = kay.get("runs/open", run="helm-1").json()
    numbers = [line["number"] for line in last["lines"]]
    assert len(numbers) == 7 and numbers[-1] == last["branch"]["length"] - 1
    earlier = kay.get("runs/open", run="helm-1", before=numbers[0]).json()["lines"]
    assert earlier[-1]["number"] == numbers[0] - 1


def test_what_is_kept_can_be_had(kay, guest, tmp_path):
    """The debrief as a page that may run nothing, the run as a file that another chronicle takes in."""
    guest.enter("wait 1 hour")
    kay.do("Remark", text="remember this <b>moment</b>")
    kay.do("StepIn", who="Host")
    for address in (f"/helm/{kay.secret}/debrief", f"{kay.api}/debrief?run=helm-1"):
        debrief = kay.client.get(address)
        policy = debrief.headers.get_list("content-security-policy")
        assert len(policy) == 1 and "default-src 'none'" in policy[0] and "script" not in policy[0]
        assert "Kay: Notes: remember this &lt;b&gt;moment" in debrief.text
        assert "Kay: Steps into the host." in debrief.text
    exported = kay.get("export", run="helm-1")
    assert exported.headers["content-disposition"].startswith("attachment")
    file = tmp_path / "run.dream"
    file.write_bytes(exported.content)
    with open_chronicle(str(tmp_path / "other.db")) as other:
        assert import_run(other, file).hash == guest.room.game.hash


def test_what_is_not_there_says_so(kay, served):
    """A run that nobody knows, one that is damaged, a story that nobody has begun."""
    for path in ("runs/open?run=nothing", "runs/compare?one=helm-1&other=nothing", "debrief?run=nothing"):
        assert kay.client.get(f"{kay.api}/{path}").status_code == 409
        assert "That cannot be" in kay.client.get(f"/helm/{kay.secret}/{path}").text
    early = Helm(served.subject("inn.stage"))
    assert early.get("branches").status_code == early.get("debrief").status_code == 409
    with open_chronicle(str(served.chronicle)) as kept:
        branch = kept.find("helm-1")
        kept.database.rows("UPDATE world SET manifest = '[]' WHERE hash = :hash", {"hash": branch.world})
    [run] = kay.get("runs").json()["runs"]
    assert "not as it was written" in run["damaged"]
    assert "not as it was written" in kay.client.get(f"/helm/{kay.secret}/runs").text


def test_a_subjects_link_reaches_none_of_it(kay, guest):
    """Neither by the operators' addresses nor by any of its own; an observer reads all, and exports nothing."""
    eve = Helm(guest, "observer")
    kinds = ("branches", "runs", "runs/open?run=helm-1", "runs/compare?one=helm-1&other=helm-1", "debrief", "export")
    for path in kinds:
        expected = 403 if path == "export" else 200
        for base in (f"/helm/{eve.secret}", eve.api):
            assert eve.client.get(f"{base}/{path}").status_code == expected
        for base in ("/helm", "/api/helm", "/play", "/api/play"):
            answer = guest.client.get(f"{base}/{guest.secret}/{path}")
            assert answer.status_code == 404
            assert not any(secret in answer.content for secret in SECRETS)
    page = eve.client.get(f"/helm/{eve.secret}/runs").text
    assert "Export" not in page and re.search(r"helm-1", page)
    assert json.dumps(eve.get("runs/open", run="helm-1").json()).count("helm-1") > 0
