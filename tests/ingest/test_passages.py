import hashlib
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.model import Passage
from ingest.parsers import delimited, html, markdown, text
from ingest.passages import TARGET, quotable, sentences, split
from tests.ingest.reading import document, parsed


def passages(name: str, content: str) -> tuple[Passage, ...]:
    module = {"md": markdown, "csv": delimited, "txt": text}[name.rsplit(".", 1)[1]]
    return split(document(parsed(module, name, content)))


def test_headings_make_paths_and_begin_passages() -> None:
    found = passages("a.md", "# Policy\n\nIntro.\n\n## Off-boarding\n\nStep.\n\n# Annex\n\nEnd.\n")
    assert [(p.heading, p.text) for p in found] == [
        ("Policy", "# Policy\n\nIntro."),
        ("Policy > Off-boarding", "## Off-boarding\n\nStep."),
        ("Annex", "# Annex\n\nEnd."),
    ]


def test_a_heading_goes_with_the_deeper_heading_below_it() -> None:
    (found,) = passages("a.md", "# Policy\n\n## Scope\n\nAll staff.\n")
    assert (found.heading, found.text) == ("Policy > Scope", "# Policy\n\n## Scope\n\nAll staff.")


def test_a_heading_without_text_is_a_passage() -> None:
    found = passages("a.md", "## Backups\n\n## Logging\n\nKept.\n")
    assert [p.text for p in found] == ["## Backups", "## Logging\n\nKept."]


def test_small_paragraphs_are_packed_and_large_ones_part() -> None:
    paragraph = "Access is reviewed every quarter by the owner. " * 8
    found = passages("a.md", "\n\n".join([paragraph] * 5))
    assert [p.text.count("quarter") for p in found] == [16, 16, 8]


def test_list_items_stay_with_their_lead_in() -> None:
    filler = "Owners approve each request before access is given to anybody. " * 14
    found = passages(
        "a.md", f"{filler}\n\nLeavers lose:\n\n- the laptop of the company\n- all keys\n"
    )
    assert found[1].text.startswith("Leavers lose:\n\n- the laptop")


def test_a_heading_is_not_left_behind_by_a_long_paragraph() -> None:
    found = passages("a.md", "# Access\n\n" + "Owners approve each request. " * 60)
    assert found[0].text.startswith("# Access\n\nOwners")
    assert all(p.text.endswith(".") for p in found)


def test_rows_are_packed_under_their_head_row() -> None:
    rows = "".join(f"| user{n} | approved by the owner in January |\n" for n in range(40))
    found = passages("a.md", f"# Users\n\n| User | Note |\n|---|---|\n{rows}\nAfter.\n")
    assert {p.heading for p in found[1:-1]} == {"Users > User | Note"}
    assert found[-1].heading == "Users"
    assert all(p.text.endswith("|") for p in found[1:-1])


def test_the_parts_of_a_long_row_share_no_passage_with_other_rows() -> None:
    long_row = "x1," + "a long remark about it " * 60
    found = passages("a.csv", f"id,note\n{long_row}\nx2,short\nx3,short\n")
    assert found[-1].text == "x2,short\nx3,short"


def test_no_passage_runs_over_what_was_left_out() -> None:
    found = passages("a.md", "Before.\n\n<!-- hidden words -->\n\nAfter.\n")
    assert [p.text for p in found] == ["Before.", "After."]


def test_ids_and_order_come_from_the_content() -> None:
    found = passages("a.md", "# A\n\none\n\n# B\n\ntwo\n")
    assert [p.ordinal for p in found] == [0, 1]
    assert found[1].id == hashlib.sha256(b"d1:10:18").hexdigest()[:16]
    assert (found[1].locator.line_start, found[1].locator.line_end) == (5, 7)


@pytest.mark.parametrize(
    ("content", "limit"),
    [
        pytest.param("Access is reviewed by owners. " * 100, 60, id="prose"),
        pytest.param("0,1,2,3,4,5,6,7,8,9;" * 100, 220, id="dense punctuation"),
        pytest.param("\n\n".join(["one two three four"] * 200), 100, id="small paragraphs"),
    ],
)
def test_passages_keep_to_the_token_limit(content: str, limit: int) -> None:
    def count(body: str) -> int:
        return len(re.findall(r"\w|\W", body)) if ";" in body else len(body.split())

    item = document(parsed(text, "a.txt", content))
    found = split(item, count_tokens=count, limit=limit)
    assert len(found) > 1
    assert all(count(p.text) <= limit or len(p.text) <= 2 * limit for p in found)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("A" * 5_000, id="one endless word"),
        pytest.param("dGhl+c2Vj/cmV0" * 300, id="base64"),
        pytest.param("安全政策" * 800, id="no spaces"),
        pytest.param("安全政策適用於所有員工。" * 200, id="sentences without spaces"),
    ],
)
def test_text_without_white_space_is_cut_at_the_limit(content: str) -> None:
    found = passages("a.txt", content)
    assert "".join(p.text for p in found) == content
    assert max(len(p.text) for p in found) <= TARGET


