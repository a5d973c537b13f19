"""Descriptions as files to hand out and to take back, and versions beside each other."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.description import Version
from assistant.description_versions import current, edit, is_approved
from assistant.descriptions.editing import Lines, edited, lines_of
from assistant.descriptions.files.word_changes import paired, write_changes
from assistant.descriptions.files.word_read import read_docx
from assistant.descriptions.files.write import write_description
from assistant.desk.answer_export import Download
from assistant.desk.description import DescriptionDesk
from assistant.desk.description_rows import LineOutcome, outcome, section_name
from assistant.desk.library_changes import Difference, difference
from assistant.errors import UsageError
from ingest.errors import IngestError
from ingest.limits import MIB
from ingest.parsers.package import check_package
from ingest.source import Source

LARGEST = 20 * MIB
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MEDIA: Mapping[str, str] = {
    ".docx": _WORD,
    ".pdf": "application/pdf",
    ".md": "text/markdown",
    ".json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A file to hand out, and what was kept out of it."""

    file: Download
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionImport:
    """What an edited Word file would do to one section."""

    id: str
    name: str
    lines: Lines
    seen: int
    """The version that it is compared with."""
    changed: tuple[LineOutcome, ...]
    kept: int
    differs: bool
    """Whether anything is not as before, the order of its lines included."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an edited Word file would do; nothing is kept before it is taken."""

    name: str
    sections: tuple[SectionImport, ...]
    absent: tuple[str, ...]
    """Sections that the file does not hold; they stay as they are."""


class DescriptionFiles:
    """Exports, the tracked-changes file, comparisons, and the import of an edited Word file."""

    def __init__(self, desk: DescriptionDesk) -> None:
        self._desk = desk
        self._workspace = desk.workspace

    def formats(self) -> tuple[str, ...]:
        """The endings that can be written here; PDF where LibreOffice is installed."""
        office = shutil.which("soffice") or shutil.which("libreoffice")
        return tuple(ending for ending in _MEDIA if ending != ".pdf" or office)

    def export(self, kind: str, ending: str) -> Written:
        """The words as they are kept now, as a file; marked as a draft until all is approved."""
        self._desk.seat.need("contribute")
        if not current(self._workspace, kind):
            raise UsageError("nothing of this kind was drafted yet")
        description = self._desk.completeness(kind).description
        approved = is_approved(self._workspace, description)
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"{kind}{'' if approved else '-draft'}{ending}"
            write_description(description, path, approved=approved)
            file = Download(path.name, path.read_bytes(), _MEDIA[ending])
        told = {"file": file.name, "approved": approved, "kept_out": len(description.refused)}
        self._desk.seat.record(
            "description.exported", kind, after=json.dumps(told), run=description.run
        )
        return Written(file, description.refused)

    def changes(self, kind: str) -> tuple[Download, int]:
        """A Word file with tracked changes from each section's last draft to its newest words."""
        self._desk.seat.need("read")
        pairs = []
        for identifier, newest in current(self._workspace, kind).items():
            history = self._desk.history(kind, identifier)
            base = next((v for v in history if v.origin == "drafted"), newest)
            pairs.append((base, newest))
        return self._tracked(pairs, f"{kind}-changes.docx")

    def changes_between(self, old: Version, new: Version) -> tuple[Download, int]:
        """A Word file with tracked changes between two versions of one section."""
        self._desk.seat.need("read")
        name = f"{new.kind}-{new.section.id}-{old.number}-{new.number}-changes.docx"
        return self._tracked([(old, new)], name)

    def differences(
        self, old: Version, new: Version
    ) -> tuple[tuple[str, tuple[Difference, ...]], ...]:
        """The lines that differ between two versions of a section, word by word, by part."""
        before, after = dict(lines_of(old.section).parts), dict(lines_of(new.section).parts)
        found = []
        for title in dict.fromkeys([*before, *after]):
            pairs = paired(before.get(title, ()), after.get(title, ()))
            differing = tuple(difference(left, right) for left, right in pairs if left != right)
            if differing:
                found.append((title, differing))
        return tuple(found)

    def plan_import(self, kind: str, name: str, data: bytes) -> ImportPlan:
        """What this edited Word file would change. Its type is judged by its content.

        Raises `UsageError` where it is none, is too large, or holds none of the sections.
        """
        self._desk.seat.need("contribute")
        sections = current(self._workspace, kind)
        if not sections:
            raise UsageError("nothing of this kind was drafted yet; an edited file has no place")
        lines = _read(name, data, {i: v.section.title for i, v in sections.items()})
        planned = []
        for identifier, given in lines.items():
            version = sections[identifier]
            after = edited(version.section, given, person=self._desk.seat.person.name)
            changed, kept = outcome(version.section, after)
            title = section_name(version.section)
            differs = lines_of(after) != lines_of(version.section)
            planned.append(
                SectionImport(identifier, title, given, version.number, changed, kept, differs)
            )
        absent = tuple(section_name(v.section) for i, v in sections.items() if i not in lines)
        return ImportPlan(name, tuple(planned), absent)

    def take_import(self, kind: str, plan: ImportPlan) -> tuple[str, ...]:
        """Keep what was planned; gives the sections that changed.

        Raises `UsageError` where a section was changed since it was planned; nothing is kept then.
        """
        self._desk.seat.need("contribute")
        wanted = [s for s in plan.sections if s.differs]
        before = {s.id: self._desk.newest(kind, s.id, seen=s.seen) for s in wanted}
        person = self._desk.seat.person.name
        done = []
        for section in wanted:
            after = edit(
                self._workspace, kind, section.id, section.lines, person=person, imported=True
            )
            if after != before[section.id]:
                self._desk.record("description.imported", kind, before[section.id], after)
                done.append(section.name)
        return tuple(done)

    def _tracked(self, pairs: list[tuple[Version, Version]], name: str) -> tuple[Download, int]:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            count = write_changes(pairs, path)
            return Download(name, path.read_bytes(), _WORD), count


def _read(name: str, data: bytes, titles: dict[str, str]) -> Mapping[str, Lines]:
    """The lines of an uploaded file; it is called by the name it came with."""
    if len(data) > LARGEST:
        raise UsageError(f"the file is over {LARGEST // MIB} MiB; an edited description is smaller")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "edited.docx"
        path.write_bytes(data)
        try:
            source = Source(name=path.name, content=data)
            check_package(source, part="word/document.xml", what="Word file")
            return read_docx(path, titles)
        except (UsageError, IngestError) as error:
            raise UsageError(str(error).replace(path.name, name[-100:])) from error
