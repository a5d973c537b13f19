"""What a reader of an item should know before trusting it: template text, stubs, no date, no approval.

Notes carry the verbatim words and their place. Nothing here judges a criterion.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.columns import spoken
from ingest.instructions import instructions
from ingest.model import Dates, Document, EvidenceKind, Locator, Note, Parsed, WarningKind
from ingest.place import locate
from ingest.placeholders import placeholders

MOST_NOTES = 20
"""Most notes kept of one document; the same placeholder in many places counts once."""

_STUB_WORDS, _FEWEST_WORDS = 40, 15

_DATED: frozenset[EvidenceKind] = frozenset(
    {"policy", "procedure", "screenshot", "config", "report", "record", "minutes", "population"}
)
_APPROVED: frozenset[EvidenceKind] = frozenset({"policy", "procedure"})
_WRITTEN: frozenset[EvidenceKind] = frozenset(
    {"policy", "procedure", "other", "diagram", "notice", "contract", "record", "report"}
)
_STATED: frozenset[EvidenceKind] = frozenset(
    {"policy", "procedure", "contract", "notice", "minutes"}
)

_SOON = re.compile(
    r"\b(?:coming soon|to be written|under construction|to follow|work in progress|placeholder (?:text|document|page))\b",
    re.IGNORECASE,
)
_FRONT_MATTER = re.compile(
    r"\A\ufeff?(?:---[ \t]*\n)?(?:[A-Za-z_ -]{1,40}:.{0,400}\n|[ \t]+.{0,400}\n|- .{0,400}\n)++---[ \t]*(?:\n|$)"
)
_SIGNED = re.compile(
    r"(?:^|[|\t·;]|\*\*|  |\. )[ \t>*|#-]{0,10}(?:approv(?:ed|er|als?)(?: (?:by|on|date|authority|status))?|authori[sz]ed by|adopted(?: by| on)?"
    r"|ratified(?: by| on)?|signed(?:[ -]off)? by|sign-?off|date approved|policy approver|release[dr] by|endorsed by)"
    r"[ \t*]{0,6}[:|=\t][ \t*|]{0,8}(?P<by>[^\s|:*<\[{_][^|\n]{1,160})",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNED_PROSE = re.compile(
    r"(?-i:(?:^|\. |[|·;] ?)[ \t>*_-]{0,6}(?:Reviewed and )?(?:Approved|approved|Authori[sz]ed|Adopted|Ratified|Signed off) by [A-Z][^\n.]{2,80})|"
    r"\b(?:this (?:policy|document|procedure|standard|plan|version|code)|it) (?:was|has been|is) (?:formally |reviewed and )?(?:approved|adopted|ratified)\b"
    r"|^[ \t>*_#|-]{0,8}(?:reviewed and )?approved (?:by|on)\b[^\n]{0,80}\d{4}"
    r"|\bstatus[ \t*]{0,4}[:|][ \t*|]{0,6}(?:approved|effective|published|in force|final)\b",
    re.IGNORECASE | re.MULTILINE,
)
_NOBODY = re.compile(
    r"(?:tbd|tba|tbc|n/?a|none|pending|not (?:yet )?approved|unapproved|draft|-+|–)\b",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"\bstatus[ \t*]{0,4}[:|=][ \t*|]{0,6}(?:draft|proposed|for review|in review|pending approval|not approved)\b[^\n|]{0,60}"
    r"|\b(?:not (?:yet )?approved|pending approval|awaiting approval|draft for (?:review|comment|discussion))\b"
    r"|^[ \t#>*_(\[-]{0,8}DRAFT\b[^\n]{0,60}|\([dD]raft\)|[-–:,] ?(?:DRAFT|Draft)[ \t*]{0,4}$",
    re.MULTILINE | re.IGNORECASE,
)
_ELSEWHERE = r"(?:staging|stage|sandbox|test(?:ing)?|dev(?:elopment)?|uat|qa|non-?prod(?:uction)?|pre-?prod(?:uction)?|demo)"
_ENVIRONMENT = re.compile(
    rf"(?:^|[|\t;,{{(]|  )[ \t>*|\"#-]{{0,10}}(?:environment|env|account(?:[ _]?(?:name|alias))?|project(?:[ _]?id)?|cluster|subscription|workspace|tenant|organi[sz]ation|source|system)"
    rf"[\"*]{{0,3}}[ \t]{{0,4}}[:=|\t][ \t\"*|]{{0,6}}(?P<value>[^\n|;]{{0,60}}?\b{_ELSEWHERE}\b[^\n|;,\"]{{0,40}})",
    re.IGNORECASE | re.MULTILINE,
)
_TITLED = re.compile(
    r"\b(?:staging|sandbox|non-?prod(?:uction)?|uat|(?:test|dev|development|demo) (?:environment|account|tenant|system|instance|project|cluster|subscription))\b",
    re.IGNORECASE,
)
_NOT_PRODUCTION = re.compile(r"\bnot (?:the |a |from |of )?production\b[^\n]{0,40}", re.IGNORECASE)
_PRODUCTION = re.compile(
    r"(?<!non-)(?<!non)(?<!pre-)(?<!pre)(?<!not )\bprod(?:uction)?\b", re.IGNORECASE
)


def notes_of(parsed: Parsed, kind: EvidenceKind, dates: Dates) -> tuple[Note, ...]:
    """All notes on one item, at most `MOST_NOTES`, the gravest kinds first.

    Notes that the parser made are not repeated here.
    """
    page = _Page(parsed)
    notes = [
        *_instructions(page),
        *_stub(page, kind),
        *_other_environment(page, kind),
        *_unapproved(page, kind),
        *_undated(kind, dates),
        *_placeholders(page, kind),
    ]
    return tuple(notes[:MOST_NOTES])


class _Page:
    """A parsed item whose spans can be placed: notes need the file's line, not an offset."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.text = parsed.text
        self._document = Document(
            id="", path="", sha256="", media_type=parsed.media_type, kind="other", title="",
            text=parsed.text, blocks=parsed.blocks, words=parsed.words,
        )  # fmt: skip

    def locator(self, start: int, end: int) -> Locator | None:
        try:
            return locate(self._document, start, end)
        except ValueError:
            return None

    def note(self, kind: WarningKind, start: int, end: int, detail: str | None = None) -> Note:
        quote = self.text[start:end]
        place = self.locator(start, end)
        said = detail or f"{where(place)}{_short(quote)}"
        return Note(kind, said, locator=place, quote=quote)


