"""`questionnaire`, `ask` and `verify` as a newcomer meets them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.cli.test_commands import Ran, Run, evidary

__all__ = ["evidary"]

SCHEMA = Path(__file__).resolve().parents[2] / "corpus" / "contracts" / "answers.schema.json"
QUESTIONS = (
    "id,question,answer,comments\r\n"
    "Q1,Within what time is a leaver's access removed?,,\r\n"
    "Q2,Do you carry cyber liability insurance?,,\r\n"
)
DAY = ("--as-of", "2026-06-30")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "customer.csv"
    path.write_bytes(QUESTIONS.encode())
    return path


def drafted(evidary: Run, evidence: Path, file: Path, *more: object) -> Ran:
    return evidary("questionnaire", "draft", file, "--evidence", evidence, "-w", "ws", *DAY, *more)


def test_a_file_goes_through_all_steps(evidary: Run, evidence: Path, file: Path) -> None:
    ran = drafted(evidary, evidence, file, "--json", "-")
    assert ran.code == 0, ran.err
    answers = json.loads(ran.out)
    jsonschema.validate(answers, json.loads(SCHEMA.read_text()))
    first, second = answers["answers"]
    assert "24 hours" in first["text"]
    assert first["citations"][0]["locator"]["line_start"]
    assert first["location"] == {"row": 2, "column": 3}
    assert (second["verdict"], second["abstained"]) == ("needs_input", True)
    assert evidary("questionnaire", "export", file, "-w", "ws", "--final").code == 2
    stated = ("--id", "Q2", "--verdict", "no", "--text", "None.", "--by", "Ana")
    assert evidary("questionnaire", "answer", file, "-w", "ws", *stated).code == 0
    both = ("--id", "Q1", "--id", "Q2", "--by", "Ben")
    assert "2 approved by Ben" in evidary("questionnaire", "approve", file, "-w", "ws", *both).out
    ran = evidary("questionnaire", "export", file, "-w", "ws", "--final", "--json", "a.json")
    assert ran.code == 0, ran.err
    filled = Path(file.parent / "customer-answered.csv").read_bytes()
    assert filled.startswith(b"id,question,answer,comments\r\nQ1,")
    assert {a["status"] for a in json.loads(Path("a.json").read_text())["answers"]} == {"approved"}


def test_inspect_needs_no_workspace(evidary: Run, file: Path) -> None:
    ran = evidary("questionnaire", "inspect", file)
    assert ran.code == 0, ran.err
    assert "2 questions" in ran.out
    assert "Within what time" in ran.out


def test_a_correction_is_remembered_for_the_layout(
    evidary: Run, evidence: Path, tmp_path: Path
) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text(
        "a,b,c\nX1,Say how long logs are kept,\nX2,Tell us of backups,\n", encoding="utf-8"
    )
    evidary("ingest", evidence, "-w", "ws")
    given = ("--map", "sheet=odd,head=1,id=A,question=B,answer=C")
    ran = evidary("questionnaire", "inspect", odd, "-w", "ws", *given)
    assert ran.code == 0, ran.err
    assert "2 questions" in evidary("questionnaire", "inspect", odd, "-w", "ws").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("questionnaire", "inspect", "none.xlsx"), "none.xlsx"),
        (("questionnaire", "draft", "FILE", "-w", "ws"), "no evidence yet"),
        (("questionnaire", "draft", "FILE"), "no workspace"),
        (("questionnaire", "inspect", "FILE", "--map", "sheet"), "--map"),
        (("questionnaire", "approve", "FILE", "-w", "ws", "--by", "Ana"), "--id"),
        (("questionnaire", "approve", "FILE", "-w", "ws", "--by", "Ana", "--id", "Z"), "'Z'"),
        (("questionnaire", "export", "FILE", "-w", "ws"), "no answers yet"),
        (("ask", "How long?", "-w", "ws"), "no evidence yet"),
        (("ask", "How long?", "-w", "ws", "--as-of", "soon"), "'soon' is not a day"),
        (("verify", "Logs.", "--cite", "none.md"), "none.md"),
    ],
)
def test_a_wrong_call_says_what_to_do(
    evidary: Run, file: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = evidary(*(str(file) if a == "FILE" else a for a in arguments))
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_ask_prints_the_sources(evidary: Run, evidence: Path) -> None:
    question = "Within what time is a leaver's access removed?"
    ran = evidary("ask", question, "--evidence", evidence, "-w", "ws", *DAY)
    assert ran.code == 0, ran.err
    assert "24 hours of termination. [1]" in ran.out
    assert "access-policy.md, line" in ran.out


@pytest.mark.parametrize(
    ("claim", "label", "code"),
    [
        ("Access of leavers is removed within 24 hours.", "Supported", 0),
        ("Access of leavers is removed within 48 hours.", "Contradicted", 1),
        ("Backups are encrypted with AES-256.", "Silent", 1),
    ],
)
def test_verify_says_whether_a_file_bears_a_claim_out(
    evidary: Run, evidence: Path, claim: str, label: str, code: int
) -> None:
    ran = evidary("verify", claim, "--cite", evidence / "access-policy.md")
    assert (ran.code, ran.out.split()[0]) == (code, label)


def test_nobody_approves_their_own_answer_by_name(evidary: Run, evidence: Path, file: Path) -> None:
    drafted(evidary, evidence, file)
    stated = ("--id", "Q2", "--verdict", "no", "--text", "None.", "--by", "Ana")
    assert evidary("questionnaire", "answer", file, "-w", "ws", *stated).code == 0
    ran = evidary("questionnaire", "approve", file, "-w", "ws", "--id", "Q2", "--by", "ana")
    assert ran.code == 2
    assert "somebody else must approve" in ran.err
    ran = evidary("questionnaire", "approve", file, "-w", "ws", "--above", "0", "--by", "Ana")
    assert "1 approved by Ana" in ran.out
    assert "left out Q2: you wrote in it" in ran.out
