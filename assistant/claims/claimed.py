"""A claim taken apart: lead-ins off, then the single statements that each must be supported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from assistant.claims.details import details
from assistant.claims.statements import cut
from assistant.claims.words import words

LONGEST_CLAIM = 3000
"""Most characters of a claim that are checked."""
_MOST_JOINTS = 30
_LEAD_IN = re.compile(
    r"\s{0,4}(?:(?:yes|no|correct|true|indeed|confirmed)\s{0,2}[,.;:–-]{1,2}\s{1,3}"
    r"|(?:according to|as (?:stated|described|defined|set out|documented|required|noted) (?:in|by)|per|under|in accordance with|in line with|as per)"
    r" (?:the |our |its |this )[^,.;\n]{1,80},\s{1,3}"
    r"|(?:the|our|its|this|an?) (?:[\w&/-]{1,25} ){0,5}(?:policy|polices|policies|procedure|standard|plan|document|agreement|text|evidence|report|handbook|contract)s?"
    r" (?:also )?(?:states?|says?|requires?|specif(?:y|ies)|notes?|defines?|provides?|sets? out|mandates?|stipulates?|confirms?|shows?) that\s{1,3}"
    r"|(?:we|it) (?:also )?(?:states?|confirm|note) that\s{1,3}"
    r"|(?:additionally|furthermore|moreover|in addition|also|specifically|in particular),\s{1,3}"
    r"|is the following true under this agreement\?\s{1,3})",
    re.IGNORECASE,
)
_JOINT = re.compile(r"[;]\s|,\s{1,2}(?:and |but |while |whereas )?|\s(?:and|but|while|whereas)\s")
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|must|shall|will|may|should|can|has|have|had|does|do|did|runs?|uses?|requires?|keeps?|holds?"
    r"|performs?|conducts?|reviews?|rotates?|encrypts?|stores?|tests?|reports?|monitors?|applies|maintains?|provides?|carries|takes?"
    r"|supports?|includes?|needs?|receives?|sends?|logs?|expires?|becomes?|happens?|occurs?|terminates?|revokes?|removes?|retains?|deletes?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """One sentence of a claim without its lead-in, and its clauses that each say something."""

    text: str
    clauses: tuple[str, ...]


@lru_cache(maxsize=4096)
def sentences_of(claim: str) -> tuple[Claimed, ...]:
    """The sentences of a claim, in order, without lead-ins such as "Yes." or "Our policy states
    that"; empty where nothing is said.
    """
    out: list[Claimed] = []
    text = claim[:LONGEST_CLAIM]
    for start, end in cut(text):
        bare = without_lead_in(text[start:end])
        clauses = tuple(clause for clause in _clauses(bare) if words(clause) or details(clause))
        if clauses:
            out.append(Claimed(bare, clauses))
    return tuple(out)


def without_lead_in(sentence: str) -> str:
    """The sentence without what only says where it stands."""
    for _ in range(4):
        found = _LEAD_IN.match(sentence)
        if not found:
            break
        sentence = sentence[found.end() :]
    return "" if re.fullmatch(r"\W*(?:yes|no|correct|true)\W*", sentence, re.I) else sentence


def _clauses(sentence: str) -> list[str]:
    """Cut at joints where both sides can stand alone: a subject with a verb, or with a time.

    A time without a verb stands alone only behind another time: "full backups weekly, incremental
    backups daily"; else it is said of both sides.
    """
    cuts, begin = [], 0
    joints = list(islice(_JOINT.finditer(sentence), _MOST_JOINTS))
    ends = [*(joint.start() for joint in joints[1:]), len(sentence)]
    for joint, end in zip(joints, ends, strict=False):
        left, following = sentence[begin : joint.start()], sentence[joint.end() : end]
        timed = _behind_subject(following, _times(following)) and bool(_times(left))
        if _stands(left) and (timed or _behind_subject(following, _verbs(following))):
            cuts.append((begin, joint.start()))
            begin = joint.end()
    return [sentence[a:b] for a, b in (*cuts, (begin, len(sentence))) if sentence[a:b].strip()]


def _stands(piece: str) -> bool:
    return _behind_subject(piece, _verbs(piece) + _times(piece))


def _behind_subject(piece: str, said: list[int]) -> bool:
    return any(any(w.end <= at for w in words(piece)) for at in said)


def _verbs(piece: str) -> list[int]:
    return [m.start() for m in _VERB.finditer(piece)]


def _times(piece: str) -> list[int]:
    return [d.start for d in details(piece) if d.kind in ("frequency", "duration")]
