"""What a person waits for: the help page, and the first prompt of `play`."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from harness import Measurement, main, measure

COMMAND = str(Path(sys.executable).with_name("dreamwright"))
CONTROL = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
WHERE_IS_THE_CURSOR, HERE = b"\x1b[6n", b"\x1b[1;1R"
"""A question that terminals are asked, and an answer."""


def measurements() -> Iterator[Measurement]:
    yield measure("python itself", lambda: subprocess.run([sys.executable, "-c", ""]), repeat=10)
    yield measure("dreamwright --help", lambda: subprocess.run([COMMAND, "--help"], capture_output=True), repeat=10)
    yield Measurement("first prompt of play nightfall", tuple(first_prompt("nightfall") for _ in range(6))[1:])


def first_prompt(world: str) -> float:
    """Seconds until `play` in a terminal asks for a command."""
    began = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(COMMAND, [COMMAND, "play", world, "--seed", "1"])
    try:
        _read_until_prompt(terminal)
        return time.perf_counter() - began
    finally:
        os.close(terminal)
        os.kill(process, 9)
        os.waitpid(process, 0)


def _read_until_prompt(terminal: int, patience: float = 30) -> None:
    """Read what the terminal shows until a line of it begins with `>`."""
    shown = b""
    while not any(line.startswith(b">") for line in CONTROL.sub(b"", shown).splitlines()):
        ready, _, _ = select.select([terminal], [], [], patience)
        if not ready:
            raise TimeoutError(f"no prompt within {patience} s; the screen shows {shown[-500:]!r}")
        new = os.read(terminal, 65536)
        if WHERE_IS_THE_CURSOR in new:
            os.write(terminal, HERE)
        shown += new


if __name__ == "__main__":
    main(measurements(), __doc__)
