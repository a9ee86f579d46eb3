from __future__ import annotations

import pytest
from django.utils import translation

from gegenbesuch.scheduling.languages import (
    pair_key,
    pair_name,
    possible_pairs,
    spoken_pair,
    wanted_pairs,
)


@pytest.mark.parametrize(
    ("first", "second", "pairs"),
    [
        (["de", "en"], ["en", "ja"], ()),
        (["de"], [], ()),
        (["de"], ["ja"], ("de-ja",)),
        (["de", "en"], ["ja"], ("de-ja", "en-ja")),
        (["ja"], ["en", "de"], ("en-ja", "de-ja")),
    ],
)
def test_possible_pairs_are_what_the_two_lack(
    first: list[str], second: list[str], pairs: tuple[str, ...]
) -> None:
    assert possible_pairs(first, second) == pairs


@pytest.mark.parametrize(
    ("offered", "pairs"),
    [
        ({"en-ja"}, ("en-ja",)),
        ({"en-ja", "de-ja"}, ("de-ja", "en-ja")),
        ({"fr-ja"}, ("de-ja",)),
    ],
)
def test_wanted_pairs_are_those_that_somebody_speaks(
    offered: set[str], pairs: tuple[str, ...]
) -> None:
    assert wanted_pairs(["de", "en"], ["ja"], offered) == pairs


def test_spoken_pair_is_the_best_that_the_interpreter_speaks() -> None:
    assert spoken_pair(["de", "en"], ["ja"], ["ja-en", "ja-de"]) == "de-ja"
    assert spoken_pair(["de", "en"], ["ja"], ["ja-en"]) == "en-ja"
    assert spoken_pair(["de"], ["ja"], ["ja-en"]) == ""


def test_pair_key_spells_a_pair_one_way() -> None:
    assert {pair_key("ja-de"), pair_key("de-ja"), pair_key(["ja", "de"])} == {"de-ja"}


def test_pair_name_is_in_the_language_of_the_page() -> None:
    with translation.override("ja"):
        assert pair_name("de-ja") == "ドイツ語–日本語"
