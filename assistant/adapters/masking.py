"""Secrets and personal data replaced before a prompt leaves the process, and put back in the reply.

The finders of kept libraries do the finding (detect-secrets, phonenumbers, python-stdnum); what
they miss in evidence is added: values under keys that say password, whole private keys, newer
token forms. The same value has the same placeholder throughout a text, so a model can still reason
with it, and its quotes are verbatim again after `restore`. Names of persons are not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from detect_secrets.plugins.base import BasePlugin

Kind = Literal["SECRET", "EMAIL", "PHONE", "IBAN", "CARD", "SSN", "ADDRESS"]
_Span = tuple[int, int, Kind]

_PRIVATE_KEY = re.compile(
    r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"
    r"(?:.*?-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|[\sA-Za-z0-9+/=:,-]*)",
    re.DOTALL,
)
_KEY_BODY = re.compile(r"(?:^[A-Za-z0-9+/]{60,76}={0,2}\s*$\n?){2,}", re.MULTILINE)
"""Lines of base64: the middle of a key whose first line stands in another passage."""
_TOKENS = re.compile(
    r"\b(?:AIza[\w-]{35}|ya29\.[\w-]{20,}|sk-(?:ant-|proj-|svcacct-)?[\w-]{20,}|hf_[A-Za-z0-9]{30,}"
    r"|gh[pousr]_\w{36,}|github_pat_\w{22,}|glpat-[\w-]{20,}|xox[abeprs]-[\w-]{10,}|dop_v1_[a-f0-9]{64}"
    r"|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|[rs]k_(?:live|test)_\w{16,}|SG\.[\w-]{16,}\.[\w-]{16,}"
    r"|(?:A3T[A-Z0-9]|AKIA|ASIA)[A-Z0-9]{16})(?![\w-])"
)
_BEARER = re.compile(r"\b(?:bearer|basic)\s+(?P<value>[\w.~+/=-]{16,})", re.IGNORECASE)
_URL_PASSWORD = re.compile(r"://[^\s:/@]+:(?P<value>[^\s/@]+)@")
_KEYED = re.compile(
    r"""(?P<key>[\w.-]*(?:passwor[dt]|passwd|passphrase|pwd|secret|token|credential
    |(?:api|access|auth|private|client|account|encryption|signing|shared)[_-]?key)[\w.-]*)
    ["'\]]{0,2}\s*(?P<sign>:=|=>|[:=])\s*(?P<quote>["'`]?)(?P<value>[^\s"'`,;<>{}\[\]()|]{4,})""",
    re.IGNORECASE | re.VERBOSE,
)
_KEY_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_ABOUT = frozenset(
    "min minimum max maximum len length age reuse reused policy policies expiry expires expiration "
    "rotation rotated rotate history require required requires requirement complexity day days "
    "hours minutes seconds enabled enable last used changed change date time name path arn uri url "
    "file type version manager managers store stores count limit lockout attempts hash hashing "
    "algorithm ttl prevention allow allowed next status class provider per id ids scanning "
    "protection management reset self".split()
)
"""Parts of a key that speak about a secret instead of holding one: `password_min_length`."""
_LEFT_OUT = frozenset(
    # Keys and private keys are found better here, addresses are a setting, the last are too wide.
    "KeywordDetector PrivateKeyDetector IPPublicDetector ArtifactoryDetector IbmCloudIamDetector "
    "SoftlayerDetector".split()
)
_PLAIN = re.compile(
    r"(?:true|false|yes|no|none|null|nil|on|off|n/a|optional|required|mandatory|enabled|disabled"
    r"|active|inactive|rotated|expired|encrypted|hidden|redacted|masked|\*+|x+|\d{1,5}"
    r"|\d{4}-\d\d-\d\d.*|\$[A-Z_]+|%[A-Z_]+%|(?:var|data|local|module|vault|secrets|env|arn|http"
    r"|https|aws|ref|file)[.:].*)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+%-]{1,64}@(?:[\w-]+\.)+[A-Za-z]{2,24}\b")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<![\d.-])[2-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?![\d-])")
_AMEX = re.compile(r"(?<![\d.-])3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?![\d-])")
_SSN = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
_ADDRESS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:]+:[0-9a-f]*)(?![\w:])"
)
_SPOKEN_OF = re.compile(r"(?:tel|phone|mobile|cell|fax|call)\W{0,3}(?:no|number)?\W{0,3}$", re.I)


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without its secrets and personal data, and what stood for what."""

    text: str
    originals: dict[str, str] = field(repr=False)
    """The originals by placeholder."""

    def restore(self, reply: Any) -> Any:
        """The reply (text, list or object) with every known placeholder put back."""
        if isinstance(reply, str):
            return _PLACEHOLDER.sub(lambda m: self.originals.get(m.group(), m.group()), reply)
        if isinstance(reply, list):
            return [self.restore(part) for part in reply]
        if isinstance(reply, dict):
            return {key: self.restore(value) for key, value in reply.items()}
        return reply


_PLACEHOLDER = re.compile(r"«[A-Z]+_\d+»")


def mask(text: str, *, addresses: bool = False, region: str = "US") -> Masked:
    """The text with placeholders such as «EMAIL_1» for what should not leave the machine.

    `addresses` takes IP addresses too; `region` is where phone numbers without a country code
    belong. A placeholder that already stands in the text is never used.
    """
    placeholders: dict[str, str] = {}
    counts: dict[str, int] = {}
    pieces: list[str] = []
    at = 0
    for start, end, kind in _apart(_spans(text, addresses, region)):
        original = text[start:end]
        if original not in placeholders:
            placeholders[original] = _fresh(kind, counts, text)
        pieces += (text[at:start], placeholders[original])
        at = end
    pieces.append(text[at:])
    return Masked("".join(pieces), {p: original for original, p in placeholders.items()})


def has_secret(text: str) -> bool:
    """Whether the text holds a key, token or password; personal data does not count."""
    return next(_secrets(text), None) is not None


def _fresh(kind: Kind, counts: dict[str, int], text: str) -> str:
    while True:
        counts[kind] = counts.get(kind, 0) + 1
        placeholder = f"«{kind}_{counts[kind]}»"
        if placeholder not in text:
            return placeholder


def _apart(spans: list[_Span]) -> Iterator[_Span]:
    """Spans in order that do not overlap; of two, the one that begins first, then the longer."""
    end = 0
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if span[0] >= end:
            yield span
            end = span[1]
        elif span[1] > end:  # the rest of one that began inside another
            yield end, span[1], span[2]
            end = span[1]


def _spans(text: str, addresses: bool, region: str) -> list[_Span]:
    found: list[_Span] = [*_everywhere(text)]
    found += [(m.start(), m.end(), "EMAIL") for m in _EMAIL.finditer(text)]
    found += _numbers(text)
    found += _phones(text, region)
    if addresses:
        found += _addresses(text)
    return found


def _everywhere(text: str) -> Iterator[_Span]:
    """Each secret at every place where it stands, not only where its surroundings gave it away."""
    for secret in {text[start:end] for start, end in _secrets(text)}:
        for match in re.finditer(re.escape(secret), text):
            yield match.start(), match.end(), "SECRET"


def _secrets(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_PRIVATE_KEY, _KEY_BODY, _TOKENS):
        yield from (m.span() for m in pattern.finditer(text))
    for pattern in (_BEARER, _URL_PASSWORD):
        yield from (m.span("value") for m in pattern.finditer(text))
    yield from (m.span("value") for m in _KEYED.finditer(text) if _is_value(m))
    at = 0
    for line in text.splitlines(keepends=True):
        for secret in _detected(line):
            if (place := line.find(secret)) >= 0:
                yield at + place, at + place + len(secret)
        at += len(line)


def _is_value(match: re.Match[str]) -> bool:
    """Whether what stands behind a key is a secret and not a rule about one, or prose."""
    key, value = match["key"], match["value"].rstrip(".")
    about = any(part.lower() in _ABOUT for part in _KEY_PART.findall(key))
    if len(value) < 4 or about or _PLAIN.fullmatch(value):
        return False
    prose = match["sign"] == ":" and not match["quote"] and value.isalpha()
    return not prose


def _detected(line: str) -> Iterator[str]:
    for plugin in _finders():
        for secret in plugin.analyze_line("evidence", line):
            # Some finders give only the form's first letters, which the forms above find whole.
            if secret.secret_value and len(secret.secret_value) >= 8:
                yield secret.secret_value


@cache
def _finders() -> tuple[BasePlugin, ...]:
    """The finders of detect-secrets that go by a token's form, and by disorder within quotes."""
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    every: Iterable[type[BasePlugin]] = get_mapping_from_secret_type_to_class().values()
    return tuple(finder() for finder in every if finder.__name__ not in _LEFT_OUT)


def _numbers(text: str) -> Iterator[_Span]:
    from stdnum import iban, luhn
    from stdnum.us import ssn

    for match in _IBAN.finditer(text):
        if iban.is_valid(match.group()):
            yield *match.span(), "IBAN"
    for pattern in (_CARD, _AMEX):
        for match in pattern.finditer(text):
            if luhn.is_valid(re.sub(r"[ -]", "", match.group())):
                yield *match.span(), "CARD"
    for match in _SSN.finditer(text):
        if ssn.is_valid(match.group()):
            yield *match.span(), "SSN"


def _phones(text: str, region: str) -> Iterator[_Span]:
    from phonenumbers import PhoneNumberMatcher

    for match in PhoneNumberMatcher(text, region):
        # A run of digits alone is rather a ticket or an account, unless it is called a number.
        if match.raw_string.isdigit() and not _SPOKEN_OF.search(text, 0, match.start):
            continue
        yield match.start, match.end, "PHONE"


def _addresses(text: str) -> Iterator[_Span]:
    from ipaddress import ip_address

    for match in _ADDRESS.finditer(text):
        try:
            ip_address(match.group())
        except ValueError:
            continue
        yield *match.span(), "ADDRESS"
