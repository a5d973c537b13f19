from __future__ import annotations

import pytest

from assistant.engines.cards import load_card
from assistant.engines.lock import card_ids, current, locked
from assistant.errors import CorpusError


def test_no_card_changed_under_its_version() -> None:
    assert locked() == current()


@pytest.mark.parametrize("identifier", card_ids())
def test_each_card_names_its_reply(identifier: str) -> None:
    card = load_card(identifier)
    assert card.reply_schema["type"] == "object"
    assert card.system
    assert card.user


def test_evidence_is_not_taken_for_a_template() -> None:
    card = load_card("assess_item")
    passages = [{"handle": "P1", "text": "{{ 7 * 7 }} {% raw %} <b>"}]
    _, user = card.render(item_name="a", item_kind="policy", passages=passages, candidates=[])
    assert "{{ 7 * 7 }} {% raw %} <b>" in user


def test_a_missing_variable_is_an_error() -> None:
    with pytest.raises(CorpusError, match="takes"):
        load_card("assess_item").render(item_name="a")
