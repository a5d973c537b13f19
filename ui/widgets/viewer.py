"""A `View` on the page: pictures with marks, rows, lines, or the reason why nothing is shown.

Evidence reaches the browser as data and is put there as text alone (`textContent`), so whatever it
holds stays the characters that it is. What a browser test may read:

- `img[data-marks]`: JSON, a list of `[left, top, right, bottom]` in pixels of the picture as it was
  drawn (`data-width`, `data-height`), the boxes of the cited words; `data-part` is `close-up` or
  `whole`.
- `[data-line]` with the line's number, the cited words in `mark`.
- `tr[data-row]` with the row's number, `data-marked="true"` on the cited ones.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from typing import Any

import streamlit as st

from assistant.viewing import Lines, Picture, Rows, Unseen, View
from ui.widgets import drawing
from ui.widgets.plain import plain
from ui.widgets.viewer_assets import CSS, HTML, JS


def viewer(view: View, *, name: str, key: str) -> None:
    """Draw a view. `name` says what it is of, for people who do not see it; `key` is unique."""
    if isinstance(view, Unseen):
        st.warning("The original cannot be shown at this place.", icon=":material/visibility_off:")
        plain(view.reason)
        return
    plain(view.caption)
    _component()(data=data_of(view, name), key=key)


def data_of(view: Picture | Rows | Lines, name: str) -> dict[str, Any]:
    """What the browser is given, nothing but texts and numbers."""
    if isinstance(view, Picture):
        return {"kind": "picture", "name": name, "images": _images(view, name)}
    if isinstance(view, Rows):
        return {
            "kind": "rows",
            "name": f"Table: {name}",
            "head": list(view.head),
            "rows": [
                {"number": number, "cells": list(cells), "marked": at in view.marked}
                for at, (number, cells) in enumerate(zip(view.numbers, view.rows, strict=True))
            ],
        }
    return {
        "kind": "lines",
        "name": f"Text: {name}",
        "lines": [
            {"number": view.first + at, "parts": _parts(line, view.marks, at)}
            for at, line in enumerate(view.lines)
        ],
    }


def _images(view: Picture, name: str) -> list[dict[str, Any]]:
    near = drawing.close_up(view)
    images = [] if near is None else [_image(near, "close-up", f"Close-up of {name}")]
    return [*images, _image(drawing.whole(view), "whole", f"{name}, {view.caption}")]


def _image(shown: drawing.Shown, part: str, what: str) -> dict[str, Any]:
    marked = f"; the cited words are marked in {len(shown.marks)} places" if shown.marks else ""
    boxes = [[round(v, 2) for v in (m.left, m.top, m.right, m.bottom)] for m in shown.marks]
    return {
        "src": "data:image/png;base64," + b64encode(shown.png).decode("ascii"),
        "alt": what + marked.replace("1 places", "1 place"),
        "part": part,
        "width": shown.width,
        "height": shown.height,
        "marks": json.dumps(boxes),
    }


def _parts(line: str, marks: tuple[tuple[int, int, int], ...], at: int) -> list[dict[str, Any]]:
    """The line cut where a mark begins or ends."""
    parts: list[dict[str, Any]] = []
    done = 0
    for start, end in sorted((a, b) for n, a, b in marks if n == at):
        start = max(start, done)
        if start > done:
            parts.append({"text": line[done:start], "marked": False})
        if end > start:
            parts.append({"text": line[start:end], "marked": True})
            done = end
    if done < len(line) or not parts:
        parts.append({"text": line[done:], "marked": False})
    return parts


@cache
def _component() -> Any:
    return st.components.v2.component("evidary_original", html=HTML, css=CSS, js=JS)
