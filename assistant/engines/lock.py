"""Writes `prompts/lock.json`: which text stands behind each version of a prompt card.

    python -m assistant.engines.lock

A test holds the lock, so a card's words cannot change under the same version.
"""

from __future__ import annotations

import json
import sys

from assistant import resources
from assistant.engines.cards import fingerprint, load_card


def card_ids() -> list[str]:
    """Every card under `prompts/`, by id."""
    return sorted(p.stem for p in resources.prompts().glob("*.md"))


def current() -> dict[str, dict[str, str]]:
    """Version and digest of each card as it stands."""
    return {i: {"version": load_card(i).version, "sha256": fingerprint(i)} for i in card_ids()}


def locked() -> dict[str, dict[str, str]]:
    """Version and digest of each card as the lock has them."""
    path = resources.prompts("lock.json")
    known: dict[str, dict[str, str]] = json.loads(path.read_text()) if path.is_file() else {}
    return known


def main() -> int:
    """Write the lock; refuse where a card changed and its version did not."""
    known, now = locked(), current()
    unraised = [
        i
        for i, card in now.items()
        if i in known and card["version"] == known[i]["version"] and card != known[i]
    ]
    if unraised:
        sys.stderr.write(f"raise the version of: {', '.join(unraised)}\n")
        return 1
    resources.prompts("lock.json").write_text(json.dumps(now, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
