"""A model's prose for descriptions, over real HTTP: what the quotes carry stands, nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from assistant.adapters.chat_model import ChatModel
from assistant.description import Paragraph, Section, Sentence, Subsection
from assistant.engines.chat_prose import ChatProse
from assistant.errors import EngineRejected
from assistant.model import Citation
from assistant.settings import Settings
from ingest.model import Locator
from tests.engines.server import Reply, chat_server, completion, fault

RUNS = "Production runs in Amazon Web Services, region us-east-1."
KEPT = "Backup copies are kept in us-west-2 in a separate account."


def cited(text: str) -> Sentence:
    return Sentence(text, "cited", (Citation("d", "a.md", text, Locator(line_start=1)),), ("k",))


@pytest.fixture
def section() -> Section:
    prose = Paragraph((cited(RUNS), cited(KEPT)))
    entries = Paragraph((cited("One."), cited("Two.")), items=True)
    return Section("DC3", "Components", (Subsection("Infrastructure", (prose, entries)),))


def improved(section: Section, reply: Reply) -> tuple[Section, list[dict[str, Any]]]:
    with chat_server(lambda _: reply) as (url, seen):
        settings = Settings(engine="openai:small", base_url=url, api_key=SecretStr("k"), retries=0)
        model = ChatModel(settings.engine, settings)
        return ChatProse(model).improved(section, company="Larkfield"), seen


def said(*sentences: tuple[str, list[int]]) -> Reply:
    return completion(json.dumps({"sentences": [{"text": t, "from": f} for t, f in sentences]}))


def texts(section: Section) -> list[str]:
    block = section.parts[0].blocks[0]
    assert isinstance(block, Paragraph)
    return [s.text for s in block.sentences]


def test_a_sentence_that_the_quotes_carry_stands_with_their_citations(section: Section) -> None:
    done, seen = improved(section, said((KEPT, [2]), (RUNS, [1])))
    assert texts(done) == [KEPT, RUNS]
    assert [len(s.citations) for s in done.sentences[:2]] == [1, 1]
    assert len(seen) == 1
    assert RUNS in seen[0]["messages"][-1]["content"]


@pytest.mark.parametrize(
    "invented",
    [
        "Production runs in Amazon Web Services, region eu-central-1.",
        "Production runs in Google Cloud, region us-east-1.",
        "Production does not run in Amazon Web Services, region us-east-1.",
        "Our world-class production runs in Amazon Web Services, region us-east-1.",
        "Production in Amazon Web Services operated effectively in region us-east-1.",
    ],
)
def test_what_the_quotes_do_not_carry_is_thrown_away(section: Section, invented: str) -> None:
    done, _ = improved(section, said((invented, [1]), (KEPT, [2])))
    assert sorted(texts(done)) == sorted([KEPT, RUNS])


def test_a_sentence_without_origin_is_thrown_away(section: Section) -> None:
    done, _ = improved(section, said((RUNS, []), ("It is safe.", [9])))
    assert done == section


def test_what_the_model_left_out_stays(section: Section) -> None:
    done, _ = improved(section, said((KEPT, [2])))
    assert texts(done) == [KEPT, RUNS]


def test_lists_stay_quoted(section: Section) -> None:
    done, _ = improved(section, said((KEPT, [2]), (RUNS, [1])))
    assert done.parts[0].blocks[1] == section.parts[0].blocks[1]


def test_a_model_that_fails_loses_nothing(section: Section) -> None:
    assert improved(section, fault(500))[0] == section
    assert improved(section, completion("no JSON at all"))[0] == section


def test_a_wrong_key_is_said(section: Section) -> None:
    with pytest.raises(EngineRejected):
        improved(section, fault(401))


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert "Traceback" not in caplog.text
