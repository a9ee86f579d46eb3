from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pypdf
import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import translation

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.typesetting import set_pdf
from gegenbesuch.scheduling import agendas, printing, screens, services, sheets
from gegenbesuch.scheduling.templatetags.screen import screen_tables
from tests import factories as make

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office
    from tests.gegenbesuch.scheduling.conftest import Forum

AT = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
BEGIN = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)


@pytest.fixture
def placed(forum: Forum) -> Forum:
    """Three meetings at two tables, one after the other."""
    for number, slot in enumerate(forum.slots):
        slot.starts_at = BEGIN + timedelta(minutes=25 * number)
        slot.ends_at = slot.starts_at + timedelta(minutes=20)
        slot.save()
    for number, slot, table in ((0, 0, 0), (2, 1, 0), (1, 1, 1)):
        make.MeetingFactory(
            session=forum.session,
            request=forum.requests[number],
            status="preliminary",
            slot=forum.slots[slot],
            table=forum.tables[table],
            interpreter=forum.interpreter if number == 2 else None,
        )
    return forum


def publish(forum: Forum) -> None:
    services.publish_schedule(forum.session, state="preliminary", actor=None, at=AT)


def pages_of(data: bytes) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def test_pages_that_go_on_with_a_sheet_say_whose_it_is_and_which_day() -> None:
    line = {
        **dict.fromkeys(("table", "interpreter", "pair", "partner_clock"), ""),
        "clock": "09:00",
        "companies": ["A", "B"],
        "other_names": ["", ""],
    }
    days = [{"title": "Montag", "lines": [line] * 30}]
    data = {
        **dict.fromkeys(("session", "venue", "author", "note", "empty"), ""),
        "language": "de",
        "title": "Blätter",
        "zones": [],
        "with_table": False,
        "pages": [{"title": name, "days": days} for name in ("Tisch1", "Tisch2")],
        "labels": dict.fromkeys(("time", "companies", "last", "page"), "-"),
    }

    pages = pages_of(set_pdf("sheets.typ", data, at=AT))

    assert [page[:13] for page in pages] == [
        *("Tisch1Montag-", "Tisch1·Montag"),
        *("Tisch2Montag-", "Tisch2·Montag"),
    ]


def test_print_tables_gives_each_table_a_page(placed: Forum) -> None:
    with translation.override("de"):
        first, second = pages_of(
            printing.print_tables(placed.session, actor=None, at=AT)
        )

    assert "Tisch1" in first
    assert "09:00–09:20" in first
    assert "16:00–16:20" in first
    assert "AnalytikAGmbH" in first
    assert "株式会社髙機械" in first
    assert "KenSato" in first
    assert "Deutsch–Japanisch" in first
    assert "AnalytikBGmbH" in second
    assert AuditEntry.objects.get(verb__endswith="printed").context["papers"] == (
        "tables"
    )


def test_print_interpreters_says_where_they_are_needed(placed: Forum) -> None:
    with translation.override("ja"):
        (page,) = pages_of(
            printing.print_interpreters(placed.session, actor=None, at=AT)
        )

    assert "佐藤健" in page
    assert "09:25–09:45" in page
    assert "見本バイオ株式会社" in page
    assert "ドイツ語" in page


def test_print_tables_says_that_nobody_meets(forum: Forum) -> None:
    with translation.override("en"):
        (page,) = pages_of(printing.print_tables(forum.session, actor=None, at=AT))

    assert "Nomeetingsyet." in page


def test_print_agendas_are_each_in_the_language_of_the_company(placed: Forum) -> None:
    with pytest.raises(ActionError):
        printing.print_agendas(placed.session, actor=None, at=AT)
    make.PersonalLinkFactory(
        target=placed.home[0], office=placed.session.mission.office
    )
    publish(placed)

    pages = pages_of(printing.print_agendas(placed.session, actor=None, at=AT))

    german = next(page for page in pages if "Agenda:AnalytikAGmbH" in page)
    japanese = next(page for page in pages if "見本バイオ株式会社の面談予定" in page)
    assert "DieneuesteAgendaaufdemHandy" in german
    assert "時間" in japanese


@pytest.mark.parametrize("companies", [2, 6])
def test_print_agendas_takes_as_many_queries_for_many(
    companies: int,
    office: Office,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    session = make.SessionFactory(mission__office=office)
    for position in range(companies // 2):
        make.MeetingFactory(
            session=session,
            status="preliminary",
            slot=make.SlotFactory(session=session, position=position),
            table=make.TableFactory(session=session, position=position),
        )
    services.publish_schedule(session, state="preliminary", actor=None, at=AT)
    ContentType.objects.get_for_model(session)

    with django_assert_num_queries(26):
        found = agendas.agendas_of(session)
        printing.print_agendas(session, actor=None, at=AT)

    assert len(found) == companies


def test_plan_of_shows_what_was_published_and_not_what_the_office_works_on(
    placed: Forum,
) -> None:
    publish(placed)
    meeting = placed.session.meetings.get(request=placed.requests[0])
    meeting.slot = placed.slots[2]
    meeting.save()

    plan = sheets.plan_of(placed.session)

    assert [line.slot for line in plan.lines] == [placed.slots[n] for n in (0, 1, 1)]
    assert plan.version.number == 1


@pytest.mark.parametrize(
    ("minutes", "running", "following", "bell", "words"),
    [
        (-10, False, "09:00–09:20", 0, "until the next meetings begin"),
        (5, True, "09:25–09:45", 20, "until the meetings end"),
        (22, False, "09:25–09:45", 25, "until the next meetings begin"),
        (30, True, None, 45, "until the meetings end"),
    ],
)
def test_screen_shows_what_is_and_what_comes(
    minutes: int,
    running: bool,  # noqa: FBT001
    following: str | None,
    bell: int,
    words: str,
    placed: Forum,
) -> None:
    publish(placed)
    at = BEGIN + timedelta(minutes=minutes)

    with translation.override("en"):
        shown = screens.screen_of(placed.session, at)
        first, rings = shown.rows[0], shown.bell
        assert rings is not None
        assert rings.words == words

    assert (first.running is not None) == running
    assert (first.following.clock if first.following else None) == following
    assert rings.at == BEGIN + timedelta(minutes=bell)


def test_screen_opens_by_its_address_alone_and_shows_what_was_published(
    client: Client, placed: Forum
) -> None:
    token = screens.screen_token(placed.session)
    empty = client.get(f"/screens/{token}/").content.decode()
    publish(placed)

    page = client.get(f"/screens/{token}/").content.decode()
    one = client.get(f"/screens/{token}/{placed.tables[1].pk}/").content.decode()

    assert "screen-table" not in empty
    assert page.count('class="screen-table') == 2 + page.count('"screen-table__')
    assert one.count("<h2>") == 1
    assert client.get(f"/screens/{token}x/").status_code == 404
    assert client.get(f"/screens/{placed.session.code}/").status_code == 404


def test_screen_names_whoever_meets_as_text(placed: Forum) -> None:
    company = placed.home[0].organisation
    company.name = {"de": "Bild & <i>Ton</i>"}
    company.save()
    publish(placed)
    shown = screens.screen_of(placed.session, BEGIN + timedelta(minutes=5))

    with translation.override("de"):
        tables = screen_tables(shown.rows, shown.bell)

    assert "Bild &amp; &lt;i&gt;Ton" in tables
    assert "<i>" not in tables
