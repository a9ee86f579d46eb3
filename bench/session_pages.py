"""
Milliseconds of server CPU for the pages of a big session.

    python bench/session_pages.py [--times 20]

Makes a session of 500 companies with 4,800 meetings at 300 tables in 24 slots, and 100
accepted requests without a slot, in a scratch SQLite file; asks for its pages as a
signed-in coordinator and prints the median of `time.process_time` around one request.
Ends with 1 when the grid of tables takes more than 60 ms or another page more than 25.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from web_pages import set_up

MOST = 25.0
MOST_OF_GRID = 60.0
PAGES = ("", "tables/", "companies/", "unplaced/", "statistics/", "sites/")
COMPANIES, TABLES, SLOTS, AT_ONCE, WITHOUT = 500, 300, 24, 200, 100
BEGIN = datetime(2027, 3, 19, 8, 0, tzinfo=UTC)


def main() -> int:
    """Make the data, measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--times", type=int, default=20)
    times = parser.parse_args().times
    folder = Path(tempfile.mkdtemp(prefix="gegenbesuch-bench-"))
    try:
        set_up(folder)
        from django.core.management import call_command  # noqa: PLC0415 -- after setup

        call_command("migrate", verbosity=0)
        return measure(make_session(), times)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_session() -> str:
    """Write the session; returns its address."""
    from gegenbesuch.accounts import services as accounts  # noqa: PLC0415 -- after setup
    from gegenbesuch.directory.models import Organisation  # noqa: PLC0415
    from gegenbesuch.matchmaking.models import Profile, Request  # noqa: PLC0415
    from gegenbesuch.missions.models import Mission  # noqa: PLC0415
    from gegenbesuch.scheduling.models import (  # noqa: PLC0415
        Meeting,
        Seat,
        Session,
        Slot,
        Table,
    )

    office = accounts.create_office({"en": "Office"}, actor=None)
    user = accounts.create_user("b@office.example", name="B", password=None, actor=None)
    accounts.grant_membership(user, office, role="coordinator", actor=None)
    mission = Mission.objects.create(office=office, title={"en": "Forum"})
    companies = Organisation.objects.bulk_create(
        Organisation(office=office, name={"de": f"Werk {n} GmbH", "ja": f"第{n}工場"})
        for n in range(COMPANIES)
    )
    profiles = Profile.objects.bulk_create(
        Profile(
            mission=mission,
            organisation=company,
            side=n % 2,
            languages=["ja", "en"] if n % 2 else ["de", "en"],
        )
        for n, company in enumerate(companies)
    )
    session = Session.objects.create(
        mission=mission,
        title={"en": "Meetings"},
        time_zone="Europe/Berlin",
        partner_time_zone="Asia/Tokyo",
        status=Session.Status.PRELIMINARY,
    )
    slots = Slot.objects.bulk_create(
        Slot(
            session=session,
            position=n,
            block=n // 8,
            starts_at=BEGIN + timedelta(minutes=25 * n),
            ends_at=BEGIN + timedelta(minutes=25 * n + 20),
        )
        for n in range(SLOTS)
    )
    tables = Table.objects.bulk_create(
        Table(session=session, name=str(n + 1), position=n) for n in range(TABLES)
    )
    home, away = profiles[::2], profiles[1::2]
    pairs = [
        (home[n], away[(n + t) % len(away)], slots[t], tables[n])
        for t in range(SLOTS)
        for n in range(AT_ONCE)
    ]
    pairs += [
        (home[n], away[(n + 100) % len(away)], None, None) for n in range(WITHOUT)
    ]
    requests = Request.objects.bulk_create(
        Request(
            mission=mission,
            sender=sender,
            recipient=recipient,
            language="de",
            status=Request.Status.ACCEPTED,
        )
        for sender, recipient, _slot, _table in pairs
    )
    meetings = Meeting.objects.bulk_create(
        Meeting(
            session=session,
            request=request,
            slot=slot,
            table=table,
            status="preliminary" if slot else "unscheduled",
        )
        for request, (_a, _b, slot, table) in zip(requests, pairs, strict=True)
    )
    Seat.objects.bulk_create(
        Seat(meeting=meeting, profile=profile, slot=slot)
        for meeting, (sender, recipient, slot, _t) in zip(meetings, pairs, strict=True)
        if slot
        for profile in (sender, recipient)
    )
    return session.get_absolute_url()


def measure(address: str, times: int) -> int:
    """Ask for each page and print what it costs; returns 1 if one costs too much."""
    from django.test import Client  # noqa: PLC0415 -- after setup

    from gegenbesuch.accounts.models import User  # noqa: PLC0415
    from gegenbesuch.config.garbage import settle  # noqa: PLC0415

    settle()  # as on a server
    client = Client()
    client.force_login(
        User.objects.get(), backend="django.contrib.auth.backends.ModelBackend"
    )
    is_slow = False
    for page in PAGES:
        spent = []
        for _time in range(times + 3):
            begun = time.process_time()
            answer = client.get(f"{address}{page}?lang=ja")
            spent.append(1000 * (time.process_time() - begun))
            assert answer.status_code == 200, answer.status_code
        middle = statistics.median(spent[3:])
        is_slow = is_slow or middle > (MOST_OF_GRID if page == "tables/" else MOST)
        print(f"{page or 'session':12} {middle:6.1f} ms {len(answer.content):9,} bytes")
    return int(is_slow)


if __name__ == "__main__":
    sys.exit(main())
