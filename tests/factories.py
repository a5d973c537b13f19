"""Small evidence documents, links and runs made by hand, for tests of judging and reports."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from assistant.assessment.assess import assess
from assistant.model import (
    Aspect,
    CheckedLinks,
    Citation,
    GradedItem,
    Link,
    MappingRun,
    RunInfo,
    Scope,
)
from ingest.model import (
    Block,
    Column,
    ColumnRole,
    Dates,
    Document,
    EvidenceKind,
    Failure,
    Locator,
    Note,
    Table,
)

AS_OF = date(2026, 6, 30)
TYPE1 = Scope(("security",), "type1", as_of=AS_OF)
TYPE2 = Scope(("security",), "type2", period_start=date(2025, 7, 1), period_end=date(2026, 6, 30))
EVERYTHING = Scope(
    ("security", "availability", "processing_integrity", "confidentiality", "privacy"),
    "type1",
    as_of=AS_OF,
)


def document(
    path: str,
    text: str,
    kind: EvidenceKind,
    *,
    day: date | None = None,
    captured: date | None = None,
    since: date | None = None,
    tables: Sequence[Table] = (),
    notes: Sequence[Note] = (),
    media_type: str = "text/markdown",
    member: str | None = None,
) -> Document:
    """A document whose blocks are its lines; `Table` rows are found again as lines."""
    data = hashlib.sha256(f"{path}!{member}{text}".encode()).hexdigest()
    return Document(
        id=data[:16],
        path=path,
        sha256=data,
        media_type=media_type,
        kind=kind,
        title=text.splitlines()[0].lstrip("# ") if text else path,
        text=text,
        blocks=tuple(_lines(text)),
        member=member,
        tables=tuple(tables),
        dates=Dates(
            effective=day,
            captured=captured,
            effective_from=since,
            ingested=datetime(2026, 7, 1, tzinfo=UTC),
        ),
        notes=tuple(notes),
    )


def _lines(text: str) -> Iterable[Block]:
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        body = line.rstrip("\n")
        if body.strip():
            yield Block(start, start + len(body), Locator(line_start=number, line_end=number))
        start += len(line)


def table_document(
    path: str,
    heads: Sequence[tuple[str, ColumnRole | None]],
    rows: Sequence[Sequence[str]],
    kind: EvidenceKind = "population",
    *,
    preface: str = "",
    day: date | None = None,
    captured: date | None = None,
) -> Document:
    """A delimited list: lines of `preface`, a head line, one line a row."""
    above = preface.splitlines() if preface else []
    first = len(above) + 2
    lines = [*above, ",".join(name for name, _ in heads), *(",".join(row) for row in rows)]
    table = Table(
        name=path,
        columns=tuple(Column(name, role) for name, role in heads),
        rows=tuple(tuple(row) for row in rows),
        row_count=len(rows),
        row_numbers=tuple(range(first, first + len(rows))),
    )
    return document(
        path,
        "\n".join(lines) + "\n",
        kind,
        day=day,
        captured=captured,
        tables=(table,),
        media_type="text/csv",
    )


def link(
    to: Document,
    criterion: str,
    *,
    aspect: Aspect = "both",
    confidence: float = 0.9,
    accepted: bool = True,
) -> Link:
    """A link that cites the document's first line."""
    quote = to.text.splitlines()[0]
    place = Locator(line_start=1, line_end=1, member=to.member)
    return Link(
        to.id,
        criterion,
        confidence,
        accepted,
        aspect,
        "names the subject",
        (Citation(to.id, to.path, quote, place),),
    )


def graded_run(
    documents: Sequence[Document],
    links: Sequence[Link],
    scope: Scope = TYPE2,
    skipped: Sequence[Failure] = (),
) -> MappingRun:
    """A whole run over hand-made documents, judged by the real rules."""
    result = assess(documents, CheckedLinks(tuple(links)), scope)
    moment = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
    return MappingRun(
        run=RunInfo("run-1", moment, moment, "offline", "minilm", "tsc-2017", scope),
        documents=tuple(documents),
        passages={d.id: 3 for d in documents},
        grades=result.grades,
        notes=result.notes,
        links=CheckedLinks(tuple(links)),
        others={},
        findings=result.findings,
        indication=result.indication,
        skipped=tuple(skipped),
        unexamined=result.unexamined,
    )


def reasons(item: GradedItem) -> str:
    """All reasons of a graded item as one text."""
    return "; ".join(item.reasons)


POLICY = """# Access control policy

Version 2.4. Owner: Head of Security
Approved by: Ana Lima, Head of Security. Approval date: 2026-02-01. Next review: 2027-02-01

Roles and rights are granted by least privilege. Role owners review all rights.
Every user signs in with MFA; keys are handled in the key management service.
Access of leavers is removed within 24 hours of termination.
The approver of a request is the owner of the system.
"""


def policy(text: str = POLICY, path: str = "policies/access.md", **given: object) -> Document:
    """An approved, current policy on access."""
    return document(path, text, "policy", **({"day": date(2026, 2, 1)} | given))  # type: ignore[arg-type] # forwards keywords


def access_review(quarter: int, day: date) -> Document:
    """A completed quarterly access review."""
    text = f"""# Access review Q{quarter}

System: Okta, production. Review date {day}
Performed by: Ben Okri, IT. Reviewed by: Ana Lima, Head of Security. Approved by: Ana Lima
Decision for each account: keep or remove. Removed on {day}, removal ticket IT-{quarter}00.
Follow-up: none open.
"""
    return document(f"reviews/q{quarter}.md", text, "record", day=day)
