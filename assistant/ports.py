"""What the product asks of its parts. Built in one place, `assistant.workspace`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

from assistant.answers import Ask, Draft
from assistant.errors import EngineError
from assistant.model import Candidate, Evidence, Link
from ingest.model import Document, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    """Shape (n, dimension), each row of unit length."""
else:
    # A run in which nothing changed handles no vector and should not pay for numpy.
    Vectors = object


class Embedder(Protocol):
    """Texts to unit vectors, deterministically, without a network unless it says so."""

    @property
    def fingerprint(self) -> str:
        """Names model, weights' hash, dimension and pooling: vectors of two prints never mix."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit row a text, in order. Texts longer than the model reads are cut by the model."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens as this model counts them."""
        ...


class VectorIndex(Protocol):
    """Passage vectors under passage ids; derived from the store and rebuildable."""

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add or replace."""
        ...

    def remove(self, ids: Iterable[str]) -> None:
        """Forget; unknown ids are fine."""
        ...

    def nearest(
        self, vector: Vectors, limit: int, *, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Passage ids with their cosine similarity to one vector, best first.

        `among` limits the search to these passages before anything is ranked.
        """
        ...

    def count(self) -> int:
        """Number of vectors held."""
        ...


class LexicalIndex(Protocol):
    """Words of passages under passage ids; derived from the store and rebuildable."""

    def upsert(self, passages: Iterable[Passage]) -> None:
        """Add or replace."""
        ...

    def remove(self, ids: Iterable[str]) -> None:
        """Forget; unknown ids are fine."""
        ...

    def search(
        self, words: str, limit: int, *, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Passage ids with a score (higher is better), best first. Any text is a legal query.

        `among` limits the search to these passages before anything is ranked.
        """
        ...

    def count(self) -> int:
        """Number of passages held."""
        ...


class Engine(Protocol):
    """Proposes; never decides, stores or looks anything up."""

    @property
    def name(self) -> str:
        """'offline', or the model's name, for the run record."""
        ...

    @property
    def prompts(self) -> tuple[tuple[str, str], ...]:
        """Ids and versions of the prompt cards it uses; empty where it uses none."""
        ...

    @property
    def reach(self) -> int:
        """How many of the best-ranked criteria it wants to judge beyond those already accepted."""
        ...

    def assess(self, document: Document, candidates: Sequence[Candidate]) -> tuple[Link, ...]:
        """The links it proposes for this item, citing only the evidence shown with a candidate.

        Empty evidence gives no link. Raises `EngineError` where a model cannot be had.
        """
        ...


CallOutcome = Literal["answered", "unusable", "unsupported", "failed"]
"""A reply by the schema, a reply outside it, a way of asking the endpoint lacks, no reply."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request to a model, as it is logged. It never holds a key, a prompt or a reply.

    `prompt` is the card's id and version. Tokens are the provider's own count, None where it gave
    none. `seconds` include the client's waiting and retries. `digest` is the sha256 of what was
    sent, masked.
    """

    at: datetime
    model: str
    prompt: str
    way: str
    outcome: CallOutcome
    seconds: float
    tokens_in: int | None = None
    tokens_out: int | None = None
    error: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Typical:
    """What a call to a model usually takes: the median reply's tokens and the median seconds."""

    tokens_out: int
    seconds: float


CallLog = Callable[[Call], None]
"""Takes each call as it ends; called from several threads."""


class Asks(Protocol):
    """A model that answers with an object by a schema, or raises `EngineError`."""

    @property
    def name(self) -> str:
        """Its name as `provider:model`."""
        ...

    def ask(
        self, system: str, user: str, schema: dict[str, Any], *, prompt: str = ""
    ) -> dict[str, Any]:
        """The reply, already held against the schema. `prompt` names the card, for the log."""
        ...


class AnswerEngine(Protocol):
    """Drafts answers; never decides, stores or looks anything up."""

    @property
    def name(self) -> str:
        """'offline', or the model's name, for the run record."""
        ...

    @property
    def prompts(self) -> tuple[tuple[str, str], ...]:
        """Ids and versions of the prompt cards it uses; empty where it uses none."""
        ...

    def answer(self, ask: Ask, evidence: Sequence[Evidence]) -> Draft:
        """A draft for this question, citing only the evidence shown.

        Empty evidence, or evidence that does not answer, gives needs_input. Raises `EngineError`
        where a model cannot be had.
        """
        ...

    def answer_many(
        self, items: Iterable[tuple[str, Ask, Sequence[Evidence]]]
    ) -> Iterator[tuple[str, Draft | EngineError]]:
        """Drafts by key as they are ready; a question that fails gives its error, the rest go on."""
        ...

    def prompt_texts(self, ask: Ask, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        """All that would be sent to a model for this question; empty where nothing would be."""
        ...
