"""How entries of the audit trail are chained, and how a break in the chain is found. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from assistant.errors import UsageError
from assistant.house.model import AuditEntry, AuditProblem

_FIELDS = (
    "number at person_id workspace_id action subject before after run prompts previous"
).split()
_ANCHOR = re.compile(r"(\d+):([0-9a-f]{64})")


def row_of(entry: AuditEntry) -> dict[str, object]:
    """The entry's fields as they are stored and hashed, without its digest."""
    row = {name: getattr(entry, name) for name in _FIELDS}
    prompts = json.dumps(entry.prompts, ensure_ascii=False, separators=(",", ":"))
    return {**row, "at": entry.at.isoformat(), "prompts": prompts}


def digest_of(row: Mapping[str, object]) -> str:
    """SHA-256 over the canonical JSON of all fields but the digest itself."""
    fields = {name: row[name] for name in _FIELDS}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(entry: AuditEntry) -> AuditEntry:
    """The entry with its digest."""
    return replace(entry, digest=digest_of(row_of(entry)))


def problems(
    rows: Iterable[Mapping[str, object]],
    head: tuple[int, str],
    anchor: tuple[int, str] | None = None,
) -> Iterator[AuditProblem]:
    """The first place where the rows, in order, do not hold together; nothing where they do.

    `head` is the number and digest kept beside the trail, `anchor` one that somebody wrote down
    earlier: without them a trail cut off at its end would look whole.
    """
    number, previous, met = 0, "", anchor is None or anchor[0] == 0
    for row in rows:
        number += 1
        if row["number"] != number:
            yield AuditProblem(number, f"the entry is missing; the next one is {row['number']}")
            return
        if row["previous"] != previous:
            yield AuditProblem(number, "it does not follow the entry before it")
            return
        if row["digest"] != digest_of(row):
            yield AuditProblem(number, "its contents were changed after it was written")
            return
        previous = str(row["digest"])
        if anchor is not None and number == anchor[0]:
            met = True
            if previous != anchor[1]:
                yield AuditProblem(number, "it is not the entry that the anchor names")
                return
    if head != (number, previous):
        first = min(number, head[0]) + 1
        yield AuditProblem(first, f"the trail ends at {number}, but {head[0]} entries were written")
    elif not met and anchor is not None:
        yield AuditProblem(number + 1, f"the trail ends at {number}, before anchor {anchor[0]}")


def anchor_text(head: tuple[int, str]) -> str:
    """Number and digest as people write them down: `N:DIGEST`."""
    return f"{head[0]}:{head[1] or '0' * 64}"


def parse_anchor(text: str) -> tuple[int, str]:
    """The anchor that was written down. Raises `UsageError` where it is none."""
    match = _ANCHOR.fullmatch(text.strip())
    if match is None:
        raise UsageError("an anchor is written NUMBER:DIGEST, as `evidary audit verify` prints it")
    return int(match[1]), match[2]
