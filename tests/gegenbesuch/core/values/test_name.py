from __future__ import annotations

import json

import pytest

from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.honorifics import (
    RecipientKind,
    honorific_ja,
    with_honorific_ja,
)
from gegenbesuch.core.values.name import Form, Name, Order, Spelling

SAHARA = Name(family="Sahara", given="Koichi", kanji=Spelling(full="佐原光一"))
KURZ = Name(
    family="Kurz",
    given="Randy",
    title="Dr.",
    kana=Spelling(full="ランディ・クルツ"),
    aliases=("ランディー・クルツ",),
)
MASUR = Name(family="Masur", given="Kurt", title="Prof. Dr.")
YAGI = Name(family="Yagi", given="Takeshi", title="S. E.")
WERTHERN = Name(family="Freiherr von Werthern", given="Hans Carl")
NHAN = Name(family="Nguyen", given="Thien Nhan", order=Order.FAMILY_FIRST)
SUKARNO = Name(full="Sukarno")
KATAKANA_ONLY = Name(kana=Spelling(full="カイ-ウヴェ・ブレッヒシュミット"))
KANJI_ONLY = Name(kanji=Spelling("豊橋", "花子"), kana=Spelling("とよはし", "はなこ"))


@pytest.mark.parametrize(
    ("name", "form", "de", "en", "ja"),
    [
        (SAHARA, "running", "Koichi Sahara", "Koichi Sahara", "佐原光一"),
        (SAHARA, "list", "Sahara, Koichi", "Sahara, Koichi", "佐原光一"),
        (SAHARA, "official", "SAHARA Koichi", "SAHARA Koichi", "佐原光一"),
        (SAHARA, "formal", "Koichi Sahara", "Koichi Sahara", "佐原光一様"),
        (KURZ, "running", "Dr. Randy Kurz", "Dr. Randy Kurz", "ランディ・クルツ"),
        (KURZ, "plain", "Randy Kurz", "Randy Kurz", "ランディ・クルツ"),
        (KURZ, "list", "Kurz, Dr. Randy", "Kurz, Dr. Randy", "ランディ・クルツ"),
        (KURZ, "formal", "Dr. Randy Kurz", "Dr. Randy Kurz", "ランディ・クルツ様"),
        (MASUR, "list", "Masur, Prof. Dr. Kurt", "Masur, Prof. Dr. Kurt", "Kurt Masur"),
        (YAGI, "running", "Takeshi Yagi", "Takeshi Yagi", "Takeshi Yagi"),
        (YAGI, "list", "Yagi, S. E. Takeshi", "Yagi, H.E. Takeshi", "Takeshi Yagi"),
        (YAGI, "formal", "S. E. Takeshi Yagi", "H.E. Takeshi Yagi", "Takeshi Yagi閣下"),
        (
            WERTHERN,
            "running",
            "Hans Carl Freiherr von Werthern",
            "Hans Carl Freiherr von Werthern",
            "Hans Carl Freiherr von Werthern",
        ),
        (
            WERTHERN,
            "list",
            "Freiherr von Werthern, Hans Carl",
            "Freiherr von Werthern, Hans Carl",
            "Hans Carl Freiherr von Werthern",
        ),
        (
            NHAN,
            "running",
            "Nguyen Thien Nhan",
            "Nguyen Thien Nhan",
            "Nguyen Thien Nhan",
        ),
        (NHAN, "list", "Nguyen, Thien Nhan", "Nguyen, Thien Nhan", "Nguyen Thien Nhan"),
        (SUKARNO, "list", "Sukarno", "Sukarno", "Sukarno"),
        (SUKARNO, "official", "Sukarno", "Sukarno", "Sukarno"),
        (KANJI_ONLY, "running", "豊橋花子", "豊橋花子", "豊橋花子"),
        *(
            (KATAKANA_ONLY, form, *["カイ-ウヴェ・ブレッヒシュミット"] * 3)
            for form in ("running", "plain", "list", "official")
        ),
    ],
)
def test_display_in_three_languages(
    name: Name, form: Form, de: str, en: str, ja: str
) -> None:
    assert name.display("de", form=form) == de
    assert name.display("en", form=form) == en
    assert name.display("ja", form=form) == ja


def test_display_takes_the_order_of_the_document() -> None:
    assert SAHARA.display("en", order=Order.FAMILY_FIRST) == "Sahara Koichi"
    assert NHAN.display("de", order=Order.GIVEN_FIRST) == "Thien Nhan Nguyen"
    assert SAHARA.display("ja", order=Order.GIVEN_FIRST) == "佐原光一"


def test_display_joins_katakana_of_other_countries_with_a_dot() -> None:
    name = Name(kana=Spelling("クルツ", "ランディ"))

    assert name.display("ja") == "ランディ・クルツ"
    assert Name(kana=Spelling("さはら", "こういち")).display("ja") == "さはら こういち"


def test_text_is_the_running_form_of_the_active_language() -> None:
    assert str(KURZ) == "Dr. Randy Kurz"


def test_a_name_needs_some_script() -> None:
    with pytest.raises(UnreadableValue) as caught:
        Name(title="Dr.", aliases=("Kurz",))

    assert caught.value.code == "name-empty"


