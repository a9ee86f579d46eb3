"""
A forum of 200 companies and 1,000 requests, from the button to 500 phones.

    python bench/forum.py [--keep FOLDER]

Makes the forum in a scratch SQLite file and does what an office does, through the web
pages and a worker of its own: compute the schedule, publish it, take all agendas as one
PDF. Then starts the site as `deploy/start.sh web` does and lets 500 phones reload their
agenda, each at its own moment of ten seconds.
Ends with 1 when button to PDF takes more than 120 s, a mail is missing, a phone gets no
agenda, or the last phone has its own later than after twelve seconds: two after it asked.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from web_pages import set_up

ROOT = Path(__file__).resolve().parent.parent
SIDE, REQUESTS, SLOTS, TABLES, INTERPRETERS = 100, 1000, 20, 60, 25
PHONES, WITHIN, PATIENCE = 500, 10.0, 2.0
MOST_SECONDS = 120.0
BEGIN = datetime(2027, 3, 19, 8, 0, tzinfo=UTC)


def main() -> int:
    """Make the forum, do the day before it, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--keep", help="a folder for the data, kept afterwards")
    asked = parser.parse_args()
    folder = Path(asked.keep or tempfile.mkdtemp(prefix="gegenbesuch-bench-"))
    try:
        set_up(folder)
        from django.core.management import call_command  # noqa: PLC0415 -- after setup

        call_command("migrate", verbosity=0)
        session = make_forum()
        faults = [*from_button_to_paper(session), *phones(session)]
        print("\n".join(faults) or "All within bounds.")
        return int(bool(faults))
    finally:
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)


def make_forum() -> Any:
    """Write the companies, their people and requests; returns the session."""
    from gegenbesuch.accounts import services as accounts  # noqa: PLC0415 -- after setup
    from gegenbesuch.core.values.name import Name  # noqa: PLC0415
    from gegenbesuch.directory.models import (  # noqa: PLC0415
        ContactPoint,
        Organisation,
        Person,
    )
    from gegenbesuch.matchmaking.models import Profile, Request  # noqa: PLC0415
    from gegenbesuch.missions.models import Mission  # noqa: PLC0415
    from gegenbesuch.scheduling import models  # noqa: PLC0415

    draw = random.Random(7)
    office = accounts.create_office({"en": "Office"}, actor=None)
    user = accounts.create_user("b@office.example", name="B", password=None, actor=None)
    accounts.grant_membership(user, office, role="coordinator", actor=None)
    mission = Mission.objects.create(office=office, title={"en": "Forum"})
    companies = Organisation.objects.bulk_create(
        Organisation(office=office, name={"de": f"Werk {n} GmbH", "ja": f"第{n}工場"})
        for n in range(2 * SIDE)
    )
    profiles = Profile.objects.bulk_create(
        Profile(
            mission=mission,
            organisation=company,
            side=n % 2,
            languages=draw.choice((["ja"], ["ja", "en"])) if n % 2 else ["de", "en"],
        )
        for n, company in enumerate(companies)
    )
    people = Person.objects.bulk_create(
        Person(office=office, name=Name(family=f"Weber {n}", given="Anna"))
        for n in range(len(profiles))
    )
    for profile, person in zip(profiles, people, strict=True):
        profile.people.add(person)
    ContactPoint.objects.bulk_create(
        ContactPoint(target=person, kind="email", value=f"p{n}@works.example")
        for n, person in enumerate(people)
    )
    session = models.Session.objects.create(
        mission=mission,
        title={"en": "Meetings"},
        time_zone="Europe/Berlin",
        partner_time_zone="Asia/Tokyo",
    )
    models.Slot.objects.bulk_create(
        models.Slot(
            session=session,
            position=n,
            block=n // 10,
            starts_at=BEGIN + timedelta(minutes=25 * n),
            ends_at=BEGIN + timedelta(minutes=25 * n + 20),
        )
        for n in range(SLOTS)
    )
    models.Table.objects.bulk_create(
        models.Table(session=session, name=str(n + 1), position=n)
        for n in range(TABLES)
    )
    interpreters = Person.objects.bulk_create(
        Person(office=office, name=Name(family=f"Sato {n}", given="Ken"))
        for n in range(INTERPRETERS)
    )
    models.Interpreter.objects.bulk_create(
        models.Interpreter(session=session, person=person, pairs=[["de", "ja"]])
        for person in interpreters
    )
    pairs = [(a, b) for a in profiles[::2] for b in profiles[1::2]]
    Request.objects.bulk_create(
        Request(
            mission=mission,
            sender=sender,
            recipient=recipient,
            language="de",
            status=Request.Status.ACCEPTED,
        )
        for sender, recipient in draw.sample(pairs, REQUESTS)
    )
    return session


