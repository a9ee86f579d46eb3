"""The rules that the present seating breaks, each with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gegenbesuch.core.rows import rows_of
from gegenbesuch.guests.models import Guest, Seat, SeatingRule
from gegenbesuch.guests.seating import Broken, broken_rules
from gegenbesuch.guests.services.seats import problem_of, seated_guests, seats_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gegenbesuch.guests.models import GuestList, SeatingTable
    from gegenbesuch.guests.seating import Problem


@dataclass(frozen=True)
class BrokenRule:
    """A rule, and what stands in the way of keeping it."""

    rule: SeatingRule
    reason: str


@dataclass(frozen=True)
class Seated:
    """
    How the guests of a list sit now, each guest being one object for all.

    Attributes:
        without: Who comes and is to have no seat, by hand.
    """

    guests: list[Guest]
    without: list[Guest]
    tables: list[SeatingTable]
    seats: list[Seat]
    rules: list[SeatingRule]
    broken: list[BrokenRule]


def seated(guest_list: GuestList) -> Seated:
    """Read who sits where, and which rules are broken, in a fixed number of queries."""
    everybody = seated_guests(guest_list)
    seats = seats_of(guest_list)
    problem, guests, tables = problem_of(guest_list, everybody, seats)
    rules = rows_of(SeatingRule, guest_list=[guest_list.pk])
    rules.sort(key=lambda row: row.pk)
    known = {guest.pk: guest for guest in everybody}
    wanted = {row.guest_id for row in seats}
    wanted |= {pk for row in rules for pk in (row.one_id, row.other_id)}
    known |= {row.pk: row for row in rows_of(Guest, pk=wanted - known.keys())}
    for seat in seats:
        seat.guest = known[seat.guest_id]
    for rule in rules:
        rule.one, rule.other = known[rule.one_id], known[rule.other_id]
    broken = _broken(problem, guests, tables, seats, rules)
    without = [guest for guest in everybody if guest.has_no_seat]
    return Seated(guests, without, tables, seats, rules, broken)


def _broken(
    problem: Problem,
    guests: Sequence[Guest],
    tables: Sequence[SeatingTable],
    seats: Sequence[Seat],
    rules: Sequence[SeatingRule],
) -> list[BrokenRule]:
    if not problem.rules:
        return []
    number = {table.pk: n for n, table in enumerate(tables)}
    at = {seat.guest_id: seat.table_id for seat in seats}
    where = [number.get(at.get(guest.pk, 0), -1) for guest in guests]
    rows = {row.pk: row for row in rules}
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
