from __future__ import annotations

from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import pytest
import typst
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import translation
from docx import Document as WordFile
from openpyxl import load_workbook
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader, PdfWriter

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.documents.blocks import Document, Paragraph
from gegenbesuch.documents.catalogue import entries_of
from gegenbesuch.documents.rendering import to_pdf
from tests import factories as make
from tests.cast import signed_in
from tests.factories import i18n
from tests.gegenbesuch.documents.conftest import (
    AT,
    KAMINO,
    document,
    on,
    text_of,
)
from tests.pages_of import faults_of

if TYPE_CHECKING:
    from pathlib import Path

    from gegenbesuch.accounts.models import User
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("language", ["de", "en", "ja"])
def test_every_document_passes_a_checker_of_pdf_ua(language: str, mission: Mission):
    for entry in entries_of(mission):
        with translation.override(language):
            file = entry.render("pdf", at=AT)

        found = validate_pdf_bytes(file, profile=ValidationProfile.PDF_UA_1)
        assert [row.message for row in found.failures] == [], entry.key
        assert faults_of(file) == [], entry.key


def test_a_file_without_tags_would_not_pass(mission: Mission):
    """The checker is one: the same text without structure fails it."""
    pages = PdfWriter()
    pages.add_blank_page(100, 100)
    file = BytesIO()
    pages.write(file)

    found = validate_pdf_bytes(file.getvalue(), profile=ValidationProfile.PDF_UA_1)

    assert not found.is_compliant


def test_words_over_others_and_beyond_the_page_are_seen():
    """The check is one: a page with both is found out."""
    page = """
        #set page(width: 60pt, height: 60pt, margin: 5pt)
        #place(dx: 20pt, box(width: 200pt)[Toyohashi])
        #place(dx: 20pt, box(width: 200pt)[MMMMMMMM])
    """
    found = faults_of(typst.compile(page.encode(), format="pdf"))

    assert any("leaves the page" in fault for fault in found)
    assert any("lies over" in fault for fault in found)
    assert faults_of(typst.compile(b"Toyohashi", format="pdf")) == []


def test_a_character_that_no_font_has_is_named():
    with (
        translation.override("en"),
        pytest.raises(ActionError, match="characters 김 晓"),
    ):
        to_pdf(Document("x", "List", [Paragraph("김, 晓")], "Amt"), at=AT)


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
    """Whoever travels, and whom an item names, once each."""
    goes = {row.person.code for row in mission.participations.all() if row.person}

    keys = [e.key for e in entries_of(mission) if e.key.startswith("programme_for_")]

    assert sorted(keys) == sorted(f"programme_for_{code}" for code in goes)
    assert "Empfang im Rathaus" in text_of(document(mission, keys[0], "de"))


def test_a_programme_of_ones_own_heeds_groups_and_hosts(mission: Mission):
    """What names only a host is for all who travel, what names a group for it."""
    lead = mission.participations.get(function="lead")
    other = mission.participations.get(function="interpreter")
    group = make.GroupFactory(mission=mission, name=i18n("Gruppe Nord"))
    group.members.add(other)
    for title, people, groups in (
        ("Beim Bürgermeister", [make.PersonFactory(office=mission.office)], []),
        ("Fahrt in den Norden", [], [group]),
    ):
        item = make.ProgrammeItemFactory(mission=mission, title=i18n(title))
        item.people.set(people)
        item.groups.set(groups)

    of_lead, of_other = (
        text_of(document(mission, f"programme_for_{row.person.code}", "de"))
        for row in (lead, other)
    )

    assert "Beim Bürgermeister" in of_lead
    assert "Fahrt in den Norden" not in of_lead
    assert "Empfang im Rathaus" in of_lead
    assert "Nur für: Gruppe Nord" in of_other
    assert "Beim Bürgermeister" in of_other
    assert "Empfang im Rathaus" not in of_other


def test_the_greetings_list_says_why(mission: Mission):
    event = mission.guest_lists.get()

    text = text_of(document(mission, f"greetings_list_{event.code}", "de"))

    assert "Keine Kategorie angegeben." in text


def test_a_name_that_nobody_here_reads_is_told_by_post(mission: Mission):
    """The paper for a German council is read by people who read no katakana."""
    feldkamp = Name(kana=Spelling("フェルトカンプ", "ヤン"))
    person = make.PersonFactory(office=mission.office, name=feldkamp)
    make.RoleFactory(
        person=person,
        title=i18n("Gebietsleiter", ja="エリアマネージャー"),
        organisation__name=i18n("Stadtwerke"),
    )
    make.ParticipationFactory(mission=mission, person=person, function="member")

    german = text_of(document(mission, "council_paper", "de"))

    assert "Gebietsleiter, Stadtwerke Name nur in japanischer Schrift" in german
    assert "フェルトカンプ" not in german
    press = text_of(document(mission, "delegation_list_short", "en"))
    assert "Name known in Japanese script only" in press
    assert "フェルトカンプ" in text_of(document(mission, "council_paper", "ja"))


