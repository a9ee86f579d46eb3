"""
A computation whose worker is killed, or cut off, is begun again and ends.

Everything is real: a database of its own, `manage.py db_worker`, which gets SIGKILL or
loses its connections, a web server that is restarted meanwhile, and a
process that is killed while it publishes.
"""

from __future__ import annotations

import signal
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from tests.installation import MANAGE, ROOT, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER = ("-m", "gunicorn", "gegenbesuch.config.wsgi", "--log-level", "warning")
WORKER = (MANAGE, "db_worker", "--no-reload", "--interval", "0.1", "--no-startup-delay")
START = """
from django.utils.timezone import now
from gegenbesuch.scheduling import services
from gegenbesuch.accounts.models import Membership, User
from tests import factories as make
session = make.SessionFactory(code="forum")
user = User.objects.create_user(
    "anna@office.example", "a long pass phrase", name="Anna"
)
Membership.objects.create(
    user=user, office=session.mission.office, role="coordinator"
)
for n in range(12):
    make.SlotFactory(session=session, position=n)
    make.TableFactory(session=session, position=n)
home, away = (
    [make.ProfileFactory(mission=session.mission, side=side) for n in range(20)]
    for side in (0, 1)
)
for n, profile in enumerate((*home, *away)):
    make.PersonalLinkFactory(target=profile, holder_email=f"post{n}@company.example")
for n, sender in enumerate(home):
    for step in (0, 1, 3, 7, 8, 13):
        make.RequestFactory(sender=sender, recipient=away[(n + step) % 20])
services.run_schedule(session, actor=None, at=now(), seconds=5)
"""
DIE_WHILE_TELLING = """
import os, signal
from django.core.management import call_command
from django.db import connection

told = []

def die(execute, sql, params, many, context):
    if 'INSERT INTO "letters_outboxmessage"' in sql:
        told.append(sql)
        if len(told) == 20:
            os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

with connection.execute_wrapper(die):
    call_command("publish_schedule", "forum", state="preliminary")
"""
PUBLISHED = """
SELECT (SELECT count(*) FROM scheduling_publication),
    (SELECT count(*) FROM scheduling_placement),
    (SELECT count(*) FROM letters_outboxmessage),
    (SELECT count(DISTINCT to_email) FROM letters_outboxmessage),
    (SELECT count(*) FROM scheduling_meeting WHERE status <> 'preliminary')
"""
RUN = "SELECT status, started_at, progress FROM scheduling_solverrun"
PLACED = "SELECT count(*) FROM scheduling_meeting WHERE slot_id IS NOT NULL"
SEATS = "SELECT count(*) FROM scheduling_seat"
LATER = (
    "UPDATE scheduling_solverrun SET updated_at = '2020-01-01 00:00:00+00:00'",
    (
        "UPDATE django_tasks_database_dbtaskresult"
        " SET run_after = '2020-01-01 00:00:00+00:00' WHERE status = 'READY'"
    ),
)


@contextmanager
def _database(site: Site) -> Iterator[Any]:
    url = site.environment.get("GEGENBESUCH_DATABASE_URL")
    if url:
        import psycopg  # noqa: PLC0415 -- on PostgreSQL only

        with psycopg.connect(url, autocommit=True) as found:
            yield found
    else:
        path = f"{site.environment['GEGENBESUCH_DATA']}/gegenbesuch.sqlite3"
        with sqlite3.connect(path, timeout=20, isolation_level=None) as file:
            yield file


def _kill(process: Any, database: Any) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def _cut(process: Any, database: Any) -> None:
    database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "stop",
    [
        _kill,
        pytest.param(
            _cut,
            marks=pytest.mark.skipif(
                connection.vendor != "postgresql", reason="SQLite has no connections"
            ),
        ),
    ],
)
def test_a_run_whose_worker_is_stopped_ends(
    environment: dict[str, str], stop: Any
) -> None:
    site = Site(environment | {"PYTHONPATH": str(ROOT)})
    site.manage("shell", "-v0", "-c", START)

    with _database(site) as database:

        def row() -> Any:
            return database.execute(RUN).fetchone()

        def placed() -> int:
            (count,) = database.execute(PLACED).fetchone()
            return int(count)

        def shows_progress() -> bool:
            return bool(site.get("/sessions/forum/").xpath("//progress"))

        server = (*SERVER, "--bind", site.url.removeprefix("http://"))
        with site.running(*server) as web:
            site.wait_for(site.is_up)
            site.submit(
                "sign-in",
                username="anna@office.example",
                password="a long pass phrase",
            )
            assert shows_progress()
            with site.running(*WORKER) as worker:
                site.wait_for(lambda: row()[2] not in ("{}", {}))
                web.terminate()  # as a restart does; its processes end with it
                web.wait()
                stop(worker, database)
                assert placed() == 0
                with site.running(*server):
                    site.wait_for(site.is_up)
                    assert shows_progress()
                    for statement in LATER:
                        database.execute(statement)
                    assert not shows_progress()
                    with site.running(*WORKER):
                        site.wait_for(lambda: row()[0] not in ("waiting", "running"))
                    assert site.get("/sessions/forum/").find_class("certificate")

        assert (row()[0], placed()) == ("done", 120)
        assert database.execute(SEATS).fetchone() == (240,)

        dead = site.run("shell", "-v0", "-c", DIE_WHILE_TELLING)
        assert dead.returncode == -signal.SIGKILL
        assert database.execute(PUBLISHED).fetchone() == (0, 0, 0, 0, 0)
        site.manage("publish_schedule", "forum", "--state", "preliminary")
        assert database.execute(PUBLISHED).fetchone() == (1, 120, 40, 40, 0)
