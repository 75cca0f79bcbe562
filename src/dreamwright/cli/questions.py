"""`dreamwright questions`: questions about who believes what, from stories of a world."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from dreamwright.cli.worlds import locate
from dreamwright.datasets import questions
from dreamwright.errors import DreamwrightError


def write_questions(
    named: str, count: int, orders: Sequence[int], seed: int, happenings: int, output: Path | None
) -> int:
    """Write a line of JSON for each question to a file, or print them; and say if there are fewer than asked for."""
    found = questions(locate(named), count=count, orders=orders, seed=seed, happenings=happenings)
    lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in found)
    if output is None:
        sys.stdout.write(lines)
    else:
        try:
            output.write_text(lines, encoding="utf-8")
        except OSError as error:
            message = f"cannot write '{output}': {error.strerror or error}"
            raise DreamwrightError.of("file-unwritable", message) from error
        print(f"{output}: {len(found)} questions")
    if len(found) < count:
        print(f"note: the stories of this world have only {len(found)}, evenly of each class", file=sys.stderr)
    return 0
