from __future__ import annotations

import io
import zipfile

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from gegenbesuch.core.errors import ActionError
from gegenbesuch.exchange import file_words
from gegenbesuch.exchange.reading import read_file
from gegenbesuch.exchange.reading.encodings import decode, repaired
from tests.gegenbesuch.exchange.files import HEADINGS, csv_file, ods_file, xlsx_file

GERMAN = [
    ["Firma", "Nachname", "Vorname", "Straße"],
    ["Müller GmbH", "Schäfer", "Jörg", "Große Straße 5"],
    ["Böhm & Söhne", "Krüger", "Käthe", "Übergasse 1"],
]
JAPANESE = [
    ["会社名", "部署", "氏名", "フリガナ"],
    ["株式会社豊橋機械", "営業部", "佐原　光一", "サハラ　コウイチ"],
    ["神戸医療産業都市推進機構", "総務課", "山田　太郎", "ヤマダ　タロウ"],
]


def _cells(data: bytes) -> list[list[str]]:
    return [row.cells for row in read_file(data).sheets[0].rows]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "encoding",
    "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be cp1252 latin-1 mac_roman cp850".split(),
)
def test_german_is_read_in_each_encoding(encoding: str, separator: str) -> None:
    data = csv_file(*GERMAN, encoding=encoding, separator=separator)

    assert _cells(data) == GERMAN


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"],
)
def test_japanese_is_read_in_each_encoding(encoding: str) -> None:
    data = csv_file(*JAPANESE, encoding=encoding, separator=",")

    assert _cells(data) == JAPANESE


def test_one_line_in_another_encoding_is_read_and_noted() -> None:
    lines = [csv_file(row) for row in GERMAN] * 3
    lines[4] = csv_file(GERMAN[1], encoding="cp1252")

    rows = read_file(b"".join(lines)).sheets[0].rows

    assert rows[4].cells == GERMAN[1]
    assert [row.number for row in rows if row.notes] == [5]
    assert rows[4].notes == [(-1, "other-encoding", "")]


def test_a_quotation_mark_that_is_never_closed_costs_one_row() -> None:
    good = "".join(f"Firma {n};Ort {n}\r\n" for n in range(200))
    data = f'Firma;Ort\r\nSchmidt;"Leipzig\r\n{good}'.encode()

    rows = read_file(data).sheets[0].rows

    assert len(rows) == 202
    assert rows[1].cells == ["Schmidt", "Leipzig"]
    assert [row.number for row in rows if row.notes] == [2]
    assert rows[201].cells == ["Firma 199", "Ort 199"]


def test_cells_keep_their_lines_and_separators() -> None:
    data = csv_file(["a", "b"], ["one\ntwo; three", 'say "x"'])

    assert _cells(data)[1] == ["one\ntwo; three", 'say "x"']


def test_the_hint_of_excel_is_no_row_of_contacts() -> None:
    rows = _cells(b"sep=,\r\nName,Ort\r\nA;B,C\r\n")

    assert rows == [[], ["Name", "Ort"], ["A;B", "C"]]


def test_utf_8_that_was_read_as_western_is_mended() -> None:
    assert repaired("MÃ¼ller") == "Müller"
    assert repaired("株式会社".encode().decode("latin-1")) == "株式会社"
    assert repaired("Ãœbel".encode("cp1252").decode("cp1252")) == "Übel"
    assert repaired("Ärger, Ölofsson, Café") == "Ärger, Ölofsson, Café"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_decoding_fail(data: bytes) -> None:
    text, _encoding, _strays = decode(data)

    assert isinstance(text, str)


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    try:
        rows = read_file(data).sheets[0].rows
    except ActionError as error:
        rows = [str(error.message)]

    assert rows[0]


# --- spreadsheets ------------------------------------------------------------


def test_rows_of_a_spreadsheet_are_numbered_as_it_shows_them() -> None:
    data = xlsx_file([], ["", "Name"], [], ["", "Anna"])

    rows = read_file(data).sheets[0].rows

    assert [(r.number, r.cells) for r in rows if not r.is_empty] == [
        (2, ["", "Name"]),
        (4, ["", "Anna"]),
    ]


