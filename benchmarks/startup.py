"""What a person waits for: the help page, and the first prompt of `play`."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from harness import Measurement, main, measure

COMMAND = str(Path(sys.executable).with_name("dreamwright"))
PROMPT = b">"


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
        _read_until(PROMPT, terminal)
        return time.perf_counter() - began
    finally:
        os.close(terminal)
        os.kill(process, 9)
        os.waitpid(process, 0)


def _read_until(sign: bytes, terminal: int, patience: float = 30) -> None:
    """Read what the terminal shows until a line of it begins with the sign."""
    shown = b""
    while not any(line.strip().startswith(sign) for line in shown.splitlines()):
        ready, _, _ = select.select([terminal], [], [], patience)
        if not ready:
            raise TimeoutError(f"no prompt within {patience} s; the screen shows {shown[-500:]!r}")
        shown += os.read(terminal, 65536)


if __name__ == "__main__":
    main(measurements(), __doc__)
