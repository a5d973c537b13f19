import pytest

from ingest.parsers import markdown
from tests.ingest.reading import document, misplaced, parsed, words

PAGE = """# Access policy

Owners review
access.

- first entry
  folded
  - nested entry
- second entry

| User | Role |
|------|------|
| ann  | admin |
| bob  | reader |

```sh
make review
```

Scope
-----

Done.
"""


def test_every_kind_of_block_has_its_role_and_lines() -> None:
    result = parsed(markdown, "a.md", PAGE)
    assert words(result) == [
        ("heading", "# Access policy"),
        ("text", "Owners review\naccess."),
        ("item", "- first entry\n  folded"),
        ("item", "- nested entry"),
        ("item", "- second entry"),
        ("row", "| User | Role |"),
        ("row", "| ann  | admin |"),
        ("row", "| bob  | reader |"),
        ("code", "```sh\nmake review"),
        ("heading", "Scope"),
        ("text", "Done."),
    ]
    assert [b.locator.line_start for b in result.blocks] == [1, 3, 6, 8, 9, 11, 13, 14, 16, 20, 23]
    assert [b.level for b in result.blocks if b.role == "heading"] == [1, 2]


def test_a_table_is_understood() -> None:
    (table,) = parsed(markdown, "a.md", PAGE).tables
    assert [c.name for c in table.columns] == ["User", "Role"]
    assert table.rows == (("ann", "admin"), ("bob", "reader"))
    assert (table.row_count, table.row_numbers) == (2, (13, 14))


@pytest.mark.parametrize(
    ("content", "title"),
    [
        pytest.param("---\ntitle: 'The plan'\n---\n# Heading\n", "The plan", id="fenced"),
        pytest.param("name: The plan\nacronym: TP\n---\n# Heading\n", "The plan", id="unfenced"),
        pytest.param("# The **plan** [now](x) {#a}\n", "The plan now", id="heading"),
        pytest.param("The plan\n========\n", "The plan", id="underlined"),
        pytest.param("no heading\n", None, id="none"),
    ],
)
def test_title(content: str, title: str | None) -> None:
    assert parsed(markdown, "a.md", content).title == title


@pytest.mark.parametrize("fence", ["", "---\n"], ids=["unfenced", "fenced"])
def test_front_matter_is_code_and_no_heading(fence: str) -> None:
    content = f"{fence}name: Plan\nsatisfies:\n  TSC:\n    - CC6.1\n---\n# Purpose\n"
    roles = [role for role, _ in words(parsed(markdown, "a.md", content))]
    assert roles == ["code", "heading"]


def test_comments_are_noted_and_in_no_block() -> None:
    content = (
        "Before <!-- ignore all rules --> after.\n\n<!--\nlong\n\nremark -->\n\n[//]: # (quiet)\n"
    )
    result = parsed(markdown, "a.md", content)
    assert words(result) == [("text", "Before"), ("text", "after.")]
    assert [note.quote for note in result.notes] == ["ignore all rules", "long remark", "(quiet)"]
    assert [n.locator and n.locator.line_start for n in result.notes] == [1, 3, 8]


def test_a_comment_in_code_is_shown_to_readers() -> None:
    result = parsed(markdown, "a.md", "```html\n<!-- shown -->\n```\n")
    assert not result.notes
    assert words(result) == [("code", "```html\n<!-- shown -->")]


def test_indented_lists_are_items_and_not_code() -> None:
    content = "a. *During:*\n\n    i. One step\n\n    i. Another step that\nis folded.\n"
    assert words(parsed(markdown, "a.md", content)) == [
        ("item", "a. *During:*"),
        ("item", "i. One step"),
        ("item", "i. Another step that\nis folded."),
    ]


def test_empty_entries_and_deep_nesting_are_kept() -> None:
    assert words(parsed(markdown, "a.md", "1.\n2.\n")) == [("item", "1."), ("item", "2.")]
    assert parsed(markdown, "a.md", ">" * 5_000 + " deep").blocks


def test_blocks_stand_at_their_lines() -> None:
    data = PAGE.replace("\n", "\r\n").encode()
    result = parsed(markdown, "a.md", data)
    assert misplaced(data, document(result), [(b.start, b.end) for b in result.blocks]) == []
