"""How long a bulk approval takes that decides on 400 answers, in seconds.

    python -m benchmarks.approvals [POSTGRESQL_URL]

Over SQLite files, or over an empty PostgreSQL database. `plan`: what the dialog does before it is
read; `approve`: from the click to the last entry of the audit trail.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast

from assistant.answers import Answer
from assistant.desk.answer_review import AnswerReview
from assistant.desk.questionnaires import Questionnaires
from assistant.desk.seat import Seat
from assistant.house.house import House
from assistant.indexing import ingest_evidence
from assistant.settings import Settings
from assistant.verify import cite
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from assistant.jobs.port import Jobs

ANSWERS = 400
POLICY = "Access of leavers is removed within 24 hours of the last working day. "


def main() -> int:
    url = sys.argv[1] if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(folder), url)))
    return 0


def measure(folder: Path, url: str | None) -> dict[str, object]:
    """Plan and approval of one questionnaire whose answers are all drafted and cite a policy."""
    evidence = folder / "evidence"
    evidence.mkdir()
    (evidence / "policy.md").write_text("# Policy\n\n" + POLICY * 20)
    with (
        House.open(folder / "home", url) as house,
        Workspace(folder / "ws", settings=Settings(workers=1), database_url=url) as workspace,
    ):
        ingest_evidence(workspace, evidence)
        entry = house.workspaces.create("Many answers")
        person = house.people.add("Ben Okri", "ben@example.com")
        house.workspaces.set_role(entry.id, person.id, "approver")
        seat = Seat(house, person, entry, "approver", workspace, cast("Jobs", None))
        review = AnswerReview(seat, drafted(seat))
        started = time.perf_counter()
        plan = review.plan_bulk(0.5)
        planned = time.perf_counter()
        done = review.approve_bulk(plan)
        ended = time.perf_counter()
        assert len(done.approved) == ANSWERS, done.passed[:3]
        assert house.audit.verify() == ()
        return {
            "database": "postgresql" if url else "sqlite",
            "answers": len(done.approved),
            "plan": round(planned - started, 2),
            "approve": round(ended - planned, 2),
        }


def drafted(seat: Seat) -> str:
    """The sha256 of a questionnaire with a draft to each of its questions."""
    asked = "".join(f"Q{n},Is control number {n} in place?,\n" for n in range(1, ANSWERS + 1))
    sha256 = Questionnaires(seat).upload("many.csv", f"id,question,answer\n{asked}".encode()).sha256
    store = seat.workspace.store
    (head,) = store.evidence.document_heads()
    document = next(store.evidence.documents([head.id]))
    at = document.text.find("Access of")
    citation = cite(document, at, at + len(POLICY) - 1)
    for position in range(ANSWERS):
        number = position + 1
        answer = Answer(
            id=f"Q{number}",
            question=f"Is control number {number} in place?",
            verdict="yes",
            text=f"Yes, number {number}: access of leavers is removed within 24 hours [1].",
            abstained=False,
            confidence=0.9,
            citations=(citation,),
        )
        store.answers.put(sha256, position, answer)
    return sha256


if __name__ == "__main__":
    sys.exit(main())
