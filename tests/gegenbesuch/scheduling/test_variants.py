from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.scheduling import moving, services, solving
from gegenbesuch.scheduling import options as options_for
from gegenbesuch.scheduling.models import Meeting, SolverRun
from gegenbesuch.scheduling.variants import variants_of
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from tests.gegenbesuch.scheduling.conftest import Forum


def compute(forum: Forum, mode: str = "best", seconds: int = 8) -> SolverRun:
    run = services.start_run(
        forum.session, actor=None, at=now(), mode=mode, seconds=seconds
    )
    return solving.compute_schedule(run)


def slots_of(forum: Forum, profile: Profile) -> list[int]:
    """Return the positions of the slots in which a company meets."""
    seats = profile.seats.filter(meeting__session=forum.session)
    return sorted(seats.values_list("slot__position", flat=True))


@pytest.fixture
def varied(forum: Forum) -> SolverRun:
    """Four variants beside a schedule in which two companies hurry."""
    compute(forum)
    return compute(forum, "variants")


def test_run_computes_variants_and_changes_nothing(
    forum: Forum, varied: SolverRun
) -> None:
    before = list(Meeting.objects.order_by("pk").values("slot", "table", "sequence"))

    found = variants_of(varied)

    assert varied.status == "done"
    assert [v.kind for v in found] == ["", "best", "keep", "pauses", "breather"]
    assert [v.placed for v in found[:3]] == [4, 4, 4]
    assert found[1].weight.is_proven
    assert (found[1].gaps.value, found[3].gaps.value) == (0, 4)
    assert len(found[3].lines) >= 2
    assert (found[2].lines, found[3].unplaced) == ([], [])
    after = list(Meeting.objects.order_by("pk").values("slot", "table", "sequence"))
    assert after == before


def test_choose_variant_stores_it_once(forum: Forum, varied: SolverRun) -> None:
    placed = variants_of(varied)[3].placed

    services.choose_variant(varied, "pauses", actor=None, at=now())

    assert Meeting.objects.exclude(slot=None).count() == placed
    for profile in (*forum.home, *forum.partners):
        slots = slots_of(forum, profile)
        assert all(b - a > 1 for a, b in pairwise(slots))
    with pytest.raises(ActionError):
        services.choose_variant(varied, "best", actor=None, at=now())


def test_choose_variant_refuses_what_is_outdated_or_unknown(
    forum: Forum, varied: SolverRun
) -> None:
    with pytest.raises(ActionError):
        services.choose_variant(varied, "worst", actor=None, at=now())
    meeting = Meeting.objects.exclude(slot=None).first()
    assert meeting
    moving.take_out(meeting, actor=None, at=now())

    with pytest.raises(ActionError):
        services.choose_variant(varied, "best", actor=None, at=now())

    varied.refresh_from_db()
    assert varied.applied_at is None


def test_variants_stand_side_by_side_and_one_is_chosen(
    forum: Forum, varied: SolverRun, bruno: User
) -> None:
    client = signed_in(bruno)
    address = f"/runs/{varied.code}/variants/"
    assert address in client.get("/sessions/forum-session/").content.decode()

    page = client.get(address).content.decode()
    client.post(f"/runs/{varied.code}/choose/", {"variant": "breather"})

    assert page.count('name="variant"') == 4
    assert 'name="variant"' not in client.get(address).content.decode()
    session = client.get("/sessions/forum-session/").content.decode()
    assert "certificate__headline" in session


# --- Rules of the session ----------------------------------------------------


def test_session_leaves_slots_free_after_each_meeting(forum: Forum) -> None:
    forum.session.free_after = 1
    forum.session.save()

    compute(forum)

    for profile in (*forum.home, *forum.partners):
        slots = slots_of(forum, profile)
        assert all(b - a > 1 for a, b in pairwise(slots))
    meeting = Meeting.objects.first()
    assert meeting
    with translation.override("en"):
        places = options_for.places_of(meeting)["slots"].values()
    assert any("would have no free slot" in r for p in places for r in p["reasons"])


def test_session_keeps_requests_within_one_side_out(forum: Forum) -> None:
    make.RequestFactory(sender=forum.home[0], recipient=forum.home[1])
    forum.session.is_across_only = True
    forum.session.save()

    compute(forum)

    assert Meeting.objects.count() == 4
    forum.session.is_across_only = False
    forum.session.save()
    compute(forum)
    assert Meeting.objects.count() == 5
