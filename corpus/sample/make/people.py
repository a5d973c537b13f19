"""Staff of the invented company and the lists that the HR system exports."""

from dataclasses import dataclass
from typing import Any

from corpus.sample.make.common import Row, csv_text, workbook, write_text

LEADERS = (
    ("Imogen Tarrant", "Chief Executive Officer"),
    ("Desmond Okoye-Hale", "Chief Technology Officer"),
    ("Priya Vellore", "Head of Security"),
    ("Marcus Thiele", "Director of Platform Engineering"),
    ("Halina Brzoza", "Head of People Operations"),
    ("Joanna Creed", "General Counsel"),
    ("Tomas Lindqvist", "IT and Compliance Manager"),
    ("Wen Aoki", "Staff Engineer"),
    ("Ruben Castellane", "Software Engineer"),
    ("Sade Afolabi", "Platform Engineer"),
    ("Callum Reyes-Burke", "Head of Customer Success"),
    ("Freya Aldous", "Account Executive"),
)
FIRST = (
    "Anouk Basil Corin Delphine Edmund Farida Gideon Hester Ilario Jamila Kester "
    "Linnea Mattis Noor Orla Pascal Quentin Rosalba Soren Tamsin Ulla "
    "Viggo Winifred Xavi Yara Zoltan Agnes Bertil Cosima Dario Elspeth"
)
LAST = (
    "Marlowe Ostrander Pell Quaife Rusk Sandoval Thorne Umber Vance Wexley Yarrow "
    "Zabel Ashdown Birch Calloway Dunmore Eastlake Fenwick Garrow Holt Inskip "
    "Jessop Keel Larch Munro Nightingale Oakes Penrose Quill Ravel Stroud"
)


@dataclass(frozen=True)
class Person:
    """One member of staff."""

    name: str
    title: str
    kind: str
    hired: str

    @property
    def login(self) -> str:
        """The sign-in name at the identity provider."""
        return self.name.lower().replace(" ", ".") + "@larkfield.example.com"


JOINERS = (
    Person("Elspeth Stroud", "Software Engineer", "Employee", "2026-01-19"),
    Person("Dario Ravel", "Support Specialist", "Employee", "2026-02-02"),
    Person("Cosima Quill", "Contractor, data migration", "Contractor", "2026-03-09"),
    Person("Bertil Penrose", "Platform Engineer", "Employee", "2026-03-23"),
    Person("Agnes Oakes", "Account Executive", "Employee", "2026-05-11"),
    Person("Zoltan Nightingale", "Software Engineer", "Employee", "2026-06-01"),
)
SCREENED_AND_SIGNED = (
    ("2026-01-12", "2026-01-19"),
    ("2026-01-27", "2026-02-03"),
    ("2026-03-04", "2026-03-09"),
    ("2026-03-16", "2026-03-24"),
    ("2026-05-04", "2026-05-11"),
    ("2026-05-22", "2026-06-02"),
)
LEAVERS = (  # name, kind, last working day, system of the last account disabled, disabled at the identity provider
    ("Lucia Marchetti", "Employee", "2026-01-30", "2026-01-30T17:10:00Z"),
    ("Gareth Pollan", "Employee", "2026-02-13", ""),
    ("Nadia Ferreira-Lund", "Employee", "2026-03-20", "2026-04-09T10:42:00Z"),
    ("Otis Brand", "Employee", "2026-05-08", "2026-05-08T16:31:00Z"),
    ("Bram Keijzer", "Contractor", "2026-06-12", "2026-06-12T15:05:00Z"),
)


def staff() -> list[Person]:
    """Everyone active on 2026-06-30: 46 employees and 3 contractors."""
    joined = {person.name: person for person in JOINERS}
    names = [f"{first} {last}" for first, last in zip(FIRST.split(), LAST.split(), strict=True)]
    people = [Person(name, title, "Employee", "2023-09-04") for name, title in LEADERS]
    people += [
        joined.get(name, Person(name, _title(i), "Employee", f"2024-{i % 9 + 1:02}-05"))
        for i, name in enumerate(names)
    ]
    people += [
        Person(f"{first} Hollis", "Support Specialist", "Employee", "2025-04-07")
        for first in ("Petra", "Magnus", "Ines", "Tobias")
    ]
    return [
        *people,
        *(
            Person(name, "Contractor, design", "Contractor", "2025-10-06")
            for name in ("Signe Abara", "Leo Draycott")
        ),
    ]


def _title(index: int) -> str:
    return ("Software Engineer", "Platform Engineer", "Support Specialist", "Account Executive")[
        index % 4
    ]


def build() -> None:
    """Write the HR lists."""
    _joiners()
    _leavers()
    _acknowledgments()
    _training()


