import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from ingest.errors import IngestError, LimitExceeded, UnreadableFile
from ingest.limits import Limits
from ingest.model import Failure
from ingest.parsers.archive import Budget, members
from ingest.source import Source


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as archive:  # type: ignore[call-overload]  # mode varies
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def read(name: str, content: bytes, limits: Limits | None = None) -> list[Source | Failure]:
    return list(members(Source(name, content=content, limits=limits or Limits())))


def names(found: list[Source | Failure]) -> list[str]:
    return [f.name for f in found if isinstance(f, Source)]


def reasons(found: list[Source | Failure]) -> dict[str | None, str]:
    return {f.member: f.reason for f in found if isinstance(f, Failure)}


FILES = {"b/two.txt": b"two", "a.txt": b"one", "__MACOSX/a.txt": b"x", ".DS_Store": b"x"}


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("e.zip", zipped),
        ("e.tar.gz", tarred),
        ("e.tgz", tarred),
        ("e.tar", lambda files: tarred(files, "w")),
        ("no-suffix", zipped),
    ],
    ids=["zip", "tar.gz", "tgz", "tar", "by content"],
)
def test_members_come_by_name_and_without_clutter(
    name: str, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    found = read(name, pack(FILES))
    assert [(f.name, f.content) for f in found if isinstance(f, Source)] == [
        ("a.txt", b"one"),
        ("b/two.txt", b"two"),
    ]


def test_single_gzip_file_is_named_without_suffix() -> None:
    assert names(read("auth.log.gz", gzip.compress(b"line"))) == ["auth.log"]


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
@pytest.mark.parametrize(
    "evil", ["../../etc/passwd", "/etc/passwd", "C:/boot.ini", "..\\win.ini", "a/../../b"]
)
def test_path_that_leaves_the_archive_is_a_failure_and_the_rest_goes_on(
    evil: str, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    found = read("e.zip", pack({evil: b"x", "zz.txt": b"good"}))
    assert names(found) == ["zz.txt"]
    assert reasons(found)[evil].startswith("unsafe path")


def test_link_in_a_tar_is_not_followed() -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert reasons(read("e.tgz", packed.getvalue()))["link.txt"].startswith("unsafe path")


def test_link_in_a_zip_is_not_followed() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert reasons(read("e.zip", packed.getvalue()))["link.txt"].startswith("unsafe path")


def test_locked_member_is_a_failure() -> None:
    content = bytearray(zipped({"a.txt": b"secret"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert "password" in reasons(read("e.zip", bytes(content)))["a.txt"]


def test_damaged_member_is_a_failure_and_the_rest_goes_on() -> None:
    content = bytearray(zipped({"a.txt": b"first" * 20, "b.txt": b"second"}))
    content[content.index(b"a.txt") + 8] ^= 0xFF
    found = read("e.zip", bytes(content))
    assert names(found) == ["b.txt"]
    assert "damaged" in reasons(found)["a.txt"]


def test_dense_zip_member_is_taken_for_a_bomb() -> None:
    found = read("e.zip", zipped({"bomb": bytes(8_000_000), "ok.txt": b"fine"}))
    assert names(found) == ["ok.txt"]
    assert "times its packed size" in reasons(found)["bomb"]


def test_zip_that_lies_about_its_sizes_does_not_get_past_the_bound() -> None:
    content = bytearray(zipped({"bomb": bytes(8_000_000)}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(mark) + offset
        content[at : at + 4] = (100).to_bytes(4, "little")
    assert names(read("e.zip", bytes(content))) == []


def test_dense_gzip_is_taken_for_a_bomb() -> None:
    with pytest.raises(LimitExceeded, match="times its packed size"):
        read("e.tgz", gzip.compress(bytes(8_000_000)))


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (replace(Limits(), archive_members=2), "more members"),
        (replace(Limits(), archive_bytes=150), "more bytes"),
        (replace(Limits(), file_bytes=50), "larger than"),
    ],
    ids=["members", "total bytes", "one file"],
)
def test_what_goes_beyond_a_limit_is_a_failure(limits: Limits, reason: str) -> None:
    found = read("e.zip", zipped({f"{n}.txt": b"x" * 100 for n in range(4)}), limits)
    assert any(reason in why for why in reasons(found).values())


def test_nested_archives_share_one_budget() -> None:
    limits = replace(Limits(), archive_members=3)
    budget = Budget.of(limits)
    inner = Source("in.zip", content=zipped({"1": b"x", "2": b"x"}), limits=limits)
    assert names(list(members(inner, depth=2, budget=budget))) == ["1", "2"]
    assert names(list(members(inner, depth=2, budget=budget))) == ["1"]


def test_archive_nested_too_deep_is_refused() -> None:
    source = Source("e.zip", content=zipped({"a": b"x"}))
    with pytest.raises(LimitExceeded, match="nested"):
        list(members(source, depth=4))


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_name_listed_twice_is_read_once() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", b"one")
        archive.writestr("a.txt", b"two")
    found = read("e.zip", packed.getvalue())
    assert names(found) == ["a.txt"]
    assert "twice" in reasons(found)["a.txt"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("e.zip", b""),
        ("e.zip", zipped({"a.txt": b"one"})[:40]),
        ("e.zip", b"this is only text"),
        ("e.tgz", tarred({"a.txt": b"one" * 500})[:60]),
    ],
    ids=["empty", "cut short zip", "text", "cut short gzip"],
)
def test_what_is_no_archive_is_unreadable(name: str, content: bytes) -> None:
    with pytest.raises(IngestError) as refusal:
        read(name, content)
    assert isinstance(refusal.value, UnreadableFile)
