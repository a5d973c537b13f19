import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from ingest.errors import IngestError, LimitExceeded, UnreadableFile
from ingest.limits import Limits
from ingest.model import Block, Parsed
from ingest.parsers.docx import parse
from ingest.source import Source

Make = Callable[[WordDocument], None]


def saved(make: Make) -> bytes:
    document = docx.Document()
    make(document)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def read(make: Make) -> Parsed:
    return parse(Source("policy.docx", content=saved(make)))


def texts(parsed: Parsed, role: str) -> list[str]:
    return [parsed.text[b.start : b.end] for b in parsed.blocks if b.role == role]


def at(parsed: Parsed, text: str) -> Block:
    return next(b for b in parsed.blocks if parsed.text[b.start : b.end] == text)


def notes(parsed: Parsed) -> list[str]:
    return [str(note) for note in parsed.notes]


def a_policy(document: WordDocument) -> None:
    document.add_heading("Access policy", 0)
    document.add_heading("Granting", 1)
    document.add_paragraph("Access needs approval.")
    document.add_paragraph("by the owner", style="List Bullet")
    document.add_heading("Reviews", 2)
    table = document.add_table(rows=3, cols=3)
    for row, cells in enumerate(
        (("System", "Owner", "Cycle"), ("AWS", "Anna", "Q"), ("Okta", "Li", "Q"))
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("After the table.")
    document.sections[0].header.paragraphs[0].text = "Internal"
    document.sections[0].footer.paragraphs[0].text = "Version 3"


def changed(document: WordDocument) -> None:
    paragraph = document.add_paragraph("Reviewed ")
    for name, author, text in (("ins", "Anna", "quarterly"), ("del", "Li", "yearly")):
        inner = "w:t" if name == "ins" else "w:delText"
        paragraph._p.append(
            parse_xml(
                f'<w:{name} {nsdecls("w")} w:id="1" w:author="{author}">'
                f"<w:r><{inner}>{text}</{inner}></w:r></w:{name}>"
            )
        )


def hidden(document: WordDocument) -> None:
    document.add_paragraph("Shown. ").add_run("secret words").font.hidden = True


def commented(document: WordDocument) -> None:
    paragraph = document.add_paragraph("Approved.")
    document.add_comment(paragraph.runs, text="not yet!", author="Li")


def controlled(document: WordDocument) -> None:
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p>"
            "</w:sdtContent></w:sdt>"
        ),
    )


def merged(document: WordDocument) -> None:
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Banner"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "AWS"
    for row in (1, 2):
        table.cell(row, 1).text, table.cell(row, 2).text = f"r{row}", "keep"


def test_roles_are_told_apart() -> None:
    parsed = read(a_policy)
    found = {role: texts(parsed, role) for role in ("heading", "text", "item", "row", "caption")}
    assert found == {
        "heading": ["Access policy", "Granting", "Reviews"],
        "text": ["Access needs approval.", "After the table."],
        "item": ["by the owner"],
        "row": ["System | Owner | Cycle", "AWS | Anna | Q", "Okta | Li | Q"],
        "caption": ["Internal", "Version 3"],
    }


def test_blocks_are_placed_by_heading_path() -> None:
    place = at(read(a_policy), "AWS | Anna | Q").locator
    assert (place.section, place.row_start) == ("Granting > Reviews", 2)
    assert place.line_start is None


def test_heading_levels_follow_the_styles() -> None:
    parsed = read(a_policy)
    assert [b.level for b in parsed.blocks if b.role == "heading"] == [1, 1, 2]


def test_table_has_its_columns_and_rows() -> None:
    (table,) = read(a_policy).tables
    assert [c.name for c in table.columns] == ["System", "Owner", "Cycle"]
    assert (table.rows[0], table.row_count, table.row_numbers) == (("AWS", "Anna", "Q"), 2, (2, 3))


def test_title_falls_back_to_the_first_heading() -> None:
    assert read(a_policy).title == "Access policy"


