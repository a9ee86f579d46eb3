from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from gegenbesuch.accounts.services import link_token
from gegenbesuch.core.errors import ActionError
from gegenbesuch.scheduling import arranging, convene_bridge, services, solving
from gegenbesuch.scheduling.models import Absence, Interpreter, Session, Slot
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from gegenbesuch.accounts.models import Office, User
    from tests.gegenbesuch.scheduling.conftest import Forum

AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
MORNING = arranging.Block(date(2026, 10, 24), time(9), time(10), 20, 5)


def session_form(place: Any, **changes: Any) -> dict[str, Any]:
    return {
        "title_0": "Gespräche am Vormittag",
        "place": place.pk,
        "partner_time_zone": "Asia/Tokyo",
        "tables": "1\n2\nBalkon",
        "max_meetings": "9",
        "first_day": "2026-10-24",
        "last_day": "2026-10-25",
        "morning_begins": "09:00",
        "morning_ends": "10:00",
        "afternoon_begins": "",
        "afternoon_ends": "",
        "minutes": "20",
        "buffer": "5",
    } | changes


# --- Blocks and slots --------------------------------------------------------


def test_block_leaves_out_what_does_not_fit_whole() -> None:
    times = [(f"{a:%H:%M}", f"{b:%H:%M}") for a, b in MORNING.times(BERLIN)]

    assert times == [("09:00", "09:20"), ("09:25", "09:45")]


def test_block_keeps_its_length_when_the_clocks_change() -> None:
    night = arranging.Block(date(2026, 10, 25), time(1, 30), time(4, 30), 60, 0)

    spans = [
        (b.astimezone(UTC) - a.astimezone(UTC)).total_seconds()
        for a, b in night.times(BERLIN)
    ]

    assert set(spans) == {3600.0}


def test_add_slots_numbers_all_slots_by_time(forum: Forum) -> None:
    session = forum.session
    before = session.slots.count()
    earlier = arranging.Block(date(2019, 1, 7), time(9), time(10), 20, 5)

    assert arranging.add_slots(session, earlier, actor=None) == 2

    slots = list(session.slots.order_by("position"))
    assert [slot.position for slot in slots] == list(range(before + 2))
    assert slots == sorted(slots, key=lambda slot: slot.starts_at)
    assert [slot.block for slot in slots[:3]] == [0, 0, 1]


def test_add_slots_refuses_an_overlap_and_adds_nothing(forum: Forum) -> None:
    arranging.add_slots(forum.session, MORNING, actor=None)
    before = forum.session.slots.count()

    with pytest.raises(ActionError, match=r"24\.10\. 09:00"):
        arranging.add_slots(forum.session, MORNING, actor=None)
    short = arranging.Block(date(2026, 11, 1), time(9), time(9, 10), 20, 5)
    with pytest.raises(ActionError, match="Zeitfenster"):
        arranging.add_slots(forum.session, short, actor=None)

    assert forum.session.slots.count() == before


def test_remove_slots_refuses_one_that_holds_a_meeting(forum: Forum) -> None:
    solving.compute_schedule(services.start_run(forum.session, actor=None, at=AT))
    used = Slot.objects.filter(meetings__isnull=False).distinct()[0]
    arranging.add_slots(forum.session, MORNING, actor=None)
    free = forum.session.slots.order_by("-starts_at")[0]

    with pytest.raises(ActionError, match="Gespräche"):
        arranging.remove_slots(forum.session, [used.pk, free.pk], actor=None)
    assert arranging.remove_slots(forum.session, [free.pk], actor=None) == 1
    assert Slot.objects.filter(pk=used.pk).exists()


@pytest.mark.parametrize(
    ("requests", "slots", "tables"), [(0, 10, 1), (100, 20, 6), (7, 7, 2), (60, 12, 6)]
)
def test_tables_needed_has_some_to_spare(
    requests: int, slots: int, tables: int
) -> None:
    assert arranging.tables_needed(requests, slots) == tables


