"""Verbs on what a schedule has to work with: slots, tables, interpreters, absences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from gegenbesuch.core import audit, pulse
from gegenbesuch.core.errors import ActionError
from gegenbesuch.scheduling.models import (
    Absence,
    Closure,
    Interpreter,
    Meeting,
    Placement,
    Session,
    Slot,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, time
    from zoneinfo import ZoneInfo

    from gegenbesuch.accounts.models import User
    from gegenbesuch.directory.models import Person
    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.missions.models import Mission

MOST_SLOTS = 500
SPARE_TABLES = 0.15
"""How many tables more than needed are proposed."""


@dataclass(frozen=True)
class Block:
    """A part of a day, such as a morning: slots follow one another in it."""

    on: date
    begins: time
    ends: time
    minutes: int
    buffer: int

    def times(self, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
        """Return when its slots begin and end; what does not fit whole is left out."""
        # Counted in UTC: in the night when the clocks change an hour stays an hour.
        at = datetime.combine(self.on, self.begins, tzinfo=zone).astimezone(UTC)
        last = datetime.combine(self.on, self.ends, tzinfo=zone).astimezone(UTC)
        length = timedelta(minutes=self.minutes)
        found = []
        while at + length <= last:
            found.append((at.astimezone(zone), (at + length).astimezone(zone)))
            at += length + timedelta(minutes=self.buffer)
        return found


def tables_needed(requests: int, slots: int) -> int:
    """Return how many tables hold this many meetings, with some to spare."""
    return max(1, -(-round(requests * (1 + SPARE_TABLES)) // max(1, slots)))


def other_zone(mission: Mission, zone: str) -> str:
    """Return by whose clocks most companies live that don't live by these; maybe empty."""
    known = mission.profiles.filter(organisation__place__isnull=False)
    elsewhere = known.exclude(organisation__place__time_zone=zone)
    zones = elsewhere.values_list("organisation__place__time_zone")
    found = zones.annotate(n=Count("pk")).order_by(
        "-n", "organisation__place__time_zone"
    )
    return next((str(name) for name, _count in found[:1]), "")


# --- Sessions ----------------------------------------------------------------


@transaction.atomic
def create_session(
    mission: Mission,
    *,
    actor: User | None,
    blocks: Iterable[Block],
    tables: Sequence[str],
    **values: Any,
) -> Session:
    """
    Set up a session of a mission with its first slots and tables.

    Raises:
        ActionError: No slot fits into the blocks, or there are too many.
    """
    session = Session(mission=mission, **values)
    session.save()
    audit.record("scheduling.session.created", session, actor=actor)
    _add_slots(session, blocks)
    _set_tables(session, tables)
    return session


@transaction.atomic
def update_session(
    session: Session, *, actor: User | None, tables: Sequence[str], **values: Any
) -> Session:
    """
    Change fields and tables of a session.

    Raises:
        ActionError: A table to be taken away is in the schedule.
    """
    changes = audit.changed(session, values)
    for field, value in values.items():
        setattr(session, field, value)
    session.save(update_fields=[*values, "updated_at"])
    _set_tables(session, tables)
    audit.record("scheduling.session.updated", session, actor=actor, changes=changes)
    return session


def _set_tables(session: Session, names: Sequence[str]) -> None:
    """Give the tables these names, in this order; a known name stays that table."""
    tables = {table.name: table for table in session.tables.all()}
    for name in tables.keys() - set(names):
        if _is_used(table=tables[name]):
            raise ActionError(
                _("Table %(table)s is in the schedule and can't be taken away.")
                % {"table": name}
            )
        tables.pop(name).delete()
    for row in tables.values():  # one position at a time would meet another's
        Table.objects.filter(pk=row.pk).update(position=10_000 + row.position)
    for position, name in enumerate(names):
        if name in tables:
            Table.objects.filter(pk=tables[name].pk).update(position=position)
        else:
            Table.objects.create(session=session, name=name, position=position)


def _is_used(**where: Any) -> bool:
    return (
        Meeting.objects.filter(**where).exists()
        or Placement.objects.filter(**where).exists()
    )


# --- Slots -------------------------------------------------------------------


@transaction.atomic
def add_slots(session: Session, block: Block, *, actor: User | None) -> int:
    """
    Add the slots of a block that are not there yet; returns how many.

    Raises:
        ActionError: None is new, one overlaps another, or there are too many.
    """
    count = _add_slots(session, [block])
    audit.record("scheduling.session.slots-added", session, actor=actor, count=count)
    return count


def _add_slots(session: Session, blocks: Iterable[Block]) -> int:
    known = list(session.slots.all())
    block = max((slot.block for slot in known), default=-1) + 1
    new = []
    for number, each in enumerate(blocks):
        for begins, ends in each.times(session.zone):
            if any(begins < slot.ends_at and slot.starts_at < ends for slot in known):
                raise ActionError(
                    _("%(time)s overlaps a slot that is there already.")
                    % {"time": f"{begins:%d.%m. %H:%M}"}
                )
            slot = Slot(
                session=session, block=block + number, starts_at=begins, ends_at=ends
            )
            new.append(slot)
            known.append(slot)
    if not new:
        raise ActionError(_("No slot fits between the two times."))
    if len(known) > MOST_SLOTS:
        raise ActionError(
            _("A session can have %(most)d slots at most.") % {"most": MOST_SLOTS}
        )
    highest = session.slots.aggregate(n=Max("position"))["n"]
    for number, slot in enumerate(new, start=0 if highest is None else highest + 1):
        slot.position = number
    Slot.objects.bulk_create(new)
    _put_in_order(session)
    return len(new)


