"""What an item is as evidence, scored from its title, words, columns and shape.

The words are data (`vocabulary/kinds.yaml`); this module finds the shape and adds up. A file's name
is a weak hint: it can tip a balance, not carry a decision against the content.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Literal, cast

import yaml

from ingest.columns import spoken
from ingest.model import EvidenceKind, Parsed

Place = Literal["title", "name", "head", "body", "columns", "shape"]

_HEAD, _BODY = 1_500, 20_000
_MOST = 3.0

_SETTINGS = frozenset(
    ".json .yaml .yml .toml .ini .cfg .conf .properties .env .tf .tfvars .hcl .xml .rego".split()
)
_DATA = ("json", "yaml", "toml", "ini", "hcl", "terraform")
_TIMED = re.compile(
    r"^\W{0,3}(?:\{\"?\w{1,20}\"?: ?\")?(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d"
    r"|\d{4}/\d\d/\d\d \d\d:\d\d|\S{1,60} \S{1,40} \S{1,40} \[\d\d/[A-Z][a-z]{2}/\d{4}:)"
)
_STEP = re.compile(r"^\s{0,8}(?:step )?\d{1,2}[.):]\s", re.IGNORECASE)
_DRAWING = re.compile(
    r"^\s{0,3}(?:```\s{0,3}(?:mermaid|plantuml|dot)|@startuml|(?:di)?graph (?:TD|LR|TB|BT|RL|\w{1,40} ?\{))",
    re.MULTILINE,
)
_EVENT = re.compile(r"\"(?:eventTime|eventName|@timestamp|event_type|log_level|ts|level)\" ?:")


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: EvidenceKind
    where: Place
    weight: float
    words: re.Pattern[str]
    per: float | None


def kind_of(parsed: Parsed, name: str) -> EvidenceKind:
    """The kind of evidence that an item is; `other` where nothing speaks clearly enough.

    `name` is the item's path. Tables should have been through `columns.understand` before.
    """
    places = _places(parsed, name)
    scores: defaultdict[EvidenceKind, float] = defaultdict(float)
    words = max(60, places["body"].count(" "))
    for rule in _rules():
        if rule.per is None:
            scores[rule.kind] += rule.weight if rule.words.search(places[rule.where]) else 0.0
        else:
            count = sum(1 for _ in rule.words.finditer(places[rule.where]))
            scores[rule.kind] += rule.weight * min(_MOST, 1000 * count / words / rule.per)
    # Ties go to the kind that stands first in the vocabulary, which `max` keeps.
    return max(scores, key=lambda kind: scores[kind])


def _places(parsed: Parsed, name: str) -> dict[Place, str]:
    heads = {spoken(column.name) for table in parsed.tables for column in table.columns}
    return {
        "title": _title(parsed),
        "name": re.sub(r"[_\-/ ]+", " ", name.rsplit("!", 1)[-1]).strip(),
        "head": parsed.text[:_HEAD],
        "body": parsed.text[:_BODY],
        "columns": " | ".join(sorted(heads)),
        "shape": " ".join(_shape(parsed, name)),
    }


def _title(parsed: Parsed) -> str:
    """The title, the first heading and, where there is neither, the first line."""
    found = [parsed.title] if parsed.title else []
    for block in parsed.blocks[:20]:
        if block.role == "heading":
            found.append(parsed.text[block.start : block.end])
            break
    if len(found) < 2 and not parsed.media_type.startswith("image/"):
        found.append(parsed.text.lstrip("# \n\ufeff")[:120].split("\n", 1)[0])
    return "\n".join(line[:160] for line in found)


def _shape(parsed: Parsed, name: str) -> list[str]:
    """Signals of form: what the bytes are and how the text is laid out."""
    shape = ["anything"]
    media, suffix = parsed.media_type, PurePosixPath(name).suffix.lower()
    if media.startswith("image/"):
        return ["image"]
    if media == "message/rfc822":
        shape.append("mail")
    shape += _textual_shape(parsed.text[:_BODY])
    data = suffix in _SETTINGS or any(word in media for word in _DATA)
    shape += _tabular_shape(parsed, data=data)
    if suffix in (".log", ".jsonl", ".ndjson") or "log" in media:
        shape.append("log_format")
    elif data and "listing" not in shape and "log_lines" not in shape:
        shape.append("settings")
    return shape


def _textual_shape(text: str) -> list[str]:
    lines = [line for line in text.split("\n") if line.strip()][:400]
    shape = ["drawing"] if _DRAWING.search(text) else []
    timed = sum(1 for line in lines if _TIMED.match(line[:200]))
    if lines and (timed >= 0.5 * len(lines) or len(_EVENT.findall(text)) >= 6):
        shape.append("log_lines")
    steps = sum(1 for line in lines if _STEP.match(line))
    return [*shape, "steps"] if steps >= 4 and steps >= 0.15 * len(lines) else shape


def _tabular_shape(parsed: Parsed, *, data: bool) -> list[str]:
    """A listing is an item that is mostly one table about people, things or events."""
    rows = max((table.row_count for table in parsed.tables), default=0)
    cells = sum(len(c) for table in parsed.tables for row in table.rows[:2000] for c in row)
    if rows < 2 or cells < 0.4 * min(len(parsed.text), 400_000):
        return []
    roles = {column.role for table in parsed.tables for column in table.columns}
    if data and not roles & {"user", "date", "end_date"}:
        return []
    return ["listing", "record_list"] if roles & {"user", "id"} else ["listing"]


@cache
def _rules() -> tuple[_Rule, ...]:
    text = files("ingest.vocabulary").joinpath("kinds.yaml").read_text(encoding="utf-8")
    return tuple(
        _Rule(
            kind=cast(EvidenceKind, row["kind"]),
            where=cast(Place, row["where"]),
            weight=float(row["weight"]),
            words=re.compile(
                r"(?<!\w)(?:" + "|".join(row["words"]) + r")(?!\w)", re.IGNORECASE | re.MULTILINE
            ),
            per=row.get("per"),
        )
        for row in yaml.safe_load(text)["rules"]
    )
