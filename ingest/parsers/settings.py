"""Settings files: YAML, TOML, INI, Terraform and their like, one section after the other.

The text is the file's own. What begins a section (a top-level key, `[section]`, a resource) is its
heading. A file that does not parse is kept with a note, for its lines are evidence all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate

from ingest.model import Note, Parsed
from ingest.parsers.decoding import read_text
from ingest.parsers.outline import Outline, in_pieces
from ingest.source import Source

SUFFIXES: tuple[str, ...] = (
    *(".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".cnf", ".env", ".properties"),
    *(".tf", ".tfvars", ".hcl", ".rego", ".policy"),
)

_PIECE = 900
_CHECKED_CHARS = 1_000_000
_CHECKED_HCL_CHARS = 100_000
_CHECKED_DEPTH = 200

_YAML_SECTION = re.compile(r"(?:[^\s#\-'\"{\[][^#]*?|'[^']*'|\"[^\"]*\"):(?:\s|$)")
_YAML_BREAK = re.compile(r"(?:---|\.\.\.)(?:\s|$)")
_BRACKETS = re.compile(r"\s*\[{1,2}[^\[\]]+\]{1,2}\s*(?:[#;].*)?$")
_BRACES = re.compile(r"[A-Za-z_][^#{}=]*\{\s*(?:[#/].*)?$")
_ANGLES = re.compile(r"<[A-Z]\w*[^>]*>\s*$", re.IGNORECASE)


def parse(source: Source) -> Parsed:
    """Reads a settings file; raises as `decoding.read_text` does."""
    text, notes = read_text(source)
    outline = Outline(text)
    is_yaml = source.suffix in (".yaml", ".yml")
    sections = _section_starts(outline.lines, _yaml_start if is_yaml else _other_start)
    for first, last in zip(sections, [*sections[1:], len(outline.lines)], strict=True):
        _add_section(outline, first, last, is_yaml)
    fault = None if notes else _fault(source.suffix, text)
    broken = (Note("truncated", fault),) if fault else ()
    return Parsed(
        media_type=_MEDIA_TYPES.get(source.suffix, "text/plain"),
        text=text,
        blocks=outline.blocks,
        title=_yaml_title(outline.lines) if is_yaml else None,
        notes=(*notes, *broken),
    )


def _section_starts(lines: list[str], begins: Callable[[str], bool]) -> list[int]:
    """The lines that sections begin at; comments right above belong to the section below."""
    starts = {0}
    for number, line in enumerate(lines):
        if not begins(line):
            continue
        first = number
        while first > 0 and lines[first - 1].startswith(("#", ";", "//")):
            first -= 1
        starts.add(first)
    return sorted(starts)


def _yaml_start(line: str) -> bool:
    return bool(_YAML_SECTION.match(line) or _YAML_BREAK.match(line))


def _other_start(line: str) -> bool:
    return bool(_BRACKETS.match(line) or _BRACES.match(line) or _ANGLES.match(line))


def _add_section(outline: Outline, first: int, last: int, is_yaml: bool) -> None:
    """Adds a section's heading, where it has one, and the lines below it in pieces."""
    lines = outline.lines
    while last > first and not lines[last - 1].strip():
        last -= 1
    head = first
    while head < last and lines[head].startswith(("#", ";", "//")):
        head += 1
    begins = _yaml_start if is_yaml else _other_start
    is_head = head + 1 < last and begins(lines[head]) and not _has_value(lines[head], is_yaml)
    if is_head:
        outline.add_lines(first, head, "code")
        outline.add_lines(head, head + 1, "heading", level=1)
        first = head + 1
    for at, after in in_pieces(outline, first, last, _PIECE):
        if re.search(r"\w", "".join(lines[at:after])):
            outline.add_lines(at, after, "code")


def _has_value(line: str, is_yaml: bool) -> bool:
    return is_yaml and not re.search(r":\s*(?:#.*)?$", line)


def _yaml_title(lines: list[str]) -> str | None:
    for line in lines:
        if found := re.match(r"(?:name|title):\s*[\"']?(.+?)[\"']?\s*$", line):
            return found[1]
    return None


def _fault(suffix: str, text: str) -> str | None:
    check = _CHECKS.get(suffix)
    limit = _CHECKED_HCL_CHARS if check is _hcl_fault else _CHECKED_CHARS
    return check(text) if check is not None and len(text) <= limit else None


def _yaml_fault(text: str) -> str | None:
    import yaml

    if _depth(text) > _CHECKED_DEPTH:
        return None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # Events only: nothing is built, so tags and aliases of hostile files do nothing.
        for _ in yaml.parse(text, Loader=loader):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" at line {mark.line + 1}" if mark else ""
        return f"does not parse as YAML: {error.problem or error.context}{where}"
    except (yaml.YAMLError, RecursionError) as error:
        return f"does not parse as YAML: {error}".splitlines()[0]
    return None


def _depth(text: str) -> int:
    """How deep brackets nest: the parser's time grows with its square."""
    opened = (1 if mark in "[{" else -1 for mark in re.findall(r"[\[\]{}]", text))
    return max(accumulate(opened), default=0)


def _toml_fault(text: str) -> str | None:
    import tomllib

    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return f"does not parse as TOML: {error}"
    return None


def _ini_fault(text: str) -> str | None:
    import configparser

    reader = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        reader.read_string(text)
    except configparser.MissingSectionHeaderError:
        return None
    except configparser.Error as error:
        return f"does not parse as INI: {error}".splitlines()[0]
    return None


def _hcl_fault(text: str) -> str | None:
    from hcl2.api import loads
    from lark.exceptions import LarkError

    try:
        loads(text if text.endswith("\n") else text + "\n")
    except LarkError as error:
        line = getattr(error, "line", None)
        where = f" at line {line}" if isinstance(line, int) and line > 0 else ""
        return f"does not parse as HCL{where}"
    except RecursionError:
        return "does not parse as HCL: nested too deeply"
    return None


_CHECKS: dict[str, Callable[[str], str | None]] = {
    ".yaml": _yaml_fault,
    ".yml": _yaml_fault,
    ".toml": _toml_fault,
    ".ini": _ini_fault,
    ".cfg": _ini_fault,
    ".tf": _hcl_fault,
    ".tfvars": _hcl_fault,
    ".hcl": _hcl_fault,
}

_MEDIA_TYPES = {
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".toml": "application/toml",
    ".tf": "text/x-hcl",
    ".tfvars": "text/x-hcl",
    ".hcl": "text/x-hcl",
}
