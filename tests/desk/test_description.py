"""The description's desk: facts and answers, drafts by a job, edits, merges, approval, files."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import docx
import pytest

from assistant.clock import Clock
from assistant.descriptions.editing import Lines
from assistant.desk.description import DescriptionDesk
from assistant.desk.description_files import DescriptionFiles
from assistant.desk.description_rows import SectionRow
from assistant.desk.seat import Seat
from assistant.errors import NotAllowed, UsageError
from assistant.house.house import House
from assistant.house.model import HouseWorkspace, Role
from assistant.indexing import ingest_evidence
from assistant.jobs.kinds import describe as describing
from assistant.jobs.model import Job
from assistant.jobs.port import Jobs
from assistant.progress import silent
from assistant.scope import make_scope
from assistant.scope_kept import KeptScope, keep_scope
from assistant.settings import Settings
from assistant.workspace import Workspace
from tests.desk.company import NOW

KIND = "soc2-type2"
OVERVIEW = (
    "# System Overview\n\nApproved by: Mira Holt, CISO. Approval date: 2026-02-03.\n\n"
    "Larkfield Ledger, Inc. offers software to finance teams that closes their books.\n\n"
    "## Hosting\n\nProduction runs in Amazon Web Services in the region eu-central-1.\n\n"
    "## Backups\n\nBackups of the database are kept for 35 days in a second region.\n\n"
    "The services are written in Python and run in containers.\n"
)


@dataclass
class AtOnce:
    """A queue of one workspace that works when told, in this thread."""

    house: House
    workspace_: Workspace
    jobs: list[Job] = field(default_factory=list)

    def ask(self, kind: str, **told: object) -> Job:
        job = Job(
            id=f"job{len(self.jobs) + 1}",
            kind=kind,  # type: ignore[arg-type] # as the desk says
            state="waiting",
            stage="",
            done=0,
            total=0,
            asked_by=str(told.pop("person_id")),
            asked_at=NOW,
            changed_at=NOW,
            **told,  # type: ignore[arg-type] # as the port names them
        )
        self.jobs.insert(0, job)
        return job

    def of_workspace(self, workspace_id: str) -> tuple[Job, ...]:
        return tuple(self.jobs)

    def workspace(self, workspace_id: str) -> Workspace:
        return self.workspace_


@dataclass
class Place:
    """A house with one workspace, and desks in it by name and role."""

    house: House
    entry: HouseWorkspace
    workspace: Workspace
    evidence: Path
    queue: AtOnce

    def desk(self, name: str, role: Role) -> DescriptionDesk:
        email = f"{name.split()[0].lower()}@example.com"
        person = self.house.people.by_email(email) or self.house.people.add(name, email)
        self.house.workspaces.set_role(self.entry.id, person.id, role)
        queue = cast("Jobs", self.queue)
        return DescriptionDesk(Seat(self.house, person, self.entry, role, self.workspace, queue))

    def drafted(self, kind: str = KIND, section: str = "") -> DescriptionDesk:
        desk = self.desk("Ana Lima", "contributor")
        desk.draft(kind, section=section)
        describing.run(self.queue, self.queue.jobs[0], silent)
        return desk

    def write(self, name: str, text: str) -> None:
        self.evidence.mkdir(exist_ok=True)
        (self.evidence / name).write_text(text, encoding="utf-8")
        ingest_evidence(self.workspace, self.evidence)

    def actions(self) -> list[str]:
        entries = self.house.audit.entries(workspace_id=self.entry.id)
        return [e.action for e in sorted(entries, key=lambda e: e.number)]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    clock = Clock(NOW)
    settings = Settings(workers=1, embedder="static")
    with (
        House.open(tmp_path / "home", clock=clock) as house,
        Workspace(tmp_path / "ws", settings=settings, clock=clock) as workspace,
    ):
        keep_scope(workspace, KeptScope(make_scope(period="2026-01-01..2026-06-30")))
        entry = house.workspaces.create("Larkfield")
        made = Place(house, entry, workspace, tmp_path / "evidence", AtOnce(house, workspace))
        made.write("system-overview.md", OVERVIEW)
        yield made


def row(desk: DescriptionDesk, section: str, kind: str = KIND) -> SectionRow:
    return next(r for r in desk.sections(kind) if r.id == section)


def part_of(desk: DescriptionDesk, section: str, line: str, kind: str = KIND) -> str:
    parts = desk.lines(kind, section).parts
    return next(title for title, lines in parts if any(line in words for words in lines))


def changed(desk: DescriptionDesk, section: str, old: str, new: str, kind: str = KIND) -> Lines:
    """The section's lines with one line's words replaced, or left out for none."""
    parts = []
    for title, lines in desk.lines(kind, section).parts:
        mine = [line.replace(old, new) for line in lines]
        parts.append((title, tuple(line for line in mine if line)))
    return Lines(tuple(parts))


def edit(desk: DescriptionDesk, section: str, old: str, new: str) -> None:
    lines = changed(desk, section, old, new)
    desk.edit(KIND, section, lines, seen=row(desk, section).version.number)


HOSTED = "Production runs in Amazon Web Services in the region eu-central-1."


def test_what_is_offered_follows_the_scope(place: Place) -> None:
    desk = place.desk("Ana Lima", "contributor")
    assert "soc2-type1" not in desk.facts.kinds
    with pytest.raises(UsageError, match="not offered"):
        desk.draft("soc2-type1")
    keep_scope(place.workspace, KeptScope(make_scope(as_of="2026-06-30")))
    assert "soc2-type2" not in place.desk("Ana Lima", "contributor").facts.kinds


def test_open_questions_come_by_worth_and_an_answer_closes_one(place: Place) -> None:
    desk = place.desk("Ana Lima", "contributor")
    points = desk.facts.open(KIND)
    assert len(points) > 8
    assert [p.worth for p in points] == sorted((p.worth for p in points), reverse=True)
    point = next(p for p in points if p.key == "headcount_band")
    said = desk.facts.say(point.id, "We are 120 people.", role="Head of Security")
    assert said.said_by == "Ana Lima, Head of Security"
    assert point.id not in [p.id for p in desk.facts.open(KIND)]
    (value,) = desk.facts.all().get("headcount_band").values
    assert (value.origin, value.said_by) == ("management", "Ana Lima, Head of Security")
    assert [s.text for s in desk.facts.statements()] == ["We are 120 people."]
    desk.facts.say(point.id, "")
    assert desk.facts.statements() == ()
    assert point.id in [p.id for p in desk.facts.open(KIND)]
    entries = place.house.audit.entries(action="description.stated")
    assert [(e.before, e.after) for e in reversed(entries)] == [
        ("", "We are 120 people."),
        ("We are 120 people.", ""),
    ]


def test_a_draft_is_a_job_that_keeps_every_section(place: Place) -> None:
    desk = place.drafted()
    rows = desk.sections(KIND)
    assert [r.id for r in rows] == [f"DC{n}" for n in range(1, 10)]
    assert sum(r.counts["cited"] for r in rows) > 0
    assert not any(r.approved for r in rows)
    assert desk.drafting(KIND) == place.queue.jobs[0]
    assert place.actions()[-2:] == ["description.draft_asked", "description.drafted"]
    entry = place.house.audit.entries(action="description.drafted")[0]
    assert entry.person_id == desk.seat.person.id
    assert len(json.loads(entry.after)["sections"]) == 9
    assert entry.run


def test_a_reader_changes_nothing(place: Place) -> None:
    ana = place.drafted()
    rea = place.desk("Rea Dow", "reader")
    files = DescriptionFiles(rea)
    lines = changed(ana, "DC3", HOSTED, "We run it.")
    tries: list[Callable[[], object]] = [
        lambda: rea.facts.say("headcount_band", "We are 120 people."),
        lambda: rea.draft(KIND),
        lambda: rea.edit(KIND, "DC3", lines, seen=row(rea, "DC3").version.number),
        lambda: rea.settle(KIND, "DC3", "1.0", take_draft=True),
        lambda: rea.close(KIND, rea.open_in(KIND, "DC3")[0].id, "Not here."),
        lambda: rea.approve(KIND, "DC3", seen=row(rea, "DC3").version.number),
        lambda: files.export(KIND, ".md"),
        lambda: files.plan_import(KIND, "a.docx", b""),
    ]
    before = place.actions()
    for attempt in tries:
        with pytest.raises(NotAllowed, match="reader"):
            attempt()
    assert place.actions() == before
    assert rea.facts.statements() == ()


def test_an_edit_says_what_kept_its_proof_and_what_became_a_statement(place: Place) -> None:
    desk = place.drafted()
    lines = changed(desk, "DC3", HOSTED, "Production runs in three regions of our own.")
    saved = desk.edit(KIND, "DC3", lines, seen=row(desk, "DC3").version.number)
    assert saved.kept > 0
    told = {(c.became, c.said_by) for c in saved.changed if "three regions" in c.text}
    assert told == {("statement", "Ana Lima")}
    assert [c.text for c in saved.changed if c.became == "removed"] == [HOSTED]
    held = changed(desk, "DC3", "three regions", "two regions")
    with pytest.raises(UsageError, match="changed meanwhile by Ana Lima"):
        desk.edit(KIND, "DC3", held, seen=saved.version.number - 1)
    entry = place.house.audit.entries(action="description.edited")[0]
    assert HOSTED in entry.before
    assert "three regions" in entry.after


def struck(desk: DescriptionDesk, section: str) -> None:
    """Somebody strikes what stands open from the words."""
    before = row(desk, section).version
    parts = tuple(
        (title, tuple(line for line in lines if "NEEDS INPUT" not in line))
        for title, lines in desk.lines(KIND, section).parts
    )
    desk.edit(KIND, section, Lines(parts), seen=before.number)


REASON = "Not a part of this system."


def closed(desk: DescriptionDesk, section: str, kind: str = KIND, *, reason: str = REASON) -> None:
    """An approver sets aside all that a section leaves open."""
    for point in desk.open_in(kind, section):
        desk.close(kind, point.id, reason)


def test_striking_a_question_does_not_answer_it(place: Place) -> None:
    ana = place.drafted()
    struck(ana, "DC3")
    eve = place.desk("Eve Sorel", "approver")
    now = row(eve, "DC3")
    assert now.counts["open"] == 0
    left = eve.open_in(KIND, "DC3")
    assert len(left) > 3
    assert f"{len(left)} questions are open ({left[0].id}, " in eve.hindrance(KIND, now)
    with pytest.raises(UsageError, match="questions are open"):
        eve.approve(KIND, "DC3", seen=now.version.number)
    for point in left[1:]:
        eve.close(KIND, point.id, REASON)
    ana.facts.say(left[0].id, "It is so.")
    assert eve.hindrance(KIND, row(eve, "DC3")) == ""


def test_a_point_is_set_aside_with_a_reason_that_is_kept_and_shown(place: Place) -> None:
    ana = place.drafted()
    eve = place.desk("Eve Sorel", "approver")
    point = eve.open_in(KIND, "DC3")[0]
    with pytest.raises(NotAllowed, match="contributor"):
        ana.close(KIND, point.id, REASON)
    with pytest.raises(UsageError, match="say why"):
        eve.close(KIND, point.id, " ")
    with pytest.raises(UsageError, match="is not open"):
        eve.close(KIND, "nothing.such", REASON)
    eve.close(KIND, point.id, REASON)
    assert point not in eve.open_in(KIND, "DC3")
    assert point.id not in [p.id for p in eve.facts.open(KIND)]
    place.drafted()
    texts = [s.text for s in row(eve, "DC3").version.section.sentences]
    assert not any(point.id in t for t in texts)
    files = DescriptionFiles(ana)
    (told,) = json.loads(files.export(KIND, ".json").file.data)["set_aside"]
    assert (told["id"], told["reason"], told["person"]) == (point.id, REASON, "Eve Sorel")
    assert REASON in files.export(KIND, ".md").file.data.decode()
    word = docx.Document(io.BytesIO(files.export(KIND, ".docx").file.data))
    assert any(REASON in c.text for t in word.tables for r in t.rows for c in r.cells)
    eve.close(KIND, point.id, "")
    assert point in eve.open_in(KIND, "DC3")
    entries = place.house.audit.entries(action="description.set_aside")
    assert [(e.subject, e.before, e.after) for e in reversed(entries)] == [
        (f"{KIND}/{point.id}", "", REASON),
        (f"{KIND}/{point.id}", REASON, ""),
    ]


def test_a_point_that_is_open_for_another_cause_is_not_set_aside(place: Place) -> None:
    place.drafted()
    eve = place.desk("Eve Sorel", "approver")
    point = eve.open_in(KIND, "DC3")[0]
    done = eve.close(KIND, point.id, REASON)
    assert eve.set_aside(KIND) == (done,)
    place.workspace.store.descriptions.put_aside(replace(done, why="sources disagree"))
    assert eve.set_aside(KIND) == ()
    assert point in eve.open_in(KIND, "DC3")


def test_nobody_approves_own_words_and_nothing_open_is_approved(place: Place) -> None:
    ana = place.drafted()
    edit(ana, "DC3", HOSTED, "Production runs in our own cellar.")
    eve = place.desk("Eve Sorel", "approver")
    with pytest.raises(UsageError, match="questions are open"):
        eve.approve(KIND, "DC3", seen=row(eve, "DC3").version.number)
    closed(eve, "DC3")
    with pytest.raises(UsageError, match="draft it again"):
        eve.approve(KIND, "DC3", seen=row(eve, "DC3").version.number)
    struck(place.desk("Ben Okri", "contributor"), "DC3")
    now = row(eve, "DC3")
    for name in ("Ana Lima", "Ben Okri"):
        writer = place.desk(name, "approver")
        assert "you wrote" in writer.hindrance(KIND, now)
        with pytest.raises(NotAllowed, match="you wrote"):
            writer.approve(KIND, "DC3", seen=now.version.number)
    assert eve.hindrance(KIND, now) == ""
    with pytest.raises(UsageError, match="changed meanwhile"):
        eve.approve(KIND, "DC3", seen=now.version.number - 1)
    done = eve.approve(KIND, "DC3", seen=now.version.number)
    assert (done.origin, done.person) == ("approved", "Eve Sorel")
    assert place.actions()[-1] == "description.approved"


def test_a_writer_under_a_new_name_is_still_a_writer(place: Place) -> None:
    ana = place.drafted()
    struck(ana, "DC3")
    closed(place.desk("Eve Sorel", "approver"), "DC3")
    place.house.people.rename(ana.seat.person.id, "Ana Lima-Holt")
    again = place.desk("Ana Lima", "approver")
    assert again.seat.person.name == "Ana Lima-Holt"
    with pytest.raises(NotAllowed, match="you wrote"):
        again.approve(KIND, "DC3", seen=row(again, "DC3").version.number)


def test_an_approved_section_stays_so_where_a_new_draft_says_the_same(place: Place) -> None:
    eve = place.desk("Eve Sorel", "approver")
    closed(eve, "DC3")
    place.drafted()
    eve.approve(KIND, "DC3", seen=row(eve, "DC3").version.number)
    again = place.drafted()
    assert row(again, "DC3").approved
    assert [v.origin for v in again.history(KIND, "DC3")] == ["approved", "drafted"]


@pytest.mark.parametrize("take_draft", [True, False])
def test_what_a_person_and_a_new_draft_both_changed_is_settled_by_a_choice(
    place: Place, *, take_draft: bool
) -> None:
    desk = place.drafted()
    edit(desk, "DC3", HOSTED, "Production runs in our own cellar.")
    new = HOSTED.replace("eu-central-1", "eu-west-1")
    place.write("system-overview.md", OVERVIEW.replace("eu-central-1", "eu-west-1"))
    desk = place.drafted()
    (standoff,) = desk.conflicts(KIND, "DC3")
    assert any("cellar" in line for line in standoff.conflict.mine)
    assert any("eu-west-1" in line for line in standoff.conflict.fresh)
    assert row(desk, "DC3").unsettled == 1
    desk.settle(KIND, "DC3", standoff.id, take_draft=take_draft)
    assert desk.conflicts(KIND, "DC3") == ()
    sentences = {s.text: s for s in row(desk, "DC3").version.section.sentences}
    cellar = next((t for t in sentences if "cellar" in t), None)
    assert (cellar is None) == take_draft
    if take_draft:
        assert sentences[new].standing == "cited"
        assert sentences[new].citations
    with pytest.raises(UsageError, match="settled already"):
        desk.settle(KIND, "DC3", standoff.id, take_draft=True)


def test_a_persons_words_are_checked_like_a_drafts(place: Place) -> None:
    desk = place.drafted()
    edit(desk, "DC3", HOSTED, "Our system is SOC 2 certified and fully compliant.")
    seen = desk.completeness(KIND)
    opinion = next(c for c in seen.description.checks if c.id == "OWN-2")
    assert not opinion.passed
    dc3 = next(p for p in seen.points if p.id == "DC3")
    assert dc3.sentences["management"] == 1
    assert dc3.facts["missing"] > 0
    assert {p.id for p in seen.points} >= {f"DC{n}" for n in range(1, 10)}


def test_words_that_may_not_be_public_are_kept_out_and_not_approved(place: Place) -> None:
    place.write(
        "vendor-notes.md",
        "# Vendor notes\n\nClassification: internal.\n\nWe buy payroll from Hidden Harbor Systems.\n",
    )
    desk = place.drafted("public-summary")
    (only,) = desk.sections("public-summary")
    title = desk.lines("public-summary", only.id).parts[0][0]
    secret = "Payroll comes from Hidden Harbor Systems."
    desk.edit("public-summary", only.id, Lines(((title, (secret,)),)), seen=only.version.number)
    written = DescriptionFiles(desk).export("public-summary", ".md")
    assert b"Hidden Harbor" not in written.file.data
    assert len(written.refused) == 1
    eve = place.desk("Eve Sorel", "approver")
    closed(eve, only.id, "public-summary", reason="Ask Hidden Harbor Systems.")
    again = DescriptionFiles(desk).export("public-summary", ".md").file.data
    assert b"Hidden Harbor" not in again
    assert b"the reason is not public" in again
    (now,) = eve.sections("public-summary")
    with pytest.raises(UsageError, match="may not be made public"):
        eve.approve("public-summary", now.id, seen=now.version.number)


def test_files_are_written_and_an_edited_one_comes_back(place: Place) -> None:
    desk = place.drafted()
    files = DescriptionFiles(desk)
    assert set(files.formats()) >= {".docx", ".md", ".json"}
    assert json.loads(files.export(KIND, ".json").file.data)["kind"] == KIND
    word = files.export(KIND, ".docx").file
    assert word.name == "soc2-type2-draft.docx"
    document = docx.Document(io.BytesIO(word.data))
    line = next(p for p in document.paragraphs if p.text.startswith(HOSTED[:30]))
    line.add_run(" The cellar holds the rest.")
    buffer = io.BytesIO()
    document.save(buffer)
    plan = files.plan_import(KIND, "edited.docx", buffer.getvalue())
    (touched,) = [s for s in plan.sections if s.changed]
    assert (touched.id, [c.became for c in touched.changed]) == ("DC3", ["statement"])
    assert row(desk, "DC3").version.origin == "drafted"
    assert files.take_import(KIND, plan) == ("DC3 Components of the system",)
    assert row(desk, "DC3").version.origin == "imported"
    with pytest.raises(UsageError, match="changed meanwhile"):
        files.take_import(KIND, plan)
    tracked, count = files.changes(KIND)
    assert count == 1
    assert tracked.data.startswith(b"PK")
    new, old = desk.history(KIND, "DC3")
    ((_, (difference,)),) = files.differences(old, new)
    assert "cellar" in "".join(p.text for p in difference.right if p.differs)
    assert difference.left == ()
    assert files.changes_between(old, new)[1] == 1


def test_lines_in_another_order_are_a_change_and_an_untouched_file_is_none(place: Place) -> None:
    desk = place.drafted()
    files = DescriptionFiles(desk)
    data = files.export(KIND, ".docx").file.data
    untouched = files.plan_import(KIND, "same.docx", data)
    assert [s.id for s in untouched.sections if s.differs] == []
    before = [x for _, lines in desk.lines(KIND, "DC3").parts for x in lines]
    document = docx.Document(io.BytesIO(data))
    line = next(p for p in document.paragraphs if p.text.startswith(HOSTED[:30]))
    other = next(
        p for p in document.paragraphs if "NEEDS INPUT" in p.text and p.style == line.style
    )
    other._p.addnext(line._p)
    buffer = io.BytesIO()
    document.save(buffer)
    plan = files.plan_import(KIND, "moved.docx", buffer.getvalue())
    assert "DC3 Components of the system" in files.take_import(KIND, plan)
    assert [x for _, lines in desk.lines(KIND, "DC3").parts for x in lines] != before


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "empty"), (b"MZ\x90\x00", "no Word file"), (b"PK\x03\x04broken", "damaged")],
)
def test_what_is_no_word_file_is_refused_by_its_content(
    place: Place, data: bytes, said: str
) -> None:
    files = DescriptionFiles(place.drafted())
    with pytest.raises(UsageError, match=said):
        files.plan_import(KIND, "edited.docx", data)


def test_an_answer_after_the_draft_makes_it_outdated(place: Place) -> None:
    desk = place.drafted()
    assert not desk.outdated(KIND)
    place.workspace.clock = Clock(NOW.replace(hour=10))
    desk.facts.say("headcount_band", "We are 120 people.")
    assert desk.outdated(KIND)
