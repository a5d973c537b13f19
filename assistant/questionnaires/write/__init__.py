"""Answers written back into the customer's own file, and the annex that proves them beside it."""

from __future__ import annotations

from assistant.questionnaires.write.annex import Annex, write_annex
from assistant.questionnaires.write.fill import fill
from assistant.questionnaires.write.report import FillReport, Skipped, Written

__all__ = ["Annex", "FillReport", "Skipped", "Written", "fill", "write_annex"]
