"""Who gets what from the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests import factories as make
from tests.house.access import OFFICE_LIST, OFFICE_PAGE, Row, action

if TYPE_CHECKING:
    from tests.house.access import World


def of_mission(w: World) -> list[Any]:
    return ["mission", w.mission.code]


def report(w: World) -> list[Any]:
    return [make.ReportFactory(office=w.office, key="1999").code]


def draft(w: World) -> Any:
    w.mission.status = "done"
    w.mission.save()
    make.ProgrammeItemFactory(mission=w.mission, status="held")
    return make.PressDraftFactory(mission=w.mission)


ROWS = [
    # As it is now
    Row("reports:bilanz", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row("reports:words", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row("reports:index", get=OFFICE_LIST),
    Row("reports:scope", lambda w: ["office", w.office.code], get=OFFICE_PAGE),
    Row("reports:pictures", lambda w: ["office", w.office.code], get=OFFICE_PAGE),
    Row("reports:bilanz-file", lambda w: [*of_mission(w), "csv"], get=OFFICE_PAGE),
    Row("reports:freeze-bilanz", of_mission, post=action("editor")),
    # Frozen versions
    Row("reports:report", report, get=OFFICE_PAGE),
    Row("reports:check", report, get=OFFICE_PAGE),
    Row("reports:release-report", report, post=action("coordinator")),
    Row("reports:report-file", lambda w: [*report(w), "json"], get=OFFICE_PAGE),
    # For the press
    Row(
        "reports:press-drafts",
        lambda w: [draft(w).mission.code],
        get=OFFICE_PAGE,
        post=action("editor"),
        data=lambda _w: {"moment": "after", "language": "de"},
    ),
    Row(
        "reports:press-draft",
        lambda w: [draft(w).code],
        get=OFFICE_PAGE,
        post=action("editor"),
    ),
    Row("reports:refresh-draft", lambda w: [draft(w).code], post=action("editor")),
    Row("reports:release-draft", lambda w: [draft(w).code], post=action("coordinator")),
    Row("reports:draft-file", lambda w: [draft(w).code, "txt"], get=OFFICE_PAGE),
]
