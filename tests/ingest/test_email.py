from datetime import date
from email.message import EmailMessage
from itertools import pairwise

import pytest

from ingest.errors import LimitExceeded, UnreadableFile, UnsupportedFormat
from ingest.limits import Limits
from ingest.model import Parsed
from ingest.parsers.email import members, parse
from ingest.source import Source

RAW = (
    b"From: Priya <priya@example.com>\r\nTo: team@example.com\r\n"
    b"Date: Mon, 06 Apr 2026 09:00:00 +0000\r\nSubject: Access review\r\n"
    b"\r\nFirst paragraph\r\nof two lines.\r\n\r\nSecond paragraph.\r\n"
)


def mail(*, html: str = "", plain: str = "The body.") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "a@example.com", "b@example.com"
    message["Subject"] = "Prüfung"
    if plain:
        message.set_content(plain)
    if html and plain:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message


def read(content: bytes) -> Parsed:
    return parse(Source("m.eml", content=content))


def test_text_is_the_headers_and_the_body() -> None:
    parsed = read(RAW)
    assert parsed.text == (
        "From: Priya <priya@example.com>\nTo: team@example.com\n"
        "Date: Mon, 06 Apr 2026 09:00:00 +0000\nSubject: Access review\n\n"
        "First paragraph\nof two lines.\n\nSecond paragraph."
    )


def test_title_and_date_come_from_the_headers() -> None:
    parsed = read(RAW)
    assert (parsed.title, parsed.created) == ("Access review", date(2026, 4, 6))


def test_body_blocks_name_the_lines_of_the_file() -> None:
    parsed = read(RAW)
    lines = RAW.decode().splitlines()
    for block in (b for b in parsed.blocks if b.locator.section == "body"):
        first, last = block.locator.line_start, block.locator.line_end
        assert first is not None
        assert lines[first - 1 : last] == parsed.text[block.start : block.end].split("\n")


def test_blocks_are_in_order_and_do_not_overlap() -> None:
    blocks = read(RAW).blocks
    assert all(a.end <= b.start for a, b in pairwise(blocks))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            mail(plain="", html="<p>Access <b>approved</b></p><p>by CISO</p>"),
            "Access approved\n\nby CISO",
        ),
        (mail(plain="The body.", html="<p>other</p>"), "The body."),
        (mail(plain="Genehmigt für 30 €"), "Genehmigt für 30 €"),
        (mail(plain="", html="<style>x{}</style><script>alert(1)</script><p>ok</p>"), "ok"),
    ],
    ids=["html only", "plain before html", "encoded", "no scripts"],
)
def test_body_is_text(message: EmailMessage, expected: str) -> None:
    assert read(message.as_bytes()).text.partition("\n\n")[2] == expected


def test_encoded_header_is_decoded() -> None:
    assert "Subject: Prüfung" in read(mail().as_bytes()).text


def test_malformed_headers_do_not_stop_reading() -> None:
    raw = b"From: <<@@>\r\nDate: yesterday\r\nSubject: =?utf-9?q?=ff?=\r\n\r\nBody.\r\n"
    parsed = read(raw)
    assert parsed.text.endswith("Body.")
    assert parsed.created is None


def test_attachments_are_members_with_their_bytes() -> None:
    message = mail(html="<p>x</p>")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="../a/r.pdf")
    message.add_attachment(b"%PDF2", maintype="application", subtype="pdf", filename="r.pdf")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png")
    inner = mail(plain="forwarded")
    message.add_attachment(inner)
    found = list(members(Source("m.eml", content=message.as_bytes())))
    assert [f.name for f in found if isinstance(f, Source)] == [
        "r.pdf",
        "r (2).pdf",
        "part-3.png",
        "part-4.eml",
    ]


def test_attached_mail_can_be_read_again() -> None:
    message = mail()
    message.add_attachment(mail(plain="forwarded words"))
    (inner,) = members(Source("m.eml", content=message.as_bytes()))
    assert isinstance(inner, Source)
    assert "forwarded words" in parse(inner).text


def test_mail_without_attachments_has_no_members() -> None:
    assert list(members(Source("m.eml", content=RAW))) == []


def test_mails_nested_too_deep_are_refused() -> None:
    message = mail()
    message.add_attachment(mail())
    with pytest.raises(LimitExceeded):
        list(members(Source("m.eml", content=message.as_bytes()), depth=Limits().archive_depth + 1))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"  \n", "empty"),
        (b"Just a note without headers.\n", "no mail"),
        (b"From: a@b.c\r\nContent-Type: application/pkcs7-mime\r\n\r\nAAAA", "encrypted"),
    ],
    ids=["empty", "no headers", "encrypted"],
)
def test_what_is_no_readable_mail_is_unreadable(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read(content)


def test_outlook_format_is_refused_with_a_hint() -> None:
    with pytest.raises(UnsupportedFormat, match=r"\.eml"):
        parse(Source("m.msg", content=b"\xd0\xcf\x11\xe0"))
