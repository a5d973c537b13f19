"""What the ranker sees of an item, and the evidence it finds for each criterion."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from assistant.adapters.static_words import StaticWords
from assistant.catalog.criteria import catalog
from assistant.mapping.features import NAMES, SUPPORT, Features, Precedents, features_of
from assistant.mapping.item import Item, item_of, readable
from assistant.mapping.library import Library, build
from assistant.mapping.texts import LabelledText, labelled_texts
from assistant.mapping.words import spoken, terms
from ingest.model import Column, Document, Table
from ingest.passages import split
from tests.factories import document

EMBEDDER = StaticWords()
CRITERIA = ("CC6.1", "CC8.1", "A1.2")
TEXTS = (
    LabelledText("Logical access controls", "title", (("CC6.1", 1.0),)),
    LabelledText("multi-factor authentication for users", "phrase", (("CC6.1", 1.0),)),
    LabelledText("Change management", "title", (("CC8.1", 1.0),)),
    LabelledText("pull request approval before deployment", "phrase", (("CC8.1", 1.0),)),
    LabelledText("Backups and recovery capacity", "title", (("A1.2", 1.0),)),
    LabelledText("daily backup of databases", "phrase", (("A1.2", 1.0),)),
    LabelledText(
        "A failed backup is rerun after an approved change.",
        "exemplar",
        (("A1.2", 1.0), ("CC8.1", 0.6)),
    ),
)


@pytest.fixture(scope="module")
def library() -> Library:
    return build(TEXTS, CRITERIA, embedder=EMBEDDER)


def item(doc: Document) -> Item:
    passages = split(doc)
    return item_of(doc, passages, EMBEDDER.embed([p.text for p in passages]))


def seen(given: Item, library: Library, precedents: Precedents | None = None) -> Features:
    title, gist = EMBEDDER.embed([given.title, given.gist])
    return features_of(
        given, library, title=title, gist=gist, scale=library.closeness, precedents=precedents
    )


def record(path: str = "iam.json", **fields: object) -> Document:
    return document(path, json.dumps(fields), "config", media_type="application/json")


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "root mfa enabled",
        "root_mfa_enabled",
        "rootMfaEnabled",
        "Root-MFA-Enabled",
        "roots mfa enable",
    ],
)
def test_one_thing_has_the_same_terms_however_it_is_written(text: str) -> None:
    assert set(terms(text).counts) == {"root", "mfa", "enabl", "root_mfa", "mfa_enabl"}


def test_function_words_are_no_terms() -> None:
    assert not terms("it is the and of which").counts


def test_terms_remember_how_they_were_written() -> None:
    assert terms("Approved policies").written["polici"] == "policies"


def test_an_identifier_is_spoken_in_words() -> None:
    assert spoken("s3_bucket-publicRead.v2") == "s3 bucket public Read v2"


# --- the item ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("doc", "title"),
    [
        (document("a.md", "# AM-01 Asset Inventory\n\nText.", "policy"), "Asset Inventory"),
        (document("a.md", "# BC.1.01 - Continuity Plan\n\nText.", "policy"), "Continuity Plan"),
        (
            record(CHECK_ID="root_mfa", CHECK_TITLE="Root has MFA turned on"),
            "Root has MFA turned on",
        ),
    ],
    ids=["control number", "dotted number", "check title"],
)
def test_the_title_is_the_words_of_the_title(doc: Document, title: str) -> None:
    assert item(doc).title == title


def test_a_meaningless_file_name_gives_way_to_the_first_sentence() -> None:
    doc = document("a1-01.txt", "a1-01\nBackups ran every night. No failures.", "record")
    assert item(doc).title == "a1-01 Backups ran every night."


def test_a_telling_file_name_is_a_title() -> None:
    doc = document("access/leavers-list.csv", "leavers-list\nname,day", "population")
    assert item(doc).title == "leavers list"


def test_a_record_is_read_for_prose_and_identifiers_only() -> None:
    doc = record(
        TIMESTAMP="2026-03-31T06:15:00Z",
        ACCOUNT="123456789012",
        CHECK_ID="iam_root_mfa_enabled",
        DESCRIPTION="The root account is protected by multi-factor authentication",
    )
    assert item(doc).gist == (
        "The root account is protected by multi-factor authentication. iam root mfa enabled"
    )
    assert item(doc).is_record


def test_settings_without_prose_are_read_for_their_keys() -> None:
    gist = item(record(MinimumPasswordLength=14, RequireSymbols=True)).gist
    assert "Minimum Password Length" in gist
    assert "Require Symbols" in gist


def test_a_table_is_read_for_its_sentences_before_its_head() -> None:
    columns = (Column("id"), Column("finding"), Column("checkTitle"))
    rows = tuple(
        (
            f"a-{n}",
            f"Host {n} answers on the port for remote desktops",
            f"Port number {n} is closed to all",
        )
        for n in range(3)
    )
    lines = "\n".join(",".join(row) for row in rows)
    table = Table("checks", columns, rows, len(rows))
    doc = document(
        "exports/port-checks.csv", lines, "report", tables=[table], media_type="text/csv"
    )
    doc = replace(
        doc, title="port-checks", blocks=tuple(replace(b, role="row") for b in doc.blocks)
    )
    gist = item(doc).gist
    assert gist.startswith("port checks. Port number 0 is closed to all. Port number 1")
    assert gist.endswith("id, finding, check Title")


def test_passages_stay_as_they_are_in_the_file() -> None:
    doc = record(CHECK_ID="iam_root_mfa_enabled", DESCRIPTION="Root is protected by two factors")
    assert "".join(item(doc).passages) in doc.text


def test_readable_leaves_plain_text_alone_but_for_its_marks() -> None:
    assert readable("**Access** is `reviewed`") == "Access is reviewed"


FRONT = "satisfies:\n  - CC6.1\n  - CC6.9\n\n"
LONG = "Access to production is granted on request and removed on the last day. " * 8


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (FRONT + LONG, ("CC6.1", "CC6.9")),
        (FRONT, ()),
        (LONG + "See section C1.1.", ()),
        ("SOC 2 criteria " + " ".join(catalog().ids) + LONG, ()),
    ],
    ids=["front matter", "stub", "section number", "matrix of all"],
)
def test_claims_are_ids_that_the_text_gives_as_its_own(text: str, claims: tuple[str, ...]) -> None:
    assert item(document("p.md", text, "policy")).claims == claims


# --- the features --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "criterion"),
    [
        ("# Sign-in\n\nUsers authenticate with multi-factor authentication.", "CC6.1"),
        ("# Release\n\nEach deployment needs an approved pull request.", "CC8.1"),
        ("# Databases\n\nA backup of all databases is made daily.", "A1.2"),
    ],
    ids=["access", "change", "backup"],
)
def test_every_feature_puts_the_subject_first(library: Library, text: str, criterion: str) -> None:
    values = seen(item(document("x.md", text, "policy")), library).values
    without_companions = [n for n, name in enumerate(NAMES) if name != "companions"]
    best = values.argmax(axis=0)[without_companions]
    assert {CRITERIA[place] for place in best.tolist()} == {criterion}


def test_features_are_standardised_by_column(library: Library) -> None:
    values = seen(item(document("x.md", "# Backup\n\nDaily.", "policy")), library).values
    assert values.shape == (len(CRITERIA), len(NAMES))
    assert np.allclose(values.mean(axis=0), 0.0, atol=1e-5)


def test_votes_are_shares_of_one_item(library: Library) -> None:
    found = seen(item(document("x.md", "# Backup\n\nDaily.", "policy")), library)
    assert 0.9 < found.votes.sum() < 1.7
    assert found.support.shape == (len(SUPPORT),)


def test_companions_are_learned_from_texts_with_several_labels(library: Library) -> None:
    companions = dict(zip(CRITERIA, library.companions[CRITERIA.index("A1.2")], strict=True))
    assert companions["CC8.1"] > companions["CC6.1"]


def test_a_precedent_moves_its_own_column_only(library: Library) -> None:
    given = item(document("x.md", "# Turnstiles\n\nVisitors pass turnstiles.", "policy"))
    precedent = Precedents(
        vectors=EMBEDDER.embed(["Turnstiles. Visitors pass turnstiles."]),
        labels=np.array([[0.0, 1.0, 0.0]], dtype=np.float32),
        weights=np.ones(1, dtype=np.float32),
    )
    change = np.abs(seen(given, library, precedent).values - seen(given, library).values)
    assert {NAMES[n] for n in np.flatnonzero(change.max(axis=0) > 1e-6)} == {"precedents"}


def test_an_item_without_passages_still_has_features(library: Library) -> None:
    empty = np.zeros((0, EMBEDDER.dimension), dtype=np.float32)
    given = item_of(document("x.md", "# Backup", "policy"), (), empty)
    assert np.isfinite(seen(given, library).values).all()


def test_every_labelled_text_speaks_for_a_known_criterion() -> None:
    texts = labelled_texts(catalog())
    assert all(
        text.labels and {name for name, _ in text.labels} <= set(catalog().ids) for text in texts
    )


def test_every_criterion_has_texts_of_its_own_and_exemplars() -> None:
    texts = labelled_texts(catalog())
    spoken_for = {
        kind: {name for t in texts if t.kind == kind for name, share in t.labels if share == 1.0}
        for kind in ("title", "phrase", "exemplar")
    }
    assert all(names == set(catalog().ids) for names in spoken_for.values())
