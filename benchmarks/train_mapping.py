"""Learn the mapping ranker's numbers from labelled evidence, and measure them out of source.

    python -m benchmarks.train_mapping --eval ../shared/eval/mapping --out corpus/mapping
    python -m benchmarks.train_mapping --eval ../shared/eval/mapping --report [--apart prowler,turbot]

Only the sources of `LEARNED_FROM` are ever learned from; `corpus/mapping/README.md` has their
licences. `--without SOURCE` leaves one out; `--report` scores every source with a ranker that was
learned without it. The folder holds one folder a source: `evidence/` and `labels.csv`.
"""

from __future__ import annotations

import argparse
import csv
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import yaml
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from assistant import resources
from assistant.adapters.embedders import make_embedder
from assistant.catalog.criteria import catalog
from assistant.mapping import model_data
from assistant.mapping.calibration import Calibration, Logistic, link_inputs
from assistant.mapping.features import NAMES, Features, Precedents, about, features_of
from assistant.mapping.item import Item, item_of
from assistant.mapping.library import Library, build
from assistant.mapping.model_data import Learned, ModelData
from assistant.mapping.ranker import Ranker
from assistant.mapping.texts import labelled_texts
from assistant.ports import Embedder, Vectors
from assistant.store.evidence import searched_text
from ingest.intake import read
from ingest.kinds import kind_of
from ingest.limits import Limits
from ingest.model import Block, Document, Locator, Parsed
from ingest.passages import split
from ingest.walk import scan

LEARNED_FROM = ("comply", "judgements", "probo", "prowler", "turbot")
TARGETS = ("comply", "gitlab-gcf", "probo", "turbot", "prowler", "trycompai")
OTHERS = ("adobe-ccf", "hailbytes", "judgements", "wazuh-logs")

_SOURCE_WEIGHT = 60.0
_PULL_TO_EVEN = 3.0
_EVEN = 0.3
_NO_EVIDENCE = 0.15
"""The part of a folder's files that are taken to be evidence of nothing."""


@dataclass(frozen=True)
class Sample:
    """A labelled item with the vectors of its short texts; no gold for background items."""

    source: str
    path: str
    item: Item
    title: Vectors
    gist: Vectors
    gold: np.ndarray


class Remembering:
    """An embedder that keeps its vectors in a file, so that a second run is quick."""

    def __init__(self, inner: Embedder, path: Path) -> None:
        self.fingerprint, self.dimension = inner.fingerprint, inner.dimension
        self.count_tokens = inner.count_tokens
        self._inner = inner
        self._kept = sqlite3.connect(path)
        self._kept.execute("create table if not exists v (k text primary key, b blob)")

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = [self._one(text) for text in texts]
        self._kept.commit()
        return np.stack(rows) if rows else np.zeros((0, self.dimension), np.float32)

    def _one(self, text: str) -> Vectors:
        key = sha256(f"{self.fingerprint}\n{text}".encode()).hexdigest()
        row = self._kept.execute("select b from v where k = ?", (key,)).fetchone()
        if row:
            return np.frombuffer(row[0], dtype=np.float32)
        vector = self._inner.embed([text])[0]
        self._kept.execute("insert into v values (?, ?)", (key, vector.tobytes()))
        return vector


# --- reading -------------------------------------------------------------------------------------


