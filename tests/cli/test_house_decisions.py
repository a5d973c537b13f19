"""Decisions typed in a workspace of the house are a member's, and in the audit trail as the pages' are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from assistant.cli.main import app
from assistant.desk.answer_review import AnswerReview
from assistant.desk.answer_rows import AnswerRow, named
from assistant.desk.description import DescriptionDesk
from assistant.desk.description_files import DescriptionFiles
from assistant.desk.library import LibraryDesk
from assistant.desk.office import Office
from assistant.desk.questionnaires import Questionnaires
from assistant.desk.seat import Seat
from assistant.house.model import AuditEntry, Role
from tests.cli.test_home_workspaces import run
from tests.descriptions.conftest import given

KIND = "soc2-type1"
ACCESS = (
    "# Access Control Policy\n\nApproved by the CISO on 2026-02-03. Version 2.1\n\n"
    "## Removal\n\nAccess of leavers is removed within 24 hours of termination.\n"
)
OVERVIEW = (
    "# System overview\n\nMoss Works, Inc. offers software to finance teams from its office in "
    "Portland, Oregon.\n\n## Infrastructure\n\nProduction runs in Amazon Web Services, region "
    "us-east-1, over three availability zones.\n"
)
HOSTED = "Production runs in Amazon Web Services"
QUESTIONS = (
    "id,question,answer,comments\r\n"
    "Q1,Within what time is a leaver's access removed?,,\r\n"
    "Q2,Do you carry cyber liability insurance?,,\r\n"
)
PAST = "id,question,answer\n1,How long are logs kept?,Logs are kept for 90 days.\n"
REA, ANA, BEN, CYD = (f"{name}@example.com" for name in ("rea", "ana", "ben", "cyd"))
MEMBERS: dict[str, Role] = {REA: "reader", ANA: "contributor", BEN: "approver", CYD: "approver"}
STRANGERS = (
    ("Ben", "e-mail address of nobody here"),
    ("nobody@example.com", "e-mail address of nobody here"),
    ("out@example.com", "do not belong to it"),
)


@dataclass(frozen=True)
class Place:
    """A home folder with the workspace `abc`, and the files that people of it hand in."""

    home: Path
    files: Path

    @property
    def folder(self) -> Path:
        return self.home / "workspaces" / "abc"

    @property
    def asked(self) -> Path:
        return self.files / "customer.csv"

    @property
    def past(self) -> Path:
        return self.files / "past.csv"

    @property
    def word(self) -> Path:
        return self.files / "edited.docx"

    def trail(self) -> list[AuditEntry]:
        """What was recorded here, the oldest first; the chain holds."""
        with Office(self.home, database_url="") as office:
            assert office.house.audit.verify() == ()
            return list(office.house.audit.entries(workspace_id="abc")[::-1])

    def at_a_desk(self, email: str, do: Callable[[Seat], object]) -> None:
        """What the page does for this member."""
        with Office(self.home, database_url="") as office:
            do(office.seat_by_address(email, "abc"))

    def ids(self) -> dict[str, str]:
        """The people's ids by their addresses."""
        with Office(self.home, database_url="") as office:
            return {p.email: p.id for p in office.house.people.all()}

    def in_the_library(self) -> str:
        """The id of the one answer that the library holds."""
        with Office(self.home, database_url="") as office:
            (answer,) = office.workspace("abc").store.library.answers()
            return answer.id


