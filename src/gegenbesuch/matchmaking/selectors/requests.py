"""Requests as the pages need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q

from gegenbesuch.core.rows import kept
from gegenbesuch.core.values.name_sorting import fold_latin
from gegenbesuch.matchmaking.models import Profile, Request

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from gegenbesuch.missions.models import Mission

OPEN_OR_ACCEPTED = (Request.Status.SENT, Request.Status.ACCEPTED)


def requests_of_profile(profile: Profile) -> list[Request]:
    """Return what a company sent and received, newest first."""
    return _of_profile(profile.pk)


@kept
def _of_profile(profile: int) -> QuerySet[Request]:
    return (
        Request.objects.filter(Q(sender=profile) | Q(recipient=profile))
        .select_related(
            "sender__organisation", "recipient__organisation", "sender__mission"
        )
        .order_by("-created_at", "-pk")
    )


def requests_of(
    mission: Mission, *, status: str = "", q: str = ""
) -> QuerySet[Request]:
    """
    Return a mission's requests, the most important first, then the oldest.

    Args:
        status: Only such.
        q: A part of the name of one of the two companies.
    """
    requests = (
        Request.objects.filter(mission=mission)
        .select_related(
            "sender__organisation",
            "sender__mission",
            "recipient__organisation",
        )
        .order_by(F("priority").desc(), "created_at", "pk")
    )
    if q.strip():
        folded = fold_latin(q.strip())
        named = Profile.objects.filter(mission=mission).filter(
            Q(organisation__name__icontains=q.strip())
            | Q(organisation__sort_key__icontains=folded)
        )
        keys = named.values("pk")
        requests = requests.filter(Q(sender__in=keys) | Q(recipient__in=keys))
    return requests.filter(status=status) if status else requests


def request_counts(mission: Mission) -> dict[str, int]:
    """Return how many requests a mission has in each status."""
    found = dict(_counts(mission.pk))
    return {status: found.get(status, 0) for status in Request.Status.values}


@kept
def _counts(mission: int) -> QuerySet[Any, tuple[str, int]]:
    rows = Request.objects.filter(mission=mission).order_by().values_list("status")
    return rows.annotate(n=Count("pk"))


def between(profile: Profile | int, partner: Any) -> QuerySet[Request]:
    """
    Return what stands in the way of a request of a company to a partner.

    Args:
        partner: A company, an expression for one, or a list of keys.
    """
    ended = (Request.Status.EXPIRED, Request.Status.WITHDRAWN)
    how = "__in" if isinstance(partner, list) else ""
    mine = Q(("sender", profile), (f"recipient{how}", partner))
    theirs = Q(("recipient", profile), (f"sender{how}", partner))
    mine &= ~Q(status__in=ended)
    theirs &= Q(status__in=OPEN_OR_ACCEPTED)
    return Request.objects.filter(mine | theirs)


def possible_recipients(profile: Profile, on: date) -> QuerySet[Profile]:
    """Return the other side's companies with which nothing is open yet."""
    return (
        Profile.objects.filter(mission=profile.mission_id)
        .published(on)
        .exclude(side=profile.side)
        .exclude(pk=profile.pk)
        .filter(~Exists(between(profile, OuterRef("pk"))))
        .select_related("organisation")
        .order_by("organisation__sort_key", "pk")
    )


def request_pages() -> QuerySet[Request]:
    """Return requests with all that answering one needs."""
    return Request.objects.select_related(
        "sender__organisation__place",
        "sender__mission__office",
        "recipient__organisation__place",
        "recipient__mission__office",
    )


def inbox_of(profile: Profile) -> QuerySet[Request]:
    """Return what waits for the answer of a company, what ends first on top."""
    waiting = Q(recipient=profile, waits_for=Request.Party.RECIPIENT) | Q(
        sender=profile, waits_for=Request.Party.SENDER
    )
    return (
        request_pages()
        .filter(waiting, status=Request.Status.SENT)
        .order_by("expires_at", "-priority", "pk")
    )
