"""Entries of the audit trail as lines of CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping

from assistant.export.workbook import safe
from assistant.house.model import AuditEntry

HEAD = (
    "number time person_id person workspace_id action subject before after run prompts "
    "previous digest"
).split()


def as_csv(entries: Iterable[AuditEntry], names: Mapping[str, str]) -> bytes:
    """For a spreadsheet: UTF-8 with a mark, no cell that it could take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    for e in entries:
        cells = (
            str(e.number), e.at.isoformat(), e.person_id, names.get(e.person_id, ""),
            e.workspace_id, e.action, e.subject, e.before, e.after, e.run,
            json.dumps(dict(e.prompts)) if e.prompts else "", e.previous, e.digest,
        )  # fmt: skip
        writer.writerow([safe(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")
