"""E-mails: the headers that matter and the body as text; attachments become items of their own."""

from __future__ import annotations

import email
import email.policy
import mimetypes
import re
import warnings
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from ingest.errors import LimitExceeded, UnreadableFile, UnsupportedFormat
from ingest.model import Block, Failure, Locator, Parsed
from ingest.source import Source

SUFFIXES = (".eml", ".msg")

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature")
# The built-in table alone: what a machine adds to it would change the names.
_TYPES = mimetypes.MimeTypes()
_PARAGRAPH = re.compile(r"\S.*(?:\n.*\S.*)*")
# What the standard library is known to raise on headers and parts that break the standard.
_MALFORMED = (ValueError, LookupError, AttributeError, TypeError)


def parse(source: Source) -> Parsed:
    """Read a mail: one block a header line (section 'header') and a paragraph (section 'body').

    Body blocks carry lines of the file where the body stands in it unencoded. Raises
    `UnreadableFile` for what is no mail and `UnsupportedFormat` for Outlook's .msg.
    """
    raw = _raw(source)
    message = _message(raw)
    head = [f"{name}: {value}" for name in _HEADERS if (value := _header(message, name))]
    part = _body_part(message)
    body = "" if part is None else _text(part)
    text = "\n".join(head) + "\n\n" + body.strip("\n")
    blocks = [*_head_blocks(head)]
    first = None if part is None else _first_line(raw, message, part, body)
    blocks += _body_blocks(text, len(text) - len(body.strip("\n")), first)
    return Parsed(
        media_type="message/rfc822",
        text=text,
        blocks=tuple(blocks),
        title=_header(message, "Subject") or None,
        created=_sent(message),
    )


def members(source: Source, *, depth: int = 1) -> Iterator[Source | Failure]:
    """The attachments and inline files in the order of the mail, decoded; mails in it as .eml.

    `depth` is 1 for a mail on disk and one more for each mail or archive around it. Raises
    `LimitExceeded` where that is too deep and whatever `parse` raises.
    """
    limits = source.limits
    message = _message(_raw(source))
    files = list(_files(message, _body_part(message)))
    if files and depth > limits.archive_depth:
        raise LimitExceeded(f"mails are nested more than {limits.archive_depth} deep")
    seen: dict[str, int] = {}
    for number, part in enumerate(files, start=1):
        name = _member_name(part, number, seen)
        if number > limits.archive_members:
            yield Failure(source.name, "the mail has more attachments than are read", name)
            return
        try:
            content = _content(part)
        except _MALFORMED as damage:
            yield Failure(source.name, f"the attachment cannot be decoded: {damage}", name)
            continue
        yield Source(name=name, content=content, limits=limits)


def _raw(source: Source) -> bytes:
    if source.suffix == ".msg":
        raise UnsupportedFormat("Outlook's .msg is not read; save the mail as .eml")
    raw = source.read()
    if not raw.strip():
        raise UnreadableFile("the file is empty")
    return raw


def _message(raw: bytes) -> EmailMessage:
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
    except RecursionError:
        raise UnreadableFile("the mail's parts are nested too deeply") from None
    assert isinstance(message, EmailMessage)
    if not any(name in message for name in _HEADERS):
        raise UnreadableFile("named .eml but it holds no mail: no From, To, Date or Subject")
    if message.get_content_type() in ("application/pkcs7-mime", "multipart/encrypted"):
        raise UnreadableFile("the mail is encrypted; supply it decrypted")
    return message


def _header(message: EmailMessage, name: str) -> str:
    """A header's decoded value on one line; empty where it is missing or beyond repair."""
    try:
        value = message.get(name, "")
    except _MALFORMED:
        return ""
    return " ".join(str(value).split())


def _sent(message: EmailMessage) -> date | None:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date()
    except ValueError:
        return None


def _body_part(message: EmailMessage) -> EmailMessage | None:
    try:
        part = message.get_body(preferencelist=("plain", "html"))
    except _MALFORMED:
        return None
    return part if isinstance(part, EmailMessage) else None


def _text(part: EmailMessage) -> str:
    try:
        content = str(part.get_content())
    except _MALFORMED:
        payload = part.get_payload(decode=True)
        content = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    content = content.replace("\r\n", "\n").replace("\r", "\n")
    return _plain(content) if part.get_content_type() == "text/html" else content


def _plain(html: str) -> str:
    """The text of an HTML body, one line for each line a reader would see."""
    from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        page = BeautifulSoup(html, "lxml")
    for hidden in page(["script", "style", "head", "template"]):
        hidden.decompose()
    for cell in page(["td", "th"]):
        cell.append(" ")
    for end in page(["p", "h1", "h2", "h3", "h4", "table", "blockquote"]):
        end.append("\n\n")
    for end in page(["div", "br", "tr", "li"]):
        end.append("\n")
    lines = (" ".join(line.split()) for line in page.get_text().splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def _head_blocks(head: list[str]) -> Iterator[Block]:
    at = 0
    for line in head:
        subject = line.startswith("Subject:")
        place = Locator(section="header")
        yield Block(at, at + len(line), place, "heading" if subject else "text", int(subject))
        at += len(line) + 1


def _body_blocks(text: str, start: int, first: int | None) -> Iterator[Block]:
    for match in _PARAGRAPH.finditer(text, start):
        place = Locator(section="body")
        if first is not None:
            line = first + text.count("\n", start, match.start())
            last = line + match.group().count("\n")
            place = Locator(section="body", line_start=line, line_end=last)
        yield Block(match.start(), match.end(), place)


def _first_line(raw: bytes, message: EmailMessage, part: EmailMessage, body: str) -> int | None:
    """The file's line of the body's first line, where the whole body stands in the file as it is."""
    if part is not message or part.get_content_type() != "text/plain":
        return None
    if str(part.get("Content-Transfer-Encoding", "7bit")).lower() not in ("7bit", "8bit"):
        return None
    lines = re.split(rb"\r\n|\r|\n", raw)
    blank = lines.index(b"") if b"" in lines else len(lines)
    skipped = len(body) - len(body.lstrip("\n"))
    return blank + 2 + skipped


def _files(
    message: EmailMessage, body: EmailMessage | None, alternative: bool = False
) -> Iterator[EmailMessage]:
    """Leaf parts that are not the body in one of its alternative forms; an attached mail is one."""
    kind = message.get_content_type()
    if message is body or kind in _SIGNATURES or (alternative and kind == "text/html"):
        return
    if kind == "message/rfc822" or not message.is_multipart():
        yield message
        return
    alternative = alternative or kind == "multipart/alternative"
    for part in message.iter_parts():
        if isinstance(part, EmailMessage):
            yield from _files(part, body, alternative)


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0)
        assert isinstance(inner, EmailMessage)
        return inner.as_bytes()
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _member_name(part: EmailMessage, number: int, seen: dict[str, int]) -> str:
    """The attachment's own file name without folders, made up where it has none, never twice."""
    try:
        given = part.get_filename() or ""
    except _MALFORMED:
        given = ""
    name = PurePosixPath(given.replace("\\", "/")).name
    name = "".join(c for c in name if c.isprintable())
    if not name:
        suffix = _TYPES.guess_extension(part.get_content_type()) or ""
        name = f"part-{number}{'.eml' if part.get_content_maintype() == 'message' else suffix}"
    seen[name] = seen.get(name, 0) + 1
    if seen[name] == 1:
        return name
    path = PurePosixPath(name)
    return f"{path.stem} ({seen[name]}){path.suffix}"
