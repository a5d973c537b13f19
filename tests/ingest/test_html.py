import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableFile
from ingest.parsers import html
from ingest.passages import quotable, split
from tests.ingest.reading import document, misplaced, parsed, words

PAGE = """<!doctype html>
<html><head><title>Security &amp; trust</title>
<style>p { color: red }</style><script>var hidden = "words";</script></head>
<body>
<h1>Our security</h1>
<p>MFA is <b>required</b> for
   all staff &ndash; always.</p>
<ul><li>one<li>two</ul>
<table><tr><th>User</th><th>Role</th></tr><tr><td>ann</td><td>ad<i>min</i></td></tr></table>
</body></html>
"""


def test_the_words_a_reader_sees_and_nothing_else() -> None:
    text = parsed(html, "a.html", PAGE).text
    assert text == (
        "Our security\n\nMFA is required for\n   all staff – always.\n\none\ntwo\n\n"
        "User | Role\nann | admin"
    )


def test_one_block_a_run_of_raw_text_at_its_line() -> None:
    result = parsed(html, "a.html", PAGE)
    assert words(result)[:5] == [
        ("heading", "Our security"),
        ("text", "MFA is"),
        ("text", "required"),
        ("text", "for\n   all staff"),
        ("text", "always."),
    ]
    assert [b.locator.line_start for b in result.blocks][:5] == [5, 6, 6, 6, 7]


def test_title_and_table() -> None:
    result = parsed(html, "a.html", PAGE)
    assert result.title == "Security & trust"
    assert [(t.columns[1].name, t.rows) for t in result.tables] == [("Role", (("ann", "admin"),))]


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<!-- SECRET -->", id="comment"),
        pytest.param('<div style="color:red; display: none">SECRET</div>', id="display"),
        pytest.param("<p hidden>SECRET <b>SECRET</b></p>", id="attribute"),
        pytest.param('<span style="visibility:hidden">SECRET</span>', id="visibility"),
        pytest.param('<span style="font-size:0px">SECRET</span>', id="size"),
        pytest.param('<div style="left:-9999px">SECRET</div>', id="off screen"),
        pytest.param("<template>SECRET</template>", id="template"),
        pytest.param('<p style="display:none">SECRET<p>', id="never closed"),
    ],
)
def test_hidden_words_are_noted_and_not_in_the_text(markup: str) -> None:
    result = parsed(html, "a.html", f"<p>Shown.</p>\n{markup}<p>Also shown.</p>")
    assert result.text == "Shown.\n\nAlso shown."
    (note,) = result.notes
    assert note.kind == "hidden_content"
    assert note.locator is not None
    assert note.locator.line_start == 2


def test_a_page_without_words_is_unreadable() -> None:
    with pytest.raises(UnreadableFile, match="no readable text"):
        parsed(html, "a.html", "<html><script>x</script></html>")


def test_xml_elements_and_cdata() -> None:
    result = parsed(html, "a.xml", "<r><host>web1</host><note><![CDATA[patched]]></note></r>")
    assert result.text == "web1\n\npatched"


@pytest.mark.parametrize(
    "data",
    [
        b"<p>x</p>" + b"<!--" * 50_000,
        b"<div>" * 50_000 + b"x" + b"</b>" * 50_000,
        b"x" + b"<a " * 50_000,
    ],
    ids=["open comments", "depth", "torn tags"],
)
def test_torn_pages_are_read_in_linear_time(data: bytes) -> None:
    assert "x" in parsed(html, "a.html", data).text


PIECES = st.sampled_from(
    ["Access ", "is reviewed", "\n", " ", "&amp;", "&eacute;", "&#8217;", "<b>", "</b>", "<p>", "</p>",
     "<br>", "<td>", "<!-- c -->", "caf", "s. ", "<i hidden>", "</i>", "é", "\r\n", "</div>", "<li>"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, min_size=3, max_size=40))
def test_quotes_stand_verbatim_in_the_file(pieces: list[str]) -> None:
    data = ("<p>Start here.</p>" + "".join(pieces)).encode()
    item = document(parsed(html, "a.html", data))
    spans = [span for passage in split(item) for span in quotable(item, passage)]
    assert misplaced(data, item, spans) == []
