"""The sample company, mapped once without its pictures: no fact of its description stands in them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.description import Description, Facts
from assistant.description_run import describe, facts_of
from assistant.mapping_run import map_evidence
from assistant.model import Scope
from assistant.scope import make_scope
from assistant.settings import Settings
from assistant.workspace import Workspace
from tests.conftest import SAMPLE

TRUTH: dict[str, Any] = yaml.safe_load((SAMPLE / "truth.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def scope() -> Scope:
    return make_scope(
        categories="security,availability,confidentiality", period="2026-01-01..2026-06-30"
    )


@pytest.fixture(scope="session")
def company(
    tmp_path_factory: pytest.TempPathFactory, read_template: Path, scope: Scope
) -> Iterator[Workspace]:
    folder = shutil.copytree(read_template, tmp_path_factory.mktemp("described") / "workspace")
    with Workspace(folder, settings=Settings()) as opened:
        map_evidence(opened, SAMPLE / "evidence", scope)
        yield opened


@pytest.fixture(scope="session")
def facts(company: Workspace, scope: Scope) -> Facts:
    return facts_of(company, scope)


@pytest.fixture(scope="session")
def drafted(company: Workspace, scope: Scope) -> Description:
    return describe(company, scope, "soc2-type2")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace of its own, to be written to."""
    with Workspace(tmp_path / "small", settings=Settings(embedder="static")) as opened:
        yield opened


def given(folder: Path, **files: str) -> Path:
    """A folder of evidence with these Markdown files; two underscores stand for a slash."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
