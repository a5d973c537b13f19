"""A house with people and one workspace, and pages drawn for one of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from streamlit.testing.v1 import AppTest

from assistant.house.house import House
from assistant.house.model import HouseWorkspace, Person, Role
from ui.office import office
from ui.shell import TOKEN

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Sitting:
    """The house of a test, one workspace in it, and ways to its pages."""

    house: House
    entry: HouseWorkspace

    def person(self, name: str, role: Role | None, *, steward: bool = False) -> Person:
        """Somebody with this role in the workspace, none for somebody outside."""
        made = self.house.people.add(
            name, f"{name.split()[0].lower()}@example.com", steward=steward
        )
        if role:
            self.house.workspaces.set_role(self.entry.id, made.id, role)
        return made

    def page(self, name: str, person: Person, **query: str) -> AppTest:
        """The page as this person sees it."""
        at = AppTest.from_function(_draw, args=(name,), default_timeout=60)
        at.session_state[TOKEN] = self.house.signing.start(person)
        for key, value in query.items():
            at.query_params[key] = value
        return at.run()

    def app(self, person: Person | None, **query: str) -> AppTest:
        """The whole application at its first page."""
        at = AppTest.from_file(str(ROOT / "ui" / "app.py"), default_timeout=60)
        if person:
            at.session_state[TOKEN] = self.house.signing.start(person)
        for key, value in query.items():
            at.query_params[key] = value
        return at.run()


def _draw(name: str) -> None:
    from importlib import import_module

    from ui.widgets.errors import guarded

    with guarded():
        import_module(f"ui.views.{name}").show()


def sitting() -> Sitting:
    """A new house in the home folder that the environment names."""
    house = office().house
    return Sitting(house, house.workspaces.create("Brightwater"))


def words(at: AppTest) -> str:
    """All that stands on the page as text, one piece a line."""
    kinds = ("title", "subheader", "text", "markdown", "caption", "info", "error", "warning")
    found = [str(e.value) for kind in (*kinds, "success", "code") for e in at.get(kind)]
    return "\n".join(found)
