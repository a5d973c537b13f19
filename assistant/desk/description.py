"""The face of the page "Description": facts and questions, drafts, edits, approval."""

from __future__ import annotations

import json
from dataclasses import dataclass

from assistant.description import Description, OpenPoint, Section, SetAside, Version
from assistant.description_kept import Standoff, kept_description, leaks_in, settle, standoffs
from assistant.description_open import open_in, open_words, set_aside
from assistant.description_run import is_public, open_points, standing_aside
from assistant.description_versions import approve, current, edit
from assistant.descriptions.editing import Lines, lines_of
from assistant.desk import runs
from assistant.desk.description_facts import DescriptionFacts
from assistant.desk.description_rows import (
    NAMES,
    Saved,
    SectionRow,
    Standpoint,
    by_criterion,
    outcome,
    standing_counts,
)
from assistant.desk.seat import Seat
from assistant.errors import NotAllowed, UsageError
from assistant.jobs.kinds.describe import arguments
from assistant.jobs.model import Job

_WROTE = ("description.edited", "description.imported", "description.settled")
_kept: runs.RunCache[Description] = runs.RunCache(16)


@dataclass(frozen=True, slots=True)
class Completeness:
    """The description as its words are kept now, with what the checks say of them."""

    description: Description
    points: tuple[Standpoint, ...]


