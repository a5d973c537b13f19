"""The checks of a draft: the ten of the description criteria's file, and our own."""

from __future__ import annotations

from assistant.descriptions.checks.run import check_draft

__all__ = ["check_draft"]
