"""A person's word on links: accept, reject, add, withdraw. Kept for good, and checked like any link.

Who may decide is not asked here; `assistant.desk.criteria` and the command line do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.catalog.criteria import catalog
from assistant.errors import UsageError
from assistant.mapping.quotes import best_spans, fit_to_quote
from assistant.model import Aspect, Citation, Evidence, Link
from assistant.review.model import LinkDecision, LinkVerb
from assistant.review.standing import Standing, standing
from assistant.verify import MAX_QUOTE, check_citations, cite
from ingest.model import Document
from ingest.walk import base_of

if TYPE_CHECKING:
    from assistant.workspace import Workspace

LONGEST_REASON = 2_000
_SUGGESTED = 8


class Links:
    """Decisions on the links of one workspace, made in one person's name."""

    def __init__(self, workspace: Workspace, *, person_id: str, name: str) -> None:
        self._workspace = workspace
        self._person = person_id
        self._name = name

    def accept(
        self, item: str, criterion: str, *, reason: str = "", aspect: Aspect | None = None
    ) -> LinkDecision:
        """A link that the tool proposed holds. Raises `UsageError` where it proposed none: add it."""
        said = self._said(item, criterion)
        if said is None or not said.citations:
            raise UsageError(
                f"nothing in {item} was quoted for {criterion}; add the link with the words that "
                "support it"
            )
        found = _proven(self._workspace, self._document(item), said.citations)
        return self._keep("accept", item, criterion, reason, aspect or said.aspect, found)

    def reject(self, item: str, criterion: str, *, reason: str) -> LinkDecision:
        """A link does not hold, for this reason. Raises `UsageError` where there is none to reject."""
        said = self._said(item, criterion)
        if said is None:
            raise UsageError(f"{item} is not linked to {criterion}, so there is nothing to reject")
        return self._keep("reject", item, criterion, _asked(reason), said.aspect)

    def add(
        self, item: str, criterion: str, *, aspect: Aspect, quotes: Sequence[str], reason: str
    ) -> LinkDecision:
        """The item supports the criterion by these words of its own, for this reason.

        Raises `UsageError` where a quote is not found, word for word, in the item and again in the
        original file: nothing is kept then.
        """
        why = _asked(reason)
        document = self._document(item)
        wanted = [_cited(document, quote) for quote in quotes if quote.strip()]
        if not wanted:
            raise UsageError("give at least one quote from the item that supports the criterion")
        found = _proven(self._workspace, document, wanted)
        return self._keep("add", item, criterion, why, aspect, found)

    def withdraw(self, item: str, criterion: str, *, reason: str = "") -> LinkDecision:
        """End what was decided on this link: the tool's own word stands again."""
        state = standings(self._workspace)
        document = self._document(item)
        known = [d for d in state.holding if d.document_id == document.id]
        known += [d for d, now in state.to_confirm if now.id == document.id]
        found = next((d for d in known if d.criterion == criterion), None)
        if found is None:
            raise UsageError(f"nothing was decided on {item} and {criterion}")
        return self._keep("withdraw", item, criterion, reason, found.aspect)

    def confirm(self, decision: LinkDecision) -> LinkDecision:
        """Decide the same on the file as it is now. Raises `UsageError` where the words it rested
        on are no longer there."""
        state = standings(self._workspace)
        waiting = [now for d, now in state.to_confirm if d.number == decision.number]
        if not waiting:
            raise UsageError("this decision waits for nobody; load the page again")
        document = self._document(waiting[0].id)
        citations: tuple[Citation, ...] = ()
        if decision.verb != "reject":
            again = [_cited(document, c.quote) for c in decision.citations]
            citations = _proven(self._workspace, document, again)
        return self._keep(
            decision.verb,
            document.id,
            decision.criterion,
            decision.reason,
            decision.aspect,
            citations,
        )

    def _keep(
        self,
        verb: LinkVerb,
        item: str,
        criterion: str,
        reason: str,
        aspect: Aspect,
        citations: tuple[Citation, ...] = (),
    ) -> LinkDecision:
        document = self._document(item)
        if criterion not in catalog():
            raise UsageError(f"{criterion!r} is not a criterion")
        if len(reason) > LONGEST_REASON:
            raise UsageError(f"the reason is too long; {LONGEST_REASON} characters are enough")
        return self._workspace.store.link_decisions.add(
            LinkDecision(
                number=0,
                document_id=document.id,
                path=document.name,
                criterion=criterion,
                verb=verb,
                aspect=aspect,
                person_id=self._person,
                name=self._name,
                at=self._workspace.clock.now(),
                reason=reason.strip(),
                citations=citations,
            )
        )

    def _document(self, item: str) -> Document:
        return document_of(self._workspace, item)

    def _said(self, item: str, criterion: str) -> Link | None:
        """The link as the tool proposed it, or as a person added it."""
        document = self._document(item)
        judged = self._workspace.store.judgements.proposals_of([document.id])
        own = judged[document.id].links if document.id in judged else ()
        said = next((k for k in own if k.criterion == criterion), None)
        if said is not None:
            return said
        for d in standings(self._workspace).holding:
            if (d.document_id, d.criterion) == (document.id, criterion) and d.citations:
                return Link(document.id, criterion, 1.0, True, d.aspect, "", d.citations)
        return None


def standings(workspace: Workspace) -> Standing:
    """All decisions of a workspace, by what became of them."""
    store = workspace.store
    return standing(store.link_decisions.all(), store.evidence.document_heads())


def document_of(workspace: Workspace, item: str) -> Document:
    """The whole item with this id, path or `path!member`. Raises `UsageError` for another word."""
    for head in workspace.store.evidence.document_heads():
        if item in (head.id, head.name):
            return next(workspace.store.evidence.documents([head.id]))
    raise UsageError(f"no evidence item is called {item!r}")


def suggested_quotes(workspace: Workspace, item: str, criterion: str) -> tuple[str, ...]:
    """Words of the item that speak most to the criterion, best first: what a person may choose."""
    document = document_of(workspace, item)
    passages = workspace.store.evidence.passages_of(document.id)
    shown = [Evidence(f"S{n}", p, document, 1.0) for n, p in enumerate(passages, 1)]
    spans = best_spans(catalog().get(criterion), shown, limit=_SUGGESTED)
    places = [(s.start, s.end) for s in spans]
    if not places:
        places = [place for p in passages[:3] for place in fit_to_quote(document, p)][:_SUGGESTED]
    return tuple(
        dict.fromkeys(document.text[start:end].strip()[:MAX_QUOTE] for start, end in places)
    )


def _asked(reason: str) -> str:
    if not reason.strip():
        raise UsageError("say why: a reason is kept with this decision and shown in the reports")
    return reason


def _cited(document: Document, quote: str) -> Citation:
    words = quote.strip()
    at = document.text.find(words)
    if at < 0:
        raise UsageError(f"these words do not stand in {document.name}: {words[:80]!r}")
    if len(words) > MAX_QUOTE:
        raise UsageError(f"a quote has at most {MAX_QUOTE} characters")
    try:
        return cite(document, at, at + len(words))
    except ValueError as error:
        raise UsageError(f"these words have no place in {document.name}: {words[:80]!r}") from error


def _proven(
    workspace: Workspace, document: Document, citations: Sequence[Citation]
) -> tuple[Citation, ...]:
    found, refused = check_citations(citations, document, root=base_of(workspace.evidence))
    if refused or not found:
        why = "; ".join(refused) or "nothing was quoted"
        raise UsageError(f"the link was not kept, for its quotes could not be proven: {why}")
    return found