def _joiners() -> None:
    head: list[Row] = [
        ("Source", "PeopleDesk HR, report Joiners"),
        ("Filter", "Start date from 2026-01-01 to 2026-06-30; employees and contractors"),
        ("Run date", "2026-07-02 09:14"),
        ("Run by", "Halina Brzoza"),
        ("Row count", len(JOINERS)),
        (),
        (
            "Employee ID",
            "Name",
            "Job title",
            "Employment type",
            "Start date",
            "Screening completed",
            "Code of conduct signed",
            "Access granted",
        ),
    ]
    rows = [
        (f"LL-{1140 + i}", p.name, p.title, p.kind, p.hired, screened, signed, p.hired)
        for i, (p, (screened, signed)) in enumerate(zip(JOINERS, SCREENED_AND_SIGNED, strict=True))
    ]
    write_text("hr/joiners-2026H1.csv", csv_text([*head, *rows], ";"), "utf-8-sig")


def _leavers() -> None:
    head: list[Row] = [
        ("Source", "PeopleDesk HR, report Leavers"),
        ("Filter", "Last working day from 2026-01-01 to 2026-06-30; employees and contractors"),
        ("Run date", "2026-07-02 09:16"),
        ("Run by", "Halina Brzoza"),
        ("Row count", len(LEAVERS)),
        (),
        ("Employee ID", "Name", "Employment type", "Last working day", "Offboarding ticket"),
    ]
    rows = [
        (f"LL-{1061 + 7 * i}", name, kind, day, f"IT-{2210 + 31 * i}")
        for i, (name, kind, day, _) in enumerate(LEAVERS)
    ]
    write_text("hr/leavers-2026H1.csv", csv_text([*head, *rows]))


def _acknowledgments() -> None:
    head = [
        (
            "Code of Conduct acknowledgments, version 4.0. Source: PeopleDesk HR. As of 2026-06-30. 47 of 49 signed (95.9 %).",
        ),
        ("Name", "Employment type", "Signed on", "Status"),
    ]
    rows = []
    pairs = zip(JOINERS, SCREENED_AND_SIGNED, strict=True)
    signed = {person.name: day for person, (_, day) in pairs}
    for i, person in enumerate(staff()):
        late = person.name in ("Magnus Hollis", "Leo Draycott")
        day = "" if late else signed.get(person.name, f"2026-{2 + i % 2:02}-{3 + i % 25:02}")
        rows.append((person.name, person.kind, day, "overdue" if late else "signed"))
    write_text("hr/code-of-conduct-acknowledgments.csv", csv_text([*head, *rows]))


def _training() -> None:
    people = [person for person in staff() if person.kind == "Employee"]
    book = workbook("hr/security-training-completion.xlsx", "Security training 2026")
    sheet, bold = book.add_worksheet("Completion"), book.add_format({"bold": True})
    sheet.merge_range(
        "A1:F1",
        "Security Awareness 2026 - completion export, PeopleDesk Learning, run 2026-06-30 17:05",
        bold,
    )
    sheet.write_row("A3", ["Name", "Course", "Assigned", "Due", "Completed", "Status"], bold)
    for i, person in enumerate(people):
        assigned, due, done = _training_dates(i, person)
        sheet.write_row(i + 3, 0, [person.name, "Security Awareness 2026", assigned, due, done])
        status = "complete" if done else "overdue"
        sheet.write_formula(i + 3, 5, f'=IF(E{i + 4}="","overdue","complete")', value=status)
    _training_summary(book.add_worksheet("Summary"), len(people))
    book.close()


def _training_dates(i: int, person: Person) -> tuple[str, str, str]:
    """Assigned, due and completed; late joiners get a month from their first day."""
    if person.hired == "2026-06-01":
        return "2026-06-01", "2026-07-01", "2026-06-09"
    if person.hired == "2026-05-11":
        return "2026-05-11", "2026-06-10", "2026-05-20"
    return "2026-05-01", "2026-05-31", "" if i in (19, 33) else f"2026-05-{4 + i % 26:02}"


def _training_summary(sheet: Any, count: int) -> None:
    last = count + 3
    sheet.write_row("A1", ["Measure", "Value"])
    sheet.write("A2", "Employees assigned")
    sheet.write_formula("B2", f"=COUNTA(Completion!A4:A{last})", value=count)
    sheet.write("A3", "Completed")
    sheet.write_formula("B3", f'=COUNTIF(Completion!F4:F{last},"complete")', value=count - 2)
    sheet.write("A4", "Completion in percent")
    sheet.write_formula("B4", "=ROUND(B3/B2*100,1)", value=round((count - 2) / count * 100, 1))
    sheet.write(
        "A5",
        "Follow-up: reminders to two overdue people sent on 2026-06-08 and 2026-06-22 by Halina Brzoza",
    )
