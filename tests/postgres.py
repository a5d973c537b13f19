"""A real PostgreSQL for the tests: started when first asked for, gone with the session.

It listens on a socket in its own folder and nowhere else. PostgreSQL refuses to run as root, so root
starts it as the user `postgres`. Text is ordered as people expect (ICU, en-US), which is not how
SQLite orders it: what depends on the order must say so.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

_PATIENCE = 60
_PR_SET_PDEATHSIG = 1
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


class Server:
    """A running server; `database` makes an empty database on it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    @contextmanager
    def database(self) -> Iterator[str]:
        """The URL of a new, empty database, dropped at the end whoever is still connected."""
        self._made += 1
        name = f"test_{self._made}"
        self._run(f"CREATE DATABASE {name}")
        yield f"postgresql://postgres@/{name}?host={self._folder}"
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def answers(self) -> bool:
        try:
            self._run("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, statement: str) -> None:
        url = f"postgresql://postgres@/postgres?host={self._folder}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running() -> Iterator[Server]:
    """A new server, stopped and removed at the end."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="evidary-postgres-"))
    as_user = _other_user(folder)
    try:
        _prepare(programs / "initdb", folder, as_user)
        settings = [part for setting in _FAST for part in ("-c", setting)]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", "-k", folder, "-h", "", *settings],
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_the_tests if sys.platform == "linux" else None,
                **as_user,
            )
        try:
            server = Server(folder)
            _wait(server, process, folder / "log")
            yield server
        finally:
            process.terminate()
            process.wait(_PATIENCE)
    finally:
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """The session's server."""
    with running() as server:
        yield server


def _end_with_the_tests() -> None:
    """Asks Linux to stop the server where the tests are killed and cannot."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _programs() -> Path:
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name), reverse=True
    )
    on_path = shutil.which("initdb")
    for folder in (*debian, *([Path(on_path).parent] if on_path else [])):
        if (folder / "postgres").is_file():
            return folder
    pytest.fail("the tests need PostgreSQL's programs: run .ci/install-postgres")


def _other_user(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _prepare(initdb: Path, folder: Path, as_user: dict[str, Any]) -> None:
    done = subprocess.run(
        [
            *(initdb, "-D", folder / "data", "-U", "postgres", "--auth=trust", "--no-sync"),
            *("--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en-US"),
        ],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
        **as_user,
    )
    assert done.returncode == 0, done.stderr


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while not server.answers():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.05)
