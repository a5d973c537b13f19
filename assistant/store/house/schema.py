"""The tables of the house. Times are UTC in ISO form; secrets are kept as hashes alone."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()
_TIME = String(40)

people = Table(
    "people",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", String(254), unique=True),
    Column("active", Boolean, nullable=False),
    Column("steward", Boolean, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("subject", String(512), unique=True),
    Column("password", Text, nullable=False),
)

workspaces = Table(
    "workspaces",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("created_at", _TIME, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("workspace_id", String(32), ForeignKey("workspaces.id"), primary_key=True),
    Column("person_id", String(32), ForeignKey("people.id"), primary_key=True),
    Column("role", String(16), nullable=False),
)
Index("memberships_by_person", memberships.c.person_id)

links = Table(
    "links",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("person_id", String(32), nullable=False),
    Column("expires_at", _TIME, nullable=False),
    Column("used_at", _TIME, nullable=False),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("person_id", String(32), ForeignKey("people.id"), nullable=False),
    Column("started_at", _TIME, nullable=False),
    Column("seen_at", _TIME, nullable=False),
    Column("ended_at", _TIME, nullable=False),
    Column("device", String(200), nullable=False),
)
Index("sign_ins_by_person", sign_ins.c.person_id)

tries = Table(
    "tries",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", _TIME, nullable=False),
    Column("until", _TIME, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", _TIME, nullable=False),
    Column("person_id", String(32), nullable=False),
    Column("workspace_id", String(32), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("run", String(64), nullable=False),
    Column("prompts", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
)
Index("audit_by_workspace", audit.c.workspace_id, audit.c.number)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("workspace_id", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("arguments", Text, nullable=False),
    Column("open_key", String(64), unique=True),  # what is asked; NULL once the job has ended
    Column("state", String(16), nullable=False),
    Column("stage", Text, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("asked_by", String(64), nullable=False),
    Column("asked_at", _TIME, nullable=False),
    Column("started_at", _TIME),
    Column("changed_at", _TIME, nullable=False),
    Column("error", Text, nullable=False),
    Column("stopping", Boolean, nullable=False),
    Column("attempt", Integer, nullable=False),  # counted up by each resume
    Column("tries", Integer, nullable=False),  # starts of this attempt: above one after a crash
)
Index("jobs_by_workspace", jobs.c.workspace_id, jobs.c.asked_at)
