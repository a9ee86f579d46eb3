"""Verbs on rank, tables, seats and gifts."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.rows import rows_of
from gegenbesuch.core.spreadsheet_cells import harmless
from gegenbesuch.guests.models import (
    Gift,
    GiftLimit,
    Guest,
    Seat,
    SeatingRule,
    SeatingTable,
)
from gegenbesuch.guests.precedence import order
from gegenbesuch.guests.seating import Problem, Rule, Seating, seat, seats_by_rank
from gegenbesuch.guests.selectors import guests_of

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.guests.models import GuestList

MOST_SEATS = 500


# --- Rank --------------------------------------------------------------------


@transaction.atomic
def set_rank(guest: Guest, *, actor: User | None, **values: Any) -> Guest:
    """
    Say what a guest is, since when, and where they are placed by hand.

    Raises:
        ActionError: A place by hand has no note that says why.
    """
    place, note = values.get("rank_place"), values.get("rank_note", "")
    if place is not None and not str(note).strip():
        raise ActionError(_("Please note why this place was chosen by hand."))
    changes = audit.changed(guest, values)
    for field, value in values.items():
        setattr(guest, field, value)
    guest.save(update_fields=[*values, "updated_at"])
    audit.record("guests.rank.set", guest, actor=actor, changes=changes)
    return guest


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
    """Return all who come, in the order of rank."""
    everybody = guests_of(guest_list)
    coming = [guest for guest in everybody if guest.status == Guest.Status.ACCEPTED]
    return [placed.guest for placed in order(coming, with_reasons=False)]


def problem_of(
    guest_list: GuestList,
) -> tuple[Problem, list[Guest], list[SeatingTable]]:
    """Return the seating as numbers, with the guests and tables that they stand for."""
    guests = seated_guests(guest_list)
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
        for seat in rows_of(Seat, table=place)
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
    _write(guest_list, guests, tables, seating.tables)
    audit.record(
        "guests.seating.computed",
        guest_list,
        actor=actor,
        broken=len(seating.broken),
        guests=len(guests),
    )
    return seating


@transaction.atomic
def move_guests(
    guest_list: GuestList,
    moves: dict[Guest, SeatingTable | None],
    *,
    actor: User | None,
) -> int:
    """
    Put guests at tables by hand, all at once; returns how many changed.

    A place chosen by hand stays when the seating is computed again.

    Raises:
        ActionError: A table has fewer seats than guests would be at it.
    """
    _problem, guests, tables = problem_of(guest_list)
    at = dict(
        Seat.objects.filter(table__guest_list=guest_list).values_list("guest", "table")
    )
    changed = [
        guest
        for guest, table in moves.items()
        if at.get(guest.pk) != (table.pk if table else None)
    ]
    for guest in changed:
        table = moves[guest]
        if table is None:
            at.pop(guest.pk, None)
        else:
            at[guest.pk] = table.pk
    number = {table.pk: n for n, table in enumerate(tables)}
    wanted = [number.get(at.get(guest.pk, 0), -1) for guest in guests]
    for n, table in enumerate(tables):
        if wanted.count(n) > table.seats:
            raise ActionError(
                _("Table %(number)s has only %(seats)d seats.")
                % {"number": table.number, "seats": table.seats}
            )
    fixed = set(
        Seat.objects.filter(table__guest_list=guest_list, is_fixed=True).values_list(
            "guest", flat=True
        )
    ) | {guest.pk for guest in changed}
    _write(guest_list, guests, tables, wanted, fixed)
    if changed:
        audit.record(
            "guests.seating.changed", guest_list, actor=actor, guests=len(changed)
        )
    return len(changed)


def _write(
    guest_list: GuestList,
    guests: list[Guest],
    tables: list[SeatingTable],
    where: list[int],
    fixed: set[int] | None = None,
) -> None:
    """Give each guest a seat at the table; within a table honour goes by rank."""
    by_hand = fixed
    if by_hand is None:
        by_hand = set(
            Seat.objects.filter(
                table__guest_list=guest_list, is_fixed=True
            ).values_list("guest", flat=True)
        )
    Seat.objects.filter(table__guest_list=guest_list).delete()
    seats = []
    for n, table in enumerate(tables):
        numbers = seats_by_rank(table.seats, is_long=table.shape == "long")
        at_table = [guest for guest, at in zip(guests, where, strict=True) if at == n]
        seats += [
            Seat(guest=guest, table=table, number=number, is_fixed=guest.pk in by_hand)
            for guest, number in zip(at_table, numbers, strict=False)
        ]
    try:
        with transaction.atomic():
            Seat.objects.bulk_create(seats)
    except IntegrityError as error:
        raise ActionError(
            _("Somebody else has changed the seating meanwhile.")
        ) from error


# --- Gifts -------------------------------------------------------------------


@transaction.atomic
def record_gift(office: Office, *, actor: User | None, **values: Any) -> Gift:
    """Enter a gift; from the limit of the office on it waits for approval."""
    limit = GiftLimit.objects.filter(office=office).first()
    gift = Gift(office=office, **values)
    is_small = (
        limit is not None
        and gift.currency == limit.currency
        and gift.value < limit.amount
    )
    gift.status = Gift.Status.NOTED if is_small else Gift.Status.WAITING
    gift.save()
    audit.record("guests.gift.recorded", gift, actor=actor, status=gift.status)
    return gift


@transaction.atomic
def decide_gift(
    gift: Gift, *, status: str, actor: User, at: datetime, note: str = ""
) -> Gift:
    """
    Approve or refuse a gift.

    Raises:
        ActionError: It does not wait for a decision, or a refusal has no reason.
    """
    if status == Gift.Status.REFUSED and not note.strip():
        raise ActionError(_("Please give the reason."))
    decided = Gift.objects.filter(pk=gift.pk, status=Gift.Status.WAITING).update(
        status=status, decided_by=actor, decided_at=at, note=note
    )
    if not decided:
        raise ActionError(_("Somebody else has decided this meanwhile."))
    gift.refresh_from_db()
    audit.record("guests.gift.decided", gift, actor=actor, status=status)
    return gift


@transaction.atomic
def set_gift_limit(
    office: Office, *, amount: Decimal, currency: str, actor: User | None
) -> GiftLimit:
    """Say from which value on gifts need approval."""
    limit, _created = GiftLimit.objects.update_or_create(
        office=office, defaults={"amount": amount, "currency": currency}
    )
    audit.record("guests.limit.set", office, actor=actor, amount=str(amount))
    return limit


@transaction.atomic
def export_gifts(office: Office, *, actor: User | None) -> bytes:
    """Return the register of an office as an XLSX file; the export is logged."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    rows = Gift.objects.filter(office=office).order_by("-on", "-pk")
    book = Workbook()
    sheet = book.active
    heads = (
        *(_("When"), _("Given or received"), _("What"), _("Value"), _("Currency")),
        *(_("From or to whom"), _("Of us"), _("Status"), _("Decision"), _("Reason")),
    )
    sheet.append(heads)
    for gift in rows.select_related("decided_by"):
        sheet.append(
            [
                gift.on,
                gift.get_direction_display(),
                harmless(gift.what),
                gift.value,
                gift.currency,
                harmless(gift.party),
                harmless(gift.ours),
                gift.get_status_display(),
                str(gift.decided_by or ""),
                harmless(gift.note),
            ]
        )
    sheet.freeze_panes = "A2"
    file = BytesIO()
    book.save(file)
    audit.record("guests.gifts.exported", office, actor=actor, rows=len(rows))
    return file.getvalue()
