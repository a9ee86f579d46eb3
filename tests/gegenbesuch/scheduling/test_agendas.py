from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import icalendar
import pypdf
import pytest
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.accounts.services import link_token, renew_link
from gegenbesuch.scheduling import services, solving
from gegenbesuch.scheduling.agenda_ics import render_calendar
from gegenbesuch.scheduling.agenda_pdf import render_agenda
from gegenbesuch.scheduling.agendas import agenda_of
from gegenbesuch.scheduling.models import Meeting, Placement
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office, User
    from tests.gegenbesuch.scheduling.conftest import Forum

AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def scheduled(forum: Forum) -> Forum:
    """The forum over the end of summer time: Saturday, then Sunday in October."""
    starts = [
        datetime(2026, 10, 24, 9, 0, tzinfo=BERLIN),
        datetime(2026, 10, 25, 9, 0, tzinfo=BERLIN),
        datetime(2026, 10, 25, 18, 0, tzinfo=BERLIN),
    ]
    for slot, begin in zip(forum.slots, starts, strict=True):
        slot.starts_at, slot.ends_at = begin, begin + timedelta(minutes=20)
        slot.save()
    for number, slot, table in ((0, 0, 0), (2, 1, 0), (1, 1, 1), (3, 2, 0)):
        make.MeetingFactory(
            session=forum.session,
            request=forum.requests[number],
            status="preliminary",
            slot=forum.slots[slot],
            table=forum.tables[table],
            interpreter=forum.interpreter if number > 1 else None,
        )
    version = make.PublicationFactory(session=forum.session)
    for meeting in Meeting.objects.all():
        make.PlacementFactory(
            publication=version,
            meeting=meeting,
            slot=meeting.slot,
            table=meeting.table,
            interpreter=meeting.interpreter,
        )
    return forum


def link_to(profile: Any, **fields: Any) -> Any:
    return make.PersonalLinkFactory(
        target=profile, office=profile.mission.office, **fields
    )


def pdf_text(data: bytes) -> str:
    return "".join(
        "".join(page.extract_text().split())
        for page in pypdf.PdfReader(io.BytesIO(data)).pages
    )


