"""Errors as people meet them: a sentence for what was expected, a number for what was not."""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from assistant.errors import EvidaryError
from ingest.errors import IngestError
from ui.widgets.plain import label

_LOG = logging.getLogger("evidary.ui")
_LONGEST = 600


def sentence(error: Exception) -> str:
    """The error's message as a sentence, every character literal: it may quote evidence."""
    words = str(error).strip() or "this could not be done"
    ended = words if words[-1] in ".!?" else f"{words}."
    return label(ended[0].upper() + ended[1:], most=_LONGEST)


@contextmanager
def guarded() -> Iterator[None]:
    """Whatever fails inside is said in words; the rest of the page goes on.

    An expected error is its sentence. Anything else is logged under a number that the person can
    pass on, without its message, which may hold evidence.
    """
    try:
        yield
    except (EvidaryError, IngestError) as error:
        st.error(sentence(error))
    except Exception as error:
        st.error(unexpected(error))


def unexpected(error: Exception) -> str:
    """Log a defect by its kind and place; gives the words to show."""
    number = secrets.token_hex(4)
    places = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("reference %s: %s\n%s", number, type(error).__qualname__, places)
    return (
        "Something went wrong on our side; nothing you did was wrong. Try again. If it happens "
        f"again, tell whoever runs Evidary this reference: {number}"
    )