# --- The engine reads them ---------------------------------------------------


def test_limits_of_a_session_count_for_each_person(forum: Forum) -> None:
    forum.session.max_meetings = 1
    forum.session.save()
    forum.home[0].representatives = 2
    forum.home[0].save()

    instance = convene_bridge.read_problem(forum.session).instance

    assert sorted(n for n in instance.max_meetings if n) == [1, 1, 1, 2]
    assert set(instance.max_per_day) == {None}


def test_schedule_keeps_to_absences_and_limits(forum: Forum) -> None:
    arranging.set_absences(
        forum.partners[0],
        forum.session,
        [slot.pk for slot in forum.slots[:2]],
        actor=None,
    )

    solving.compute_schedule(services.start_run(forum.session, actor=None, at=AT))

    placed = forum.session.meetings.filter(
        request__recipient=forum.partners[0], slot__isnull=False
    )
    assert [m.slot_id for m in placed] == [forum.slots[2].pk]


def test_set_absences_replaces_those_of_this_session_only(forum: Forum) -> None:
    other = make.SlotFactory(session=make.SessionFactory(mission=forum.session.mission))
    make.AbsenceFactory(profile=forum.home[0], slot=other)
    make.AbsenceFactory(profile=forum.home[0], slot=forum.slots[0])

    arranging.set_absences(
        forum.home[0], forum.session, [forum.slots[1].pk, other.pk], actor=None
    )

    absent = Absence.objects.filter(profile=forum.home[0])
    assert {row.slot_id for row in absent} == {other.pk, forum.slots[1].pk}


# --- Pages -------------------------------------------------------------------


def test_session_is_set_up_from_its_form(bruno: User, office: Office) -> None:
    mission = make.MissionFactory(office=office)
    place = make.PlaceFactory(time_zone="Europe/Berlin")

    signed_in(bruno).post(
        f"/missions/{mission.code}/sessions/create/", session_form(place)
    )

    session = Session.objects.get()
    assert (session.time_zone, session.max_meetings) == ("Europe/Berlin", 9)
    assert [t.name for t in session.tables.order_by("position")] == ["1", "2", "Balkon"]
    slots = session.slots.order_by("position")
    assert [slot.block for slot in slots] == [0, 0, 1, 1]
    assert [f"{s.starts_at.astimezone(BERLIN):%d. %H:%M}" for s in slots] == [
        "24. 09:00",
        "24. 09:25",
        "25. 09:00",
        "25. 09:25",
    ]


def test_new_session_proposes_the_place_and_the_clocks_of_the_other_side(
    bruno: User, office: Office
) -> None:
    leipzig = make.PlaceFactory(time_zone="Europe/Berlin")
    mission = make.MissionFactory(office=office, place=leipzig)
    for place in (leipzig, leipzig, make.PlaceFactory()):
        make.ProfileFactory(mission=mission, organisation__place=place)

    page = signed_in(bruno).get(f"/missions/{mission.code}/sessions/create/")

    form = page.context["form"]
    assert form["place"].initial == leipzig
    assert form["partner_time_zone"].initial == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("morning_ends", "08:00"),
        ("last_day", "2026-10-01"),
        ("partner_time_zone", "Mars/Olympus"),
        ("tables", "1\n1"),
        ("tables", "x" * 51),
        ("minutes", "17"),
    ],
)
def test_session_form_names_the_field_that_is_wrong(
    bruno: User, office: Office, field: str, value: str
) -> None:
    mission = make.MissionFactory(office=office)

    response = signed_in(bruno).post(
        f"/missions/{mission.code}/sessions/create/",
        session_form(make.PlaceFactory(), **{field: value}),
    )

    assert field in response.context["form"].errors
    assert not Session.objects.exists()


