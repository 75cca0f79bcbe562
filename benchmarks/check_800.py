"""The whole command `dreamwright check` on a world of about 800 ground actions."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dreamwright.grounding import ground
from dreamwright.language import load_text
from harness import Measurement, main, measure
from market import market

COMMAND = Path(sys.executable).with_name("dreamwright")


def measurements() -> Iterator[Measurement]:
    text = market(5, 6, 6)
    actions = ground(load_text(text)).action_count
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "market.world")
        file.write_text(text)
        yield measure(
            f"check, {actions} ground actions", lambda: subprocess.run([COMMAND, "check", file], capture_output=True)
        )


if __name__ == "__main__":
    main(measurements(), __doc__)
