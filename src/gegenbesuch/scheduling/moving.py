"""Moving single meetings by hand: where one could go, what is in the way, and back."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit, pulse
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.matchmaking.times import spans_of, times_of
from gegenbesuch.scheduling import storing
from gegenbesuch.scheduling.languages import pair_key, pairs_name, wanted_pairs
from gegenbesuch.scheduling.models import (
    Absence,
    Closure,
    Interpreter,
    Meeting,
    Seat,
    Session,
    Slot,
    Table,
)
from gegenbesuch.scheduling.storing import NOWHERE, Key, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.models import Profile

MOVED = "scheduling.meeting.moved"
UNDONE = "scheduling.meeting.move-undone"


@dataclass(frozen=True)
class Option:
    """A slot to which a meeting could go: its free tables, or what is in the way."""

    slot: Slot
    tables: Sequence[Table]
    reasons: Sequence[str]
    is_current: bool

    @property
    def places(self) -> list[dict[str, str]]:
        """The free tables as choices of a form: value and label."""
        return [
            {"value": f"{self.slot.pk}-{table.pk}", "label": table.label}
            for table in self.tables
        ]


# --- Where a meeting could go ------------------------------------------------


def places_of(meeting: Meeting) -> dict[str, Any]:
    """
    Return what is in the way of a meeting in each slot and at each table, as data.

    `{"slots": {slot: {"reasons": [sentence], "blocked": {table: sentence}}}}`; the
    keys are those of the rows.
    """
    view = _View(meeting)
    return {
        "slots": {
            str(slot.pk): {
                "reasons": view.in_the_way(slot),
                "blocked": view.blocked(slot),
            }
            for slot in view.slots
        }
    }


def options_of(meeting: Meeting) -> list[Option]:
    """Return all slots of the session of a meeting, as seen from this meeting."""
    view = _View(meeting)
    return [view.option(slot) for slot in view.slots]


class _View:
    """The schedule of a session without one meeting."""

    def __init__(self, meeting: Meeting) -> None:
        session = meeting.session
        self.meeting = meeting
        self.parties = meeting.request.sender, meeting.request.recipient
        self.slots = list(session.slots.order_by("position"))
        self.tables = list(session.tables.order_by("position"))
        self.limits = session.max_meetings, session.max_per_day
        for slot in self.slots:
            slot.session = session
        self.interpreters = list(
            session.interpreters.select_related("person")
            .prefetch_related("closed_slots")
            .order_by("position", "pk")
        )
        others = (
            Meeting.objects.filter(session=session, slot__isnull=False)
            .exclude(pk=meeting.pk)
            .select_related(
                "request__sender__organisation", "request__recipient__organisation"
            )
        )
        self.at: dict[int, list[Meeting]] = defaultdict(list)
        for other in others:
            self.at[other.slot_id or 0].append(other)
        self.absent = set(
            Absence.objects.filter(
                profile__in=self.parties, slot__session=session
            ).values_list("profile_id", "slot_id")
        )
        for party in self.parties:
            self.absent |= {
                (party.pk, slot.pk)
                for slot in self.slots
                if slot.half_day(session.zone) in party.closed_halves
            }
        self.closed = set(
            Closure.objects.filter(table__session=session).values_list(
                "table_id", "slot_id"
            )
        )
        offered = {pair_key(p) for row in self.interpreters for p in row.pairs}
        sender, recipient = self.parties
        self.pairs = wanted_pairs(sender.languages, recipient.languages, offered)
        self.meets = self._meetings_of_parties()

    def _meetings_of_parties(self) -> Counter[tuple[int, object]]:
        """Count the other meetings of the two companies: in all, and by day."""
        counted: Counter[tuple[int, object]] = Counter()
        days = {s.pk: s.starts_at.astimezone(s.session.zone).date() for s in self.slots}
        for slot, others in self.at.items():
            for other in others:
                for pk in (other.request.sender_id, other.request.recipient_id):
                    counted[pk, None] += 1
                    counted[pk, days[slot]] += 1
        return counted

    def option(self, slot: Slot) -> Option:
        taken = {other.table_id for other in self.at[slot.pk]}
        tables = [
            table
            for table in self.tables
            if table.pk not in taken and (table.pk, slot.pk) not in self.closed
        ]
        reasons = self.in_the_way(slot)
        if not tables:
            reasons.append(_("No table is free."))
        is_current = slot.pk == self.meeting.slot_id
        return Option(slot, tables, reasons, is_current)

    def in_the_way(self, slot: Slot) -> list[str]:
        """Say what keeps the meeting out of a slot, whatever the table."""
        reasons = [
            # A name may end with a full stop of its own.
            f"{reason.removesuffix('..')}." if reason.endswith("..") else reason
            for party in self.parties
            for reason in self._hindered(party, slot)
        ]
        if not self.is_agreed(slot):
            zone = self.meeting.session.time_zone
            reasons.append(
                _("Agreed was: %(times)s.")
                % {"times": ", ".join(times_of(self.meeting.request, zone))}
            )
        if self.pairs and self.interpreter(slot) is None:
            reasons.append(
                _("No interpreter for %(pair)s is free.")
                % {"pair": pairs_name(self.pairs)}
            )
        return reasons

    def is_agreed(self, slot: Slot) -> bool:
        """Tell whether a slot lies in the times that the companies agreed on."""
        spans = spans_of(self.meeting.request)
        return not spans or any(s.holds(slot.starts_at, slot.ends_at) for s in spans)

    def blocked(self, slot: Slot) -> dict[str, str]:
        """Say which tables can't be had in a slot, by their keys."""
        found = {
            str(table.pk): _("%(table)s can't be used then.") % {"table": table.label}
            for table in self.tables
            if (table.pk, slot.pk) in self.closed
        }
        for other in self.at[slot.pk]:
            found[str(other.table_id)] = _("%(first)s and %(second)s meet there.") % {
                "first": other.request.sender,
                "second": other.request.recipient,
            }
        return found

    def _hindered(self, party: Profile, slot: Slot) -> Iterable[str]:
        people = max(1, party.representatives)
        if (party.pk, slot.pk) in self.absent:
            yield _("%(company)s can't meet.") % {"company": party}
        busy = [other for other in self.at[slot.pk] if _is_of(other, party)]
        if len(busy) >= people:
            yield _("%(company)s meets %(partner)s.") % {
                "company": party,
                "partner": _partner(busy[0], party),
            }
        near = self.near(slot)
        meets = [o for other in near for o in self.at[other.pk] if _is_of(o, party)]
        if people == 1 and meets:
            yield _("%(company)s would have no free slot beside %(partner)s.") % {
                "company": party,
                "partner": _partner(meets[0], party),
            }
        day = slot.starts_at.astimezone(slot.session.zone).date()
        for most, when in zip(self.limits, (None, day), strict=True):
            if most is not None and self.meets[party.pk, when] >= most * people:
                yield _("%(company)s has %(count)d meetings already.") % {
                    "company": party,
                    "count": self.meets[party.pk, when],
                }

    def near(self, slot: Slot) -> list[Slot]:
        """Return the slots that have to stay free beside one, before and after."""
        free = self.meeting.session.free_after
        n = next(n for n, row in enumerate(self.slots) if row.pk == slot.pk)
        return [*self.slots[max(0, n - free) : n], *self.slots[n + 1 : n + 1 + free]]

    def interpreter(self, slot: Slot) -> Interpreter | None:
        """Return who could interpret in a slot; those whom the meeting has first."""
        busy = {other.interpreter_id for other in self.at[slot.pk]}
        current = self.meeting.interpreter_id
        able = [
            row
            for row in self.interpreters
            if row.pk not in busy
            and slot.pk not in {closed.pk for closed in row.closed_slots.all()}
            and {pair_key(pair) for pair in row.pairs} & {*self.pairs}
        ]
        return min(able, key=lambda row: row.pk != current, default=None)


