"""Cures: what would give a request its slot, done with one click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.matchmaking import services as matchmaking
from gegenbesuch.scheduling import moving, needs, services
from gegenbesuch.scheduling.languages import pair_key
from gegenbesuch.scheduling.models import (
    Absence,
    Closure,
    Meeting,
    SolverRun,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.scheduling.models import Session, Slot


def cure_at(meeting: Meeting, number: str) -> list[dict[str, Any]]:
    """
    Return the cures of a meeting that a button names.

    Args:
        number: Which reason and which of its cures, as `0-2`; `all` are the first
            cures of all reasons, which only help together.

    Raises:
        ActionError: The reasons have changed, or the cure can't be done here.
    """
    reasons = meeting.reasons
    if number == "all":
        found = [next(iter(reason["cures"]), None) for reason in reasons]
    else:
        reason, _dash, cure = number.partition("-")
        numbers = [int(n) for n in (reason, cure) if n.isdecimal() and len(n) < 4]
        try:
            found = [reasons[numbers[0]]["cures"][numbers[1]] for _ in numbers[:1]]
        except IndexError:
            found = []
    if not found or not all(cure and can_be_done(cure) for cure in found):
        raise ActionError(
            _("What keeps this meeting out has changed. Please compute anew.")
        )
    return [cure for cure in found if cure]


def can_be_done(cure: dict[str, Any]) -> bool:
    """Tell whether a cure can be done with one click."""
    return cure["action"] in _ACTIONS and "rows" in cure


@transaction.atomic
def cure_meeting(
    meeting: Meeting,
    cures: Sequence[dict[str, Any]],
    *,
    actor: User | None,
    at: datetime,
) -> SolverRun:
    """
    Do what gives a meeting its slot, and have what has none placed.

    All other meetings stay where they are, but one that a cure drops; that one
    then looks for another place.

    Args:
        cures: Of the reasons of this meeting, from `cure_at`.

    Raises:
        ActionError: The schedule is final or being computed, or what the cure names
            has changed since the reasons were found.
    """
    for cure in cures:
        _ACTIONS[cure["action"]](_Patient(meeting, cure["rows"], actor, at))
        audit.record(
            "scheduling.meeting.cured", meeting, actor=actor, action=cure["action"]
        )
    return services.run_schedule(
        meeting.session, actor=actor, at=at, mode=SolverRun.Mode.KEEP
    )


class _Patient:
    """A meeting without a slot, and the rows that its cure names."""

    def __init__(
        self,
        meeting: Meeting,
        rows: dict[str, Any],
        actor: User | None,
        at: datetime,
    ) -> None:
        self.meeting = meeting
        self.session: Session = meeting.session
        self.rows = rows
        self.actor = actor
        self.at = at

    @property
    def slot(self) -> Slot:
        found = self.session.slots.filter(pk=self.rows["slot"]).first()
        if found is None:
            raise ActionError(_("This slot is not there any more."))
        found.session = self.session
        return found

    @property
    def profile(self) -> Profile:
        found = self.session.mission.profiles.filter(pk=self.rows["profile"]).first()
        if found is None:
            raise ActionError(_("This company takes part no more."))
        return found

    @property
    def other(self) -> Meeting:
        found = Meeting.objects.filter(
            session=self.session, request=self.rows["request"]
        ).first()
        if found is None or found.slot is None:
            raise ActionError(_("The other meeting has no slot any more."))
        found.session = self.session
        return found


# --- What can be done --------------------------------------------------------


def _add_table(patient: _Patient) -> None:
    """Open a table that is closed then; else put up one more, for this slot only."""
    slot, tables = patient.slot, patient.session.tables
    wanted, asked = needs.needs_of(patient.session), patient.meeting.request
    closed = Closure.objects.filter(slot=slot, table__session=patient.session)
    for row in closed.select_related("table").order_by("table__position"):
        if wanted.suits(row.table, asked):
            row.delete()
            return
    last = tables.order_by("-position").first()
    names = set(tables.values_list("name", flat=True))
    number = len(names) + 1
    while str(number) in names:
        number += 1
    table = Table.objects.create(
        session=patient.session,
        name=str(number),
        position=last.position + 1 if last else 0,
        features=[*wanted.features(asked)],
        site_id=wanted.site(asked),
    )
    Closure.objects.bulk_create(
        Closure(table=table, slot=other)
        for other in patient.session.slots.exclude(pk=slot.pk)
    )


def _add_availability(patient: _Patient) -> None:
    """Let the company meet in this slot; what else it said stays."""
    slot, profile = patient.slot, patient.profile
    zone = patient.session.zone
    half = slot.half_day(zone)
    if half in profile.closed_halves:
        others = [
            other
            for other in patient.session.slots.all()
            if other.half_day(zone) == half and other != slot
        ]
        Absence.objects.bulk_create(
            (Absence(profile=profile, slot=other) for other in others),
            ignore_conflicts=True,
        )
        profile.closed_halves = [h for h in profile.closed_halves if h != half]
        profile.save(update_fields=["closed_halves", "updated_at"])
    Absence.objects.filter(profile=profile, slot=slot).delete()


def _add_representative(patient: _Patient) -> None:
    """Count on one more person of the company."""
    profile = patient.profile
    profile.representatives = max(1, profile.representatives) + 1
    profile.save(update_fields=["representatives", "updated_at"])


def _add_interpreter(patient: _Patient) -> None:
    """Ask an interpreter who was not there in this slot to be."""
    slot, pairs = patient.slot, {*patient.rows["pairs"]}
    for row in patient.session.interpreters.order_by("position", "pk"):
        speaks = {pair_key(pair) for pair in row.pairs} & pairs
        if speaks and row.closed_slots.filter(pk=slot.pk).exists():
            row.closed_slots.remove(slot)
            return
    raise NobodyInterpretsError(
        _("All interpreters for these languages are taken then. Please add one more.")
    )


class NobodyInterpretsError(ActionError):
    """No interpreter of the session can be called; somebody has to be found."""


def _raise_limit(patient: _Patient) -> None:
    """Allow everybody one more meeting."""
    session, field = patient.session, patient.rows["limit"]
    value = getattr(session, field)
    if value is not None:
        setattr(session, field, value + 1)
        session.save(update_fields=[field, "updated_at"])


def _drop_meeting(patient: _Patient) -> None:
    """Give this meeting the place of one that counts no more."""
    other = patient.other
    slot, table = other.slot, other.table
    assert slot and table  # noqa: S101, PT018 -- `other` is placed
    moving.take_out(other, actor=patient.actor, at=patient.at)
    slot.session = patient.session
    moving.move_meeting(
        patient.meeting,
        slot,
        table,
        actor=patient.actor,
        at=patient.at,
        is_locked=False,
    )


def _unlock_meeting(patient: _Patient) -> None:
    """Let a locked meeting move again."""
    found = Meeting.objects.filter(
        session=patient.session, request=patient.rows["request"]
    )
    moving.set_lock(found, patient.session, is_locked=False, actor=patient.actor)


def _lift_session(patient: _Patient) -> None:
    """Look for a time outside those that the two companies agreed on."""
    request = patient.meeting.request
    if request.spans:  # several reasons may ask for it with one click
        matchmaking.lift_times(request, at=patient.at, actor=patient.actor)


_ACTIONS: dict[str, Callable[[_Patient], None]] = {
    "add-table": _add_table,
    "add-availability": _add_availability,
    "add-representative": _add_representative,
    "add-interpreter": _add_interpreter,
    "raise-limit": _raise_limit,
    "drop-meeting": _drop_meeting,
    "unlock-meeting": _unlock_meeting,
    "lift-session": _lift_session,
}
