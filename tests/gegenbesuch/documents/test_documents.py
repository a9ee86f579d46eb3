from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import translation
from docx import Document as WordFile
from openpyxl import load_workbook
from pypdf import PdfReader

from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.documents.blocks import Card, Cards
from gegenbesuch.documents.catalogue import entries_of
from gegenbesuch.documents.rendering import to_pdf
from gegenbesuch.guests import services as guests
from gegenbesuch.missions.selectors import mission_with_names
from tests import factories as make
from tests.cast import signed_in
from tests.factories import i18n

if TYPE_CHECKING:
    from pathlib import Path

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 5, tzinfo=UTC)
on = PartialDate.from_code
KAMINO = Name(
    family="Kamino",
    given="Goro",
    kanji=Spelling("神野", "吾郎"),
    kana=Spelling("かみの", "ごろう"),
)
LONGEST = Name(family="Freifrau von Schlackenwerth-Kladrubien", given="Annegret-Luise")


@pytest.fixture
def mission(office: Office) -> Mission:
    made = make.MissionFactory(
        office=office,
        title=i18n("Reise nach Toyohashi", ja="豊橋訪問"),
        starts_on=on("2031-06-03"),
        ends_on=on("2031-06-08"),
    )
    person = make.PersonFactory(office=office, name=KAMINO)
    company = make.OrganisationFactory(office=office, name=i18n("Werkzeugbau GmbH"))
    make.ParticipationFactory(
        mission=made,
        person=person,
        organisation=company,
        function="lead",
        title=i18n("Präsident", ja="会長"),
    )
    make.ParticipationFactory(
        mission=made,
        person=make.PersonFactory(office=office, name=LONGEST),
        function="interpreter",
        is_public=False,
    )
    make.StopFactory(mission=made, host=make.OrganisationFactory(office=office))
    make.GoalFactory(mission=made, text=i18n("Zwanzig Firmen treffen"))
    item = make.ProgrammeItemFactory(
        mission=made,
        title=i18n("Empfang im Rathaus", ja="市庁舎レセプション"),
        place=make.PlaceFactory(),
        planned_on=on("2031-06-04"),
        planned_start=time(18, 30),
    )
    item.people.add(person)
    event = make.GuestListFactory(mission=made)
    one = make.GuestFactory(guest_list=event, status="accepted", name=KAMINO)
    make.GuestFactory(guest_list=event, status="accepted", companion_of=one)
    make.GuestFactory(guest_list=event, status="listed", email="")
    guests.add_tables(event, count=1, seats=4, shape="round", actor=None)
    guests.compute_seating(event, actor=None)
    return mission_with_names().get(pk=made.pk)


def text_of(file: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(file)).pages]
    return " ".join("\n".join(pages).split())


def document(mission: Mission, key: str, language: str, ending: str = "pdf") -> bytes:
    entry = next(entry for entry in entries_of(mission) if entry.key == key)
    with translation.override(language):
        return entry.render(ending, at=AT)


@pytest.mark.parametrize("language", ["de", "en", "ja"])
def test_every_document_is_made_and_tagged(language: str, mission: Mission):
    for entry in entries_of(mission):
        with translation.override(language):
            reader = PdfReader(BytesIO(entry.render("pdf", at=AT)))

        root: Any = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"].value is True, entry.key
        assert root["/Lang"] == language, entry.key
        assert reader.metadata is not None
        assert reader.metadata.title, entry.key


def test_the_list_for_the_press_leaves_the_internal_out(mission: Mission):
    short = text_of(document(mission, "delegation_list_short", "de"))
    long = text_of(document(mission, "delegation_list_long", "de"))

    assert "Goro Kamino" in short
    assert "Annegret-Luise" not in short
    assert "KAMINO Goro" in long
    assert "神野吾郎" in long
    assert "Annegret-Luise" in long


