"""The viewer's widgets by Streamlit's own harness: what reaches the browser, and how one steps on."""

from __future__ import annotations

import io
import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from streamlit.testing.v1 import AppTest

from assistant.model import Citation
from assistant.viewing import Lines, Mark, Picture, Rows
from tests.viewing.desk import Desk, citing, opened
from ui.widgets import drawing
from ui.widgets.plain import label
from ui.widgets.viewer import data_of
from ui.widgets.viewer_assets import HTML, JS

# Streamlit's own test harness uses calls that newer Python and protobuf deprecate.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

HOSTILE = "<script>alert(1)</script> **bold** [a](javascript:alert(1)) $x^2$ :smile: :red[x]"
QUOTE = "Access is removed within 24 hours."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as made:
        yield made


def a_pdf() -> bytes:
    packed = io.BytesIO()
    canvas = Canvas(packed)
    canvas.drawString(72, 700, "Other words of the policy stand here, too.")
    canvas.drawString(72, 400, QUOTE)
    canvas.save()
    return packed.getvalue()


def three(desk: Desk) -> tuple[Citation, ...]:
    hostile = f"first\n\n{HOSTILE}\n\nlast\n"
    return (
        citing(desk.lay("policy.pdf", a_pdf()), QUOTE),
        citing(desk.lay("leavers.csv", "user,removed\nada,2026-01-02\nben,2026-01-03\n"), "ben"),
        citing(desk.lay("**h** :smile: $x$ [a](b).txt", hostile), HOSTILE),
    )


def page(seat: object, citations: tuple) -> None:
    from ui.widgets.sources import sources

    sources(seat, citations, "demo")


def on_page(desk: Desk, citations: tuple[Citation, ...]) -> AppTest:
    seat = SimpleNamespace(workspace=desk.workspace)
    kwargs = {"seat": seat, "citations": citations}
    return AppTest.from_function(page, default_timeout=60, kwargs=kwargs).run()


def drawn(shown: AppTest) -> dict[str, Any]:
    (component,) = shown.get("bidi_component")
    found: dict[str, Any] = json.loads(component.proto.json)
    return found


def said(shown: AppTest) -> str:
    return "\n".join(t.value for t in shown.text)


def test_each_source_opens_with_its_mark_and_the_next_follows(desk: Desk) -> None:
    shown = on_page(desk, three(desk))
    shown.button("demo-source-1").click().run()
    assert not shown.exception
    assert drawn(shown)["kind"] == "picture"
    assert json.loads(drawn(shown)["images"][-1]["marks"])
    assert "1 of 3" in said(shown)
    assert shown.button("demo-back").disabled


@pytest.mark.parametrize(("number", "kind"), [(2, "rows"), (3, "lines")])
def test_other_kinds_of_files(desk: Desk, number: int, kind: str) -> None:
    shown = on_page(desk, three(desk))
    shown.button(f"demo-source-{number}").click().run()
    assert not shown.exception
    assert drawn(shown)["kind"] == kind
    assert f"{number} of 3" in said(shown)


def test_hostile_words_reach_the_page_as_text_alone(desk: Desk) -> None:
    shown = on_page(desk, three(desk))
    shown.button("demo-source-3").click().run()
    marked = [p["text"] for line in drawn(shown)["lines"] for p in line["parts"] if p["marked"]]
    assert marked == [HOSTILE]
    assert HOSTILE in said(shown)
    markup = " ".join(m.value for m in (*shown.markdown, *shown.caption, *shown.title))
    assert "alert" not in markup
    assert "smile" not in markup
    named = shown.button("demo-source-3").label
    assert r"\*\*h\*\*" in named
    assert "\\$x\\$" in named


def test_a_file_that_changed_says_so_and_shows_nothing(desk: Desk) -> None:
    citations = three(desk)
    (desk.folder / "policy.pdf").write_bytes(a_pdf() + b"%more")
    shown = on_page(desk, citations)
    shown.button("demo-source-1").click().run()
    assert not shown.exception
    assert not shown.get("bidi_component")
    assert "changed since it was read" in said(shown)
    assert "cannot be shown" in shown.warning[0].value


def dialog(seat: object, citations: tuple) -> None:
    import streamlit as st

    from ui.widgets import sources

    # A run of the harness is always of the whole script, so the dialog is opened in each.
    sources.open_source(seat, citations, st.session_state.get("demo-at", 1), "demo")


def test_one_steps_from_source_to_source_and_looks_through_a_file(desk: Desk) -> None:
    text = "".join(f"Line number {n} of this file.\n" for n in range(1, 450))
    long = citing(desk.lay("long.txt", text), "Line number 300 of this file.")
    seat = SimpleNamespace(workspace=desk.workspace)
    kwargs = {"seat": seat, "citations": (*three(desk), long)}
    shown = AppTest.from_function(dialog, default_timeout=60, kwargs=kwargs).run()
    kinds = [drawn(shown)["kind"]]
    for _ in range(3):
        shown.button("demo-on").click().run()
        kinds.append(drawn(shown)["kind"])
    assert kinds == ["picture", "rows", "lines", "lines"]
    assert shown.button("demo-on").disabled
    shown.toggle("demo-all-4").set_value(True).run()
    assert not shown.exception
    assert drawn(shown)["lines"][0] == {
        "number": 201,
        "parts": [{"text": "Line number 201 of this file.", "marked": False}],
    }


