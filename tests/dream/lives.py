"""Dreams that are killed and taken up again: what `chronicle/crash.py --dreams` lives."""

from __future__ import annotations

from random import Random

from chronicle.crash import acknowledge, writer_of
from dream.dreams import night
from dreamwright.chronicle import Branch, Chronicle
from dreamwright.dream import Asking, Dream
from dreamwright.dream.keep import DreamKeeper, take_up
from dreamwright.dream.restore import asking_again
from dreamwright.dream.stage import Limits

SEED = 3


class Dreams:
    """The night: a city within a cellar, with a person who unmakes things now and then."""

    def begin(self, chronicle: Chronicle) -> None:
        keeper = DreamKeeper(chronicle, None, str)
        keeper.keep(_new())
        keeper.release()

    def length(self, branch: Branch) -> int:
        return len(_taken_up(branch).orders)

    def play(self, chronicle: Chronicle, random: Random, until: int | None, pipe: int | None) -> None:
        branch = chronicle.latest()
        writer_of(chronicle, branch).close()  # once it is to be had
        dream = _taken_up(branch)
        keeper = DreamKeeper(chronicle, None, str, branch, dream)
        while until is None or len(dream.orders) < until:
            while dream.advance() is not None:
                keeper.keep(dream)
                acknowledge(branch.log_length, pipe)
            if dream.ending is not None:
                break
            choose(dream, len(dream.orders))
            keeper.keep(dream)
            acknowledge(branch.log_length, pipe)

    def check(self, branch: Branch) -> int:
        kept, dream = _taken_up(branch), _new()
        for number, order in enumerate(kept.orders):
            while dream.advance() is not None:
                pass
            choose(dream, number)
            assert dream.orders[-1] == order
        while len(dream.events) < len(kept.events) and dream.advance() is not None:
            pass
        assert dream.hash == kept.hash == branch.hash, f"{branch.label} is not what its choices give"
        moves = sum(record.line.get("passage") is not None for record in branch.records())
        print(f"{branch.label}: {branch.length} entries, {moves} moves", flush=True)
        return branch.length


def choose(dream: Dream, number: int) -> None:
    """What is done next depends on nothing but how much was done. Nobody falls: that would lead out of it."""
    level, events = dream.top, dream.top.engine.program.events
    options = [a for a in level.story.options() if events[a].event.name not in ("fall", "plead", "rise")]
    choice = number * 7 + 3
    if number % 5 == 4:
        dream.unmake(level.begun + choice % (len(level.story.happenings) - level.begun + 1))
    elif options and choice % 3:
        dream.act(options[choice % len(options)])
    else:
        dream.wait(1 + choice % 20)


def _new() -> Dream:
    asking = Asking(night())
    asking.draw_line("disaster")
    return Dream(night(), SEED, asking.agree())


def _taken_up(branch: Branch) -> Dream:
    agreed = branch.setting.agreed
    assert agreed is not None
    return take_up(branch, night(), asking_again(night(), Limits(agreed.lines, agreed.veils)).agree())
