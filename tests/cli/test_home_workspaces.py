"""The command line at a workspace of the house, kept in SQLite files or in PostgreSQL."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.desk.office import Office


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    sys.argv = ["evidary", *map(str, arguments)]
    with pytest.raises(SystemExit) as left:
        main()
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


def test_a_workspace_of_the_house_is_mapped_searched_and_examined(
    database_url: str,
    evidence: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [])
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.setenv("EVIDARY_EMBEDDER", "static")
    if database_url:
        monkeypatch.setenv(
            "EVIDARY_DATABASE_URL", database_url.replace("postgres@", "postgres:secret@")
        )
    folder = Path(".evidary", "workspaces", "abc")
    with Office(tmp_path / ".evidary", database_url=database_url) as office:
        office.house.workspaces.create("One", workspace_id="abc")
        office.workspace("abc")
        code, _, said = run(capsys, "map", evidence, "--workspace", folder)
        assert (code, "in use by another process" in said) == (2, True)
    assert run(capsys, "map", evidence, "--workspace", folder)[0] == 0
    code, found, said = run(capsys, "search", "multi-factor authentication")  # the one used last
    assert code == 0, said
    assert "access-policy.md" in found
    code, checks, _ = run(capsys, "doctor")
    assert code == 0, checks
    assert ("schema evidary_ws_abc" if database_url else "abc/evidary.db") in checks
    assert "secret" not in checks
    with Office(tmp_path / ".evidary", database_url=database_url) as office:
        assert office.workspace("abc").store.judgements.latest_run() is not None
