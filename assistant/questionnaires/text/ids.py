"""Ids of questions in running text and in cells, in whatever form the customer writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERED = r"\d{1,3}(?:\.\d{1,3}){0,5}(?:[.\-]?[a-z](?![\w’']))?"
_CODE = r"[A-Z][A-Za-z&]{0,9}(?:[-_.][A-Za-z]{1,6}){0,2}[-_.]?\d{1,4}(?:[.\-_]\d{1,4}){0,4}[a-z]?"
_WORDED = re.compile(
    rf"(?:Question|Query|Item)\s*(?:No\.?\s*|#\s*)?(?P<id>{_NUMBERED})\s*[.:)\-–—]*\s+(?=\S)", re.I
)
_BRACKETED = re.compile(
    rf"[\[(](?P<id>{_CODE}|{_NUMBERED}|[a-z]|[ivx]{{1,4}})[\])]\s*[:.\-–—]?\s*(?=\S)"
)
_CODED = re.compile(rf"(?P<id>{_CODE})(?P<end>\s*[.:)]\s+|\s+[-–—]\s+|\t+\s*|\s{{2,}}|\s+)(?=\S)")
_PLAIN = re.compile(
    rf"(?P<id>#?{_NUMBERED})(?P<end>\s*[.):]\s+|\s*[-–—]\s+|\t+\s*|\s{{2,}}|\s+)(?=\S)"
)
_LETTERED = re.compile(r"(?P<id>[a-zA-Z]|[ivx]{1,4})(?:\)\s+(?=\S)|\.\s+(?=[A-Z\"“(\[]))")
_STANDARDS = frozenset(
    "ISO SOC PCI TLS AES SHA NIST FIPS RFC IP RSA SSL CVE ISAE SSAE ITIL CIS".split()
)
_WHOLE = re.compile(rf"#?(?:{_CODE}|{_NUMBERED}|[A-Z]{{1,4}}|[a-z]|[ivx]{{1,4}})[.):]?")
_LOOSE = re.compile(r"[\w#][\w.\-_/#:() ]{0,23}")


@dataclass(frozen=True, slots=True)
class Split:
    """A text without its id, and the id without brackets and full stops; empty where it has none."""

    id: str
    text: str


def split_id(text: str) -> Split:
    """Cut a leading id such as "1.2", "(a)", "AC-01:" or "Question 3." off a text.

    Names of standards and plain numbers ("ISO 27001 …", "24/7 …", "3.5 million …") are no ids.
    """
    for pattern in (_WORDED, _BRACKETED, _LETTERED):
        if found := pattern.match(text):
            return Split(found.group("id"), text[found.end() :])
    if (found := _CODED.match(text)) and _is_code(found):
        return Split(found.group("id"), text[found.end() :])
    if (found := _PLAIN.match(text)) and _is_number(found, text[found.end() :]):
        return Split(found.group("id").rstrip("."), text[found.end() :])
    return Split("", text)


def is_id(text: str) -> bool:
    """Whether a table cell holds an id and nothing else."""
    return bool(_WHOLE.fullmatch(text.strip()))


def cell_id(text: str) -> str:
    """The id that an id column's cell holds, in whatever form the customer writes it."""
    text = " ".join(text.split()).strip("*")
    return text.rstrip(".):") if _LOOSE.fullmatch(text) else ""


def _is_code(found: re.Match[str]) -> bool:
    code, spaced = found.group("id"), found.group("end") == " "
    letters = re.match(r"[A-Za-z]+", code)
    if letters and letters.group().upper() in _STANDARDS:
        return False
    if not spaced:
        return True
    return bool(re.match(r"Q\d", code)) or bool(re.search(r"[A-Za-z][-_.]\d", code))


def _is_number(found: re.Match[str], rest: str) -> bool:
    number, end = found.group("id"), found.group("end")
    if end != " ":
        # "2 - factor" and "10 – 20 people" are no ids, "2. What" is.
        return end.strip() not in ("-", "–", "—") or rest[:1].isupper()
    levels = number.count(".")
    if number.startswith("#"):
        return True
    return levels > 1 or (levels == 1 and (rest[:1].isupper() or rest[:1] in "\"“([‘'"))
