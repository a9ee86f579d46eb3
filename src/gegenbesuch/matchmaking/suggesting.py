"""
Computing suggestions: read the published profiles, ask the engine, store.

Imported by workers and commands only; the verbs of the web are in `services`.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from gegenbesuch.matchmaking import convene_bridge, selectors
from gegenbesuch.matchmaking.models import (
    Marketplace,
    Profile,
    Request,
    Suggestion,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from gegenbesuch.missions.models import Mission

#: So few profiles are all ranked anew, which keeps the fair choice fair.
FEW = 150
ATTEMPTS = 3
#: What the engine is told of a profile, and of its company.
COLUMNS = (
    *("code", "mission", "organisation", "side", "shown", "published_at", "languages"),
    *("size", "stage", "sought_sizes", "sought_countries"),
)
OF_COMPANY = ("name", "country", "nace_codes")
#: So far the clocks of two machines may be apart.
CLOCKS = timedelta(seconds=5)
#: What is published can be read by others after less than this.
SLACK = timedelta(minutes=1)
logger = logging.getLogger(__name__)


def update_suggestions(
    mission: Mission,
    *,
    is_whole: bool = False,
    code: str = "",
    asked_at: datetime | None = None,
) -> Marketplace:
    """
    Bring the suggestions of a mission up to date.

    With many profiles only those are ranked anew that changed, and others as far as
    that makes a difference to them. Of two at once the slower one starts again.

    Args:
        is_whole: Rank all profiles anew, and choose fairly among all.
        code: A profile that was just published, whatever the clock says.
        asked_at: When all that is to be in them could be read; what was computed
            well after that has it, so that many publications cost few computations.
    """
    for _attempt in range(ATTEMPTS):
        market, _created = Marketplace.objects.get_or_create(mission=mission)
        done_at = market.suggested_at
        if asked_at and done_at and done_at > asked_at + CLOCKS:
            return market
        if _update(market, code, is_whole=is_whole):
            break
    else:
        logger.warning("The suggestions for %s keep changing meanwhile.", mission)
    market.refresh_from_db()
    return market


def _update(market: Marketplace, code: str, *, is_whole: bool) -> bool:
    at, since = now(), market.suggested_at
    profiles = _published(market)
    changed = [
        row.code
        for row in profiles
        if row.code == code or since is None or (row.published_at or at) > since - SLACK
    ]
    event = convene_bridge.read_event(profiles, _earlier(profiles), market)
    asked = convene_bridge.embedder()
    fairness = market.fairness
    if is_whole or since is None or len(profiles) <= FEW:
        data, shares = convene_bridge.rank_everybody(event, asked, market)
        fair = data.get("allocation", {})
        counts = {row.code: len(shares.get(row.code, ())) for row in profiles}
        fairness = {"total": fair.get("total"), "bound": fair.get("bound")}
        fairness |= selectors.fairness_of(
            counts, fair.get("lacking", {}), market.least_suggestions
        )
        touched = None
    else:
        data = convene_bridge.rank_changed(
            event, asked, _before(market), changed, market.most_suggestions
        )
        touched = list(data["rankings"])
        shares = _shares(market, touched)
    stamp = {"suggested_at": at, "suggested_by": asked.name, "fairness": fairness}
    return _store(market, since, stamp, profiles, data["rankings"], shares, touched)


def _published(market: Marketplace) -> list[Profile]:
    rows = Profile.objects.filter(mission=market.mission_id).published(now().date())
    rows = rows.select_related("organisation").order_by("pk")
    return list(rows.only(*COLUMNS, *(f"organisation__{name}" for name in OF_COMPANY)))


def _earlier(profiles: Sequence[Profile]) -> list[Request]:
    """Return the requests of other missions between the same organisations."""
    if not profiles:
        return []
    mission = profiles[0].mission_id
    here = Profile.objects.filter(mission=mission).values("organisation")
    rows = Request.objects.filter(
        ~Q(mission=mission),
        ~Q(status__in=(Request.Status.DRAFT, Request.Status.WITHDRAWN)),
        sender__organisation__in=here,
        recipient__organisation__in=here,
    )
    return list(rows.select_related("sender", "recipient").order_by("pk"))


def _before(market: Marketplace) -> dict[str, list[tuple[str, float]]]:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    rows = Suggestion.objects.filter(profile__mission=market.mission_id)
    for profile, partner, score in rows.order_by("profile", "rank").values_list(
        "profile__code", "partner__code", "score"
    ):
        found[profile].append((partner, score))
    return found


def _shares(market: Marketplace, touched: Sequence[str]) -> dict[str, set[str]]:
    """Return whom the fair choice had for the companies whose lists differ."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = Suggestion.objects.filter(
        profile__mission=market.mission_id, profile__code__in=touched, is_allotted=True
    )
    for profile, partner in rows.values_list("profile__code", "partner__code"):
        found[profile].add(partner)
    return found


@transaction.atomic
def _store(  # noqa: PLR0913 -- all that is stored at once
    market: Marketplace,
    since: Any,
    stamp: dict[str, Any],
    profiles: Sequence[Profile],
    rankings: Mapping[str, Sequence[Mapping[str, Any]]],
    shares: Mapping[str, set[str]],
    touched: Sequence[str] | None,
) -> bool:
    """Write the rows unless somebody else did meanwhile; tells whether it did."""
    if not Marketplace.objects.filter(pk=market.pk, suggested_at=since).update(**stamp):
        return False
    here = Suggestion.objects.filter(profile__mission=market.mission_id)
    keys = {row.code: row.pk for row in profiles}
    known: dict[tuple[int, int], list[dict[str, Any]]] = {}
    if touched is not None:
        here = here.filter(profile__in=[keys[code] for code in touched])
        rows = here.values_list("profile", "partner", "reasons")
        known = {(one, other): reasons for one, other, reasons in rows}
    here.delete()
    Suggestion.objects.bulk_create(
        (
            Suggestion(
                profile_id=keys[code],
                partner_id=keys[item["id"]],
                rank=n,
                score=item["score"],
                is_allotted=item["id"] in shares.get(code, ()),
                reasons=item["reasons"]
                or known.get((keys[code], keys[item["id"]]), []),
            )
            for code, found in rankings.items()
            for n, item in enumerate(found, 1)
        ),
        batch_size=500,
    )
    return True
