from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.viewing.cache import BoundedCache
from assistant.viewing.folding import fold, places


def test_a_value_is_made_once_and_the_least_lately_used_goes_first() -> None:
    made: list[str] = []

    def make(key: str) -> bytes:
        made.append(key)
        return b"x" * 40

    cache: BoundedCache[bytes] = BoundedCache(100, size=len)
    for key in ("a", "b", "a", "c", "a", "b"):
        assert len(cache.get(key, lambda key=key: make(key))) == 40
    assert made == ["a", "b", "c", "b"]
    assert cache.held_bytes <= 100


def test_a_value_larger_than_the_bound_is_held_alone() -> None:
    cache: BoundedCache[bytes] = BoundedCache(10, size=len)
    assert cache.get("a", lambda: b"x" * 50) == b"x" * 50
    cache.get("b", lambda: b"y")
    assert cache.held_bytes == 1


@given(st.text(), st.text(min_size=1), st.text())
def test_a_quote_is_found_where_it_stands(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    if not fold(quote).text:
        assert places(fold(quote), fold(text)) == ()
        return
    spans = places(fold(quote), fold(text))
    assert spans
    assert all(fold(text[a:b]).text == fold(quote).text for a, b in spans)


def test_a_number_keeps_its_point_and_a_word_its_case() -> None:
    assert places(fold("15 days"), fold("1.5 days")) == ()
    assert places(fold("MAY"), fold("you may")) == ()
    assert places(fold("o\ufb03ce  24"), fold("the office\n24")) == ((4, 13),)
