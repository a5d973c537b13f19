"""Shared by all tests: no connection leaves the machine, and fakes that are real small things."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from filelock import FileLock

from tests.postgres import postgres  # noqa: F401 - a fixture

SAMPLE = Path(__file__).resolve().parent.parent / "corpus" / "sample"


@pytest.fixture(autouse=True)
def environment_kept() -> Iterator[None]:
    """What a command tells the environment (`--home`) is forgotten with its test."""
    with mock.patch.dict(os.environ):
        yield


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to any other machine is an error of the product, so it fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = ipaddress.ip_address(socket.gethostbyname(address[0]))
            assert host.is_loopback, f"a connection to {address} was tried"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both kinds of database in turn: empty for SQLite files, else a new PostgreSQL database."""
    if request.param == "sqlite":
        yield ""
        return
    with request.getfixturevalue("postgres").database() as url:
        yield url


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """A small folder: two policies, one table, one file that supports nothing."""
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / "access-policy.md").write_text(
        "# Access Control Policy\n\nApproved by the CISO on 2026-02-03. Version 2.1\n\n"
        "## Authentication\n\nMulti-factor authentication is required for every user of the "
        "identity provider. Shared accounts are forbidden.\n\n"
        "## Removal\n\nAccess of leavers is removed within 24 hours of termination.\n",
        encoding="utf-8",
    )
    (folder / "backup-policy.md").write_text(
        "# Backup Policy\n\nApproved by the CTO on 2026-01-15.\n\n"
        "Databases are backed up daily to another region. Restores are tested every quarter.\n",
        encoding="utf-8",
    )
    (folder / "leavers.csv").write_text(
        "employee,email,termination date,disabled at\n"
        "Ada Moss,ada@example.com,2026-03-01,2026-03-01\n"
        "Ben Ruiz,ben@example.com,2026-04-10,2026-04-11\n",
        encoding="utf-8",
    )
    (folder / "menu.txt").write_text(
        "Monday: pumpkin soup with bread. Tuesday: noodles with sesame.\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="session")
def mapped_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample company's papers mapped; see `tests.mapped`. Copy it to use it."""
    from tests.mapped import make_template

    return made_once(tmp_path_factory, "mapped-sample", make_template)


@pytest.fixture(scope="session")
def read_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that has read the whole sample company; see `tests.mapped`. Copy it to use it."""
    from tests.mapped import make_read

    return made_once(tmp_path_factory, "read-sample", make_read)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that one of the processes that run tests makes, and all use."""
    shared = factory.getbasetemp()
    if shared.name.startswith("popen-"):
        shared = shared.parent
    made = shared / name
    with FileLock(shared / f"{name}.lock"):
        if not (made / "whole").exists():
            make(made)
            (made / "whole").touch()
    return made
