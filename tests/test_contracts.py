"""House rules that a script can see (CONTRIBUTING.md). Which room may import which is checked by import-linter."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "dreamwright"
FILES = sorted(PACKAGE.rglob("*.py"))
BELOW_THE_FACES = [file for file in FILES if file.relative_to(PACKAGE).parts[0] not in ("cli", "web")]

INDETERMINATE = {
    "time.time",
    "datetime.now",
    "datetime.today",
    "date.today",
    "os.urandom",
    "uuid.uuid4",
    *(
        f"random.{name}"
        for name in ("random", "choice", "choices", "randint", "randrange", "shuffle", "sample", "seed")
    ),
}
"""Calls whose answer is not a consequence of world, seed and commands."""

HEAVY = ("lark", "inflect", "prompt_toolkit", "rapidfuzz", "dreamwright.engine")
"""What `dreamwright --help` has no use for, and must not wait for."""


def named(file):
    return str(file.relative_to(PACKAGE))


@pytest.mark.parametrize("file", FILES, ids=named)
def test_every_file_says_what_it_is_about(file):
    """A module has a docstring."""
    assert ast.get_docstring(ast.parse(file.read_text()))


@pytest.mark.parametrize("file", BELOW_THE_FACES, ids=named)
def test_nothing_but_world_seed_and_commands_decides(file):
    """Below the faces nobody asks the wall clock or the shared random generator, and nobody prints."""
    module_names = _modules(ast.parse(file.read_text()))
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            head = called.split(".")[0]
            assert called != "print", f"line {node.lineno} prints"
            assert called not in INDETERMINATE or head not in module_names, f"line {node.lineno} calls {called}"


def _modules(tree):
    """Names bound by imports, so that a generator that is called `random` is not taken for the module."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }


def test_help_imports_nothing_heavy():
    """The help page does not wait for libraries that only a running world needs."""
    code = f"""
import sys
from contextlib import suppress
from dreamwright.cli.main import main
sys.argv = ["dreamwright", "--help"]
with suppress(SystemExit):
    main()
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "Usage" in done.stdout
    assert done.stderr.strip() == "[]"
