"""What the facts leave open in a description, whatever its words say, and what was set aside of it.

Striking a line that asks for something closes nothing: an open point is closed by an answer, or by
a person who sets it aside with a reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.description import Facts, OpenPoint, SetAside
from assistant.description_run import composed, open_points, standing_aside
from assistant.errors import UsageError
from assistant.workspace import Workspace

_SHOWN = 5


def open_in(workspace: Workspace, kind: str, section: str, facts: Facts) -> tuple[OpenPoint, ...]:
    """The points of a section that are neither answered nor set aside, those worth most first."""
    made = composed(kind, facts, workspace.store.descriptions.statements())
    aside = standing_aside(workspace, kind)
    left = (p for p in made.open.get(section, ()) if not any(s.closes(p) for s in aside))
    return tuple(sorted(left, key=lambda p: (-p.worth, p.id)))


def set_aside(
    workspace: Workspace, kind: str, point: str, reason: str, *, person: str, facts: Facts
) -> SetAside:
    """Close an open point of this kind without an answer; an empty reason takes that back.

    It holds as long as the point is open for the same cause. Raises `UsageError` where nobody is
    named, for a point that is not open in this kind, and where nothing is to be taken back.
    """
    if not person.strip():
        raise UsageError("setting a point aside needs a person: give --by NAME")
    said = workspace.store.descriptions.statements()
    found = next((p for p in open_points(kind, facts, said) if p.id == point), None)
    if found is None:
        raise UsageError(f"{point!r} is not open in {kind}; see describe --facts")
    reason = " ".join(reason.split())
    if not reason and not any(s.closes(found) for s in standing_aside(workspace, kind)):
        raise UsageError(f"say why {point} is set aside: the reason is kept and shown")
    done = SetAside(
        kind, point, found.question, found.why, reason, person.strip(), workspace.clock.now()
    )
    workspace.store.descriptions.put_aside(done)
    return done


def open_words(points: Sequence[OpenPoint]) -> str:
    """`2 questions are open (a.b, c.d); …`: how many, which, and what to do."""
    names = ", ".join(p.id for p in points[:_SHOWN])
    more = f" and {len(points) - _SHOWN} more" if len(points) > _SHOWN else ""
    many = "1 question is" if len(points) == 1 else f"{len(points)} questions are"
    return f"{many} open ({names}{more}); answer each, or set it aside with a reason"
