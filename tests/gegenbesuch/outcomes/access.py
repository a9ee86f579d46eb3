"""Who gets what from outcomes."""

from __future__ import annotations

from tests.house.access import OFFICE_LIST, OFFICE_PAGE, Row, action, page

OUTCOME = {
    "text_0": "Rahmen abgesteckt",
    "kind": "cooperation_framework",
    "stage": "valuable_contact",
    "status": "stated",
    "evidence_state": "self_reported",
}

ROWS = [
    Row("outcomes:demand", get=OFFICE_LIST),
    Row(
        "outcomes:record-interest",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: {
            "side": "host",
            "topic_0": "Wasserstoff",
            "relation": "sought",
            "strength": "2",
        },
    ),
    # Of one mission
    Row("outcomes:outcomes", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row(
        "outcomes:record-outcome",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: OUTCOME,
    ),
    # Over all missions
    Row("outcomes:settlements", get=OFFICE_LIST),
    Row("outcomes:settlement", lambda w: [w.settlement.code], get=OFFICE_PAGE),
    Row("outcomes:chain", lambda w: [w.relation.code], get=OFFICE_PAGE),
]
