from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions.conflicts import Kind
from gegenbesuch.missions.findings import Finding, of_parts
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission, ProgrammeItem
    from gegenbesuch.scheduling.models import Session

pytestmark = pytest.mark.django_db
DAY = PartialDate.from_code("2019-06-18")


@pytest.fixture
def session(office: Office) -> Session:
    """Return a session in Tokyo from 10:00 to 11:10, three slots."""
    tokyo = make.PlaceFactory(time_zone="Asia/Tokyo", country="JP")
    mission = make.MissionFactory(office=office, status="planned", place=tokyo)
    made: Session = make.SessionFactory(mission=mission, place=tokyo)
    for position in range(3):
        make.SlotFactory(session=made, position=position)
    return made


def item_at(mission: Mission, start: str, end: str, **more: Any) -> ProgrammeItem:
    made: ProgrammeItem = make.ProgrammeItemFactory(
        mission=mission,
        planned_on=DAY,
        planned_start=time.fromisoformat(start),
        planned_end=time.fromisoformat(end),
        **more,
    )
    return made


def found(mission: Mission) -> list[Finding]:
    return of_parts([mission])


def test_an_interpreter_is_needed_elsewhere_while_slots_are_open(session: Session):
    interpreter = make.InterpreterFactory(session=session)
    other = make.MissionFactory(
        office=session.mission.office, status="planned", place=session.place
    )
    item = item_at(other, "10:00", "10:30")
    item.people.add(interpreter.person)

    (finding,) = found(session.mission)
    assert (finding.kind, finding.item, finding.other) == (
        Kind.RESOURCE, item, session,
    )  # fmt: skip
    assert not finding.is_certain  # nobody has asked for these slots yet
    assert str(interpreter.person) in finding.reason
    # It is shown at the item of the other mission too.
    assert [row.item for row in found(other)] == [item]

    first = session.slots.get(position=0)
    interpreter.closed_slots.add(first, session.slots.get(position=1))
    assert found(session.mission) == []


def test_a_booked_interpreter_counts_as_needed(session: Session):
    interpreter = make.InterpreterFactory(session=session)
    item = item_at(session.mission, "10:30", "12:00")
    booked = make.ResourceFactory(
        office=session.mission.office, kind="interpreter", person=interpreter.person
    )
    make.BookingFactory(item=item, resource=booked)
    item.people.add(make.PersonFactory(office=session.mission.office))
    make.MeetingFactory(
        session=session,
        status="preliminary",
        slot=session.slots.get(position=1),
        table=make.TableFactory(session=session),
        interpreter=interpreter,
    )

    (finding,) = found(session.mission)

    assert (finding.kind, finding.is_certain) == (Kind.RESOURCE, True)


def test_an_interpreter_is_in_two_sessions_at_once(session: Session):
    one = make.InterpreterFactory(session=session)
    other = make.SessionFactory(
        mission=make.MissionFactory(office=session.mission.office)
    )
    make.SlotFactory(session=other, position=1)
    make.InterpreterFactory(session=other, person=one.person)

    (finding,) = found(session.mission)

    assert (finding.kind, finding.item, finding.other) == (Kind.RESOURCE, None, other)
    assert str(one.person) in finding.reason


def test_whoever_has_a_meeting_is_not_on_a_visit(session: Session):
    company = make.ProfileFactory(mission=session.mission)
    person = make.PersonFactory(office=session.mission.office)
    company.people.add(person)
    meeting = make.MeetingFactory(
        session=session,
        status="preliminary",
        slot=session.slots.get(position=2),
        table=make.TableFactory(session=session),
    )
    make.SeatFactory(meeting=meeting, profile=company, slot=meeting.slot)
    before, during = (
        item_at(session.mission, "09:00", "10:30"),
        item_at(session.mission, "10:50", "12:00"),
    )
    for item in (before, during):
        item.people.add(person)

    (finding,) = found(session.mission)
    assert (finding.kind, finding.item) == (Kind.PERSON, during)

    # A colleague of the same company can hold the meeting.
    company.people.add(make.PersonFactory(office=session.mission.office))
    assert found(session.mission) == []


def test_nobody_is_at_a_session_and_with_the_whole_delegation(session: Session):
    for_all = item_at(session.mission, "11:00", "12:00", kind="site_visit")
    item_at(session.mission, "11:30", "12:00", kind="site_visit")
    item_at(session.mission, "10:00", "11:10", kind="session")

    (finding,) = found(session.mission)

    assert (finding.kind, finding.item, finding.is_certain) == (
        Kind.GROUP, for_all, False,
    )  # fmt: skip


def test_a_session_on_a_holiday_is_told(session: Session):
    session.place.region = ""  # type: ignore[union-attr]
    for slot in session.slots.all():
        slot.starts_at = slot.starts_at.replace(month=7, day=15)  # Marine Day
        slot.ends_at = slot.ends_at.replace(month=7, day=15)
        slot.save()

    (finding,) = found(session.mission)

    assert finding.kind == Kind.HOLIDAY


def test_what_is_over_collides_with_nothing(session: Session):
    session.mission.status = "done"
    session.mission.save()
    item_at(session.mission, "10:00", "11:00", kind="site_visit")

    assert found(session.mission) == []


def test_it_stands_at_the_item(session: Session, bruno: User):
    item = item_at(session.mission, "10:00", "11:00", kind="site_visit")

    page = signed_in(bruno).get(
        reverse("missions:programme", args=[session.mission.code])
    )

    (day,) = page.context["days"]
    (line,) = day.lines
    assert [row.kind for row in line.conflicts if row.other == session] == [Kind.GROUP]
    assert line.item == item


@pytest.mark.parametrize("n", [1, 3])
def test_questions_of_session_conflicts(
    n: int, session: Session, django_assert_num_queries: Any
):
    for _ in range(n):
        interpreter = make.InterpreterFactory(session=session)
        item = item_at(session.mission, "10:00", "11:00")
        item.people.add(interpreter.person)
    found(session.mission)

    with django_assert_num_queries(10):
        assert len([row for row in found(session.mission) if row.item]) == n


def test_the_page_of_a_session_says_what_it_clashes_with(
    session: Session, bruno: User
) -> None:
    desk, path = signed_in(bruno), f"/sessions/{session.code}/clashes/"
    other = make.SessionFactory(mission=session.mission, place=session.place)
    make.SlotFactory(session=other, position=0)
    assert desk.get(path).context["findings"] == []
    item = item_at(session.mission, "10:00", "10:30")
    page = desk.get(path)
    part = desk.get(path, headers={"HX-Request": "true"})

    assert [row.item for row in page.context["findings"]] == [item]
    assert str(item.title) in part.content.decode()
    assert "<html" not in part.content.decode()
    link = f'hx-get="{path}" hx-trigger="load"'
    assert link in desk.get(session.get_absolute_url()).content.decode()
