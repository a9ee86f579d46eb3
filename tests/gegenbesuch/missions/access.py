"""Who gets what from missions."""

from __future__ import annotations

from tests.factories import shown
from tests.house.access import OFFICE_LIST, OFFICE_PAGE, Row, action, page

MISSION = {"title_0": "Neue Reise", "kind": "delegation", "direction": "outbound"}
ITEM = {"title_0": "Empfang", "kind": "reception", "status": "wished"}

ROWS = [
    # Pages
    Row("missions:missions", get=OFFICE_LIST),
    Row("missions:mission", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row("missions:programme", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row("missions:participants", lambda w: [w.mission.code], get=OFFICE_PAGE),
    # Changing a mission
    Row(
        "missions:create-mission",
        get=page(other_office=200, least="editor"),
        post=action("editor", other_office=302),
        data=lambda _w: MISSION,
    ),
    Row(
        "missions:update-mission",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda w: MISSION | shown(w.mission),
    ),
    Row(
        "missions:change-mission-status",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: {"status": "planned"},
    ),
    # Changing its programme
    Row(
        "missions:add-item",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: ITEM,
    ),
    Row(
        "missions:update-item",
        lambda w: [w.mission.code, w.item.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda w: ITEM | shown(w.item),
    ),
    Row(
        "missions:record-actual",
        lambda w: [w.mission.code, w.item.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda w: {"status": "held"} | shown(w.item),
    ),
]
