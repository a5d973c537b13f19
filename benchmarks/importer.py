"""How well questionnaires are read: question F1 and ids, set by set, on questions that others cut.

    python -m benchmarks.importer ../shared/eval

Two texts are the same if they are after NFKC and case folding with letters and digits alone; "near"
also takes those whose squeezed letters agree to nine tenths (markup that the label kept). The labels
list what asks; a label such as "Company name" that the file wants filled in, and that the gold set
leaves out, counts neither way in F1 but as false in "all F1". A gold id that the set made up is no
id of the file: those sets show no figure. Exits 1 if a set's F1 is under 0.98.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from assistant.questionnaires.read import read_questionnaire
from assistant.questions import Question

BAR = 0.98
UNLABELLED = ("0", "inherent-risk", "vendor-intake")
"""How the files begin that no label is about: forms, reports and a summary."""
NEAR = 0.9
SETS = ("blank-*", "docx-lab", "fleet-vendorq")
INVENTED = ("blank-md-templates", "fleet-vendorq", "blank-caiqlite31")
"""Sets whose gold ids, or some of them, do not stand in the file: found by looking at both."""


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one file against its gold questions."""

    source: str
    file: str
    gold: int
    read: int
    exact: int
    near: int
    extra_asking: int
    ids: int
    shared: bool
    """Whether the whole set is asked of this file."""

    @property
    def f1(self) -> float:
        """F1 over what asks, near texts taken as found."""
        return _f1(self.near, self.near + self.extra_asking, self.gold)

    @property
    def all_f1(self) -> float:
        """F1 with exact texts alone and every extra field counted as false."""
        return _f1(self.exact, self.read, self.gold)


def main() -> int:
    """Print the table; 1 if a set misses the bar."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("eval", type=Path, help="the folder that holds questionnaires/")
    folder = parser.parse_args().eval / "questionnaires"
    names = sorted(p for pattern in SETS for p in folder.glob(pattern) if (p / "native").is_dir())
    rows = [row for source in names for row in measure(source)]
    if not rows:
        print(f"no questionnaires with native files under {folder}", file=sys.stderr)
        return 2
    print(
        f"{'set':20} {'file':44} {'gold':>4} {'read':>4} {'F1':>6} {'exact':>6} {'all F1':>6} {'ids':>6}"
    )
    for row in rows:
        share = "-" if row.source in INVENTED else f"{row.ids / max(1, row.near):.3f}"
        exact = _f1(row.exact, row.exact + row.extra_asking + row.near - row.exact, row.gold)
        print(
            f"{row.source:20} {row.file[:44]:44} {row.gold:4} {row.read:4} {row.f1:6.3f} {exact:6.3f}"
            f" {row.all_f1:6.3f} {share:>6}"
        )
    below = [name for name, f1 in set_figures(rows).items() if f1 < BAR]
    print(f"sets below {BAR}: {', '.join(below) or 'none'}")
    return 1 if below else 0


def set_figures(rows: Sequence[Row]) -> dict[str, float]:
    """F1 of each set over its files; of files that are the same questions in other formats the best.

    The labels of such a set were cut from one of its files, and the others differ in wording.
    """
    figures: dict[str, float] = {}
    for source in dict.fromkeys(row.source for row in rows):
        own = [row for row in rows if row.source == source]
        if own[0].shared:
            figures[source] = max(row.f1 for row in own)
        else:
            near, gold = sum(r.near for r in own), sum(r.gold for r in own)
            figures[source] = _f1(near, near + sum(r.extra_asking for r in own), gold)
    return figures


def measure(source: Path) -> list[Row]:
    """The figures of every native file of one set that has gold questions."""
    lines = (source / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [json.loads(line) for line in lines]
    files = sorted(p for p in (source / "native").rglob("*") if p.is_file())
    found = []
    for file in files:
        wanted = _of_file(gold, file)
        if wanted:
            found.append(_compared(source.name, file, wanted, shared=len(wanted) == len(gold)))
    return found


def _of_file(gold: Sequence[dict[str, Any]], file: Path) -> list[dict[str, Any]]:
    """The gold questions of a file: by the prefix of their ids where the set has several files."""
    prefixes = {re.split(r"[:\-]", str(g["id"]))[0] for g in gold}
    stem = file.stem.casefold()
    own = [p for p in prefixes if re.match(rf"{re.escape(p.casefold())}(?:\b|$)", stem)]
    named = [g for g in gold if re.split(r"[:\-]", str(g["id"]))[0] in own]
    if named:
        return named
    # These files stand beside the labelled ones and no label is about them.
    if any(stem.startswith(name) for name in UNLABELLED):
        return []
    return list(gold)


def _compared(source: str, file: Path, gold: Sequence[dict[str, Any]], *, shared: bool) -> Row:
    questions = list(read_questionnaire(file).questions)
    pairs, exact = _paired(gold, questions)
    taken = {id(q) for _, q in pairs}
    extra = [q for q in questions if id(q) not in taken]
    asking = [q for q in extra if "?" in q.text]
    same = sum(_same_id(str(g["id"]), q.id) for g, q in pairs)
    return Row(
        source=source,
        file=file.name,
        gold=len(gold),
        read=len(questions),
        exact=exact,
        near=len(pairs),
        extra_asking=len(asking),
        ids=same,
        shared=shared,
    )


def _paired(
    gold: Sequence[dict[str, Any]], questions: Sequence[Question]
) -> tuple[list[tuple[dict[str, Any], Question]], int]:
    """Each gold question with the one read for it: the same text first, its own id before others."""
    left = list(questions)
    pairs: list[tuple[dict[str, Any], Question]] = []
    open_: list[dict[str, Any]] = []
    for row in gold:
        same = [q for q in left if _folded(q.text) == _folded(str(row["question"]))]
        best = next((q for q in same if _same_id(str(row["id"]), q.id)), same[0] if same else None)
        if best is None:
            open_.append(row)
            continue
        left.remove(best)
        pairs.append((row, best))
    exact = len(pairs)
    for row in open_:
        text = _folded(str(row["question"]))
        scored = [(_likeness(text, _folded(q.text)), q) for q in left]
        score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if best is not None and score >= NEAR:
            left.remove(best)
            pairs.append((row, best))
    return pairs, exact


def _likeness(one: str, other: str) -> float:
    shorter, longer = sorted((len(one), len(other)))
    if not longer or shorter < 0.8 * longer:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _same_id(gold: str, own: str) -> bool:
    """Whether the ids are the same, or the same behind a prefix that the set put in front."""
    tail = re.split(r"[:\-]", gold, maxsplit=1)[-1]
    return own in (gold, tail)


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _f1(hit: int, read: int, gold: int) -> float:
    return 2 * hit / (read + gold) if read + gold else 1.0


if __name__ == "__main__":
    sys.exit(main())
