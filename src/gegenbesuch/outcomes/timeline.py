"""What outcomes add to the timelines of organisations, people and relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core import timeline
from gegenbesuch.core.rows import kept
from gegenbesuch.missions.models import Mission
from gegenbesuch.missions.selectors import attest, days_of
from gegenbesuch.outcomes.models import Outcome, SettlementStep
from gegenbesuch.outcomes.rules import state_of_outcome

if TYPE_CHECKING:
    from collections.abc import Collection

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
    about = office_ids(user), target.pk
    return [
        *_outcomes(_outcomes_for_organisation(*about)),
        *_steps(_steps_of_organisation(*about)),
    ]


def of_person(target: Person, user: Any) -> list[timeline.Entry]:
    """Return the steps of settlements at which a person was."""
    return _steps(_steps_with_person(office_ids(user), target.pk))


def of_place(target: Place, user: Any) -> list[timeline.Entry]:
    """Return the steps of settlements in a place."""
    return _steps(_steps_in_place(office_ids(user), target.pk))


def of_sector(target: Sector, user: Any) -> list[timeline.Entry]:
    """Return the outcomes in a sector."""
    return _outcomes(_outcomes_in_sector(office_ids(user), target.pk))


def of_relation(target: Relation, user: Any) -> list[timeline.Entry]:
    """Return the outcomes of a relation's missions and its settlements' steps."""
    offices = office_ids(user)
    return [
        *_outcomes(_outcomes_of_relation(offices, target.pk)),
        *_steps(_steps_in_country(offices, target.country)),
    ]


# --- What is asked for -------------------------------------------------------


@kept
def _outcomes_for_organisation(
    offices: Collection[int], organisation: int
) -> QuerySet[Outcome]:
    return _first_outcomes(offices, parties=organisation)


@kept
def _outcomes_in_sector(offices: Collection[int], sector: int) -> QuerySet[Outcome]:
    return _first_outcomes(offices, sector=sector)


@kept
def _outcomes_of_relation(offices: Collection[int], relation: int) -> QuerySet[Outcome]:
    return _first_outcomes(offices, mission__relation=relation)


@kept
def _steps_of_organisation(
    offices: Collection[int], organisation: int
) -> QuerySet[SettlementStep]:
    return _first_steps(offices, Q(settlement__organisation=organisation))


@kept
def _steps_with_person(
    offices: Collection[int], person: int
) -> QuerySet[SettlementStep]:
    return _first_steps(offices, Q(people=person))


@kept
def _steps_in_place(offices: Collection[int], place: int) -> QuerySet[SettlementStep]:
    return _first_steps(offices, Q(settlement__place=place))


@kept
def _steps_in_country(
    offices: Collection[int], country: str
) -> QuerySet[SettlementStep]:
    of_organisation = Q(settlement__organisation__country=country)
    of_its_place = Q(settlement__organisation__place__country=country)
    return _first_steps(offices, of_organisation | of_its_place)


def _first_outcomes(offices: Collection[int], **about: int) -> QuerySet[Outcome]:
    missions = Mission.objects.of_offices(offices).values("pk")
    return (
        Outcome.objects.filter(**about, mission__in=missions)
        .select_related("mission")
        .only(
            *("code", "text", "status", "on", "position"),
            *("mission__code", "mission__title"),
            *("mission__starts_on", "mission__ends_on"),
            "mission__is_invented",
        )
        .order_by("-mission__starts_on", "position", "pk")[:MOST]
    )


def _first_steps(offices: Collection[int], about: Q) -> QuerySet[SettlementStep]:
    steps = SettlementStep.objects.filter(about, office__in=offices)
    return (
        steps.select_related("settlement")
        .distinct()
        .order_by("settlement", "position", "pk")[:MOST]
    )


# --- What is shown of it -----------------------------------------------------


def _outcomes(rows: list[Outcome]) -> list[timeline.Entry]:
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


def _steps(rows: list[SettlementStep]) -> list[timeline.Entry]:
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
