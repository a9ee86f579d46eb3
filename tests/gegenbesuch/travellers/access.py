"""Who gets what from participants and their papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests import factories as make
from tests.house.access import Row, action, page

if TYPE_CHECKING:
    from tests.house.access import World

PARTICIPANT = {"label_0": "Eine Gruppe", "function": "guest"}


def row_of(w: World) -> Any:
    found = w.mission.participations.filter(function="member").first()
    return found or make.ParticipationFactory(mission=w.mission)


ROWS = [
    Row(
        "travellers:add-participant",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: PARTICIPANT,
    ),
    Row(
        "travellers:update-participant",
        lambda w: [w.mission.code, row_of(w).code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: PARTICIPANT,
    ),
    Row(
        "travellers:remove-participant",
        lambda w: [w.mission.code, row_of(w).code],
        post=action("editor"),
    ),
    Row(
        "travellers:papers",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="coordinator"),
    ),
    Row(
        "travellers:require-papers",
        lambda w: [w.mission.code],
        post=action("coordinator"),
        data=lambda _w: {"kinds": ["passport"], "days_beyond": "180"},
    ),
    Row(
        "travellers:set-papers",
        lambda w: [w.mission.code, row_of(w).code],
        get=page(other_office=404, least="coordinator"),
        post=action("coordinator"),
        data=lambda _w: {"amount": "100"},
    ),
]
