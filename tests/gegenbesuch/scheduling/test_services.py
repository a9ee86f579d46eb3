from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.matchmaking.times import Span, to_json
from gegenbesuch.scheduling import (
    certificate,
    overviews,
    selectors,
    services,
    solving,
    tasks,
)
from gegenbesuch.scheduling.models import Meeting, Session, SolverRun
from gegenbesuch.scheduling.warnings import warnings_of
from tests import factories as make

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoCaptureOnCommitCallbacks
    from pytest_django.fixtures import SettingsWrapper

    from gegenbesuch.accounts.models import User
    from tests.gegenbesuch.scheduling.conftest import Forum


def start(forum: Forum, **options: Any) -> SolverRun:
    return services.start_run(forum.session, actor=None, at=now(), **options)


def test_run_schedule_computes_with_the_immediate_backend(
    forum: Forum,
    bruno: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = services.run_schedule(forum.session, actor=bruno, at=now())

    run.refresh_from_db()
    assert run.status == SolverRun.Status.DONE
    assert run.result["placed"] == run.result["requests"] == 4
    assert Meeting.objects.filter(slot__isnull=False).count() == 4
    forum.session.refresh_from_db()
    assert forum.session.status == Session.Status.PRELIMINARY
    assert list(
        AuditEntry.objects.order_by("pk").values_list("verb", "actor_label")
    ) == [
        ("scheduling.session.run-started", "Bruno"),
        ("scheduling.session.scheduled", "system"),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.database
def test_run_schedule_computes_in_a_worker_of_the_database_backend(
    forum: Forum, settings: SettingsWrapper
) -> None:
    settings.TASKS = {
        "default": {
            "BACKEND": "django_tasks_db.DatabaseBackend",
            "QUEUES": ["default"],
        }
    }
    run = services.run_schedule(forum.session, actor=None, at=now())
    assert SolverRun.objects.get().status == SolverRun.Status.WAITING

    call_command("db_worker", batch=True, interval=0, startup_delay=False)

    run.refresh_from_db()
    assert run.status == SolverRun.Status.DONE
    assert Meeting.objects.filter(slot__isnull=False).count() == 4


def test_compute_schedule_task_is_safe_to_run_twice(forum: Forum) -> None:
    run = start(forum)
    tasks.compute_schedule.call(run_id=run.pk)
    first = SolverRun.objects.get()

    tasks.compute_schedule.call(run_id=run.pk)

    assert SolverRun.objects.get().finished_at == first.finished_at


@pytest.mark.parametrize(
    ("mode", "status", "is_refused"),
    [
        ("best", "preliminary", True),
        ("variants", "preliminary", True),
        ("repair", "preliminary", False),
        ("best", "collecting", False),  # nobody has been told anything yet
    ],
)
def test_start_run_moves_nothing_of_a_session_that_has_begun(
    forum: Forum, mode: str, status: str, *, is_refused: bool
) -> None:
    at = forum.slots[1].starts_at
    forum.session.status = status
    forum.session.save()
    told = pytest.raises(ActionError, match="hat begonnen")

    with told if is_refused else nullcontext():
        services.start_run(forum.session, actor=None, at=at, mode=mode)

    assert SolverRun.objects.exists() is not is_refused


def test_start_run_refuses_a_second_one_at_the_same_time(forum: Forum) -> None:
    start(forum)

    with pytest.raises(ActionError):
        start(forum)

    assert SolverRun.objects.count() == 1


def test_start_run_gives_up_a_run_whose_worker_is_silent(forum: Forum) -> None:
    dead = make.SolverRunFactory(session=forum.session, status="running")
    SolverRun.objects.update(updated_at=now() - timedelta(hours=1))

    run = start(forum)

    dead.refresh_from_db()
    assert (dead.status, run.status) == ("failed", "waiting")
    assert certificate.headline(dead)


def _without_slots(forum: Forum) -> None:
    forum.session.slots.all().delete()


def _without_tables(forum: Forum) -> None:
    forum.session.tables.all().delete()


def _without_requests(forum: Forum) -> None:
    for request in forum.requests:
        request.delete()


def _final(forum: Forum) -> None:
    forum.session.status = Session.Status.FINAL


@pytest.mark.parametrize(
    "spoil", [_without_slots, _without_tables, _without_requests, _final]
)
def test_start_run_says_what_is_missing(
    spoil: Callable[[Forum], None], forum: Forum
) -> None:
    spoil(forum)

    with pytest.raises(ActionError):
        start(forum)


def test_compute_schedule_again_keeps_a_schedule_that_is_as_good(
    forum: Forum,
) -> None:
    solving.compute_schedule(start(forum))
    before = list(Meeting.objects.order_by("pk").values("slot", "table", "sequence"))

    solving.compute_schedule(start(forum, seed=7))

    after = list(Meeting.objects.order_by("pk").values("slot", "table", "sequence"))
    assert after == before


def test_compute_schedule_places_what_was_accepted_since(forum: Forum) -> None:
    solving.compute_schedule(start(forum))
    make.RequestFactory(
        sender=make.ProfileFactory(mission=forum.session.mission),
        recipient=forum.partners[0],
    )
    assert overviews.overview_of(forum.session).new_requests == 1

    run = solving.compute_schedule(start(forum))

    assert run.result["placed"] == 5
    assert overviews.overview_of(forum.session).new_requests == 0


def test_compute_schedule_stores_progress_and_instance(forum: Forum) -> None:
    seen: list[str] = []

    run = solving.compute_schedule(
        start(forum), on_progress=lambda progress: seen.append(progress["phase"])
    )

    assert seen
    assert run.progress["phase"] in seen
    assert len(run.instance["requests"]) == 4


def test_compute_schedule_that_is_stopped_keeps_what_is_there(forum: Forum) -> None:
    solving.compute_schedule(start(forum))
    before = list(Meeting.objects.order_by("pk").values("slot", "table"))

    run = solving.compute_schedule(start(forum), is_cancelled=lambda: True)

    after = list(Meeting.objects.order_by("pk").values("slot", "table"))
    assert after == before
    assert run.status in {"cancelled", "done"}


def test_compute_schedule_marks_a_run_that_breaks(
    forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out_of_memory(*_args: object, **_options: object) -> None:
        raise MemoryError("no more")

    monkeypatch.setattr(
        "gegenbesuch.scheduling.convene_bridge.asking.solve", out_of_memory
    )
    run = start(forum)

    with pytest.raises(MemoryError):
        solving.compute_schedule(run)

    run.refresh_from_db()
    assert (run.status, run.message) == ("failed", "MemoryError: no more")


def test_cancel_run_ends_a_waiting_run_at_once(forum: Forum, bruno: User) -> None:
    run = services.cancel_run(start(forum), actor=bruno, at=now())

    assert run.status == SolverRun.Status.CANCELLED
    assert certificate.headline(run)
    entry = AuditEntry.objects.get(verb="scheduling.session.run-cancelled")
    assert entry.actor == bruno


def test_cancel_run_asks_a_running_one_to_stop(forum: Forum) -> None:
    run = start(forum)
    SolverRun.objects.update(status="running")

    run = services.cancel_run(run, actor=None, at=now())

    assert (run.status, run.cancel_requested) == ("running", True)


def test_cancel_run_refuses_one_that_has_ended(forum: Forum) -> None:
    run = solving.compute_schedule(start(forum))

    with pytest.raises(ActionError):
        services.cancel_run(run, actor=None, at=now())


def test_warnings_name_the_overbooked_company_and_missing_interpreters(
    forum: Forum,
) -> None:
    for slot in forum.slots[1:]:
        make.AbsenceFactory(profile=forum.home[0], slot=slot)
    forum.interpreter.closed_slots.set(forum.slots[1:])

    warnings = warnings_of(overviews.overview_of(forum.session))

    assert len(warnings) == 2
    assert "Analytik A GmbH" in warnings[0]


def test_warnings_name_an_agreed_time_in_which_no_slot_lies(forum: Forum) -> None:
    slot, day = forum.slots[1], timedelta(days=1)
    for request, later in ((forum.requests[0], day), (forum.requests[1], 0 * day)):
        request.spans = to_json([Span(slot.starts_at + later, slot.ends_at + later)])
        request.save()

    with translation.override("en"):
        warnings = warnings_of(overviews.overview_of(forum.session))

    assert len(warnings) == 1
    assert "Analytik A GmbH and Kasou Machinery Inc. agreed on a time" in warnings[0]


def test_warnings_name_a_time_that_was_agreed_in_words_until_it_has_a_slot(
    forum: Forum,
) -> None:
    request = forum.requests[0]
    request.proposal = "Dienstag nach dem Mittagessen"
    request.save()

    with translation.override("en"):
        before = warnings_of(overviews.overview_of(forum.session))
        make.MeetingFactory(
            session=forum.session,
            request=request,
            slot=forum.slots[0],
            table=forum.tables[0],
            status="preliminary",
        )
        after = warnings_of(overviews.overview_of(forum.session))

    named = "Analytik A GmbH and Kasou Machinery Inc. agreed on a time in words only"
    assert [named in text for text in before] == [True]
    assert not any("in words only" in text for text in after)


def test_requests_placed_in_another_session_are_not_scheduled_again(
    forum: Forum,
) -> None:
    other = make.SessionFactory(mission=forum.session.mission)
    make.MeetingFactory(
        session=other,
        request=forum.requests[0],
        status="final",
        slot=make.SlotFactory(session=other),
        table=make.TableFactory(session=other),
    )

    assert list(selectors.accepted_requests(forum.session)) == forum.requests[1:]


@pytest.mark.parametrize("status", ["waiting", "running"])
def test_left_computation_is_begun_by_the_duties_and_fails_after_an_hour(
    forum: Forum, status: str
) -> None:
    run = services.start_run(forum.session, actor=None, at=now(), seconds=5)
    minute, hour = timedelta(minutes=1), timedelta(hours=1)

    def left(since: timedelta) -> None:
        SolverRun.objects.filter(pk=run.pk).update(
            status=status, created_at=now() - since, updated_at=now() - since
        )

    left(timedelta())
    assert services.resume_runs(now()) == 0
    left(hour + minute)
    assert services.resume_runs(now()) == 0
    run.refresh_from_db()
    assert (run.status, run.message) == ("failed", "silent")
    left(minute)
    assert services.resume_runs(now()) == 1
    run.refresh_from_db()
    assert (run.status, run.result["placed"]) == ("done", 4)
