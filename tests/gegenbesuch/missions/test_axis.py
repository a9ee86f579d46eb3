from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import services
from gegenbesuch.missions.models import ProgrammeItem
from gegenbesuch.missions.pictures.day_axis import Block, draw_day
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db
DAY = date(2031, 6, 5)
JSON = {"Accept": "application/json"}


@pytest.fixture
def mission(office: Office) -> Mission:
    tokyo = make.PlaceFactory(
        time_zone="Asia/Tokyo", country="JP", latitude=35.7, longitude=139.7
    )
    found: Mission = make.MissionFactory(
        office=office, status="planned", place=tokyo, starts_on=PartialDate.on(DAY)
    )
    return found


def item(mission: Mission, start: int, end: int, **values: Any) -> ProgrammeItem:
    found: ProgrammeItem = make.ProgrammeItemFactory(
        mission=mission,
        kind="dinner",
        planned_on=PartialDate.on(DAY),
        planned_start=time(start),
        planned_end=time(end),
        **values,
    )
    return found


def moved(row: ProgrammeItem, **values: str) -> dict[str, str]:
    known = {"on": "2031-06-05", "start": "13:15", "end": "14:45"}
    return known | {"version": row.updated_at.isoformat()} | values


def move_url(row: ProgrammeItem) -> str:
    return reverse("missions:move-item", args=[row.mission.code, row.code])


def test_move_item_by_the_form(mission: Mission, bruno: User):
    row = item(mission, 10, 11, status="confirmed")

    response = signed_in(bruno).post(move_url(row), moved(row, on="2031-06-06"))

    assert response.headers["Location"].endswith(f"/axis/#axis-{row.code}")
    row.refresh_from_db()
    assert row.planned_on == PartialDate.on(date(2031, 6, 6))
    assert (row.planned_start, row.planned_end) == (time(13, 15), time(14, 45))
    assert row.status == "changed"
    entry = AuditEntry.objects.get(verb="missions.item.moved")
    assert entry.changes["planned_start"] == ["10:00:00", "13:15:00"]


def test_the_script_is_told_what_was_done_and_what_is_wrong(
    mission: Mission, bruno: User
):
    row, other = item(mission, 10, 11), item(mission, 14, 15)
    person = make.PersonFactory(office=mission.office)
    row.people.add(person)
    other.people.add(person)

    response = signed_in(bruno).post(
        move_url(row) + "?lang=en", moved(row), headers=JSON
    )

    answer = response.json()
    assert response.status_code == 200
    assert answer["said"].startswith(f"Saved: “{row}”, Thursday, 5 June 2031, 13:15–")
    assert answer["said"].endswith(f"is needed at the same time for “{other}”.")
    assert f'data-item="{row.code}"' in answer["html"]


def test_a_move_never_overwrites_what_somebody_else_changed(
    mission: Mission, bruno: User
):
    row = item(mission, 10, 11)
    seen = moved(row)
    services.update_item(row, actor=bruno, planned_start=time(9))

    response = signed_in(bruno).post(move_url(row) + "?lang=en", seen, headers=JSON)

    assert response.status_code == 409
    assert "Somebody else has changed" in response.json()["said"]
    row.refresh_from_db()
    assert row.planned_start == time(9)


@pytest.mark.parametrize(
    "values",
    [{"end": "13:00"}, {"start": ""}, {"on": "31 June"}, {"start": "25:00"}],
)
def test_a_move_that_cannot_be_says_why(
    mission: Mission, bruno: User, values: dict[str, str]
):
    row = item(mission, 10, 11)
    response = signed_in(bruno).post(move_url(row), moved(row, **values), headers=JSON)
    assert response.status_code == 409
    assert response.json()["said"]
    row.refresh_from_db()
    assert row.planned_start == time(10)


@pytest.mark.parametrize("status", ["held", "dropped"])
def test_what_is_over_is_not_moved(mission: Mission, bruno: User, status: str):
    row = item(mission, 10, 11, status=status)
    with pytest.raises(ActionError):
        services.move_item(row, on=DAY, start=time(9), actor=bruno)


def test_the_axis_shows_both_clocks_and_the_ways(mission: Mission, bruno: User):
    kobe = make.PlaceFactory(
        time_zone="Asia/Tokyo", country="JP", latitude=34.7, longitude=135.2
    )
    item(mission, 9, 10, place=mission.place)
    item(mission, 11, 12, place=kobe)

    page = signed_in(bruno).get(
        reverse("missions:time-axis", args=[mission.code]), {"lang": "en"}
    )

    text = page.content.decode()
    assert '<text class="axis__day" x="0.0" y="12">8</text>' in text
    assert '<text class="axis__day axis__day--home" x="0.0" y="27">1</text>' in text
    assert f"to {kobe}: 210 minutes (as far as it can be reckoned)" in text
    assert "60 minutes of time" in text
    assert "axis-leg small late" in text


def test_viewers_move_nothing(mission: Mission, chloe: User):
    row = item(mission, 9, 10)
    client = signed_in(chloe)
    page = client.get(reverse("missions:time-axis", args=[mission.code]))
    assert 'data-move="' not in page.content.decode()
    assert "time-axis.js" not in page.content.decode()
    assert client.post(move_url(row), moved(row)).status_code == 403


def test_what_is_at_the_same_time_lies_in_lanes():
    blocks = [
        Block("a", "A", "planned", 540, 660),
        Block("b", "B", "planned", 600, 720),
        Block("c", "C", "planned", 660, 700),
    ]
    picture = draw_day(blocks, width=960)
    lanes = {bar.block.key: bar.y for bar in picture.bars}
    assert lanes["a"] == lanes["c"] < lanes["b"]


@pytest.mark.parametrize("n", [2, 5])
def test_questions_of_the_axis(
    mission: Mission, bruno: User, n: int, django_assert_num_queries: Any
):
    for hour in range(n):
        row = item(mission, hour, hour + 1, place=make.PlaceFactory())
        row.people.add(make.PersonFactory(office=mission.office))
        make.GroupFactory(mission=mission).items.add(row)
    client = signed_in(bruno)
    url = reverse("missions:time-axis", args=[mission.code])
    client.get(url)
    with django_assert_num_queries(24):
        client.get(url)
