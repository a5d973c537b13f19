"""The scope of a workspace, kept in its store, so that every run examines the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pydantic import TypeAdapter

from assistant.errors import UsageError
from assistant.model import Scope
from assistant.scope import make_scope
from assistant.workspace import Workspace

_FACT = "scope"
_MANY, _LONG = 200, 200


@dataclass(frozen=True, slots=True)
class KeptScope:
    """What is examined, and which systems are said to be in and out.

    The systems are recorded and shown. No rule of judging reads them: the evidence itself says
    what it is about.
    """

    scope: Scope
    systems_in: tuple[str, ...] = ()
    systems_out: tuple[str, ...] = ()


_CODEC = TypeAdapter(KeptScope)


def kept_scope(workspace: Workspace) -> KeptScope | None:
    """What was kept; None before anybody set it."""
    text = workspace.store.facts.get(_FACT)
    return _CODEC.validate_json(text) if text else None


def scope_of(workspace: Workspace, *, today: date | None = None) -> Scope:
    """The scope that a run of this workspace uses: the kept one, else security as of today, marked
    as assumed."""
    kept = kept_scope(workspace)
    return kept.scope if kept else make_scope(today=today or workspace.clock.today())


def keep_scope(workspace: Workspace, kept: KeptScope) -> KeptScope:
    """Keep a scope in place of the earlier one; gives it as it was kept.

    Raises `UsageError` where a system is said to be both in and out, or there are too many.
    """
    inside, outside = _systems(kept.systems_in), _systems(kept.systems_out)
    both = sorted({s.casefold() for s in inside} & {s.casefold() for s in outside})
    if both:
        raise UsageError(f"{both[0]!r} is said to be both in and out of scope")
    done = replace(kept, systems_in=inside, systems_out=outside)
    workspace.store.facts.put(_FACT, scope_text(done))
    return done


def scope_text(kept: KeptScope) -> str:
    """The scope as JSON, as it is stored and audited."""
    return _CODEC.dump_json(kept).decode()


def _systems(names: tuple[str, ...]) -> tuple[str, ...]:
    found = {" ".join(name.split())[:_LONG]: None for name in names if name.strip()}
    if len(found) > _MANY:
        raise UsageError(f"name at most {_MANY} systems; group them")
    return tuple(found)
