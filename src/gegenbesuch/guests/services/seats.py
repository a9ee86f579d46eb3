"""Verbs on tables, seating rules and seats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.rows import rows_of
from gegenbesuch.guests.models import (
    Guest,
    GuestList,
    Seat,
    SeatingRule,
    SeatingTable,
)
from gegenbesuch.guests.precedence import order
from gegenbesuch.guests.seating import Problem, Rule, Seating, places, seat
from gegenbesuch.guests.selectors import guests_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gegenbesuch.accounts.models import User

MOST_SEATS = 500


@dataclass(frozen=True)
class Spot:
    """Where a guest is to sit: at a table, or even on one of its seats."""

    table: SeatingTable
    seat: int | None = None


# --- Tables and rules --------------------------------------------------------


@transaction.atomic
def add_tables(
    guest_list: GuestList, *, count: int, seats: int, shape: str, actor: User | None
) -> list[SeatingTable]:
    """
    Set up so many tables of one size, numbered after those there are.

    Raises:
        ActionError: There would be more seats than anybody can oversee.
    """
    there = guest_list.tables.aggregate(last=Max("number"))["last"] or 0
    if (
        count * seats + sum(guest_list.tables.values_list("seats", flat=True))
        > MOST_SEATS
    ):
        raise ActionError(
            _("More than %(most)d seats cannot be planned on one list.")
            % {"most": MOST_SEATS}
        )
    tables = SeatingTable.objects.bulk_create(
        SeatingTable(
            guest_list=guest_list, number=there + n + 1, seats=seats, shape=shape
        )
        for n in range(count)
    )
    audit.record("guests.tables.added", guest_list, actor=actor, count=count)
    return tables


@transaction.atomic
def remove_table(table: SeatingTable, *, actor: User | None) -> None:
    """Take a table away; who sat there has no seat."""
    audit.record(
        "guests.table.removed", table.guest_list, actor=actor, number=table.number
    )
    table.delete()


@transaction.atomic
def add_rule(  # noqa: PLR0913 -- a rule has these parts
    guest_list: GuestList,
    *,
    kind: str,
    one: Guest,
    other: Guest,
    actor: User | None,
    note: str = "",
) -> SeatingRule:
    """
    Say that two guests must, or must not, sit at one table.

    Raises:
        ActionError: It is one guest twice, or the rule is there already.
    """
    if one.pk == other.pk:
        raise ActionError(_("A rule needs two different guests."))
    first, second = sorted((one, other), key=lambda guest: guest.pk)
    rule, created = SeatingRule.objects.get_or_create(
        guest_list=guest_list,
        kind=kind,
        one=first,
        other=second,
        defaults={"note": note},
    )
    if not created:
        raise ActionError(_("This rule is there already."))
    audit.record("guests.rule.added", guest_list, actor=actor, kind=kind)
    return rule


@transaction.atomic
def remove_rule(rule: SeatingRule, *, actor: User | None) -> None:
    """Take a rule back."""
    audit.record("guests.rule.removed", rule.guest_list, actor=actor, kind=rule.kind)
    rule.delete()


# --- Seats -------------------------------------------------------------------


def seated_guests(guest_list: GuestList) -> list[Guest]:
    """Return all who come, in the order of rank, also who is to have no seat."""
    everybody = guests_of(guest_list, to_seat=True)
    coming = [guest for guest in everybody if guest.status == Guest.Status.ACCEPTED]
    return [placed.guest for placed in order(coming, with_reasons=False)]


def seats_of(guest_list: GuestList) -> list[Seat]:
    """Return who sits where, by the number of the seat."""
    rows = rows_of(Seat, table__guest_list=[guest_list.pk])
    return sorted(rows, key=lambda row: (row.number, row.pk))


def problem_of(
    guest_list: GuestList,
    everybody: Sequence[Guest] | None = None,
    seats: Sequence[Seat] | None = None,
) -> tuple[Problem, list[Guest], list[SeatingTable]]:
    """
    Return the seating as numbers, with the guests and tables that they stand for.

    Whoever is to have no seat, by hand, is left out.

    Args:
        everybody: From `seated_guests`, where they are known already.
        seats: Of the list, where they are known already.
    """
    coming = seated_guests(guest_list) if everybody is None else everybody
    guests = [row for row in coming if not row.has_no_seat]
    tables = sorted(
        rows_of(SeatingTable, guest_list=[guest_list.pk]), key=lambda row: row.number
    )
    number = {guest.pk: n for n, guest in enumerate(guests)}
    place = {table.pk: n for n, table in enumerate(tables)}
    rules = [
        Rule(row.pk, number[row.one_id], number[row.other_id], row.kind == "apart")
        for row in sorted(
            rows_of(SeatingRule, guest_list=[guest_list.pk]), key=lambda row: row.pk
        )
        if row.one_id in number and row.other_id in number
    ]
    fixed = {
        number[seat.guest_id]: place[seat.table_id]
        for seat in (rows_of(Seat, table=place) if seats is None else seats)
        if seat.is_fixed and seat.guest_id in number
    }
    couples = [
        (number[guest.companion_of_id], n)
        for n, guest in enumerate(guests)
        if guest.companion_of_id in number
    ]
    return (
        Problem(
            sizes=[table.seats for table in tables],
            languages=[guest.language for guest in guests],
            rules=rules,
            couples=couples,
            fixed=fixed,
            hosts=frozenset(n for n, guest in enumerate(guests) if guest.is_host),
        ),
        guests,
        tables,
    )


@transaction.atomic
def compute_seating(guest_list: GuestList, *, actor: User | None) -> Seating:
    """
    Seat all who come; places chosen by hand stay.

    Raises:
        ActionError: There are no tables, or nobody comes.
    """
    problem, guests, tables = problem_of(guest_list)
    if not tables or not guests:
        raise ActionError(_("Set up tables first, and let guests accept."))
    seating = seat(problem)
    at = {
        guest.pk: tables[n].pk
        for guest, n in zip(guests, seating.tables, strict=True)
        if n >= 0
    }
    _write(guest_list, guests, tables, at, _present(guest_list)[1])
    audit.record(
        "guests.seating.computed",
        guest_list,
        actor=actor,
        broken=len(seating.broken),
        guests=len(guests),
    )
    return seating


@transaction.atomic
def part_sides(
    guest_list: GuestList, *, parts_sides: bool, actor: User | None
) -> GuestList:
    """
    Say whether hosts sit across from the guests; who sits already changes the seat.

    The tables stay as they are.
    """
    guest_list.parts_sides = parts_sides
    guest_list.save(update_fields=["parts_sides", "updated_at"])
    _problem, guests, tables = problem_of(guest_list)
    at, kept = _present(guest_list)
    _write(guest_list, guests, tables, at, kept)
    audit.record(
        "guests.seating.sides", guest_list, actor=actor, parts_sides=parts_sides
    )
    return guest_list


@transaction.atomic
def move_guests(
    guest_list: GuestList, moves: Mapping[Guest, Spot | None], *, actor: User | None
) -> int:
    """
    Put guests at tables or on seats by hand, all at once; returns how many changed.

    What was chosen by hand stays when the seating is computed again, also that
    somebody has no seat. Who sat on a seat that is given to somebody else moves on.

    Raises:
        ActionError: A table has fewer seats than guests would be at it, no such seat,
            or the seat was promised to somebody else by hand.
    """
    at, kept = _present(guest_list)
    changed = []
    for guest, spot in moves.items():
        before = kept.get(guest.pk)
        if spot is None:
            if guest.has_no_seat or guest.pk not in at:
                continue
            at.pop(guest.pk)
            kept.pop(guest.pk, None)
        elif at.get(guest.pk) == spot.table.pk and (before or None) == spot.seat:
            continue
        else:
            at[guest.pk], kept[guest.pk] = spot.table.pk, spot.seat or 0
        changed.append(guest)
    for guest in changed:
        guest.has_no_seat = moves[guest] is None
    Guest.objects.filter(pk__in=[g.pk for g in changed if g.has_no_seat]).update(
        has_no_seat=True
    )
    Guest.objects.filter(pk__in=[g.pk for g in changed if not g.has_no_seat]).update(
        has_no_seat=False
    )
    _problem, guests, tables = problem_of(guest_list)
    _check_room(guests, tables, at, kept)
    _write(guest_list, guests, tables, at, kept)
    if changed:
        audit.record(
            "guests.seating.changed", guest_list, actor=actor, guests=len(changed)
        )
    return len(changed)


@transaction.atomic
def release_guests(guest_list: GuestList, *, actor: User | None) -> int:
    """Give back all that was placed by hand; the next computing seats them anew."""
    released: int = Seat.objects.filter(
        table__guest_list=guest_list, is_fixed=True
    ).update(is_fixed=False, is_numbered=False)
    released += guest_list.guests.filter(has_no_seat=True).update(has_no_seat=False)
    if released:
        audit.record(
            "guests.seating.released", guest_list, actor=actor, guests=released
        )
    return released


def _present(guest_list: GuestList) -> tuple[dict[int, int], dict[int, int]]:
    """
    Return the table of each guest, and the seats that were chosen by hand.

    A seat of 0 says that only the table was chosen.
    """
    rows = Seat.objects.filter(table__guest_list=guest_list)
    at, kept = {}, {}
    for row in rows:
        at[row.guest_id] = row.table_id
        if row.is_fixed:
            kept[row.guest_id] = row.number if row.is_numbered else 0
    return at, kept


def _check_room(
    guests: list[Guest],
    tables: list[SeatingTable],
    at: Mapping[int, int],
    kept: Mapping[int, int],
) -> None:
    for table in tables:
        here = [guest for guest in guests if at.get(guest.pk) == table.pk]
        if len(here) > table.seats:
            raise ActionError(
                _("Table %(number)s has only %(seats)d seats.")
                % {"number": table.number, "seats": table.seats}
            )
        promised: dict[int, Guest] = {}
        for guest in here:
            number = kept.get(guest.pk) or 0
            if number > table.seats:
                raise ActionError(
                    _("Table %(number)s has only %(seats)d seats.")
                    % {"number": table.number, "seats": table.seats}
                )
            if number and promised.setdefault(number, guest) is not guest:
                raise ActionError(
                    _(
                        "Seat %(seat)d at table %(number)s is kept for %(guest)s by hand."
                    )
                    % {
                        "seat": number,
                        "number": table.number,
                        "guest": promised[number],
                    }
                )


def _write(
    guest_list: GuestList,
    guests: list[Guest],
    tables: list[SeatingTable],
    at: Mapping[int, int],
    kept: Mapping[int, int],
) -> None:
    """Give each guest a seat at the table; within a table honour goes by rank."""
    Seat.objects.filter(table__guest_list=guest_list).delete()
    seats = []
    for table in tables:
        here = [guest for guest in guests if at.get(guest.pk) == table.pk]
        numbers = places(
            table.seats,
            is_long=table.shape == SeatingTable.Shape.LONG,
            hosts=[guest.is_host for guest in here],
            parts_sides=guest_list.parts_sides,
            kept={
                n: number
                for n, guest in enumerate(here)
                if (number := kept.get(guest.pk))
            },
        )
        seats += [
            Seat(
                guest=guest,
                table=table,
                number=number,
                is_fixed=guest.pk in kept,
                is_numbered=bool(kept.get(guest.pk)),
            )
            for guest, number in zip(here, numbers, strict=True)
        ]
    try:
        with transaction.atomic():
            Seat.objects.bulk_create(seats)
    except IntegrityError as error:
        raise ActionError(
            _("Somebody else has changed the seating meanwhile.")
        ) from error
