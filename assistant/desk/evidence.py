"""The face of the evidence page: what there is, what became of it, and bringing more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from assistant import resources
from assistant.desk import runs
from assistant.desk.evidence_rows import EvidenceDetail, EvidenceRow, Support, row_of, supports_of
from assistant.errors import UsageError
from assistant.filing.connections import connection, connections, forget, remember
from assistant.filing.file import Bounds, Cabinet
from assistant.filing.folders import allowed, connect_roots, new_connection
from assistant.filing.model import Connected, Filing, Offered
from assistant.jobs.kinds import map as mapping
from assistant.jobs.kinds import sync
from assistant.jobs.model import Job
from assistant.model import Scope
from assistant.progress import Progress, silent
from assistant.scope import make_scope
from assistant.scope_kept import KeptScope, keep_scope, kept_scope, scope_of, scope_text
from ingest.limits import MIB, Limits

if TYPE_CHECKING:
    from assistant.desk.seat import Seat

__all__ = ["Evidence", "EvidenceDetail", "EvidenceRow", "Standing", "Support", "sample_scope"]

_CHANGED = "evidence_changed"
"""The fact that tells when somebody last brought, replaced or removed a file."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the newest run stands to the files that are there."""

    files: int
    unread: tuple[str, ...]
    """Files that no run knows yet."""
    up_to_date: bool
    mapped: bool


