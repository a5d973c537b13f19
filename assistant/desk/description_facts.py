"""Facts of the description as a person at a workspace sees them, and their answers to what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from assistant.description import Facts, OpenPoint, Statement
from assistant.description_run import facts_of, open_points, say, standing_aside
from assistant.desk import runs
from assistant.desk.description_rows import NAMES
from assistant.desk.seat import Seat
from assistant.errors import UsageError
from assistant.model import Scope
from assistant.scope_kept import kept_scope, scope_of
from assistant.store import codec

_facts: runs.RunCache[Facts] = runs.RunCache(16)


class DescriptionFacts:
    """What is known, what is open, and what management said. Answering needs a contributor."""

    def __init__(self, seat: Seat) -> None:
        seat.need("read")
        self._seat = seat
        self._workspace = seat.workspace

    @cached_property
    def scope(self) -> Scope:
        """The scope kept with the workspace, else that of the newest mapping."""
        if kept_scope(self._workspace) is None and (view := runs.latest(self._seat)):
            return view.run.run.scope
        return scope_of(self._workspace)

    @property
    def kinds(self) -> Mapping[str, str]:
        """What can be drafted for this scope, with what it is called on the page."""
        other = "soc2-type1" if self.scope.report_type == "type2" else "soc2-type2"
        return {kind: name for kind, name in NAMES.items() if kind != other}

    def known_kind(self, kind: str) -> str:
        """The kind itself. Raises `UsageError` where it is not offered for this scope."""
        if kind not in self.kinds:
            raise UsageError(f"{kind!r} is not offered for this scope")
        return kind

    @property
    def has_evidence(self) -> bool:
        """Was anything read that facts could come from?"""
        return bool(self._workspace.store.evidence.files())

    @property
    def said(self) -> Sequence[Statement]:
        """All that management said, the oldest first, withdrawn statements too."""
        return self._workspace.store.descriptions.statements()

    def all(self) -> Facts:
        """All facts as they stand. Raises `WorkspaceError` where no evidence was read."""
        said = self.said
        found = _facts.get(self.key(), lambda: facts_of(self._workspace, self.scope, said=said))
        assert found is not None  # it is made where it is not there
        return found

    def open(self, kind: str) -> tuple[OpenPoint, ...]:
        """What a draft of this kind asks people, those worth most first."""
        aside = standing_aside(self._workspace, kind)
        return open_points(kind, self.all(), self.said, aside)

    def statements(self) -> tuple[Statement, ...]:
        """What management said and did not withdraw, the newest of each point."""
        newest = {(s.key, s.part): s for s in self.said}
        return tuple(s for s in newest.values() if s.text)

    def say(self, point: str, text: str, *, role: str = "") -> Statement:
        """Answer an open point; it becomes this person's statement, and is marked so everywhere.
        An empty text withdraws what was said.

        Raises `UsageError` for an unknown point.
        """
        self._seat.need("contribute")
        by = ", ".join(filter(None, (self._seat.person.name, " ".join(role.split()))))
        before = {f"{s.key}.{s.part}": s.text for s in self.said}
        done = say(self._workspace, point, text, said_by=by)
        subject = f"{done.key}.{done.part}"
        self._seat.record(
            "description.stated", subject, before=before.get(subject, ""), after=done.text
        )
        return done

    def key(self) -> tuple[str, str]:
        """What all facts depend on: evidence, mapping, scope, and what was said or approved."""
        library = self._workspace.store.library
        told = (
            self._workspace.store.evidence.state(),
            runs.run_id(self._seat),
            codec.dump(self.scope, Scope),
            str(len(self.said)),
            repr([(a.id, a.text) for a in library.answers() if a.status == "approved"]),
        )
        return str(self._workspace.folder.resolve()), "|".join(told)
