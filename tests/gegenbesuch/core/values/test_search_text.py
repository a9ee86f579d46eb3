from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gegenbesuch.core.values.search_text import normalise_for_search


@pytest.mark.parametrize(
    "spellings",
    [
        ("Schülke", "Schuelke", "SCHULKE", "schülke"),
        ("Ōguchi", "Oguchi", "Ooguchi", "Ouguchi"),
        ("Kōichi", "Koichi", "Kouichi"),
        ("ＡＢＣ", "abc", "ABC"),
        ("ｶﾅ", "カナ", "かな"),
        ("Straße", "Strasse"),
        ("Gröger", "Groeger"),
        (
            "ヤマザキマザック株式会社",
            "株式会社ヤマザキマザック",
            "㈱ヤマザキマザック",
            "ヤマザキマザック(株)",
            "ヤマザキマザック（株）",
        ),
        ("Yamazaki Mazak Deutschland GmbH", "yamazaki mazak deutschland"),
        ("Muster GmbH & Co. KG", "Muster"),
        ("Arakawa Chemical Industries, Ltd.", "Arakawa Chemical Industries Ltd"),
        ("Kai-Uwe", "Kai Uwe", "Kai–Uwe"),
        ("ランディ・クルツ", "らんでぃ クルツ"),
    ],
)
def test_spellings_of_the_same_meet(spellings: tuple[str, ...]) -> None:
    assert len({normalise_for_search(each) for each in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("かき", "かぎ"),
        ("はは", "ぱぱ"),
        ("Kurz", "Kunz"),
        ("AG", "SE"),
        ("ビル", "ビール"),
    ],
)
def test_different_words_stay_apart(one: str, two: str) -> None:
    assert normalise_for_search(one) != normalise_for_search(two)


def test_japanese_inside_a_longer_name_is_found() -> None:
    assert normalise_for_search("神戸") in normalise_for_search("神戸医療産業都市")


def test_nothing_but_the_form_of_a_company_is_kept() -> None:
    assert normalise_for_search("AG") == "ag"
    assert normalise_for_search("株式会社") == "株式会社"
    assert normalise_for_search("") == ""


@given(st.text(alphabet="aeouäöüßŌéＡカガｶﾞー株 -gmbh.", max_size=20))
def test_case_and_width_never_matter(text: str) -> None:
    folded = normalise_for_search(text)

    assert folded == normalise_for_search(f"  {text} ")
    assert folded == folded.strip().casefold()
