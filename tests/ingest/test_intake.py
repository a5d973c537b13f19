"""From a folder to documents and failures: nothing that a file holds ends the run."""

import gzip
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest

from ingest.errors import UnreadableFile, UnsupportedFormat
from ingest.intake import FileRead, document_id, read
from ingest.limits import Limits
from ingest.model import Block, Failure, Locator, Note, Parsed
from ingest.parsers import PARSERS, is_text, misnamed, recognise
from ingest.source import Source
from ingest.walk import scan

NOW = datetime(2026, 7, 15, 12, tzinfo=UTC)


def run(root: Path, *, workers: int = 1, limits: Limits | None = None) -> list[FileRead]:
    limits = limits or Limits()
    files = scan(root, limits=limits).files
    done = read(root, files, workers=workers, limits=limits, now=NOW)
    return sorted(done, key=lambda r: r.path)


def write(folder: Path, files: dict[str, bytes | str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def office(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name in names:
            packed.writestr(name, "<x/>")
    return path


# --- walking -------------------------------------------------------------------------------------


def test_files_come_in_order_with_size_and_hash(tmp_path: Path) -> None:
    write(tmp_path, {"b/x.txt": "two", "a.txt": "one"})
    found = scan(tmp_path, limits=Limits()).files
    assert [(f.path, f.size) for f in found] == [("a.txt", 3), ("b/x.txt", 3)]
    assert found[0].sha256 == sha256(b"one").hexdigest()


@pytest.mark.parametrize(
    "name",
    [".git/config", ".DS_Store", "Thumbs.db", "__MACOSX/a.txt", "~$plan.docx", ".env", "a/.x/b.md"],
)
def test_what_systems_leave_behind_is_passed_over(tmp_path: Path, name: str) -> None:
    found = scan(write(tmp_path, {name: "x"}), limits=Limits())
    assert (found.files, found.failures) == ((), ())


def test_pipelines_under_a_dot_are_evidence(tmp_path: Path) -> None:
    write(tmp_path, {".github/workflows/ci.yml": "a: 1"})
    assert [f.path for f in scan(tmp_path, limits=Limits()).files] == [".github/workflows/ci.yml"]


def test_links_are_followed_inside_the_folder_only(tmp_path: Path) -> None:
    root = write(tmp_path / "in", {"a.txt": "x"})
    write(tmp_path / "out", {"secret.txt": "s"})
    (root / "inside.txt").symlink_to(root / "a.txt")
    (root / "outside.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (root / "outside").symlink_to(tmp_path / "out")
    (root / "loop").symlink_to(root)
    (root / "self").symlink_to(root / "self")
    (root / "broken").symlink_to(root / "nothing")
    found = scan(root, limits=Limits())
    assert [f.path for f in found.files] == ["a.txt", "inside.txt"]
    assert {f.path: f.reason.split(";")[0] for f in found.failures} == {
        "broken": "the symbolic link leads nowhere or back to itself",
        "loop": "the symbolic link leads back to a folder it stands in",
        "outside": "the symbolic link leads out of the evidence folder",
        "outside.txt": "the symbolic link leads out of the evidence folder",
        "self": "the symbolic link leads nowhere or back to itself",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes")
def test_a_pipe_is_a_failure_and_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (failure,) = scan(tmp_path, limits=Limits()).failures
    assert failure == Failure("pipe", "not a regular file (a pipe, socket or device)")


@pytest.mark.parametrize(("name", "kept"), [("big.txt", False), ("big.csv", True)])
def test_streamed_formats_have_their_own_size_limit(tmp_path: Path, name: str, kept: bool) -> None:
    write(tmp_path, {name: "x" * 100})
    found = scan(tmp_path, limits=Limits(file_bytes=50, streamed_bytes=500))
    assert bool(found.files) is kept
    assert bool(found.failures) is not kept


def test_a_root_may_be_one_file(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "Hello there.", "b.txt": "other"})
    (done,) = run(tmp_path / "a.txt")
    assert done.documents[0].path == "a.txt"


def test_a_missing_root_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file or folder"):
        scan(tmp_path / "nothing", limits=Limits())


# --- choosing a parser ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "module"),
    [
        pytest.param("a.pdf", b"%PDF-1.7\n", "pdf", id="pdf"),
        pytest.param("a.txt", b"%PDF-1.7\n", "pdf", id="pdf-called-txt"),
        pytest.param("a.jpg", b"\x89PNG\r\n\x1a\n\x00", "image", id="png-called-jpg"),
        pytest.param("a.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image", id="webp"),
        pytest.param("a.log.gz", gzip.compress(b"x"), "archive", id="gzip"),
        pytest.param("LICENSE", b"Permission is granted", "text", id="no-suffix"),
        pytest.param("CODEOWNERS", b"* @platform", "text", id="codeowners"),
        pytest.param("a.py", b"print(1)", "text", id="source-code"),
        pytest.param("a.unheard", b"plain words", "text", id="unknown-suffix"),
        pytest.param("a.txt", "caf\xe9 cr\xe8me".encode("latin-1"), "text", id="latin-1"),
        pytest.param("a.csv", "a;b".encode("utf-16"), "delimited", id="utf-16"),
        pytest.param("a.md", b"# x", "markdown", id="markdown"),
        pytest.param("a.tf", b"x = 1", "settings", id="terraform"),
        pytest.param("a.jsonl", b"{}", "records", id="jsonl"),
    ],
)
def test_content_decides_before_the_suffix(name: str, content: bytes, module: str) -> None:
    assert recognise(Source(name, content=content)).module == module


@pytest.mark.parametrize(
    ("names", "module"),
    [
        (("[Content_Types].xml", "word/document.xml"), "docx"),
        (("[Content_Types].xml", "xl/workbook.xml"), "sheet"),
        (("a.txt",), "archive"),
    ],
)
def test_a_zip_is_what_it_holds(tmp_path: Path, names: tuple[str, ...], module: str) -> None:
    content = office(tmp_path / "x", *names).read_bytes()
    assert recognise(Source("x.bin", content=content)).module == module


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xlsx", id="old-excel"),
        pytest.param("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".docx", id="old-word"),
        pytest.param("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".eml", id="outlook"),
        pytest.param("a.mp4", b"\x00\x00\x00 ftypisom", "transcript", id="video"),
        pytest.param("a.exe", b"MZ\x90\x00", "program", id="program"),
        pytest.param("blob", b"\x00\x01\x02\x03" * 50, "PDF", id="unknown-binary"),
    ],
)
def test_what_is_not_read_says_what_to_do(name: str, content: bytes, says: str) -> None:
    with pytest.raises(UnsupportedFormat, match=says):
        recognise(Source(name, content=content))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        pytest.param("a.txt", b"", "empty", id="empty"),
        pytest.param("a.txt", b"\x00\x01\x02\x03" * 50, "binary data", id="binary-called-txt"),
        pytest.param("a.pdf", b"hello", "not that", id="text-called-pdf"),
        pytest.param("a.docx", b"PK\x03\x04 torn", "damaged", id="torn-zip"),
        pytest.param("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password", id="locked-sheet"),
    ],
)
def test_a_file_that_is_not_what_it_says_cannot_be_read(
    name: str, content: bytes, says: str
) -> None:
    with pytest.raises(UnreadableFile, match=says):
        recognise(Source(name, content=content))


def test_a_misnamed_file_is_told() -> None:
    source = Source("a.txt", content=b"%PDF-1.7\n")
    assert misnamed(source, recognise(source))
    assert not misnamed(Source("a.pdf"), recognise(source))


@pytest.mark.parametrize(("head", "expected"), [(b"a\x00b\x00c\x00", True), (b"\x00" * 9, False)])
def test_utf_16_without_a_mark_is_text(head: bytes, expected: bool) -> None:
    assert is_text(head) is expected


def test_every_suffix_belongs_to_one_format() -> None:
    suffixes = [suffix for row in PARSERS for suffix in row.suffixes]
    assert len(suffixes) == len(set(suffixes))


# --- reading -------------------------------------------------------------------------------------


class Stub(ModuleType):
    """A parser that reads lines, and fails on request by what it finds in them."""

    def parse(self, source: Source) -> Parsed:
        text = source.read().decode()
        if "defect" in text:
            raise KeyError("a bug")
        if "damaged" in text:
            raise UnreadableFile("the file is damaged")
        place = Locator(line_start=1, line_end=1)
        notes = (Note("hidden_content", "a comment", locator=place),)
        return Parsed("text/plain", text, (Block(0, len(text), place),), notes=notes)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ingest.parsers.text", Stub("ingest.parsers.text"))


@pytest.mark.usefixtures("stub")
def test_a_document_is_completed(tmp_path: Path) -> None:
    (done,) = run(write(tmp_path, {"p/policy.txt": "Access Policy\nApproved on 2026-01-15."}))
    (document,) = done.documents
    digest = sha256(b"Access Policy\nApproved on 2026-01-15.").hexdigest()
    assert document.id == sha256(f"{digest}\np/policy.txt\n".encode()).hexdigest()[:16]
    assert (document.path, document.title, document.kind) == ("p/policy.txt", "policy", "policy")
    assert document.dates.ingested == NOW
    assert str(document.dates.effective) == "2026-01-15"


@pytest.mark.usefixtures("stub")
def test_a_bad_file_and_a_bug_cost_one_row_each(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    done = run(write(tmp_path, {"a.txt": "damaged", "b.txt": "defect", "c.txt": "fine"}))
    assert [len(r.documents) for r in done] == [0, 0, 1]
    assert done[0].failures == (Failure("a.txt", "the file is damaged"),)
    assert done[1].failures[0].reason.startswith("KeyError while reading it")
    assert "Traceback" in caplog.text


@pytest.mark.usefixtures("stub")
def test_a_file_that_vanished_is_a_failure(tmp_path: Path) -> None:
    files = scan(write(tmp_path, {"a.txt": "x"}), limits=Limits()).files
    (tmp_path / "a.txt").unlink()
    (done,) = read(tmp_path, files, workers=1, limits=Limits(), now=NOW)
    assert done.failures[0].reason.startswith("cannot be read")


@pytest.mark.usefixtures("stub")
def test_members_of_archives_become_documents(tmp_path: Path) -> None:
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as packed:
        packed.writestr("x.txt", "deep")
        packed.writestr("bad.txt", "damaged")
    root = tmp_path / "root"
    root.mkdir()
    with zipfile.ZipFile(root / "outer.zip", "w") as packed:
        packed.writestr("a/b.txt", "shallow")
        packed.write(inner, "inner.zip")
    (done,) = run(root)
    members = {document.member: document for document in done.documents}
    assert set(members) == {"a/b.txt", "inner.zip!x.txt"}
    deep = members["inner.zip!x.txt"]
    assert deep.sha256 == sha256(b"deep").hexdigest()
    assert deep.id == document_id(deep.sha256, "outer.zip", "inner.zip!x.txt")
    assert {n.locator.member for n in deep.notes if n.locator} == {"inner.zip!x.txt"}
    assert [(f.path, f.member) for f in done.failures] == [("outer.zip", "inner.zip!bad.txt")]


def test_worker_processes_read_the_same_as_this_one(tmp_path: Path) -> None:
    for n in range(30):
        with zipfile.ZipFile(tmp_path / f"{n:02}.zip", "w") as packed:
            packed.writestr("policy.md", f"# Policy {n}\n\nStaff must lock screens.\n")
    assert run(tmp_path, workers=2) == run(tmp_path, workers=1)


KILLER = """
import os
from ingest.model import Block, Locator, Parsed
def parse(source):
    text = source.read().decode()
    if "kill" in text:
        os._exit(9)
    return Parsed("text/plain", text, (Block(0, len(text), Locator(line_start=1, line_end=1)),))
"""


def test_a_killed_worker_costs_the_file_that_killed_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Spawned workers import by name, so the killer has to lie where they look first.
    package = write(tmp_path / "code", {"text.py": KILLER}) / "text.py"
    hook = (
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('ingest.parsers.text', {str(package)!r})\n"
        "module = importlib.util.module_from_spec(spec)\n"
        "sys.modules['ingest.parsers.text'] = module\n"
        "spec.loader.exec_module(module)\n"
    )
    write(tmp_path / "code", {"sitecustomize.py": hook})
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "code"), *sys.path]))
    root = tmp_path / "root"
    root.mkdir()
    for name, text in {"bad": "kill", **{f"f{n:02}": "fine" for n in range(3)}}.items():
        with zipfile.ZipFile(root / f"{name}.zip", "w") as packed:
            packed.writestr("x.txt", text)
    monkeypatch.setattr("ingest.intake._WORTH_A_POOL", 0.1)
    done = run(root, workers=2)
    assert [len(r.documents) for r in done] == [0, 1, 1, 1]
    assert "crashed" in done[0].failures[0].reason


def test_a_misnamed_file_is_read_as_what_it_is_and_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ingest.parsers.image", Stub("ingest.parsers.image"))
    (done,) = run(write(tmp_path, {"screen.pdf": b"GIF89a hello"}))
    assert [str(n) for d in done.documents for n in d.notes if n.kind == "wrong_suffix"] == [
        "wrong_suffix: named .pdf, but read as the image it is"
    ]


def test_reading_text_imports_no_library_of_another_format() -> None:
    code = (
        "import sys, ingest.intake; from ingest.parsers import parser_for;"
        "from ingest.source import Source; parser_for(Source('a.txt', content=b'x'));"
        "print({'docx', 'openpyxl', 'pypdfium2', 'rapidocr', 'puremagic', 'PIL'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
