"""Reading: text to World, by lines."""

from __future__ import annotations

from collections.abc import Iterator

from dreamwright.language import load_text
from harness import Measurement, main, measure
from market import market


def measurements() -> Iterator[Measurement]:
    for name, text in (("parse a town", market(40, 30, 60)), ("parse deep brackets", _deep())):
        lines = text.count("\n")
        yield measure(name, lambda text=text: load_text(text), work=lines, thing="line")


def _deep() -> str:
    """Conditions a hundred brackets deep: a parser that tries and backtracks would not come back from one."""
    head = "property p() : boolean;\nentity A : character;\n"
    deep = "(" * 100 + "p()" + " & p()) | p()" * 50 + ")" * 50
    return head + "".join(f"action a{i}() {{ precondition: {deep}; consenting: A; }};\n" for i in range(50))


if __name__ == "__main__":
    main(measurements(), __doc__)
