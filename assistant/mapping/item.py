"""What the ranker sees of an evidence item: title, gist, passages, and the passages' vectors.

Data records (JSON, settings, table rows) are read for their prose and their identifiers, so that
time stamps, account numbers and status words do not drown what the record is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from statistics import median

from assistant.catalog.criteria import mentioned_ids
from assistant.mapping.words import spoken
from assistant.ports import Vectors
from ingest.model import Document, EvidenceKind, Passage

_GIST = 800
_HEAD = 20_000
_SAMPLE_ROWS = 50
_SENTENCE = 25
_PAIR = re.compile(
    r'"(?P<key>[^"\\\n]{1,80})"\s{0,3}:\s{0,3}(?:"(?P<text>(?:[^"\\]|\\.){0,4000})"|(?P<bare>[\w.+-]{1,40}))'
)
_CODE_PREFIX = re.compile(
    r"^(?=\S{0,12}\d)[A-Za-z]{1,6}[-.]?\d[\w.]{0,12}\s{0,3}[-–:]?\s{1,3}|^\[\w{1,8}\]\s+"
)
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_\-/.:][A-Za-z0-9]+){1,12}")
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_MARKS = re.compile(r"[*`#>|\\]+|\\[nrt]")
_TELLING_NAME = re.compile(r"[A-Za-z]{5,}|[A-Za-z]{3,}\b.{0,40}\b[A-Za-z]{3,}")
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s")
_TITLE_KEY = re.compile(r"(?i)title$|^(?:check|control|rule|policy|test)?_?(?:name|display_?name)$")
_ABOUT_KEY = re.compile(r"(?i)desc|summary|purpose|statement")
_CLAIMS = re.compile(r"(?i)satisf|criteri|\btsc\b|trust services|soc.?2")
_MANY_CLAIMS = 8
_STUB = 400


@dataclass(frozen=True, slots=True)
class Item:
    """One evidence item as it is ranked.

    `gist` is what its beginning says, in prose. `vectors` has one row a passage. `is_record` says
    that the passages are raw data whose prose is in the gist. `claims` are the criteria that the
    item names as its own.
    """

    title: str
    kind: EvidenceKind
    name: str
    gist: str
    passages: tuple[str, ...]
    headings: tuple[str, ...]
    vectors: Vectors
    is_record: bool = False
    claims: tuple[str, ...] = ()


def item_of(document: Document, passages: Sequence[Passage], vectors: Vectors) -> Item:
    """The item that a document is, given its passages and their vectors, one row each."""
    pairs = tuple(_pairs(document)) if _is_data(document) else ()
    prose = _prose(document, pairs)
    title = _title(document, pairs)
    return Item(
        title=title,
        kind=document.kind,
        name=spoken(PurePosixPath(document.name).stem),
        gist=_gist(title, prose),
        passages=tuple(passage.text for passage in passages),
        headings=_headings(document),
        vectors=vectors,
        is_record=bool(pairs),
        claims=_claims(document),
    )


def readable(text: str) -> str:
    """The prose and identifiers of a piece of JSON; any other text without its marks."""
    found = [_as_words(value) for _, value in _string_pairs(text)]
    kept = ". ".join(filter(None, dict.fromkeys(found)))
    return kept or " ".join(_MARKS.sub(" ", text).split())


def _is_data(document: Document) -> bool:
    return "json" in document.media_type or document.text.lstrip()[:1] in ("{", "[")


def _pairs(document: Document) -> Iterator[tuple[str, str]]:
    """Keys and their words, descriptions first; keys alone where values say nothing."""
    pairs = [(k, w) for k, v in _string_pairs(document.text[:_HEAD]) if (w := _as_words(v))]
    about = [p for p in pairs if _ABOUT_KEY.search(p[0])]
    yield from about
    yield from (p for p in pairs if p not in about)
    if sum(len(_LETTERS.findall(words)) for _, words in pairs) < 12:
        keys = dict.fromkeys(m["key"] for m in _PAIR.finditer(document.text[:_HEAD]))
        yield from (("", spoken(key)) for key in keys)


def _string_pairs(text: str) -> Iterator[tuple[str, str]]:
    for match in _PAIR.finditer(text):
        if match["text"]:
            yield match["key"], match["text"]


def _as_words(value: str) -> str:
    """A value's words if it is prose, or an identifier's parts; empty for any other value."""
    clean = " ".join(_MARKS.sub(" ", value.replace("\\n", " ")).split())
    if " " in clean:
        return clean if len(_LETTERS.findall(clean)) >= 4 else ""
    few_digits = sum(map(str.isdigit, clean)) * 4 <= len(clean)
    return spoken(clean) if few_digits and _IDENTIFIER.fullmatch(clean) else ""


def _prose(document: Document, pairs: Sequence[tuple[str, str]]) -> str:
    if pairs:
        return ". ".join(dict.fromkeys(words for _, words in pairs))
    if "log" not in document.media_type and _is_table(document):
        return ". ".join(_of_table(document))
    return " ".join(_MARKS.sub(" ", document.text[:_HEAD]).split())


def _is_table(document: Document) -> bool:
    in_rows = sum(b.end - b.start for b in document.blocks if b.role == "row")
    return bool(document.tables) and 2 * in_rows > len(document.text)


def _of_table(document: Document) -> Iterator[str]:
    """Sentences in a table's cells, columns of short ones such as titles first; its head; the rest."""
    for table in document.tables[:5]:
        columns = zip(*table.rows[:_SAMPLE_ROWS], strict=False)
        cells = [dict.fromkeys(filter(None, map(_as_words, column))) for column in columns]
        ordered = sorted(filter(None, cells), key=_usual_length)
        prose = [column for column in ordered if _usual_length(column) >= _SENTENCE]
        yield from (cell for column in prose for cell in column)
        yield ", ".join(spoken(column.name) for column in table.columns if column.name)
        yield from (cell for column in ordered if column not in prose for cell in column)


