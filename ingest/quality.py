"""What a reader of an item should know before trusting it: template text, stubs, no date, no approval.

Notes carry the verbatim words and their place. Nothing here judges a criterion.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ingest.columns import spoken
from ingest.environments import other_environment
from ingest.instructions import instructions
from ingest.model import Dates, EvidenceKind, Note, Parsed
from ingest.noting import Page, short, where
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


def notes_of(parsed: Parsed, kind: EvidenceKind, dates: Dates) -> tuple[Note, ...]:
    """All notes on one item, at most `MOST_NOTES`, the gravest kinds first.

    Notes that the parser made are not repeated here.
    """
    page = Page(parsed)
    notes = [
        *_instructions(page),
        *_stub(page, kind),
        *other_environment(page, kind),
        *_unapproved(page, kind),
        *_undated(kind, dates),
        *_placeholders(page, kind),
    ]
    return tuple(notes[:MOST_NOTES])


def _placeholders(page: Page, kind: EvidenceKind) -> Iterator[Note]:
    """One note for each wording, at its first place, saying how often it occurs."""
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for found in placeholders(page.parsed, kind):
        places[short(page.text[found.start : found.end])].append((found.start, found.end))
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


def _stub(page: Page, kind: EvidenceKind) -> Iterator[Note]:
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


def _heading_needs(page: Page) -> int:
    """Fewest words below a heading; a short note without one claims nothing."""
    return _FEWEST_WORDS if any(block.role == "heading" for block in page.parsed.blocks[:5]) else 0


def _body(text: str) -> str:
    """The text without headings and rules."""
    return "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("#"))


def _unapproved(page: Page, kind: EvidenceKind) -> Iterator[Note]:
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


def _instructions(page: Page) -> Iterator[Note]:
    for found in instructions(page.text):
        yield page.note("instruction_in_evidence", found.start, found.end)
    for note in page.parsed.notes:
        if note.kind == "hidden_content" and note.quote and instructions(note.quote):
            hidden = short(note.quote)
            if note.quote not in page.text:
                yield Note(
                    "instruction_in_evidence",
                    f"{where(note.locator)}{hidden}",
                    note.locator,
                    note.quote,
                )