def told(*words: object) -> str:
    done = CliRunner().invoke(app, [str(w) for w in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The home that each test gets a copy of: all is drafted, nothing decided but that DC8 is whole."""
    files = tmp_path_factory.mktemp("decisions")
    place = Place(files / ".evidary", files)
    place.asked.write_bytes(QUESTIONS.encode())
    place.past.write_text(PAST, encoding="utf-8")
    evidence = given(files / "evidence", **{"access-policy": ACCESS, "system-overview": OVERVIEW})
    with Office(place.home, database_url="") as office:
        office.house.workspaces.create("One", workspace_id="abc")
        office.workspace("abc")
        office.house.people.add("Out", "out@example.com")
        for email, role in MEMBERS.items():
            person = office.house.people.add(email[:3].title(), email)
            office.house.workspaces.set_role("abc", person.id, role)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVIDARY_EMBEDDER", "static")
        patch.delenv("EVIDARY_DATABASE_URL", raising=False)
        there = ("--workspace", place.folder)
        told("map", evidence, *there, "--as-of", "2026-06-30")
        told("questionnaire", "draft", place.asked, *there, "--as-of", "2026-06-30")
        told("library", "import", place.past, "--owner", ANA, *there)
        told("describe", *there, "--json", files / "d.json")
        (point,) = points(files / "d.json", "DC8")
        aside = ("describe", "set-aside", point, "All criteria apply.", "--by", CYD)
        assert "set aside by Cyd" in told(*aside, *there)
        told("describe", *there, "--json", files / "d.json", "--out", place.word)
    document = docx.Document(str(place.word))
    line = next(p for p in document.paragraphs if p.text.startswith(HOSTED))
    line.add_run(" The cellar holds the rest.")
    document.save(str(place.word))
    return place


@pytest.fixture
def place(made: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EVIDARY_EMBEDDER", "static")
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.delenv("EVIDARY_DATABASE_URL", raising=False)
    return Place(Path(shutil.copytree(made.home, tmp_path / ".evidary")), made.files)


def points(target: Path, criterion: str) -> list[str]:
    """The points of a criterion that a description written as JSON leaves open."""
    return [p["id"] for p in json.loads(target.read_text())["open"] if p["criterion"] == criterion]


Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def typed(place: Place, capsys: pytest.CaptureFixture[str]) -> Typed:
    """Type a command at the workspace: the exit code, and what was said."""

    def type_it(*words: object, by: str = "") -> tuple[int, str]:
        who = ("--by", by) if by else ()
        code, out, err = run(capsys, *words, *who, "--workspace", place.folder)
        return code, out + err

    return type_it


def commands(place: Place) -> tuple[tuple[object, ...], ...]:
    """Every verb that decides or writes, with all but who does it."""
    identifier = place.in_the_library()
    return (
        ("questionnaire", "approve", place.asked, "--id", "Q1"),
        ("questionnaire", "approve", place.asked, "--above", "0"),
        ("questionnaire", "reject", place.asked, "--id", "Q1", "--reason", "too short"),
        ("questionnaire", "answer", place.asked, "--id", "Q2", "--text", "None."),
        ("describe", "answer", "approver.role", "The CEO approves it."),
        ("describe", "import", place.word),
        ("describe", "approve", "DC8"),
        ("describe", "set-aside", points(place.files / "d.json", "DC3")[0], "Not here."),
        ("library", "import", place.past),
        ("library", "approve", identifier),
        ("library", "retire", identifier, "--reason", "no longer sold"),
    )


def test_nobody_but_a_member_decides_and_a_reader_does_not(place: Place, typed: Typed) -> None:
    before = place.trail()
    for command in commands(place):
        for by, words in (*STRANGERS, (REA, "your role in One is reader")):
            code, said = typed(*command, by=by)
            assert (code, words in said) == (2, True), (command, by, said)
            assert "Traceback" not in said
    assert place.trail() == before


def test_a_contributor_writes_and_may_not_approve(place: Place, typed: Typed) -> None:
    writing = {"answer", "import"}
    for command in commands(place):
        code, said = typed(*command, by=ANA)
        if command[1] in writing:
            assert code == 0, (command, said)
        else:
            assert (code, "your role in One is contributor" in said) == (2, True), (command, said)
    done = [(e.action, e.person_id) for e in place.trail()[-6:]]
    ana = place.ids()[ANA]
    assert [a for a, who in done if who == ana][-4:] == [
        "answer.edited",
        "description.stated",
        "description.imported",
        "library.imported",
    ]


def test_two_members_bring_an_answer_out(place: Place, typed: Typed) -> None:
    answer = ("questionnaire", "answer", place.asked, "--id", "Q2", "--verdict", "no")
    assert typed(*answer, "--text", "We carry none.", by=BEN)[0] == 0
    code, said = typed("questionnaire", "approve", place.asked, "--id", "Q2", by=BEN)
    assert (code, "somebody else must approve" in said) == (2, True), said
    code, said = typed("questionnaire", "approve", place.asked, "--above", "0", by=BEN)
    assert code == 0, said
    assert "1 approved by Ben" in said
    assert "left out Q2: you wrote in it" in said
    code, said = typed("questionnaire", "approve", place.asked, "--id", "Q2", by=CYD)
    assert (code, "1 approved by Cyd" in said) == (0, True), said
    edited, first, second = [e for e in place.trail() if e.action.startswith("answer.")]
    ids = place.ids()
    assert (edited.action, edited.person_id) == ("answer.edited", ids[BEN])
    assert [(e.action, e.person_id) for e in (first, second)] == [
        ("answer.approved", ids[BEN]),
        ("answer.approved", ids[CYD]),
    ]
    assert json.loads(second.after)["text"] == "We carry none."
    reject = ("questionnaire", "reject", place.asked, "--id", "Q1", "--reason", " ")
    code, said = typed(*reject, by=CYD)
    assert (code, "say why it is rejected" in said) == (2, True), said
    code, said = typed("questionnaire", "approve", place.asked, "--id", "Z", by=CYD)
    assert (code, "no question 'Z'" in said) == (2, True), said


def test_a_file_that_the_workspace_does_not_have_is_taken_in(
    place: Place, typed: Typed, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("id,question,answer\nA1,Is it so?,\n", encoding="utf-8")
    answer = ("questionnaire", "answer", other, "--id", "A1", "--text", "It is.")
    assert typed(*answer, by=ANA)[0] == 0
    uploaded, edited = place.trail()[-2:]
    assert (uploaded.action, edited.action) == ("questionnaire.uploaded", "answer.edited")
    assert edited.subject == f"{uploaded.subject}/A1"
    code, said = typed(*answer[:2], tmp_path / "none.csv", *answer[3:], by=ANA)
    assert (code, "none.csv cannot be read" in said) == (2, True)
    code, said = typed("describe", "import", tmp_path / "none.docx", by=ANA)
    assert (code, "none.docx cannot be read" in said) == (2, True)


def test_nobody_approves_a_section_with_their_own_words(place: Place, typed: Typed) -> None:
    answer = ("describe", "answer", "incidents_in_scope.incidents", "There were none.")
    assert typed(*answer, by=f"{BEN}, CISO")[0] == 0
    aside = ("describe", "set-aside", "incidents_in_scope.threshold", "There were none at all.")
    code, said = typed(*aside, by=CYD)
    assert (code, "set aside by Cyd" in said) == (0, True), said
    assert typed("describe")[0] == 0
    code, said = typed("describe", "approve", "DC4", by=BEN)
    assert (code, "you wrote words of it" in said) == (2, True), said
    code, said = typed("describe", "approve", "dc4", by=CYD)
    assert (code, "DC4: approved by Cyd" in said) == (0, True), said
    code, said = typed("describe", "approve", "DC8", "--kind", "soc2-type2", by=CYD)
    assert (code, "not offered for this scope" in said) == (2, True), said


def test_an_edited_file_comes_back_section_by_section(place: Place, typed: Typed) -> None:
    code, said = typed("describe", "import", place.word, by=ANA)
    assert (code, "DC3: changed, kept" in said, "DC8: unchanged" in said) == (0, True, True), said
    assert [e.subject for e in place.trail() if e.action == "description.imported"] == [
        f"{KIND}/DC3"
    ]


def test_a_statement_names_the_member_and_the_role(place: Place, typed: Typed) -> None:
    answer = ("describe", "answer", "approver.role", "The CEO approves it.")
    code, said = typed(*answer, by=f"{ANA}, Head of Security")
    assert (code, "a statement of Ana, Head of Security" in said) == (0, True), said


def test_retiring_says_why_and_the_importer_answers_for_the_answers(
    place: Place, typed: Typed
) -> None:
    identifier = place.in_the_library()
    assert "Ana" in typed("library", "show", identifier)[1]
    code, said = typed("library", "retire", identifier, by=BEN)
    assert (code, "say why it is retired" in said) == (2, True)
    code, said = typed("library", "import", place.past)
    assert (code, "belongs to a house" in said) == (2, True)
    code, said = typed("library", "approve", identifier, "--owner", BEN)
    assert (code, "approved by Ben" in said) == (0, True), said


def review(seat: Seat) -> AnswerReview:
    (listed,) = Questionnaires(seat).all()
    return AnswerReview(seat, listed.file.sha256)


def row(seat: Seat, identifier: str) -> AnswerRow:
    return named(review(seat).rows(), [identifier])[0]


def take_in(place: Place) -> None:
    place.at_a_desk(
        ANA, lambda s: Questionnaires(s).upload("customer.csv", place.asked.read_bytes())
    )


def bulk(seat: Seat) -> None:
    face = review(seat)
    face.approve_bulk(face.plan_bulk(0))


def imported(seat: Seat, word: Path) -> None:
    files = DescriptionFiles(DescriptionDesk(seat))
    files.take_import(KIND, files.plan_import(KIND, word.name, word.read_bytes()))


def approved(seat: Seat) -> None:
    desk = DescriptionDesk(seat)
    desk.approve(KIND, "DC8", seen=desk.newest(KIND, "DC8").number)


def on_the_page(place: Place) -> tuple[Callable[[Seat], object], ...]:
    """What the pages do for each of `commands`."""
    identifier, point = place.in_the_library(), points(place.files / "d.json", "DC3")[0]
    past = place.past.read_bytes()
    return (
        lambda s: review(s).approve(row(s, "Q1")),
        bulk,
        lambda s: review(s).reject(row(s, "Q1"), "too short"),
        lambda s: review(s).edit(row(s, "Q2"), verdict="narrative", text="None."),
        lambda s: DescriptionDesk(s).facts.say("approver.role", "The CEO approves it."),
        lambda s: imported(s, place.word),
        approved,
        lambda s: DescriptionDesk(s).close(KIND, point, "Not here."),
        lambda s: LibraryDesk(s).import_file("past.csv", past),
        lambda s: LibraryDesk(s).approve(identifier),
        lambda s: LibraryDesk(s).retire(identifier, "no longer sold"),
    )


def words(entries: Sequence[AuditEntry]) -> list[tuple[object, ...]]:
    """All that entries say but when, and their place in the chain."""
    return [
        (e.person_id, e.action, e.subject, e.before, e.after, e.run, e.prompts) for e in entries
    ]


@pytest.mark.parametrize("number", range(11))
def test_the_entry_is_the_pages_entry(place: Place, typed: Typed, number: int) -> None:
    take_in(place)
    begun = len(place.trail())
    other = Place(Path(shutil.copytree(place.home, place.home.with_name("page"))), place.files)
    code, said = typed(*commands(place)[number], by=BEN)
    assert code == 0, said
    other.at_a_desk(BEN, on_the_page(other)[number])
    mine, theirs = place.trail()[begun:], other.trail()[begun:]
    assert len(mine) == 1
    assert words(mine) == words(theirs)