@pytest.mark.parametrize("title", ["Freiherr", "Dr. Graf", "Gräfin"])
def test_nobility_is_no_title(title: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        Name(family="von Werthern", given="Hans Carl", title=title)

    assert title in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [SAHARA, KURZ, MASUR, YAGI, WERTHERN, NHAN, SUKARNO, KATAKANA_ONLY, KANJI_ONLY],
)
def test_stored_form_brings_every_name_back(name: Name) -> None:
    stored = json.loads(json.dumps(name.to_json()))

    assert Name.from_json(stored) == name
    assert hash(Name.from_json(stored)) == hash(name)


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"family": "Kurz", "order": "sideways"},
        {"kana": "クルツ"},
        {"kanji": {"x": 1}},
    ],
)
def test_stored_form_that_is_broken_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        Name.from_json(stored)


def test_spellings_are_all_that_search_should_know() -> None:
    assert KURZ.spellings == (
        "Kurz Randy",
        "Randy Kurz",
        "ランディ・クルツ",
        "ランディー・クルツ",
    )
    assert KANJI_ONLY.spellings == ("豊橋花子", "とよはしはなこ", "はなこ・とよはし")


def test_german_lists_follow_din_5007_2() -> None:
    in_order = [
        Name(family="Arndt", given="Zoe"),
        Name(family="Ärmel", given="Anna"),
        Name(family="Göbel", given="Anna"),
        Name(family="Goethe", given="Anna"),
        Name(family="Götz", given="Anna"),
        Name(family="Goldmann", given="Anna"),
        Name(family="Meier", given="Zoe"),
        Name(family="Meier Schmidt", given="Anna"),
        Name(family="Meierhof", given="Anna"),
        Name(family="Müller", given="Anna"),
        Name(family="Mueller", given="Berta"),
        Name(family="Muller", given="Anna"),
        Name(family="Sahara", given="Koichi"),
        Name(family="Straßer", given="Anna"),
        Name(family="Strasser", given="Berta"),
        Name(family="Vondran", given="Ruprecht"),
        Name(family="Werthern", given="Hans Carl"),
        WERTHERN,
        Name(family="van der Zypen", given="Anna"),
        KATAKANA_ONLY,
        KANJI_ONLY,
    ]
    in_order[1], in_order[0] = in_order[0], in_order[1]

    shuffled = in_order[::-1]

    assert sorted(shuffled, key=Name.sort_key_de) == in_order


def test_german_key_looks_past_marks_that_are_no_umlauts() -> None:
    assert Name(family="Ōguchi", given="Ren").sort_key_de() == "oguchi  ren"
    assert Name(family="Château", given="É").sort_key_de() == "chateau  e"
    assert Name(family="O'Neil", given="A").sort_key_de() == "oneil  a"


def reading(family: str, given: str) -> Name:
    return Name(kanji=Spelling(full="名"), kana=Spelling(family, given))


def test_japanese_lists_follow_the_reading_and_then_the_rest() -> None:
    in_order = [
        reading("あおき", "けん"),
        reading("かとう", "あい"),
        reading("がとう", "あい"),
        reading("カトウ", "ウミ"),
        reading("かんだ", "あい"),
        reading("きっかわ", "あい"),
        reading("さはら", "こういち"),
        reading("しゅと", "あい"),
        reading("ビール", "あい"),
        Name(family="Kurz", given="Randy"),
        SAHARA,
        Name(kanji=Spelling(full="佐原光一")),
    ]
    shuffled = in_order[::-1]

    assert sorted(shuffled, key=Name.sort_key_ja) == in_order


def test_japanese_key_reads_a_long_vowel_as_its_vowel() -> None:
    long, plain = reading("ビール", "あ"), reading("びいる", "あ")

    assert long.sort_key_ja().split("   ")[0] == plain.sort_key_ja().split("   ")[0]
    assert reading("ｻﾊﾗ", "ｺｳ").sort_key_ja() == reading("さはら", "こう").sort_key_ja()


def test_kana_is_never_computed_from_kanji() -> None:
    assert SAHARA.kana == Spelling()
    assert SAHARA.sort_key_ja() == "2 sahara  koichi"


@pytest.mark.parametrize(
    ("kind", "honorific"),
    [
        (RecipientKind.PERSON, "様"),
        (RecipientKind.TEACHER, "先生"),
        (RecipientKind.ORGANISATION, "御中"),
        (RecipientKind.GROUP, "各位"),
    ],
)
def test_honorific_follows_the_kind_of_recipient(
    kind: RecipientKind, honorific: str
) -> None:
    assert honorific_ja(kind) == honorific
    assert honorific_ja(kind, override="殿") == "殿"
    assert honorific_ja(kind, override="") == ""


@pytest.mark.parametrize(
    ("text", "kind", "override", "written"),
    [
        ("佐原光一", RecipientKind.PERSON, None, "佐原光一様"),
        ("佐原光一様", RecipientKind.PERSON, None, "佐原光一様"),
        ("神野先生", RecipientKind.PERSON, None, "神野先生"),
        ("豊橋市", RecipientKind.ORGANISATION, None, "豊橋市御中"),
        ("会員各位", RecipientKind.GROUP, "様", "会員各位"),
        ("佐原光一", RecipientKind.PERSON, "殿", "佐原光一殿"),
        ("佐原光一", RecipientKind.PERSON, "", "佐原光一"),
    ],
)
def test_there_is_one_honorific_and_never_two(
    text: str, kind: RecipientKind, override: str | None, written: str
) -> None:
    assert with_honorific_ja(text, kind, override=override) == written


def test_a_name_may_have_an_honorific_of_its_own() -> None:
    name = Name(kanji=Spelling(full="佐原光一"), honorific="先生")

    assert name.display("ja", form="formal") == "佐原光一先生"
    assert name.display("ja") == "佐原光一"
