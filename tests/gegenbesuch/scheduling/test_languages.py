from __future__ import annotations

import pytest
from django.utils import translation

from gegenbesuch.scheduling.languages import needed_pair, pair_key, pair_name


@pytest.mark.parametrize(
    ("first", "second", "offered", "pair"),
    [
        (["de", "en"], ["en", "ja"], ["de-ja"], ""),
        (["de"], ["ja"], ["de-ja"], "de-ja"),
        (["de"], [], ["de-ja"], ""),
        (["de", "en"], ["ja"], ["de-ja"], "de-ja"),
        (["de", "en"], ["ja"], ["ja-en"], "en-ja"),
        (["de", "en"], ["ja"], [], "de-ja"),
        (["ja"], ["de", "en"], ["en-ja", "en-ja", "de-ja"], "en-ja"),
    ],
)
def test_needed_pair_is_what_the_two_lack(
    first: list[str], second: list[str], offered: list[str], pair: str
) -> None:
    assert needed_pair(first, second, offered) == pair


def test_pair_key_spells_a_pair_one_way() -> None:
    assert {pair_key("ja-de"), pair_key("de-ja"), pair_key(["ja", "de"])} == {"de-ja"}


def test_pair_name_is_in_the_language_of_the_page() -> None:
    with translation.override("ja"):
        assert pair_name("de-ja") == "ドイツ語–日本語"
