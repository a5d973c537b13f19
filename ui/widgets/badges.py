"""Statuses, severities, verdicts, grades and confidences as badges and as words.

Every badge has a sign and a word: its colour only repeats them.
"""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from assistant.answers import AnswerStatus, Freshness, Sensitivity, Verdict
from assistant.export import words
from assistant.model import Grade, Severity, Status

Colour = Literal["red", "orange", "yellow", "blue", "green", "violet", "gray"]

_STATUS: dict[Status, Colour] = {
    "met_indicated": "green",
    "partial": "orange",
    "insufficient": "gray",
    "not_exercised": "blue",
    "not_met_indicated": "red",
    "carved_out": "violet",
    "not_relevant": "gray",
    "out_of_scope": "gray",
}
_SEVERITY: dict[Severity, tuple[str, Colour]] = {
    "critical": ("▲▲", "red"),
    "high": ("▲", "red"),
    "medium": ("◆", "orange"),
    "low": ("▽", "blue"),
}
_VERDICT: dict[Verdict, tuple[str, str, Colour]] = {
    "yes": ("✓", "Yes", "green"),
    "yes_with_limits": ("✓~", "Yes, with limits", "green"),
    "planned": ("◷", "Planned", "blue"),
    "no": ("✕", "No", "red"),
    "not_applicable": ("–", "Not applicable", "gray"),
    "needs_input": ("?", "Needs input", "orange"),
    "narrative": ("¶", "Narrative", "blue"),
}
_ANSWER: dict[AnswerStatus, tuple[str, str, Colour]] = {
    "draft": ("✎", "Draft", "blue"),
    "needs_review": ("!", "Needs review", "orange"),
    "approved": ("✓", "Approved", "green"),
}
_FRESHNESS: dict[Freshness, tuple[str, str, Colour]] = {
    "fresh": ("●", "Fresh", "green"),
    "due": ("◑", "Due", "orange"),
    "stale": ("○", "Stale", "red"),
    "undated": ("?", "Undated", "gray"),
}
_GRADE: dict[Grade, tuple[str, Colour]] = {
    "A": ("counts", "green"),
    "B": ("counts", "green"),
    "C": ("not counted yet", "orange"),
    "X": ("refused", "red"),
}
_SENSITIVITY: dict[Sensitivity, tuple[str, str, Colour]] = {
    "public": ("○", "Public", "green"),
    "nda": ("◐", "Under NDA", "orange"),
    "internal": ("●", "Internal", "red"),
}
_LEVELS = (
    (0.85, "●●●", "high", "green"),
    (0.6, "●●○", "medium", "blue"),
    (0.0, "●○○", "low", "gray"),
)


def status_words(status: Status) -> str:
    """A criterion's status with its sign, for tables and menus."""
    return f"{words.MARK[status]} {words.STATUS[status]}"


def severity_words(severity: Severity) -> str:
    """A severity with its sign."""
    return f"{_SEVERITY[severity][0]} {words.SEVERITY[severity]}"


def verdict_words(verdict: Verdict) -> str:
    """An answer's value with its sign."""
    sign, word, _ = _VERDICT[verdict]
    return f"{sign} {word}"


def answer_words(status: AnswerStatus) -> str:
    """An answer's status with its sign."""
    sign, word, _ = _ANSWER[status]
    return f"{sign} {word}"


def freshness_words(freshness: Freshness) -> str:
    """How an item's date stands, with its sign."""
    sign, word, _ = _FRESHNESS[freshness]
    return f"{sign} {word}"


def sensitivity_words(sensitivity: Sensitivity) -> str:
    """Who may read it, with its sign."""
    sign, word, _ = _SENSITIVITY[sensitivity]
    return f"{sign} {word}"


def grade_words(grade: str) -> str:
    """An evidence item's grade with what it means; empty for none."""
    return f"{grade}: {_GRADE[grade][0]}" if grade in get_args(Grade) else ""  # type: ignore[index]


def confidence_words(confidence: float) -> str:
    """A confidence as a sign, a word and odds: never a bare score."""
    _, sign, word, _ = _level(confidence)
    return f"{sign} {word}, right in about {round(confidence * 100)} of 100"


def status_badge(status: Status) -> None:
    """A criterion's status."""
    st.badge(status_words(status), color=_STATUS[status], help=words.MEANING[status])


def severity_badge(severity: Severity) -> None:
    """A gap's severity."""
    st.badge(severity_words(severity), color=_SEVERITY[severity][1])


def verdict_badge(verdict: Verdict) -> None:
    """An answer's value."""
    st.badge(verdict_words(verdict), color=_VERDICT[verdict][2])


def answer_badge(status: AnswerStatus) -> None:
    """An answer's status."""
    st.badge(answer_words(status), color=_ANSWER[status][2])


def freshness_badge(freshness: Freshness) -> None:
    """How an item's date stands."""
    st.badge(freshness_words(freshness), color=_FRESHNESS[freshness][2])


def sensitivity_badge(sensitivity: Sensitivity) -> None:
    """Who may read it."""
    st.badge(sensitivity_words(sensitivity), color=_SENSITIVITY[sensitivity][2])


def grade_badge(grade: str) -> None:
    """An evidence item's grade; nothing for none."""
    if grade in get_args(Grade):
        st.badge(f"Grade {grade_words(grade)}", color=_GRADE[grade][1])  # type: ignore[index]


def confidence_badge(confidence: float) -> None:
    """A confidence in words; the odds stand in its help."""
    _, sign, word, colour = _level(confidence)
    st.badge(
        f"{sign} {word} confidence",
        color=colour,
        help=f"of 100 said with this confidence, about {round(confidence * 100)} hold",
    )


def _level(confidence: float) -> tuple[float, str, str, Colour]:
    return next(level for level in _LEVELS if confidence >= level[0] or level[0] == 0.0)  # type: ignore[return-value]
