"""Who may meet whom: by side, by field and by name, asked, accepted and placed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.matchmaking import services as matchmaking
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.onsite.figures import figures_of
from gegenbesuch.scheduling import (
    convene_bridge,
    furnishing,
    moving,
    overviews,
    selectors,
    services,
    solving,
    who_meets,
)
from gegenbesuch.scheduling.models import Meeting, Session
from gegenbesuch.scheduling.warnings import warnings_of
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from tests.gegenbesuch.scheduling.conftest import Forum

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
Fields = Session.Fields


@pytest.fixture
def fields(forum: Forum) -> dict[str, Any]:
    """Home: energy, and both; partners: energy, and medicine."""
    energy = make.SectorFactory(name=make.i18n("Energie", "Energy", "エネルギー"))
    medicine = make.SectorFactory(name=make.i18n("Medizin", "Medicine", "医療"))
    forum.home[0].sectors.add(energy)
    forum.home[1].sectors.add(energy, medicine)
    forum.partners[0].sectors.add(energy)
    forum.partners[1].sectors.add(medicine)
    return {"energy": energy, "medicine": medicine}


def rule(forum: Forum, how: str, *pairs: tuple[Any, Any]) -> None:
    furnishing.set_rules(
        forum.session,
        is_across_only=False,
        fields_rule=how,
        pairs={frozenset(row.pk for row in pair) for pair in pairs},
        actor=None,
    )


def asked(forum: Forum) -> set[int]:
    """The numbers of the requests of the forum that a schedule would hold."""
    number = {request.pk: n for n, request in enumerate(forum.requests)}
    return {number[row.pk] for row in selectors.accepted_requests(forum.session)}


def send(forum: Forum, sender: Profile, recipient: Profile) -> Request:
    return matchmaking.send_request(
        sender, recipient, message="", language="en", actor=None, at=now()
    )


@pytest.mark.parametrize(
    ("how", "pairs", "left"),
    [
        (Fields.ANY, [], {0, 1, 2, 3}),
        (Fields.SHARED, [], {0, 1, 3}),
        (Fields.LISTED, [("medicine", "energy")], {1, 2, 3}),
        (Fields.LISTED, [("energy", "energy")], {0, 1}),
        (Fields.OTHERS, [("energy", "medicine")], {0}),
    ],
)
def test_fields_decide_which_requests_are_scheduled_and_counted(
    forum: Forum,
    fields: dict[str, Any],
    how: str,
    pairs: list[tuple[str, str]],
    left: set[int],
) -> None:
    rule(forum, how, *((fields[a], fields[b]) for a, b in pairs))

    overview = overviews.overview_of(forum.session)

    assert asked(forum) == left
    assert (len(overview.asked), overview.kept_out) == (len(left), 4 - len(left))
    placed = figures_of(forum.session, at=AT).placed
    assert sum(row.accepted for row in placed) == len(left)
    rows = selectors.with_parties(forum.session, *selectors.parts_of(forum.session))[0]
    assert {row.pk for row in rows} == {forum.requests[n].pk for n in left}
    stays_out = [row.pk for row, _reason in who_meets.kept_out(forum.session)]
    assert stays_out == [
        row.pk for n, row in enumerate(forum.requests) if n not in left
    ]


def test_request_that_breaks_a_rule_is_refused_with_the_reason(
    forum: Forum, fields: dict[str, Any]
) -> None:
    Request.objects.all().delete()
    for profile in (*forum.home, *forum.partners):
        profile.status = Profile.Status.PUBLISHED
        profile.save()
    rule(forum, Fields.SHARED)

    with (
        translation.override("en"),
        pytest.raises(ActionError, match="have none") as said,
    ):
        send(forum, forum.home[0], forum.partners[1])
    assert str(said.value) == (
        "In “Meeting session” only companies with a field in common meet, and these "
        "two have none."
    )
    assert send(forum, forum.home[0], forum.partners[0]).pk

    rule(forum, Fields.OTHERS, (fields["energy"], fields["medicine"]))
    waiting = make.RequestFactory(
        sender=forum.home[1], recipient=forum.partners[1], status=Request.Status.SENT
    )
    with translation.override("de"), pytest.raises(ActionError, match="Energie –"):
        matchmaking.accept_request(waiting, at=AT, actor=None)

    make.SessionFactory(mission=forum.session.mission)  # lets everybody meet
    assert send(forum, forum.home[0], forum.partners[1]).pk


def test_company_reads_why_it_cannot_ask(
    forum: Forum, fields: dict[str, Any], bruno: User
) -> None:
    for profile in (forum.home[0], forum.partners[1]):
        Profile.objects.filter(pk=profile.pk).update(status="published")
    forum.requests[2].delete()
    rule(forum, Fields.LISTED, (fields["energy"], fields["energy"]))
    path = f"/profiles/{forum.home[0].code}/on-behalf/market/{forum.partners[1].code}/"

    text = signed_in(bruno).get(path).content.decode()

    assert "Energie – Energie." in text
    assert 'value="send"' not in text


def test_placed_meeting_that_is_ruled_out_can_be_taken_out_but_not_moved(
    forum: Forum, fields: dict[str, Any]
) -> None:
    solving.compute_schedule(services.start_run(forum.session, actor=None, at=AT))
    rule(forum, Fields.SHARED)
    meeting = Meeting.objects.select_related("session", "request").get(
        request=forum.requests[2]
    )
    assert meeting.slot

    problem = convene_bridge.read_problem(forum.session)
    key = (meeting.slot_id, meeting.table_id, None)
    with translation.override("en"):
        assert "in common" in convene_bridge.broken_by(problem, meeting, key)[0]
        warnings = warnings_of(overviews.overview_of(forum.session))
    assert "1 accepted request stays out: these two companies may not meet." in warnings
    moving.take_out(meeting, actor=None, at=AT)

    meeting.refresh_from_db()
    assert meeting.slot is None


def test_rules_are_made_on_one_page(
    forum: Forum, fields: dict[str, Any], bruno: User
) -> None:
    desk, path = signed_in(bruno), f"/sessions/{forum.session.code}/who-meets/"
    energy, medicine = fields["energy"], fields["medicine"]

    without = desk.post(path, {"fields_rule": "listed"})
    half = desk.post(path, {"fields_rule": "any", "one": energy.pk})
    assert list(without.context["form"].errors) == ["one"]
    assert list(half.context["form"].errors) == ["other"]

    desk.post(
        path,
        {
            "fields_rule": "listed",
            "is_across_only": "on",
            "one": medicine.pk,
            "other": energy.pk,
        },
    )
    forum.session.refresh_from_db()
    assert (forum.session.fields_rule, forum.session.is_across_only) == ("listed", True)
    assert who_meets.pairs_of(forum.session) == {frozenset((energy.pk, medicine.pk))}
    assert "Energie – Medizin" in desk.get(path).content.decode()

    desk.post(path, {"fields_rule": "any"})
    assert who_meets.pairs_of(forum.session) == set()