class Evidence:
    """Reading takes any role, bringing and removing files a contributor, folders an admin."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        limits = Limits(file_bytes=seat.workspace.settings.max_file_mib * MIB)
        self._cabinet = Cabinet(seat.workspace.folder, Bounds(limits=limits))
        self._facts = seat.workspace.store.facts

    # --- looking ---

    def standing(self) -> Standing:
        """Are there files, and were they read as they stand?"""
        tree = self._cabinet.tree
        files = tree.files()
        known = self._seat.workspace.store.evidence.files()
        unread = tuple(f for f in files if f not in known)
        mapped = runs.run_id(self._seat) != ""
        return Standing(
            files=len(files),
            unread=unread,
            up_to_date=mapped and not unread and self._read_since_the_last_change(),
            mapped=mapped,
        )

    def rows(self) -> tuple[EvidenceRow, ...]:
        """All items of the newest run, by name; empty before the first."""
        view = runs.latest(self._seat)
        if view is None:
            return ()
        there = set(self._cabinet.tree.files())
        return tuple(row_of(item, view.run.run.scope, there) for item in view.evidence)

    def skipped(self) -> tuple[tuple[str, str], ...]:
        """File and reason of everything that could not be read."""
        view = runs.latest(self._seat)
        return view.skipped if view else ()

    def detail(self, document_id: str) -> EvidenceDetail | None:
        """One item; None where the newest run does not hold it."""
        view = runs.latest(self._seat)
        item = (
            next((e for e in view.evidence if e.document.id == document_id), None) if view else None
        )
        if view is None or item is None:
            return None
        there = set(self._cabinet.tree.files())
        row = row_of(item, view.run.run.scope, there)
        return EvidenceDetail(
            document=item.document,
            name=item.name,
            grade=item.grade,
            reasons=item.reasons,
            warnings=item.warnings,
            supports=supports_of(view, document_id),
            fresh=row.fresh,
            there=row.there,
        )

    def original(self, path: str) -> bytes:
        """The bytes of a file of the tree. Raises `UsageError` where it is gone."""
        return self._cabinet.tree.path(path).read_bytes()

    @property
    def largest_mib(self) -> int:
        """Most that one file may have."""
        return self._seat.workspace.settings.max_file_mib

    # --- bringing and removing ---

    def add(
        self,
        offered: Sequence[Offered],
        *,
        replace: bool = False,
        progress: Progress = silent,
    ) -> Filing:
        """File what somebody hands over, archives unpacked; see `Cabinet.file`."""
        self._seat.need("contribute")
        filing = self._cabinet.file(offered, replace=replace, progress=progress)
        self._noted(filing)
        return filing

    def _noted(self, filing: Filing) -> None:
        changed = [f for f in filing.filed if f.how != "same"]
        if changed:
            self._note_change()
            after = json.dumps({f.path: f.sha256 for f in changed})
            self._seat.record("evidence.added", f"{len(changed)} files", after=after)
        if filing.refused:
            after = json.dumps({r.name: r.reason for r in filing.refused})
            self._seat.record("evidence.refused", f"{len(filing.refused)} files", after=after)

    def remove(self, path: str, reason: str) -> None:
        """Take a file out of the tree. Its bytes are kept by hash; the next mapping forgets it.

        Raises `UsageError` where no reason is given, there is no such file, or it belongs to a
        connected folder, whose next synchronisation would bring it back.
        """
        self._seat.need("contribute")
        if not reason.strip():
            raise UsageError("say why the file is removed; the audit trail keeps the reason")
        for connected in connections(self._facts):
            if any(path == at for at, _ in connected.files.values()):
                raise UsageError(
                    f"this file comes from the connected folder {connected.source}; remove it "
                    "there and synchronise, or end the connection first"
                )
        tree = self._cabinet.tree
        known = self._seat.workspace.store.evidence.files().get(path)
        tree.remove(path)
        self._note_change()
        before = known.sha256 if known else ""
        self._seat.record("evidence.removed", path, before=before, after=reason.strip())

    # --- folders of the server ---

    def folders(self) -> tuple[Connected, ...]:
        """The connected folders, each with what its last synchronisation found."""
        return connections(self._facts)

    def connect(self, folder: str) -> Job:
        """Connect a folder and ask for its first synchronisation."""
        self._seat.need("administer")
        home = self._seat.workspace.folder.parent.parent
        place = allowed(folder, roots=connect_roots(), house=home)
        made = new_connection(place, self._cabinet)
        if any(k.id == made.id for k in connections(self._facts)):
            raise UsageError("that folder is connected already; synchronise it below")
        remember(self._facts, made)
        self._seat.record("folder.connected", str(place), after=made.prefix)
        return self.synchronise(made.id)

    def synchronise(self, identifier: str) -> Job:
        """Ask for the copies to be brought up to date, and then to be read."""
        self._seat.need("administer")
        connected = connection(self._facts, identifier)
        job = self._ask(
            "sync",
            f"Synchronise {connected.prefix or connected.source}",
            sync.arguments(identifier),
        )
        scope = scope_of(self._seat.workspace)
        self._ask("map", "Read and map", mapping.arguments(scope, f"after {job.id}"))
        return job

    def disconnect(self, identifier: str) -> None:
        """End a connection. The files that came by it stay."""
        self._seat.need("administer")
        connected = connection(self._facts, identifier)
        forget(self._facts, identifier)
        self._seat.record("folder.disconnected", connected.source)

    # --- reading and mapping ---

    def read_and_map(self) -> Job:
        """Ask for the files to be read and mapped in the workspace's scope.

        Where no scope was kept it is security as of today, which every report then says. Raises
        `UsageError` where there is no file.
        """
        self._seat.need("contribute")
        scope = scope_of(self._seat.workspace)
        tree = self._cabinet.tree
        if not tree.files():
            raise UsageError("there is no evidence yet; upload files or connect a folder first")
        return self._ask("map", "Read and map", mapping.arguments(scope, tree.state()))

    def load_sample(self) -> Job:
        """File the sample company's evidence, set its scope and ask for the mapping."""
        self._seat.need("contribute")
        folder = resources.corpus("sample", "evidence")
        files = sorted(p for p in folder.rglob("*") if p.is_file())
        if not files:
            raise UsageError("the sample company is not part of this installation")
        for start in range(0, len(files), 50):
            offered = [
                Offered(p.relative_to(folder).as_posix(), p.open("rb"))
                for p in files[start : start + 50]
            ]
            try:
                self._noted(self._cabinet.file(offered, unpack=False, unreadable=True))
            finally:
                for one in offered:
                    one.content.close()
        if kept_scope(self._seat.workspace) is None:
            kept = keep_scope(self._seat.workspace, KeptScope(sample_scope()))
            self._seat.record("scope.set", "scope", after=scope_text(kept))
        return self.read_and_map()

    def _ask(self, kind: str, title: str, arguments: dict[str, str]) -> Job:
        job = self._seat.jobs.ask(
            kind,  # type: ignore[arg-type] # one of our own two
            workspace_id=self._seat.entry.id,
            title=title,
            person_id=self._seat.person.id,
            arguments=arguments,
        )
        self._seat.record("job.asked", job.id, after=title)
        return job

    def _note_change(self) -> None:
        self._facts.put(_CHANGED, self._seat.workspace.clock.now().isoformat())

    def _read_since_the_last_change(self) -> bool:
        noted = self._facts.get(_CHANGED)
        changes = [datetime.fromisoformat(noted)] if noted else []
        changes += [k.last.at for k in connections(self._facts) if k.last and k.last.found_any]
        read = [
            j.started_at
            for j in self._seat.jobs.of_workspace(self._seat.entry.id)
            if j.kind == "map" and j.state == "done" and j.started_at is not None
        ]
        return not changes or (bool(read) and max(changes) <= max(read))


def sample_scope() -> Scope:
    """What the sample company is examined for."""
    return make_scope(
        categories=("security", "availability", "confidentiality"), period="2026-01-01..2026-06-30"
    )
