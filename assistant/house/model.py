"""The nouns of the house: people, roles, workspaces, sign-ins, the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Role = Literal["reader", "contributor", "approver", "admin"]
Permission = Literal["read", "contribute", "approve", "administer"]

LinkKind = Literal["first", "invite", "reset"]

ROLES: tuple[Role, ...] = ("reader", "contributor", "approver", "admin")
"""Each may do all that the one before it may."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in. People are ended, never deleted: the audit trail names them."""

    id: str
    name: str
    email: str
    """Unique in the house, kept lower case; empty for nobody."""
    active: bool
    steward: bool
    """May add people and workspaces. It opens no workspace: that takes a membership."""
    created_at: datetime
    subject: str = ""
    """`issuer|subject` of an OIDC account; empty for a local one."""


@dataclass(frozen=True, slots=True)
class HouseWorkspace:
    """A workspace as the house lists it; its folder lies under the home folder by its id."""

    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Membership:
    """One person's role in one workspace. Without one, the workspace does not exist for them."""

    workspace_id: str
    person_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in of a person on one device, as they see it in the list of theirs."""

    id: str
    person_id: str
    started_at: datetime
    seen_at: datetime
    device: str
    """Browser and system in words; no address, no version."""


@dataclass(frozen=True, slots=True)
class AuditProblem:
    """Where the audit trail no longer holds together, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done, as it is told to the audit trail."""

    action: str
    """`noun.verb`, such as `answer.approved`, `link.rejected`, `person.added`."""
    subject: str = ""
    """What it was done to: an id, a path, a criterion."""
    before: str = ""
    """JSON of the state before, empty where there was none."""
    after: str = ""
    run: str = ""
    prompts: tuple[tuple[str, str], ...] = ()
    person_id: str = ""
    """Empty for the software itself (a job that resumes after a restart)."""
    workspace_id: str = ""
    """Empty for what concerns the house."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done, chained to the entry before it by SHA-256; see `Deed` for the words.

    `digest` is over all other fields and `previous`, so that a changed, removed, inserted or
    reordered entry is found by `evidary audit verify`.
    """

    number: int
    at: datetime
    person_id: str
    workspace_id: str
    action: str
    subject: str
    before: str
    after: str
    run: str
    prompts: tuple[tuple[str, str], ...]
    previous: str
    digest: str
