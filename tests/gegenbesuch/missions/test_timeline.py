from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gegenbesuch.core import timeline
from gegenbesuch.core.values.partial_date import PartialDate
from tests import factories as make

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
on = PartialDate.from_code


def test_timeline_names_a_mission_once_however_often_one_took_part(
    office: Office, bruno: User
):
    host = make.OrganisationFactory(office=office)
    mission = make.MissionFactory(office=office)
    make.StopFactory(mission=mission, host=host)
    make.StopFactory(mission=mission, organisation=host)
    make.ParticipationFactory(mission=mission, organisation=host)

    assert [e.record for e in timeline.entries(host, bruno)] == [mission]


def test_timeline_gives_an_undated_item_the_days_of_its_mission(
    office: Office, bruno: User
):
    host = make.OrganisationFactory(office=office)
    mission = make.MissionFactory(
        office=office, starts_on=on("2019-06-01"), ends_on=on("2019-06-08")
    )
    make.ProgrammeItemFactory(mission=mission, visited=host, planned_on=on(""))

    (entry,) = timeline.entries(host, bruno)

    assert (entry.on, entry.until) == (on("2019-06-01"), on("2019-06-08"))


def test_timeline_gives_an_undated_mission_the_days_of_its_stops(
    office: Office, bruno: User
):
    host = make.OrganisationFactory(office=office)
    mission = make.MissionFactory(office=office, starts_on=on(""))
    days = {"arrives_on": on("2016-03-11"), "leaves_on": on("2016-03-13")}
    make.StopFactory(mission=mission, host=host, **days)
    make.ProgrammeItemFactory(mission=mission, visited=host, planned_on=on(""))
    make.OutcomeFactory(mission=mission, on=on("")).parties.add(host)

    entries = timeline.entries(host, bruno)

    assert {entry.kind for entry in entries} == {"mission", "programme", "outcome"}
    assert all(entry.is_attested for entry in entries)
    assert {(e.on, e.until) for e in entries} == {(on("2016-03-11"), on("2016-03-13"))}


def test_timeline_says_that_a_mission_is_only_inferred(office: Office, bruno: User):
    place = make.PlaceFactory()
    make.MissionFactory(office=office, place=place, status="done", is_inferred=True)

    (entry,) = timeline.entries(place, bruno)

    assert entry.state == "inferred"
