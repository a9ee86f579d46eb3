"""
The order in which guests are named and seated, each place with its reason.

There is no binding ranking list in Germany: what comes out is a proposal by usual
rules, which a person changes with a note.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import TextChoices
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from gegenbesuch.core.values.date_formatting import format_partial_date
from gegenbesuch.core.values.languages import base_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.guests.models import Guest


class Category(TextChoices):
    """What somebody is, in the usual order."""

    HEAD_OF_STATE = "head_of_state", gettext_lazy("Head of state")
    HEAD_OF_GOVERNMENT = "head_of_government", gettext_lazy("Head of government")
    MINISTER = "minister", gettext_lazy("Minister")
    AMBASSADOR = "ambassador", gettext_lazy("Ambassador")
    GOVERNOR = "governor", gettext_lazy("Governor of a region")
    PARLIAMENT = "parliament", gettext_lazy("Member of parliament")
    HEAD_OF_CITY = "head_of_city", gettext_lazy("Head of a city")
    ENVOY = "envoy", gettext_lazy("Envoy")
    CONSUL_GENERAL = "consul_general", gettext_lazy("Consul general")
    DEPUTY_MAYOR = "deputy_mayor", gettext_lazy("Deputy head of a city")
    HONORARY_CONSUL = "honorary_consul", gettext_lazy("Honorary consul")
    COUNCIL = "council", gettext_lazy("Member of a council")
    CHAMBER = "chamber", gettext_lazy("President of a chamber")
    RECTOR = "rector", gettext_lazy("Rector of a university")
    HEAD_OF_OFFICE = "head_of_office", gettext_lazy("Head of an office")
    BOARD = "board", gettext_lazy("Member of a board")
    DIRECTOR = "director", gettext_lazy("Managing director")
    ASSOCIATION = "association", gettext_lazy("Chair of an association")
    STAFF = "staff", gettext_lazy("Member of staff")
    PRESS = "press", gettext_lazy("Press")


LEVELS: Final = {category: level for level, category in enumerate(Category)}
#: Whoever has no category comes after all who have one.
LAST: Final = len(LEVELS)


@dataclass(frozen=True)
class Placed:
    """A guest at a place, with the reason in words."""

    place: int
    guest: Guest
    reason: str
    is_by_hand: bool = False


def order(guests: Iterable[Guest], *, with_reasons: bool = True) -> list[Placed]:
    """
    Return guests in the proposed order, the first to be named first.

    By category; within it foreign guests before own, elected before appointed, those
    who come themselves before those who are represented, who is longer in office,
    and then by name. Who comes along follows the guest. A place set by hand holds.
    """
    rows = list(guests)
    leaders = sorted((g for g in rows if g.companion_of_id is None), key=_key)
    by_hand = [
        (guest.rank_place, n, guest)
        for n, guest in enumerate(leaders)
        if guest.rank_place is not None
    ]
    ranked = [g for g in leaders if g.rank_place is None]
    for place, _n, guest in sorted(by_hand):
        ranked.insert(place - 1, guest)
    companions: dict[int, list[Guest]] = defaultdict(list)
    for guest in sorted(rows, key=lambda row: row.pk):
        if guest.companion_of_id is not None:
            companions[guest.companion_of_id].append(guest)
    placed: list[Placed] = []
    before: Guest | None = None
    for guest in ranked:
        is_by_hand = guest.rank_place is not None
        reason = _why(guest, before) if with_reasons else ""
        placed.append(Placed(len(placed) + 1, guest, reason, is_by_hand))
        for companion in companions.get(guest.pk, ()):
            words = _("Accompanies %(name)s.") % {"name": guest}
            placed.append(Placed(len(placed) + 1, companion, words))
        if not is_by_hand:
            before = guest
    return placed


def _key(guest: Guest) -> tuple[Any, ...]:
    return (*_rank(guest), guest.sort_key, guest.pk)


def _rank(guest: Guest) -> tuple[Any, ...]:
    """Return all by which two guests are compared, before their names."""
    return (
        LEVELS.get(Category(guest.category), LAST) if guest.category else LAST,
        not guest.is_foreign,
        not guest.is_elected,
        bool(guest.representative),
        guest.since.sort_key,
    )


def _why(guest: Guest, before: Guest | None) -> str:
    if guest.rank_place is not None:
        return _("Placed by hand: %(note)s") % {"note": guest.rank_note}
    return _reason(guest, before)


def _reason(guest: Guest, before: Guest | None) -> str:
    """Say why a guest comes after the one before, by the first thing that differs."""
    label = (
        str(Category(guest.category).label)
        if guest.category
        else _("No category is given")
    )
    if before is None or _rank(guest)[0] != _rank(before)[0]:
        return f"{label}."
    differs = next(
        (
            n
            for n, (a, b) in enumerate(zip(_rank(guest), _rank(before), strict=True))
            if a != b
        ),
        None,
    )
    if differs == 1:
        why = _("foreign guests of the same category come before")
    elif differs == 2:
        why = _("who is elected comes before who is appointed")
    elif differs == 3:
        why = _("who is represented comes after those who come themselves")
    elif differs == 4 and guest.since.is_known:
        shown = format_partial_date(guest.since, base_language(get_language()))
        why = _("in office since %(date)s, later than the one before") % {"date": shown}
    elif differs == 4:
        why = _("since when in office is not known")
    else:
        why = _("equal in rank, by name")
    return _("%(category)s; %(reason)s.") % {"category": label, "reason": why}
