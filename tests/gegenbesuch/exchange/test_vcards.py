from __future__ import annotations

from gegenbesuch.exchange.reading import read_file


def _cards(text: str) -> list[dict[str, list[str]]]:
    book = read_file(text.encode())
    found = []
    for row in book.sheets[0].rows:
        card: dict[str, list[str]] = {}
        for field, cell in zip(book.fields, row.cells, strict=True):
            if cell:
                card.setdefault(field, []).append(cell)
        found.append(card)
    return found


def test_version_2_1_with_quoted_printable_is_read() -> None:
    text = (
        "BEGIN:VCARD\r\nVERSION:2.1\r\n"
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6=\r\n"
        "rg;;Dr.;\r\n"
        "TEL;CELL:0171 1234567\r\nTEL;WORK;FAX:+49 341 99\r\n"
        "ADR;WORK:;;Hauptstr. 1;Leipzig;;04109;Germany\r\n"
        "END:VCARD\r\n"
    )

    assert _cards(text) == [
        {
            "family": ["Müller"],
            "given": ["Jörg"],
            "title": ["Dr."],
            "mobile": ["0171 1234567"],
            "fax": ["+49 341 99"],
            "street": ["Hauptstr. 1"],
            "city": ["Leipzig"],
            "postcode": ["04109"],
            "country": ["Germany"],
        }
    ]


def test_japanese_names_are_read_with_their_reading() -> None:
    three = (
        "BEGIN:VCARD\nVERSION:3.0\nN:佐原;光一;;;\nX-PHONETIC-LAST-NAME:サハラ\n"
        "X-PHONETIC-FIRST-NAME:コウイチ\nEND:VCARD\n"
    )
    four = (
        'BEGIN:VCARD\nVERSION:4.0\nN;LANGUAGE=ja;SORT-AS="サハラ,コウイチ":佐原;光一;;;\n'
        "END:VCARD\n"
    )
    expected = {
        "family_kanji": ["佐原"],
        "given_kanji": ["光一"],
        "family_kana": ["サハラ"],
        "given_kana": ["コウイチ"],
    }

    assert _cards(three) == [expected]
    assert _cards(four) == [expected]


def test_escaped_and_folded_values_are_whole() -> None:
    text = (
        "BEGIN:VCARD\nVERSION:3.0\nN:Klein;Anna\nNOTE:one\\, two\\nth\n ree\\; four\n"
        "item1.EMAIL;type=INTERNET:a@b.example\nCATEGORIES:x,y\\,z\nEND:VCARD\n"
    )

    assert _cards(text)[0]["note"] == ["one, two\nthree; four"]
    assert _cards(text)[0]["tags"] == ["x", "y,z"]
    assert _cards(text)[0]["email"] == ["a@b.example"]


def test_a_broken_card_does_not_spoil_the_others() -> None:
    text = (
        "BEGIN:VCARD\nFN:First One\nBEGIN:VCARD\nFN:Second One\ngarbage\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Third One\n"
    )
    book = read_file(text.encode())

    assert [card["name"] for card in _cards(text)] == [
        ["First One"],
        ["Second One"],
        ["Third One"],
    ]
    assert [[n[1] for n in row.notes] for row in book.sheets[0].rows] == [
        ["card-open"],
        [],
        ["card-open"],
    ]


def test_a_card_of_an_organisation_is_no_person() -> None:
    text = "BEGIN:VCARD\nVERSION:4.0\nKIND:org\nFN:Stadtwerke\nEND:VCARD\n"

    assert _cards(text) == [{"organisation": ["Stadtwerke"]}]


def test_what_has_no_place_is_named() -> None:
    text = "BEGIN:VCARD\nFN:Anna Klein\nBDAY:1980-01-01\nPHOTO:xyz\nEND:VCARD\n"

    row = read_file(text.encode()).sheets[0].rows[0]

    assert row.notes == [(-1, "card-left-out", "BDAY, PHOTO")]
