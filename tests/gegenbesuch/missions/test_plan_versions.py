from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError
from django.urls import reverse

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import plan_versions, services
from gegenbesuch.missions.models import PlanVersion
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db
on = PartialDate.from_code


@pytest.fixture
def mission(office: Office) -> Mission:
    found: Mission = make.MissionFactory(
        office=office, status="planned", starts_on=on("2031-06-03")
    )
    for hour in (9, 11, 14):
        make.ProgrammeItemFactory(
            mission=found,
            position=hour,
            title=make.i18n(f"Punkt {hour}"),
            planned_on=on("2031-06-05"),
            planned_start=time(hour),
            planned_end=time(hour + 1),
        )
    return found


def test_compare_says_what_was_added_removed_moved_and_changed(
    mission: Mission, bruno: User
):
    version = services.keep_plan(mission, actor=bruno, name="An die Gastgeber")
    assert version is not None
    first, second, third = mission.items.order_by("position")
    services.update_item(first, planned_start=time(8), actor=bruno)
    services.update_item(second, title=make.i18n("Hafen"), actor=bruno)
    services.record_actual(third, status="dropped", reason="Regen", actor=bruno)
    services.add_item(
        mission,
        title=make.i18n("Empfang"),
        kind="reception",
        planned_on=on("2031-06-06"),
        actor=bruno,
    )
    rows = mission.items.select_related("place").prefetch_related("people", "groups")

    found = plan_versions.compare(
        plan_versions.read(version.items), plan_versions.planned_now(rows), {}
    )

    assert [(row.change.value, str(row.entry.title)) for row in found] == [
        ("moved", "Punkt 9"),
        ("changed", "Hafen"),
        ("removed", "Punkt 14"),
        ("added", "Empfang"),
    ]
    detail = found[1].details[0]
    assert (str(detail.before), str(detail.after)) == ("Punkt 11", "Hafen")


def test_another_flight_is_a_change_and_older_versions_stay_readable(
    mission: Mission, bruno: User
):
    first = mission.items.order_by("position")[0]
    version = services.keep_plan(mission, actor=bruno)
    assert version is not None
    services.update_item(first, number="NH 204", actor=bruno)
    older = [
        {
            key: value
            for key, value in row.items()
            if key not in {"number", "destination"}
        }
        for row in version.items
    ]
    rows = mission.items.select_related("place").prefetch_related("people", "groups")

    found = plan_versions.compare(
        plan_versions.read(older), plan_versions.planned_now(rows), {}
    )

    assert [row.change.value for row in found] == ["changed", "same", "same"]
    (detail,) = found[0].details
    assert (detail.before, detail.after) == ("", "NH 204")


def test_the_plan_is_kept_when_the_mission_is_fixed(mission: Mission, bruno: User):
    services.change_mission_status(mission, status="fixed", actor=bruno)
    services.change_mission_status(mission, status="planned", actor=bruno)
    services.change_mission_status(mission, status="fixed", actor=bruno)

    kept = mission.plan_versions.get()
    assert (kept.occasion, kept.number, len(kept.items)) == ("fixed", 1, 3)


def test_the_plan_is_kept_before_it_is_postponed(mission: Mission, bruno: User):
    services.postpone_mission(
        mission,
        reason=make.i18n("Taifun"),
        starts_on=date(2031, 7, 3),
        actor=bruno,
        tell=False,
    )
    kept = mission.plan_versions.get()
    assert kept.occasion == "postponed"
    assert {row["on"] for row in kept.items} == {"2031-06-05"}


def test_an_empty_programme_is_not_kept(office: Office, bruno: User):
    mission = make.MissionFactory(office=office, status="planned")
    with pytest.raises(ActionError):
        services.keep_plan(mission, actor=bruno)
    services.change_mission_status(mission, status="fixed", actor=bruno)
    assert mission.plan_versions.count() == 0


def test_a_version_keeps_no_names(mission: Mission, bruno: User):
    person = make.PersonFactory(office=mission.office)
    mission.items.order_by("position").first().people.add(person)
    version = services.keep_plan(mission, actor=bruno)
    assert version is not None
    assert str(person) not in str(version.items)
    assert person.code in str(version.items)


@pytest.mark.database
def test_a_number_is_given_once(mission: Mission):
    make.PlanVersionFactory(mission=mission, number=1)
    with pytest.raises(IntegrityError):
        make.PlanVersionFactory(mission=mission, number=1)


def test_the_page_compares_the_plan_with_what_was_held(mission: Mission, bruno: User):
    client = signed_in(bruno)
    client.post(
        reverse("missions:keep-plan", args=[mission.code]), {"name": "Endstand"}
    )
    first = mission.items.order_by("position").first()
    services.record_actual(
        first,
        status="held",
        actual_on=on("2031-06-05"),
        actual_start=time(10),
        actor=bruno,
    )
    url = reverse("missions:plan-versions", args=[mission.code])

    page = client.get(url, {"before": "1", "after": "held", "lang": "en"})

    text = page.content.decode()
    assert "2 removed, 1 moved</p>" in text
    assert "1: Endstand" in text
    assert text.count("day-axis__bar--moved") == 2
    assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize("n", [1, 3])
def test_questions_of_the_page(
    mission: Mission, bruno: User, n: int, django_assert_num_queries: object
):
    for _time in range(n):
        services.keep_plan(mission, actor=bruno)
        person = make.PersonFactory(office=mission.office)
        mission.items.order_by("position").first().people.add(person)
        make.GroupFactory(mission=mission).items.set(mission.items.all())
    services.keep_plan(mission, actor=bruno)
    client = signed_in(bruno)
    url = reverse("missions:plan-versions", args=[mission.code])
    client.get(url)
    with django_assert_num_queries(10):  # type: ignore[operator]
        client.get(url)