def where(place: Locator | None) -> str:
    """A place as the start of a sentence: 'line 12: ', 'page 3: ', 'sheet Users, row 4: '."""
    if place is None:
        return ""
    parts = [f"page {place.page}"] if place.page else []
    parts += [f"sheet {place.sheet}"] if place.sheet else []
    if place.row_start and place.sheet:
        parts.append(f"row {place.row_start}")
    elif place.line_start:
        parts.append(f"line {place.line_start}")
    elif place.row_start:
        parts.append(f"row {place.row_start}")
    return f"{', '.join(parts)}: " if parts else ""


def _short(quote: str) -> str:
    flat = " ".join(quote.split())
    return flat if len(flat) <= 140 else f"{flat[:137]}…"


def _placeholders(page: _Page, kind: EvidenceKind) -> Iterator[Note]:
    """One note for each wording, at its first place, saying how often it occurs."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for found in placeholders(page.parsed, kind):
        places[_short(page.text[found.start : found.end])].append((found.start, found.end))
    for wording, spans in places.items():
        note = page.note("placeholder", *spans[0])
        if len(spans) == 1:
            yield note
            continue
        lines = [page.locator(*span) for span in spans[1:]]
        more = sorted({p.line_start for p in lines if p and p.line_start})
        also = f"also lines {', '.join(map(str, more[:30]))}" if more else "more places"
        detail = f"{where(note.locator)}{wording} ({len(spans)} times; {also})"
        yield Note("placeholder", detail, locator=note.locator, quote=note.quote)


def _stub(page: _Page, kind: EvidenceKind) -> Iterator[Note]:
    """A document that announces content instead of having it."""
    if kind not in _WRITTEN or page.parsed.tables or page.parsed.media_type.startswith("image/"):
        return
    front = _FRONT_MATTER.match(page.text)
    at = front.end() if front else 0
    words = len(_body(page.text[at : at + 4_000]).split())
    soon = _SOON.search(page.text, at)
    if soon and words < _STUB_WORDS:
        yield page.note("stub", *soon.span())
    elif kind in _APPROVED and words < (_STUB_WORDS if front else _heading_needs(page)):
        end = at + len(page.text[at:].rstrip()[:200])
        start = at + len(page.text[at:]) - len(page.text[at:].lstrip())
        detail = f"only {words} words below its head"
        yield page.note("stub", *((start, end) if start < end else (0, at)), detail)


def _heading_needs(page: _Page) -> int:
    """Fewest words below a heading; a short note without one claims nothing."""
    return _FEWEST_WORDS if any(block.role == "heading" for block in page.parsed.blocks[:5]) else 0


def _body(text: str) -> str:
    """The text without headings and rules."""
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("#"))


def _unapproved(page: _Page, kind: EvidenceKind) -> Iterator[Note]:
    if kind not in _APPROVED:
        return
    head, tail = page.text[:4_000], page.text[-4_000:]
    draft = _DRAFT.search(head[:2_500])
    if draft:
        yield page.note("unapproved", *draft.span())
    elif not (_is_signed(head) or _is_signed(tail) or _approval_column(page.parsed)):
        yield Note("unapproved", "names no approver and no approval date")


def _is_signed(text: str) -> bool:
    if _SIGNED_PROSE.search(text):
        return True
    return any(not _NOBODY.match(match.group("by")) for match in _SIGNED.finditer(text))


def _approval_column(parsed: Parsed) -> bool:
    """Whether a small table, such as a revision history, names who approved."""
    for table in parsed.tables:
        for at, column in enumerate(table.columns):
            name = spoken(column.name)
            if table.row_count <= 40 and name.startswith(_APPROVAL):
                cells = [row[at] for row in table.rows if len(row) > at]
                if any(map(_is_somebody, cells)):
                    return True
        if any(_is_approval(row) for row in table.rows[:15]):
            return True
    return False


_APPROVAL = ("approv", "authorised", "authorized")


def _is_approval(row: tuple[str, ...]) -> bool:
    return len(row) > 1 and spoken(row[0]).startswith(_APPROVAL) and _is_somebody(row[1])


def _is_somebody(cell: str) -> bool:
    return bool(cell.strip()) and not _NOBODY.match(cell.strip())


def _undated(kind: EvidenceKind, dates: Dates) -> Iterator[Note]:
    # The day a policy's file was made says nothing about the day it began to apply.
    shown = dates.effective if kind in _APPROVED else dates.effective or dates.captured
    if kind in _DATED and shown is None:
        yield Note("undated", "states no date that it speaks for or was made on")


def _instructions(page: _Page) -> Iterator[Note]:
    for found in instructions(page.text):
        yield page.note("instruction_in_evidence", found.start, found.end)
    for note in page.parsed.notes:
        if note.kind == "hidden_content" and note.quote and instructions(note.quote):
            hidden = _short(note.quote)
            if note.quote not in page.text:
                yield Note(
                    "instruction_in_evidence",
                    f"{where(note.locator)}{hidden}",
                    note.locator,
                    note.quote,
                )


def _other_environment(page: _Page, kind: EvidenceKind) -> Iterator[Note]:
    """Exports and captures of a system that is not production. Documents only mention such systems."""
    if kind in _STATED or kind in ("other", "diagram"):
        return
    found = _column_elsewhere(page)
    if found:
        yield found
        return
    head = page.text[:3_000]
    if _PRODUCTION.search(page.text[:20_000]) and not _NOT_PRODUCTION.search(head):
        return
    for match in _ENVIRONMENT.finditer(head):
        if not _PRODUCTION.search(match.group("value")):
            yield page.note("other_environment", *match.span("value"))
            return
    title = (page.parsed.title or "") if kind not in ("record", "report", "ticket") else ""
    plain = _NOT_PRODUCTION.search(head[:800])
    if plain:
        yield page.note("other_environment", *plain.span())
    elif _TITLED.search(title) and not _PRODUCTION.search(title):
        yield Note("other_environment", f"title: {_short(title)}")


_STATED_IN = frozenset(
    {
        "environment",
        "env",
        "account",
        "account name",
        "account alias",
        "project",
        "project id",
        "tenant",
        "cluster",
        "subscription",
        "workspace",
    }
)


def _column_elsewhere(page: _Page) -> Note | None:
    """A table all of whose rows come from another environment."""
    for table in page.parsed.tables:
        for at, column in enumerate(table.columns):
            if spoken(column.name) not in _STATED_IN:
                continue
            values = {row[at].strip() for row in table.rows if at < len(row) and row[at].strip()}
            if values and all(_is_elsewhere(value) for value in values):
                value = min(values)
                start = page.text.find(value)
                if start >= 0:
                    detail = f"{where(page.locator(start, start + len(value)))}{column.name} is {value} in every row"
                    return page.note("other_environment", start, start + len(value), detail)
    return None


def _is_elsewhere(value: str) -> bool:
    found = re.search(rf"(?<![A-Za-z]){_ELSEWHERE}(?![A-Za-z])", value, re.IGNORECASE)
    return found is not None and not _PRODUCTION.search(value.replace("_", " "))
