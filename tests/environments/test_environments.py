"""Worlds as environments: the official checkers, and that nothing is shown that the character does not know."""

import numpy
import pytest
from gymnasium.utils.env_checker import check_env
from pettingzoo.test import api_test, parallel_api_test, seed_test

from bundled import WORLDS
from dreamwright.environments import CompanyEnv, WorldEnv, company
from dreamwright.errors import DreamwrightError
from dreamwright.story import Story

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # the checkers' advice, on ranges without an end

KEEP = """\
type place;
entity Hall : place;
entity Yard : place;
entity Ann : character;
entity Bo : character;
property at(c : character) : place;
property coins(c : character) : number;
property secret() : boolean;
at(Ann) = Hall;
at(Bo) = Hall;
believes(Ann, coins(Bo)) = 1;
believes(Bo, coins(Bo)) = 1;
action walk(c : character, to : place) {
  precondition: at(c) != to;
  effect: at(c) = to;
  consenting: c;
  duration: 10;
};
action trade(a : character, b : character) {
  precondition: a != b & at(a) == at(b);
  effect: coins(a) = coins(a) + 1 & coins(b) = coins(b) + 1;
  consenting: a, b;
  duration: 10;
};
action plot() {
  precondition: !secret();
  effect: secret() = True;
  observing(c : character): False;
  schedule: every 5 minutes;
};
utility(Ann): coins(Ann);
utility(Bo): coins(Bo);
"""


@pytest.fixture
def keep(tmp_path):
    path = tmp_path / "keep.world"
    path.write_text(KEEP)
    return path


@pytest.mark.parametrize("world", sorted(path.stem for path in WORLDS.glob("*.world")))
def test_checkers_pass(world):
    """Gymnasium's and PettingZoo's own tests, on every bundled world."""
    check_env(WorldEnv(world, days=0.1), skip_render_check=True)
    parallel_api_test(CompanyEnv(world, days=0.03), num_cycles=8)
    api_test(company(world, days=0.03), num_cycles=8)
    seed_test(lambda: company(world, days=0.03), num_cycles=3)


def choice(env, name):
    observer = env.observer if isinstance(env, WorldEnv) else env.observers[name[0]]
    action = observer.engine.program.action(name if isinstance(name, str) else name[1])
    return observer.actions.index(action) + 1


def test_a_step_is_a_turn(keep):
    """What is chosen happens to the story, and its reward is what the character gains as they see it."""
    env = WorldEnv(keep, "Ann", days=1)
    observation, info = env.reset(seed=3)
    assert "You are" in observation["text"] or "Hall" in observation["text"]
    assert set(env.commands().values()) >= {"wait"}
    observation, reward, over, cut, info = env.step(choice(env, "trade(Ann, Bo)"))
    assert reward == 1
    assert not over and not cut
    assert info["action_mask"].tolist() == env.action_masks().astype(int).tolist()
    assert env.observer.named(env.observer.command(1)) == 1


def test_what_is_not_believed_possible_is_a_wait(keep):
    """A choice outside the mask lets time pass."""
    env = WorldEnv(keep, "Ann", patience=7)
    env.reset(seed=3)
    wrong = choice(env, "walk(Ann, Hall)")
    assert not env.action_masks()[wrong]
    other = WorldEnv(keep, "Ann", patience=7)
    other.reset(seed=3)
    one, two = env.step(wrong), other.step(0)
    assert one[0]["text"] == two[0]["text"]
    assert env._story.hash == other._story.hash


def test_an_episode_is_cut_off(keep):
    """After the days that were asked for."""
    env = WorldEnv(keep, "Ann", days=0.1, text=False)
    env.reset(seed=1)
    for _ in range(200):
        observation, _, over, cut, _ = env.step(0)
        if over or cut:
            break
    assert cut
    assert observation["minutes"] == [144]
    assert "text" not in observation


def test_nothing_unknown_is_shown(keep):
    """What happens without anybody noticing leaves no trace in what is observed; the truth differs."""
    seen = {}
    for text in (KEEP, KEEP.replace("schedule: every 5 minutes", "schedule: every 5000 minutes")):
        keep.write_text(text)
        env = WorldEnv(keep, "Ann", days=1)
        first, info = env.reset(seed=2)
        second, *_ = env.step(choice(env, "walk(Ann, Yard)"))
        story: Story = env._story
        secret = next(p for p in story.engine.program.world.properties if p.name == "secret")
        seen[story.engine.read(story.node, secret, ())] = [first, second, info["action_mask"]]
    assert set(seen) == {True, False}
    for a, b in zip(seen[True], seen[False], strict=True):
        numpy.testing.assert_equal(a, b)


def test_beliefs_about_beliefs_have_a_row_each(keep):
    """The first row is what they believe, the others what they take the others to believe."""
    env = WorldEnv(keep, "Ann")
    observation, _ = env.reset(seed=1)
    fluents = [str(fluent) for fluent in env.observer.engine.program.fluents]
    assert observation["beliefs"].shape == (3, len(fluents))
    assert observation["beliefs"][0][fluents.index("coins(Bo)")] == 1
    assert observation["known"].all()


def test_what_two_must_agree_on(keep):
    """A proposal is perceived, stands for a round, and is done when the other chooses it too."""
    env = CompanyEnv(keep, text=True)
    env.reset(seed=1)
    trade = {name: choice(env, (name, "trade(Ann, Bo)")) for name in env.agents}
    _, rewards, *_, infos = env.step({"Ann": trade["Ann"], "Bo": 0})
    assert rewards == {"Ann": 0, "Bo": 0}
    assert "Ann proposes" in infos["Bo"]["text"]
    observations, rewards, *_ = env.step({"Ann": 0, "Bo": trade["Bo"]})
    assert rewards == {"Ann": 1, "Bo": 1}
    assert observations["Ann"]["action_mask"].sum() > 1
    _, rewards, *_ = env.step(trade)
    assert rewards == {"Ann": 1, "Bo": 1}


def test_environments_of_a_world_do_not_disturb_each_other(keep):
    """They share what was thought through, and each goes as it would alone."""
    alone, *both = (WorldEnv(keep, "Ann", days=1) for _ in range(3))
    assert both[0].observer.engine is both[1].observer.engine
    told = [alone.reset(seed=4)[0]["text"], *(alone.step(1)[0]["text"] for _ in range(5))]
    both[1].reset(seed=9)
    seen = [both[0].reset(seed=4)[0]["text"]]
    for _ in range(5):
        both[1].step(0)
        seen.append(both[0].step(1)[0]["text"])
    assert seen == told


def test_who_is_busy_can_only_wait(keep):
    """An action takes its time."""
    env = CompanyEnv(keep, minutes=5)
    env.reset(seed=1)
    observations, *_ = env.step({"Ann": choice(env, ("Ann", "walk(Ann, Yard)")), "Bo": 0})
    assert observations["Ann"]["action_mask"].nonzero()[0].tolist() == [0]
    assert observations["Bo"]["action_mask"].sum() > 1


def test_nobody_of_that_name(keep):
    """Whoever is to be played must be there."""
    with pytest.raises(DreamwrightError, match="no-such-character"):
        WorldEnv(keep, "Anne")
