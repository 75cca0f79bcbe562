"""A PostgreSQL server of the tests' own: made in a passing folder, on the loopback address, and gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")
"""Where packages put the server's programs if they are not on the path."""


def program(name: str) -> str | None:
    """One of the server's programs."""
    found = shutil.which(name)
    if found is not None and (Path(found).resolve().parent / "initdb").exists():
        return str(Path(found).resolve())
    places = (path for pattern in FOLDERS for path in sorted(Path("/").glob(pattern[1:]), reverse=True))
    return next((str(place / name) for place in places if (place / name).exists()), None)


def why_not() -> str | None:
    """Why no server can be started here; None if one can."""
    if any(program(name) is None for name in ("initdb", "pg_ctl")):
        return "PostgreSQL's server is not installed"
    if os.name != "posix":
        return "the tests start PostgreSQL only on Unix"
    if os.geteuid() == 0 and not _has_user():
        return "PostgreSQL does not run as root, and there is no user 'postgres' to run it as"
    return None


def folder() -> Path:
    """A fresh folder that the server's user can reach (those of pytest are for one user only)."""
    return Path(tempfile.mkdtemp(prefix="dreamwright-postgres-"))


def empty(url: str) -> None:
    """Take everything of ours from the server."""
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute("DROP SCHEMA IF EXISTS dreamwright CASCADE")


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The URL of a server that runs meanwhile."""
    data, port = folder / "data", _free_port()
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    _run("initdb", "-D", str(data), "-U", "dreamer", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    _run("pg_ctl", "-D", str(data), "-w", "-t", "60", "-l", str(folder / "log"), "-o", settings, "start")
    try:
        yield f"postgresql://dreamer@127.0.0.1:{port}/postgres"
    finally:
        _run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def restart(folder: Path, url: str) -> None:
    """End the server as if it had crashed, and start it again at the same address."""
    port = url.rpartition(":")[2].partition("/")[0]
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    data = str(folder / "data")
    _run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    _run("pg_ctl", "-D", data, "-w", "-t", "60", "-l", str(folder / "log"), "-o", settings, "start")


def _run(name: str, *arguments: str) -> None:
    found = program(name)
    assert found is not None
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    done = subprocess.run(
        [found, *arguments], cwd="/", env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **user
    )
    if done.returncode:
        raise RuntimeError(f"{name}: {done.stderr.decode(errors='replace')}")


def _has_user() -> bool:
    import pwd

    return any(entry.pw_name == "postgres" for entry in pwd.getpwall())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
