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
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader, PdfWriter

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.documents.blocks import Card, Cards, Document, Paragraph
from gegenbesuch.documents.catalogue import entries_of
from gegenbesuch.documents.content.guests import drawn_seating
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


@pytest.mark.parametrize("language", ["de", "en", "ja"])
def test_every_document_passes_a_checker_of_pdf_ua(language: str, mission: Mission):
    for entry in entries_of(mission):
        with translation.override(language):
            file = entry.render("pdf", at=AT)

        found = validate_pdf_bytes(file, profile=ValidationProfile.PDF_UA_1)
        assert [row.message for row in found.failures] == [], entry.key


def test_a_file_without_tags_would_not_pass(mission: Mission):
    """The checker is one: the same text without structure fails it."""
    pages = PdfWriter()
    pages.add_blank_page(100, 100)
    file = BytesIO()
    pages.write(file)

    found = validate_pdf_bytes(file.getvalue(), profile=ValidationProfile.PDF_UA_1)

    assert not found.is_compliant


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


def test_the_drawn_plan_names_every_seat_in_order(mission: Mission):
    event = mission.guest_lists.get()

    text = text_of(document(mission, f"seating_plan_drawn_{event.code}", "de"))

    seats = ["1 Goro Kamino", "2 ", "3 – frei", "4 – frei"]
    places = [text.index(seat) for seat in seats]
    assert places == sorted(places)


def test_a_long_table_has_its_place_of_honour_in_the_middle(mission: Mission):
    event = mission.guest_lists.get()
    event.tables.update(shape="long", seats=6)

    plan: Any = drawn_seating(event)

    assert [table.honour for table in plan.tables] == [2]
    assert plan.tables[0].is_long


def test_a_badge_of_a_guest_has_the_code_for_the_door(mission: Mission):
    event = mission.guest_lists.get()
    codes = set(event.guests.filter(status="accepted").values_list("code", flat=True))

    reader = PdfReader(BytesIO(document(mission, f"name_badges_{event.code}", "en")))

    root: Any = reader.trailer["/Root"]
    assert alternatives(root["/StructTreeRoot"]) == {
        f"Code for the door: {code}" for code in codes
    }


def alternatives(part: Any) -> set[str]:
    """Return what stands for the pictures of a PDF."""
    part = part.get_object() if hasattr(part, "get_object") else part
    if isinstance(part, list):
        return set().union(*map(alternatives, part))
    if not isinstance(part, dict):
        return set()
    own = {str(part["/Alt"])} if part.get("/S") == "/Figure" else set()
    return own | alternatives(part.get("/K"))


def test_a_programme_to_fold_has_four_pages_on_a_sheet(mission: Mission):
    for n in range(60):
        make.ProgrammeItemFactory(
            mission=mission,
            title=i18n(f"Termin {n:02} mit einem recht langen Namen"),
            planned_on=on(f"2031-06-{3 + n // 6:02}"),
            planned_start=time(8 + n % 6),
        )

    file = document(mission, "programme_to_fold", "de")

    sheets = PdfReader(BytesIO(file)).pages
    upright = [" ".join(page.extract_text((0,)).split()) for page in sheets]
    head_down = [page.extract_text((180,)) for page in sheets]
    count = int(upright[0].split("Seite 1 / ")[1].split()[0])
    assert count > 4
    assert len(sheets) == -(-count // 4)
    assert f"Seite 4 / {count}" in upright[0]
    assert f"Seite 5 / {count}" in upright[1]
    assert head_down[0]


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


@pytest.mark.parametrize(("folded", "pitch"), [(False, 54), (True, 67)])
def test_nothing_on_a_card_leaves_it(folded: bool, pitch: int):  # noqa: FBT001 -- a case
    """Even a name that is written out in full, twice, with two long posts."""
    name = "Annegret-Luise Freifrau von Schlackenwerth-Kladrubien-Hohenstein " * 2
    post = "Stellvertretende Geschäftsführerin für internationale Angelegenheiten " * 2
    cards = [Card(name, name, (post, post), "" if folded else "abcdefgh23")] * 4
    heights: list[float] = []

    def see(text: str, _cm: Any, tm: list[float], *_font: Any) -> None:
        if text.strip():
            heights.append((297 - 13) - (tm[5] * _cm[3] + _cm[5]) / 72 * 25.4)

    with translation.override("de"):
        file = to_pdf(Cards("cards", "Karten", "Amt", cards, folded), at=AT)
    pages = PdfReader(BytesIO(file)).pages
    pages[0].extract_text(visitor_text=see)

    assert len(pages) == 1
    assert heights
    assert max(heights) < 2 * pitch
    assert {height % pitch < pitch - 5 for height in heights} == {True}


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

    wanted = {f"{e.key}.{end}" for e in entries_of(mission) for end in e.endings}
    assert {path.name for path in tmp_path.iterdir()} == wanted
    assert len(out.getvalue().splitlines()) == len(wanted)


def test_the_command_names_a_mission_that_is_not_there(tmp_path: Path):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("render_documents", "nowhere", "--out", str(tmp_path))
