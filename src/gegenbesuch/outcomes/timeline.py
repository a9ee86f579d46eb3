"""What outcomes add to the timelines of organisations, people and relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from gegenbesuch.core import timeline
from gegenbesuch.missions.models import Mission
from gegenbesuch.missions.selectors import attest, days_of
from gegenbesuch.outcomes.models import Outcome, SettlementStep
from gegenbesuch.outcomes.rules import state_of_outcome

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gegenbesuch.directory.models import (
        Organisation,
        Person,
        Place,
        Relation,
        Sector,
    )

MOST = 150  # of each kind on one timeline


def of_organisation(target: Organisation, user: Any) -> list[timeline.Entry]:
    """Return outcomes an organisation is a party of, and the steps to its site."""
    return [
        *_outcomes(_visible_outcomes(user).filter(parties=target)),
        *_steps(_visible_steps(user).filter(settlement__organisation=target)),
    ]


def of_person(target: Person, user: Any) -> list[timeline.Entry]:
    """Return the steps of settlements at which a person was."""
    return _steps(_visible_steps(user).filter(people=target))


def of_place(target: Place, user: Any) -> list[timeline.Entry]:
    """Return the steps of settlements in a place."""
    return _steps(_visible_steps(user).filter(settlement__place=target))


def of_sector(target: Sector, user: Any) -> list[timeline.Entry]:
    """Return the outcomes in a sector."""
    return _outcomes(_visible_outcomes(user).filter(sector=target))


def of_relation(target: Relation, user: Any) -> list[timeline.Entry]:
    """Return the outcomes of a relation's missions and its settlements' steps."""
    return [
        *_outcomes(_visible_outcomes(user).filter(mission__relation=target)),
        *_steps(
            _visible_steps(user).filter(
                Q(settlement__organisation__country=target.country)
                | Q(settlement__organisation__place__country=target.country)
            )
        ),
    ]


def _visible_outcomes(user: Any) -> QuerySet[Outcome]:
    return Outcome.objects.filter(
        mission__in=Mission.objects.visible_to(user).values("pk")
    )


def _visible_steps(user: Any) -> QuerySet[SettlementStep]:
    return SettlementStep.objects.visible_to(user)


def _outcomes(outcomes: QuerySet[Outcome]) -> list[timeline.Entry]:
    rows = list(
        outcomes.select_related("mission")
        .only(
            *("code", "text", "status", "on", "position"),
            *("mission__code", "mission__title"),
            *("mission__starts_on", "mission__ends_on"),
            "mission__is_invented",
        )
        .order_by("-mission__starts_on", "position", "pk")[:MOST]
    )
    attest(row.mission for row in rows if not row.on.is_known)
    return [
        timeline.Entry(
            **_when(row),
            kind="outcome",
            title=row.text,
            url=row.get_absolute_url(),
            state=state_of_outcome(row),
            detail=row.mission.title,
            is_invented=row.mission.is_invented,
            record=row,
        )
        for row in rows
    ]


def _when(outcome: Outcome) -> dict[str, Any]:
    """Return the day of an outcome, or the days of the mission if none is known."""
    if outcome.on.is_known:
        return {"on": outcome.on}
    return days_of(outcome.mission)


def _steps(steps: QuerySet[SettlementStep]) -> list[timeline.Entry]:
    rows = (
        steps.select_related("settlement")
        .distinct()
        .order_by("settlement", "position", "pk")[:MOST]
    )
    planned = SettlementStep.Kind.PLANNED_OPENING
    return [
        timeline.Entry(
            on=row.on,
            kind="settlement",
            title=row.get_kind_display(),
            url=f"{row.settlement.get_absolute_url()}#step-{row.code}",
            state="planned" if row.kind == planned else "held",
            detail=row.settlement.title,
            record=row,
        )
        for row in rows
    ]


timeline.register("directory.organisation", of_organisation)
timeline.register("directory.person", of_person)
timeline.register("directory.place", of_place)
timeline.register("directory.relation", of_relation)
timeline.register("directory.sector", of_sector)
