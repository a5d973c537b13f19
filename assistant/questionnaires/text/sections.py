"""Where in a document we are: the headings above, parts that ask nothing, and what a title promises."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

LOOKS_ONLY = 9
_LONGEST_TITLE = 120
"""The level of a line that only looks like a heading."""

_FORM = re.compile(
    r"questionnaire|self[- ]?assessment|assessment form|assessment questions|intake|survey|due diligence|checklist"
    r"|request for (?:information|proposal)|\brf[ipq]\b|\bddq\b|\bcaiq\b|\bsig\b|\bform\b|\bquestions\b"
    r"|vendor (?:security|risk|privacy) (?:review|assessment)|template",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:report|findings?|executive summary|recommendations?|minutes|plan of action|poa&?m|memo|results)\b",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"(?:(?:general|important|vendor|completion)?\s*instructions?(?:\s+(?:for|to)\b.*)?|how to (?:complete|use|answer|respond|fill)\b.*"
    r"|guidance(?:\s+(?:for|on)\b.*)?|document (?:control|history)|(?:revision|version|change) (?:history|log)|changelog"
    r"|scoring\b.*|score summary.*|(?:for )?(?:internal|official|office|company) use(?:\s+only)?.*|for office use.*"
    r"|declaration.*|attestation.*|acknowledg[e]?ment.*|signatures?|sign[- ]?off.*|certification statement.*"
    r"|attachments?(?: checklist)?|(?:required |requested |supporting )?document(?:s|ation)? (?:requested|required|checklist|to (?:attach|provide))\b.*"
    r"|table of contents|contents|glossary|definitions|acronyms|references|revision|approvals?|licen[cs]e|about this document"
    r"|(?:reviewer|assessor|analyst)(?:['’]?s)? (?:use|section|notes|summary|assessment)\b.*)",
    re.IGNORECASE,
)
_INTERNAL = re.compile(
    r"(?:for )?(?:internal|office|official|company) use|\b(?:completed|filled in) by (?:the )?(?:assessor|reviewer|customer|buyer|analyst)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^(?:section|part|chapter|appendix)?\s*[\dA-Z]{0,3}(?:\.\d+)*[.:)]?\s+", re.IGNORECASE
)
_CAPTION = re.compile(
    r"(?:section|domain|part|factor|chapter|area|category|module|appendix|annex|schedule|topic)\s+[\dA-Z]{1,3}\b"
    r"|\d{1,2}(?:\.\d{1,2})*[.)]?\s+[A-Z]",
    re.IGNORECASE,
)


def promises_form(titles: Sequence[str]) -> bool:
    """Whether the first lines of a document, its name among them, say that it is to be filled in."""
    told = [t for t in titles if len(t) <= _LONGEST_TITLE]
    return any(_FORM.search(t) for t in told) and not any(_REPORT.search(t) for t in told)


def is_caption(text: str) -> bool:
    """Whether a plain line names a section as headings do: "Domain 2: Access Control"."""
    return bool(_CAPTION.match(text)) and len(text.split()) <= 12 and not text.endswith((".", "?"))


@dataclass(slots=True)
class Sections:
    """The path of headings at the point that was reached."""

    path: list[tuple[int, str]] = field(default_factory=list)
    silent: int | None = None
    """Level of the heading that opened a part which asks the respondent nothing."""
    internal: bool = False
    title: str = ""
    """The first heading of all, where it says what the document is."""
    left_out: list[str] = field(default_factory=list)

    def enter(self, level: int, text: str) -> None:
        """Go to a heading."""
        if not self.path and promises_form([text]):
            self.title = text
        self.path = [(d, t) for d, t in self.path if d < level] + [(level, text)]
        if self.silent is not None and level <= self.silent:
            self.silent, self.internal = None, False
        plain = _NUMBER.sub("", text).strip(" :*")
        internal = bool(_INTERNAL.search(text))
        if (
            self.silent is None
            and len(self.path)
            and (internal or _SILENT.fullmatch(plain) or _SILENT.fullmatch(text.strip(" :*")))
        ):
            self.silent, self.internal = level, internal
            self.left_out.append(text)

    @property
    def name(self) -> str:
        """The innermost heading; the document's own title names no section."""
        if len(self.path) == 1 and self.path[0][1] == self.title:
            return ""
        return self.path[-1][1] if self.path else ""
