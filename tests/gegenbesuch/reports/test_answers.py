"""What participants report is counted once for each, and said to be their word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import now

from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.reports.bilanz import Bilanz, compute
from tests import factories as make

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission(office: Office) -> Mission:
    made: Mission = make.MissionFactory(office=office, status="done")
    return made


def answers(mission: Mission, days: int, **by_respondent: dict[str, Any]) -> None:
    survey = make.SurveyFactory(mission=mission, days=days)
    for respondent, said in by_respondent.items():
        answered_at = now() if said else None
        make.ReplyFactory(
            survey=survey, respondent=respondent, answered_at=answered_at, **said
        )


def numbers(bilanz: Bilanz) -> dict[str, Quantity | None]:
    return {n.key: n.quantity for n in bilanz.numbers if n.key.startswith("survey")}


def test_who_answers_twice_counts_once_with_the_latest(mission: Mission) -> None:
    answers(
        mission,
        7,
        a={"usefulness": 3, "contacts": 4},
        b={"usefulness": 5, "contacts": 1, "stage": "negotiation"},
        c={},
    )
    answers(mission, 30, a={"usefulness": 4, "contacts": 6}, b={})

    bilanz = compute(mission)

    exact = Quantity.exact
    assert numbers(bilanz) == {
        "survey-answers": exact(2),
        "survey-useful": exact(2),
        "survey-contacts": exact(7),
        "survey-stage.negotiation": exact(1),
    }
    planned = {n.key: n.planned for n in bilanz.numbers}
    assert (planned["survey-answers"], planned["survey-useful"]) == (exact(3), exact(2))
    states = {n.state for n in bilanz.numbers if n.key.startswith("survey")}
    assert states == {"self_reported"}


def test_sales_that_became_an_agreement_are_counted_there(mission: Mission) -> None:
    agreement = make.OutcomeFactory(
        mission=mission, kind="contract", stage="agreement", status="done"
    )
    answers(
        mission,
        90,
        a={"sales": "made", "value": 40_000},
        b={"sales": "made", "value": 9_000, "outcome": agreement},
        c={"sales": "expected", "value": 5_000},
    )

    found = numbers(compute(mission))

    assert found["survey-sales"] == Quantity.exact(1)
    assert found["survey-sales-value"] == Quantity.about(40_000, "EUR")
    assert found["survey-sales-expected-value"] == Quantity.about(5_000, "EUR")


def test_nobody_reads_who_answered_what(mission: Mission) -> None:
    answers(mission, 7, a={"contacts": 4})

    found = compute(mission)
    labels = {
        str(record.label)
        for number in found.numbers
        if number.key.startswith("survey")
        for record in number.records
    }

    assert labels == {"Antwort nach 7 Tagen"}
    assert not numbers(compute(mission, with_costs=False))
