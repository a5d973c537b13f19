"""Options as documents write them: check boxes in a line or a list, "Yes / No / N/A" in a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.questionnaires.heads import is_answer_word

_BOX = re.compile(
    r"\\?\[\s{0,2}[xX✓✔]?\s{0,2}\\?\](?!\()|(?<![\w(])\(\s{0,2}[xX✓✔]?\s{0,2}\)|[☐☑☒□■▢▣◻◼◯○◉⬜❏❑]"
)
_TICKED = re.compile(r"[xX✓✔☑☒■▣◼◉]")
_GRADES = frozenset("low medium high critical internal external always sometimes never".split())
_SEPARATOR = re.compile(r"\s*(?:[/|;,]|\bor\b)\s*", re.I)
_NOT_AVAILABLE = re.compile(r"\bn\s?/\s?a\b", re.I)
_TELLS = re.compile(
    r"\b(?:answers?|respond|responses?|reply|select|choose|indicate|mark|use|one of|either)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a text, the ones that are ticked, and the text without them."""

    names: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    rest: str = ""


def options_in(text: str) -> Options:
    """Options with boxes, or a bare list of answer words; `rest` is the text before the boxes."""
    boxes = list(_BOX.finditer(text))
    if boxes:
        return _boxed(text, boxes)
    names = _listed(text)
    return Options(names, (), "") if names else Options(rest=text)


def has_box(text: str) -> bool:
    """Whether a box to tick stands in the text."""
    return bool(_BOX.search(text))


def told_options(text: str) -> tuple[str, ...]:
    """The answer words that an instruction names: "Answer Yes, No, Partial, or N/A"."""
    told = _TELLS.search(text)
    parts = _split(re.sub(r"\band\b|,\s*or\b", "/", text[told.end() :], flags=re.I)) if told else ()
    for number, part in enumerate(parts):
        found = [_edge(part, last=True)]
        for behind in parts[number + 1 :]:
            found.append(behind if _known(behind) else _edge(behind, last=False))
            if not _known(behind):
                break
        names = tuple(name for name in found if name)
        if found[0] and len(names) > 1:
            return names
    return ()


def _edge(text: str, *, last: bool) -> str:
    """The answer word that a text ends or begins with; empty where there is none."""
    words = text.strip(" .:;()[]\"“”'").split()
    for count in range(min(3, len(words)), 0, -1):
        name = " ".join(words[-count:] if last else words[:count]).strip(" .:;()[]\"“”'")
        if _known(name):
            return name
    return ""


def _boxed(text: str, boxes: list[re.Match[str]]) -> Options:
    before = text[: boxes[0].start()].strip()
    after = text[boxes[-1].end() :].strip()
    # "Yes ☐ No ☐": the name stands before its box.
    trailing = bool(before) and not after and len(boxes) > 1
    ends = [0, *(b.end() for b in boxes)]
    starts = [*(b.start() for b in boxes), len(text)]
    if trailing:
        names = [text[e:s] for e, s in zip(ends, starts[:-1], strict=False)]
        before, names[0] = _last_word(names[0])
    else:
        names = [text[e:s] for e, s in zip(ends[1:], starts[1:], strict=True)]
    pairs = [(_name(n), _TICKED.search(b.group())) for n, b in zip(names, boxes, strict=True)]
    kept = [(n, tick) for n, tick in pairs if n]
    return Options(
        tuple(dict.fromkeys(n for n, _ in kept)),
        tuple(n for n, tick in kept if tick),
        before.strip(),
    )


def _last_word(text: str) -> tuple[str, str]:
    """What stands before the first option of "Encrypted? Yes ☐ No ☐", and that option."""
    cut = max(text.rfind(mark) for mark in "?:\n.")
    return (text[: cut + 1], text[cut + 1 :]) if cut >= 0 else ("", text)


def _name(text: str) -> str:
    return re.sub(r"[_\s]*_{2,}[_\s]*", " ", " ".join(text.split())).strip(" \t/|,;*")


def _listed(text: str) -> tuple[str, ...]:
    words = _split(text)
    return words if 1 < len(words) < 8 and all(_known(w) for w in words) else ()


def _split(text: str) -> tuple[str, ...]:
    guarded = _NOT_AVAILABLE.sub(lambda m: m.group().replace("/", "\x00"), text.strip(" .()[]"))
    parts = (p.replace("\x00", "/").strip() for p in _SEPARATOR.split(guarded))
    return tuple(p for p in parts if p)


def _known(word: str) -> bool:
    return is_answer_word(word) or word.casefold() in _GRADES
