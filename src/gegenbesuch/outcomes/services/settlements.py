"""Verbs on companies that come to stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from gegenbesuch.core import audit
from gegenbesuch.directory.services import cite_source
from gegenbesuch.outcomes.models import Settlement, SettlementStep
from gegenbesuch.outcomes.services.evidence import earn_evidence

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.directory.models import Source


@transaction.atomic
def record_settlement(
    office: Office,
    *,
    actor: User | None,
    source: tuple[Source, str] | None = None,
    **values: Any,
) -> Settlement:
    """Record that a company comes to stay, or may; its steps follow."""
    settlement = Settlement.objects.create(office=office, **values)
    if source:
        cite_source(settlement, source[0], actor=actor, quote=source[1])
    audit.record("outcomes.settlement.recorded", settlement, actor=actor)
    return settlement


@transaction.atomic
def update_settlement(
    settlement: Settlement, *, actor: User | None, **values: Any
) -> Settlement:
    """Change what is known of a settlement as a whole."""
    changes = audit.changed(settlement, values)
    for field, value in values.items():
        setattr(settlement, field, value)
    settlement.save()
    earn_evidence(settlement)
    audit.record(
        "outcomes.settlement.updated", settlement, actor=actor, changes=changes
    )
    return settlement


@transaction.atomic
def record_step(
    settlement: Settlement,
    *,
    actor: User | None,
    source: tuple[Source, str] | None = None,
    **values: Any,
) -> SettlementStep:
    """Record one step on the way of a settlement, after those that are known."""
    people = values.pop("people", ())
    highest = settlement.steps.aggregate(highest=Max("position"))["highest"]
    step = SettlementStep.objects.create(
        settlement=settlement,
        office=settlement.office,
        position=0 if highest is None else highest + 1,
        **values,
    )
    step.people.set(people)
    if source:
        cite_source(step, source[0], actor=actor, quote=source[1])
    earn_evidence(settlement)
    audit.record("outcomes.step.recorded", settlement, actor=actor, step=str(step.kind))
    return step


@transaction.atomic
def update_step(
    step: SettlementStep, *, actor: User | None, **values: Any
) -> SettlementStep:
    """Change a step of a settlement."""
    people = values.pop("people", None)
    changes = audit.changed(step, values)
    for field, value in values.items():
        setattr(step, field, value)
    step.save()
    if people is not None:
        step.people.set(people)
    earn_evidence(step.settlement)
    audit.record("outcomes.step.updated", step.settlement, actor=actor, changes=changes)
    return step


@transaction.atomic
def remove_step(step: SettlementStep, *, actor: User | None) -> None:
    """Take a step off the record."""
    settlement = step.settlement
    audit.record("outcomes.step.removed", settlement, actor=actor, step=str(step.kind))
    step.delete()
    earn_evidence(settlement)
