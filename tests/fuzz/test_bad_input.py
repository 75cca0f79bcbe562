"""Files that are no worlds: every command says so within seconds, in words and by exit code, never by a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("dreamwright")
SECONDS = 30
"""Generous for a machine that is busy with other tests; hanging is what this is about."""

VERBS = (("check",), ("watch", "--days", "1"), ("play",), ("fmt", "--check"))


def dreamwright(*arguments, stdin=""):
    """Run the command, with tracebacks switched on, so that a hidden one would be seen."""
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env={**os.environ, "DREAMWRIGHT_DEBUG": "1", "NO_COLOR": "1", "TERM": "dumb"},
    )


def assert_refused(done, code):
    """It failed, and said why in words: the code, and nothing of Python's."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"error[{code}]" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "This is a bug" not in done.stderr


def missing(folder):
    return folder / "missing.world"


def a_folder(folder):
    path = folder / "folder.world"
    path.mkdir()
    return path


def empty(folder):
    return written(folder, b"")


def only_comments(folder):
    return written(folder, b"// nothing here\n/* nor here */\n")


def binary(folder):
    return written(folder, bytes(range(256)) * 40)


def latin_1(folder):
    return written(folder, "entity Zoë : character;\n".encode("latin-1"))


def utf_16(folder):
    return written(folder, "entity Ada : character;\n".encode("utf-16"))


def enormous(folder):
    """Three gigabytes, without taking up any disk."""
    path = folder / "enormous.world"
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)
    return path


def deep(folder):
    return written(folder, b"property p() : boolean;\n" + b"!" * 100_000 + b"p();\n")


def written(folder, data):
    path = folder / "bad.world"
    path.write_bytes(data)
    return path


UNREADABLE = {
    missing: "no-such-world",
    a_folder: "file-unreadable",
    empty: "file-empty",
    only_comments: "file-empty",
    binary: "file-binary",
    latin_1: "file-encoding",
    utf_16: "file-encoding",
    enormous: "file-too-large",
    deep: "nested-too-deeply",
}


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
@pytest.mark.parametrize("make", UNREADABLE, ids=lambda make: make.__name__)
def test_unreadable_files(make, verb, tmp_path):
    """Every command that reads a world refuses a file that is none."""
    assert_refused(dreamwright(*verb, make(tmp_path)), UNREADABLE[make])


@pytest.mark.parametrize("size", [1, 2, 5])
def test_import_cycles(size, tmp_path):
    """Files that import each other in a circle, however long, are named."""
    for i in range(size):
        text = f'import "{(i + 1) % size}.world";\nentity E{i} : character;\n'
        (tmp_path / f"{i}.world").write_text(text)
    done = dreamwright("check", tmp_path / "0.world")
    assert_refused(done, "import-cycle")
    assert "0.world" in done.stdout + done.stderr


PEOPLE = "".join(f"entity P{i} : character;\n" for i in range(40))


def test_grounding_explosion(tmp_path):
    """A grounding that would not fit is refused before it is built, naming the action and its parameters."""
    parameters = ", ".join(f"v{i} : character" for i in range(6))
    file = tmp_path / "explosion.world"
    file.write_text(
        f"{PEOPLE}property near(a : character, b : character) : boolean;\n"
        f"action gather({parameters}) {{ precondition: near(v0, v5); effect: !near(v0, v5); consenting: v0; }};\n"
    )
    done = dreamwright("check", file)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "gather" in done.stdout + done.stderr


LOOPS = {
    "flip": "property p() : boolean;\ntrigger on() { precondition: !p(); effect: p(); };\n"
    "trigger off() { precondition: p(); effect: !p(); };\n",
    "count": "property n() : number;\ntrigger up() { precondition: n() >= 0; effect: n() = n() + 1; };\n",
}


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("verb", [("check",), ("watch", "--days", "1"), ("play",)], ids=lambda verb: verb[0])
def test_triggers_that_never_rest(loop, verb, tmp_path):
    """A world that cannot come to rest at its start is refused, naming a trigger of the loop."""
    file = tmp_path / "loop.world"
    file.write_text(f"entity Ada : character;\naction wait() {{ consenting: Ada; }};\n{LOOPS[loop]}")
    done = dreamwright(*verb, file)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "on()" in done.stdout + done.stderr or "up()" in done.stdout + done.stderr
