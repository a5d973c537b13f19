"""How much of a draft is its own: wording that is boilerplate, or that another text has already.

Word runs of eight ("shingles", Broder 1997) are compared; the share is that of runs found elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.description import Section

_RUN = 8
MOST = 0.30
"""Share of a draft's word runs that may stand in another text before it is said."""
_WORD = re.compile(r"[a-z0-9']+")


def share_of(sections: Sequence[Section], others: Iterable[str]) -> float:
    """Share of the draft's word runs that stand in one of the other texts, 0 to 1."""
    mine = [run for text in _told(sections) for run in _runs(text)]
    if not mine:
        return 0.0
    elsewhere = {run for text in others for run in _runs(text)}
    return sum(run in elsewhere for run in mine) / len(mine)


def frames_share(sections: Sequence[Section]) -> float:
    """Share of words that are our own frames, the same in every draft."""
    frames = sum(
        len(_words(s.text)) for x in sections for s in x.sentences if s.standing == "frame"
    )
    everything = sum(
        len(_words(s.text)) for x in sections for s in x.sentences if s.standing != "open"
    )
    return frames / everything if everything else 0.0


def _told(sections: Sequence[Section]) -> list[str]:
    return [s.text for x in sections for s in x.sentences if s.standing in ("cited", "management")]


def _runs(text: str) -> list[tuple[str, ...]]:
    words = _words(text)
    return [tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
