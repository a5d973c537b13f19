"""What goes where: each answer becomes the entries that its question's places can take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answers import Answer
from assistant.questionnaires.choices import choose, vocabulary
from assistant.questionnaires.write import wording
from assistant.questionnaires.write.report import Content, Entry, Skipped
from assistant.questions import Question, Slot


@dataclass
class Plan:
    """The entries of one question as they are decided, and what is left out."""

    question: Question
    answer: Answer
    final: bool
    entries: list[Entry] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def put(self, slot: Slot, text: str, content: Content, options: tuple[str, ...] = ()) -> None:
        """Decide to write `text` at `slot`."""
        self.entries.append(Entry(self.question.id, slot, text, content, options))

    def skip(self, slot: Slot | None, reason: str) -> None:
        """Leave a place empty and say why."""
        where = slot.location if slot else {}
        self.skipped.append(Skipped(self.question.id, reason, where))

    def put_text(
        self,
        slot: Slot,
        pieces: Sequence[str],
        *,
        draft: bool,
        glue: str = " ",
        option: str | None = None,
    ) -> bool:
        """Write as many whole pieces as fit; a text of which none fits is left to the annex."""
        content: Content = "text" if glue == " " else "sources"
        whole = [(wording.DRAFT if draft else "") + pieces[0], *pieces[1:]]
        fits = wording.limits(self.question, slot, words=content == "text")
        text = wording.fitted(whole, glue, fits)
        if not text:
            limit = wording.limit_words(self.question, slot)
            self.skip(slot, f"not even its first part fits into {limit}; it is in the annex")
            return False
        if text != glue.join(whole):
            self.notes.append(f"{self.question.id}: shortened to fit; the annex has it in full")
        options = vocabulary(self.question)
        self.entries.append(Entry(self.question.id, slot, text, content, options, option))
        return True


def plan(question: Question, answer: Answer, *, final: bool) -> Plan:
    """Decide what of `answer` is written where; nothing is written yet."""
    made = Plan(question, answer, final)
    if answer.verdict == "needs_input":
        _plan_need(made)
    elif not question.slots:
        made.skip(None, "the file has no place for an answer here; it is in the annex")
    else:
        _plan_answer(made)
    return made


def _plan_need(made: Plan) -> None:
    """No answer: said in words where words may stand, and only to ourselves in a final file."""
    question, slot = made.question, made.question.slot("answer")
    free = slot if slot and not slot.choices and not slot.mark else question.slot("comment")
    if made.final:
        made.skip(slot, "needs input; a final file says nothing here")
    elif free:
        made.put_text(free, [wording.needed(made.answer)], draft=False)
    else:
        made.skip(slot, wording.needed(made.answer))


def _plan_answer(made: Plan) -> None:
    """An option and the words beside it, or the words alone; then the sources."""
    question = made.question
    slot, comment = question.slot("answer"), question.slot("comment")
    draft = wording.unreviewed(made.answer)
    chosen = _plan_option(made, slot) if slot and vocabulary(question) else None
    listed = slot is not None and bool(slot.choices or slot.mark)
    if slot is not None and not listed and (chosen is None or comment is None):
        draft = not _plan_free(made, slot, chosen) and draft
        _plan_sources(made, comment, draft=draft)
        return
    if slot is not None and chosen is not None:
        target, text = _marked(question, chosen) if slot.mark else (slot, chosen)
        made.put(target, text, "mark" if slot.mark else "option", vocabulary(question))
    if comment is not None:
        draft = not _plan_beside(made, comment, chosen, draft=draft) and draft
    _plan_sources(made, None, draft=draft)


def _plan_option(made: Plan, slot: Slot) -> str | None:
    """The option to enter; without one a choice list stays empty and the reason is kept."""
    choice = choose(made.question, made.answer)
    if choice.option is None and (slot.choices or slot.mark):
        made.skip(slot, choice.reason)
    return choice.option


def _must_say(made: Plan, chosen: str | None) -> bool:
    """The words beside an option repeat the verdict where the option does not say all of it."""
    return chosen is None or made.answer.verdict in ("yes_with_limits", "planned")


def _plan_free(made: Plan, slot: Slot, chosen: str | None) -> bool:
    """An answer in words; where the customer named options, it begins with theirs."""
    pieces = list(wording.sentences_of(made.answer, verdict=chosen is None))
    if chosen is not None:
        pieces[:1] = [f"{chosen}. {pieces[0]}" if pieces else chosen]
    if not pieces:
        made.skip(slot, "the answer has no words")
        return False
    return made.put_text(slot, pieces, draft=wording.unreviewed(made.answer), option=chosen)


def _plan_beside(made: Plan, slot: Slot, chosen: str | None, *, draft: bool) -> bool:
    """The words beside an option; their sources follow where they have no place of their own."""
    pieces = wording.sentences_of(made.answer, verdict=_must_say(made, chosen))
    if not pieces:
        return False
    own_place = made.question.slot("evidence") is not None
    listed = "" if own_place else "\n".join(wording.sources(made.answer))
    whole = f"{' '.join(pieces)}\n{listed}"
    fits = wording.limits(made.question, slot, words=True)
    if listed and fits(f"{wording.DRAFT}{whole}"):
        return made.put_text(slot, [whole], draft=draft)
    return made.put_text(slot, pieces, draft=draft)


def _plan_sources(made: Plan, spare: Slot | None, *, draft: bool) -> None:
    """The list of sources, in the place for evidence, else in a place for comments left over."""
    slot, lines = made.question.slot("evidence") or spare, wording.sources(made.answer)
    marked = slot is not None and lines and made.put_text(slot, lines, draft=draft, glue="\n")
    if draft and made.entries and not marked:
        made.notes.append(
            f"{made.question.id}: only the annex says that it is an unreviewed draft; "
            "its place takes nothing but the questionnaire's own words"
        )


def _marked(question: Question, chosen: str) -> tuple[Slot, str]:
    """The column that means `chosen`, and what the file marks with there: X unless it says else."""
    slot = next(s for s in question.slots if s.role == "answer" and s.mark == chosen)
    listed = [choice for choice in slot.choices if choice.strip()]
    return slot, listed[0] if len(listed) == 1 else "X"
