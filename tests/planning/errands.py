"""Random tiny worlds in which there is something to want and something to do about it.

`strategies.worlds` goes through everything the language has, and so its people rarely get anywhere. Here are a few
flags that most wish raised, and actions that raise some of them, need others, take one another's consent, and are not
seen by all: most of these worlds have motives, and many have solutions of several actions.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import strategies as st

PEOPLE = ("Ann", "Bea")
FLAGS = ("a()", "b()", "c()", "d()")
CONSENT = (("Ann",), ("Bea",), ("Ann",), ("Bea",), PEOPLE, PEOPLE, ())
SEEN = ("", "", "", "observing(o : character): o == Ann;", "observing(o : character): o == Bea;")

Draw = Callable[[st.SearchStrategy[Any]], Any]


@st.composite
def errands(draw: Draw, actions: int = 5) -> str:
    """The text of a world with two people and at most so many actions."""
    lines = ["entity Ann : character; entity Bea : character;"]
    lines += [f"property {flag} : boolean;" for flag in FLAGS]
    lines += [_statement(draw) for _ in range(draw(st.integers(0, 2)))]
    lines += [_action(draw, place) for place in range(draw(st.integers(3, actions)))]
    if draw(st.integers(1, 3)) == 3:
        lines.append(_trigger(draw))
    lines += [f"utility({owner}): {_wishes(draw)};" for owner in ("", *PEOPLE)]
    return "\n".join(lines) + "\n"


def _some(draw: Draw, least: int, most: int) -> list[str]:
    """Different flags."""
    found: list[str] = draw(st.lists(st.sampled_from(FLAGS), min_size=least, max_size=most, unique=True))
    return found


def _mostly(draw: Draw, flag: str) -> str:
    """That a flag is raised, or now and then that it is not."""
    return f"!{flag}" if draw(st.integers(1, 4)) == 4 else flag


def _statement(draw: Draw) -> str:
    """Somebody thinks a flag raised, or it is."""
    (flag,) = _some(draw, 1, 1)
    mind = draw(st.sampled_from(("", *PEOPLE)))
    return f"believes({mind}, {flag}) = True;" if mind else f"{flag};"


def _action(draw: Draw, place: int) -> str:
    needs = [_mostly(draw, flag) for flag in _some(draw, 0, 2)]
    does = [_mostly(draw, flag) for flag in _some(draw, 1, 2)]
    consenting = draw(st.sampled_from(CONSENT))
    precondition = f"precondition: {' & '.join(needs)};" if needs else ""
    consent = f"consenting: {', '.join(consenting)};" if consenting else ""
    seen = draw(st.sampled_from(SEEN))
    return f"action do{place}() {{ {precondition} effect: {' & '.join(does)}; {consent} {seen} }};"


def _trigger(draw: Draw) -> str:
    """One that is over once it has happened."""
    first, second = _some(draw, 2, 2)
    return f"trigger then() {{ precondition: {_mostly(draw, first)} & !{second}; effect: {second}; }};"


def _wishes(draw: Draw) -> str:
    wishes = [_mostly(draw, flag) for flag in _some(draw, 1, 2)]
    return " + ".join(f"(if({wish}) {draw(st.integers(1, 2))} else 0)" for wish in wishes)


# ------------------------------------------------------------------------------------------------ with stories
def quests() -> st.SearchStrategy[str]:
    """Worlds of the same kind that mostly have stories, of several actions.

    What Hypothesis makes piece by piece is mostly too plain for that; so it chooses a number, and dice do the rest.
    """
    return st.integers(0, 2**32).map(quest)


def quest(seed: int) -> str:
    """The world of a number: for each flag somebody's way to raise it, ways to lower one, and wishes for several."""
    dice = Random(seed)
    lines = ["entity Ann : character; entity Bea : character;", *(f"property {flag} : boolean;" for flag in FLAGS)]
    order = dice.sample(FLAGS, len(FLAGS))
    for place, flag in enumerate(order[: dice.randint(3, 4)]):
        needs = [dice.choice(order[:place])] if place and dice.random() < 0.6 else []
        needs += [f"!{dice.choice(order)}"] if dice.random() < 0.2 else []
        does = [flag, *([f"{dice.choice(order)} = False"] if dice.random() < 0.3 else [])]
        lines.append(_quest_action(dice, f"make{place}", needs, does))
    if dice.random() < 0.5:
        lines.append(_quest_action(dice, "undo", [dice.choice(order)], [f"{dice.choice(order)} = False"]))
    if dice.random() < 0.3:
        lines.append(_quest_action(dice, "again", [], dice.sample(order, 2)))
    if dice.random() < 0.2:
        first, second = dice.sample(order, 2)
        lines.append(f"trigger then() {{ precondition: {first} & !{second}; effect: {second}; }};")
    lines += [f"believes({dice.choice(PEOPLE)}, {dice.choice(order)}) = True;" for _ in range(dice.randint(0, 1))]
    lines.append(f"utility(): {_quest_wishes(dice, order, dice.randint(2, 4))};")
    lines += [f"utility({who}): {_quest_wishes(dice, order, 4)};" for who in PEOPLE]
    return "\n".join(lines) + "\n"


def _quest_action(dice: Random, name: str, needs: list[str], does: list[str]) -> str:
    effects = {effect.removesuffix(" = False"): effect for effect in reversed(does)}  # none twice
    consenting = dice.choice((*CONSENT, *CONSENT[:4]))
    precondition = f"precondition: {' & '.join(needs)};" if needs else ""
    consent = f"consenting: {', '.join(consenting)};" if consenting else ""
    effect = f"effect: {' & '.join(effects.values())};"
    return f"action {name}() {{ {precondition} {effect} {consent} {dice.choice(SEEN)} }};"


def _quest_wishes(dice: Random, order: list[str], count: int) -> str:
    wishes = [flag if dice.random() < 0.85 else f"!{flag}" for flag in dice.sample(order, count)]
    if dice.random() < 0.25:
        return f"if({wishes[0]} & {wishes[1]}) 2 elseif({wishes[0]}) {dice.randint(0, 1)} else 0"
    return " + ".join(f"(if({wish}) {dice.randint(1, 2)} else 0)" for wish in wishes)
