from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.missions import services
from gegenbesuch.missions.models import Mission, MissionLink, ProgrammeItem
from tests import factories as make

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
on = PartialDate.from_code


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_create_mission_leaves_a_trace(office: Office, bruno: User):
    mission = services.create_mission(
        office,
        actor=bruno,
        code="leipzig-japan-2020-03",
        title={"de": "Reise"},
        kind="delegation",
        direction="outbound",
        starts_on=on("2020-03"),
    )
    assert mission.get_absolute_url() == "/missions/leipzig-japan-2020-03/"
    assert verbs() == ["missions.mission.created"]


def test_a_mission_does_not_end_before_it_begins(office: Office, bruno: User):
    with pytest.raises(ActionError):
        services.create_mission(
            office, actor=bruno, starts_on=on("2020-03-05"), ends_on=on("2020-02")
        )


def test_a_mission_may_end_in_the_month_it_begins(office: Office, bruno: User):
    mission = services.create_mission(
        office, actor=bruno, starts_on=on("2020-03-05"), ends_on=on("2020-03")
    )
    assert mission.pk


def test_a_code_is_used_once(office: Office, bruno: User):
    make.MissionFactory(office=office, code="taken")
    with pytest.raises(ActionError):
        services.create_mission(office, actor=bruno, code="taken")


def test_update_mission_tells_what_changed(bruno: User):
    mission = make.MissionFactory(starts_on=on("2019-06"))
    services.update_mission(mission, actor=bruno, starts_on=on("2019-06-01"))
    entry = AuditEntry.objects.get(verb="missions.mission.updated")
    assert entry.changes == {"starts_on": ["2019-06", "2019-06-01"]}


def test_a_closed_mission_stays_as_it_is(bruno: User):
    mission = make.MissionFactory(status=Mission.Status.CLOSED)
    with pytest.raises(ActionError):
        services.update_mission(mission, actor=bruno, venue="Rathaus")
    with pytest.raises(ActionError):
        services.add_item(mission, actor=bruno, kind="concert", title={"de": "x"})


@pytest.mark.parametrize(
    ("before", "after", "is_allowed"),
    [
        ("idea", "planned", True),
        ("planned", "idea", True),
        ("announced", "done", True),
        ("running", "planned", False),
        ("done", "announced", False),
        ("done", "evaluated", True),
        ("closed", "done", False),
        ("cancelled", "planned", False),
        ("postponed", "planned", True),
    ],
)
def test_status_follows_status(
    before: str, after: str, *, is_allowed: bool, bruno: User
):
    mission = make.MissionFactory(status=before)
    if not is_allowed:
        with pytest.raises(ActionError):
            services.change_mission_status(mission, status=after, actor=bruno)
        return
    services.change_mission_status(mission, status=after, actor=bruno)
    mission.refresh_from_db()
    assert mission.status == after


def test_calling_off_needs_a_reason(bruno: User):
    mission = make.MissionFactory(status="planned")
    with pytest.raises(ActionError):
        services.change_mission_status(mission, status="cancelled", actor=bruno)
    services.change_mission_status(
        mission, status="cancelled", actor=bruno, reason="Earthquake"
    )
    assert str(mission.status_reason) == "Earthquake"


def test_only_one_of_two_changes_the_status(bruno: User):
    mission = make.MissionFactory(status="planned")
    other = Mission.objects.get(pk=mission.pk)
    services.change_mission_status(mission, status="approved", actor=bruno)
    with pytest.raises(ActionError):
        services.change_mission_status(other, status="fixed", actor=bruno)


def test_stops_are_numbered(bruno: User):
    mission = make.MissionFactory()
    first = services.add_stop(mission, actor=bruno, place=make.PlaceFactory())
    second = services.add_stop(mission, actor=bruno, place=make.PlaceFactory())
    assert (first.position, second.position) == (0, 1)
    with pytest.raises(ActionError):
        services.add_stop(mission, actor=bruno, place=make.PlaceFactory(), position=1)
    with pytest.raises(ActionError):
        services.add_stop(mission, actor=bruno, text="nowhere")


def test_the_actual_leaves_the_plan_alone(bruno: User):
    mission = make.MissionFactory(status="done")
    concert = make.ProgrammeItemFactory(mission=mission, kind="concert")
    item = services.add_item(
        mission,
        actor=bruno,
        kind="reception",
        title={"de": "Empfang"},
        anchor=concert,
        planned_order="after",
        planned_on=on("2019-06-02"),
    )
    services.record_actual(
        item,
        status="held",
        actor=bruno,
        actual_order="before",
        actual_on=on("2019-06-02"),
        actual_audience=Quantity.about(50, unit="persons"),
    )
    item.refresh_from_db()
    assert (item.planned_order, item.actual_order) == ("after", "before")
    assert item.planned_audience is None
    assert item.status == ProgrammeItem.Status.HELD
    assert verbs() == ["missions.item.added", "missions.item.actual-recorded"]


def test_dropping_needs_a_reason(bruno: User):
    item = make.ProgrammeItemFactory()
    with pytest.raises(ActionError):
        services.record_actual(item, status="dropped", actor=bruno)
    services.record_actual(item, status="dropped", actor=bruno, reason="Ill")
    assert item.status == "dropped"


def test_nothing_was_held_on_a_cancelled_mission(bruno: User):
    item = make.ProgrammeItemFactory(mission__status="cancelled")
    with pytest.raises(ActionError):
        services.record_actual(item, status="held", actor=bruno)


def test_record_actual_takes_nothing_of_the_plan(bruno: User):
    item = make.ProgrammeItemFactory()
    with pytest.raises(TypeError):
        services.record_actual(
            item, status="held", actor=bruno, planned_on=on("2019-06-02")
        )


def test_the_dead_are_not_invited(bruno: User):
    mission = make.MissionFactory(status="planned")
    person = make.PersonFactory(office=mission.office, is_deceased=True)
    with pytest.raises(ActionError):
        services.add_participation(
            mission, function="guest", actor=bruno, person=person
        )


def test_nobody_is_on_the_list_twice(bruno: User):
    mission = make.MissionFactory()
    person = make.PersonFactory(office=mission.office)
    services.add_participation(mission, function="member", actor=bruno, person=person)
    with pytest.raises(ActionError):
        services.add_participation(
            mission, function="member", actor=bruno, person=person
        )
    with pytest.raises(ActionError):
        services.add_participation(mission, function="member", actor=bruno)


def test_a_chain_has_no_circle(bruno: User):
    first, second, third = make.MissionFactory.create_batch(3)
    services.link_missions(first, second, kind="answers", actor=bruno)
    services.link_missions(second, third, kind="leads_to", actor=bruno)
    with pytest.raises(ActionError):
        services.link_missions(third, first, kind="leads_to", actor=bruno)
    assert MissionLink.objects.count() == 2
