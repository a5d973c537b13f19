"""How each word of a sentence is said: affirmed or denied, for certain or only as may be.

Negations reach forward to the end of their clause, verdicts ("is prohibited") back to its start,
and an exception turns what follows it round again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.claims.words import Word, words

Mode = Literal["plain", "may", "should", "example", "planned"]


@dataclass(frozen=True, slots=True)
class Term:
    """One meaning of a sentence with how it is said.

    `sign` is -1 where it is denied; `scoped` tells that a negation governs it, `excepted` that an
    exception does.
    """

    concept: str
    sign: int
    mode: Mode
    scoped: bool
    excepted: bool
    start: int
    end: int


# A relative clause denies something of its noun, not of the sentence: "an engineer who did not write it".
_NEUTRAL = re.compile(
    r"\bnot (?:be )?(?:limited to|only|later than|less than|more than|fewer than|longer than|exceed(?:ing)?)\b|\bwithout limitation\b"
    r"|\bwithout (?:undue |unreasonable )?delay\b|\bno (?:later|less|more|fewer|longer) than\b|\bno longer\b(?= than)"
    r"|\b(?:not|nothing|neither)\b[^.;:]{0,60}?\b(?:prevent|preclude|restrict|limit|prohibit|forbid|prejudice|impair)(?:s|ed)?\b"
    r"|\bnotwithstanding\b|\bnon-(?=\w)|\bno exceptions?\b|\bwithout exceptions?\b|\bif not\b|\bwhether or not\b(?= (?:the|such|it)\b)"
    r"|(?<=\w )\b(?:who|which|that) (?:has|have|had|did|do|does|is|are|was|were) not\b"
    r"|\bexcept (?:only )?(?:as|to the extent)\b|\b(?:unless|except) (?:as )?otherwise\b|\bNo\. ?(?=\d)",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"(?P<back>\b(?:not (?:be )?(?:strictly |generally )?(?:permitted|allowed|required|mandatory|necessary|needed|obligated|obliged|authori[sz]ed|applicable)\b"
    r"|(?:need|do|does) not (?:be|need)\b|(?:is|are|be|was|were|remains?) (?:\w{1,12}ly )?(?:prohibited|forbidden|banned|disallowed)\b|(?:is|are) optional\b))"
    r"|(?P<short>\bwithout\b)"
    r"|(?P<neg>\b(?:not|never|no|nothing|none|nobody|neither|nor|cannot|can't|won't|lacks?|refrains?|fails?|failed|prohibit(?:s|ed|ing)?"
    r"|forbid(?:s|den)?|disallow(?:s|ed)?|prevent(?:s|ed)? from|whether or not|regardless of whether)\b|\b\w{2,6}n['’]t\b)"
    r"|(?P<exception>\b(?:except(?:ing)?(?: that| for| to| as| where| when| in)?|unless|other than|save (?:for|as|to)|excluding|apart from|but (?:only|may|shall be permitted)|than to)\b)"
    r"|(?P<may>\b(?:may|might|can|could|optionally)\b)"
    r"|(?P<should>\b(?:should|ought to|recommend(?:s|ed)?|encourage[sd]?|where (?:possible|feasible|practicable)|if possible|ideally|strives? to|aims? to)\b)"
    r"|(?P<example>\b(?:for example|for instance|such as|e\.g)\b)"
    r"|(?P<planned>\b(?:plan(?:s|ned|ning)? (?:to|for)|(?:is|are) planned|intend(?:s|ed)? to|roadmap|in progress|not yet|upcoming|in the future"
    r"|will be (?:implemented|introduced|rolled out|deployed|added|adopted|launched)|under development|to be (?:implemented|introduced|rolled out)|working (?:on|towards?))\b)"
    r"|(?P<end>[;:](?!\s{0,3}(?:(?:and|or|nor) )?(?:\(|[a-z]\)|nor\b|or\b))|\bhowever\b|\bbut\b|\balthough\b|\bwhereas\b|\bprovided that\b"
    r"|(?:,(?: and| or)?\s{1,3}(?=(?!nor\b)\w{1,20} )|\b(?:and|or)\s{1,3})(?:(?!that\b|which\b|who\b|not\b|nor\b)\w{1,20} ){0,4}?(?<!, )(?:must|shall|will|is|are|has|have|may|should)\b(?! not\b| no\b))",
    re.IGNORECASE,
)
_SHORT_REACH = 4
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|must|shall|will|has|have)\b", re.IGNORECASE)


@dataclass(slots=True)
class _State:
    """What holds at one point of a sentence that is being read."""

    sign: int = 1
    mode: Mode = "plain"
    excepted: bool = False
    reach: int = -1
    """How many terms a short negation still governs; -1 for to the end of the clause."""


@lru_cache(maxsize=16384)
def terms(text: str) -> tuple[Term, ...]:
    """The meanings of a sentence in order, each with its sign and mode."""
    plain = _NEUTRAL.sub(lambda m: " " * len(m.group(0)), text)
    found = words(text)
    cues = [m for m in _CUE.finditer(plain) if not (m["may"] and m.group(0)[0] == "M")]
    return tuple(_read(text, found, cues))


def _read(text: str, found: Sequence[Word], cues: Sequence[re.Match[str]]) -> list[Term]:
    out: list[Term] = []
    state, clause, at = _State(), 0, 0
    for word in found:
        while at < len(cues) and cues[at].start() <= word.start:
            cue = cues[at]
            at += 1
            if cue.lastgroup == "end":
                state, clause = _State(), len(out)
            else:
                _turn(state, cue.lastgroup or "", out, clause)
        if state.excepted and _AUXILIARY.search(text, out[-1].end if out else 0, word.start):
            state.excepted, state.sign = False, -state.sign if state.sign < 0 else state.sign
        out.append(_term(word, state))
        if state.reach > 0:
            state.reach -= 1
            if state.reach == 0:
                state.sign, state.reach = 1, -1
    for cue in cues[at:]:
        if cue.lastgroup == "end":
            break
        _turn(state, cue.lastgroup or "", out, clause)
    return out


def _turn(state: _State, cue: str, out: list[Term], clause: int) -> None:
    """Change the state by a cue, and the terms before it where the cue reaches back."""
    if cue == "neg":
        state.sign, state.reach, state.excepted = -1, -1, False
    elif cue == "short":
        state.sign, state.reach = -1, _SHORT_REACH
    elif cue == "back":
        out[clause:] = [_denied(term) for term in out[clause:]]
        state.sign, state.reach = -1, -1
    elif cue == "exception":
        state.sign, state.reach, state.excepted = -state.sign, -1, True
    elif cue == "may":
        state.mode = "may"
    elif cue == "example":
        state.mode = "example"
    elif cue in ("should", "planned"):
        mode: Mode = "should" if cue == "should" else "planned"
        state.mode = mode
        out[clause:] = [_said(term, mode) for term in out[clause:]]


def _term(word: Word, state: _State) -> Term:
    return Term(
        word.concept,
        word.sign * state.sign,
        state.mode,
        state.sign < 0 or state.excepted,
        state.excepted,
        word.start,
        word.end,
    )


def _denied(term: Term) -> Term:
    return Term(term.concept, -term.sign, term.mode, True, term.excepted, term.start, term.end)


def _said(term: Term, mode: Mode) -> Term:
    return Term(term.concept, term.sign, mode, term.scoped, term.excepted, term.start, term.end)
