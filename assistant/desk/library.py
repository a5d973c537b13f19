"""The face of the page "Library": approved answers, proposals, what no longer stands, what disagrees."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from assistant import library_run
from assistant.answers import LibraryAnswer, Sensitivity, Verdict
from assistant.desk.library_changes import source_now
from assistant.desk.library_file import Form, written
from assistant.desk.library_rows import Detail, Pair, Row, Wanted, matches, pair_of, state_of
from assistant.errors import UsageError
from assistant.library import keep
from assistant.library.conflicts import Duplicate, conflicts, duplicates
from assistant.library.match import Shelf
from assistant.library.past import Imported, import_answers
from assistant.library.standing import IN_USE, Stale, stale, stale_reasons
from assistant.library.wording import question_key
from assistant.questionnaires.read import layout_of, read_questionnaire

if TYPE_CHECKING:
    from assistant.desk.seat import Seat
    from assistant.model import Evidence
    from assistant.questions import Questionnaire

__all__ = ["LARGEST_IMPORT", "Detail", "LibraryDesk", "Pair", "Row", "Wanted"]

LARGEST_IMPORT = 20 * 1024 * 1024


class LibraryDesk:
    """What a person at this seat sees and does in the library. Approving needs an approver."""

    def __init__(self, seat: Seat) -> None:
        seat.need("read")
        self._seat = seat
        self._workspace = seat.workspace
        self._store = seat.workspace.store

    def rows(self, wanted: Wanted | None = None) -> tuple[Row, ...]:
        """The answers asked for, by question and version."""
        asked = wanted or Wanted()
        files, today = self._files(), self._workspace.clock.today()
        return tuple(
            Row(a, stale_reasons(a, files, today) if a.status in IN_USE else ())
            for a in self._store.library.answers()
            if matches(a, asked)
        )

    def products(self) -> tuple[str, ...]:
        """Every product that some answer speaks for."""
        return tuple(sorted({a.product for a in self._store.library.answers() if a.product}))

    def owners(self) -> tuple[str, ...]:
        """Everybody who answers for something."""
        return tuple(sorted({a.owner for a in self._store.library.answers() if a.owner}))

    def detail(self, identifier: str) -> Detail:
        """One answer whole. Raises `UsageError` for an unknown id."""
        answer = keep.find(self._store, identifier)
        key, product = question_key(answer.question), answer.product.casefold()
        versions = [
            a
            for a in self._store.library.answers()
            if question_key(a.question) == key and a.product.casefold() == product
        ]
        hindrance = library_run.hindrance(answer, self._seat.person.id)
        if not self._seat.may("approve"):
            hindrance = "approving needs somebody who may approve"
        return Detail(
            answer,
            stale_reasons(answer, self._files(), self._workspace.clock.today()),
            tuple(source_now(self._store, c) for c in answer.citations),
            self._store.library.events(answer.id),
            tuple(sorted(versions, key=lambda a: (-a.version, a.id))),
            hindrance,
        )

    def approve(
        self,
        identifier: str,
        *,
        review_in_days: int = keep.REVIEW_IN_DAYS,
        sensitivity: Sensitivity | None = None,
        product: str | None = None,
    ) -> LibraryAnswer:
        """Stand by an answer from today; one that is approved already is renewed by it.

        Raises `NotAllowed` for one's own words, and `UsageError` where a quote is gone.
        """
        self._seat.need("approve")
        before = keep.find(self._store, identifier)
        done = library_run.approve(
            self._workspace,
            before.id,
            person=self._seat.person.name,
            person_id=self._seat.person.id,
            review_in_days=review_in_days,
            sensitivity=sensitivity,
            product=product,
        )
        self._seat.record(
            "library.renewed" if before.status == "approved" else "library.approved",
            done.id,
            before=state_of(before),
            after=state_of(done),
        )
        return done

    def retire(self, identifier: str, reason: str) -> LibraryAnswer:
        """Take an answer out of use; it stays as history. Raises `UsageError` without a reason."""
        self._seat.need("approve")
        if not reason.strip():
            raise UsageError("say why it is retired; the reason is kept with it")
        before = keep.find(self._store, identifier)
        done = keep.retire(
            self._store,
            before.id,
            by=self._seat.person.name,
            today=self._workspace.clock.today(),
            reason=reason.strip(),
        )
        self._seat.record("library.retired", done.id, before=state_of(before), after=state_of(done))
        return done

    def edit(self, identifier: str, *, verdict: Verdict, text: str) -> LibraryAnswer:
        """Put up the person's own words as the next version; somebody else must approve them.

        Raises `UsageError` where a sentence is not borne out by what it cites.
        """
        self._seat.need("contribute")
        before = keep.find(self._store, identifier)
        made = library_run.revise(
            self._workspace,
            before.id,
            verdict=verdict,
            text=text,
            person=self._seat.person.name,
            person_id=self._seat.person.id,
        )
        self._seat.record("library.edited", made.id, before=state_of(before), after=state_of(made))
        return made

    def import_file(
        self,
        name: str,
        data: bytes,
        *,
        said_on: date | None = None,
        product: str = "",
        sensitivity: Sensitivity = "internal",
    ) -> Imported:
        """Keep the answers of a filled questionnaire as what the house has said, to be approved.

        Raises `UsageError` for a file that is too large, and `QuestionnaireError` for one that
        cannot be read or understood.
        """
        self._seat.need("contribute")
        if len(data) > LARGEST_IMPORT:
            raise UsageError(f"a questionnaire may have {LARGEST_IMPORT // 2**20} MB at most")
        plain = PurePosixPath(name.replace("\\", "/")).name or "questionnaire"
        with tempfile.TemporaryDirectory(prefix="evidary-") as folder:
            path = Path(folder, f"past{PurePosixPath(plain).suffix.lower()}")
            path.write_bytes(data)
            maps = self._store.answers.maps_of(layout_of(path))
            questionnaire = replace(read_questionnaire(path, maps=maps), name=plain)
        return self.import_questionnaire(
            questionnaire, said_on=said_on, product=product, sensitivity=sensitivity
        )

    def import_questionnaire(
        self,
        questionnaire: Questionnaire,
        *,
        said_on: date | None = None,
        product: str = "",
        sensitivity: Sensitivity = "internal",
        review_in_days: int = keep.REVIEW_IN_DAYS,
    ) -> Imported:
        """As `import_file`, of a filled questionnaire that was read already."""
        self._seat.need("contribute")
        done = import_answers(
            self._store,
            questionnaire,
            owner=self._seat.person.name,
            today=self._workspace.clock.today(),
            said_on=said_on,
            product=product,
            sensitivity=sensitivity,
            review_in_days=review_in_days,
        )
        counts = {"added": len(done.added), "known": len(done.known), "skipped": len(done.skipped)}
        self._seat.record("library.imported", questionnaire.sha256, after=json.dumps(counts))
        return done

    def stale(self) -> tuple[Stale, ...]:
        """The answers in use that no longer stand, with every reason."""
        return stale(self._store.library.answers(), self._files(), self._workspace.clock.today())

    def conflicts(self, *, with_evidence: bool = False) -> tuple[Pair, ...]:
        """Answers that contradict each other or what was sent, both sides with what differs.

        Holding them against the evidence too searches for every sentence, and takes its time.
        """
        library = self._store.library.answers()
        found = conflicts(
            library, self._shelf(library), search=self._search if with_evidence else None
        )
        return tuple(pair_of(conflict) for conflict in found)

    def duplicates(self) -> tuple[Duplicate, ...]:
        """Pairs in use that ask the same and do not disagree."""
        return duplicates(self._shelf(self._store.library.answers()))

    def questionnaires(self) -> tuple[tuple[str, tuple[LibraryAnswer, ...]], ...]:
        """What left the house: each questionnaire with the answers that it carried."""
        carried: dict[str, list[LibraryAnswer]] = {}
        for answer in self._store.library.answers():
            for name in answer.sent_in:
                carried.setdefault(name, []).append(answer)
        return tuple((name, tuple(answers)) for name, answers in sorted(carried.items()))

    def export(self, wanted: Wanted, form: Form) -> tuple[str, bytes]:
        """A file's name and content with the answers asked for."""
        rows = self.rows(wanted)
        self._seat.record("library.exported", self._seat.entry.id, after=f"{len(rows)} as {form}")
        day = self._workspace.clock.today()
        return f"evidary-library-{day}.{form}", written([(r.answer, r.reasons) for r in rows], form)

    def _files(self) -> dict[str, str]:
        return {path: file.sha256 for path, file in self._store.evidence.files().items()}

    def _shelf(self, library: Sequence[LibraryAnswer]) -> Shelf:
        return Shelf(library, self._workspace.embedder, known=self._store.vectors)

    def _search(self, words: str) -> tuple[Evidence, ...]:
        from assistant.retrieval.search import retrieve

        return retrieve(
            words,
            store=self._store,
            embedder=self._workspace.embedder,
            vector_index=self._workspace.vector_index,
            lexical_index=self._workspace.lexical_index,
        )
