"""What tables have, where they are, how long ways take, and who stays apart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from convene.timetable import check
from gegenbesuch.core.errors import ActionError
from gegenbesuch.scheduling import (
    convene_bridge,
    curing,
    furnishing,
    needs,
    options,
    overviews,
    selectors,
    services,
    solving,
)
from gegenbesuch.scheduling.models import Meeting, Need, Slot, Way
from gegenbesuch.scheduling.warnings import warnings_of
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from tests.gegenbesuch.scheduling.conftest import Forum

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def compute(forum: Forum) -> dict[Any, Meeting]:
    """Compute the schedule; returns the meetings by their request."""
    run = services.start_run(forum.session, actor=None, at=AT, seconds=5)
    solving.compute_schedule(run)
    rows = Meeting.objects.select_related("slot", "table", "request")
    return {row.request: row for row in rows.filter(session=forum.session)}


def later(slot: Slot, minutes: int, block: int) -> None:
    """Let a slot be later by so many minutes, in another block."""
    slot.starts_at += timedelta(minutes=minutes)
    slot.ends_at += timedelta(minutes=minutes)
    slot.block = block
    slot.save()


# --- Tables ------------------------------------------------------------------


def test_meetings_get_tables_that_have_what_they_need(forum: Forum) -> None:
    furnishing.furnish_tables(
        forum.session, {forum.tables[1].pk: (["tv-set"], None)}, actor=None
    )
    furnishing.set_need(
        forum.session, forum.partners[0], features=["tv-set"], site=None, actor=None
    )
    furnishing.set_need(
        forum.session, forum.requests[2], features=["tv-set"], site=None, actor=None
    )

    found = compute(forum)

    at = [found[request].table for request in forum.requests[:3]]
    assert at == [forum.tables[1]] * 3


def test_a_feature_that_no_table_has_is_named_as_the_reason(forum: Forum) -> None:
    make.MeetingNeedFactory(session=forum.session, profile=forum.partners[0])

    meeting = compute(forum)[forum.requests[0]]

    assert meeting.slot is None
    assert [reason["rule"] for reason in meeting.reasons] == ["table-features"]


def test_options_agree_with_the_validator_on_features_and_ways(forum: Forum) -> None:
    first, second = furnishing.set_sites(forum.session, ["Halle", "Werk"], actor=None)
    later(forum.slots[2], 60, 1)
    compute(forum)
    furnishing.furnish_tables(
        forum.session,
        {
            forum.tables[0].pk: (["Bildschirm"], first.pk),
            forum.tables[1].pk: ([], second.pk),
        },
        actor=None,
    )
    make.MeetingNeedFactory(
        session=forum.session, profile=None, request=forum.requests[1]
    )
    furnishing.set_need(
        forum.session, forum.partners[1], features=[], site=second.pk, actor=None
    )
    problem = convene_bridge.read_problem(forum.session)

    for meeting in Meeting.objects.filter(session=forum.session):
        view = options.View(meeting)
        offered = {
            (option.slot.pk, table.pk)
            for option in options.options_of(meeting)
            if not option.reasons
            for table in option.tables
        }
        possible = set()
        for slot in forum.slots:
            person = view.interpreter(slot) if view.pairs else None
            for table in forum.tables:
                key = slot.pk, table.pk, person.pk if person else None
                if not _broken(problem, meeting, key):
                    possible.add((slot.pk, table.pk))
        assert offered == possible


def _broken(problem: Any, meeting: Meeting, key: Any) -> list[str]:
    """Rules that a place breaks, be they broken where the meeting is now or not."""
    nowhere = {meeting.request_id: (None, None, None)}
    before = convene_bridge.read_schedule(problem, nowhere)
    after = convene_bridge.read_schedule(problem, {meeting.request_id: key})
    assert before is not None
    assert after is not None
    known = check(problem.instance, before)
    return [str(item) for item in check(problem.instance, after) if item not in known]


def test_what_too_few_tables_have_is_said_before_computing(forum: Forum) -> None:
    forum.tables[0].features = ["Bildschirm"]
    forum.tables[0].save()
    for profile in forum.partners:
        make.MeetingNeedFactory(session=forum.session, profile=profile)
    make.MeetingNeedFactory(
        session=forum.session, profile=None, request=forum.requests[0]
    )

    overview = overviews.overview_of(forum.session)

    assert overview.shortages == [needs.Shortage("Bildschirm", 4, 3)]
    assert any("„Bildschirm“" in text for text in warnings_of(overview))


def test_the_limit_of_meetings_counts_in_the_warning(forum: Forum) -> None:
    forum.session.max_meetings = 1

    overview = overviews.overview_of(forum.session)

    assert overview.free_slots(forum.home[0].pk) == 1


# --- Sites and ways ----------------------------------------------------------


def test_a_new_site_is_a_meeting_away_and_a_detour_counts_if_it_is_faster(
    forum: Forum,
) -> None:
    sites = furnishing.set_sites(forum.session, ["A", "B", "C"], actor=None)
    assert set(Way.objects.values_list("minutes", flat=True)) == {20}

    far = {(sites[0].pk, sites[2].pk): 90}
    assert furnishing.set_ways(forum.session, far, actor=None) == 1

    minutes = needs.minutes_between(forum.session, sites)
    assert minutes == [[0, 20, 40], [20, 0, 20], [40, 20, 0]]
    slots = list(forum.session.slots.order_by("position"))
    assert needs.travel_of(forum.session, sites, slots) == (
        (0, 1, 2),
        (1, 0, 1),
        (2, 1, 0),
    )


def test_nobody_is_sent_from_one_site_to_the_other_without_time(forum: Forum) -> None:
    hall, plant = furnishing.set_sites(forum.session, ["Halle", "Werk"], actor=None)
    for table, site in zip(forum.tables, (hall, plant), strict=True):
        wanted = {table.pk: ([], site.pk)}
        furnishing.furnish_tables(forum.session, wanted, actor=None)
    furnishing.set_need(
        forum.session, forum.requests[0], features=[], site=plant.pk, actor=None
    )
    furnishing.set_need(
        forum.session, forum.requests[1], features=[], site=hall.pk, actor=None
    )

    found = compute(forum)

    slots = sorted(found[r].slot.position for r in forum.requests[:2])
    assert slots == [0, 2]  # both are of one partner, who needs a slot for the way


def test_a_site_with_tables_is_not_taken_away(forum: Forum) -> None:
    (site,) = furnishing.set_sites(forum.session, ["Halle"], actor=None)
    furnishing.furnish_tables(
        forum.session, {forum.tables[0].pk: ([], site.pk)}, actor=None
    )

    with pytest.raises(ActionError, match="Halle"):
        furnishing.set_sites(forum.session, [], actor=None)


# --- Pauses ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pause", "has_ways", "positions"),
    [
        (0, False, (0, 1, 2)),
        (15, False, (0, 1, 3)),
        (60, False, (0, 1, 4)),
        (60, True, (0, 1, 4)),
        (15, True, (0, 1, 2)),
    ],
)
def test_a_pause_counts_for_as_many_slots_as_fit_into_it(
    forum: Forum,
    pause: int,
    has_ways: bool,  # noqa: FBT001 -- a case
    positions: tuple[int, ...],
) -> None:
    if pause:
        later(forum.slots[2], pause, 1)

    slots = list(forum.session.slots.order_by("position"))
    assert needs.positions_of(slots, has_ways=has_ways) == positions


def test_lunch_is_a_rest(forum: Forum) -> None:
    forum.session.free_after = 1
    forum.session.save()
    later(forum.slots[1], 60, 1)
    later(forum.slots[2], 120, 2)

    assert all(meeting.slot for meeting in compute(forum).values())


# --- Who meets whom ----------------------------------------------------------


def test_companies_that_stay_apart_are_not_scheduled_nor_counted(
    forum: Forum,
) -> None:
    furnishing.keep_apart(
        forum.session, forum.home[0], [forum.partners[0].pk], actor=None
    )

    left = set(selectors.accepted_requests(forum.session))

    assert left == set(forum.requests[1:])
    assert len(overviews.overview_of(forum.session).asked) == 3
    assert furnishing.keep_apart(forum.session, forum.home[0], [], actor=None) == 0
    assert selectors.accepted_requests(forum.session).count() == 4


# --- Pages -------------------------------------------------------------------


def test_tables_and_sites_are_written_down_on_one_page(
    forum: Forum, bruno: User
) -> None:
    desk, path = signed_in(bruno), f"/sessions/{forum.session.code}/sites/"
    one, two = forum.tables

    desk.post(path, {"do": "sites", "sites": "Halle\n\n Werk  Süd \nHalle"})
    hall, plant = needs.sites_of(forum.session)
    way = Way.objects.get()
    desk.post(path, {"do": "ways", f"way-{way.pk}": "45"})
    desk.post(
        path,
        {
            "do": "tables",
            f"features-{one.pk}": " Bildschirm ,  Strom, Strom",
            f"site-{one.pk}": plant.pk,
            f"features-{two.pk}": "",
            f"site-{two.pk}": "",
        },
    )

    one.refresh_from_db()
    way.refresh_from_db()
    assert [str(hall), str(plant)] == ["Halle", "Werk Süd"]
    assert (way.minutes, one.features, one.site) == (45, ["Bildschirm", "Strom"], plant)


def test_needs_of_a_company_and_of_a_meeting_are_noted_by_the_office(
    forum: Forum, bruno: User
) -> None:
    desk, session = signed_in(bruno), forum.session
    forum.tables[0].features = ["Bildschirm"]
    forum.tables[0].save()
    partner, company = forum.partners[0], forum.home[0]

    desk.post(
        f"/sessions/{session.code}/availability/{partner.code}/",
        {"features": ["Bildschirm"], "apart": [company.pk]},
    )
    desk.post(
        f"/sessions/{session.code}/needs/{forum.requests[3].code}/",
        {"features": ["Bildschirm"]},
    )

    found = needs.needs_of(session)
    assert found.features(forum.requests[1]) == ("Bildschirm",)
    assert found.features(forum.requests[3]) == ("Bildschirm",)
    assert found.features(forum.requests[2]) == ()
    assert needs.apart_in(session.pk) == {frozenset((partner.pk, company.pk))}

    desk.post(f"/sessions/{session.code}/availability/{partner.code}/", {"site": ""})
    assert Need.objects.get().request == forum.requests[3]
    assert needs.apart_in(session.pk) == set()


def test_the_cure_puts_up_a_table_with_what_the_meeting_needs(forum: Forum) -> None:
    make.MeetingNeedFactory(session=forum.session, profile=forum.partners[0])
    meeting = compute(forum)[forum.requests[0]]

    cures = curing.cure_at(meeting, "0-0")
    curing.cure_meeting(meeting, cures, actor=None, at=AT)

    table = forum.session.tables.order_by("-position")[0]
    assert table.features == ["Bildschirm"]
