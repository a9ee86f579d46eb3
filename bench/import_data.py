"""
Make a messy list of contacts: what offices really keep, ten thousand rows of it.

German, English and Japanese rows mixed; a title above the headings, merged cells,
empty rows, repeated headings, totals; the same people written otherwise; dates
that do not exist, formulas, several people in a cell; and in a text file lines in
another encoding, open quotation marks and NUL characters.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell

GERMAN = (
    "Müller Schmidt Schneider Fischer Weber Schäfer Köhler Krüger Böhm Groß".split()
)
GERMAN += (
    "Jäger Schulze Richter Lorenz Grün Straßer Vogel Döring Uhlig Zschoche".split()
)
GIVEN = "Anna Bernd Jürgen Käthe Sören Uwe Ines Jörg Antje Falk Doreen Götz".split()
ENGLISH = "Smith Jones O'Neill Walker Hughes Bennett Fraser Doyle Price Marsh".split()
ENGLISH_GIVEN = "Emma Oliver Grace Henry Alice Jack Ruth Simon Helen Mark".split()
JAPANESE = [
    ("佐藤", "サトウ", "Sato"), ("鈴木", "スズキ", "Suzuki"), ("高橋", "タカハシ", "Takahashi"),
    ("渡邊", "ワタナベ", "Watanabe"), ("大口", "オオグチ", "Oguchi"), ("神野", "カミノ", "Kamino"),
    ("髙木", "タカギ", "Takagi"), ("山本", "ヤマモト", "Yamamoto"), ("小林", "コバヤシ", "Kobayashi"),
    ("井上", "イノウエ", "Inoue"), ("加藤", "カトウ", "Kato"), ("豊田", "トヨダ", "Toyoda"),
]  # fmt: skip
JAPANESE_GIVEN = [
    ("光一", "コウイチ", "Koichi"), ("太郎", "タロウ", "Taro"), ("花子", "ハナコ", "Hanako"),
    ("美香", "ミカ", "Mika"), ("健", "ケン", "Ken"), ("陽子", "ヨウコ", "Yoko"),
    ("順一", "ジュンイチ", "Junichi"), ("真由美", "マユミ", "Mayumi"), ("翔", "ショウ", "Sho"),
]  # fmt: skip
TRADES = "Maschinenbau Biotech Energie Logistik Optik Chemie Textil Software".split()
TRADES_JA = "機械 製薬 電力 物流 光学 化学 繊維 情報".split()
WRONG_DATES = ["31.02.2019", "2019/13/1", "32.12.2020", "irgendwann", "00.00.0000"]
GOOD_DATES = [
    "4.6.2019",
    "2019-06-04",
    "43620",
    "令和元年6月",
    "Juni 2019",
    "2015",
    "June 2017",
]
HEADINGS = [
    "Firma", "Abteilung", "Funktion", "Anrede", "Name", "Vorname", "氏名", "フリガナ",
    "E-Mail", "Telefon", "Mobil", "Straße", "PLZ", "Ort", "Land", "Seit", "Bemerkung",
]  # fmt: skip
FORMULAS = ["=cmd|' /C calc'!A0", "=1+1", "@SUM(A1:A9)", '=HYPERLINK("http://x","y")']


def people(count: int, seed: int) -> list[list[str]]:
    """Return rows of messy contacts under `HEADINGS`."""
    rng = random.Random(seed)
    clean: list[list[str]] = []
    rows: list[list[str]] = []
    for number in range(count):
        dice = rng.random()
        if dice < 0.02:
            rows.append([""] * len(HEADINGS))
        elif dice < 0.022:
            rows.append(list(HEADINGS))
        elif dice < 0.024:
            rows.append(["Summe", *[""] * 7, str(number), *[""] * 8])
        elif dice < 0.14 and clean:
            rows.append(again(rng.choice(clean), rng))
        else:
            row = person(number, rng)
            clean.append(row)
            rows.append(spoilt(row, rng) if rng.random() < 0.12 else row)
    return rows


def person(number: int, rng: random.Random) -> list[str]:
    """Return one contact as it should be."""
    kind = rng.choice(["de", "de", "ja", "ja", "en"])
    trade = rng.randrange(len(TRADES))
    date = rng.choice(GOOD_DATES) if rng.random() < 0.5 else ""
    body = number // 3
    if kind == "ja":
        family, given = rng.choice(JAPANESE), rng.choice(JAPANESE_GIVEN)
        return [
            f"株式会社{family[0]}{TRADES_JA[trade]}{body}", "営業部", rng.choice(["部長", "課長", ""]), "",
            rng.choice([family[2], ""]), given[2] if rng.random() < 0.5 else "",
            f"{family[0]}　{given[0]}", f"{family[1]} {given[1]}",
            f"{family[2]}.{given[2]}.{number}@firma{body}.example.jp".lower(),
            f"0532-{number % 90 + 10:02}-{number % 10000:04}", "", f"今橋町{number % 99 + 1}番地",
            "440-8501", "豊橋市", "日本", date, "",
        ]  # fmt: skip
    names, givens = (GERMAN, GIVEN) if kind == "de" else (ENGLISH, ENGLISH_GIVEN)
    family_name, given_name = rng.choice(names), rng.choice(givens)
    form = rng.choice(["GmbH", "AG", "e.V."]) if kind == "de" else "Ltd"
    return [
        f"{family_name} {TRADES[trade]} {body} {form}", rng.choice(["Vertrieb", ""]),
        rng.choice(["Geschäftsführer", "Leiterin", "Managing Director", ""]),
        rng.choice(["Herr", "Frau", ""]), rng.choice(["", "Dr. "]) + family_name, given_name, "", "",
        f"k{number}@firma{body}.example" if rng.random() < 0.8 else "",
        f"0341 / {number % 900000 + 100000}", f"0171-{number % 9000000 + 1000000}" if rng.random() < 0.3 else "",
        f"Hauptstraße {number % 200 + 1}", "04109", "Leipzig", "Deutschland" if kind == "de" else "UK",
        date, "",
    ]  # fmt: skip


def again(row: list[str], rng: random.Random) -> list[str]:
    """Return the same contact as somebody else wrote it."""
    row = list(row)
    way = rng.randrange(4)
    if way == 0:
        row[4] = row[4].replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")
        row[0] = row[0].upper()
    elif way == 1:
        row[0] = (
            row[0].replace("株式会社", "（株）").replace("GmbH", "Gesellschaft mbH")
        )
    elif way == 2:
        row[8], row[16] = row[8].upper(), "Messe 2024"
    elif row[6]:
        row[0], row[6], row[7] = "", "", ""
        row[4], row[5] = row[4] or "Sato", row[5] or "Ken"
    return row


def spoilt(row: list[str], rng: random.Random) -> list[str]:
    """Return a contact with something wrong."""
    row = list(row)
    way = rng.randrange(9)
    if way == 0:
        row[15] = rng.choice(WRONG_DATES)
    elif way == 1:
        row[16] = rng.choice(FORMULAS)
    elif way == 2:
        row[8] = rng.choice(
            ["keine", "foo@@bar", "a@b.example; c@d.example", "x (at) y.example"]
        )
    elif way == 3:
        row[9] = rng.choice(["auf Anfrage", "12", "0341/1234567 oder 0341/7654321"])
    elif way == 4:
        row[4], row[5], row[6], row[7], row[0] = "", "", "", "", ""
    elif way == 5:
        row[4], row[5], row[6], row[7] = "Anna Müller und Bernd Klein", "", "", ""
    elif way == 6:
        row[0] = row[0].encode("utf-8").decode("latin-1")
    elif way == 7:
        row[16] = "lang " * rng.choice([100, 9000])
    else:
        row[14] = "Absurdistan"
    return row


def write_xlsx(rows: list[list[str]], path: Path) -> None:
    """Write a workbook with a title, merged cells and an empty column."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Kontakte"
    sheet.append(["Kontaktliste Japan, Stand Mai 2024"])
    sheet.merge_cells("A1:H1")
    sheet.append([])
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append([cell[:32_000] for cell in row])
    for cell in (c for line in sheet.iter_rows(min_row=4) for c in line):
        if isinstance(cell, Cell) and cell.value and str(cell.value).isdecimal():
            cell.value = int(str(cell.value)) if cell.column == 16 else cell.value
    for start in range(20, min(len(rows), 2000), 190):
        sheet.merge_cells(
            start_row=start, end_row=start + 2, start_column=1, end_column=1
        )
    book.create_sheet("Notizen").append(["Bitte nicht ändern"])
    book.save(path)


def write_csv(rows: list[list[str]], path: Path, encoding: str = "utf-8") -> None:
    """Write a text in which some lines have another encoding, or other faults."""
    lines = []
    for row in [["Kontaktliste Japan"], [], HEADINGS, *rows]:
        line = io.StringIO()
        csv.writer(line, delimiter=";", lineterminator="\r\n").writerow(row)
        lines.append(line.getvalue())
    data = []
    for number, text in enumerate(lines):
        if encoding == "utf-8" and number % 331 == 7:
            data.append(text.encode("cp1252", "replace"))
        elif number % 401 == 9:
            data.append(text.replace(";", ";\0", 1).encode(encoding, "replace"))
        else:
            data.append(text.encode(encoding, "replace"))
    path.write_bytes(b"".join(data))


def main() -> None:
    """Write one file; the kind follows from its name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--encoding", default="utf-8")
    options = parser.parse_args()
    rows = people(options.rows, options.seed)
    if options.file.suffix == ".xlsx":
        write_xlsx(rows, options.file)
    else:
        write_csv(rows, options.file, options.encoding)
    print(f"{options.file}: {len(rows)} rows")


if __name__ == "__main__":
    main()
