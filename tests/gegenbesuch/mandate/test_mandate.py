from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.documents.content import council
from gegenbesuch.documents.rendering import to_pdf
from gegenbesuch.mandate import services
from gegenbesuch.mandate.forms import LineForm
from gegenbesuch.mandate.models import Approval, BudgetLine
from gegenbesuch.mandate.selectors import budget_of
from gegenbesuch.missions.models import Mission
from gegenbesuch.reports.bilanz import compute
from tests import factories as make
from tests.cast import signed_in
from tests.gegenbesuch.missions.test_views import queries_of

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
Kind, Payer = BudgetLine.Kind, BudgetLine.Payer
DAY = date(2031, 1, 9)


def euros(amount: str) -> Quantity:
    return Quantity.exact(Decimal(amount), "EUR")


@pytest.fixture
def mission(office: Office) -> Mission:
    found: Mission = make.MissionFactory(
        office=office, size=Quantity.exact(4, "persons"), status=Mission.Status.PLANNED
    )
    return found


# --- Money -------------------------------------------------------------------


def test_a_budget_adds_up_heads_and_currencies(mission: Mission):
    make.BudgetLineFactory(mission=mission, heads=4, planned=Decimal("1200.50"))
    make.BudgetLineFactory(
        mission=mission,
        kind=Kind.STAY,
        payer=Payer.PARTICIPANTS,
        currency="JPY",
        rate=Decimal("0.0062"),
        planned=Decimal(100_000),
    )
    make.BudgetLineFactory(mission=mission, kind=Kind.FEE, heads=3, planned=500)

    budget = budget_of(mission)

    assert budget.cost.planned == euros("5422.00")
    assert budget.own.planned == euros("4802.00")
    assert budget.came_in.planned == euros("1500.00")
    assert budget.per_head
    assert budget.per_head.planned == euros("1355.50")
    assert budget.cost.actual is None


def test_a_sum_with_an_unknown_part_is_at_least_that_much(mission: Mission):
    make.BudgetLineFactory(mission=mission, actual=Decimal(900))
    make.BudgetLineFactory(mission=mission, kind=Kind.STAY)

    assert budget_of(mission).cost.actual == Quantity.at_least(Decimal(900), "EUR")


@pytest.mark.parametrize(
    "size",
    [None, Quantity.about(20), Quantity.between(3, 7), Quantity.exact(2)],
)
def test_nothing_is_said_per_head_where_the_number_of_heads_allows_it_not(
    mission: Mission, size: Quantity | None
):
    mission.size = size
    make.BudgetLineFactory(mission=mission)

    assert budget_of(mission).per_head is None


def test_another_currency_needs_a_rate():
    data = {"kind": "travel", "payer": "office", "currency": "JPY", "planned": "5"}

    assert list(LineForm(data).errors) == ["rate"]
    assert LineForm(data | {"rate": "0.0062"}).is_valid()
    euro = LineForm(data | {"currency": "EUR", "rate": "7"})
    assert euro.is_valid()
    assert euro.cleaned_data["rate"] == 1


@pytest.mark.parametrize(
    "wrong", [{"planned": -1}, {"rate": 2}, {"currency": "JPY", "rate": 0}]
)
def test_the_database_refuses_wrong_money(mission: Mission, wrong: dict[str, Any]):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.BudgetLineFactory(mission=mission, **wrong)


def test_the_bilanz_says_what_a_mission_cost_and_was_to_cost(mission: Mission):
    make.BudgetLineFactory(mission=mission, actual=Decimal(900))
    make.BudgetLineFactory(mission=mission, payer=Payer.HOST, actual=Decimal(100))

    numbers = {number.key: number for number in compute(mission).numbers}

    assert numbers["costs"].quantity == euros("1000.00")
    assert numbers["costs"].planned == euros("2000.00")
    assert numbers["costs-of-the-office"].quantity == euros("900.00")
    kept = {number.key for number in compute(mission, with_costs=False).numbers}
    assert set(numbers) - kept == {"costs", "costs-of-the-office"}