def _is_of(meeting: Meeting, party: Profile) -> bool:
    return party.pk in (meeting.request.sender_id, meeting.request.recipient_id)


def _partner(meeting: Meeting, party: Profile) -> Profile:
    asked = meeting.request
    return asked.recipient if asked.sender_id == party.pk else asked.sender


# --- Verbs -------------------------------------------------------------------


@transaction.atomic
def move_meeting(  # noqa: PLR0913 -- a move has these parts
    meeting: Meeting,
    slot: Slot,
    table: Table,
    *,
    actor: User | None,
    at: datetime,
    is_locked: bool = True,
    is_on_site: bool = False,
) -> Meeting:
    """
    Put a meeting into a slot and at a table, with an interpreter if it needs one.

    Args:
        is_locked: Later computations leave it there.
        is_on_site: On the day, when a final schedule changes as well.

    Raises:
        ActionError: The schedule is final or being computed, or the move breaks a
            rule; the error names all rules that it breaks.
    """
    meeting = _locked(meeting, is_on_site=is_on_site)
    view = _View(meeting)
    person = view.interpreter(slot) if view.pairs else None
    before = key_of(meeting)
    _place(meeting, (slot.pk, table.pk, person.pk if person else None), at=at)
    Meeting.objects.filter(pk=meeting.pk).update(is_locked=is_locked)
    audit.record(
        MOVED, meeting, actor=actor, changes={"position": [before, key_of(meeting)]}
    )
    return meeting


@transaction.atomic
def take_out(meeting: Meeting, *, actor: User | None, at: datetime) -> Meeting:
    """
    Take a meeting out of the schedule; the next computation places it anew.

    Raises:
        ActionError: It has no slot, or the schedule is final or being computed.
    """
    meeting = _locked(meeting)
    if meeting.slot_id is None:
        raise ActionError(_("This meeting has no slot."))
    before = key_of(meeting)
    _place(meeting, NOWHERE, at=at)
    Meeting.objects.filter(pk=meeting.pk).update(is_locked=False)
    audit.record(
        MOVED, meeting, actor=actor, changes={"position": [before, key_of(meeting)]}
    )
    return meeting