class DescriptionDesk:
    """What a person at this seat does with the system description and what is made of its facts.

    Answering, drafting and editing need a contributor, approving an approver; nobody approves what
    they wrote. `kind` is one of `facts.kinds`.
    """

    def __init__(self, seat: Seat) -> None:
        seat.need("read")
        self.seat = seat
        self.workspace = seat.workspace
        self.facts = DescriptionFacts(seat)

    def draft(self, kind: str, *, section: str = "") -> Job:
        """Ask for a new draft, whole or of one section; people's edits are kept and merged."""
        self.seat.need("contribute")
        if not self.facts.has_evidence:
            raise UsageError("there is no evidence to draft from yet; add some first")
        told = arguments(self.facts.known_kind(kind), self.facts.scope, only=section)
        job = self.seat.jobs.ask(
            "describe",
            workspace_id=self.seat.entry.id,
            title=f"Draft {NAMES[kind]}{f', {section}' if section else ''}",
            person_id=self.seat.person.id,
            arguments=told,
        )
        self.seat.record("description.draft_asked", kind, after=json.dumps({"job": job.id, **told}))
        return job

    def drafting(self, kind: str) -> Job | None:
        """The drafting of this kind that was asked last, whatever its state."""
        jobs = self.seat.jobs.of_workspace(self.seat.entry.id)
        mine = (j for j in jobs if j.kind == "describe" and j.arguments["kind"] == kind)
        return next(mine, None)

    def sections(self, kind: str) -> tuple[SectionRow, ...]:
        """Each drafted section with its newest version, in the order of the document."""
        histories: dict[str, list[Version]] = {}
        for version in self.workspace.store.descriptions.versions(kind):
            histories.setdefault(version.section.id, []).append(version)
        return tuple(
            self._row(kind, identifier, histories[identifier])
            for identifier in current(self.workspace, kind)
        )

    def outdated(self, kind: str) -> bool:
        """Was something said since a section of this kind was last drafted?"""
        said = max((s.at for s in self.facts.said), default=None)
        rows = self.sections(kind)
        return bool(said and rows and said > min(r.drafted_at for r in rows))

    def history(self, kind: str, section: str) -> tuple[Version, ...]:
        """All versions of a section, the newest first."""
        return self.workspace.store.descriptions.versions(kind, section)[::-1]

    def lines(self, kind: str, section: str) -> Lines:
        """The section as it is edited: a sentence, list entry or row a line, part by part. A part
        that was emptied since the last draft is there too, without lines."""
        history = self.history(kind, section)
        if not history:
            raise UsageError(f"section {section} was not drafted yet")
        drafted = next((v for v in history if v.origin == "drafted"), history[0])
        now = dict(lines_of(history[0].section).parts)
        titles = dict.fromkeys([*now, *(p.title for p in drafted.section.parts)])
        return Lines(tuple((title, now.get(title, ())) for title in titles))

    def edit(self, kind: str, section: str, lines: Lines, *, seen: int) -> Saved:
        """Keep this person's lines; says which kept their proof and which became statements.

        `seen` is the number of the version that was edited. Raises `UsageError` where another came
        in between.
        """
        self.seat.need("contribute")
        before = self.newest(kind, section, seen=seen)
        after = edit(self.workspace, kind, section, lines, person=self.seat.person.name)
        if after != before:
            self.record("description.edited", kind, before, after)
        return Saved(after, *outcome(before.section, after.section))

    def conflicts(self, kind: str, section: str) -> tuple[Standoff, ...]:
        """What a person and the newest draft both changed, and nobody settled yet."""
        return standoffs(self.workspace, kind, section)

    def settle(self, kind: str, section: str, identifier: str, *, take_draft: bool) -> Version:
        """Choose the new draft's lines, or keep the person's."""
        self.seat.need("contribute")
        before = self.newest(kind, section)
        after = settle(
            self.workspace,
            kind,
            section,
            identifier,
            take_draft=take_draft,
            person=self.seat.person.name,
        )
        action = "description.settled" if take_draft else "description.edit_upheld"
        self.record(action, kind, before, after)
        return after

    def open_in(self, kind: str, section: str) -> tuple[OpenPoint, ...]:
        """What the facts leave open in a section, also where its line was struck from the words."""
        return open_in(self.workspace, kind, section, self.facts.all())

    def set_aside(self, kind: str) -> tuple[SetAside, ...]:
        """What approvers closed without an answer, as long as it would be open otherwise."""
        points = open_points(kind, self.facts.all(), self.facts.said)
        aside = standing_aside(self.workspace, kind)
        return tuple(s for s in aside if any(s.closes(p) for p in points))

    def close(self, kind: str, point: str, reason: str) -> SetAside:
        """Set an open point aside with a reason, or take that back with an empty one.

        Raises `UsageError` for a point that is not open, or without a reason.
        """
        self.seat.need("approve")
        before = {s.point: s.reason for s in self.set_aside(kind)}
        facts, name = self.facts.all(), self.seat.person.name
        done = set_aside(self.workspace, kind, point, reason, person=name, facts=facts)
        self.seat.record(
            "description.set_aside",
            f"{kind}/{point}",
            before=before.get(point, ""),
            after=done.reason,
        )
        return done

    def hindrance(self, kind: str, row: SectionRow) -> str:
        """Why this person cannot approve the section; empty where they can."""
        if row.approved:
            return f"{row.version.person} approved it"
        if not self.seat.may("approve"):
            return "approving needs the role of an approver"
        if left := self.open_in(kind, row.id):
            return open_words(left)
        if row.counts["open"]:
            return f"it still asks {row.counts['open']} questions that are closed; draft it again"
        if row.unsettled:
            return "a person and the new draft changed the same lines; choose first"
        if self._wrote(kind, row.version.section):
            return "you wrote words of it; somebody else has to approve them"
        return ""

    def approve(self, kind: str, section: str, *, seen: int) -> Version:
        """Stand by the words of a section as this person sees them.

        Raises `NotAllowed` for one's own words, `UsageError` where something stands open, another
        version came in between, or a public kind holds what may not go out.
        """
        self.seat.need("approve")
        before = self.newest(kind, section, seen=seen)
        row = next(r for r in self.sections(kind) if r.id == section)
        if not row.approved and (why := self.hindrance(kind, row)):
            refused = NotAllowed if self._wrote(kind, before.section) else UsageError
            raise refused(f"{section} was not approved: {why}")
        if why_not := leaks_in(self.workspace, before):
            raise UsageError(f"this may not be made public: {why_not[0]}")
        facts = self.facts.all()
        after = approve(self.workspace, kind, section, person=self.seat.person.name, facts=facts)
        if after != before:
            self.record("description.approved", kind, before, after)
        return after

    def completeness(self, kind: str) -> Completeness:
        """The kept words of this kind, checked now; what was never drafted is drafted for it."""
        facts = self.facts.all()
        numbers = ",".join(str(v.number) for v in current(self.workspace, kind).values())
        numbers += f"|{len(self.workspace.store.descriptions.set_aside(kind))}"
        folder, told = self.facts.key()
        found = _kept.get(
            (folder, f"{told}|{self.facts.known_kind(kind)}|{numbers}"),
            lambda: kept_description(self.workspace, self.facts.scope, kind, facts),
        )
        assert found is not None  # it is made where it is not there
        return Completeness(found, by_criterion(facts, found, found.checks))

    def is_public(self, kind: str) -> bool:
        """Is this kind made of public material alone?"""
        return is_public(kind)

    def newest(self, kind: str, section: str, *, seen: int | None = None) -> Version:
        """The newest version. Raises `UsageError` where there is none, or it is not the one seen."""
        version = current(self.workspace, kind).get(section)
        if version is None:
            raise UsageError(f"section {section} was not drafted yet")
        if seen is not None and version.number != seen:
            who = version.person or "a new draft"
            raise UsageError(f"{section} was changed meanwhile by {who}; look at it again first")
        return version

    def record(self, action: str, kind: str, before: Version, after: Version) -> None:
        """Write a change of a section into the audit trail, with its lines before and after."""
        subject = f"{kind}/{after.section.id}"
        told, now = _told(before), _told(after)
        self.seat.record(action, subject, before=told, after=now, run=after.run)

    def _row(self, kind: str, section: str, history: list[Version]) -> SectionRow:
        newest = history[-1]
        drafted = next((v.at for v in reversed(history) if v.origin == "drafted"), newest.at)
        merges = any(v.origin == "merged" for v in history)
        unsettled = len(self.conflicts(kind, section)) if merges else 0
        return SectionRow(newest, standing_counts(newest.section), unsettled, drafted)

    def _wrote(self, kind: str, section: Section) -> bool:
        """Did this person edit the section since it was last approved, or state words of it?"""
        name = self.seat.person.name
        if any(s.said_by.split(", ")[0] == name for s in section.sentences if s.said_by):
            return True
        history = self.history(kind, section.id)
        since = next((v.at for v in history if v.origin == "approved"), None)
        audit = self.seat.house.audit
        entries = [
            entry
            for action in _WROTE
            for entry in audit.entries(
                workspace_id=self.seat.entry.id, person_id=self.seat.person.id, action=action
            )
        ]
        return any(
            e.subject == f"{kind}/{section.id}" and (since is None or e.at > since) for e in entries
        )


def _told(version: Version) -> str:
    lines = {title: list(lines) for title, lines in lines_of(version.section).parts}
    told = {"version": version.number, "origin": version.origin, "lines": lines}
    return json.dumps(told, ensure_ascii=False)
