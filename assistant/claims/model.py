"""The nouns of the claim checker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SupportLabel = Literal["supported", "contradicted", "silent"]


@dataclass(frozen=True, slots=True)
class ClaimSupport:
    """Whether texts support a claim.

    `supported` needs every checkable detail of the claim to agree; `contradicted` names a detail
    that the texts state otherwise; `silent` means that they do not speak to it. `confidence` is how
    sure the label is, 0 to 1. `reasons` name the details, for a person.
    """

    label: SupportLabel
    confidence: float
    reasons: tuple[str, ...]
