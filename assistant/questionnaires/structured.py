"""JSON and YAML: the file is loaded, its shape recognised, and that shape's module finds the questions.

A slot's `path` is the JSON pointer where an answer would go: an existing key of the question, or
one to add beside it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assistant.errors import QuestionnaireError
from assistant.questionnaires.numbering import with_unique_ids
from assistant.questionnaires.shapes import frameworks, oscal, records, vsaq
from assistant.questionnaires.text.decoded import decoded
from assistant.questionnaires.text.finish import layout_of
from assistant.questions import Format, Question, Questionnaire

Finder = Callable[[Any], Iterator[tuple[Question, str]]]
_SHAPES: tuple[tuple[str, Callable[[Any], bool], Finder], ...] = (
    ("vsaq", vsaq.is_one, vsaq.questions),
    ("oscal", oscal.is_one, oscal.questions),
    ("framework", frameworks.is_one, frameworks.questions),
    ("records", records.is_one, records.questions),
)
_MOST_VALUES = 1_000_000
_PIECE = re.compile(
    r'"(?:[^"\\\n]|\\.)*"' r"|'(?:[^'\\\n]|\\.)*'" r"|//[^\n]*|/\*.*?\*/|\s+|.", re.DOTALL
)


def read(path: Path) -> Questionnaire:
    """Read a JSON or YAML questionnaire of any known shape.

    JSON may have comments, trailing commas and strings joined by `+`, as VSAQ's has. Raises
    `QuestionnaireError` for a file that is neither, or so deep that it cannot be walked.
    """
    format_: Format = "json" if path.suffix.lower() in (".json", ".json5", ".jsonc") else "yaml"
    text = decoded(path)
    try:
        data = _json(path, text) if format_ == "json" else _yaml(path, text)
        _bound(path, data)
        name, _, find = next(s for s in _SHAPES if s[1](data))
        found = list(find(data))
    except RecursionError:
        raise QuestionnaireError(
            f"{path.name} is nested too deeply to be a questionnaire"
        ) from None
    return Questionnaire(
        name=path.name,
        format=format_,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        questions=with_unique_ids([(question, "", place) for question, place in found]),
        layout=layout_of(format_, [name, *_keys(data)]),
    )


def _bound(path: Path, data: Any) -> None:
    """Refuse what unfolds without end: YAML's aliases make a small file a huge or circular one."""
    waiting, seen = [data], 0
    while waiting:
        value = waiting.pop()
        seen += 1
        if seen > _MOST_VALUES:
            raise QuestionnaireError(
                f"{path.name} unfolds to more than {_MOST_VALUES} values; write its aliases out"
            )
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _keys(data: Any) -> list[str]:
    return sorted(map(str, data)) if isinstance(data, dict) else [type(data).__name__]


def _json(path: Path, text: str) -> Any:
    import json

    import pyjson5

    try:
        return json.loads(text)
    except json.JSONDecodeError as plain:
        try:
            return pyjson5.decode(_joined(text))
        except pyjson5.Json5Exception:
            lines = [line for line in text.splitlines() if line.strip()]
            try:
                return [json.loads(line) for line in lines]
            except json.JSONDecodeError:
                raise QuestionnaireError(
                    f"{path.name} is no valid JSON: line {plain.lineno}, column {plain.colno}: {plain.msg}"
                ) from plain


def _joined(text: str) -> str:
    """The text with strings that are joined by `+` as one string, comments left out."""
    parts: list[str] = []
    plus = False
    for piece in _PIECE.findall(text):
        if piece.isspace() or piece.startswith(("//", "/*")):
            parts += [] if plus else ["\n" * piece.count("\n") or " "]
        elif piece == "+" and _last(parts):
            plus = True
        elif plus and piece[0] in "\"'":
            at = _last(parts)
            whole = parts[at - 1]
            # The second string takes the first one's quotation mark.
            inner = (
                piece[1:-1]
                if piece[0] == whole[0]
                else piece[1:-1].replace(whole[0], f"\\{whole[0]}")
            )
            parts[at - 1] = f"{whole[:-1]}{inner}{whole[0]}"
            plus = False
        else:
            parts += (["+"] if plus else []) + [piece]
            plus = False
    return "".join(parts)


def _last(parts: list[str]) -> int:
    """One more than the place of the last piece, if it is a string; 0 otherwise."""
    for at in range(len(parts), 0, -1):
        if not parts[at - 1].isspace():
            return at if len(parts[at - 1]) > 1 and parts[at - 1][0] in "\"'" else 0
    return 0


def _yaml(path: Path, text: str) -> Any:
    """The document as it is written: 1.10 stays "1.10" and No stays "No"."""
    import yaml

    try:
        documents = [d for d in yaml.load_all(text, Loader=yaml.BaseLoader) if d]
    except yaml.YAMLError as damage:
        raise QuestionnaireError(f"{path.name} is no valid YAML: {damage}") from damage
    return documents[0] if len(documents) == 1 else documents
