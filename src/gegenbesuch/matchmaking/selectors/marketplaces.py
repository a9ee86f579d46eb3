"""The rules of a mission's matchmaking, and what the organiser has to look after."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from gegenbesuch.core.rows import kept
from gegenbesuch.matchmaking.models import Marketplace, Profile, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from django.db.models import QuerySet

    from gegenbesuch.missions.models import Mission

S = Request.Status
MOST_DAYS = 14
MOST_CALLS = 20
#: Among so many requests there are as a rule as many companies as one can call.
FIRST_ENDING = 5 * MOST_CALLS


def marketplace_of(mission: Mission) -> Marketplace:
    """Return the rules of a mission, the defaults if it has none of its own."""
    try:
        found: Marketplace = mission.marketplace  # type: ignore[attr-defined]
    except Marketplace.DoesNotExist:
        found = Marketplace(mission=mission)
    return found


def is_over(mission: Mission, at: datetime) -> bool:
    """Tell whether the last meeting, or else the last day of the mission, is over."""
    ends_at = marketplace_of(mission).ends_at
    if ends_at is not None:
        return ends_at <= at
    last = mission.ends_on.last_day() or mission.starts_on.last_day()
    return last is not None and last < at.date()


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
    ends: dict[int, datetime | None] = {}
    for rows in _ending(mission):
        for sender, recipient, party, until in rows:
            is_sender = party == Request.Party.SENDER
            ends.setdefault(sender if is_sender else recipient, until)
        if len(ends) >= MOST_CALLS:
            break
    keys = list(ends)[:MOST_CALLS]
    counts = count_unanswered(mission, keys)
    profiles = {row.pk: row for row in _with_organisation(keys)}
    found = [Silent(profiles[key], counts[key], ends[key]) for key in keys]
    count = len(found)
    if count == MOST_CALLS:
        one, other = (_waited_for(mission, party) for party in Request.Party)
        count = one.union(other).count()
    return found, count


def _ending(mission: Mission) -> Iterator[Iterable[tuple[Any, ...]]]:
    """Yield what waits for an answer, some at a time: the first few by an index."""
    rows = Request.objects.filter(mission=mission, status=S.SENT)
    values = rows.values_list("sender", "recipient", "waits_for", "expires_at")
    dated = values.filter(expires_at__isnull=False).order_by("expires_at", "pk")
    yield (first := list(dated[:FIRST_ENDING]))
    if len(first) == FIRST_ENDING:
        yield dated[FIRST_ENDING:]
    yield values.filter(expires_at=None).order_by("pk")


def _waited_for(mission: Mission | int, party: str) -> QuerySet[Any, Any]:
    """Return the keys of the companies on one end that requests wait for."""
    rows = Request.objects.filter(mission=mission, status=S.SENT, waits_for=party)
    return rows.order_by().values_list(party)


def are_waited_for(mission: Mission) -> Q:
    """Return what is true of the profiles that requests wait for."""
    one, other = (_waited_for(mission, party) for party in Request.Party)
    return Q(pk__in=one) | Q(pk__in=other)


@kept
def _with_organisation(keys: list[int]) -> QuerySet[Profile]:
    rows = Profile.objects.filter(pk__in=keys).select_related("organisation")
    return rows.only("code", "contact_name", "contact_phone", "organisation__name")


def count_unanswered(mission: Mission, profiles: list[int]) -> dict[int, int]:
    """Return how many requests wait for each of these companies of a mission."""
    waiting: Counter[int] = Counter()
    for found in (_for_senders, _for_recipients):
        waiting.update(company for (company,) in found(mission.pk, profiles))
    return dict(waiting)


@kept
def _for_senders(mission: int, profiles: list[int]) -> QuerySet[Any, tuple[int]]:
    return _waited_for(mission, "sender").filter(sender__in=profiles)


@kept
def _for_recipients(mission: int, profiles: list[int]) -> QuerySet[Any, tuple[int]]:
    return _waited_for(mission, "recipient").filter(recipient__in=profiles)