def test_the_function_is_that_of_the_time(mission: Mission):
    person = make.PersonFactory(office=mission.office)
    make.ParticipationFactory(mission=mission, person=person)
    for title, since, until in (
        ("Referentin", "2019", "2029"),
        ("Amtsleiterin", "2030-01", ""),
        ("Bürgermeisterin", "2032", ""),
    ):
        make.RoleFactory(
            person=person,
            title=i18n(title),
            started_on=on(since),
            ended_on=on(until),
            organisation__name=i18n("Stadt Leipzig"),
        )

    text = text_of(document(mission, "delegation_list_short", "de"))

    assert "Amtsleiterin Stadt Leipzig" in text
    assert "Referentin" not in text
    assert "Bürgermeisterin" not in text


def test_names_are_in_the_script_of_the_reader(mission: Mission):
    assert "神野吾郎" in text_of(document(mission, "delegation_list_short", "ja"))


def test_the_programme_gives_times_of_the_place(mission: Mission):
    text = text_of(document(mission, "programme_long", "ja"))

    assert "市庁舎レセプション" in text
    assert "18:30" in text


def test_a_person_has_a_programme_of_their_own(mission: Mission):
    keys = [e.key for e in entries_of(mission) if e.key.startswith("programme_for_")]

    assert len(keys) == 1
    assert "Empfang im Rathaus" in text_of(document(mission, keys[0], "de"))


def test_the_greetings_list_says_why(mission: Mission):
    event = mission.guest_lists.get()

    text = text_of(document(mission, f"greetings_list_{event.code}", "de"))

    assert "Keine Kategorie angegeben." in text


def test_who_has_no_mail_gets_a_letter(mission: Mission):
    event = mission.guest_lists.get()

    text = text_of(document(mission, f"invitations_{event.code}", "de"))

    assert "Guten Tag" in text
    assert "/link/" not in text


def test_a_spreadsheet_and_a_word_file_can_be_edited_on(mission: Mission):
    sheet = load_workbook(
        BytesIO(document(mission, "delegation_list_long", "de", "xlsx"))
    ).active
    word = WordFile(BytesIO(document(mission, "council_paper", "de", "docx")))

    assert sheet is not None
    assert [cell.value for cell in sheet[2]][1] == "KAMINO Goro\n神野吾郎"
    assert any("Zwanzig Firmen" in c.text for t in word.tables for c in t._cells)


def test_the_longest_name_stays_on_its_badge():
    name = "Annegret-Luise Freifrau von Schlackenwerth-Kladrubien-Hohenstein"
    cards = Cards("name_badges", "Schilder", "Amt", [Card(name, "", ("x" * 60,))] * 11)

    with translation.override("de"):
        reader = PdfReader(BytesIO(to_pdf(cards, at=AT)))

    assert len(reader.pages) == 2
    text = "".join(reader.pages[0].extract_text().split())
    assert text.count("".join(name.split())) == 10


def test_each_document_taken_along_is_logged(mission: Mission, bruno: User):
    address = reverse(
        "documents:document", args=[mission.code, "programme_short", "docx"]
    )

    response = signed_in(bruno).get(address, {"language": "ja"})

    assert "programme_short-ja.docx" in response["Content-Disposition"]
    entry = AuditEntry.objects.get(verb="documents.document.exported")
    assert entry.context == {"document": "programme_short.docx", "language": "ja"}


def test_a_viewer_gets_the_public_ones_only(mission: Mission, chloe: User):
    client = signed_in(chloe)

    def status(key: str) -> int:
        address = reverse("documents:document", args=[mission.code, key, "pdf"])
        return client.get(address).status_code

    page = client.get(reverse("documents:documents", args=[mission.code]))
    assert {entry.key for entry in page.context["entries"]} == {
        "delegation_list_short",
        "programme_short",
    }
    assert (status("programme_short"), status("programme_long")) == (200, 403)
    assert status("nothing") == 404


@pytest.mark.slow
def test_the_command_writes_a_file_for_each(mission: Mission, tmp_path: Path):
    out = StringIO()

    call_command(
        "render_documents",
        mission.code,
        "--language",
        "ja",
        "--out",
        str(tmp_path),
        stdout=out,
    )

    wanted = {f"{e.key}.{end}" for e in entries_of(mission) for end in e.endings}
    assert {path.name for path in tmp_path.iterdir()} == wanted
    assert len(out.getvalue().splitlines()) == len(wanted)


def test_the_command_names_a_mission_that_is_not_there(tmp_path: Path):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("render_documents", "nowhere", "--out", str(tmp_path))
