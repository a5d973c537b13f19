"""From drafts to a questionnaire: which unsure ones stand, ids, parents, digest of the layout."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from assistant.questionnaires.limits import stated_limit
from assistant.questionnaires.numbering import with_unique_ids
from assistant.questionnaires.text.blocks import Draft
from assistant.questionnaires.text.flow import Flow
from assistant.questionnaires.text.wording import asks, field_type_of
from assistant.questions import Format, Question, Questionnaire

_FEW = 3
_THIN = 0.1


def finish(path: Path, format_: Format, flow: Flow, notes: Sequence[str] = ()) -> Questionnaire:
    """The questionnaire of a document that was walked over."""
    kept = _standing(flow)
    dropped = len(flow.drafts) - len(kept)
    if dropped and kept:
        notes = (*notes, f"{_lines(dropped)} like a question, not clearly one: left out")
    return Questionnaire(
        name=path.name,
        format=format_,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        questions=_questions(kept, flow.told),
        layout=layout_of(format_, flow.shape),
        notes=(*flow.notes, *notes) if kept else tuple(notes),
    )


def layout_of(format_: Format, shape: Sequence[str]) -> str:
    """The digest of a file's shape."""
    return hashlib.sha256("\n".join((format_, *shape)).encode()).hexdigest()


def _lines(count: int) -> str:
    return "1 line reads" if count == 1 else f"{count} lines read"


def _standing(flow: Flow) -> list[Draft]:
    """The drafts that hold, seen with the whole document: a report's rhetoric is no question."""
    prose = [d for d in flow.drafts if not d.in_table]
    sure = [d for d in prose if d.sure and asks(d.text)]
    placed = [d for d in prose if d.placed and d.sure]
    tables = len(flow.drafts) - len(prose)
    real = flow.form or bool(placed) or len(sure) >= _FEW
    if not flow.form and not placed and len(sure) < _THIN * max(1, flow.paragraphs):
        real = False
    # Plain paragraphs count where nothing else does and several ask, as in a list without numbers.
    plain = [d for d in prose if not d.sure and asks(d.text)]
    bare = not sure and not tables and len(plain) > 1
    crowd = flow.form or (len(plain) >= _FEW and len(plain) >= 0.3 * max(1, flow.paragraphs))
    return [
        d
        for d in flow.drafts
        if d.in_table or (real and _holds(d, flow, len(sure))) or (bare and crowd and d in plain)
    ]


def _holds(draft: Draft, flow: Flow, sure: int) -> bool:
    if draft.sure or draft.placed:
        return True
    if asks(draft.text):
        return draft.listed
    # A request or statement in a list counts where its list belongs to a questionnaire.
    return draft.listed and (flow.form or sure > 1)


def _questions(drafts: Sequence[Draft], told: tuple[str, ...]) -> tuple[Question, ...]:
    kept = {id(d) for d in drafts}
    return with_unique_ids([(_question(d, told, kept), "", d.place) for d in drafts])


def _question(draft: Draft, told: tuple[str, ...], kept: set[int]) -> Question:
    parent = draft.parent if draft.parent is not None and id(draft.parent) in kept else None
    asking = (draft.kind or field_type_of(draft.text)) not in ("text", "date", "number")
    options = draft.options or (told if asking else ())
    kind = draft.kind
    if kind is None or (kind == "question" and draft.options):
        kind = field_type_of(draft.text, draft.options)
    said = " ".join((draft.text, *draft.context))
    return Question(
        id=draft.id,
        text=draft.text,
        section=draft.section,
        parent=(parent.id or parent.place) if parent is not None else None,
        context="\n".join(dict.fromkeys(c for c in draft.context if c)),
        options=options,
        slots=tuple(draft.slots),
        answered=draft.answered,
        remark=draft.remark,
        field_type=kind,
        max_words=stated_limit(said, "words"),
    )
