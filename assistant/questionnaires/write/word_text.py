"""Words into a cell, paragraph or content control of a Word document, in the style of the place."""

from __future__ import annotations

import copy
import re
from typing import Any

from assistant.questionnaires.write.letters import is_blank
from assistant.questionnaires.write.word_places import child, controls, paragraphs, value
from ingest.parsers.wordml import tag

_RULE = re.compile(r"_{3,}|\.{4,}|…{2,}")
_NOT_KEPT = frozenset({"ins", "del", "moveFrom", "moveTo", "rPrChange", "vanish"})
_PROMPT_STYLE = "PlaceholderText"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def shown(place: Any) -> str:
    """What stands in a place, one paragraph a line, without deleted text and a control's prompt."""
    lines = []
    for paragraph in paragraphs(place):
        kept = [e.text or "" for e in paragraph.iter() if tag(e) == "t" and not _is_prompt(e)]
        lines.append("".join(kept))
    return "\n".join(lines).strip()


def put(place: Any, text: str, *, overwrite: bool) -> str:
    """Write `text` into a cell or paragraph; empty where it was done, else the reason why not."""
    control = next(iter(controls(place)), None)
    if control is not None:
        return _put_into_control(control, text, overwrite=overwrite)
    held = shown(place)
    if held and not is_blank(held):
        ruled = [p for p in paragraphs(place) if _RULE.search(shown(p))]
        if ruled:
            return _put_on_rule(ruled[0], text)
        if held.endswith((":", "：")) and "\n" not in held:
            _append(paragraphs(place)[-1], " " + text)
            return ""
        if not overwrite:
            return f"{held[:60]!r} stands there already"
    look = _clear(paragraphs(place))
    _append(_first_paragraph(place), text, look)
    return ""


def _put_into_control(control: Any, text: str, *, overwrite: bool) -> str:
    held = shown_in(control)
    settings = child(control, "sdtPr")
    if value(child(settings, "lock")).casefold().endswith("contentlocked"):
        return "the content control is locked"
    if held and not is_blank(held) and not overwrite:
        return f"{held[:60]!r} stands there already"
    if (listed := child(settings, "dropDownList")) is not None:
        names = [value(e, "displayText") or value(e, "value") for e in listed.iterchildren()]
        if text not in names:
            return f"the list there takes only {', '.join(map(repr, filter(None, names)))}"
    content = child(control, "sdtContent")
    if content is None:
        return "the content control is damaged: it has no content"
    prompt = child(settings, "showingPlcHdr")
    if prompt is not None:
        prompt.getparent().remove(prompt)
    lines = [e for e in content.iter() if tag(e) == "p"]
    look = _clear(lines or [content])
    _append(lines[0] if lines else content, text, look)
    return ""


def shown_in(control: Any) -> str:
    """What a content control holds; nothing while it shows its prompt."""
    texts = [e.text or "" for e in control.iter() if tag(e) == "t" and not _is_prompt(e)]
    return "".join(texts).strip()


def _is_prompt(element: Any) -> bool:
    return any(
        tag(up) == "sdt" and child(up, "sdtPr", "showingPlcHdr") is not None
        for up in element.iterancestors()
    )


def _put_on_rule(paragraph: Any, text: str) -> str:
    """Put the words where a line was drawn to write on; the words around it stay."""
    letters = [
        (element, at)
        for element in paragraph.iter()
        if tag(element) == "t"
        for at in range(len(element.text or ""))
    ]
    whole = "".join(element.text[at] for element, at in letters)
    found = _RULE.search(whole)
    if found is None:
        return "the line to write on stands in a content control"
    for number, (element, at) in reversed(list(enumerate(letters[found.start() : found.end()]))):
        made = " ".join(text.split("\n")) if number == 0 else ""
        element.text = element.text[:at] + made + element.text[at + 1 :]
        element.set(_SPACE, "preserve")
    return ""


def _first_paragraph(place: Any) -> Any:
    found = paragraphs(place)
    if found:
        return found[0]
    made = place.makeelement(_like(place, "p"))
    place.append(made)
    return made


def _clear(places: list[Any]) -> Any | None:
    """Take out the runs with text and give back the look they had.

    Properties, bookmarks, pictures, fields and deleted text stay.
    """
    look = None
    for run in [e for place in places for e in place.iter() if tag(e) == "r"]:
        inside = {tag(e) for e in run.iter()}
        if inside & {"t", "br", "tab"} and not inside & {"drawing", "pict", "object", "fldChar"}:
            style = child(run, "rPr")
            look = style if look is None else look
            run.getparent().remove(run)
    return _kept_style(look) if look is not None else None


def _kept_style(style: Any) -> Any:
    made = copy.deepcopy(style)
    for element in list(made):
        if tag(element) in _NOT_KEPT or value(element) == _PROMPT_STYLE:
            made.remove(element)
    return made


def _append(home: Any, text: str, look: Any | None = None) -> None:
    """Add a run at the end of a paragraph (or of a control inside one), styled as its place is."""
    run = home.makeelement(_like(home, "r"))
    style = _style_for(home) if look is None else look
    if style is not None and len(style):
        run.append(style)
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(run.makeelement(_like(home, "br")))
        words = run.makeelement(_like(home, "t"))
        words.text = line.replace("\t", " ")
        words.set(_SPACE, "preserve")
        run.append(words)
    home.append(run)


def _style_for(home: Any) -> Any | None:
    runs = [e for e in home.iterchildren() if tag(e) == "r" and child(e, "rPr") is not None]
    paragraph = home if tag(home) == "p" else next(
        (e for e in home.iterancestors() if tag(e) == "p"), home
    )  # fmt: skip
    style = child(runs[-1], "rPr") if runs else child(paragraph, "pPr", "rPr")
    return _kept_style(style) if style is not None else None


def _like(element: Any, name: str) -> str:
    """A tag in the same namespace as `element`'s, transitional or strict."""
    return f"{element.tag.partition('}')[0]}}}{name}"
