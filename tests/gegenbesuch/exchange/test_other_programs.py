"""What goes out is read by the programs that people have, and comes back whole."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gegenbesuch.exchange import contacts_out, exporting, tables
from tests.gegenbesuch.exchange.test_exporting import (
    NAMES,
    as_dict,
    imported,
    roles_of,
    whole_person,
)

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office
    from gegenbesuch.core.values.name import Name

KHARD = Path(sys.executable).with_name("khard")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
CONFIGURATION = """
[addressbooks]
[[book]]
path = {folder}
[general]
editor = true
merge_editor = true
"""
ADDRESS = re.compile(r"(street|postcode|city|region|country)(#\d+)?")
#: Every kind of cell that a spreadsheet program likes to change.
CELLS = [
    ["Name", "氏名", "Nummer"],
    ["=1+1", "+SUM(A1:A9)", "00123"],
    ["-5", "1E5", "2019-06"],
    ["  zwei  Leerzeichen ", "山﨑　髙", "TRUE"],
    ["mehrere\nZeilen", 'mit "Anführung"; und, Komma', "+49 341 1234567"],
    ["", "'Apostroph", "31.02.2019"],
    ["Ω≈ç√∫", "🏯 Burg", "1,5"],
]


class AddressBook:
    """khard with one card, used as somebody at a terminal would."""

    def __init__(self, folder: Path, card: bytes) -> None:
        self.card = folder / "book" / "card.vcf"
        self.card.parent.mkdir()
        self.card.write_bytes(card)
        self.configuration = folder / "khard.conf"
        text = CONFIGURATION.format(folder=self.card.parent)
        self.configuration.write_text(text, encoding="utf-8")

    def say(self, *command: str, answer: str = "") -> str:
        """Return what the program says."""
        done = subprocess.run(
            [str(KHARD), "-c", str(self.configuration), *command],
            input=answer,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def edit(self, old: str, new: str) -> None:
        """Change a text of the form in which the program shows the card."""
        form = self.say("show", "--format", "yaml")
        assert old in form
        file = self.configuration.with_suffix(".yaml")
        file.write_text(form.replace(old, new), encoding="utf-8")
        self.say("edit", "-i", str(file), answer="yes\n")


def _without_order(contact: dict[str, list[str]]) -> dict[str, object]:
    """Return a contact whose addresses may stand in any order."""
    addresses: dict[str, list[str]] = {}
    rest = {}
    for field, values in contact.items():
        if found := ADDRESS.fullmatch(field):
            addresses.setdefault(found[2] or "", []).extend([found[1], *values])
        else:
            rest[field] = values
    return {**rest, "addresses": sorted(addresses.values())}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES, ids=["latin", "all", "kanji", "single"])
@pytest.mark.parametrize("file_format", ["vcard3", "vcard4"])
def test_a_card_that_was_edited_in_an_address_book_has_lost_nothing(
    office: Office, other_office: Office, tmp_path: Path, name: Name, file_format: str
) -> None:
    person = whole_person(office, name)
    contact = contacts_out.person_as_contact(person)
    book = AddressBook(tmp_path, exporting.written([contact], file_format))

    book.edit("a@klein-firma.de", "neu@klein-firma.de")
    back = imported(other_office, book.card.read_bytes())

    expected = as_dict(person)
    expected["email"] = ["b@klein-firma.de", "neu@klein-firma.de"]
    assert _without_order(as_dict(back)) == _without_order(expected)
    assert roles_of(back) == roles_of(person)


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", ["vcard3", "vcard4"])
def test_an_address_book_finds_mails_and_numbers(
    office: Office, tmp_path: Path, file_format: str
) -> None:
    contact = contacts_out.person_as_contact(whole_person(office, NAMES[1]))
    book = AddressBook(tmp_path, exporting.written([contact], file_format))

    mails = book.say("email", "--parsable", "--remove-first-line").splitlines()
    numbers = book.say("phone", "--parsable").splitlines()

    assert [line.split("\t")[:2] for line in mails] == [
        ["a@klein-firma.de", "Koichi Sahara"],
        ["b@klein-firma.de", "Koichi Sahara"],
    ]
    assert sorted(line.split("\t")[0] for line in numbers) == [
        "+49 171 1234567",
        "+49 341 1234567",
        "+49 341 1234568",
    ]


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("file_format", ["xlsx", "ods"])
def test_libreoffice_shows_the_same_cells(tmp_path: Path, file_format: str) -> None:
    file = tmp_path / f"list.{file_format}"
    file.write_bytes(tables.table_bytes(CELLS, file_format))

    done = subprocess.run(
        [
            str(OFFICE), "--headless", f"-env:UserInstallation={tmp_path.as_uri()}/own",
            "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true",
            "--outdir", str(tmp_path), str(file),
        ],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )  # fmt: skip

    shown = tmp_path / "list.csv"
    assert shown.exists(), done.stderr
    with shown.open(encoding="utf-8", newline="") as text:
        assert list(csv.reader(text)) == CELLS
