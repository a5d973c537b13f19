"""Files handed over: what is kept, where, and what is refused with which reason."""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.filing.file import Bounds, Cabinet
from assistant.filing.model import Filing, Offered
from ingest.limits import MIB, Limits
from ingest.walk import scan

POLICY = b"# Access policy\n\nApproved by the CISO.\n"
OTHER = b"# Access policy\n\nApproved by the CTO.\n"


@pytest.fixture
def cabinet(tmp_path: Path) -> Cabinet:
    return Cabinet(tmp_path)


def hand(cabinet: Cabinet, *files: tuple[str, bytes], **how: bool) -> Filing:
    return cabinet.file([Offered(name, io.BytesIO(data)) for name, data in files], **how)


def zipped(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return packed.getvalue()


def only_reason(filing: Filing) -> str:
    (refused,) = filing.refused
    assert filing.filed == ()
    return refused.reason


def test_a_file_is_kept_by_hash_read_only_and_linked(cabinet: Cabinet, tmp_path: Path) -> None:
    (filed,) = hand(cabinet, ("policies/access.md", POLICY)).filed
    digest = sha256(POLICY).hexdigest()
    assert (filed.path, filed.sha256, filed.how) == ("policies/access.md", digest, "new")
    kept = tmp_path / "objects" / digest[:2] / digest
    linked = tmp_path / "evidence" / "policies" / "access.md"
    assert kept.read_bytes() == linked.read_bytes() == POLICY
    assert kept.samefile(linked)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o444
    assert [f.name for f in (tmp_path / "objects").iterdir()] == [digest[:2]]
    found = scan(tmp_path / "evidence", limits=Limits())
    assert [(f.path, f.sha256) for f in found.files] == [("policies/access.md", digest)]


def test_names_meet(cabinet: Cabinet) -> None:
    hand(cabinet, ("policies/access.md", POLICY))
    again = hand(cabinet, ("policies/access.md", POLICY), ("POLICIES/Access.md", OTHER))
    assert [(f.path, f.how) for f in again.filed] == [
        ("policies/access.md", "same"),
        ("policies/Access (2).md", "beside"),
    ]
    once_more = hand(cabinet, ("policies/access.md", OTHER))
    assert [(f.path, f.how) for f in once_more.filed] == [("policies/Access (2).md", "same")]
    under = hand(cabinet, ("policies/access.md/inner.md", POLICY), ("policies", OTHER))
    assert [f.path for f in under.filed] == ["policies/access.md (2)/inner.md", "policies (2)"]


def test_replacing_keeps_the_earlier_bytes(cabinet: Cabinet) -> None:
    hand(cabinet, ("access.md", POLICY))
    (filed,) = hand(cabinet, ("access.md", OTHER), replace=True).filed
    assert (filed.path, filed.how) == ("access.md", "replaced")
    assert cabinet.tree.path("access.md").read_bytes() == OTHER
    assert cabinet.objects.place(sha256(POLICY).hexdigest()).read_bytes() == POLICY
    assert cabinet.tree.files() == ("access.md",)


def test_removing_keeps_the_bytes_and_sweeps_empty_folders(
    cabinet: Cabinet, tmp_path: Path
) -> None:
    hand(cabinet, ("a/b/access.md", POLICY), ("a/other.md", OTHER))
    cabinet.tree.remove("a/b/access.md")
    assert cabinet.tree.files() == ("a/other.md",)
    assert not (tmp_path / "evidence" / "a" / "b").exists()
    assert cabinet.objects.place(sha256(POLICY).hexdigest()).exists()
    for gone in ("a/b/access.md", "../objects", "/etc/passwd", "A/OTHER.MD"):
        with pytest.raises(UsageError, match="no evidence file"):
            cabinet.tree.path(gone)


def test_content_decides_not_the_name(cabinet: Cabinet) -> None:
    program = b"MZ\x90\x00" + bytes(200)
    assert "a program" in only_reason(hand(cabinet, ("report.pdf", program)))
    assert "a program" in only_reason(hand(cabinet, ("setup.exe", program)))
    assert "a program" in only_reason(hand(cabinet, ("tool", b"\x7fELF" + bytes(60))))
    assert "content is not that" in only_reason(hand(cabinet, ("scan.pdf", b"just some words")))
    assert "empty" in only_reason(hand(cabinet, ("nothing.md", b"")))
    assert "binary data" in only_reason(hand(cabinet, ("notes.txt", bytes(range(256)) * 8)))
    assert cabinet.tree.files() == ()


def test_what_nothing_reads_is_kept_and_said(cabinet: Cabinet) -> None:
    slides = zipped(("[Content_Types].xml", b"<x/>"), ("ppt/presentation.xml", b"<x/>"))
    (filed,) = hand(cabinet, ("slides.pptx", slides)).filed
    assert "export it as PDF" in filed.note
    assert cabinet.tree.files() == ("slides.pptx",)


def test_what_systems_leave_behind_is_passed_over(cabinet: Cabinet) -> None:
    filing = hand(cabinet, ("a/.DS_Store", b"x"), ("Thumbs.db", b"x"), ("a/ok.md", POLICY))
    assert (filing.passed_over, cabinet.tree.files()) == (2, ("a/ok.md",))


def test_an_archive_of_a_folder_becomes_that_folder(cabinet: Cabinet) -> None:
    inside = zipped(("evidence/a.md", POLICY), ("evidence/sub/b.md", OTHER))
    hand(cabinet, ("evidence.zip", inside), ("loose.zip", zipped(("c.md", POLICY))))
    assert cabinet.tree.files() == ("evidence/a.md", "evidence/sub/b.md", "loose/c.md")


def test_an_archive_may_stay_whole(cabinet: Cabinet) -> None:
    hand(cabinet, ("evidence.zip", zipped(("a.md", POLICY))), unpack=False)
    assert cabinet.tree.files() == ("evidence.zip",)


def test_members_cannot_lead_out(cabinet: Cabinet, tmp_path: Path) -> None:
    hostile = zipped(
        ("../../outside.md", POLICY),
        ("/absolute.md", POLICY),
        ("x\\..\\y.md", POLICY),
        ("ok.md", POLICY),
    )
    filing = hand(cabinet, ("bad.zip", hostile))
    assert [f.path for f in filing.filed] == ["bad/ok.md"]
    assert len(filing.refused) == 3
    assert all("unsafe path" in r.reason for r in filing.refused)
    assert not list(tmp_path.parent.glob("outside.md"))

    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        link = tarfile.TarInfo("link.md")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert "link or a device" in only_reason(hand(cabinet, ("bad.tgz", packed.getvalue())))


def test_bombs_are_refused(tmp_path: Path) -> None:
    limits = Limits(archive_bytes=8 * MIB, archive_members=3, archive_ratio=50)
    cabinet = Cabinet(tmp_path, Bounds(limits=limits))
    dense = hand(cabinet, ("dense.zip", zipped(("zeros.txt", bytes(4 * MIB)))))
    assert "as a bomb does" in only_reason(dense)
    flat = io.BytesIO(gzip.compress(bytes(16 * MIB)))
    assert only_reason(cabinet.file([Offered("zeros.tar.gz", flat)]))
    many = hand(cabinet, ("many.zip", zipped(*((f"{n}.md", POLICY) for n in range(5)))))
    assert (len(many.filed), len(many.refused)) == (3, 2)
    assert "damaged" in only_reason(hand(cabinet, ("torn.zip", zipped(("a.md", POLICY))[:40])))


def test_bounds_on_a_batch(tmp_path: Path) -> None:
    limits = Limits(file_bytes=100)
    cabinet = Cabinet(tmp_path, Bounds(files=2, total_bytes=150, limits=limits))
    filing = hand(
        cabinet, ("big.md", b"x" * 101), ("a.md", b"a" * 90), ("b.md", b"b" * 90), ("c.md", b"c")
    )
    assert [f.path for f in filing.filed] == ["a.md", "c.md"]
    assert [r.name for r in filing.refused] == ["big.md", "b.md"]
    assert os.listdir(tmp_path / "objects")  # noqa: PTH208
    more = hand(cabinet, ("d.md", b"d"), ("e.md", b"e"), ("f.md", b"f"))
    assert [r.name for r in more.refused] == ["f.md"]


def test_hostile_names_are_filed_under_clean_ones(cabinet: Cabinet) -> None:
    filing = hand(
        cabinet,
        ("../../../etc/cron.d/x.md", POLICY),
        ("a\x1b[31m\u202e.md", OTHER),
        ("aux.md", POLICY),
        ("..", POLICY),
    )
    assert [f.path for f in filing.filed] == ["etc/cron.d/x.md", "a[31m.md", "aux_.md"]
    assert [r.reason for r in filing.refused] == ["the file has no usable name"]


def test_many_hands_at_once(cabinet: Cabinet) -> None:
    def one(number: int) -> str:
        (filed,) = hand(cabinet, ("same.md", b"# number %d\n" % number)).filed
        return filed.path

    with ThreadPoolExecutor(8) as pool:
        paths = list(pool.map(one, range(24)))
    assert len(set(paths)) == 24
    assert cabinet.tree.files() == tuple(sorted(paths))
