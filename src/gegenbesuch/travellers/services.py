"""Verbs on papers and fees of those who travel."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.urls import reverse

from gegenbesuch.accounts.models import Membership
from gegenbesuch.core import audit
from gegenbesuch.mandate import services as mandate
from gegenbesuch.missions import services as missions
from gegenbesuch.missions.models import Mission
from gegenbesuch.missions.rules import OFF
from gegenbesuch.travellers import letters, selectors
from gegenbesuch.travellers.models import (
    EXPIRING,
    Fee,
    Paper,
    PaperKind,
    PaperWarning,
    RequiredPaper,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gegenbesuch.accounts.models import User
    from gegenbesuch.missions.models import Participation
    from gegenbesuch.travellers.selectors import Traveller

#: How long papers are kept after the last day; without a day, after they were seen.
KEPT_AFTER = timedelta(days=30)
KEPT_WITHOUT_DATE = timedelta(days=365)
#: How many days before the departure coordinators are warned.
WARNED_BEFORE = (60, 14)


@transaction.atomic
def require_papers(
    mission: Mission, papers: Mapping[str, int], *, actor: User | None
) -> None:
    """
    Say which papers everybody who travels has to have.

    Args:
        papers: By kind, for how many days after the return each has to be valid.
    """
    mission.required_papers.exclude(kind__in=papers).delete()
    for kind, days in papers.items():
        RequiredPaper.objects.update_or_create(
            mission=mission, kind=kind, defaults={"days_beyond": days}
        )
    audit.record(
        "travellers.papers.required", mission, actor=actor, kinds=sorted(papers)
    )


@transaction.atomic
def look_at_papers(
    mission: Mission, *, actor: User | None, on: date
) -> list[Traveller]:
    """Return the papers of all who travel; that somebody looked is kept."""
    rows = selectors.travellers_of(mission, on)
    audit.record("travellers.papers.seen", mission, actor=actor, rows=len(rows))
    return rows


@transaction.atomic
def set_papers(
    row: Participation,
    papers: Mapping[str, date | None],
    *,
    actor: User | None,
    on: date,
) -> None:
    """
    Write down which papers somebody has, and until when they are valid.

    Args:
        papers: By kind; what is not named is not there, or not any more.
        on: The day on which they were seen.
    """
    row.papers.exclude(kind__in=papers).delete()
    for kind, until in papers.items():
        Paper.objects.update_or_create(
            participation=row,
            kind=kind,
            defaults={
                "valid_until": until if PaperKind(kind) in EXPIRING else None,
                "seen_on": on,
            },
        )
    # Neither the name nor the dates: the log outlives them.
    audit.record(
        "travellers.papers.set", row.mission, actor=actor, kinds=sorted(papers)
    )


@transaction.atomic
def set_fee(
    row: Participation,
    *,
    amount: Decimal | None,
    paid_on: date | None,
    actor: User | None,
) -> None:
    """Say what somebody pays for taking part, and since when; the budget follows."""
    if amount is None:
        if not Fee.objects.filter(participation=row).delete()[0]:
            return
    else:
        Fee.objects.update_or_create(
            participation=row, defaults={"amount": amount, "paid_on": paid_on}
        )
    audit.record("travellers.fee.set", row.mission, actor=actor, name=str(row))
    _let_budget_follow(row.mission, actor=actor)


@transaction.atomic
def remove_traveller(row: Participation, *, actor: User | None) -> None:
    """
    Take somebody off the list of a mission; a fee goes too, and the budget follows.

    Raises:
        ActionError: The mission is closed.
    """
    mission = row.mission
    missions.remove_participation(row, actor=actor)
    _let_budget_follow(mission, actor=actor)


def _let_budget_follow(mission: Mission, *, actor: User | None) -> None:
    """Add the fees up, one writer at a time, and tell the budget."""
    Mission.objects.select_for_update().get(pk=mission.pk)
    fees = Fee.objects.filter(participation__mission=mission).aggregate(
        agreed=Sum("amount"),
        paid=Sum("amount", filter=Q(paid_on__isnull=False), default=Decimal(0)),
    )
    mandate.follow_fees(mission, actor=actor, **fees)


def delete_old_papers(*, on: date) -> int:
    """Delete the papers of missions that are over for a month; returns how many."""
    deleted = 0
    for mission in Mission.objects.filter(
        pk__in=Paper.objects.values("participation__mission")
    ):
        papers = Paper.objects.filter(participation__mission=mission)
        _first, last = selectors.days_of(mission)
        if last is None:
            papers = papers.filter(seen_on__lt=on - KEPT_WITHOUT_DATE)
        elif last + KEPT_AFTER >= on:
            continue
        deleted += papers.delete()[0]
    return deleted


def warn_of_papers(*, on: date) -> int:
    """
    Mail the coordinators of missions that begin soon how many papers are in trouble.

    Twice before a mission, at most; the mail says how many, not whose.
    """
    sent = 0
    required = RequiredPaper.objects.values("mission")
    for mission in (
        Mission.objects.filter(pk__in=required)
        .exclude(status__in=OFF)
        .select_related("office")
    ):
        first, _last = selectors.days_of(mission)
        if first is None or first < on:
            continue
        due = [days for days in WARNED_BEFORE if first - on <= timedelta(days=days)]
        if due:
            sent += _warn(mission, min(due), on)
    return sent


def _warn(mission: Mission, days: int, on: date) -> int:
    """Warn once for each number of days; of two who do so at once one does."""
    rows = selectors.travellers_of(mission, on)
    troubled = sum(cell.is_troubled for row in rows for cell in row.cells)
    if not troubled:
        return 0
    try:
        with transaction.atomic():
            PaperWarning.objects.create(mission=mission, days_before=days)
            return _write_to_coordinators(mission, troubled)
    except IntegrityError:
        return 0


def _write_to_coordinators(mission: Mission, troubled: int) -> int:
    members = Membership.objects.filter(
        office=mission.office, role__in=COORDINATING, user__is_active=True
    ).select_related("user")
    page = reverse("travellers:papers", args=[mission.code])
    for member in members.order_by("pk"):
        letters.warn(mission, member.user, troubled=troubled, page=page)
    return len(members)


COORDINATING = (Membership.Role.COORDINATOR, Membership.Role.ADMIN)