def from_button_to_paper(session: Any) -> list[str]:
    """Compute, publish and print as the office does; returns what is wrong."""
    from django.test import Client  # noqa: PLC0415 -- after setup
    from django.urls import reverse  # noqa: PLC0415

    from gegenbesuch.accounts.models import User  # noqa: PLC0415
    from gegenbesuch.letters.models import OutboxMessage  # noqa: PLC0415
    from gegenbesuch.scheduling.models import Meeting, SolverRun  # noqa: PLC0415

    client = Client()
    client.force_login(
        User.objects.get(), backend="django.contrib.auth.backends.ModelBackend"
    )

    def page(name: str) -> str:
        return reverse(f"scheduling:{name}", args=[session.code])

    worker = subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "db_worker", "--no-reload", "-v0"]
    )
    try:
        begun = time.monotonic()
        assert client.post(page("run-schedule")).status_code == 302
        run = SolverRun.objects.get(session=session)
        while run.is_active:
            time.sleep(0.2)
            run.refresh_from_db()
    finally:
        worker.terminate()
        worker.wait()
    computed = time.monotonic()
    answer = client.post(page("publish"), {"state": "final"})
    assert answer.status_code == 302, answer.status_code
    published = time.monotonic()
    paper = client.get(page("all-agendas-pdf"))
    assert paper["Content-Type"] == "application/pdf"
    size = len(paper.getvalue())
    printed = time.monotonic()

    placed = Meeting.objects.filter(session=session, slot__isnull=False).count()
    mails = OutboxMessage.objects.count()
    companies = (
        Meeting.objects.filter(session=session, slot__isnull=False)
        .values_list("request__sender", "request__recipient")
        .distinct()
    )
    concerned = {profile for pair in companies for profile in pair}
    print(f"computed   {computed - begun:6.1f} s: {run.status}, {placed} of {REQUESTS}")
    print(f"published  {published - computed:6.1f} s: {mails} mails queued")
    print(f"printed    {printed - published:6.1f} s: {size:,} bytes")
    print(f"altogether {printed - begun:6.1f} s")
    faults = []
    if printed - begun > MOST_SECONDS:
        faults.append(f"It took more than {MOST_SECONDS:.0f} s.")
    if mails != len(concerned):
        faults.append(f"{len(concerned)} companies have meetings, {mails} get mail.")
    return faults


def phones(session: Any) -> list[str]:
    """Let 500 phones reload their agenda; returns what is wrong."""
    from django.utils.timezone import now  # noqa: PLC0415 -- after setup

    from gegenbesuch.matchmaking.models import Profile  # noqa: PLC0415
    from gegenbesuch.scheduling import letters  # noqa: PLC0415

    links = letters.open_links([*Profile.objects.all()], at=now())
    paths = [letters.agenda_address(link) for rows in links.values() for link in rows]
    paths = ["/" + path.split("/", 3)[3] for path in paths]
    manage = [sys.executable, ROOT / "manage.py"]
    subprocess.run([*manage, "collectstatic", "--no-input", "-v0"], check=True)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "gegenbesuch.config.wsgi"),
            *("--bind", f"127.0.0.1:{port}", "--workers", "2"),
            *("--worker-class", "gthread", "--threads", "4", "--no-control-socket"),
            *("--log-level", "warning"),
        ],
        env={**os.environ, "GEGENBESUCH_HOSTS": "127.0.0.1"},
    )
    try:
        time.sleep(6)
        asyncio.run(reload(port, paths[:20], over=1.0))  # all is imported by then
        asked = [paths[n % len(paths)] for n in range(PHONES)]
        begun = time.monotonic()
        answers = asyncio.run(reload(port, asked, over=WITHIN))
        elapsed = time.monotonic() - begun
    finally:
        server.terminate()
        server.wait()
    failed = [head for head, _seconds in answers if b" 200 " not in head]
    slowest = max(seconds for _head, seconds in answers)
    print(
        f"{PHONES} phones reload within {WITHIN:.0f} s: the last had its agenda after"
        f" {elapsed:.1f} s, the slowest waited {slowest:.2f} s, {len(failed)} failed"
    )
    faults = [f"A phone got {head!r}." for head in failed[:1]]
    if elapsed > WITHIN + PATIENCE:
        faults.append("The phones had to wait.")
    return faults


async def reload(
    port: int, paths: list[str], *, over: float
) -> list[tuple[bytes, float]]:
    """Ask for all these pages, spread evenly; returns status lines and seconds."""

    async def ask(number: int, path: str) -> tuple[bytes, float]:
        await asyncio.sleep(over * number / len(paths))
        begun = time.monotonic()
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                "Accept-Language: de\r\n\r\n".encode()
            )
            answer = await reader.read()
            writer.close()
        except OSError as error:
            return str(error).encode(), time.monotonic() - begun
        return answer.partition(b"\r\n")[0], time.monotonic() - begun

    return await asyncio.gather(*(ask(n, path) for n, path in enumerate(paths)))


if __name__ == "__main__":
    sys.exit(main())