@transaction.atomic
def undo_move(meeting: Meeting, *, actor: User | None, at: datetime) -> Meeting:
    """
    Put a meeting back to where it was before it was last moved by hand.

    Raises:
        ActionError: It was moved otherwise since, or its place is taken.
    """
    meeting = _locked(meeting)
    before = place_before(meeting)
    if before is None:
        raise ActionError(_("There is no move of this meeting to be undone."))
    after = key_of(meeting)
    _place(meeting, before, at=at)
    Meeting.objects.filter(pk=meeting.pk).update(is_locked=False)
    audit.record(
        UNDONE,
        meeting,
        actor=actor,
        changes={"position": [after, key_of(meeting)]},
    )
    return meeting


def place_before(meeting: Meeting) -> Key | None:
    """Return where a meeting was before the last move by hand, if that is the last."""
    entry = (
        AuditEntry.objects.filter(
            verb__in=(MOVED, UNDONE),
            target_type=ContentType.objects.get_for_model(Meeting),
            target_id=meeting.pk,
        )
        .order_by("-pk")
        .first()
    )
    if entry is None or entry.verb != MOVED:
        return None
    before, after = (tuple(key) for key in entry.changes["position"])
    return before if after == key_of(meeting) else None


def last_moved(session: Session) -> Meeting | None:
    """Return the meeting that was moved by hand last, if that can be undone."""
    entry = (
        AuditEntry.objects.filter(
            verb__in=(MOVED, UNDONE),
            target_type=ContentType.objects.get_for_model(Meeting),
            target_id__in=Meeting.objects.filter(session=session).values("pk"),
        )
        .order_by("-pk")
        .first()
    )
    if entry is None or entry.verb != MOVED:
        return None
    found = Meeting.objects.select_related(
        "request__sender__organisation", "request__recipient__organisation"
    ).get(pk=entry.target_id)
    _before, after = (tuple(key) for key in entry.changes["position"])
    return found if after == key_of(found) else None


@transaction.atomic
def set_lock(
    meetings: Iterable[Meeting],
    session: Session,
    *,
    is_locked: bool,
    actor: User | None,
) -> int:
    """Keep meetings where they are in later computations, or not; returns how many."""
    rows = Meeting.objects.filter(
        session=session, slot__isnull=False, pk__in=[m.pk for m in meetings]
    )
    count = rows.exclude(is_locked=is_locked).update(is_locked=is_locked)
    if count:
        verb = "locked" if is_locked else "unlocked"
        audit.record(f"scheduling.session.{verb}", session, actor=actor, count=count)
    return count


def _locked(meeting: Meeting, *, is_on_site: bool = False) -> Meeting:
    """Read a meeting again, once nobody else can change its session."""
    session = storing.locked(meeting.session)
    if session.status == Session.Status.FINAL and not is_on_site:
        raise ActionError(_("The schedule is final. Open it again to change it."))
    storing.refuse_while_computed(session)
    found = Meeting.objects.select_related(
        "request__sender__organisation", "request__recipient__organisation"
    ).get(pk=meeting.pk)
    found.session = session
    return found


def _place(meeting: Meeting, key: Key, *, at: datetime) -> None:
    """Write where a meeting is, after the engine's validator has agreed."""
    from gegenbesuch.scheduling import convene_bridge  # noqa: PLC0415 -- slow import

    problem = convene_bridge.read_problem(meeting.session)
    broken = convene_bridge.broken_by(problem, meeting, key)
    if broken:
        raise ActionError(" ".join(broken))
    status = meeting.status
    if key[0] is None:
        status = Meeting.Status.UNSCHEDULED
    elif status not in {Meeting.Status.PRELIMINARY, Meeting.Status.FINAL}:
        status = Meeting.Status.PRELIMINARY
    try:
        with transaction.atomic():
            meeting.slot_id, meeting.table_id, meeting.interpreter_id = key
            meeting.status, meeting.sequence = status, meeting.sequence + 1
            meeting.updated_at = at
            meeting.save()
            _seat(meeting)
            pulse.beat(meeting.session.code)
    except IntegrityError as error:
        raise ActionError(
            _("Somebody else has changed the schedule meanwhile. Please look again.")
        ) from error


def _seat(meeting: Meeting) -> None:
    """Give both companies a chair in the slot of the meeting."""
    Seat.objects.filter(meeting=meeting).delete()
    if meeting.slot_id is None:
        return
    for profile in (meeting.request.sender, meeting.request.recipient):
        seats = Seat.objects.filter(profile=profile, slot_id=meeting.slot_id)
        taken = set(seats.values_list("representative", flat=True))
        chair = next(n for n in range(len(taken) + 1) if n not in taken)
        Seat.objects.create(
            meeting=meeting,
            profile=profile,
            slot_id=meeting.slot_id,
            representative=chair,
        )
