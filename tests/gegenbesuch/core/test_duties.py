"""What is due is done, and one failure keeps nothing else from it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from gegenbesuch.core import duties

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def tick() -> str:
    printed = StringIO()
    call_command("tick", stdout=printed)
    return printed.getvalue()


def test_nothing_due_prints_nothing():
    assert tick() == ""


def test_ended_sessions_are_forgotten_and_others_stay():
    for days in (-1, 1):
        Session.objects.create(
            session_key=f"key{days}",
            session_data="",
            expire_date=now() + timedelta(days=days),
        )

    assert "clear sessions: 1" in tick()
    assert [row.session_key for row in Session.objects.all()] == ["key1"]


def test_old_tasks_are_forgotten_and_others_stay():
    for days in (1, 15):
        DBTaskResult.objects.create(
            args_kwargs={},
            task_path="gegenbesuch.letters.tasks.deliver_message",
            queue_name="default",
            backend_name="default",
            status="SUCCESSFUL",
            exception_class_path="",
            traceback="",
            finished_at=now() - timedelta(days=days),
        )

    assert "forget finished tasks: 1" in tick()
    assert DBTaskResult.objects.count() == 1


def test_a_duty_that_fails_is_told_and_the_others_are_done(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    done = []

    def fails(at: datetime) -> int:
        msg = "no connection"
        raise OSError(msg)

    def succeeds(at: datetime) -> int:
        done.append(at)
        return 2

    monkeypatch.setattr(duties, "_duties", {"send mail": fails, "count": succeeds})
    with pytest.raises(CommandError, match=r"Failed: send mail \(OSError: no conn"):
        tick()

    assert len(done) == 1
    assert "The duty “send mail” failed" in caplog.text
