"""Only the bytes that were read are shown: a changed, moved or missing file says so."""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.viewing import Lines, Rows, Unseen, parts_of, view_of, view_of_document
from tests.viewing.desk import Desk, citing

TEXT = "Access is removed within 24 hours.\n"
QUOTE = "removed within 24 hours"


def reason(view: object) -> str:
    assert isinstance(view, Unseen)
    return view.reason


def test_a_changed_file_is_not_shown(desk: Desk) -> None:
    document = desk.lay("p.txt", TEXT)
    # Even where the quote still stands there, and size and time are as they were.
    file = desk.folder / "p.txt"
    before = file.stat()
    file.write_text(TEXT.replace("Access", "Egress"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "changed since it was read" in reason(desk.see(document, QUOTE))
    assert "changed since it was read" in reason(view_of_document(desk.workspace, document.id))


def test_a_missing_file_says_so(desk: Desk) -> None:
    document = desk.lay("p.txt", TEXT)
    (desk.folder / "p.txt").unlink()
    assert reason(desk.see(document, QUOTE)).startswith("p.txt is no longer in the evidence folder")


def test_a_missing_folder_says_so(desk: Desk, tmp_path: Path) -> None:
    document = desk.lay("p.txt", TEXT)
    desk.folder.rename(tmp_path / "elsewhere")
    assert "no longer there" in reason(desk.see(document, QUOTE))


def test_a_version_that_was_read_anew_is_no_longer_held(desk: Desk) -> None:
    old = desk.lay("p.txt", TEXT)
    new = desk.lay("p.txt", TEXT + "And more.\n")
    assert "no longer held" in reason(desk.see(old, QUOTE))
    assert isinstance(desk.see(new, QUOTE), Lines)
    assert parts_of(desk.workspace, old.id) == ()


def test_a_citation_of_another_path_is_not_followed(desk: Desk) -> None:
    citation = citing(desk.lay("p.txt", TEXT), QUOTE)
    elsewhere = replace(citation, path="../p.txt")
    assert "no longer held" in reason(view_of(desk.workspace, elsewhere))


def test_a_file_that_became_a_link_out_of_the_folder_is_not_followed(
    desk: Desk, tmp_path: Path
) -> None:
    document = desk.lay("p.txt", TEXT)
    outside = tmp_path / "outside.txt"
    outside.write_text(TEXT)
    (desk.folder / "p.txt").unlink()
    (desk.folder / "p.txt").symlink_to(outside)
    assert "no longer in the evidence folder" in reason(desk.see(document, QUOTE))


def packed(**members: bytes | str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


def test_a_member_is_shown_from_its_archive_and_archives_in_it(desk: Desk) -> None:
    inner = packed(b_csv="user,state\nada,active\nben,gone\n")
    read = desk.lay_all("all.zip", packed(docs__p_txt=TEXT, in_zip=inner))
    found = {d.member: d for d in read}
    assert isinstance(desk.see(found["docs/p.txt"], QUOTE), Lines)
    assert isinstance(desk.see(found["in.zip!b.csv"], "ben,gone"), Rows)


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (packed(p_txt=TEXT.replace("24", "48")), "changed since it was read"),
        (packed(q_txt=TEXT), "no longer holds p.txt"),
        (b"PK\x03\x04 no archive", "cannot be opened"),
    ],
)
def test_a_changed_archive_says_so(desk: Desk, later: bytes, said: str) -> None:
    document = desk.lay("all.zip", packed(p_txt=TEXT))
    (desk.folder / "all.zip").write_bytes(later)
    assert said in reason(desk.see(document, QUOTE))


def test_a_member_that_is_as_it_was_may_be_shown_though_others_changed(desk: Desk) -> None:
    document = desk.lay("all.zip", packed(p_txt=TEXT))
    (desk.folder / "all.zip").write_bytes(packed(p_txt=TEXT, z_txt="more"))
    assert isinstance(desk.see(document, QUOTE), Lines)


def test_the_place_as_exports_write_it_is_understood(desk: Desk) -> None:
    citation = citing(desk.lay("p.txt", TEXT), QUOTE)
    assert isinstance(view_of(desk.workspace, citation), Lines)
    assert parts_of(desk.workspace, "0" * 16) == ()
    assert "no longer held" in reason(view_of_document(desk.workspace, "0" * 16))