def test_words_are_spared_and_sentences_preferred() -> None:
    word = "b" * 150
    found = passages("a.txt", ("Aaa bbb. " * 50 + word + " ") * 4)
    assert all(len(part) in (3, 150) for p in found for part in p.text.replace(".", "").split())


PIECE = st.sampled_from(
    ["# Head\n", "## Sub\n", "\n", "\n\n", "- item ", "word ", "a sentence. ", "| a | b |\n|---|---|\n",
     "| 1 | 2 |\n", "```\n", "x" * 120 + " ", "long words follow here " * 30, "<!-- no -->", "1. ",
     "> ", "    code ", "\u2028", "é", "安全" * 150, "e.g. ", "key: value\n", "---\n"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(PIECE, min_size=1, max_size=40))
def test_passages_are_slices_in_order_that_cover_every_block(pieces: list[str]) -> None:
    item = document(parsed(markdown, "a.md", "Start " + "".join(pieces)))
    found = split(item)
    assert all(p.text == item.text[p.start : p.end] == p.text.strip() for p in found)
    assert all(one.end <= two.start for one, two in pairwise(found))
    covered = {at for p in found for at in range(p.start, p.end)}
    for block in item.blocks:
        assert all(at in covered or item.text[at].isspace() for at in range(block.start, block.end))
    for cut in {at for p in found for at in (p.start, p.end)}:
        assert not _in_short_word(item.text, cut)


def _in_short_word(body: str, at: int) -> bool:
    first = last = at
    while first > 0 and (body[first - 1].isalnum() or body[first - 1] == "_"):
        first -= 1
    while last < len(body) and (body[last].isalnum() or body[last] == "_"):
        last += 1
    return first < at < last and last - first < 200


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("One thing. Another!", ["One thing.", "Another!"], id="two"),
        pytest.param("See e.g. Figure 2 vs. No. 5 now. Next.", ["See e.g. Figure 2 vs. No. 5 now.", "Next."], id="abbreviations"),
        pytest.param("Keys, logs, etc. They rotate.", ["Keys, logs, etc.", "They rotate."], id="closing abbreviation"),
        pytest.param("a. The first point. Then more\ni. Below it", ["a. The first point.", "Then more", "i. Below it"], id="markers"),
        pytest.param("Uptime was 99.95 percent per CC6.1. See https://x.io/a.b?c. Good.", ["Uptime was 99.95 percent per CC6.1.", "See https://x.io/a.b?c.", "Good."], id="decimals, ids, addresses"),
        pytest.param("1. Review access.\n2. Remove it.", ["1. Review access.", "2. Remove it."], id="items"),
        pytest.param("Access to production is reviewed by the owner\nof the system every quarter.", ["Access to production is reviewed by the owner\nof the system every quarter."], id="folded line"),
        pytest.param("Scope\n\nAll staff", ["Scope", "All staff"], id="paragraphs"),
        pytest.param("| a | b |\n|---|---|\n| 1 | 2 |", ["| a | b |", "| 1 | 2 |"], id="table rows"),
        pytest.param("mfa: on\ntls: 1.2", ["mfa: on", "tls: 1.2"], id="settings"),
        pytest.param("J. Doe signed. Done.", ["J. Doe signed.", "Done."], id="initials"),
        pytest.param('He said "stop." Then left.', ['He said "stop."', "Then left."], id="quotes"),
        pytest.param("全員適用。例外なし。", ["全員適用。", "例外なし。"], id="no spaces"),
        pytest.param("--- *** \n", [], id="no words"),
    ],
)  # fmt: skip
def test_sentences(body: str, expected: list[str]) -> None:
    spans = sentences(body, 100)
    assert [body[start - 100 : end - 100] for start, end in spans] == expected


def test_quotes_stay_inside_one_block_and_on_whole_words() -> None:
    item = document(parsed(html, "a.html", "<p>We use <b>MFA</b> for caf&eacute;s here.</p>"))
    (passage,) = split(item)
    assert passage.text == "We use MFA for cafés here."
    assert [item.text[s:e] for s, e in quotable(item, passage)] == ["We use", "MFA", "for", "here."]


def test_a_short_row_is_one_quote() -> None:
    item = document(parsed(delimited, "a.csv", 'id,note\n1,"One. Two.\nThree."\n'))
    (passage,) = split(item)
    quotes = [item.text[s:e] for s, e in quotable(item, passage)]
    assert quotes == ["id,note", '1,"One. Two.\nThree."']