def test_the_briefing_book_tells_whom_one_meets(mission: Mission):
    host = mission.stops.get().host
    make.RoleFactory(
        person=make.PersonFactory(office=mission.office, name=KAMINO, salutation="mr"),
        organisation=host,
        title=i18n("Bürgermeister"),
    )
    before = make.MissionFactory(
        office=mission.office, title=i18n("Reise 2027"), starts_on=on("2027-05-02")
    )
    make.ParticipationFactory(mission=before, organisation=host, function="partner")

    text = text_of(document(mission, "briefing_book", "de"))

    assert "Zwanzig Firmen treffen" in text
    assert "Empfang im Rathaus" in text
    assert "Gemeinsam bisher Reise 2027, 2. Mai 2027" in text
    assert "Herr Kamino" in text


def test_a_profile_sheet_says_what_a_company_offers(mission: Mission):
    company = mission.participations.get(function="lead").organisation
    profile = make.ProfileFactory(
        mission=mission, organisation=company, summary=i18n("Wir bauen Formen.")
    )
    make.StatementFactory(profile=profile, kind="offer", text="Druckgussformen")
    make.StatementFactory(profile=profile, kind="need", text="ein Partner für Vertrieb")

    text = text_of(document(mission, "profile_sheets", "de"))

    assert "Werkzeugbau GmbH" in text
    assert "Wir bauen Formen." in text
    assert "Was wir bieten • Druckgussformen" in text
    assert "Was wir suchen • ein Partner für Vertrieb" in text


def test_notes_are_prepared_for_each_occasion(mission: Mission):
    make.ProgrammeItemFactory(
        mission=mission, kind="meeting", title=i18n("Gespräch im Werk")
    )
    make.ProgrammeItemFactory(
        mission=mission, kind="meeting", title=i18n("Fällt aus"), status="dropped"
    )
    mission.items.filter(title__contains="Rathaus").update(kind="reception")

    speech = text_of(document(mission, "speaking_notes", "de"))
    note = text_of(document(mission, "meeting_notes", "de"))

    assert "Empfang im Rathaus" in speech
    assert "Gespräch im Werk" not in speech
    assert "Gespräch im Werk" in note
    assert "Goro Kamino" in note
    assert "Fällt aus" not in note


def test_words_of_welcome_greet_by_rank(mission: Mission):
    event = mission.guest_lists.get()
    minister = Name(family="Adler", given="Ina")
    make.GuestFactory(
        guest_list=event,
        status="accepted",
        name=minister,
        address="ms",
        category="minister",
    )

    text = text_of(document(mission, f"speaking_notes_{event.code}", "de"))

    assert text.index("Frau Adler") < text.index("Goro Kamino")


def test_who_has_no_mail_gets_a_letter(mission: Mission):
    event = mission.guest_lists.get()

    text = text_of(document(mission, f"invitations_{event.code}", "de"))

    assert "Guten Tag" in text
    assert "/link/" not in text


def test_letters_to_guests_are_in_the_language_of_each(mission: Mission):
    event = mission.guest_lists.get()
    make.GuestFactory(
        guest_list=event,
        email="",
        language="ja",
        name=Name(family="Kamino", given="Hana", kanji=Spelling("神野", "花")),
    )

    text = text_of(document(mission, f"invitations_{event.code}", "de"))

    assert "神野花様" in text
    assert "Guten Tag" in text
    assert "敬具" in text


def test_a_spreadsheet_and_a_word_file_can_be_edited_on(mission: Mission):
    sheet = load_workbook(
        BytesIO(document(mission, "delegation_list_long", "de", "xlsx"))
    ).active
    word = WordFile(BytesIO(document(mission, "council_paper", "de", "docx")))

    assert sheet is not None
    assert [cell.value for cell in sheet[2]][1] == "KAMINO Goro\n神野吾郎"
    assert any("Zwanzig Firmen" in c.text for t in word.tables for c in t._cells)


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
    assert {
        entry.key for group in page.context["groups"] for entry in group["entries"]
    } == {
        "delegation_list_short",
        "programme_short",
    }
    assert (status("programme_short"), status("programme_long")) == (200, 403)
    assert status("nothing") == 404


def test_thanks_to_hosts_are_in_the_offices_own_words(mission: Mission):
    usual = text_of(document(mission, "thank_you_letters", "de"))
    make.WordingFactory(
        office=mission.office,
        kind="thank_host",
        language="de",
        subject="Dank an {partner}",
        body="{salutation}\n\ndas war gut.\n\n{host}",
    )

    own = text_of(document(mission, "thank_you_letters", "de"))

    host = str(mission.stops.get().host)
    assert "Ihre Gastfreundschaft" in usual
    assert f"Dank an {host}" in own
    assert "das war gut." in own
    assert "Ihre Gastfreundschaft" not in own


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

    wanted = {
        f"{entry.key}.{ending}"
        for entry in entries_of(mission)
        if not entry.is_sensitive
        for ending in entry.endings
    }
    assert {path.name for path in tmp_path.iterdir()} == wanted
    assert len(out.getvalue().splitlines()) == len(wanted)


def test_the_command_names_a_mission_that_is_not_there(tmp_path: Path):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("render_documents", "nowhere", "--out", str(tmp_path))
