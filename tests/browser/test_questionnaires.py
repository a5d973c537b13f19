"""A questionnaire's round trip in the browser: reload and power cut in mid-batch, keyboard, two people."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from playwright.sync_api import Page, expect

from assistant.house.house import House
from assistant.indexing import ingest_evidence
from assistant.questionnaire_files import FOLDER, opened
from assistant.questionnaire_run import dump_answers
from assistant.workspace import Workspace
from benchmarks.web.homes import (
    ADMIN,
    APPROVER,
    CONTRIBUTOR,
    PASSWORD,
    READER,
    SAMPLE,
    add_people,
    add_workspace,
)
from benchmarks.web.server import Server
from benchmarks.web.visit import Visit
from tests.questionnaires.roundtrip import assert_kept

TOPICS = (
    "access rights",
    "backups",
    "vulnerability scans",
    "production changes",
    "security incidents",
    "suppliers",
    "encryption keys",
    "log records",
    "staff screening",
    "visitors",
)
FORMS = (
    "Do you have a policy for {}?",
    "How often are {} reviewed?",
    "Who is responsible for {}?",
    "Within what time are problems with {} resolved?",
    "Are {} covered by training?",
    "How long are records of {} kept?",
    "Are {} tested every year?",
    "Which tool handles {}?",
    "Are {} reported to management?",
    "Are {} in the scope of your last assessment?",
    "Do customers see {}?",
    "Are {} part of the risk assessment?",
)
CHECK = Path(__file__).resolve().parents[2].parent / "shared" / "eval" / "check_roundtrip.py"
LONG = 180_000
COUNT = re.compile(r"Drafting answers: [1-9]\d* of \d+")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Four people and a workspace that has read the sample's policies."""
    made = tmp_path / "home"
    with House.open(made) as house:
        folder = add_workspace(house, "Larkfield", add_people(house))
    evidence = folder / "evidence"
    evidence.mkdir()
    for policy in sorted((SAMPLE / "evidence" / "policies").iterdir()):
        if policy.is_file():
            (evidence / policy.name).write_bytes(policy.read_bytes())
    with Workspace(folder) as workspace:
        ingest_evidence(workspace, evidence)
    return made


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    with Server.of(home) as started:
        yield started


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """A workbook of 120 questions with lists of choices: a batch that takes a while."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Security"
    sheet.append(["ID", "Question", "Answer", "Comments"])
    for number, form in enumerate(FORMS):
        for topic in TOPICS:
            sheet.append([f"{topic[:2].upper()}-{number + 1}", form.format(topic)])
    choices = DataValidation(type="list", formula1='"Yes,No,Partially"')
    choices.add("C2:C60")
    sheet.add_data_validation(choices)
    sheet.freeze_panes = "A2"
    file = tmp_path / "long.xlsx"
    book.save(file)
    return file


def signed_in(visit: Callable[..., Visit], server: Server, email: str) -> Visit:
    window = visit(server)
    window.sign_in(email, PASSWORD)
    return window


def step(window: Visit, name: str) -> None:
    window.click(window.page.get_by_role("radio", name=name, exact=True))


def row(page: Page) -> str:
    found = re.search(r"[?&]row=(\d+)", page.url)
    return found[1] if found else "1"


def path(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3]


def test_round_trip_through_reload_and_power_cut(
    home: Path, server: Server, visit: Callable[..., Visit], tmp_path: Path, long: Path
) -> None:
    ben = signed_in(visit, server, CONTRIBUTOR.email)
    page = ben.open("/questionnaires")
    ben.sees("No questionnaires yet")
    ben.assert_accessible()
    page.locator('input[type="file"]').set_input_files(long)
    ben.click(page.get_by_role("button", name="Read it"))
    ben.sees("questions want an answer")
    ben.assert_accessible()
    step(ben, "Draft")
    ben.assert_accessible()
    page.get_by_role("button", name=re.compile(r"Draft \d+ questions")).click()
    expect(page.get_by_text(COUNT).first).to_be_visible(timeout=LONG)
    page.reload()
    expect(page.get_by_text(COUNT).first).to_be_visible(timeout=LONG)
    assert "q=" in page.url
    assert "ben" not in page.url.lower()

    address = path(page)
    page.goto("about:blank")  # a window that loses its server says so in its console
    server.kill()
    server.__enter__()
    page = ben.open(address)
    expect(page.get_by_text("Nothing to draft").first).to_be_visible(timeout=LONG)
    step(ben, "Review")
    expect(page.get_by_text(re.compile(r"\d+ of \d+ questions shown")).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d+ not drafted"))).to_have_count(0)
    ben.assert_accessible()

    ben.press("n")
    assert row(page) == "2"
    ben.press("p")
    assert row(page) == "1"
    expect(page.get_by_role("button", name=re.compile(r"^Approve\b")).first).to_be_disabled()
    step(ben, "Export")
    ben.assert_accessible()
    ben.click(page.get_by_role("button", name="Write a draft"))
    filled = tmp_path / "filled.xlsx"
    with page.expect_download() as coming:
        page.get_by_role("button", name=re.compile(r"-answered\.xlsx")).click()
    coming.value.save_as(filled)
    cells = [
        str(c.value)
        for s in openpyxl.load_workbook(filled).worksheets
        for r in s.iter_rows()
        for c in r
        if c.value
    ]
    assert any("DRAFT" in c for c in cells)

    page.goto("about:blank")
    server.stop()
    only_answers_changed(home, long, filled, tmp_path)


def only_answers_changed(home: Path, original: Path, filled: Path, tmp_path: Path) -> None:
    """The customer's file is the same but for the places of the answers."""
    (folder,) = (home / "workspaces").iterdir()
    (kept,) = (folder / FOLDER).glob("*.xlsx")
    with Workspace(folder) as workspace:
        asked = opened(workspace, kept.stem)
        run = workspace.store.answers.latest_run(asked.sha256)
        assert run is not None
        answers = tuple(workspace.store.answers.current(asked.sha256).values())
        told = tmp_path / "answers.json"
        told.write_text(dump_answers(run, asked, answers=answers), encoding="utf-8")
        assert len(workspace.store.answers.runs(asked.sha256)) >= 2  # one that was killed
    sheets = len(openpyxl.load_workbook(original).worksheets)
    parts = [f"xl/worksheets/sheet{n}.xml" for n in range(1, sheets + 1)]
    assert_kept(original.read_bytes(), filled.read_bytes(), parts)
    if CHECK.exists():
        command = [sys.executable, str(CHECK), str(original), str(filled), str(told)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert json.loads(done.stdout)


def small(server: Server, visit: Callable[..., Visit], tmp_path: Path) -> str:
    """A drafted questionnaire of three questions; gives its address."""
    file = tmp_path / "customer.csv"
    file.write_text(
        "id,question,answer\nQ1,How often are access rights reviewed?,\n"
        "Q2,Do you carry cyber liability insurance?,\nQ3,Do you have a backup policy?,\n"
    )
    window = signed_in(visit, server, ADMIN.email)
    page = window.open("/questionnaires")
    page.locator('input[type="file"]').set_input_files(file)
    window.click(page.get_by_role("button", name="Read it"))
    step(window, "Draft")
    window.click(page.get_by_role("button", name="Draft 3 questions"))
    expect(page.get_by_text("Nothing to draft").first).to_be_visible(timeout=LONG)
    step(window, "Review")
    return path(page)


def test_the_whole_queue_by_keyboard_and_two_people(
    server: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    address = small(server, visit, tmp_path)
    priya = signed_in(visit, server, APPROVER.email)
    page = priya.open(address)
    priya.press("n")
    assert row(page) == "2"
    priya.press("e")
    box = page.get_by_role("textbox", name="Answer")
    box.fill("")
    box.press_sequentially("None, and no plan")  # letters that are keys elsewhere
    assert box.input_value() == "None, and no plan"
    priya.assert_accessible()
    box.press("Control+Enter")
    priya.sees("Q2 is saved")
    assert row(page) == "2"
    priya.press("a")
    priya.sees("you wrote in it")

    ada = signed_in(visit, server, ADMIN.email)
    page = ada.open(address + ("&" if "?" in address else "?") + "row=2")
    ada.sees("None, and no plan")
    ada.press("a")
    ada.sees("Q2 is approved")
    ada.press("x")
    ada.page.get_by_role("textbox", name="Why is it rejected?").fill("says too little")
    ada.page.keyboard.press("Control+Enter")
    ada.sees("is rejected")
    ada.settled()
    ada.press("s")
    ada.page.get_by_role("button", name="Assign", exact=True).last.click()
    ada.sees("assigned to")
    ada.click(page.get_by_role("button", name="Approve several"))
    ada.sees("Left out")
    ada.assert_accessible()


def test_a_reader_may_not_write_and_markup_stays_text(
    server: Server, visit: Callable[..., Visit], tmp_path: Path
) -> None:
    hostile = tmp_path / "q.csv"
    hostile.write_text(
        'id,question,answer\nQ1,"Is <script>alert(1)</script> **bold** kept as text?",\n'
        "Q2,<img src=x onerror=alert(2)> How long are logs kept?,\n"
    )
    ada = signed_in(visit, server, ADMIN.email)
    page = ada.open("/questionnaires")
    page.locator('input[type="file"]').set_input_files(
        {"name": "<b>q</b>.csv", "mimeType": "text/csv", "buffer": hostile.read_bytes()}
    )
    ada.click(page.get_by_role("button", name="Read it"))
    step(ada, "Review")
    ada.sees("<script>alert(1)</script> **bold**")
    rosa = signed_in(visit, server, READER.email)
    page = rosa.open(path(page))
    rosa.sees("<script>alert(1)</script> **bold**")
    for name in ("Approve", "Edit", "Reject", "Assign"):
        expect(page.get_by_role("button", name=re.compile(f"^{name}")).first).to_be_disabled()
    rosa.open("/questionnaires")
    expect(rosa.page.locator('input[type="file"]')).to_have_count(0)
