"""Where the shipped data lies: `corpus/` and `prompts/`, from a checkout or an installed wheel."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


def corpus(*parts: str) -> Path:
    """The path of a file under `corpus/`."""
    return _ROOT.joinpath("corpus", *parts)


def prompts(*parts: str) -> Path:
    """The path of a file under `prompts/`."""
    return _ROOT.joinpath("prompts", *parts)


def digest(*paths: Path) -> str:
    """The sha256 over the given files' bytes, in the given order; 16 hex digits."""
    state = hashlib.sha256()
    for path in paths:
        state.update(path.read_bytes())
    return state.hexdigest()[:16]


@cache
def mapping_digest() -> str:
    """Over the catalogue, the rules, the learned data and the modules that judge by them.

    They do not change while the process runs.
    """
    return judging_digest("frameworks", "mapping", "rules")


def judging_digest(*folders: str) -> str:
    """Over the data under these folders of `corpus/` and all the code that judges by them."""
    data = sorted(p for folder in folders for p in corpus(folder).rglob("*") if p.is_file())
    code = sorted(Path(__file__).resolve().parent.rglob("*.py"))
    return digest(*data, *code)