def test_an_office_that_joins_in_sees_no_costs(
    mission: Mission, other_office: Office, dario: User
):
    mission.partner_offices.add(other_office)
    make.BudgetLineFactory(mission=mission, actual=Decimal("123456.78"))
    client = signed_in(dario)

    bilanz = client.get(reverse("reports:bilanz", args=[mission.code]))
    money = client.get(reverse("mandate:mandate", args=[mission.code]))

    assert (bilanz.status_code, money.status_code) == (200, 200)
    for answer in (bilanz, money):
        assert "456" not in answer.content.decode()


def test_removing_a_line_leaves_what_it_said(mission: Mission, bruno: User):
    line = make.BudgetLineFactory(mission=mission, what="Flüge")

    services.remove_line(line, actor=bruno)

    entry = AuditEntry.objects.get(verb="mandate.line.removed")
    assert (entry.context["line"], entry.context["planned"]) == ("Flüge", "1000")
    assert budget_of(mission).lines == []


# --- Decisions ---------------------------------------------------------------


def submitted(mission: Mission, actor: User) -> Approval:
    approval = make.ApprovalFactory(mission=mission)
    return services.submit_approval(approval, actor=actor, on=DAY)


def test_the_last_yes_approves_the_mission(mission: Mission, alba: User):
    first, last = submitted(mission, alba), submitted(mission, alba)

    services.decide_approval(first, status="approved", on=DAY, actor=alba)
    mission.refresh_from_db()
    before = mission.status
    services.decide_approval(
        last, status="conditions", on=DAY, actor=alba, reason="Höchstens 20 Personen"
    )

    mission.refresh_from_db()
    assert (before, mission.status) == ("planned", "approved")
    assert (last.status, last.decided_on, last.recorded_by) == ("conditions", DAY, alba)


def test_a_refusal_needs_its_reason_and_ends_the_way(mission: Mission, alba: User):
    first = submitted(mission, alba)
    later = make.ApprovalFactory(mission=mission)

    with pytest.raises(ActionError):
        services.decide_approval(first, status="refused", on=DAY, actor=alba)
    services.decide_approval(
        first, status="refused", on=DAY, actor=alba, reason="Kein Geld"
    )

    with pytest.raises(ActionError):
        services.submit_approval(later, actor=alba, on=DAY)
    mission.refresh_from_db()
    assert mission.status == Mission.Status.PLANNED


def test_a_decision_is_made_once(mission: Mission, alba: User):
    approval = submitted(mission, alba)
    twin = Approval.objects.get(pk=approval.pk)
    services.decide_approval(approval, status="approved", on=DAY, actor=alba)

    with pytest.raises(ActionError):
        services.decide_approval(
            twin, status="refused", on=DAY, actor=alba, reason="Doch nicht"
        )
    with pytest.raises(ActionError):
        services.withdraw_approval(twin, actor=alba)
    with pytest.raises(ActionError):
        services.update_approval(approval, actor=alba, paper_number="VII/1")
    approval.refresh_from_db()
    assert approval.status == "approved"


def test_a_paper_that_was_taken_back_can_be_submitted_again(
    mission: Mission, bruno: User
):
    approval = submitted(mission, bruno)

    services.withdraw_approval(approval, actor=bruno)
    later = date(2031, 2, 1)
    services.submit_approval(approval, actor=bruno, on=later)

    assert (approval.status, approval.submitted_on) == ("submitted", later)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "approved"},
        {"status": "refused", "decided_on": DAY},
    ],
)
def test_the_database_refuses_half_a_decision(mission: Mission, wrong: dict[str, Any]):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.ApprovalFactory(mission=mission, **wrong)


def test_the_paper_is_written_from_the_records(mission: Mission):
    make.ApprovalFactory(mission=mission, body="Hauptausschuss", paper_number="VII/12")
    make.BudgetLineFactory(mission=mission, planned=Decimal(4000))

    with translation.override("de"):
        file = to_pdf(council.paper(mission), at=datetime(2031, 1, 9, tzinfo=UTC))

    text = "".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)
    for part in ("Hauptausschuss", "VII/12", "4.000", "1.000", "Ja, wie folgt"):
        assert part in text


# --- The page ----------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_for_one_line_and_for_three(
    mission: Mission, alba: User, count: int
):
    make.BudgetLineFactory.create_batch(count, mission=mission)
    make.ApprovalFactory.create_batch(count, mission=mission)

    assert queries_of(alba, "mandate:mandate", mission.code) == 7
