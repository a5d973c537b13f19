"""`evidary map --engine` against a real server on loopback: honest, lying, obedient and broken."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import EngineError
from assistant.mapping_run import map_evidence
from assistant.model import MappingRun
from assistant.scope import make_scope
from assistant.settings import Settings
from assistant.workspace import Workspace
from tests.engines.server import Answer, Reply, chat_server, completion, fault

Map = Callable[[Answer], MappingRun]


@pytest.fixture
def mapped(tmp_path: Path, evidence: Path) -> Map:
    def run(answer: Answer) -> MappingRun:
        with chat_server(answer) as (url, _):
            settings = Settings(
                engine="openai:test", base_url=url, retries=0, embedder="static", workers=1
            )
            scope = make_scope(categories="security", as_of="2026-06-30", period=None, today=None)
            with Workspace(tmp_path / "ws", settings=settings) as workspace:
                return map_evidence(workspace, evidence, scope)

    return run


def supporting(quote: Callable[[str], str], criterion: str | None = None) -> Answer:
    """A model that accepts its first candidate, quoting what `quote` makes of the first passage."""

    def answer(request: dict[str, Any]) -> Reply:
        prompt = request["messages"][-1]["content"]
        first = criterion or re.findall(r"^- ([A-Z]+\d\.\d): ", prompt, re.M)[0]
        passage = re.findall(r'<passage handle="P1">\n(.*?)\n</passage>', prompt, re.S)[0]
        quotes = [{"handle": "P1", "quote": quote(passage)}]
        said = {"criterion": first, "aspect": "design", "reason": "It says so.", "quotes": quotes}
        return completion(json.dumps({"supported": [said]}))

    return answer


def test_an_honest_models_links_are_kept(mapped: Map) -> None:
    run = mapped(supporting(lambda passage: passage.splitlines()[0]))
    assert run.run.engine == "openai:test"
    assert run.run.prompts == (("assess_item", "1.0.0"),)
    assert run.links.links
    assert all(link.rationale == "It says so." for link in run.links.links)


def test_invented_quotes_leave_no_link(mapped: Map) -> None:
    run = mapped(supporting(lambda _: "All controls operated effectively."))
    assert run.links.links == ()
    assert "not verbatim" in run.links.problems[0].reason


def test_an_invented_criterion_leaves_no_link(mapped: Map) -> None:
    run = mapped(supporting(lambda passage: passage.splitlines()[0], criterion="CC9.9"))
    assert run.links.links == ()


def test_a_model_that_is_down_stops_the_run_and_loses_nothing(mapped: Map) -> None:
    with pytest.raises(EngineError, match="gave no answer"):
        mapped(lambda _: fault(503))
    again = mapped(supporting(lambda passage: passage.splitlines()[0]))
    assert again.links.links
