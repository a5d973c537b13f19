"""The tables. Ids come from content; times are UTC; values nested in a row are JSON text."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("indexed", Boolean, nullable=False),
    Column("failures", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("path", Text, ForeignKey("files.path", ondelete="CASCADE"), nullable=False),
    Column("head", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
Index("documents_by_path", documents.c.path)

passages = Table(
    "passages",
    metadata,
    Column("id", String(16), primary_key=True),
    Column(
        "document_id", String(16), ForeignKey("documents.id", ondelete="CASCADE"), nullable=False
    ),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("locator", Text, nullable=False),
    Column("text_hash", String(64), nullable=False),
)
Index("passages_by_document", passages.c.document_id, passages.c.ordinal)

vectors = Table(
    "vectors",
    metadata,
    Column("text_hash", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column(
        "document_id", String(16), ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("judged_by", String(64), nullable=False),
    Column("links", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("started_at", String(40), nullable=False),
    Column("inputs", String(64), nullable=False),
    Column("result", LargeBinary, nullable=False),
)
Index("runs_by_inputs", runs.c.inputs)

answers = Table(
    "answers",
    metadata,
    Column("questionnaire", String(64), primary_key=True),
    Column("question_id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("run", String(32), nullable=False),
    Column("answer", Text, nullable=False),
)

reviews = Table(
    "reviews",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("questionnaire", String(64), nullable=False),
    Column("question_id", Text, nullable=False),
    Column("review", Text, nullable=False),
)
Index("reviews_by_question", reviews.c.questionnaire, reviews.c.question_id)

answer_edits = Table(
    "answer_edits",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("questionnaire", String(64), nullable=False),
    Column("question_id", Text, nullable=False),
    Column("edit", Text, nullable=False),
)
Index("answer_edits_by_question", answer_edits.c.questionnaire, answer_edits.c.question_id)

assignments = Table(
    "assignments",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("questionnaire", String(64), nullable=False),
    Column("question_id", Text, nullable=False),
    Column("assignment", Text, nullable=False),
)
Index("assignments_by_question", assignments.c.questionnaire, assignments.c.question_id)

questionnaire_files = Table(
    "questionnaire_files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("added_at", String(40), nullable=False),
    Column("file", Text, nullable=False),
)

answer_runs = Table(
    "answer_runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("questionnaire", String(64), nullable=False),
    Column("started_at", String(40), nullable=False),
    Column("run", LargeBinary, nullable=False),
)

layouts = Table(
    "layouts",
    metadata,
    Column("layout", String(64), primary_key=True),
    Column("maps", Text, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("session", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("turn", Text, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("owner", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("started_at", String(40), nullable=False),
    Column("changed_at", String(40), nullable=False),
    Column("hidden", Boolean, nullable=False),
)
Index("conversations_by_owner", conversations.c.owner, conversations.c.changed_at)

calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("run", String(32), nullable=False),
    Column("at", String(40), nullable=False),
    Column("model", Text, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("way", String(32), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("seconds", Float, nullable=False),
    Column("tokens_in", Integer),
    Column("tokens_out", Integer),
    Column("error", Text, nullable=False),
    Column("digest", String(64), nullable=False),
)
Index("calls_by_run", calls.c.run)

library_answers = Table(
    "library_answers",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("status", String(16), nullable=False),
    Column("answer", Text, nullable=False),
)

library_events = Table(
    "library_events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("answer_id", String(16), ForeignKey("library_answers.id"), nullable=False),
    Column("action", String(16), nullable=False),
    Column("who", Text, nullable=False),
    Column("day", String(10), nullable=False),
    Column("note", Text, nullable=False),
)
Index("library_events_by_answer", library_events.c.answer_id)

library_sent = Table(
    "library_sent",
    metadata,
    Column("answer_id", String(16), ForeignKey("library_answers.id"), primary_key=True),
    Column("questionnaire", Text, primary_key=True),
    Column("day", String(10), nullable=False),
)

link_decisions = Table(
    "link_decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("document_id", String(16), nullable=False),
    Column("path", Text, nullable=False),
    Column("criterion", String(16), nullable=False),
    Column("verb", String(16), nullable=False),
    Column("aspect", String(16), nullable=False),
    Column("person_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("reason", Text, nullable=False),
    Column("citations", Text, nullable=False),
)
Index("link_decisions_by_criterion", link_decisions.c.criterion)

tasks = Table(
    "tasks",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("gap", Text, nullable=False, unique=True),
    Column("criterion", String(16), nullable=False),
    Column("title", Text, nullable=False),
)

task_events = Table(
    "task_events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("task_id", String(16), ForeignKey("tasks.id"), nullable=False),
    Column("verb", String(16), nullable=False),
    Column("person_id", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("day", String(10)),
)
Index("task_events_by_task", task_events.c.task_id, task_events.c.number)

description_statements = Table(
    "description_statements",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("key", String(64), nullable=False),
    Column("part", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("said_by", Text, nullable=False),
    Column("at", String(40), nullable=False),
)

description_set_aside = Table(
    "description_set_aside",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(32), nullable=False),
    Column("point", String(140), nullable=False),
    *(Column(name, Text, nullable=False) for name in ("question", "why", "reason", "person")),
    Column("at", String(40), nullable=False),
)

description_versions = Table(
    "description_versions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(32), nullable=False),
    Column("section", String(32), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("person", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("run", String(32), nullable=False),
    Column("body", Text, nullable=False),
)
Index(
    "description_versions_by_section",
    description_versions.c.kind,
    description_versions.c.section,
    description_versions.c.number,
)
