"""A mission with somebody and something of everything, and what is made of it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from pypdf import PdfReader

from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.documents.catalogue import entries_of
from gegenbesuch.guests import services as guests
from gegenbesuch.missions.selectors import mission_with_names
from tests import factories as make
from tests.factories import i18n

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office
    from gegenbesuch.missions.models import Mission

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
