"""`answers.json`: answers as `corpus/contracts/answers.schema.json` describes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from assistant.answers import Answer, AnswerRun
from assistant.export.citations import citation_json

SCHEMA = "answers/1"
Location = Mapping[str, Any]


def dump(run: AnswerRun, *, locations: Mapping[str, Location] | None = None) -> str:
    """The run as indented JSON text; see `to_json`."""
    return json.dumps(to_json(run, locations=locations), indent=2, ensure_ascii=False)


def to_json(
    run: AnswerRun, *, locations: Mapping[str, Location] | None = None
) -> dict[str, object]:
    """The run as values that `json.dumps` takes. `locations` are places in the file by answer id."""
    return {
        "schema": SCHEMA,
        "engine": run.engine,
        "embedder": run.embedder,
        "questionnaire": run.questionnaire,
        "run": {
            "id": run.id,
            "started_at": run.started_at.isoformat(),
            "finished_at": run.finished_at.isoformat(),
            "as_of": run.as_of.isoformat(),
            "prompts": dict(sorted(run.prompts)),
            "settings_digest": run.settings_digest,
            "corpus_digest": run.corpus_digest,
        },
        "answers": [_answer(a, (locations or {}).get(a.id)) for a in run.answers],
        "failed": [{"id": i, "reason": reason} for i, reason in run.failed],
    }


def _answer(answer: Answer, location: Location | None) -> dict[str, object]:
    values: dict[str, object] = {
        "id": answer.id,
        "question": answer.question,
        "section": answer.section or None,
        "location": dict(location) if location else None,
        "verdict": answer.verdict,
        "text": answer.text,
        "abstained": answer.abstained,
        "missing": answer.missing or None,
        "confidence": round(answer.confidence, 4),
        "source": answer.source,
        "criteria": list(answer.criteria),
        "citations": [citation_json(c) for c in answer.citations],
        "status": answer.status,
        "warnings": list(answer.warnings),
        "sensitivity": answer.sensitivity,
        "freshness": answer.freshness,
        "run": answer.run or None,
    }
    return {name: value for name, value in values.items() if value is not None}
