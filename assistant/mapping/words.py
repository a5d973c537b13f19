"""Words as the ranker counts them: stemmed, identifiers taken apart, pairs of neighbours kept."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import snowballstemmer

_WORD = re.compile(r"[A-Z]+(?![a-z])[0-9]{0,4}|[A-Z]?[a-z]+[0-9]{0,4}")
_STOP = frozenset(
    "a about after all an and any are as at be been before being by can do does during each for "
    "from had has have if ii iii in into is it its iv least may must no not of on or our out over "
    "per shall should so such than that the their them then there these they this those to under "
    "up was we were when which who whose will with within you your".split()
)
_stemmer = snowballstemmer.stemmer("english")
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Terms:
    """How often each term stands in a text, and one form in which each was written there."""

    counts: Counter[str]
    written: dict[str, str]


def terms(text: str) -> Terms:
    """Stems of the text's words and, joined by `_`, of neighbouring words.

    Function words are left out; `rootMfaEnabled`, `root_mfa_enabled` and `root mfa enabled` give
    the same terms.
    """
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    previous = ""
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if len(word) < 2 or word in _STOP:
            continue
        stem = _stem(word)
        counts[stem] += 1
        written.setdefault(stem, word)
        if previous:
            pair = f"{previous}_{stem}"
            counts[pair] += 1
            written.setdefault(pair, f"{written[previous]} {word}")
        previous = stem
    return Terms(counts, written)


def spoken(identifier: str) -> str:
    """An identifier as words: `s3_bucket-publicRead` is `s3 bucket public Read`."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", identifier)
    return " ".join(re.sub(r"[_\-./]+", " ", apart).split())


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    # The stemmer keeps state while it works.
    with _one_at_a_time:
        return str(_stemmer.stemWord(word))