def test_no_citation_draws_nothing(desk: Desk) -> None:
    assert not on_page(desk, ()).button


# --- what is given to the browser ----------------------------------------------------------------


def test_overlapping_marks_keep_every_character_once() -> None:
    view = Lines(("abcdefgh", ""), 7, ((0, 1, 4), (0, 3, 6)), "")
    line, empty = data_of(view, "x")["lines"]
    assert "".join(p["text"] for p in line["parts"]) == "abcdefgh"
    assert [p["text"] for p in line["parts"] if p["marked"]] == ["bcd", "ef"]
    assert (line["number"], empty["parts"]) == (7, [{"text": "", "marked": False}])


def test_rows_carry_their_numbers_and_which_are_cited() -> None:
    view = Rows(("a",), ((HOSTILE,), ("2",)), (4, 5), frozenset({1}), "")
    data = data_of(view, HOSTILE)
    assert data["rows"] == [
        {"number": 4, "cells": [HOSTILE], "marked": False},
        {"number": 5, "cells": ["2"], "marked": True},
    ]


def test_no_data_is_ever_put_into_the_component_as_markup() -> None:
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval", "href"):
        assert way not in JS
    assert HTML == '<div class="original"></div>'


# --- marks drawn into pictures -------------------------------------------------------------------


def picture(background: str, mark: Mark, size: tuple[int, int] = (800, 1200)) -> Picture:
    packed = io.BytesIO()
    Image.new("RGB", size, background).save(packed, "PNG")
    return Picture(packed.getvalue(), *size, (mark,), "page 1 of 1")


@pytest.mark.parametrize("background", ["white", "black"])
def test_a_mark_is_seen_on_light_and_dark_by_outline_and_arrow(background: str) -> None:
    mark = Mark(200, 500, 400, 520)
    pixels = np.asarray(Image.open(io.BytesIO(drawing.whole(picture(background, mark)).png)))
    outline = (abs(pixels.astype(int) - (178, 60, 0)).sum(axis=2)) < 20
    assert outline[497, 300]
    assert outline[510, 197]
    assert outline[510, 178]  # the arrow beside it
    assert not outline[505:515, 210:390].any()


def test_the_close_up_holds_the_mark_and_its_box_moves_along() -> None:
    mark = Mark(200, 700, 400, 720)
    near = drawing.close_up(picture("white", mark))
    assert near is not None
    assert near.height < 300
    (moved,) = near.marks
    assert (moved.left, moved.right, moved.bottom - moved.top) == (200, 400, 20)
    pixels = np.asarray(Image.open(io.BytesIO(near.png))).astype(int)
    assert tuple(pixels[int(moved.top) + 8, 300]) == (255, 224, 120)


@pytest.mark.parametrize("mark", [Mark(2, 2, 100, 20), Mark(700, 1180, 799, 1199)])
def test_marks_at_the_edge_keep_their_arrow_on_the_picture(mark: Mark) -> None:
    whole = drawing.whole(picture("white", mark))
    pixels = np.asarray(Image.open(io.BytesIO(whole.png))).astype(int)
    edge = abs(pixels - (178, 60, 0)).sum(axis=2) < 20
    assert edge.sum() > 300


def test_a_flat_picture_needs_no_close_up() -> None:
    assert drawing.close_up(picture("white", Mark(10, 10, 90, 30), size=(900, 200))) is None


def test_boxes_and_words_for_those_who_do_not_see_the_picture() -> None:
    data = data_of(picture("white", Mark(200, 700, 400.126, 720)), "policy.pdf")
    near, whole = data["images"]
    assert (near["part"], whole["part"]) == ("close-up", "whole")
    assert json.loads(whole["marks"]) == [[200, 700, 400.13, 720]]
    assert whole["alt"] == "policy.pdf, page 1 of 1; the cited words are marked in 1 place"
    png = b64decode(whole["src"].removeprefix("data:image/png;base64,"))
    assert Image.open(io.BytesIO(png)).size == (whole["width"], whole["height"])


# --- labels --------------------------------------------------------------------------------------


def test_a_label_is_literal_short_and_on_one_line() -> None:
    assert label("a\nb\tc") == "a b c"
    assert label("policy_v2 (final)") == r"policy\_v2 \(final\)"
    assert len(label("x" * 500)) == 120
    assert "\u202e" not in label("a\u202efdp.exe")
    assert label("plan.pdf, page 3") == r"plan\.pdf\, page 3"
