"""The one place where an error meets a person: whatever goes wrong becomes a few clear lines and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from dreamwright.errors import DreamwrightError

PROBLEM = 1
INTERRUPTED = 130
DEBUG = "DREAMWRIGHT_DEBUG"


def guarded(run: Callable[[], object]) -> int:
    """Run the command line; the exit code. Messages go to standard error, never a traceback unless asked for."""
    _speak_any_encoding()
    try:
        run()
        sys.stdout.flush()
    except SystemExit as exit_:
        return _flushed(exit_.code if isinstance(exit_.code, int) else int(exit_.code is not None))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    except DreamwrightError as error:
        return _tell(str(error))
    except MemoryError:
        return _tell("error[out-of-memory]: the machine has not enough memory for this world")
    except OSError as error:
        return _tell(f"error[file]: {f'{error.filename}: ' if error.filename else ''}{error.strerror or error}")
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        return _tell(
            f"This is a bug in dreamwright, not in your world: {type(error).__name__}: {error}\n"
            f"Run it again with {DEBUG}=1 set in the environment to see the details, and please report them."
        )
    return 0


def _tell(message: str) -> int:
    print(message, file=sys.stderr)
    return PROBLEM


def _flushed(code: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_left()
    return code


def _reader_left() -> int:
    """The reader of a pipe closed it (`| head`): end quietly, also when Python flushes at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PROBLEM


def _speak_any_encoding() -> None:
    """What a terminal cannot show, or sends in bytes that are no letters, becomes a stand-in rather than a failure."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
