"""Home folders of the web application with people and a mapped workspace, ready to be opened.

Used by the browser tests, by `make screenshots` and by `make bench`: what a person would do by hand
(first account, invites, evidence, a mapping) is done through the same verbs.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.clock import Clock
from assistant.house.house import House
from assistant.house.model import Role
from assistant.mapping_run import map_evidence
from assistant.model import Scope
from assistant.scope import make_scope
from assistant.scope_kept import KeptScope, keep_scope
from assistant.workspace import Workspace

SAMPLE = Path(__file__).resolve().parents[2] / "corpus" / "sample"
PASSWORD = "marble-otter-27-canyon"
SAMPLE_SCOPE = make_scope(
    categories="security,availability,confidentiality", period="2026-01-01..2026-06-30"
)


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


def sample_home(home: Path, clock: Clock | None = None) -> None:
    """Four people, and the sample company mapped in a workspace of theirs."""
    with House.open(home, clock=clock) as house:
        folder = add_workspace(house, "Larkfield Ledger", add_people(house))
    map_into(folder, SAMPLE / "evidence", SAMPLE_SCOPE, clock)


def copied(template: Path, home: Path) -> Path:
    """The same home at another place, on its own: quotes are found again in its own files."""
    shutil.copytree(template, home, dirs_exist_ok=True)
    for folder in (home / "workspaces").iterdir():
        if (folder / "evidence").is_dir():
            with Workspace(folder) as workspace:
                workspace.remember_evidence(folder / "evidence")
    return home