def _put_in_order(session: Session) -> None:
    """Number slots and blocks by time; a block is what was one before."""
    slots = list(session.slots.order_by("starts_at", "pk"))
    Slot.objects.bulk_update(
        [_numbered(slot, 10_000 + n) for n, slot in enumerate(slots)], ["position"]
    )
    block, before = -1, None
    for n, slot in enumerate(slots):
        day = slot.starts_at.astimezone(session.zone).date(), slot.block
        block += day != before
        before = day
        slot.position, slot.block = n, block
    Slot.objects.bulk_update(slots, ["position", "block"])


def _numbered(slot: Slot, position: int) -> Slot:
    slot.position = position
    return slot


@transaction.atomic
def remove_slots(
    session: Session, slots: Collection[int], *, actor: User | None
) -> int:
    """
    Take slots away, by key; returns how many.

    Raises:
        ActionError: A meeting is in one of them.
    """
    rows = session.slots.filter(pk__in=slots)
    used = rows.filter(Q(meetings__isnull=False) | Q(placement__isnull=False))
    first = used.order_by("starts_at").first()
    if first:
        at = first.starts_at.astimezone(session.zone)
        raise ActionError(
            _("There are meetings at %(time)s. Please move them first.")
            % {"time": f"{at:%d.%m. %H:%M}"}
        )
    count = rows.count()
    rows.delete()
    _put_in_order(session)
    audit.record("scheduling.session.slots-removed", session, actor=actor, count=count)
    return count


# --- People ------------------------------------------------------------------


@transaction.atomic
def set_interpreter(  # noqa: PLR0913 -- an interpreter has these parts
    session: Session,
    person: Person,
    *,
    pairs: Sequence[str],
    closed: Collection[int],
    actor: User | None,
    interpreter: Interpreter | None = None,
) -> Interpreter:
    """
    Add an interpreter, or change what one can do and when.

    Args:
        pairs: Two codes of languages each, such as `de-ja`.
        closed: Keys of the slots in which the person is not there.
    """
    row = interpreter or Interpreter(
        session=session, position=session.interpreters.count()
    )
    row.person = person
    row.pairs = [pair.split("-") for pair in pairs]
    row.save()
    row.closed_slots.set(session.slots.filter(pk__in=closed))
    audit.record(
        "scheduling.session.interpreter-set", session, actor=actor, person=person.code
    )
    return row


@transaction.atomic
def remove_interpreter(interpreter: Interpreter, *, actor: User | None) -> None:
    """
    Take an interpreter out of a session.

    Raises:
        ActionError: Meetings count on the person.
    """
    session = interpreter.session
    if Meeting.objects.filter(interpreter=interpreter).exists():
        raise ActionError(
            _(
                "Meetings count on this interpreter. Close the slots instead and compute anew."
            )
        )
    audit.record(
        "scheduling.session.interpreter-removed",
        session,
        actor=actor,
        person=interpreter.person.code,
    )
    interpreter.delete()


@transaction.atomic
def set_absences(
    profile: Profile,
    session: Session,
    slots: Collection[int],
    *,
    actor: User | None,
    actor_label: str = "",
) -> int:
    """
    Note in which slots of a session a company can't meet; returns how many.

    Meetings stay where they are until the schedule is computed anew.

    Args:
        slots: Keys of all slots in which it can't; the others are free.
        actor_label: Who it was, if nobody was signed in.
    """
    rows = Absence.objects.filter(profile=profile, slot__session=session)
    known = set(rows.values_list("slot_id", flat=True))
    wanted = set(session.slots.filter(pk__in=slots).values_list("pk", flat=True))
    rows.filter(slot__in=known - wanted).delete()
    Absence.objects.bulk_create(
        (Absence(profile=profile, slot_id=pk) for pk in sorted(wanted - known)),
        ignore_conflicts=True,
    )
    if known != wanted:
        audit.record(
            "scheduling.profile.availability-set",
            profile,
            actor=actor,
            actor_label=actor_label,
            session=session.code,
            absent=len(wanted),
        )
    return len(wanted)


@transaction.atomic
def set_closures(table: Table, slots: Collection[int], *, actor: User | None) -> int:
    """
    Note in which slots a table can't be used; returns how many.

    Args:
        slots: Keys of all slots in which it can't.
    """
    rows = Closure.objects.filter(table=table)
    known = set(rows.values_list("slot_id", flat=True))
    wanted = set(table.session.slots.filter(pk__in=slots).values_list("pk", flat=True))
    rows.filter(slot__in=known - wanted).delete()
    Closure.objects.bulk_create(
        (Closure(table=table, slot_id=pk) for pk in sorted(wanted - known)),
        ignore_conflicts=True,
    )
    if known != wanted:
        audit.record(
            "scheduling.session.table-closed",
            table.session,
            actor=actor,
            table=table.name,
            closed=len(wanted),
        )
        pulse.beat(table.session.code)
    return len(wanted)
