"""Prompt cards: versioned Markdown files under `prompts/`, rendered with nothing left undefined."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from assistant import resources
from assistant.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Card:
    """One prompt: its id and version, the reply it asks for, and its two texts as templates."""

    id: str
    version: str
    variables: tuple[str, ...]
    reply_schema: dict[str, Any]
    system: str
    user: str

    @property
    def name(self) -> str:
        """Id and version, as calls are logged with them."""
        return f"{self.id} {self.version}"

    def render(self, **values: object) -> tuple[str, str]:
        """System and user text. Raises `CorpusError` where the variables are not the card's."""
        from jinja2 import StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        if set(values) != set(self.variables):
            raise CorpusError(f"card {self.id!r} takes {self.variables}, got {tuple(values)}")
        # Plain text for a model, never HTML: escaping would change the words to be quoted.
        environment = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined, keep_trailing_newline=False, autoescape=False
        )
        return self.system, environment.from_string(self.user).render(values)


@cache
def load_card(identifier: str) -> Card:
    """The card with this id. Raises `CorpusError` where its file does not hold to the form."""
    path = resources.prompts(f"{identifier}.md")
    try:
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        facts = yaml.safe_load(head)
        _, _, rest = body.partition("# system\n")
        system, mark, user = rest.partition("\n# user\n")
    except (ValueError, yaml.YAMLError, OSError) as error:
        raise CorpusError(f"prompt card {identifier!r} cannot be read: {error}") from error
    if not mark or facts["id"] != identifier:
        raise CorpusError(f"prompt card {identifier!r} lacks a section or carries another id")
    schema = json.loads(resources.prompts(facts["reply"]).read_text(encoding="utf-8"))
    return Card(
        id=facts["id"],
        version=facts["version"],
        variables=tuple(facts["variables"]),
        reply_schema=schema,
        system=system.strip(),
        user=user.strip(),
    )


def fingerprint(identifier: str) -> str:
    """The digest of a card and its reply schema, for `prompts/lock.json`."""
    state = hashlib.sha256()
    for name in (f"{identifier}.md", f"{identifier}.reply.json"):
        state.update(resources.prompts(name).read_bytes())
    return state.hexdigest()