def _usual_length(cells: Iterable[str]) -> float:
    return median(map(len, cells))


def _title(document: Document, pairs: Sequence[tuple[str, str]]) -> str:
    """The title in words; the first sentence where there is none but a meaningless file name."""
    named = next((w for k, w in pairs if _TITLE_KEY.search(k) and " " in w), "")
    if pairs and not named and document.title.startswith(("{", "[")):
        named = pairs[0][1]
    from_name = document.title in _names(document)
    title = named or (spoken(document.title) if from_name else document.title)
    title = _CODE_PREFIX.sub("", " ".join(title.split()))[:200]
    if (_TELLING_NAME if from_name and not named else _LETTERS).search(title):
        return title
    opening = " ".join(_MARKS.sub(" ", document.text[:600]).split())
    return _SENTENCE_END.split(opening, maxsplit=1)[0][:200] or document.name


def _names(document: Document) -> tuple[str, str]:
    path = PurePosixPath(document.name)
    return path.stem, path.name


def _gist(title: str, prose: str) -> str:
    body = prose.removeprefix(title).strip(" .:-")
    return f"{title}. {body[:_GIST]}" if body else title


def _headings(document: Document) -> tuple[str, ...]:
    found = (document.text[b.start : b.end] for b in document.blocks if b.role == "heading")
    return tuple(" ".join(_MARKS.sub(" ", heading[:200]).split()) for heading in found)[1:200]


def _claims(document: Document) -> tuple[str, ...]:
    """Criterion ids that the text gives as its own; none on a stub, none where it lists many."""
    text = document.text[:_HEAD]
    ids = mentioned_ids(text)
    if not ids or len(ids) > _MANY_CLAIMS or len(text) < _STUB:
        return ()
    return ids if any(_CLAIMS.search(part) for part in _around(text, ids)) else ()


def _around(text: str, ids: Iterable[str]) -> Iterator[str]:
    for identifier in ids:
        at = text.index(identifier)
        yield text[max(0, at - 160) : at + 40]
