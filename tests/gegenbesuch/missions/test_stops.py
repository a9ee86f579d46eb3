from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import services
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
    made: Mission = make.MissionFactory(office=office)
    return made


def url(name: str, *args: str) -> str:
    return reverse(f"missions:{name}", args=args)


def test_add_a_stop_with_all_that_it_has(mission: Mission, bruno: User):
    place = make.PlaceFactory()
    host = make.OrganisationFactory(office=mission.office)

    signed_in(bruno).post(
        url("add-stop", mission.code),
        {
            "place": place.pk,
            "host": host.code,
            "arrives_on": "2031-06-03",
            "leaves_on": "2031-06-05",
            "language": "ja",
            "is_planned_only": "on",
            "text_0": "Besuch",
            "text_2": "訪問",
        },
    )

    (stop,) = mission.stops.all()
    assert (stop.place, stop.host, stop.language) == (place, host, "ja")
    assert (stop.arrives_on, stop.leaves_on) == (on("2031-06-03"), on("2031-06-05"))
    assert stop.is_planned_only
    assert stop.text.data == {"de": "Besuch", "ja": "訪問"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"note_0": "Geschenk"}, "place"),
        (
            {"place_text_0": "Kōbe", "arrives_on": "2031-06-05", "leaves_on": "2031"},
            "",
        ),
        (
            {
                "place_text_0": "Kōbe",
                "arrives_on": "2031-06-05",
                "leaves_on": "2031-06-04",
            },
            "leaves_on",
        ),
        ({"organisation": "Nirgendwo GmbH"}, "organisation"),
    ],
)
def test_a_stop_that_cannot_be_names_the_field(
    values: dict[str, str], field: str, mission: Mission, bruno: User
):
    response = signed_in(bruno).post(url("add-stop", mission.code), values)

    assert mission.stops.exists() is not bool(field)
    if field:
        assert list(response.context["form"].errors)[:1] == [field]


def test_change_a_stop(mission: Mission, bruno: User):
    stop = make.StopFactory(mission=mission)

    signed_in(bruno).post(
        url("update-stop", mission.code, stop.code),
        {"place_text_0": "Kōbe", "note_1": "Bring a gift."} | shown(stop),
    )

    stop.refresh_from_db()
    assert (stop.place, str(stop.place_text)) == (None, "Kōbe")
    assert stop.note.data == {"en": "Bring a gift."}
    entry = AuditEntry.objects.get(verb="missions.stop.updated")
    assert entry.context == {"stop": "Kōbe"}


def test_two_who_change_a_stop_lose_nothing(mission: Mission, bruno: User):
    stop = make.StopFactory(mission=mission)
    seen = {"place_text_0": "Kōbe"} | shown(stop)
    services.update_stop(stop, actor=bruno, language="ja")

    response = signed_in(bruno).post(url("update-stop", mission.code, stop.code), seen)

    assert response.context["form"].non_field_errors()
    stop.refresh_from_db()
    assert stop.language == "ja"


def order(mission: Mission) -> list[Any]:
    return list(mission.stops.order_by("position"))


def test_stops_change_places(mission: Mission, bruno: User):
    one, two, three = (make.StopFactory(mission=mission) for _ in range(3))
    client = signed_in(bruno)

    client.post(url("move-stop", mission.code, three.code), {"to": "earlier"})
    assert order(mission) == [one, three, two]
    client.post(url("move-stop", mission.code, one.code), {"to": "earlier"})
    client.post(url("move-stop", mission.code, two.code), {"to": "later"})
    client.post(url("move-stop", mission.code, two.code), {"to": "nowhere"})
    assert order(mission) == [one, three, two]
    client.post(url("move-stop", mission.code, one.code), {"to": "later"})

    assert order(mission) == [three, one, two]


def test_a_stop_taken_out_leaves_its_programme(mission: Mission, bruno: User):
    stop = make.StopFactory(mission=mission)
    item = make.ProgrammeItemFactory(mission=mission, stop=stop)

    signed_in(bruno).post(url("remove-stop", mission.code, stop.code))

    assert order(mission) == []
    item.refresh_from_db()
    assert item.stop is None


def test_where_something_was_held_the_stop_stays(mission: Mission, bruno: User):
    stop = make.StopFactory(mission=mission)
    make.ProgrammeItemFactory(mission=mission, stop=stop, status="held")

    with pytest.raises(ActionError):
        services.remove_stop(stop, actor=bruno)


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_asks_as_much_for_three_stops_as_for_one(
    n: int, mission: Mission, bruno: User, django_assert_max_num_queries: Any
):
    for number in range(n):
        make.StopFactory(mission=mission, note=i18n(f"Notiz {number}"))
    client = signed_in(bruno)

    with django_assert_max_num_queries(12):
        page = client.get(url("stops", mission.code)).content.decode()

    assert [f"Notiz {number}" in page for number in range(n)] == [True] * n
