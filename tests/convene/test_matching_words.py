from __future__ import annotations

import pytest

from convene.matching import FIELDS, InstanceError
from convene.matching.catalogue import REASONS, SIGNAL_NAMES
from convene.matching.fields import closeness
from convene.matching.signals import Signal
from convene.matching.split import core, sentences
from convene.matching.terms import glossary
from convene.matching.wording import sentence


def named(text: str, language: str) -> set[str]:
    found = glossary().find(text, language)
    return {glossary().names[concept] for concept, w in found.items() if w == 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Wir bauen Pumpen. Sie halten lange.",
            ("Wir bauen Pumpen.", "Sie halten lange."),
        ),
        (
            "水素を探しています。膜も必要です。",
            ("水素を探しています。", "膜も必要です。"),
        ),
        ("- Ventile\n• Rohre", ("Ventile", "Rohre")),
        ("Über 20.000 Stück, z. B. Filter.", ("Über 20.000 Stück, z. B. Filter.",)),
        ("Pumpen! Pumpen!", ("Pumpen!",)),
        (" \n...", ()),
    ],
)
def test_sentences_are_found_as_they_are_written(
    text: str, expected: tuple[str, ...]
) -> None:
    assert sentences(text) == expected


def test_sentences_without_end_are_cut() -> None:
    words = [f"Wort{number}" for number in range(300)]

    pieces = sentences(", ".join(words))

    assert max(len(piece) for piece in pieces) <= 600
    assert ", ".join(p.strip(",") for p in pieces).split(", ") == words


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Wir suchen Pumpen.", "de", "Pumpen"),
        ("We are looking for pumps.", "en", "pumps"),
        ("当社はポンプを製造しています。", "ja", "ポンプ"),
        ("Wir suchen.", "de", "Wir suchen."),
        ("Cherchons pompes.", "fr", "Cherchons pompes."),
    ],
)
def test_core_leaves_what_tells_companies_apart(
    text: str, language: str, expected: str
) -> None:
    assert core(text, language) == expected


def test_terms_mean_the_same_in_all_three_languages() -> None:
    german = named("Ladesäulen für Elektroautos", "de")

    assert german == named("charging stations for electric cars", "en")
    assert german == named("電気自動車の充電スタンド", "ja")
    assert german == {"charging infrastructure", "electric mobility"}


@pytest.mark.parametrize(
    ("text", "language", "absent"),
    [
        ("keramische Teile", "de", "mixer"),
        ("Brennstoffzellensysteme", "de", "cells"),
        ("Mineralguss", "de", "mining"),
        ("our engineers", "en", "combustion engine"),
        ("スパークリングワイン", "ja", "spa"),
    ],
)
def test_terms_are_not_found_inside_other_words(
    text: str, language: str, absent: str
) -> None:
    assert absent not in named(text, language)


def test_terms_bring_their_broader_ones_at_half() -> None:
    found = glossary().find("Brennstoffzelle", "de")

    names = {glossary().names[concept]: weight for concept, weight in found.items()}
    assert names == {"fuel cell": 1.0, "hydrogen": 0.5}


def test_fields_are_close_by_their_divisions() -> None:
    assert closeness("medtech", "medtech") == 1
    assert closeness("semiconductors", "optics") == 0.5
    assert closeness("food", "semiconductors") == 0
    assert all(closeness(a, b) == closeness(b, a) for a in FIELDS for b in FIELDS)


def test_every_signal_has_its_words() -> None:
    assert set(SIGNAL_NAMES) == set(REASONS) == set(Signal)
    assert sentence(Signal.NEED_MET, "ja") == "ニーズへの合致"


def test_sentence_refuses_a_language_it_does_not_speak() -> None:
    with pytest.raises(InstanceError, match="language: expected en, de or ja"):
        sentence(Signal.NEED_MET, "fr")


@pytest.mark.parametrize(
    ("need", "offer", "words"),
    [
        (
            ("Wir suchen Hersteller von Ultraschallgeräten.", "de"),
            ("携帯型の超音波装置を開発しています。", "ja"),
            ("Ultraschallgeräten", "超音波"),
        ),
        (
            ("We sell fibre lasers to universities.", "en"),
            ("Wir bauen Schweißanlagen mit Faserlasern.", "de"),
            ("fibre lasers", "Faserlasern"),
        ),
    ],
)
def test_words_of_both_sentences_are_quoted_as_they_stand(
    need: tuple[str, str], offer: tuple[str, str], words: tuple[str, str]
) -> None:
    shared = glossary().find(*need).keys() & glossary().find(*offer).keys()

    said = {(glossary().said(*need, c), glossary().said(*offer, c)) for c in shared}

    assert words in said


def test_what_a_sentence_does_not_name_is_not_said() -> None:
    concept = next(iter(glossary().find("Gesucht: Hörgeräte.", "de")))

    assert glossary().said("Wir bauen Brücken.", "de", concept) == ""
