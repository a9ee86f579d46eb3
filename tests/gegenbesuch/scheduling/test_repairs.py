from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from gegenbesuch.core.errors import ActionError
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.scheduling import arranging, repairs, services, solving
from gegenbesuch.scheduling.models import Meeting, Publication, Seat, SolverRun
from tests import factories as make
from tests.cast import signed_in
from tests.gegenbesuch.scheduling.conftest import make_profile

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from tests.gegenbesuch.scheduling.conftest import Forum

AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def final(forum: Forum, settings: Any) -> Forum:
    """The forum in the future, its schedule final and told to all, with a free slot."""
    forum.slots.append(make.SlotFactory(session=forum.session, position=3))
    later = datetime(2098, 6, 3, 8, 0, tzinfo=UTC) - forum.slots[0].starts_at
    for slot in forum.slots:
        slot.starts_at, slot.ends_at = slot.starts_at + later, slot.ends_at + later
        slot.save()
    for profile in (*forum.home, *forum.partners):
        make.PersonalLinkFactory(
            target=profile,
            office=profile.mission.office,
            holder_email=f"{profile.code}@company.example",
        )
    solving.compute_schedule(services.start_run(forum.session, actor=None, at=AT))
    services.publish_schedule(forum.session, state="final", actor=None, at=AT)
    OutboxMessage.objects.all().delete()
    forum.session.refresh_from_db()
    return forum


def keys(forum: Forum) -> dict[int, Any]:
    rows = Meeting.objects.filter(session=forum.session)
    return {m.request_id: (m.slot_id, m.table_id, m.interpreter_id) for m in rows}


def repair(forum: Forum) -> SolverRun:
    run = services.start_run(forum.session, actor=None, at=AT, mode="repair")
    return solving.compute_schedule(run)


def test_repair_proposes_the_fewest_changes_and_changes_nothing_yet(
    final: Forum,
) -> None:
    meeting = Meeting.objects.get(request=final.requests[0])
    arranging.set_absences(
        final.home[0], final.session, [meeting.slot_id or 0], actor=None
    )
    before = keys(final)

    run = repair(final)

    proposal = repairs.proposal_of(run)
    assert proposal is not None
    assert (proposal.changes, proposal.is_least) == (1, True)
    assert len(proposal.lines) == 1
    assert keys(final) == before


def test_apply_repair_tells_only_those_whom_it_concerns(final: Forum) -> None:
    meeting = Meeting.objects.get(request=final.requests[0])
    arranging.set_absences(
        final.home[0], final.session, [meeting.slot_id or 0], actor=None
    )
    before = keys(final)
    run = repair(final)

    version = services.apply_repair(run, actor=None, at=AT)

    after = keys(final)
    changed = [request for request in before if before[request] != after[request]]
    assert changed == [final.requests[0].pk]
    assert version is not None
    assert (version.number, version.state) == (2, "final")
    told = set(OutboxMessage.objects.values_list("to_email", flat=True))
    assert told == {
        f"{profile.code}@company.example"
        for profile in (final.home[0], final.partners[0])
    }
    assert Meeting.objects.get(request=final.requests[0]).status == "final"
    assert Seat.objects.count() == 2 * sum(key[0] is not None for key in after.values())


def test_repair_keeps_the_reasons_of_meetings_that_had_no_slot_before(
    final: Forum,
) -> None:
    away = make_profile(final.session.mission, 1, make.i18n("Rusu KK"), ["de"])
    slots = [slot.pk for slot in final.slots]
    arranging.set_absences(away, final.session, slots, actor=None)
    request = make.RequestFactory(sender=final.home[0], recipient=away)
    final.session.status = "preliminary"
    final.session.save()
    solving.compute_schedule(services.start_run(final.session, actor=None, at=AT))
    why = Meeting.objects.get(request=request).reasons
    table = final.tables[0]
    arranging.set_closures(table, slots, actor=None)

    services.apply_repair(repair(final), actor=None, at=AT)

    assert why
    assert Meeting.objects.get(request=request).reasons == why
    assert not Meeting.objects.filter(slot__isnull=False).exclude(reasons=[]).exists()


def test_closed_table_is_left_and_locked_meetings_with_it(final: Forum) -> None:
    Meeting.objects.update(is_locked=True)
    table = final.tables[0]
    arranging.set_closures(table, [slot.pk for slot in final.slots], actor=None)

    services.apply_repair(repair(final), actor=None, at=AT)

    assert not Meeting.objects.filter(table=table).exists()
    placed = Meeting.objects.filter(slot__isnull=False)
    assert len({m.slot_id for m in placed}) == placed.count()


def test_repair_is_refused_when_the_schedule_has_changed_meanwhile(
    final: Forum,
) -> None:
    run = repair(final)
    Meeting.objects.filter(request=final.requests[0]).update(
        slot=None, table=None, status="unscheduled"
    )

    with pytest.raises(ActionError):
        services.apply_repair(run, actor=None, at=AT)

    run.refresh_from_db()
    assert run.applied_at is None


def test_repair_is_applied_once(final: Forum) -> None:
    meeting = Meeting.objects.get(request=final.requests[0])
    arranging.set_absences(
        final.home[0], final.session, [meeting.slot_id or 0], actor=None
    )
    run = repair(final)
    services.apply_repair(run, actor=None, at=AT)

    with pytest.raises(ActionError):
        services.apply_repair(run, actor=None, at=AT)

    assert Publication.objects.count() == 2


def test_repair_never_moves_what_has_been(final: Forum) -> None:
    past = final.slots[:2]
    for slot in past:
        days = slot.starts_at - datetime(2020, 1, 1, tzinfo=UTC)
        slot.starts_at, slot.ends_at = slot.starts_at - days, slot.ends_at - days
        slot.save()
    before = keys(final)
    held = {r for r, key in before.items() if key[0] in {slot.pk for slot in past}}
    arranging.set_absences(
        final.home[0], final.session, [slot.pk for slot in final.slots], actor=None
    )

    run = repair(final)

    after = {request: tuple(key) for request, key in run.result["keys"]}
    assert held
    assert {r: after[r] for r in held} == {r: before[r] for r in held}


def test_session_page_offers_and_shows_the_repair(alba: User, final: Forum) -> None:
    client = signed_in(alba)
    address = f"/sessions/{final.session.code}/"
    assert 'value="repair"' not in client.get(address).content.decode()
    meeting = Meeting.objects.get(request=final.requests[0])
    arranging.set_absences(
        final.home[0], final.session, [meeting.slot_id or 0], actor=None
    )
    assert 'value="repair"' in client.get(address).content.decode()

    client.post(f"{address}run-schedule/", {"mode": "repair"})
    run = SolverRun.objects.latest("pk")
    if run.status == "waiting":
        solving.compute_schedule(run)
    page = client.get(address).content.decode()
    assert "Verlegt: Kasou Kikai KK" in page
    response = client.post(f"/runs/{run.code}/apply/")

    assert response.status_code == 302
    assert 'value="repair"' not in client.get(address).content.decode()


def test_closed_table_is_noted_on_its_page(bruno: User, final: Forum) -> None:
    address = f"/sessions/{final.session.code}/tables/{final.tables[0].pk}/"

    signed_in(bruno).post(address, {"slots": [final.slots[3].pk]})

    assert [c.slot_id for c in final.tables[0].closures.all()] == [final.slots[3].pk]
