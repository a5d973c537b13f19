"""Home folders of the web application with people and a mapped workspace, ready to be opened.

Used by the browser tests, by `make screenshots` and by `make bench`: what a person would do by hand
(first account, invites, evidence, a mapping) is done through the same verbs.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.clock import Clock
from assistant.desk.evidence import Evidence
from assistant.desk.office import Office
from assistant.desk.questionnaires import Questionnaires
from assistant.house.house import House
from assistant.house.model import Role
from assistant.jobs.model import ENDED, Job
from assistant.mapping_run import map_evidence
from assistant.model import Scope
from assistant.scope_kept import KeptScope, keep_scope
from assistant.workspace import Workspace

SAMPLE = Path(__file__).resolve().parents[2] / "corpus" / "sample"
PASSWORD = "marble-otter-27-canyon"


@dataclass(frozen=True)
class Account:
    """Somebody with the shared password."""

    name: str
    email: str
    role: Role


ADMIN = Account("Ada Moss", "ada@example.com", "admin")
APPROVER = Account("Priya Nair", "priya@example.com", "approver")
CONTRIBUTOR = Account("Ben Okri", "ben@example.com", "contributor")
READER = Account("Rosa Weber", "rosa@example.com", "reader")
EVERYBODY = (ADMIN, APPROVER, CONTRIBUTOR, READER)


def add_people(house: House, accounts: Sequence[Account] = EVERYBODY) -> dict[str, str]:
    """Accounts that can sign in; gives their ids by address. The first becomes a steward."""
    found: dict[str, str] = {}
    for account in accounts:
        person = house.people.add(account.name, account.email, steward=not found)
        house.signing.accept(*house.signing.link(person.id), PASSWORD)
        found[account.email] = person.id
    return found


def add_workspace(
    house: House, name: str, ids: dict[str, str], accounts: Sequence[Account] = EVERYBODY
) -> Path:
    """A workspace of these people; gives its folder."""
    entry = house.workspaces.create(name)
    for account in accounts:
        house.workspaces.set_role(entry.id, ids[account.email], account.role)
    folder = house.folder(entry.id)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def map_into(folder: Path, evidence: Path, scope: Scope, clock: Clock | None = None) -> None:
    """Copy evidence into a workspace's folder and map it."""
    shutil.copytree(evidence, folder / "evidence", dirs_exist_ok=True)
    with Workspace(folder, clock=clock) as workspace:
        keep_scope(workspace, KeptScope(scope))
        map_evidence(workspace, folder / "evidence", scope)


def sample_home(
    home: Path,
    questionnaire: Path | None = None,
    at: datetime | None = None,
    read: Path | None = None,
) -> None:
    """Four people, and the sample company mapped in a workspace of theirs, as the pages do it; the
    questionnaire drafted where one is given. Done by a process of its own, as a server is one; all
    of it at one time, where that is given. `read` is a workspace that has read the same files, whose
    texts are then not recognised again."""
    command = [sys.executable, "-m", "benchmarks.web.homes", str(home)]
    command += ["--questionnaire", str(questionnaire)] if questionnaire else []
    command += ["--at", at.isoformat()] if at else []
    command += ["--read", str(read)] if read else []
    subprocess.run(command, check=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=sample_home.__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--questionnaire", type=Path)
    parser.add_argument("--at", type=datetime.fromisoformat)
    parser.add_argument("--read", type=Path)
    arguments = parser.parse_args()
    clock = Clock(arguments.at)
    with House.open(arguments.home, clock=clock) as house:
        ids = add_people(house)
        folder = add_workspace(house, "Larkfield Ledger", ids)
    if arguments.read:
        shutil.copytree(arguments.read, folder, dirs_exist_ok=True)
    with Office(arguments.home, clock=clock) as office:
        office.jobs.start()
        ben = office.house.people.get(ids[CONTRIBUTOR.email])
        assert ben is not None
        seat = office.seat(office.house.signing.start(ben), folder.name)
        ended(office, Evidence(seat).load_sample())
        if arguments.questionnaire:
            desk = Questionnaires(seat)
            given = arguments.questionnaire
            file = desk.upload(given.name, given.read_bytes())
            ended(office, desk.draft(file.sha256))
    return 0


def ended(office: Office, job: Job) -> None:
    """Wait for the end of long work; one that did not end well is an error."""
    found: Job | None = job
    while found is not None and found.state not in ENDED:
        time.sleep(0.2)
        found = office.jobs.job(job.id)
    assert found is not None
    assert found.state == "done", found.error


def copied(template: Path, home: Path) -> Path:
    """The same home at another place, on its own: quotes are found again in its own files."""
    shutil.copytree(template, home, dirs_exist_ok=True)
    for folder in (home / "workspaces").iterdir():
        if (folder / "evidence").is_dir():
            with Workspace(folder) as workspace:
                workspace.remember_evidence(folder / "evidence")
    return home


if __name__ == "__main__":
    sys.exit(main())
