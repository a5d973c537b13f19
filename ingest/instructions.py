"""Text in evidence that is aimed at whoever, or whatever, judges it.

Found by cues that add up within a sentence or two. A text that talks about such attacks (training,
threat models) is told by the words around the cue and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NEAR = 240

_STRONG = re.compile(
    r"\b(?:ignore|disregard|forget|override)\s(?:all\s|any\s|every\s)?(?:of\s)?(?:the\s|your\s|these\s)?"
    r"(?:previous|prior|above|earlier|preceding|former|system|other)\s(?:\w{1,20}\s)?"
    r"(?:instructions?|prompts?|rules?|directions?|guidance|messages?)"
    r"|<\|(?:im_start|im_end|system|endoftext)\|>|\[/?INST\]|<</?SYS>>|\bBEGIN SYSTEM PROMPT\b"
    r"|\b(?:ai|llm|language model|automated|automatic|machine)[ -](?:reviewers?|auditors?|assessors?|graders?|assistants?|agents?|tools?|systems?)"
    r"\s?[:,]\s{0,3}(?:please\s)?(?:mark|set|rate|grade|score|treat|report|consider|approve|conclude|assume|skip|do not|don't|you must|ignore|respond|answer|output|state)\b"
    r"|\b(?:you are|act as)\s(?:now\s)?(?:an?|the)\s(?:helpful\s|expert\s|friendly\s)?(?:ai|llm|language model|chatbot|virtual assistant|compliance assistant|audit assistant)\b"
    r"|\bnew (?:system )?instructions?:\s",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?P<mark>(?:mark|rate|grade|score|treat|set|classify|consider|assess|report|deem)\s(?:this|these|all|every|each|any)\s(?:\w{1,20}\s){0,4}(?:as|to)\s"
    r"(?:be\s)?(?:fully\s)?(?:met|effective|compliant|passed|passing|satisfied|approved|implemented|fulfilled|a pass))\b"
    r"|\b(?P<hide>(?:do not|don't|never|must not)\s(?:report|flag|mention|raise|list|note|record|include)\s(?:\w{1,20}\s){0,3}(?:gaps?|findings?|exceptions?|issues?|deficienc(?:y|ies)|deviations?|weakness(?:es)?))\b"
    r"|\b(?P<who>(?:(?:note|attention|instructions?|message)\s(?:for|to)\s(?:the\s|any\s|all\s)?(?:ai|llms?|language models?|automated (?:tools?|reviewers?|systems?)|assistants?|models?|reviewers?|auditors?|scanners?|bots?))|(?:ai|llm) (?:reviewer|auditor|assistant|agent|model)s?|system prompt|language models?)\b"
    r"|\b(?P<role>you are (?:now )?(?:an?|the) (?:\w{1,20} )?(?:assistant|auditor|reviewer|assessor))\b"
    r"|\b(?P<reply>(?:respond|reply|answer|output)\s(?:only\s)?(?:with|that)\s)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\battack|\binject|\bexample|\be\.g\.|\bsuch as\b|\badversar|\bphishing|\bmalicious|\bthreat|\bawareness|\bjailbreak|\bmay (?:contain|try|attempt)"
    r"|\bcould (?:contain|try)|\bred[ -]team|\buntrusted|\bguardrail|\btext like\b|\bphrases? like\b|\btreat(?:ed)? as data",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?]\s|\n\s{0,10}\n")


@dataclass(frozen=True, slots=True)
class Instruction:
    """The words `text[start:end]` that address the judge of the evidence."""

    start: int
    end: int


def instructions(text: str) -> tuple[Instruction, ...]:
    """Passages that tell a reviewer or a model how to judge, in order, none overlapping."""
    found: list[Instruction] = []
    for start, end in sorted(_cues(text)):
        span = _sentence(text, start, end)
        if _is_about(text, start, end):
            continue
        if found and span.start < found[-1].end:
            found[-1] = Instruction(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _cues(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _STRONG.finditer(text))
    earlier: re.Match[str] | None = None
    for match in _WEAK.finditer(text):
        near = earlier is not None and match.start() - earlier.end() <= _NEAR
        if earlier is not None and near and match.lastgroup != earlier.lastgroup:
            yield earlier.start(), match.end()
        earlier = match


def _sentence(text: str, start: int, end: int) -> Instruction:
    """The cue, widened to its sentence but to no more than a short paragraph."""
    before = [m.end() for m in _STOP.finditer(text, max(0, start - 160), start)]
    first = before[-1] if before else max(0, start - 160, text.rfind("\n", 0, start) + 1)
    stop = _STOP.search(text, end, min(len(text), end + 200))
    last = stop.start() + 1 if stop else min(len(text), end + 200)
    while first < start and text[first].isspace():
        first += 1
    return Instruction(first, max(end, first + len(text[first:last].rstrip())))


def _is_about(text: str, start: int, end: int) -> bool:
    """Whether the cue is spoken of rather than spoken: quoted, or among words on such attacks."""
    quoted = text[max(0, start - 2) : start].rstrip(" ")[-1:] in tuple("\"'“‘`«")
    around = text[max(0, start - 200) : start] + " " + text[end : end + 120]
    cues = len(_ABOUT.findall(around))
    return cues >= 2 or (quoted and cues >= 1)
