"""Who gets what from documents."""

from __future__ import annotations

from tests.house.access import OFFICE_PAGE, Row, page

ROWS = [
    Row("documents:documents", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row(
        "documents:document",
        lambda w: [w.mission.code, "council_paper", "pdf"],
        get=page(other_office=404, least="editor"),
    ),
]
