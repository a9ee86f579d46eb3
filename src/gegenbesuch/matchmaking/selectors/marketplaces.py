"""The rules of a mission's matchmaking, and what the organiser has to look after."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, Min, Q, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gegenbesuch.matchmaking.models import Marketplace, Profile, Request

if TYPE_CHECKING:
    from datetime import date, datetime

    from gegenbesuch.missions.models import Mission

S = Request.Status
UNFINISHED = (Profile.Status.DRAFT, Profile.Status.RETURNED)
MOST_DAYS = 14
MOST_CALLS = 20


def marketplace_of(mission: Mission) -> Marketplace:
    """Return the rules of a mission, the defaults if it has none of its own."""
    try:
        found: Marketplace = mission.marketplace  # type: ignore[attr-defined]
    except Marketplace.DoesNotExist:
        found = Marketplace(mission=mission)
    return found


def days_of(mission: Mission) -> list[date]:
    """Return the days on which meetings can be, if they are known: up to two weeks."""
    market = marketplace_of(mission)
    first, last = mission.starts_on, mission.ends_on
    if market.starts_at is not None:
        zone = ZoneInfo(market.time_zone)
        begin = market.starts_at.astimezone(zone).date()
        end = (market.ends_at or market.starts_at).astimezone(zone).date()
    elif first.is_exact:
        begin = first.first_day() or _never(first)
        end = (last.last_day() if last.is_exact else None) or begin
    else:
        return []
    count = min(max((end - begin).days + 1, 1), MOST_DAYS)
    return [begin + timedelta(days=n) for n in range(count)]


def _never(value: object) -> date:
    msg = f"An exact date without a day: {value}."
    raise AssertionError(msg)


@dataclass(frozen=True)
class Silent:
    """A company that has not answered: how many requests wait, and until when."""

    profile: Profile
    count: int
    until: datetime | None


def silent_companies(mission: Mission) -> tuple[list[Silent], int]:
    """
    Return the companies that requests wait for, those that end first on top.

    Returns:
        So many as one can call, and how many there are.
    """
    waiting = Request.objects.filter(mission=mission, status=S.SENT)
    is_sender = Q(waits_for=Request.Party.SENDER)
    rows = (
        waiting.order_by()
        .annotate(company=Case(When(is_sender, then="sender"), default="recipient"))
        .values("company")
        .annotate(n=Count("pk"), until=Min("expires_at"))
        .order_by(F("until").asc(nulls_last=True), "company")
        .values_list("company", "n", "until")
    )
    found = list(rows[:MOST_CALLS])
    count = rows.count() if len(found) == MOST_CALLS else len(found)
    keys = [key for key, _n, _until in found]
    profiles = Profile.objects.select_related("organisation").in_bulk(keys)
    return [Silent(profiles[key], n, until) for key, n, until in found], count


def count_unanswered(profiles: list[int]) -> dict[int, int]:
    """Return how many requests wait for each of these companies."""
    waiting: dict[int, int] = defaultdict(int)
    rows = Request.objects.filter(
        Q(sender__in=profiles, waits_for=Request.Party.SENDER)
        | Q(recipient__in=profiles, waits_for=Request.Party.RECIPIENT),
        status=S.SENT,
    )
    for sender, recipient, party in rows.values_list(
        "sender", "recipient", "waits_for"
    ):
        waiting[sender if party == Request.Party.SENDER else recipient] += 1
    return dict(waiting)


def lacks_before_opening(mission: Mission, on: date) -> list[str]:
    """Say what is missing before companies can ask each other, each as a sentence."""
    market = marketplace_of(mission)
    lacks = []
    if market.starts_at is None or market.ends_at is None:
        lacks.append(_("It is not set when the meetings begin and end."))
    if market.opens_at is None:
        lacks.append(_("It is not set from when requests can be sent."))
    here = Profile.objects.filter(mission=mission)
    shown = set(here.published(on).order_by().values_list("side", flat=True).distinct())
    counts = here.aggregate(
        review=Count("pk", Q(status=Profile.Status.SUBMITTED)),
        unfinished=Count("pk", Q(status__in=UNFINISHED)),
        unreachable=Count("pk", Q(contact_phone="", contact_email="")),
    )
    lacks += [
        _("%(side)s: no company has a published profile.") % {"side": side.label}
        for side in Profile.Side
        if side.value not in shown
    ]
    review, open_ones = counts["review"], counts["unfinished"]
    if review:
        lacks.append(
            ngettext(
                "%(count)d profile waits for your review.",
                "%(count)d profiles wait for your review.",
                review,
            )
            % {"count": review}
        )
    if open_ones:
        lacks.append(
            ngettext(
                "%(count)d company has not finished its profile.",
                "%(count)d companies have not finished their profiles.",
                open_ones,
            )
            % {"count": open_ones}
        )
    unreachable = counts["unreachable"]
    if unreachable:
        lacks.append(
            ngettext(
                "%(count)d company has neither phone number nor mail address.",
                "%(count)d companies have neither phone number nor mail address.",
                unreachable,
            )
            % {"count": unreachable}
        )
    if market.suggested_at is None:
        lacks.append(_("No suggestions have been computed yet."))
    return lacks
