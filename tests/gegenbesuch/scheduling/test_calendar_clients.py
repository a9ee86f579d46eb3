"""Other programs read the feed: two libraries, and khal with vdirsyncer."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from gegenbesuch.accounts.services import link_token
from gegenbesuch.matchmaking import services as matchmaking
from gegenbesuch.scheduling import moving, services
from gegenbesuch.scheduling.agenda_ics import render_calendar
from gegenbesuch.scheduling.agendas import published_agenda_of
from gegenbesuch.scheduling.models import Meeting
from tests import factories as make

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.live_server_helper import LiveServer

    from tests.gegenbesuch.scheduling.conftest import Forum

AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
#: On both sides of both changes of the clock, and in the hour that comes twice.
BEGINS = (
    datetime(2026, 3, 28, 9, 0, tzinfo=BERLIN),
    datetime(2026, 3, 29, 9, 0, tzinfo=BERLIN),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
)


@pytest.fixture
def published(forum: Forum) -> Forum:
    """Four meetings of the second partner's side, of which two are of one company."""
    forum.slots.append(make.SlotFactory(session=forum.session, position=3))
    for slot, begin in zip(forum.slots, BEGINS, strict=True):
        slot.starts_at, slot.ends_at = begin, begin + timedelta(minutes=20)
        slot.save()
    forum.requests.extend(
        make.RequestFactory(
            sender=forum.home[0],
            recipient__mission=forum.session.mission,
            recipient__languages=["de"],
        )
        for _number in range(2)
    )
    for number, slot in ((0, 0), (2, 1), (4, 2), (5, 3)):
        make.MeetingFactory(
            session=forum.session,
            request=forum.requests[number],
            status="preliminary",
            slot=forum.slots[slot],
            table=forum.tables[0],
            interpreter=forum.interpreter if number == 2 else None,
        )
    publish(forum)
    return forum


def publish(forum: Forum) -> None:
    services.publish_schedule(forum.session, state="preliminary", actor=None, at=AT)


def meeting_of(forum: Forum, number: int) -> Meeting:
    return Meeting.objects.select_related(
        "session__mission", "request__sender", "request__recipient"
    ).get(request=forum.requests[number])


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Tokyo"])
def test_both_libraries_read_the_same_moments_over_both_changes_of_the_clock(
    zone: str, published: Forum
) -> None:
    published.session.time_zone = zone
    published.session.save()
    data = render_calendar(published_agenda_of(published.home[0]))

    first = [
        event.start.astimezone(UTC)
        for event in icalendar.Calendar.from_ical(data).events
    ]
    second = [
        event.dtstart.value.astimezone(UTC)
        for event in vobject.readOne(data.decode()).vevent_list
    ]

    assert first == [begin.astimezone(UTC) for begin in BEGINS]
    assert second == first


@pytest.mark.skipif(
    not (shutil.which("khal") and shutil.which("vdirsyncer")),
    reason="khal and vdirsyncer are not installed",
)
def test_khal_and_vdirsyncer_follow_moves_and_cancellations(
    published: Forum, live_server: LiveServer, tmp_path: Path
) -> None:
    link = make.PersonalLinkFactory(
        target=published.home[0], office=published.session.mission.office
    )
    client = _Client(tmp_path, f"{live_server.url}/my/agenda/{link_token(link)}/")

    client.sync()
    before = client.listed()
    _move(published, 0, slot=2, table=1)
    withdrawn = meeting_of(published, 2)
    matchmaking.withdraw_request(
        withdrawn.request, party=published.home[0], at=AT, actor=None
    )
    publish(published)
    client.sync()
    after = client.listed()

    assert [line.split("|")[0] for line in before] == [
        "2026-03-28 09:00",
        "2026-03-29 09:00",
        "2026-10-25 02:30",
        "2026-10-25 02:30",
    ]
    assert len(list((tmp_path / "calendar").glob("*.ics"))) == 4
    moved = [line for line in after if "Kasou" in line]
    assert [line.split("|")[0] for line in moved] == ["2026-10-25 02:30"]
    cancelled = [line for line in after if "CANCELLED" in line]
    assert [line.split("|")[0] for line in cancelled] == [
        "2026-03-29 09:00",
        "2026-10-25 02:30",
    ]


def _move(forum: Forum, number: int, *, slot: int, table: int) -> None:
    """Move a meeting to where another one of its company was called off before."""
    matchmaking.withdraw_request(
        meeting_of(forum, 4).request, party=forum.home[0], at=AT, actor=None
    )
    moving.move_meeting(
        meeting_of(forum, number),
        forum.slots[slot],
        forum.tables[table],
        actor=None,
        at=AT,
    )


class _Client:
    """The calendar of somebody who subscribes to an agenda."""

    def __init__(self, folder: Path, agenda: str) -> None:
        self.vdirsyncer = folder / "vdirsyncer.conf"
        self.khal = folder / "khal.conf"
        calendar = folder / "calendar"
        self.vdirsyncer.write_text(
            f"""
[general]
status_path = "{folder / "status"}"

[pair agenda]
a = "feed"
b = "here"
collections = null

[storage feed]
type = "http"
url = "{agenda}agenda.ics"

[storage here]
type = "filesystem"
path = "{calendar}"
fileext = ".ics"
"""
        )
        self.khal.write_text(
            f"""
[calendars]
[[agenda]]
path = {calendar}

[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M

[sqlite]
path = {folder / "khal.db"}
"""
        )
        calendar.mkdir()
        self._run("vdirsyncer", "-c", str(self.vdirsyncer), "discover")

    def sync(self) -> None:
        """Read the feed as a program does that runs every few minutes."""
        self._run("vdirsyncer", "-c", str(self.vdirsyncer), "sync")

    def listed(self) -> list[str]:
        """Return what khal shows of the year, a line an event."""
        text = self._run(
            *("khal", "-c", str(self.khal), "list", "2026-01-01", "365d"),
            *("--format", "{start-long}|{cancelled}|{title}"),
            *("--day-format", ""),
        )
        return [line for line in text.splitlines() if "|" in line]

    def _run(self, *command: Any) -> str:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, input="y\n"
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
