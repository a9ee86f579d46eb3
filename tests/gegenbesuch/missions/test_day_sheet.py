from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import selectors
from gegenbesuch.missions.day_sheet import Entry, SheetDay, day_sheet, next_entry
from tests import factories as make
from tests.cast import signed_in
from tests.gegenbesuch.missions.test_views import grow, queries_of

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.directory.models import Organisation
    from gegenbesuch.missions.models import Mission, ProgrammeItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission(office: Office) -> Mission:
    return make.MissionFactory(office=office, status="planned")


@pytest.fixture
def host(office: Office) -> Organisation:
    return make.OrganisationFactory(
        office=office, name={"en": "Port of Kobe", "ja": "神戸港"}
    )


@pytest.fixture
def visit(mission: Mission, host: Organisation) -> ProgrammeItem:
    kobe = make.PlaceFactory(
        name={"en": "Kobe", "ja": "神戸市"}, country="JP", time_zone="Asia/Tokyo"
    )
    return make.ProgrammeItemFactory(
        mission=mission,
        place=kobe,
        visited=host,
        status="confirmed",
        planned_on=PartialDate.from_code("2031-06-05"),
        planned_start=time(10),
        planned_end=time(11),
    )


def sheet_of(mission: Mission) -> list[SheetDay]:
    stops = selectors.stops_of(mission)
    items = selectors.items_of(mission, stops)
    people = selectors.participations_of(mission, with_internal=True)
    selectors.name_everybody(stops, items, people)
    return day_sheet(mission, items, people, with_phones=True)[0]


def only(days: list[SheetDay]) -> Entry:
    [[entry]] = [day.entries for day in days]
    return entry


def test_the_driver_reads_the_script_of_the_place(
    mission: Mission, visit: ProgrammeItem, host: Organisation
):
    about = make.on(host)
    make.AddressFactory(lines="6-1 Kano-cho", country="JP", language="en", **about)
    make.AddressFactory(
        **about,
        lines="加納町6-5-1",
        locality="神戸市中央区",
        region="兵庫県",
        postcode="650-8570",
        country="JP",
        language="ja",
        position=1,
    )
    entry = only(sheet_of(mission))
    assert entry.language == "ja"
    shown = "\n".join(entry.taxi)
    assert "神戸港" in shown
    assert "加納町6-5-1" in shown
    assert "Kano-cho" not in shown


def test_without_an_address_the_names_have_to_do(
    mission: Mission, visit: ProgrammeItem
):
    assert only(sheet_of(mission)).taxi == ["神戸港", "神戸市"]


def test_a_host_from_abroad_is_not_where_to_go(
    mission: Mission, visit: ProgrammeItem, office: Office
):
    visit.visited = None
    visit.save()
    ours = make.OrganisationFactory(office=office, name={"ja": "ライプツィヒ市"})
    make.AddressFactory(**make.on(ours))
    visit.hosts.add(ours)
    assert only(sheet_of(mission)).taxi == ["神戸市"]


def test_what_is_dropped_is_not_on_the_sheet(mission: Mission, visit: ProgrammeItem):
    visit.status = "dropped"
    visit.save()
    assert sheet_of(mission) == []


def test_next_is_what_has_not_ended(mission: Mission, visit: ProgrammeItem):
    later = make.ProgrammeItemFactory(
        mission=mission,
        place=visit.place,
        planned_on=visit.planned_on,
        planned_start=time(14),
    )
    days = sheet_of(mission)

    def next_at(hour: int, minute: int = 0) -> int | None:
        found = next_entry(days, datetime(2031, 6, 5, hour, minute, tzinfo=UTC))
        return found and found.item.pk

    assert next_at(1, 30) == visit.pk  # half past ten in Japan
    assert next_at(2, 0) == later.pk
    assert next_at(5, 0) is None


def test_numbers_to_call(
    mission: Mission,
    visit: ProgrammeItem,
    host: Organisation,
    bruno: User,
    dario: User,
):
    make.ContactPointFactory(kind="phone", value="+81783221111", **make.on(host))
    make.ContactPointFactory(
        kind="mobile", value="+819012345678", is_private=True, **make.on(host)
    )
    make.BookingFactory(item=visit, resource__phone="+49341999")
    address = reverse("missions:day-sheets", args=[mission.code])

    html = signed_in(bruno).get(address).content.decode()
    assert 'href="tel:+81783221111"' in html
    assert "+49341999" in html
    assert "+819012345678" not in html

    mission.partner_offices.add(dario.memberships.get().office)
    html = signed_in(dario).get(address).content.decode()
    assert "+81783221111" not in html


def test_queries_do_not_grow(office: Office, bruno: User):
    counts = []
    for times in (1, 3):
        mission = make.MissionFactory(office=office)
        grow(mission, times)
        counts.append(queries_of(bruno, "missions:day-sheets", mission.code))
    assert counts[0] == counts[1] <= 30
