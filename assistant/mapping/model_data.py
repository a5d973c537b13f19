"""What the ranker has learned, on disk: `ranker.json` with the numbers that a person can read, and
`ranker.npz` with the arrays. `benchmarks.train_mapping` writes both; `corpus/mapping/README.md`
names the sources.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant import resources
from assistant.errors import CorpusError
from assistant.mapping.calibration import LINK_INPUTS, Calibration, Logistic
from assistant.mapping.features import NAMES, SUPPORT, Precedents
from assistant.mapping.library import Floats, Library, TermWeights
from assistant.mapping.texts import sources
from assistant.ports import Vectors

VERSION = 1


@dataclass(frozen=True, slots=True)
class Learned:
    """The numbers learned from labelled items.

    `weights` has one value a feature of `features.NAMES`; `scale` is the mean and deviation of
    cosines that they were learned with. `precedents` only suit the embedder `fingerprint`.
    """

    fingerprint: str
    weights: Floats
    scale: tuple[float, float]
    calibration: Calibration
    precedents: Precedents | None


@dataclass(frozen=True, slots=True)
class ModelData:
    """A learned ranker with the library it was learned with, and a digest over both files."""

    learned: Learned
    library: Library
    digest: str


def texts_digest() -> str:
    """Changes with the texts that the library is made of."""
    return resources.digest(*sources())


def shipped() -> Path:
    """The folder of the ranker that comes with the product."""
    return resources.corpus("mapping")


def save(data: ModelData, folder: Path) -> None:
    """Write both files. The same values give the same bytes."""
    learned, calibration = data.learned, data.learned.calibration
    folder.mkdir(parents=True, exist_ok=True)
    facts = {
        "version": VERSION,
        "embedder": data.library.fingerprint,
        "learned_with": learned.fingerprint,
        "texts": texts_digest(),
        "criteria": list(data.library.criteria),
        "features": dict(zip(NAMES, _rounded(learned.weights), strict=True)),
        "cosines": {"mean": learned.scale[0], "deviation": learned.scale[1]},
        "link": _facts(calibration.link, LINK_INPUTS),
        "relevance": _facts(calibration.relevance, SUPPORT),
        "accept": calibration.accept,
    }
    (folder / "ranker.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    arrays = _arrays(data.library, learned.precedents)
    np.savez_compressed(folder / "ranker.npz", allow_pickle=False, **arrays)


def load(folder: Path) -> ModelData:
    """Read both files. Raises `CorpusError` where one is missing, damaged or of another version."""
    try:
        facts = json.loads((folder / "ranker.json").read_text(encoding="utf-8"))
        if facts["version"] != VERSION:
            raise CorpusError(f"{str(folder)!r} holds a ranker of version {facts['version']!r}")
        with np.load(folder / "ranker.npz", allow_pickle=False) as arrays:
            library, precedents = _from_arrays(dict(arrays), facts)
        learned = _learned(facts, precedents)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as problem:
        raise CorpusError(
            f"the learned ranker in {str(folder)!r} cannot be read ({problem}); "
            "restore it, or write it anew with `python -m benchmarks.train_mapping`"
        ) from problem
    digest = resources.digest(folder / "ranker.json", folder / "ranker.npz")
    return ModelData(learned, library, digest)


def is_current(folder: Path) -> bool:
    """Whether the library in the folder was made of the texts that the corpus holds now."""
    facts = json.loads((folder / "ranker.json").read_text(encoding="utf-8"))
    return bool(facts["texts"] == texts_digest())


def _learned(facts: Mapping[str, Any], precedents: Precedents | None) -> Learned:
    return Learned(
        fingerprint=str(facts["learned_with"]),
        weights=np.array([facts["features"][name] for name in NAMES], dtype=np.float32),
        scale=(float(facts["cosines"]["mean"]), float(facts["cosines"]["deviation"])),
        calibration=Calibration(
            relevance=_logistic(facts["relevance"], SUPPORT),
            link=_logistic(facts["link"], LINK_INPUTS),
            accept=float(facts["accept"]),
        ),
        precedents=precedents,
    )


def _facts(logistic: Logistic, names: tuple[str, ...]) -> dict[str, float]:
    weights = dict(zip(names, _rounded(np.array(logistic.weights)), strict=True))
    return weights | {"bias": round(logistic.bias, 5)}


def _logistic(facts: Mapping[str, float], names: tuple[str, ...]) -> Logistic:
    return Logistic(tuple(float(facts[name]) for name in names), float(facts["bias"]))


def _rounded(values: NDArray[np.floating]) -> list[float]:
    return [round(float(value), 5) for value in values]


def _arrays(library: Library, precedents: Precedents | None) -> dict[str, NDArray[Any]]:
    term = library.terms
    arrays: dict[str, NDArray[Any]] = {
        "vectors": _packed(library.vectors),
        "labels": _percent(library.labels),
        "weights": library.weights,
        "own_rows": library.own_rows.astype(np.int16),
        "vocabulary": np.array("\n".join(term.vocabulary)),
        "idf": term.idf.astype(np.float16),
        "term_rows": term.rows.astype(np.uint16),
        "term_columns": term.columns.astype(np.uint16),
        "term_values": term.values.astype(np.float16),
    }
    if precedents is not None:
        arrays |= {
            "precedent_vectors": _packed(precedents.vectors),
            "precedent_labels": _percent(precedents.labels),
            "precedent_weights": precedents.weights,
        }
    return arrays


def _from_arrays(
    arrays: Mapping[str, NDArray[Any]], facts: Mapping[str, Any]
) -> tuple[Library, Precedents | None]:
    labels = _share(arrays["labels"])
    library = Library(
        fingerprint=str(facts["embedder"]),
        criteria=tuple(facts["criteria"]),
        vectors=_unpacked(arrays["vectors"]),
        labels=labels,
        weights=arrays["weights"],
        terms=TermWeights(
            vocabulary={t: n for n, t in enumerate(str(arrays["vocabulary"]).split("\n"))},
            idf=arrays["idf"].astype(np.float32),
            rows=arrays["term_rows"].astype(np.int32),
            columns=arrays["term_columns"].astype(np.int32),
            values=arrays["term_values"].astype(np.float32),
        ),
        own_rows=arrays["own_rows"].astype(np.int32),
    )
    if len(library.vectors) != len(labels) or labels.shape[1] != len(library.criteria):
        raise ValueError("its arrays do not fit each other")
    if "precedent_vectors" not in arrays:
        return library, None
    return library, Precedents(
        vectors=_unpacked(arrays["precedent_vectors"]),
        labels=_share(arrays["precedent_labels"]),
        weights=arrays["precedent_weights"],
    )


def _packed(vectors: Vectors) -> NDArray[np.int8]:
    """Unit vectors in bytes: each row is scaled to its largest number, which loses 1e-4 of cosine."""
    scaled = vectors / np.abs(vectors).max(axis=1, keepdims=True) * 127
    return np.asarray(np.rint(scaled), dtype=np.int8)


def _unpacked(packed: NDArray[np.int8]) -> Vectors:
    vectors = packed.astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def _percent(shares: Floats) -> NDArray[np.uint8]:
    return np.rint(shares * 100).astype(np.uint8)


def _share(percent: NDArray[np.uint8]) -> Floats:
    return np.asarray(percent / 100, dtype=np.float32)
