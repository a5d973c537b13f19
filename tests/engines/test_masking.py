from __future__ import annotations

import pytest

from assistant.adapters.masking import has_secret, mask

# Put together so that no scanner of repositories takes a test for a leak.
AWS_ID = "AKIA" + "IOSFODNN7EXAMPLE"
AWS_SECRET = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"
GITHUB = "ghp_" + "1234567890abcdefghijABCDEFGHIJ123456"
OPENAI = "sk-proj-" + "abcdefghijklmnopqrstuvwxyz123456"
JWT = "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N"
SLACK = "xoxb-" + "123456789012-abcdefghijkl"
STRIPE = "sk_live_" + "abcdefghijklmnop1234"
BODY = "MIIEpAIBAAKCAQEAyZ3Vq0z5\nq8vQmJk1\n"
PRIVATE = f"-----BEGIN RSA PRIVATE KEY-----\n{BODY}-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        pytest.param(f"id {AWS_ID} in use", AWS_ID, id="aws key id"),
        pytest.param(f"aws_secret_access_key = {AWS_SECRET}", AWS_SECRET, id="aws secret"),
        pytest.param(f"token {GITHUB}", GITHUB, id="github"),
        pytest.param(f"key {OPENAI}", OPENAI, id="openai"),
        pytest.param(f"cookie={JWT};", JWT, id="jwt"),
        pytest.param(f"slack {SLACK}", SLACK, id="slack"),
        pytest.param(f"stripe {STRIPE}", STRIPE, id="stripe"),
        pytest.param(f"before\n{PRIVATE}\nafter", BODY, id="private key"),
        pytest.param(f"cut off\n{PRIVATE[:70]}", "MIIEpAIBAAKCAQEAyZ3Vq0z5", id="cut private key"),
        pytest.param(("A1b2" * 16 + "\n") * 3, "A1b2A1b2", id="middle of a private key"),
        pytest.param("password=hunter2", "hunter2", id="env"),
        pytest.param('admin_password: "Tr0ub4dor&3"', "Tr0ub4dor&3", id="yaml"),
        pytest.param('{"clientSecret": "a8s7d6f5"}', "a8s7d6f5", id="json"),
        pytest.param("DB_PASSWORD=sunshine", "sunshine", id="a plain word"),
        pytest.param("postgres://app:s3cr3t@db/x", "s3cr3t", id="url"),
        pytest.param(
            "Authorization: Bearer abcdefghijklmnop123", "abcdefghijklmnop123", id="header"
        ),
        pytest.param("Mail ada@example.com now", "ada@example.com", id="e-mail"),
        pytest.param("Call +49 30 901820.", "+49 30 901820", id="phone abroad"),
        pytest.param("Call (415) 555-2671.", "(415) 555-2671", id="phone at home"),
        pytest.param("Phone: 4155552671", "4155552671", id="phone without signs"),
        pytest.param("pay DE89 3704 0044 0532 0130 00 now", "3704 0044", id="iban"),
        pytest.param("card 4111 1111 1111 1111.", "4111 1111", id="card"),
        pytest.param("card 3782 822463 10005.", "822463", id="card of fifteen digits"),
        pytest.param("SSN 536-90-4399", "536-90-4399", id="ssn"),
    ],
)
def test_it_does_not_leave_and_comes_back(text: str, secret: str) -> None:
    assert secret in text
    masked = mask(text)
    assert secret not in masked.text
    assert masked.restore(masked.text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Password: Minimum 14 characters, rotated every 90 days.",
        '"MinimumPasswordLength": 14, "PasswordReusePrevention": 24',
        "password_policy_min_length = 14",
        "token_expiry_hours: 24",
        "password: required",
        "secrets_manager: enabled",
        "Ticket CHG0030812 of 2026-06-30 10:15:00, order 2026063012, account 123456789012",
        "ISO 27001:2022, SOC-2023-0101, version 10.2.3.4, 1719878400000 ms",
        "Keys rotate every 12 months by AES-256 in eu-west-1 (10.0.0.0/8).",
        "arn:aws:iam::123456789012:role/Deploy",
        "password: ${DB_PASSWORD}, secret: vault:prod/db",
    ],
)
def test_what_a_reviewer_needs_stays(text: str) -> None:
    assert mask(text).text == text


def test_the_same_value_has_the_same_placeholder() -> None:
    text = "a@example.com wrote to b@example.com; a@example.com waits"
    assert mask(text).text == "«EMAIL_1» wrote to «EMAIL_2»; «EMAIL_1» waits"


def test_a_secret_is_masked_at_each_of_its_places() -> None:
    assert "hunter2Kx" not in mask("password=hunter2Kx\nthen type hunter2Kx twice").text


def test_a_placeholder_that_stands_in_the_text_is_not_used() -> None:
    masked = mask("«EMAIL_1» and a@example.com")
    assert masked.text == "«EMAIL_1» and «EMAIL_2»"
    assert masked.restore("«EMAIL_1» «EMAIL_2»") == "«EMAIL_1» a@example.com"


def test_a_reply_is_restored_at_any_depth() -> None:
    masked = mask("to a@example.com")
    reply = {"verdict": "yes", "sentences": [{"text": "«EMAIL_1»", "n": 1}], "x": "«EMAIL_9»"}
    restored = masked.restore(reply)
    assert restored["sentences"] == [{"text": "a@example.com", "n": 1}]
    assert restored["x"] == "«EMAIL_9»"


def test_addresses_are_masked_when_asked() -> None:
    text = "from 192.168.1.10 and 2001:db8::1 at 12:30:45"
    assert mask(text).text == text
    assert mask(text, addresses=True).text == "from «ADDRESS_1» and «ADDRESS_2» at 12:30:45"


def test_the_originals_are_not_shown_by_accident() -> None:
    assert "a@example.com" not in repr(mask("a@example.com"))


@pytest.mark.parametrize(
    ("text", "held"),
    [("password=hunter2", True), ("write to a@example.com", False), ("MFA is required.", False)],
)
def test_a_secret_is_told_from_personal_data(text: str, held: bool) -> None:
    assert has_secret(text) is held
