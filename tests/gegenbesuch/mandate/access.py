"""Who gets what from budgets and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests import factories as make
from tests.factories import shown
from tests.house.access import OFFICE_PAGE, Row, action, page

if TYPE_CHECKING:
    from tests.house.access import World

LINE = {"kind": "travel", "payer": "office", "currency": "EUR", "planned": "1000"}
APPROVAL = {"body_0": "Ausschuss"}
DECISION = {"status": "approved", "on": "2031-01-09"}


def line_of(w: World) -> Any:
    return w.mission.budget_lines.first() or make.BudgetLineFactory(mission=w.mission)


def approval_of(w: World, status: str = "draft") -> Any:
    found = w.mission.approvals.first() or make.ApprovalFactory(mission=w.mission)
    w.mission.approvals.update(status=status, decided_on=None)
    return found


ROWS = [
    Row("mandate:mandate", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row(
        "mandate:cover-home",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: {"text_0": "Die Stellvertretung übernimmt."},
    ),
    Row(
        "mandate:add-line",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: LINE,
    ),
    Row(
        "mandate:update-line",
        lambda w: [w.mission.code, line_of(w).code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda w: LINE | shown(line_of(w)),
    ),
    Row(
        "mandate:remove-line",
        lambda w: [w.mission.code, line_of(w).code],
        post=action("editor"),
    ),
    Row(
        "mandate:add-approval",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: APPROVAL,
    ),
    Row(
        "mandate:update-approval",
        lambda w: [w.mission.code, approval_of(w).code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda w: APPROVAL | shown(approval_of(w)),
    ),
    Row(
        "mandate:submit-approval",
        lambda w: [w.mission.code, approval_of(w).code],
        post=action("editor"),
    ),
    Row(
        "mandate:withdraw-approval",
        lambda w: [w.mission.code, approval_of(w, "submitted").code],
        post=action("editor"),
    ),
    Row(
        "mandate:decide-approval",
        lambda w: [w.mission.code, approval_of(w, "submitted").code],
        get=page(other_office=404, least="coordinator"),
        post=action("coordinator"),
        data=lambda _w: DECISION,
    ),
]
