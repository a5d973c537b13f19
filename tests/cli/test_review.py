"""`evidary review link` as a person at a terminal meets it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_commands import Run, evidary

__all__ = ["evidary"]

WHY = ("--by", "Ada Moss", "--reason", "it is about something else")


def test_a_decision_is_made_listed_and_withdrawn(evidary: Run, evidence: Path) -> None:
    ran = evidary(
        "map", evidence, "-w", "ws", "--as-of", "2026-06-30", "--embedder", "static", "--json", "-"
    )
    assert ran.code == 0, ran.err
    policy = next(e["id"] for e in json.loads(ran.out)["evidence"] if "access" in e["path"])
    links = json.loads(ran.out)["links"]
    criterion = next(k["criterion"] for k in links if k["evidence"] == policy)
    ran = evidary("review", "link", "reject", "access-policy.md", criterion, "-w", "ws", *WHY)
    assert ran.code == 0, ran.err
    assert "rejected by Ada Moss" in ran.out
    assert f"{criterion}: " in ran.out
    assert "Insufficient with 1 gaps now" in ran.out
    listed = evidary("review", "link", "list", "-w", "ws").out
    assert "Hold (1)" in listed
    assert "it is about something else" in listed
    ran = evidary("review", "link", "withdraw", policy, criterion, "-w", "ws", "--by", "Ben")
    assert ran.code == 0, ran.err
    assert "Nothing was decided" in evidary("review", "link", "list", "-w", "ws").out


def test_words_that_are_not_there_are_refused(evidary: Run, evidence: Path) -> None:
    assert evidary("map", evidence, "-w", "ws", "--embedder", "static").code == 0
    quote = ("--quote", "Passwords have forty characters")
    ran = evidary("review", "link", "add", "access-policy.md", "CC4.1", "-w", "ws", *WHY, *quote)
    assert ran.code == 2
    assert "do not stand in access-policy.md" in ran.err
    quote = ("--quote", "Shared accounts are forbidden.", "--aspect", "design")
    ran = evidary("review", "link", "add", "access-policy.md", "CC4.1", "-w", "ws", *WHY, *quote)
    assert ran.code == 0, ran.err
    ran = evidary("review", "link", "accept", "access-policy.md", "CC4.1", "-w", "ws", "--by", "B")
    assert "accepted by B" in ran.out
