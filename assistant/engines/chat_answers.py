"""The chat answering engine: a prompt card, a model, and its quotes mapped back to the documents.

A model is asked once a question, and a second time only where its reply could not be used. It is
shown whole sentences under handles; what it says is a draft whose citations others prove.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from assistant.adapters.masking import has_secret
from assistant.answers import Ask, Draft, Sentence
from assistant.engines.cards import load_card
from assistant.engines.showing import Shown, shown_within
from assistant.errors import EngineError, EngineRejected, ReplyError
from assistant.model import Citation, Evidence
from assistant.ports import Asks
from assistant.verify import cite
from ingest.model import Document

log = logging.getLogger(__name__)
Item = tuple[str, Ask, Sequence[Evidence]]
"""A question's key, the question, and the evidence found for it."""

LIMIT = 6_000
"""Most characters of a prompt: system and user text, schema and a second try's remark included."""
_REMARK = 320
"""Characters kept for telling the model what was wrong with its reply."""
_CONTEXT = 500
_MISSING = 300
_CARD = "answer_question"
_CONFIDENCE = {"high": 0.9, "medium": 0.6, "low": 0.3}
_NOTHING = "No evidence that may be quoted was found for this question."


class ChatAnswers:
    """Drafts answers with a model; nothing it says is believed without proof.

    `concurrency` is how many questions `answer_many` asks at the same time.
    """

    def __init__(self, model: Asks, *, concurrency: int = 4) -> None:
        self._model = model
        self._concurrency = concurrency
        self._card = load_card(_CARD)

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    @property
    def prompts(self) -> tuple[tuple[str, str], ...]:
        """The one card it uses."""
        return ((self._card.id, self._card.version),)

    def answer(self, ask: Ask, evidence: Sequence[Evidence]) -> Draft:
        """The model's draft. Not asked at all where there is nothing to show: that needs input.

        Raises `EngineError` where the model cannot be had, or twice gives no usable reply.
        """
        shown = self._shown(ask, evidence)
        if not shown:
            return Draft("needs_input", (), 0.0, missing=_NOTHING)
        system, user = self._render(ask, shown)
        try:
            return self._drafted(ask, shown, system, user)
        except ReplyError as error:
            remark = (
                f"Your last reply could not be used: {str(error)[: _REMARK - 70]}. Reply again."
            )
            return self._drafted(ask, shown, system, f"{user}\n\n{remark}", final=True)

    def answer_many(
        self, items: Iterable[Item], *, max_concurrency: int | None = None
    ) -> Iterator[tuple[str, Draft | EngineError]]:
        """Drafts by key as they are ready; a question that fails gives its error, the rest go on.

        `items` is drawn from as room comes free, so retrieval may be lazy. After a wrong key or an
        unknown model no more is sent. Stop iterating to stop: what waits is dropped.
        """
        waiting: dict[Future[Draft | EngineError], str] = {}
        source = iter(items)
        rejected: list[EngineRejected] = []
        most = max_concurrency or self._concurrency
        pool = ThreadPoolExecutor(most, thread_name_prefix="answer")
        try:
            while True:
                while len(waiting) < most and (item := next(source, None)):
                    key, ask, evidence = item
                    waiting[pool.submit(self._tried, ask, evidence, rejected)] = key
                if not waiting:
                    return
                for ready in wait(waiting, return_when=FIRST_COMPLETED).done:
                    yield waiting.pop(ready), ready.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def prompt_texts(self, ask: Ask, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        """All that would be sent for this question, for an estimate; empty where nothing would be."""
        try:
            shown = self._shown(ask, evidence)
        except EngineError:  # too long to be asked: `answer` says so, nothing is sent
            return ()
        form = json.dumps(self._card.reply_schema, separators=(",", ":"))
        return (*self._render(ask, shown), form) if shown else ()

    def _tried(
        self, ask: Ask, evidence: Sequence[Evidence], rejected: list[EngineRejected]
    ) -> Draft | EngineError:
        if rejected:
            return rejected[0]
        try:
            return self.answer(ask, evidence)
        except EngineRejected as error:
            rejected.append(error)
            return error
        except EngineError as error:
            return error

    def _shown(self, ask: Ask, evidence: Sequence[Evidence]) -> tuple[Shown, ...]:
        if not evidence:
            return ()
        system, user = self._render(ask, ())
        form = json.dumps(self._card.reply_schema, separators=(",", ":"))
        room = LIMIT - len(system) - len(user) - len(form) - _REMARK - 60
        if room <= 0:
            raise EngineError(
                f"question {ask.id!r} is too long to be asked with evidence "
                f"({len(ask.text)} characters); split it"
            )
        shown, left_out = shown_within(room, f"{ask.query} {ask.text}", evidence)
        if left_out:
            log.debug("question %s: no room for %d passages", ask.id, left_out)
        return shown

    def _render(self, ask: Ask, shown: Sequence[Shown]) -> tuple[str, str]:
        # Evidence cannot close a tag whose name depends on all of it.
        state = hashlib.sha256("\n".join(s.text for s in shown).encode()).hexdigest()
        return self._card.render(
            question=ask.text,
            section=ask.section,
            context=ask.context if len(ask.context) <= _CONTEXT else "",
            parts=ask.parts,
            form=ask.form.replace("_", " or "),
            basis=ask.basis,
            options=ask.options,
            max_words=ask.max_words,
            passages=[s.fields for s in shown],
            mark=f"passage-{state[:6]}",
        )

    def _drafted(
        self, ask: Ask, shown: Sequence[Shown], system: str, user: str, *, final: bool = False
    ) -> Draft:
        reply = self._model.ask(system, user, self._card.reply_schema, prompt=self._card.name)
        words = sum(len(said["text"].split()) for said in reply["sentences"])
        warnings = _warnings(shown)
        if ask.max_words and words > ask.max_words:
            if not final:
                raise ReplyError(f"it has {words} words, but {ask.max_words} are allowed")
            warnings += (f"longer than asked: {words} words of {ask.max_words}",)
        return _draft(reply, shown, warnings)


def _draft(reply: dict[str, Any], shown: Sequence[Shown], warnings: tuple[str, ...]) -> Draft:
    """The reply as a draft: needs_input exactly where no sentence is left."""
    said = [] if reply["verdict"] == "needs_input" else reply["sentences"]
    spoken = [s for s in said if s["text"].strip()]
    safe = [s for s in spoken if not has_secret(s["text"])]
    if len(safe) < len(spoken):
        warnings += ("secret: a sentence that repeated a key or password was left out",)
    missing = _one_line(reply["missing"])
    if not safe:
        missing = missing or "The evidence shown does not state what is asked."
        return Draft("needs_input", (), 0.0, missing=missing, warnings=warnings)
    return Draft(
        verdict=reply["verdict"],
        sentences=tuple(_sentence(s, {p.handle: p for p in shown}) for s in safe),
        confidence=_CONFIDENCE[reply["sure"]],
        missing=missing,
        warnings=warnings,
    )


def _sentence(said: dict[str, Any], shown: dict[str, Shown]) -> Sentence:
    quotes = [(shown.get(q["handle"]), q["quote"]) for q in said["quotes"]]
    cited = (_citation(place, quote) for place, quote in quotes if place is not None)
    return Sentence(" ".join(said["text"].split()), tuple(c for c in cited if c is not None))


def _citation(shown: Shown, quote: str) -> Citation | None:
    """A citation of the model's quote in what it was shown; line breaks may differ.

    One that does not stand there keeps its words and will fail, unless it is one of the document's
    instructions or placeholders, which were never shown: that is none.
    """
    document = shown.evidence.document
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    found = re.compile(pattern).search(document.text, shown.start, shown.end) if pattern else None
    if found:
        return cite(document, found.start(), found.end())
    if any(hidden in quote or quote in hidden for hidden in _hidden(document) if quote):
        return None
    return Citation(document.id, document.path, quote, shown.evidence.passage.locator)


def _hidden(document: Document) -> Iterator[str]:
    for note in document.notes:
        if note.kind in ("placeholder", "instruction_in_evidence") and note.quote:
            yield note.quote


def _warnings(shown: Sequence[Shown]) -> tuple[str, ...]:
    """What a reviewer should know of the files shown."""
    notes = (
        f"{note} ({shown_one.evidence.document.name})"
        for shown_one in shown
        for note in shown_one.evidence.document.notes
        if note.kind == "instruction_in_evidence"
    )
    return tuple(dict.fromkeys(notes))


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _MISSING else f"{words[: _MISSING - 1]}…"