def test_update_session_keeps_the_tables_that_stay(bruno: User, forum: Forum) -> None:
    kept = forum.tables[1]
    place = make.PlaceFactory()

    response = signed_in(bruno).post(
        f"/sessions/{forum.session.code}/edit/",
        session_form(place, tables=f"Neu\n{kept.name}"),
    )

    assert response.status_code == 302
    rows = forum.session.tables.order_by("position")
    assert [row.name for row in rows] == ["Neu", kept.name]
    assert rows[1].pk == kept.pk


def test_update_session_refuses_to_take_away_a_table_in_use(forum: Forum) -> None:
    solving.compute_schedule(services.start_run(forum.session, actor=None, at=AT))

    with pytest.raises(ActionError, match="Tisch"):
        arranging.update_session(forum.session, actor=None, tables=["Neu"])

    assert forum.session.tables.count() == 2


def test_interpreter_is_added_changed_and_taken_out(bruno: User, forum: Forum) -> None:
    client = signed_in(bruno)
    person = make.PersonFactory(office=forum.session.mission.office)
    make.ParticipationFactory(
        mission=forum.session.mission, person=person, function="interpreter"
    )
    data = {"person": person.pk, "languages": "de, ja EN", "slots": [forum.slots[0].pk]}

    client.post(f"/sessions/{forum.session.code}/interpreters/", data)

    row = Interpreter.objects.get(person=person)
    assert row.pairs == [["de", "ja"], ["de", "en"], ["en", "ja"]]
    assert [slot.pk for slot in row.closed_slots.all()] == [forum.slots[0].pk]
    address = f"/sessions/{forum.session.code}/interpreters/{row.pk}/"
    assert 'value="de ja en"' in client.get(address).content.decode()
    client.post(address, data | {"languages": "de ja", "slots": []})
    row.refresh_from_db()
    assert (row.pairs, row.closed_slots.count()) == ([["de", "ja"]], 0)
    client.post(address, data | {"languages": "ja-de en-ja"})
    row.refresh_from_db()
    assert row.pairs == [["de", "ja"], ["en", "ja"]]
    assert 'value="de-ja en-ja"' in client.get(address).content.decode()
    Interpreter.objects.filter(pk=row.pk).update(pairs=["de-ja"])
    assert 'value="de ja"' in client.get(address).content.decode()
    client.post(f"{address}remove/")
    assert not Interpreter.objects.filter(person=person).exists()


@pytest.mark.parametrize(
    "languages", ["de", "de xx", "deutsch japanisch", "de-ja en", "de-de", "de-"]
)
def test_interpreter_needs_two_languages_that_exist(
    bruno: User, forum: Forum, languages: str
) -> None:
    response = signed_in(bruno).post(
        f"/sessions/{forum.session.code}/interpreters/",
        {"person": forum.interpreter.person_id, "languages": languages},
    )

    assert "languages" in response.context["form"].errors


def test_company_says_when_it_cannot_meet(client: Client, forum: Forum) -> None:
    profile = forum.partners[0]
    link = make.PersonalLinkFactory(
        target=profile, office=profile.mission.office, language="ja"
    )
    address = f"/my/agenda/{link_token(link)}/availability/"

    page = client.get(address).content.decode()
    response = client.post(
        address, {f"{forum.session.code}-slots": [forum.slots[0].pk]}
    )

    assert page.count('type="checkbox"') == 3
    assert response.status_code == 302
    assert [row.slot_id for row in profile.absences.all()] == [forum.slots[0].pk]


def test_company_cannot_change_a_final_schedule(client: Client, forum: Forum) -> None:
    Session.objects.filter(pk=forum.session.pk).update(status="final")
    profile = forum.partners[0]
    link = make.PersonalLinkFactory(target=profile, office=profile.mission.office)

    client.post(
        f"/my/agenda/{link_token(link)}/availability/",
        {f"{forum.session.code}-slots": [forum.slots[0].pk]},
    )

    assert not profile.absences.exists()
