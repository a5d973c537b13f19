"""What counts as a detail of a sentence, and what it can mean."""

from __future__ import annotations

import pytest

from assistant.claims.details import details
from assistant.claims.values import durations, frequencies, number

FOUND: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "frequency with bound": (
        "Keys rotate at least once every 12 months.",
        [("frequency", "every 12 months", "at_least")],
    ),
    "duration with bound": (
        "No later than five (5) business days after notice.",
        [("duration", "five (5) business days", "at_most")],
    ),
    "cipher and bits": (
        "AES-256 with a 256-bit key",
        [("key_size", "AES-256", "none"), ("key_size", "256-bit", "none")],
    ),
    "money": ("A limit of $5,000,000 applies.", [("money", "$5,000,000", "none")]),
    "percent": ("Uptime of at least 99.95%.", [("percent", "99.95%", "at_least")]),
    "version or higher": ("We use TLS 1.2 or higher.", [("version", "TLS 1.2", "at_least")]),
    "port": ("It listens on port 443.", [("port", "port 443", "none")]),
    "date": ("Tested on 14 March 2026.", [("date", "14 March 2026", "none")]),
    "standards": (
        "ISO 27001 and SOC 2 Type II",
        [("identifier", "ISO 27001", "none"), ("identifier", "SOC 2 Type II", "none")],
    ),
    "count": ("At least 14 characters are needed.", [("count", "14", "at_least")]),
    "size": ("Each volume has 500 GB.", [("size", "500 GB", "none")]),
    "list number is none": ("3. Backups are encrypted.", []),
    "one of is none": ("One of the managers approves it.", []),
    "none": ("Backups are encrypted.", []),
}


@pytest.mark.parametrize("case", FOUND.values(), ids=FOUND)
def test_details_of_a_sentence(case: tuple[str, list[tuple[str, str, str]]]) -> None:
    text, expected = case
    assert [(d.kind, d.words, d.bound) for d in details(text)] == expected
    assert all(text[d.start : d.end] == d.words for d in details(text))


RATES: dict[str, tuple[str, float]] = {
    "hourly": ("hourly", 8760),
    "each day": ("each day", 365),
    "nightly": ("nightly", 365),
    "every business day": ("every business day", 260),
    "on a weekly basis": ("on a weekly basis", 52),
    "fortnightly": ("fortnightly", 26),
    "each month": ("each month", 12),
    "once per quarter": ("once per quarter", 4),
    "semi-annually": ("semi-annually", 2),
    "twice a year": ("twice a year", 2),
    "every six months": ("every six months", 2),
    "at least once every 12 months": ("at least once every 12 months", 1),
    "every other year": ("every other year", 0.5),
    "every 48 hours": ("every 48 hours", 182.5),
    "four times per year": ("four times per year", 4),
}


@pytest.mark.parametrize("case", RATES.values(), ids=RATES)
def test_frequencies_in_times_a_year(case: tuple[str, float]) -> None:
    written, rate = case
    (found,) = frequencies(f"It is done {written} by the team.")
    assert found.low == pytest.approx(rate)


@pytest.mark.parametrize(
    ("written", "value"),
    [("a", 1), ("seventeen", 17), ("forty-five", 45), ("one hundred and eighty", 180), ("a hundred", 100), ("1,500", 1500), ("2.5", 2.5)],
)  # fmt: skip
def test_numbers_in_words_and_digits(written: str, value: float) -> None:
    assert number(written) == value


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        number("several")


def test_durations_in_hours() -> None:
    found = durations("within one hundred twenty (120) days, 90 minutes or two business days")
    assert [v.low for v in found] == [2880, 1.5, 48]
