"""Profiles and requests as the pages need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce

from gegenbesuch.matchmaking.models import Profile, Request, Statement

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gegenbesuch.missions.models import Mission

OPEN_OR_ACCEPTED = (Request.Status.SENT, Request.Status.ACCEPTED)


def _count(field: str, **where: Any) -> Coalesce:
    rows = (
        Request.objects.filter(**{field: OuterRef("pk")}, **where)
        .order_by()
        .values(field)
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def profiles_of(mission: Mission) -> QuerySet[Profile]:
    """
    Return a mission's profiles by side, with the numbers of their requests.

    Annotated: `sent`, `received`, and `accepted` in both directions.
    """
    accepted = Request.Status.ACCEPTED
    return (
        Profile.objects.filter(mission=mission)
        .select_related("organisation__place", "mission")
        .prefetch_related("sectors")
        .annotate(
            sent=_count("sender"),
            received=_count("recipient"),
            accepted=_count("sender", status=accepted)
            + _count("recipient", status=accepted),
        )
        .order_by("side", "organisation__sort_key", "pk")
    )


def profile_pages() -> QuerySet[Profile]:
    """Return profiles with all that the page of one shows."""
    return Profile.objects.select_related(
        "mission", "organisation__place"
    ).prefetch_related(
        "sectors",
        "people",
        Prefetch("statements", Statement.objects.order_by("kind", "position", "pk")),
    )


def requests_of_profile(profile: Profile) -> QuerySet[Request]:
    """Return what a company sent and received, newest first."""
    return (
        Request.objects.filter(Q(sender=profile) | Q(recipient=profile))
        .select_related(
            "sender__organisation", "recipient__organisation", "sender__mission"
        )
        .order_by("-created_at", "-pk")
    )


def requests_of(mission: Mission, *, status: str = "") -> QuerySet[Request]:
    """Return a mission's requests, those waiting longest first within a status."""
    requests = (
        Request.objects.filter(sender__mission=mission)
        .select_related(
            "sender__organisation",
            "sender__mission",
            "recipient__organisation",
        )
        .order_by(F("priority").desc(), "created_at", "pk")
    )
    return requests.filter(status=status) if status else requests


def request_counts(mission: Mission) -> dict[str, int]:
    """Return how many requests a mission has in each status."""
    found = dict(
        Request.objects.filter(sender__mission=mission)
        .order_by()
        .values_list("status")
        .annotate(n=Count("pk"))
    )
    return {status: found.get(status, 0) for status in Request.Status.values}


def possible_recipients(profile: Profile) -> QuerySet[Profile]:
    """Return the other side's companies with which nothing is open yet."""
    open_requests = Request.objects.filter(
        Q(sender=profile, recipient=OuterRef("pk"))
        | Q(recipient=profile, sender=OuterRef("pk"), status__in=OPEN_OR_ACCEPTED)
    )
    return (
        Profile.objects.filter(mission=profile.mission_id)
        .exclude(side=profile.side)
        .exclude(pk=profile.pk)
        .filter(~Exists(open_requests))
        .select_related("organisation")
        .order_by("organisation__sort_key", "pk")
    )
