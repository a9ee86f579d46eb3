from __future__ import annotations

import json
import os
import signal
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from gegenbesuch.scheduling.models import Meeting, SolverRun

if TYPE_CHECKING:
    from tests.gegenbesuch.scheduling.conftest import Forum


def run(*args: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("run_schedule", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_run_schedule_says_what_it_has_found(forum: Forum) -> None:
    out, err = run("forum-session", "--seconds", "20")

    assert len(out.splitlines()) >= 3
    assert "4" in out.splitlines()[0]
    assert err
    assert Meeting.objects.filter(slot__isnull=False).count() == 4


def test_run_schedule_writes_json(forum: Forum) -> None:
    out, _err = run("forum-session", "--seconds", "20", "--seed", "5", "--json")

    record = json.loads(out)
    assert (record["state"], record["placed"], record["seed"]) == ("done", 4, 5)


@pytest.mark.django_db
def test_run_schedule_names_the_session_that_does_not_exist() -> None:
    with pytest.raises(CommandError, match="There is no session 'nowhere'"):
        run("nowhere")


def test_run_schedule_passes_on_why_it_cannot(forum: Forum) -> None:
    forum.session.tables.all().delete()

    with pytest.raises(CommandError):
        run("forum-session")


class Interrupting(StringIO):
    """A screen at which somebody presses Ctrl-C when the first line appears."""

    def write(self, text: str) -> int:
        if not self.getvalue():
            os.kill(os.getpid(), signal.SIGINT)
        return super().write(text)


def test_run_schedule_keeps_the_best_after_an_interrupt(forum: Forum) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command(
            "run_schedule", "forum-session", stdout=StringIO(), stderr=Interrupting()
        )

    assert ended.value.code == 130
    assert SolverRun.objects.get().finished_at is not None
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
