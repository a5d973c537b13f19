"""Text files of unknown encoding, for the readers of text formats."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import QuestionnaireError
from ingest.limits import Limits


def decoded(path: Path) -> str:
    """The file's text with `\\n` for line breaks, without a byte order mark.

    Raises `QuestionnaireError` for a file that is missing, empty, too large or no text.
    """
    from charset_normalizer import from_bytes

    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= Limits().file_bytes else b""
    except OSError as reason:
        raise QuestionnaireError(f"{path.name} cannot be opened: {reason.strerror}") from reason
    if size > Limits().file_bytes:
        raise QuestionnaireError(f"{path.name} is too large for a questionnaire: {size} bytes")
    if not raw.strip():
        raise QuestionnaireError(f"{path.name} is empty")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(raw).best()
        if best is None:
            raise QuestionnaireError(
                f"{path.name} holds no readable text; save it as UTF-8"
            ) from None
        text = str(best)
    if "\x00" in text:
        raise QuestionnaireError(f"{path.name} is no text file; save it as UTF-8")
    return text.replace("\r\n", "\n").replace("\r", "\n")
