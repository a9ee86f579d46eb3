from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import services
from gegenbesuch.missions.models import ProgrammeItem
from tests import factories as make
from tests.cast import signed_in
from tests.factories import i18n, shown

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db
on = PartialDate.from_code


@pytest.fixture
def mission(office: Office) -> Mission:
    made: Mission = make.MissionFactory(office=office, status="planned")
    return made


def url(name: str, *args: str) -> str:
    return reverse(f"missions:{name}", args=args)


def posted(**more: Any) -> dict[str, Any]:
    return {"title_0": "Empfang", "kind": "reception", "status": "wished"} | more


def test_the_form_has_all_that_an_item_can_say(mission: Mission, bruno: User):
    stop = make.StopFactory(mission=mission)
    visited, speaker, introducer, host = (
        make.OrganisationFactory(office=mission.office) for _ in range(4)
    )
    guest = make.PersonFactory(office=mission.office)
    sector = make.SectorFactory()

    signed_in(bruno).post(
        url("add-item", mission.code),
        posted(
            stop=stop.pk,
            venue_0="Rathaus",
            venue_2="市庁舎",
            visited=visited.code,
            speaker=speaker.code,
            introduced_by=introducer.code,
            more_host=host.code,
            more_person=guest.code,
            text_1="With the choir.",
            planned_audience_kinds_0="Unternehmer",
            planned_audience_kinds_2="経営者",
            topic_0_0="Wasserstoff",
            topic_0_2="水素",
            sector_0=sector.pk,
            topic_1_1="Recycling",
        ),
    )

    (item,) = mission.items.all()
    assert (item.stop, item.visited) == (stop, visited)
    assert (item.speaker, item.introduced_by) == (speaker, introducer)
    assert (list(item.hosts.all()), list(item.people.all())) == ([host], [guest])
    assert item.venue.data == {"de": "Rathaus", "ja": "市庁舎"}
    assert item.planned_audience_kinds.data == {"de": "Unternehmer", "ja": "経営者"}
    assert item.text.data == {"en": "With the choir."}
    assert not item.is_public
    topics = item.topics.order_by("position")
    assert [(row.name.data, row.sector) for row in topics] == [
        ({"de": "Wasserstoff", "ja": "水素"}, sector),
        ({"en": "Recycling"}, None),
    ]


def test_topics_are_changed_and_taken_out(mission: Mission, bruno: User):
    item = make.ProgrammeItemFactory(mission=mission)
    for position, name in enumerate(("Wasserstoff", "Recycling")):
        make.TopicFactory(item=item, name=i18n(name), position=position)
    page = url("update-item", mission.code, item.code)

    form = signed_in(bruno).get(page).context["form"]
    signed_in(bruno).post(
        page, posted(topic_1_0="Kreislauf", is_public="on") | shown(item)
    )

    assert [str(form[f"topic_{n}"].value() or "") for n in range(4)] == [
        "Wasserstoff", "Recycling", "", "",
    ]  # fmt: skip
    assert [str(row) for row in item.topics.all()] == ["Kreislauf"]
    item.refresh_from_db()
    assert item.is_public


def test_an_unknown_organisation_is_named(mission: Mission, bruno: User):
    response = signed_in(bruno).post(
        url("add-item", mission.code) + "?lang=en", posted(visited="Nirgendwo GmbH")
    )

    (message,) = response.context["form"].errors["visited"]
    assert "Nirgendwo GmbH" in message


# --- Deleting ----------------------------------------------------------------


def test_a_slip_is_deleted_after_asking(mission: Mission, bruno: User):
    item = make.ProgrammeItemFactory(mission=mission)
    page = url("remove-item", mission.code, item.code)
    client = signed_in(bruno)

    client.get(page)
    assert mission.items.exists()
    client.post(page)

    assert not mission.items.exists()


def test_what_was_held_or_has_guests_is_not_deleted(mission: Mission, bruno: User):
    held = make.ProgrammeItemFactory(mission=mission, status="held")
    invited = make.ProgrammeItemFactory(mission=mission)
    make.GuestListFactory(mission=mission, item=invited)

    for item in (held, invited):
        with pytest.raises(ActionError):
            services.remove_item(item, actor=bruno)


# --- Past midnight, and on two clocks ----------------------------------------


def test_a_dinner_ends_after_midnight(mission: Mission, bruno: User):
    services.add_item(
        mission,
        actor=bruno,
        kind="dinner",
        title=i18n("Abendessen"),
        planned_on=on("2031-06-03"),
        planned_start=time(19),
        planned_end=time(0, 30),
    )
    (item,) = mission.items.all()
    assert item.planned_end == time(0, 30)


def test_a_slip_of_the_clock_is_told_and_nothing_is_lost(mission: Mission, bruno: User):
    response = signed_in(bruno).post(
        url("add-item", mission.code) + "?lang=en",
        posted(planned_start="15:00", planned_end="14:00"),
    )

    (message,) = response.context["form"].non_field_errors()
    assert message == (
        "It would end on the next day, after 23 hours. Please check when it begins and "
        "ends."
    )
    assert "Empfang" in response.content.decode()


def test_a_flight_has_a_number_and_two_clocks(mission: Mission, bruno: User):
    frankfurt = make.PlaceFactory(time_zone="Europe/Berlin", name=i18n("Frankfurt"))
    tokyo = make.PlaceFactory(time_zone="Asia/Tokyo", name=i18n("Tokio"))
    client = signed_in(bruno)

    client.post(
        url("add-item", mission.code),
        posted(
            kind="travel",
            place=frankfurt.pk,
            destination=tokyo.pk,
            means="flight",
            number="NH 204",
            planned_on="2031-06-03",
            planned_start="11:00",
            planned_end="07:00",
        ),
    )

    (item,) = mission.items.all()
    assert (item.destination, item.means, item.number) == (tokyo, "flight", "NH 204")
    page = client.get(url("programme", mission.code) + "?lang=en").content.decode()
    assert "Flight · NH 204" in page
    assert 'datetime="2031-06-03T11:00+02:00"' in page
    assert 'datetime="2031-06-04T07:00+09:00"' in page


def test_only_journeys_have_a_destination(mission: Mission, bruno: User):
    response = signed_in(bruno).post(
        url("add-item", mission.code), posted(destination=make.PlaceFactory().pk)
    )
    assert list(response.context["form"].errors) == ["kind"]


def test_a_night_is_moved_on_the_axis_as_a_whole(mission: Mission, bruno: User):
    item = make.ProgrammeItemFactory(
        mission=mission,
        kind=ProgrammeItem.Kind.DINNER,
        planned_on=on("2031-06-03"),
        planned_start=time(19),
        planned_end=time(0, 30),
    )

    services.move_item(
        item,
        on=on("2031-06-04").first_day(),  # type: ignore[arg-type]
        start=time(20),
        end=time(1, 30),
        actor=bruno,
    )

    item.refresh_from_db()
    assert (item.planned_start, item.planned_end) == (time(20), time(1, 30))