# --- The page ----------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 3])
def test_agenda_takes_as_many_queries_for_many(
    n: int,
    bruno: User,
    office: Office,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    session = make.SessionFactory(mission__office=office)
    profile = make.ProfileFactory(mission=session.mission)
    for position in range(n):
        request = make.RequestFactory(sender=profile, message="<i>Guten Tag</i>")
        request.recipient.people.add(make.PersonFactory(office=office))
        make.MeetingFactory(
            session=session,
            request=request,
            status="preliminary",
            slot=make.SlotFactory(session=session, position=position),
            table=make.TableFactory(session=session, position=position),
        )

    client = signed_in(bruno)

    with django_assert_num_queries(11):
        page = client.get(f"/agendas/{profile.code}/")

    assert page.content.count(b'class="agenda-item"') == n
    assert page.content.count(b"&lt;i&gt;Guten Tag") == n
    assert b"<i>" not in page.content


def test_my_agenda_opens_without_account_in_the_language_of_its_holder(
    client: Client, scheduled: Forum
) -> None:
    link = link_to(scheduled.partners[0], language="ja")

    response = client.get(
        f"/my/agenda/{link_token(link)}/", headers={"Accept-Language": "de"}
    )

    page = response.content.decode()
    assert '<html lang="ja">' in page
    assert response.headers["Content-Language"] == "ja"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "株式会社髙機械" in page
    assert "09:00–09:20" in page
    assert "16:00–16:20" in page
    assert page.count('class="agenda-item"') == 2


def test_my_agenda_follows_the_language_that_was_chosen(
    client: Client, scheduled: Forum
) -> None:
    link = link_to(scheduled.partners[0], language="ja")
    client.cookies["gegenbesuch_language"] = "en"

    page = client.get(f"/my/agenda/{link_token(link)}/").content.decode()

    assert '<html lang="en">' in page
    assert "Kasou Machinery Inc." in page


def test_my_agenda_shows_nobody_elses_meetings(
    client: Client, scheduled: Forum
) -> None:
    link = link_to(scheduled.home[0])

    page = client.get(f"/my/agenda/{link_token(link)}/").content.decode()

    assert "Analytik B GmbH" not in page
    assert "/meetings/" not in page
    assert "/agendas/" not in page


def test_my_agenda_offers_a_new_link_when_it_has_expired(
    client: Client, scheduled: Forum
) -> None:
    link = link_to(scheduled.home[0], expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    token = link_token(link)

    for end in ("", "agenda.pdf", "agenda.ics"):
        response = client.get(f"/my/agenda/{token}/{end}")
        assert response.status_code == 410
        assert f"/link/{token}/renew/" in response.content.decode()


def test_my_agenda_closes_the_old_address_after_renewal(
    client: Client, scheduled: Forum
) -> None:
    link = link_to(scheduled.home[0], expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    old = link_token(link)
    renew_link(link, at=now())

    assert client.get(f"/my/agenda/{old}/").status_code == 410
    assert client.get(f"/my/agenda/{link_token(link)}/").status_code == 200


def test_my_agenda_refuses_a_link_to_something_else(
    client: Client, scheduled: Forum
) -> None:
    link = link_to(scheduled.home[0])
    other = make.PersonalLinkFactory(
        target=scheduled.session.mission, office=link.office
    )

    assert client.get(f"/my/agenda/{link_token(other)}/").status_code == 404
    assert client.get(f"/my/agenda/{link_token(link)}x/").status_code == 404


def test_agenda_of_a_company_tells_what_found_no_time(
    client: Client, scheduled: Forum
) -> None:
    meeting = Meeting.objects.filter(request=scheduled.requests[0])
    meeting.update(slot=None, table=None, status="unscheduled")
    Placement.objects.filter(meeting__in=meeting).delete()
    link = link_to(scheduled.home[0], language="de")

    page = client.get(f"/my/agenda/{link_token(link)}/").content.decode()

    assert '<span class="unplaced__who">Kasou Kikai KK</span>' in page


# --- The PDF -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ["KasouKikaiKK", "株式会社髙機械", "YukiTanaka(田中由紀)", "Samstag"]),
        ("en", ["KasouMachineryInc.", "株式会社髙機械", "Saturday,24October2026"]),
        ("ja", ["株式会社髙機械", "田中由紀(YukiTanaka)", "2026年10月24日", "会議場"]),
    ],
)
def test_pdf_is_in_the_language_with_all_scripts(
    language: str, words: list[str], scheduled: Forum
) -> None:
    with translation.override(language):
        data = render_agenda(agenda_of(scheduled.home[0]), at=AT)

    text = pdf_text(data)
    for word in [*words, "09:00–09:20", "16:00–16:20", "WirmöchtenIhreVentile"]:
        assert word in text


@pytest.mark.parametrize("language", ["de", "en", "ja"])
def test_pdf_is_tagged_and_names_title_and_language(
    language: str, scheduled: Forum
) -> None:
    with translation.override(language):
        data = render_agenda(agenda_of(scheduled.home[0]), at=AT)

    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert "Analytik A GmbH" in reader.metadata.title
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()


def test_pdf_says_the_same_twice(scheduled: Forum) -> None:
    agenda = agenda_of(scheduled.home[0])

    assert render_agenda(agenda, at=AT) == render_agenda(agenda, at=AT)


def test_pdf_takes_whatever_a_company_writes(scheduled: Forum) -> None:
    message = '#panic("x") $1 \\u{1F600} *fett* <label> "quoted" // no comment 𠮷邊'
    scheduled.requests[0].message = message
    scheduled.requests[0].save()

    text = pdf_text(render_agenda(agenda_of(scheduled.home[0]), at=AT))

    assert "".join(message.split()) in text


def test_pdf_of_a_company_without_meetings_says_so(forum: Forum) -> None:
    assert render_agenda(agenda_of(forum.home[0]), at=AT).startswith(b"%PDF")


def test_pdf_by_link_is_in_the_language_of_its_holder(
    client: Client, scheduled: Forum
) -> None:
    link = link_to(scheduled.partners[0], language="ja")

    response = client.get(f"/my/agenda/{link_token(link)}/agenda.pdf")

    assert response.headers["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(response.content))
    assert reader.trailer["/Root"]["/Lang"] == "ja"


# --- The calendar ------------------------------------------------------------


def events(data: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_ics_has_the_right_times_on_both_sides_of_the_clock_change(
    scheduled: Forum,
) -> None:
    data = render_calendar(agenda_of(scheduled.home[0]))

    found = events(data)
    starts = [event["dtstart"] for event in found]
    assert [start.params["TZID"] for start in starts] == ["Europe/Berlin"] * 2
    assert [start.dt.astimezone(UTC) for start in starts] == [
        datetime(2026, 10, 24, 7, 0, tzinfo=UTC),
        datetime(2026, 10, 25, 8, 0, tzinfo=UTC),
    ]
    assert [event["dtend"].dt - event["dtstart"].dt for event in found] == [
        timedelta(minutes=20)
    ] * 2


def test_ics_defines_its_zone_by_itself(scheduled: Forum) -> None:
    data = render_calendar(agenda_of(scheduled.home[0]))

    [zone] = icalendar.Calendar.from_ical(data).walk("VTIMEZONE")
    local = zone.to_tz(lookup_tzid=False)
    offsets = [
        datetime(2026, 10, day, 9, 0, tzinfo=local).utcoffset() for day in (24, 25)
    ]
    assert zone["tzid"] == "Europe/Berlin"
    assert offsets == [timedelta(hours=2), timedelta(hours=1)]


def test_ics_keeps_the_uid_and_raises_the_sequence_when_a_meeting_moves(
    scheduled: Forum,
) -> None:
    def by_uid() -> dict[str, int]:
        agenda = agenda_of(scheduled.home[0])
        return {e["uid"]: e["sequence"] for e in events(render_calendar(agenda))}

    before = by_uid()
    make.AbsenceFactory(profile=scheduled.home[0], slot=scheduled.slots[0])
    solving.compute_schedule(
        services.start_run(scheduled.session, actor=None, at=now())
    )

    after = by_uid()

    meeting = Meeting.objects.get(request=scheduled.requests[0])
    uid = f"{meeting.code}@localhost"
    assert before.keys() == after.keys()
    assert (before[uid], after[uid]) == (0, 1)


def test_ics_names_table_zone_partner_and_that_it_is_invented(
    scheduled: Forum,
) -> None:
    with translation.override("en"):
        event = events(render_calendar(agenda_of(scheduled.home[0])))[0]

    assert event["summary"] == "[Invented] Meeting with Kasou Machinery Inc."
    assert event["location"] == "Table 1, Congress hall"
    assert event["status"] == "TENTATIVE"
    lines = event["description"].splitlines()
    assert lines[:2] == [
        "09:00–09:20 (German time, CEST)",
        "16:00–16:20 (Japanese time, JST)",
    ]
    assert "株式会社髙機械" in lines
    assert "Yuki Tanaka (田中由紀)" in lines
    assert lines[-1].startswith("Invented")


def test_ics_names_the_day_where_it_differs(scheduled: Forum) -> None:
    with translation.override("en"):
        data = render_calendar(agenda_of(scheduled.home[1]))

    lines = events(data)[-1]["description"].splitlines()
    assert lines[0] == "18:00–18:20 (German time, CET)"
    assert lines[1].endswith("02:00–02:20 (Japanese time, JST)")
    assert "26 October 2026" in lines[1]


def test_ics_without_meetings_is_still_a_calendar(forum: Forum) -> None:
    data = render_calendar(agenda_of(forum.home[0]))

    assert events(data) == []
