"""The evidence desk at a real office: from an upload to a mapped item, and who may do what."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.desk.evidence import Evidence
from assistant.desk.long_work import LongWork
from assistant.desk.office import Office
from assistant.desk.seat import Seat
from assistant.errors import NotAllowed, UsageError
from assistant.filing.model import Filing, Offered
from assistant.house.model import Role
from assistant.jobs.model import ENDED, Job
from benchmarks.web.homes import EVERYBODY, PASSWORD, add_people, add_workspace

At = Callable[[Role], Evidence]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.delenv("EVIDARY_DATABASE_URL", raising=False)
    monkeypatch.setenv("EVIDARY_EMBEDDER", "static")
    monkeypatch.setenv("EVIDARY_WORKERS", "1")
    with Office(tmp_path / "home") as opened:
        people = add_people(opened.house)
        add_workspace(opened.house, "Larkfield", people)
        add_workspace(opened.house, "Other", people)
        yield opened


@pytest.fixture
def seated(office: Office) -> Callable[..., Seat]:
    def sit(role: Role, workspace: str = "Larkfield") -> Seat:
        account = next(a for a in EVERYBODY if a.role == role)
        token = office.house.signing.sign_in(account.email, PASSWORD)
        ids = {entry.name: entry.id for entry, _ in office.workspaces(token)}
        return office.seat(token, ids[workspace])

    return sit


@pytest.fixture
def at(seated: Callable[..., Seat]) -> At:
    return lambda role: Evidence(seated(role))


def bring(desk: Evidence, folder: Path) -> Filing:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return desk.add(
        [Offered(p.relative_to(folder).as_posix(), io.BytesIO(p.read_bytes())) for p in files]
    )


def finished(seat: Seat, job: Job) -> Job:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        now = seat.jobs.job(job.id)
        assert now is not None
        if now.state in ENDED:
            assert (now.state, now.error) == ("done", "")
            return now
        time.sleep(0.05)
    raise AssertionError("the job did not end")


def test_from_an_upload_to_a_mapped_item(
    seated: Callable[..., Seat], evidence: Path, office: Office
) -> None:
    seat = seated("contributor")
    desk = Evidence(seat)
    assert desk.rows() == ()
    bring(desk, evidence)
    before = desk.standing()
    assert (before.files, len(before.unread), before.up_to_date) == (4, 4, False)
    job = finished(seat, desk.read_and_map())
    assert (job.stage, job.done) == ("Assessing criteria", 1)
    after = desk.standing()
    assert (after.unread, after.up_to_date, after.mapped) == ((), True, True)
    rows = {r.name: r for r in desk.rows()}
    policy = rows["access-policy.md"]
    assert policy.kind == "policy"
    assert policy.there
    assert "CC6.1" in policy.criteria
    detail = desk.detail(policy.document_id)
    assert detail is not None
    support = next(s for s in detail.supports if s.criterion == "CC6.1")
    text = (evidence / "access-policy.md").read_text()
    assert all(" ".join(c.quote.split()) in " ".join(text.split()) for c in support.citations)
    assert support.citations
    assert desk.original("access-policy.md") == (evidence / "access-policy.md").read_bytes()
    assert desk.detail("unknown") is None
    actions = [e.action for e in office.house.audit.entries(workspace_id=seat.entry.id)]
    assert {"evidence.added", "job.asked"} <= set(actions)


def test_a_change_after_the_mapping_asks_for_another(
    seated: Callable[..., Seat], evidence: Path
) -> None:
    seat = seated("contributor")
    desk = Evidence(seat)
    bring(desk, evidence)
    finished(seat, desk.read_and_map())
    desk.add([Offered("menu.txt", io.BytesIO(b"Wednesday: rice with beans.\n"))], replace=True)
    assert (desk.standing().unread, desk.standing().up_to_date) == ((), False)
    finished(seat, desk.read_and_map())
    assert desk.standing().up_to_date
    desk.remove("menu.txt", "no evidence")
    assert not desk.standing().up_to_date
    assert not {r.name: r for r in desk.rows()}["menu.txt"].there
    finished(seat, desk.read_and_map())
    assert "menu.txt" not in {r.name for r in desk.rows()}


def test_skipped_files_have_their_reasons(seated: Callable[..., Seat], evidence: Path) -> None:
    seat = seated("contributor")
    desk = Evidence(seat)
    (evidence / "calls.mp3").write_bytes(b"ID3\x03" + bytes(100))
    filing = bring(desk, evidence)
    assert [f.path for f in filing.filed if f.note] == ["calls.mp3"]
    finished(seat, desk.read_and_map())
    ((name, reason),) = desk.skipped()
    assert name == "calls.mp3"
    assert "transcript" in reason


def test_who_may_do_what(at: At, tmp_path: Path) -> None:
    reader, contributor = at("reader"), at("contributor")
    with pytest.raises(NotAllowed):
        reader.add([Offered("a.md", io.BytesIO(b"# A\n"))])
    with pytest.raises(NotAllowed):
        reader.load_sample()
    contributor.add([Offered("a.md", io.BytesIO(b"# A\n"))])
    with pytest.raises(NotAllowed):
        reader.remove("a.md", "wrong")
    with pytest.raises(NotAllowed):
        reader.read_and_map()
    for role in ("contributor", "approver"):
        with pytest.raises(NotAllowed):
            at(role).connect(str(tmp_path))  # type: ignore[arg-type] # two of the roles
    with pytest.raises(UsageError, match="say why"):
        contributor.remove("a.md", " ")
    assert reader.original("a.md") == b"# A\n"


def test_removal_is_audited_with_its_reason(at: At, office: Office) -> None:
    desk = at("contributor")
    desk.add([Offered("a.md", io.BytesIO(b"# A\n"))])
    desk.remove("a.md", "belongs to another company")
    entry = next(e for e in office.house.audit.entries() if e.action == "evidence.removed")
    assert (entry.subject, entry.after) == ("a.md", "belongs to another company")
    assert office.house.audit.verify() == ()


def test_a_connected_folder_is_synchronised_and_read(
    seated: Callable[..., Seat],
    evidence: Path,
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("EVIDARY_CONNECT_ROOTS", str(evidence.parent))
    seat = seated("admin")
    desk = Evidence(seat)
    with pytest.raises(UsageError, match="own data"):
        desk.connect(str(office.home))
    finished(seat, desk.connect(str(evidence)))
    finished(seat, LongWork(seat).all()[0])
    assert desk.standing().up_to_date
    assert "evidence/access-policy.md" in {r.name for r in desk.rows()}
    with pytest.raises(UsageError, match="connected already"):
        desk.connect(str(evidence))
    with pytest.raises(UsageError, match="comes from the connected folder"):
        desk.remove("evidence/menu.txt", "no evidence")
    (evidence / "menu.txt").unlink()
    (folder,) = desk.folders()
    finished(seat, desk.synchronise(folder.id))
    (folder,) = desk.folders()
    assert folder.last is not None
    assert folder.last.gone == ("menu.txt",)
    finished(seat, LongWork(seat).all()[0])
    synced = [e for e in office.house.audit.entries() if e.action == "folder.synchronised"]
    assert all(e.person_id == seat.person.id for e in synced)
    assert any("menu.txt" in json.loads(e.before or "{}") for e in synced)
    desk.disconnect(folder.id)
    assert desk.folders() == ()
    assert len(desk.rows()) == 3


def test_jobs_of_another_workspace_do_not_exist_here(
    seated: Callable[..., Seat], evidence: Path
) -> None:
    here, there = seated("contributor"), seated("contributor", "Other")
    bring(Evidence(here), evidence)
    job = Evidence(here).read_and_map()
    assert LongWork(there).job(job.id) is None
    assert LongWork(there).all() == ()
    with pytest.raises(NotAllowed, match="no such work"):
        LongWork(there).cancel(job.id)
    with pytest.raises(NotAllowed):
        LongWork(seated("reader")).cancel(job.id)
    finished(here, job)


def test_the_sample_company(seated: Callable[..., Seat]) -> None:
    seat = seated("contributor")
    desk = Evidence(seat)
    job = desk.load_sample()
    LongWork(seat).cancel(job.id)
    standing = desk.standing()
    assert (standing.files, standing.mapped) == (66, False)

    scope = json.loads(job.arguments["scope"])
    assert scope["report_type"] == "type2"
    assert (scope["period_start"], scope["period_end"]) == ("2026-01-01", "2026-06-30")
    assert scope["categories"] == ["security", "availability", "confidentiality"]