def test_properties_give_title_and_date() -> None:
    def stated(document: WordDocument) -> None:
        document.add_paragraph("Text.")
        document.core_properties.title = "Policy 7"
        document.core_properties.created = datetime(2026, 3, 1)

    parsed = read(stated)
    assert (parsed.title, parsed.created) == ("Policy 7", date(2026, 3, 1))


def test_date_of_the_library_template_is_no_date() -> None:
    assert read(a_policy).created is None


@pytest.mark.parametrize(
    ("make", "text", "note"),
    [
        (
            changed,
            "Reviewed quarterly",
            "tracked_changes: 1 insertions and 1 deletions by Anna, Li",
        ),
        (hidden, "Shown.", "hidden_content: hidden text"),
        (commented, "Approved.", "hidden_content: 1 comment by Li"),
        (controlled, "In a control", None),
    ],
    ids=["tracked changes", "hidden text", "comment", "content control"],
)
def test_text_reads_as_accepted_and_shown(make: Make, text: str, note: str | None) -> None:
    parsed = read(make)
    assert parsed.text == text
    assert [n.startswith(note) for n in notes(parsed) if note] == ([True] if note else [])


def test_notes_quote_what_was_left_out() -> None:
    assert [n.quote for m in (hidden, commented) for n in read(m).notes] == [
        "secret words",
        "not yet!",
    ]


def test_merged_cells_stand_in_every_row_and_a_banner_once() -> None:
    assert texts(read(merged), "row") == ["Banner", "AWS | r1 | keep", "AWS | r2 | keep"]


def test_every_row_can_be_found_as_python_docx_reads_it() -> None:
    parsed = read(merged)
    document = docx.Document(io.BytesIO(saved(merged)))
    seen = "".join(c.text for t in document.tables for r in t.rows for c in r.cells)
    assert all(row.replace(" | ", "") in seen for row in texts(parsed, "row"))


def test_document_with_macros_is_read() -> None:
    plain = saved(a_policy)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(packed, "w") as new:
        for info in old.infolist():
            body = old.read(info)
            if info.filename == "[Content_Types].xml":
                body = body.replace(
                    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                    b"application/vnd.ms-word.document.macroEnabled.main",
                )
            new.writestr(info.filename, body)
    assert "Access needs approval." in parse(Source("a.docm", content=packed.getvalue())).text


def test_text_beyond_the_limit_is_cut_and_said() -> None:
    source = Source("a.docx", content=saved(a_policy), limits=Limits(text_chars=40))
    parsed = parse(source)
    assert len(parsed.text) <= 40
    assert any(n.startswith("truncated: only the first") for n in notes(parsed))


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(40_000_000))
    return packed.getvalue()


def entities() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "error", "reason"),
    [
        (b"", UnreadableFile, "empty"),
        (b"plain text", UnreadableFile, "holds no Word document"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), UnreadableFile, "password"),
        (saved(a_policy)[:3000], UnreadableFile, "damaged"),
        (saved(lambda document: None), UnreadableFile, "no text"),
        (bomb(), LimitExceeded, "bomb"),
        (entities(), UnreadableFile, "entities"),
    ],
    ids=["empty", "text", "locked", "cut short", "no text", "bomb", "entity bomb"],
)
def test_what_cannot_be_read_says_why(
    content: bytes, error: type[IngestError], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        parse(Source("policy.docx", content=content))


def test_inserted_table_row_is_kept_and_deleted_one_dropped() -> None:
    def rows(document: WordDocument) -> None:
        table = document.add_table(rows=2, cols=1)
        for number, mark in enumerate(("w:ins", "w:del")):
            table.cell(number, 0).text = mark
            properties = table.rows[number]._tr.get_or_add_trPr()
            change = OxmlElement(mark)
            change.set(qn("w:id"), "1")
            properties.append(change)

    assert texts(read(rows), "row") == ["w:ins"]
