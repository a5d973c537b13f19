"""Does what is cited say what is claimed? The check that every draft and every answer is held to.

Pure and deterministic: a claim is cut into single statements, each is held against the sentences
that share most with it, and the claim is supported only where every one of them is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.claims.claimed import LONGEST_CLAIM, Claimed, sentences_of
from assistant.claims.clauses import Clause, clause_of, coverage
from assistant.claims.compare import ENOUGH, Outcome, compare
from assistant.claims.model import ClaimSupport, SupportLabel
from assistant.claims.statements import Statement, Texts, read
from assistant.claims.words import lexicon

_LOOKED_AT = 8
"""Sentences of the texts that a clause is held against, best first."""
_STRICT = 0.74
_NEARLY = 0.06
"""How much more a contradicting sentence must share with the claim than a supporting one."""
_YES = re.compile(r"\W*(?:yes|correct|true)\b", re.IGNORECASE)
_NO = re.compile(r"\W*no\b", re.IGNORECASE)
_SWAPPED: dict[SupportLabel, SupportLabel] = {
    "supported": "contradicted",
    "contradicted": "supported",
    "silent": "silent",
}


def check_claim(claim: str, texts: Sequence[str], *, question: str = "") -> ClaimSupport:
    """Whether quotes, passages or whole documents support a claim.

    `question` is what the claim answers: it completes a short answer, and what it names must stand
    in the texts where the claim repeats it. An empty claim is silent.
    """
    return _checked(claim, tuple(texts), question, ENOUGH)


def verify_sentence(sentence: str, quotes: Sequence[str], *, question: str = "") -> ClaimSupport:
    """Whether a drafted sentence says no more than the quotes it cites.

    Stricter than `check_claim`: wording may change, nothing may be added.
    """
    return _checked(sentence, tuple(quotes), question, _STRICT)


def _checked(claim: str, given: tuple[str, ...], question: str, enough: float) -> ClaimSupport:
    if len(claim) > LONGEST_CLAIM:
        return ClaimSupport("silent", 1.0, (f"the claim is over {LONGEST_CLAIM} characters long",))
    texts, question = read(given), question[:LONGEST_CLAIM]
    claimed = sentences_of(claim)
    if not claimed:
        return _bare(claim, given, question, enough)
    if unnamed := _unnamed_topic(claim, claimed, question, texts):
        return ClaimSupport("silent", 0.8, unnamed)
    outcomes = [_sentence(part, texts, question, enough) for part in claimed]
    return _joined(outcomes)


def _bare(claim: str, given: tuple[str, ...], question: str, enough: float) -> ClaimSupport:
    """A mere yes or no claims what the question asks, or its denial."""
    if not question or not (_YES.match(claim) or _NO.match(claim)):
        return ClaimSupport("silent", 1.0, ("nothing is claimed",))
    asked = _checked(question.rstrip("? "), given, "", enough)
    if _YES.match(claim):
        return asked
    return ClaimSupport(_SWAPPED[asked.label], asked.confidence, asked.reasons)


def _unnamed_topic(
    claim: str, claimed: Sequence[Claimed], question: str, texts: Texts
) -> tuple[str, ...]:
    """What the question asks about and the claim repeats, and no text has a word of."""
    if not question:
        return ()
    asked = clause_of(question)
    said = frozenset(c for part in claimed for c in clause_of(part.text).concepts)
    anywhere = frozenset[str]().union(*texts.named)
    topic = (asked.concepts & said) - lexicon().light - anywhere
    if _YES.match(claim):
        topic |= {c for _, concepts in asked.names for c in concepts} - anywhere - lexicon().light
    return tuple(f"no text speaks of {concept!r}" for concept in sorted(topic))


def _sentence(part: Claimed, texts: Texts, question: str, enough: float) -> Outcome:
    if _verbatim(part.text, texts):
        return Outcome("supported", 1.0, ())
    clauses = [_completed(clause, question) for clause in part.clauses]
    outcomes = [_clause(clause, texts, enough) for clause in clauses]
    joined = _worst(outcomes)
    if joined.label == "silent" and len(clauses) > 1:
        whole = _clause(clause_of(part.text), texts, enough)
        return whole if whole.label == "supported" else joined
    return joined


def _verbatim(sentence: str, texts: Texts) -> bool:
    plain = _plain(sentence)
    return (
        any(plain == _plain(s.text) and not s.unfilled for s in texts.statements)
        if plain
        else False
    )


def _plain(text: str) -> str:
    """Words only, so that marks, case and line breaks do not count; a list's number is dropped."""
    bare = re.sub(
        r"^\s{0,8}(?:[-*•>#]{1,4}|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s{1,8}", "", text
    )
    return " ".join(re.findall(r"[\w%$€£.+<>=]*\w[\w%+]*", bare.lower()))


def _completed(clause: str, question: str) -> Clause:
    """A clause too short to stand alone, such as "Annually.", with the question's words."""
    read_alone = clause_of(clause)
    if question and len(read_alone.concepts - lexicon().light) < 2:
        return clause_of(f"{question.rstrip('? ')}: {clause}")
    return read_alone


def _clause(clause: Clause, texts: Texts, enough: float) -> Outcome:
    looked_at = _candidates(clause, texts)
    outcomes = [compare(clause, s, texts, enough=enough) for s in looked_at]
    best = max(outcomes, key=lambda o: o.score, default=Outcome("silent", 0.0, ()))
    against = _best(outcomes, "contradicted")
    support = _best(outcomes, "supported")
    if support and not (against and against.score > support.score + _NEARLY):
        return support
    return against or best


def _best(outcomes: Sequence[Outcome], label: SupportLabel) -> Outcome | None:
    return max((o for o in outcomes if o.label == label), key=lambda o: o.score, default=None)


def _candidates(clause: Clause, texts: Texts) -> list[Statement]:
    scored = [(coverage(clause, s, texts)[1], -at, s) for at, s in enumerate(texts.statements)]
    ordered = sorted(scored, key=lambda row: row[:2], reverse=True)
    return [s for score, _, s in ordered[:_LOOKED_AT] if score > 0]


def _worst(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome of statements that must all hold."""
    for label in ("contradicted", "silent"):
        if found := [o for o in outcomes if o.label == label]:
            reasons = tuple(dict.fromkeys(r for o in found for r in o.reasons))
            return Outcome(found[0].label, max(o.score for o in found), reasons)
    return Outcome("supported", min(o.score for o in outcomes), ())


def _joined(outcomes: Sequence[Outcome]) -> ClaimSupport:
    worst = _worst(outcomes)
    score = min(1.0, worst.score)
    if worst.label == "supported":
        return ClaimSupport("supported", round(0.5 + 0.5 * score, 3), ("all details agree",))
    sure = 0.5 + 0.4 * score if worst.label == "contradicted" else 1.0 - 0.5 * score
    return ClaimSupport(worst.label, round(sure, 3), worst.reasons or ("no text speaks to it",))