def samples_of(folder: Path, labels: Path, embedder: Embedder) -> list[Sample]:
    """The labelled items of one source, read as the product reads them."""
    gold: defaultdict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(catalog().ids)))
    with labels.open(newline="", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["criterion"] in catalog():
                gold[row["file"]][catalog().ids.index(row["criterion"])] = 1.0
    return [
        _sample(labels.parent.name, document, embedder, gold[document.path])
        for document in _documents(folder)
        if document.path in gold
    ]


def background(embedder: Embedder) -> list[Sample]:
    """Our own texts that support nothing."""
    path = resources.corpus("mapping", "background.yaml")
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["background"]
    return [
        _sample("background", _plain(r["title"], r["text"]), embedder, np.zeros(1)) for r in rows
    ]


def _documents(folder: Path) -> Iterator[Document]:
    found = scan(folder, limits=Limits())
    now = datetime(2026, 1, 1, tzinfo=UTC)
    done = read(folder, found.files, workers=1, limits=Limits(), now=now)
    documents = [document for file in done for document in file.documents]
    yield from sorted(documents, key=lambda document: document.path)


def _plain(title: str, text: str) -> Document:
    text = f"{title}\n{text}"
    block = Block(0, len(text), Locator(line_start=1, line_end=2))
    parsed = Parsed("text/plain", text, (block,), title=title)
    name = f"{title}.txt"
    return Document(title, name, "", "text/plain", kind_of(parsed, name), title, text, (block,))


def _sample(source: str, document: Document, embedder: Embedder, gold: np.ndarray) -> Sample:
    # Cut and embedded exactly as the product does, or the learned weights would not fit it.
    passages = split(document, count_tokens=embedder.count_tokens)
    item = item_of(document, passages, embedder.embed([searched_text(p) for p in passages]))
    title, gist = embedder.embed([item.title, item.gist])
    return Sample(source, document.path, item, title, gist, gold)


# --- learning ------------------------------------------------------------------------------------


class Trainer:
    """Learns from samples by source. Features of a source never see its own labels."""

    def __init__(
        self, library: Library, samples: dict[str, list[Sample]], empty: list[Sample]
    ) -> None:
        self.library = library
        self.samples = samples
        self.empty = empty
        self.features = cache(self._features)

    def learn(self, sources: frozenset[str]) -> Learned:
        """All learned numbers, from these sources."""
        weights = self._weights(sources)
        calibration = self._calibration(sources, weights)
        return Learned(
            fingerprint=self.library.fingerprint,
            weights=weights,
            scale=self.library.closeness,
            calibration=calibration,
            precedents=self.precedents(sources),
        )

    def precedents(self, sources: frozenset[str]) -> Precedents:
        """The labelled items of these sources; a large source weighs no more than 60 items."""
        chosen = [s for name in sorted(sources) for s in self.samples[name]]
        weights = [min(1.0, _SOURCE_WEIGHT / len(self.samples[s.source])) for s in chosen]
        return Precedents(
            vectors=np.stack([about(s.item, s.title, s.gist) for s in chosen]),
            labels=np.stack([s.gold for s in chosen]).astype(np.float32),
            weights=np.array(weights, dtype=np.float32),
        )

    def _features(self, source: str, sources: frozenset[str]) -> list[Features]:
        precedents = self.precedents(sources - {source}) if sources - {source} else None
        found = self.empty if source == "background" else self.samples[source]
        return [
            features_of(
                s.item,
                self.library,
                title=s.title,
                gist=s.gist,
                scale=self.library.closeness,
                precedents=precedents,
            )
            for s in found
        ]

    def _weights(self, sources: frozenset[str]) -> np.ndarray:
        """Weights under which a softmax over the criteria comes near the labels of each item."""
        values, wanted, weight = [], [], []
        for source in sorted(sources):
            gold = np.stack([s.gold for s in self.samples[source]])
            values.append(np.stack([f.values for f in self.features(source, sources)]))
            wanted.append(gold / gold.sum(axis=1, keepdims=True))
            weight.append(np.full(len(gold), 1 / len(gold) / len(sources)))
        x, t, w = np.concatenate(values), np.concatenate(wanted), np.concatenate(weight)
        even = np.full(len(NAMES), _EVEN)

        def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
            logits = x @ weights
            logits -= logits.max(axis=1, keepdims=True)
            p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
            pull = weights - even
            value = -(w[:, None] * t * np.log(p + 1e-12)).sum() + _PULL_TO_EVEN * (pull**2).sum()
            slope = -np.einsum("n,nc,nck->k", w, t - p, x) + 2 * _PULL_TO_EVEN * pull
            return float(value), slope

        bounds = [(0.0, None)] * len(NAMES)
        return minimize(loss, even, jac=True, method="L-BFGS-B", bounds=bounds).x.astype(np.float32)

    def _calibration(self, sources: frozenset[str], weights: np.ndarray) -> Calibration:
        inputs, truth, weight = [], [], []
        for source in sorted(sources):
            gold = [s.gold for s in self.samples[source]]
            for f, g in zip(self.features(source, sources), gold, strict=True):
                inputs.append(link_inputs(f.values @ weights))
                truth.append(g)
                weight.append(np.full(len(g), 1 / len(gold)))
        link = _logistic(np.concatenate(inputs), np.concatenate(truth), np.concatenate(weight))
        relevance = self._relevance(sources)
        open_bar = Calibration(relevance, link, accept=0.5)
        return replace(open_bar, accept=self._bar(sources, weights, open_bar))

    def _relevance(self, sources: frozenset[str]) -> Logistic:
        rows, truth, weight = [], [], []
        for source in (*sorted(sources), "background"):
            found = self.features(source, sources)
            rows += [f.support for f in found]
            truth += [float(source != "background")] * len(found)
            mass = _NO_EVIDENCE if source == "background" else (1 - _NO_EVIDENCE) / len(sources)
            weight += [mass / len(found)] * len(found)
        return _logistic(np.stack(rows), np.array(truth), np.array(weight))

    def _bar(self, sources: frozenset[str], weights: np.ndarray, calibration: Calibration) -> float:
        """The confidence bar with the best mean F1 over the sources."""
        tables = [self._confidences(s, sources, weights, calibration) for s in sorted(sources)]
        bars = np.arange(0.10, 0.60, 0.01)
        means = [np.mean([_f1(table >= bar, gold) for table, gold in tables]) for bar in bars]
        return round(float(bars[int(np.argmax(means))]), 2)

    def _confidences(
        self, source: str, sources: frozenset[str], weights: np.ndarray, calibration: Calibration
    ) -> tuple[np.ndarray, np.ndarray]:
        rows = [
            calibration.confidence(f.values @ weights, f.support)
            for f in self.features(source, sources)
        ]
        return np.stack(rows), np.stack([s.gold for s in self.samples[source]])


def _logistic(rows: np.ndarray, truth: np.ndarray, weight: np.ndarray) -> Logistic:
    flat = rows.reshape(-1, rows.shape[-1])
    model = LogisticRegression(C=1.0, max_iter=2000)
    model.fit(
        flat, truth.reshape(-1), sample_weight=weight.reshape(-1) * len(weight) / weight.sum()
    )
    return Logistic(tuple(model.coef_[0].tolist()), float(model.intercept_[0]))


# --- measuring -----------------------------------------------------------------------------------


def _f1(said: np.ndarray, gold: np.ndarray) -> float:
    hits = float((said * gold).sum())
    return 2 * hits / max(1.0, float(said.sum() + gold.sum()))


def measured(confidence: np.ndarray, gold: np.ndarray, bar: float) -> dict[str, float]:
    """The figures of one source; the definitions are those of common ranking evaluation."""
    order = np.argsort(-confidence, axis=1, kind="stable")
    hits = np.take_along_axis(gold, order, axis=1)
    precision = np.cumsum(hits, axis=1) / np.arange(1, hits.shape[1] + 1)
    said = confidence >= bar
    slots = np.minimum(9, (confidence * 10).astype(int))
    gaps = [abs((confidence - gold)[slots == n].sum()) for n in range(10)]
    hit = float((said * gold).sum())
    return {
        "items": len(gold),
        "map": float(((precision * hits).sum(axis=1) / gold.sum(axis=1)).mean()),
        "recall_at_5": float((hits[:, :5].sum(axis=1) / gold.sum(axis=1)).mean()),
        "ece": float(sum(gaps) / confidence.size),
        "f1": _f1(said, gold),
        "precision": hit / max(1.0, float(said.sum())),
        "recall": hit / float(gold.sum()),
        "links_per_item": float(said.sum() / len(gold)),
    }


def report(trainer: Trainer, embedder: Embedder, apart: frozenset[str]) -> None:
    """Every source, scored by a ranker that was learned without it (and without its relatives)."""
    means: defaultdict[str, list[float]] = defaultdict(list)
    for source in (*TARGETS, *OTHERS):
        left_out = {source} | (apart if source in apart else frozenset())
        learned = trainer.learn(frozenset(LEARNED_FROM) - left_out)
        ranker = Ranker(trainer.library, learned, embedder, digest="")
        rows, golds = [], []
        for sample in trainer.samples[source]:
            by_name = {r.criterion: r.confidence for r in ranker.rank(sample.item)}
            rows.append([by_name[name] for name in catalog().ids])
            golds.append(sample.gold)
        figures = measured(np.array(rows), np.stack(golds), learned.calibration.accept)
        print(json.dumps({"source": source} | {k: round(v, 4) for k, v in figures.items()}))
        for name, value in figures.items():
            if source in TARGETS:
                means[name].append(value)
    print(json.dumps({"mean of six": {k: round(float(np.mean(v)), 4) for k, v in means.items()}}))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--without", default="", help="a source to leave out")
    parser.add_argument("--report", action="store_true")
    parser.add_argument(
        "--apart", default="", help="related sources, all left out for each of them"
    )
    parser.add_argument("--embedder", default="minilm")
    parser.add_argument("--cache", type=Path, default=Path("out/train-vectors.db"))
    args = parser.parse_args()

    embedder = Remembering(make_embedder(args.embedder, threads=2), args.cache)
    library = build(labelled_texts(catalog()), catalog().ids, embedder=embedder)
    wanted = sorted({*LEARNED_FROM, *(TARGETS + OTHERS if args.report else ())})
    samples = {
        name: samples_of(args.eval / name / "evidence", args.eval / name / "labels.csv", embedder)
        for name in wanted
    }
    trainer = Trainer(library, samples, background(embedder))
    if args.report:
        report(trainer, embedder, frozenset(filter(None, args.apart.split(","))))
    if args.out:
        learned = trainer.learn(frozenset(LEARNED_FROM) - {args.without})
        model_data.save(ModelData(learned, library, ""), args.out)
        print(f"wrote {args.out}: {learned.calibration}, {learned.weights}")


if __name__ == "__main__":
    main()
