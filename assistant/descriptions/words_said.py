"""What people wrote into a description, beside what the company's own documents say (DR-06)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from assistant.assessment.conflicts import stated_values, topics
from assistant.description import Fact, Mismatch, Section, Sentence


def against_words(
    facts: Iterable[Fact],
    parts_of_topic: Mapping[str, tuple[str, str]],
    sections: Iterable[Section],
) -> Iterator[Mismatch]:
    """A mismatch for each statement in the words whose value no source of the fact gives.

    `parts_of_topic` names the fact and part that state each topic of `conflict_topics.yaml`. A
    sentence is read under its section's title: among commitments a plain number is a promise.
    """
    by_key = {f.key: f for f in facts}
    stated = [(x, s) for x in sections for s in x.sentences if s.standing == "management"]
    for topic in topics():
        key, part = parts_of_topic.get(topic.id, ("", ""))
        fact = by_key.get(key)
        known = [v for v in fact.values if v.part == part and v.citations] if fact else []
        given = [(v, value) for v in known for value in stated_values(topic.id, v.text)]
        for section, sentence in stated:
            said = stated_values(topic.id, f"{section.title}: {sentence.text}")
            if said and given and not any(a.overlaps(b) for a in said for _, b in given):
                source, value = given[0]
                where = (
                    f"{_named(section)} says {said[0].words} on {topic.label} ({_who(sentence)})"
                )
                detail = f"{where}, {source.citations[0].path} says {value.words}."
                yield Mismatch(key, detail, source.citations, topic.id)


def _named(section: Section) -> str:
    name = section.id if section.id.startswith("DC") else section.title
    return f"The description, {name},"


def _who(sentence: Sentence) -> str:
    return f"stated by {sentence.said_by}"
