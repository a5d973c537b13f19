import re

import pytest

from ingest.parsers import settings
from ingest.passages import split
from tests.ingest.reading import document, misplaced, parsed

TF = """# exported 2026-06-22
resource "aws_s3_bucket" "logs" {
  bucket = "logs"

  versioning {
    enabled = true
  }
}

variable "region" {
  default = "eu-west-1"
}
"""
YAML = """# owner: platform
name: deploy
on:
  push:
    branches: [main]
permissions:
  contents: read
---
kind: Second
"""
INI = "[mfa]\nenforced = yes\n\n[session]\nminutes = 15\n"


@pytest.mark.parametrize(
    ("name", "content", "headings"),
    [
        pytest.param(
            "a.tf", TF, ["", "resource aws_s3_bucket.logs", "variable region"], id="terraform"
        ),
        pytest.param("a.yaml", YAML, ["", "on", "permissions"], id="yaml"),
        pytest.param("a.ini", INI, ["mfa", "session"], id="ini"),
        pytest.param(
            "a.toml", '[tool.x]\na = 1\n[[item]]\nb = "2"\n', ["tool.x", "item"], id="toml"
        ),
        pytest.param("a.conf", "server {\n  listen 443 ssl;\n}\n", ["server"], id="nginx"),
        pytest.param("a.env", "MFA=on\nTLS=1.2\n", [""], id="env"),
    ],
)
def test_sections_are_headings_of_passages(name: str, content: str, headings: list[str]) -> None:
    found = [p.heading for p in split(document(parsed(settings, name, content)))]
    assert list(dict.fromkeys(found)) == headings


@pytest.mark.parametrize(
    ("name", "content"), [("a.tf", TF), ("a.yaml", YAML), ("a.ini", INI)], ids=["tf", "yaml", "ini"]
)
def test_the_text_is_the_file_and_blocks_stand_at_their_lines(name: str, content: str) -> None:
    result = parsed(settings, name, content)
    assert result.text == content
    assert not result.notes
    spans = [(b.start, b.end) for b in result.blocks]
    assert misplaced(content.encode(), document(result), spans) == []


@pytest.mark.parametrize(
    ("name", "content", "note"),
    [
        pytest.param("a.yaml", "a: [1\nb: }\n", "does not parse as YAML.* at line", id="yaml"),
        pytest.param("a.toml", "a = \n", "does not parse as TOML", id="toml"),
        pytest.param("a.cfg", "[a]\n= x\n[b\n", "does not parse as INI", id="ini"),
        pytest.param("a.tf", 'resource "a" {\n  b = \n}\n', "does not parse as HCL", id="hcl"),
        pytest.param("a.tf", "a = " + "[" * 3_000, "does not parse as HCL", id="deep hcl"),
        pytest.param("a.toml", "a = " + "[" * 9_000, "does not parse as TOML", id="deep toml"),
    ],
)
def test_broken_files_are_kept_with_a_note(name: str, content: str, note: str) -> None:
    result = parsed(settings, name, content)
    assert result.blocks
    (found,) = result.notes
    assert found.kind == "truncated"
    assert re.search(note, str(found))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("a: &a [x,x]\nb: [*a,*a]\n", id="aliases"),
        pytest.param("Role: !Sub '${AWS::Region}'\n", id="unknown tags"),
        pytest.param("a: !!python/object/apply:os.system ['true']\n", id="hostile tags"),
        pytest.param("a:\n  - " + "[" * 20_000 + "\n", id="depth"),
    ],
)
def test_yaml_is_checked_but_never_built(content: str) -> None:
    assert not parsed(settings, "a.yaml", content).notes
