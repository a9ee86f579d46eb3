"""What the organiser has to look after, each thing with the page that mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gegenbesuch.matchmaking.models import Agent, Profile
from gegenbesuch.matchmaking.selectors.marketplaces import marketplace_of
from gegenbesuch.matchmaking.selectors.profiles import (
    EXPIRED,
    UNFINISHED,
    UNREACHABLE,
    picked,
    profile_counts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from gegenbesuch.matchmaking.models import Marketplace
    from gegenbesuch.missions.models import Mission


class ToDo(NamedTuple):
    """Something that is missing, as a sentence, and where it can be mended."""

    text: str
    url: str


def lacks_before_opening(
    mission: Mission, on: date, states: Mapping[str, int] | None = None
) -> list[ToDo]:
    """
    Say what is missing before companies can ask each other.

    Args:
        states: What `profile_counts` returns, if it was counted already.
    """
    market = marketplace_of(mission)
    rules = reverse("matchmaking:set-up-marketplace", args=[mission.code])
    profiles = reverse("matchmaking:profiles", args=[mission.code])
    invite = reverse("matchmaking:invite-company", args=[mission.code])
    lacks = []
    if market.starts_at is None or market.ends_at is None:
        lacks.append(ToDo(_("It is not set when the meetings begin and end."), rules))
    if market.opens_at is None:
        lacks.append(ToDo(_("It is not set from when requests can be sent."), rules))
    here = Profile.objects.filter(mission=mission)
    shown = set(here.published(on).order_by().values_list("side", flat=True).distinct())
    lacks += [
        ToDo(
            _("%(side)s: no company has a published profile.") % {"side": side.label},
            invite,
        )
        for side in Profile.Side
        if side.value not in shown
    ]
    for status, count in _counts(mission, states or profile_counts(mission)).items():
        if count:
            text = _sentence(status, count) % {"count": count}
            lacks.append(ToDo(text, f"{profiles}?status={status}"))
    if market.suggested_at is None:
        lacks.append(ToDo(_("No suggestions have been computed yet."), "#suggestions"))
    return lacks


def _counts(mission: Mission, states: Mapping[str, int]) -> dict[str, int]:
    status = Profile.Status
    unreachable = Profile.objects.filter(picked(UNREACHABLE), mission=mission)
    return {
        status.SUBMITTED.value: states.get(status.SUBMITTED, 0),
        UNFINISHED: states.get(status.DRAFT, 0) + states.get(status.RETURNED, 0),
        EXPIRED: states.get(status.EXPIRED, 0),
        UNREACHABLE: unreachable.count(),
    }


def _sentence(state: str, count: int) -> str:
    if state == UNFINISHED:
        return ngettext(
            "%(count)d company has not finished its profile.",
            "%(count)d companies have not finished their profiles.",
            count,
        )
    if state == EXPIRED:
        return ngettext(
            "%(count)d profile is no longer shown, because its day is over.",
            "%(count)d profiles are no longer shown, because their day is over.",
            count,
        )
    if state == UNREACHABLE:
        return ngettext(
            "%(count)d company has neither phone number nor mail address.",
            "%(count)d companies have neither phone number nor mail address.",
            count,
        )
    return ngettext(
        "%(count)d profile waits for your review.",
        "%(count)d profiles wait for your review.",
        count,
    )


def agent_pages() -> QuerySet[Agent]:
    """Return agents with what the page that changes one needs."""
    return Agent.objects.select_related("mission__office")


# --- Who gets too few suggestions --------------------------------------------

#: So many companies of each kind are named; nobody reads a longer list.
MOST_NAMED = 10


@dataclass(frozen=True)
class Short:
    """
    Companies with fewer suggestions than everybody should have, for one reason.

    Attributes:
        is_full: Enough companies fit, but those have as many suggestions as they may;
            else too few fit.
        named: The first of them and how many suggestions each has.
        count: How many there are.
    """

    is_full: bool
    named: Sequence[tuple[Profile, int]]
    count: int

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.named)


def fairness_of(
    shares: Mapping[str, int], lacking: Mapping[str, int], least: int
) -> dict[str, list[list[object]] | int]:
    """
    Return what a marketplace keeps of its fair choice: who has too few, the first few.

    Args:
        shares: How many suggestions each company has.
        lacking: Those that more companies would fit.
    """
    kept: dict[str, list[list[object]] | int] = {}
    short = sorted((got, code) for code, got in shares.items() if got < least)
    for name, is_full in (("full", True), ("few", False)):
        rows = [[code, got] for got, code in short if (code in lacking) == is_full]
        kept[name], kept[f"{name}_count"] = rows[:MOST_NAMED], len(rows)
    return kept


def short_of_suggestions(market: Marketplace) -> list[Short] | None:
    """Return who has too few suggestions and why; None if nobody has counted yet."""
    fairness = market.fairness
    if "full" not in fairness:
        return None
    codes = [code for name in ("full", "few") for code, _got in fairness[name]]
    rows = Profile.objects.filter(mission=market.mission_id, code__in=codes)
    profiles = {row.code: row for row in rows.select_related("organisation")}
    found = [
        Short(
            name == "full",
            [(profiles[code], got) for code, got in fairness[name] if code in profiles],
            fairness[f"{name}_count"],
        )
        for name in ("full", "few")
    ]
    return [group for group in found if group.count]
