"""What approved answers promise, beside what the description's sources say.

An answer that was approved or sent is a promise too (CK-04, DR-06): one that gives another value
for the same subject is a mismatch of the description.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from assistant.answers import LibraryAnswer
from assistant.assessment.conflicts import stated_values, topics
from assistant.description import Fact, FactValue, Mismatch


def against_answers(
    facts: Iterable[Fact],
    parts_of_topic: Mapping[str, tuple[str, str]],
    answers: Iterable[LibraryAnswer],
) -> Iterator[Mismatch]:
    """A mismatch for each approved answer whose value no source of the fact gives.

    `parts_of_topic` names the fact and part that state each topic of `conflict_topics.yaml`.
    """
    by_key = {f.key: f for f in facts}
    labels = {t.id: t.label for t in topics()}
    approved = [a for a in answers if a.status == "approved"]
    for topic, (key, part) in parts_of_topic.items():
        fact = by_key.get(key)
        known = [v for v in fact.values if v.part == part and v.citations] if fact else []
        given = [value for v in known for value in stated_values(topic, v.text)]
        for answer in approved:
            said = stated_values(topic, f"{answer.question} {answer.text}")
            if said and given and not any(a.overlaps(b) for a in said for b in given):
                detail = _detail(labels[topic], answer, said[0].words, known, given[0].words)
                yield Mismatch(key, detail, known[0].citations, topic)


def _detail(
    label: str, answer: LibraryAnswer, said: str, known: list[FactValue], given: str
) -> str:
    sent = f", sent in {answer.sent_in[0]}" if answer.sent_in else ""
    return (
        f"The approved answer to {answer.question[:120]!r}{sent} says {said} on {label}, "
        f"{known[0].citations[0].path} says {given}."
    )