def test_cells_merged_downwards_in_ods_have_their_value_in_each_row() -> None:
    data = ods_file(
        ["Land", "Firma", "Name"],
        ["DE", "A GmbH", "x"],
        ["DE", None, "y"],
        ["DE", "B GmbH", "z"],
    )

    assert [cells[1] for cells in _cells(data)] == [
        "Firma", "A GmbH", "A GmbH", "B GmbH"
    ]  # fmt: skip


def test_cells_merged_downwards_have_their_value_in_each_row() -> None:
    data = xlsx_file(["Firma", "Name"], ["A GmbH", "x"], [None, "y"], merge="A2:A3")

    assert _cells(data)[1:] == [["A GmbH", "x"], ["A GmbH", "y"]]


def test_a_formula_without_result_is_kept_as_text() -> None:
    data = xlsx_file(["Name", "Notiz"], ["Anna", "=cmd|' /C calc'!A0"])

    row = read_file(data).sheets[0].rows[1]

    assert row.cells == ["Anna", "=cmd|' /C calc'!A0"]
    assert row.notes == [(1, "formula", "=cmd|' /C calc'!A0")]


def test_numbers_and_dates_become_texts() -> None:
    from datetime import date, datetime  # noqa: PLC0415 -- only here

    data = xlsx_file(["a"], [4109], [1.5], [date(2019, 6, 4)], [datetime(2019, 6, 4)])  # noqa: DTZ001 -- as spreadsheets have it

    assert [r[0] for r in _cells(data)[1:]] == [
        "4109",
        "1.5",
        "2019-06-04",
        "2019-06-04",
    ]


def test_a_stray_cell_far_away_is_refused_with_its_place() -> None:
    import openpyxl  # noqa: PLC0415 -- only here

    book = openpyxl.Workbook()
    book.active["A1"] = "Name"
    book.active["XFD1048576"] = "x"
    content = io.BytesIO()
    book.save(content)

    with pytest.raises(ActionError, match="reaches too far"):
        read_file(content.getvalue())


def _archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return content.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table><tr><td>x</td></tr></table>", "web page"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20, "neither"),
        (_archive(readme=b"x"), "no spreadsheet"),
        (_archive(xl__workbook_xml=b"\0" * 40_000_000), "Unpacked"),
        (_archive(xl__workbook_xml=b"<x/>"), "damaged"),
    ],
    ids=["nothing", "blank", "pdf", "html", "cut", "ole", "png", "zip", "bomb", "xlsx"],
)
def test_what_is_no_list_is_refused_with_a_reason(data: bytes, words: str) -> None:
    with pytest.raises(ActionError, match=words):
        read_file(data)


def test_an_encrypted_workbook_is_refused_with_what_to_do() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    data += "EncryptedPackage".encode("utf-16-le") + b"\0" * 600

    with pytest.raises(ActionError, match="password"):
        read_file(data)


def test_a_text_is_told_from_its_content_not_its_name() -> None:
    assert read_file(csv_file(HEADINGS, HEADINGS)).kind == "csv"
    assert read_file(xlsx_file(HEADINGS)).kind == "xlsx"
    assert read_file(b'[{"name": "Anna"}]').kind == "json"
    assert read_file(b"\r\nBEGIN:VCARD\r\nFN:A\r\nEND:VCARD\r\n").kind == "vcard"


def test_a_spreadsheet_with_macros_is_read_without_them() -> None:
    plain = xlsx_file(["Name"], ["Anna Klein"])
    content = io.BytesIO(plain)
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")

    book = read_file(content.getvalue())

    assert book.detail == "its macros were not read"
    assert book.sheets == read_file(plain).sheets


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ("utf-8-sig ;", "UTF-8, durch Semikolon getrennt"),
        ("cp932 ,", "Shift_JIS (Windows-31J), durch Komma getrennt"),
        ("utf-16 tab", "UTF-16, durch Tabulator getrennt"),
        ("cp1252 ^", "Windows-1252, durch „^“ getrennt"),
        ("utf-8", "UTF-8"),
        ("", ""),
    ],
)
def test_how_a_text_was_read_is_said_in_words(detail: str, words: str) -> None:
    with translation.override("de"):
        assert file_words.in_words(detail) == words
