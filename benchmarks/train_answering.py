"""Learn the weights of answering from labelled questions: `python -m benchmarks.train_answering DATA`.

Sentences are ranked by a softmax over those of one question (the gold ones share the mass); whether
the best one may be trusted is a logistic function, learned from answerable and unanswerable questions
and from questions put to evidence of another trade. Figures are of sets left out of the learning.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from assistant.answering.asked import asked
from assistant.answering.find import find
from assistant.answering.judge import Said, judge
from assistant.answering.remembered import Remembering
from assistant.answering.shape import shape
from assistant.answering.shelf import shelve
from assistant.answering.weights import BIAS, Features
from assistant.questions import Question
from assistant.workspace import Workspace
from benchmarks.answering import PER_DOCUMENT, SAME_EVIDENCE, SETS, gold_rows, ids_of

NAMES = tuple(field.name for field in fields(Features))
FOREIGN = {
    "traps": ("badge-codeiq", "badge-rurl", "lbrag-privacyqa"),
    "catalyze-answerability": ("badge-eirctl", "lbrag-privacyqa", "badge-rurl"),
    "lbrag-privacyqa": ("badge-codeiq", "badge-otelcontext", "catalyze-answerability"),
    "badge-codeiq": ("catalyze-hipaa", "lbrag-privacyqa"),
    "badge-eirctl": ("catalyze-hipaa", "traps"),
    "badge-otelcontext": ("lbrag-privacyqa", "traps"),
}
"""By evidence: sets whose questions it can hardly answer."""
PRIOR = {
    "alone": 2.5, "placed": 2.5, "around": 1.0, "covered": 1.5, "covered_placed": 1.0,
    "covered_around": 0.5, "covered_above": 0.5, "rank": 0.7, "document": 0.4, "customary": 0.8,
    "depth": -0.5, "heading": -0.5, "early": 0.1, "titled": 0.5, "asserts": 0.1,
}  # fmt: skip
"""Weights for ranking that were set by hand; what is learned starts from them and stays near."""
ANSWERS = ("alone", "placed", "around", "covered_around", "absent")
RIGHT = ("alone placed around covered covered_placed covered_around absent document rank").split()
"""Features of the two probabilities: those that mean the same in every trade."""
CUSTOMARY, SINGLE = 2.0, 1.0
"""A document that the question names is asked what it says. A file of the customary name speaks to its subject, whatever its words; set by hand, for in the sets
at hand it gives the trade away."""
ANSWER_FROM = 0.40
"""Set by hand from the report: most questions of another trade are refused, few good ones."""
FOREIGN_MOST = 40
NLI_MOST = 340
_RUN = 8
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """One part of a question with its sentences: features, whether gold, whether the gates pass."""

    set: str
    group: str
    features: Floats
    gold: NDArray[np.bool_]
    fit: NDArray[np.bool_]
    answerable: bool


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path("out/answering"))
    parser.add_argument("--out", type=Path, default=Path("corpus/answering/weights.json"))
    parser.add_argument("--again", action="store_true", help="collect anew")
    arguments = parser.parse_args()
    kept = arguments.work / "cases.pickle"
    if arguments.again or not kept.exists():
        kept.write_bytes(pickle.dumps(list(collect(arguments.data, arguments.work))))
    cases: list[Case] = pickle.loads(kept.read_bytes())
    said = report(cases)
    _reliability(said, calibrated(np.array([1.0, 0.0]), said))
    write(arguments.out, cases, said)
    for name in dict.fromkeys(c.set for c in cases):  # for `benchmarks.answering --weights`
        write(
            arguments.work / "without" / f"{name}.json", [c for c in cases if c.set != name], said
        )
    return 0


def write(path: Path, cases: Sequence[Case], said: Sequence[tuple[float, bool]]) -> None:
    """Learn from these cases, and calibrate with what was said of left-out ones."""
    rank = learn_rank(cases)
    learned = {
        "rank": _named(np.append(rank, 0.0)),
        "answers": _named(learn_logistic(cases, rank, "answers")),
        "right": _named(calibrated(learn_logistic(cases, rank, "right"), said)),
        "answer_from": ANSWER_FROM,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(learned, indent=1) + "\n", encoding="utf-8")


def _named(values: Floats) -> dict[str, float]:
    return {n: round(float(v), 4) for n, v in zip((*NAMES, BIAS), values, strict=True)}


def collect(data: Path, work: Path) -> Iterator[Case]:
    for name in SETS:
        if name in SAME_EVIDENCE:
            continue
        with Workspace(work / "ws" / name) as workspace:
            own = gold_rows(data, name)
            if name in PER_DOCUMENT:
                own = own[:: max(1, len(own) // NLI_MOST)]
            yield from _cases(workspace, name, name, own)
            for other in FOREIGN.get(name, ()):
                rows = [r for r in gold_rows(data, other) if not r.get("corpus_exclude")]
                rows = rows[:: max(1, len(rows) // FOREIGN_MOST)]
                yield from _cases(workspace, name, other, [_foreign(r) for r in rows])


def _foreign(row: dict[str, Any]) -> dict[str, Any]:
    text = row.get("short_question") or row["question"]
    return {"id": row["id"], "question": text, "answerable": False, "evidence_refs": []}


def _cases(
    workspace: Workspace, name: str, origin: str, rows: Iterable[dict[str, Any]]
) -> Iterator[Case]:
    embedder = Remembering(workspace.embedder, workspace.store.vectors)
    shelf = shelve(workspace.store)
    for row in rows:
        refs = row.get("evidence_refs") or []
        if row.get("answerable") is None or (row["answerable"] and not refs):
            continue
        if row.get("corpus_exclude"):
            continue  # the document's name decides these, and nothing is to be learned
        ask = shape(Question(id=row["id"], text=row["question"]))
        found = find(
            ask,
            store=workspace.store,
            embedder=embedder,
            vector_index=workspace.vector_index,
            lexical_index=workspace.lexical_index,
            shelf=shelf,
            within=ids_of(shelf, row["doc"]) if name == origin and name in PER_DOCUMENT else (),
        )
        said = judge(asked(ask.parts[0], ask.text), found.evidence, embedder)
        if said:
            group = name if name == origin else f"{name}<{origin}"
            yield _case(name, group, said, refs, bool(row["answerable"]), row.get("fact"))
    print(name, origin, flush=True)


def _case(
    name: str, group: str, said: Sequence[Said], refs: list[Any], answerable: bool, fact: str | None
) -> Case:
    return Case(
        set=name,
        group=group,
        features=np.array([astuple(s.features) for s in said], dtype=np.float64),
        gold=np.array([_is_gold(s, refs, fact) for s in said]),
        fit=np.array([s.answers for s in said]),
        answerable=answerable,
    )


def _is_gold(said: Said, refs: list[Any], fact: str | None) -> bool:
    path = said.shown.document.path
    for ref in refs:
        if path != ref["file"] and not path.endswith("/" + ref["file"]):
            continue
        if fact and fact.casefold() not in said.text.casefold():
            continue
        if not ref.get("quote") or _overlaps(said.text, ref["quote"]):
            return True
    return False


def _overlaps(quote: str, gold: str) -> bool:
    import re

    a, b = (re.findall(r"[a-z0-9]+", t.casefold()) for t in (quote, gold))
    if not a or not b:
        return False
    if " ".join(a) in " ".join(b) or " ".join(b) in " ".join(a):
        return True
    runs = {tuple(b[i : i + _RUN]) for i in range(len(b) - _RUN + 1)}
    return any(tuple(a[i : i + _RUN]) in runs for i in range(len(a) - _RUN + 1))


# --- learning ------------------------------------------------------------------------------------


def learn_rank(cases: Sequence[Case], *, near: float = 0.02, rounds: int = 400) -> Floats:
    """Weights by gradient ascent on the share of softmax mass that the gold sentences hold."""
    usable = [c for c in cases if c.answerable and c.gold[c.fit].any() and not c.gold[c.fit].all()]
    counts = _counts(usable)
    prior = np.array([PRIOR.get(name, 0.0) for name in NAMES])
    w, velocity = prior.copy(), np.zeros(len(NAMES))
    for _ in range(rounds):
        gradient = -near * (w - prior)
        for case in usable:
            f, gold = case.features[case.fit], case.gold[case.fit]
            p = _softmax(f @ w)
            q = np.where(gold, p, 0.0)
            gradient += (q / q.sum() - p) @ f / counts[case.set] / len(counts)
        velocity = 0.9 * velocity + gradient
        w = w + 0.3 * velocity
    return w


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())


def _counts(cases: Sequence[Case]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for case in cases:
        counts[case.set] = counts.get(case.set, 0) + 1
    return counts


def best(case: Case, rank: Floats) -> tuple[Floats, bool] | None:
    """Features of the best fit sentence, and whether one of the best three is gold."""
    places = [i for i in np.argsort(-(case.features @ rank), kind="stable") if case.fit[i]]
    if not places:
        return None
    return case.features[places[0]], bool(case.gold[places[:3]].any()) and case.answerable


def learn_logistic(
    cases: Sequence[Case], rank: Floats, what: Literal["answers", "right"]
) -> Floats:
    """Weights and, last, the bias of the probability that the best sentence answers, or is right.

    Each set counts the same; for `answers` so do its answerable and its other questions.
    """
    from sklearn.linear_model import LogisticRegression

    places = [NAMES.index(name) for name in (ANSWERS if what == "answers" else RIGHT)]
    rows = [(c, b) for c in cases if (b := best(c, rank))]
    wanted = [c.answerable if what == "answers" else b[1] for c, b in rows]
    keys = [
        (c.set, y if what == "answers" else True) for (c, _), y in zip(rows, wanted, strict=True)
    ]
    weight = np.array([1.0 / keys.count(key) for key in keys])
    model = LogisticRegression(C=0.5, max_iter=5_000)
    data = np.array([b[0][places] for _, b in rows])
    model.fit(data, wanted, sample_weight=weight / weight.mean())
    learned = np.zeros(len(NAMES) + 1)
    learned[places], learned[-1] = model.coef_[0], model.intercept_[0]
    learned[NAMES.index("customary")] = CUSTOMARY
    learned[NAMES.index("single")] = SINGLE if what == "answers" else 0.0
    return learned


def calibrated(learned: Floats, said: Sequence[tuple[float, bool]]) -> Floats:
    """The weights stretched so that left-out cases came true as often as said (Platt)."""
    from sklearn.linear_model import LogisticRegression

    odds = np.array([[np.log(p / (1 - p))] for p, _ in said])
    model = LogisticRegression(C=1e6).fit(odds, [right for _, right in said])
    stretched = learned * model.coef_[0][0]
    stretched[-1] += model.intercept_[0]
    return np.asarray(stretched)


def said_of(case: Case, rank: Floats, learned: Floats) -> float:
    """The probability of a case; 0 where no sentence passes the gates."""
    found = best(case, rank)
    return float(1.0 / (1.0 + np.exp(-(np.append(found[0], 1.0) @ learned)))) if found else 0.0


def report(cases: Sequence[Case]) -> list[tuple[float, bool]]:
    """Each set scored by weights learned from the others; what was said of answers, and was it so."""
    pairs: list[tuple[float, bool]] = []
    for name in dict.fromkeys(c.set for c in cases):
        others, own = ([c for c in cases if (c.set == name) is same] for same in (False, True))
        rank = learn_rank(others)
        answers = learn_logistic(others, rank, "answers")
        right = learn_logistic(others, rank, "right")
        _report_set(name, own, rank, answers)
        answered = [c for c in own if said_of(c, rank, answers) >= ANSWER_FROM]
        pairs += [(said_of(c, rank, right), b[1]) for c in answered if (b := best(c, rank))]
    return pairs


def _report_set(name: str, own: Sequence[Case], rank: Floats, answers: Floats) -> None:
    from sklearn.metrics import roc_auc_score

    hits = [b[1] for c in own if c.answerable and (b := best(c, rank))]
    said = [(said_of(c, rank, answers), c) for c in own]
    answered = [p >= ANSWER_FROM for p, c in said if c.answerable]
    refused = [p < ANSWER_FROM for p, c in said if not c.answerable and c.group == name]
    foreign = [p < ANSWER_FROM for p, c in said if c.group != name]
    labels = [c.answerable for c in own]
    auc = roc_auc_score(labels, [p for p, _ in said]) if len(set(labels)) == 2 else np.nan
    print(
        f"{name:24} gold in best 3: {np.mean(hits):.2f}  answered {_mean(answered)}"
        f" refused {_mean(refused)} foreign refused {_mean(foreign)}  AUC {auc:.2f}"
    )


def _mean(shares: Sequence[bool]) -> str:
    return f"{np.mean(shares):.2f}" if shares else "-"


def _reliability(said: Sequence[tuple[float, bool]], stretch: Floats) -> None:
    print("confidence  answers  right   (left-out sets, after calibration)")
    odds = [np.log(p / (1 - p)) * stretch[0] + stretch[1] for p, _ in said]
    pairs = [(1 / (1 + np.exp(-o)), right) for o, (_, right) in zip(odds, said, strict=True)]
    for low in range(10):
        inside = [right for p, right in pairs if min(int(p * 10), 9) == low]
        if inside:
            print(f"{low / 10:.1f}-{low / 10 + 0.1:.1f}  {len(inside):6}  {np.mean(inside):.2f}")


if __name__ == "__main__":
    sys.exit(main())
