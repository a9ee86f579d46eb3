"""The rules that the present seating breaks, each with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gegenbesuch.guests.models import Seat
from gegenbesuch.guests.seating import Broken, broken_rules
from gegenbesuch.guests.services.protocol import problem_of

if TYPE_CHECKING:
    from gegenbesuch.guests.models import GuestList, SeatingRule


@dataclass(frozen=True)
class BrokenRule:
    """A rule, and what stands in the way of keeping it."""

    rule: SeatingRule
    reason: str


def reasons_of(guest_list: GuestList) -> list[BrokenRule]:
    """Return which rules are broken as the guests sit now."""
    problem, guests, tables = problem_of(guest_list)
    if not problem.rules:
        return []
    number = {table.pk: n for n, table in enumerate(tables)}
    at = dict(
        Seat.objects.filter(table__guest_list=guest_list).values_list("guest", "table")
    )
    where = [number.get(at.get(guest.pk, 0), -1) for guest in guests]
    rows = {
        row.pk: row for row in guest_list.seating_rules.select_related("one", "other")
    }
    return [
        BrokenRule(rows[row.rule.key], _in_words(row, rows))
        for row in broken_rules(problem, where)
    ]


def _in_words(broken: Broken, rows: dict[int, SeatingRule]) -> str:
    if broken.because:
        names = "; ".join(str(rows[rule.key]) for rule in broken.because)
        return _("Whatever is changed breaks another rule: %(rules)s.") % {
            "rules": names
        }
    if broken.is_fixed:
        return _("Places that were chosen by hand stand in the way.")
    if broken.is_full:
        return _("No table has the seats for it.")
    if broken.parts_couple:
        return _("It would part guests who came together.")
    return _("One change would keep it; it costs rank or language.")
