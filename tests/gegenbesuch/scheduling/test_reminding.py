"""The mail on the day before the meetings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.scheduling.reminding import remind_of_meetings
from tests.gegenbesuch.onsite.conftest import BEGINS, day
from tests.gegenbesuch.scheduling.conftest import forum

if TYPE_CHECKING:
    from tests.gegenbesuch.onsite.conftest import Day

__all__ = ["day", "forum"]

#: Nine in the morning in Germany, the day before the meeting at ten.
EVE = datetime(2098, 6, 2, 7, 0, tzinfo=UTC)


def test_each_company_gets_one_mail_on_the_day_before(day: Day) -> None:
    OutboxMessage.objects.all().delete()

    early = remind_of_meetings(EVE - timedelta(minutes=1))
    first = remind_of_meetings(EVE)
    again = remind_of_meetings(EVE + timedelta(hours=3))
    on_the_day = remind_of_meetings(BEGINS - timedelta(minutes=5))

    assert (early, first, again, on_the_day) == (0, 2, 0, 0)
    company, partner = day.home[0], day.partners[0]
    mail = OutboxMessage.objects.get(to_email=f"{company.code}@company.example")
    assert "10:00–10:20" in mail.body
    assert "17:00–17:20" in mail.body
    assert str(partner) in mail.body
    assert "#reminders" in mail.body
    company.refresh_from_db()
    assert company.reminded_at == EVE


def test_who_wants_no_reminders_gets_none(day: Day) -> None:
    OutboxMessage.objects.all().delete()
    for profile in (*day.home, *day.partners):
        profile.wants_reminders = False
        profile.save()

    assert remind_of_meetings(EVE) == 0
    assert not OutboxMessage.objects.exists()
