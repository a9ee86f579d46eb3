"""Who gets what from participants and their papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.services import link_token
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.travellers.sheets import Holder, link_of
from tests import factories as make
from tests.house.access import COMPANY_PAGE, Row, action, everybody, page

if TYPE_CHECKING:
    from tests.house.access import World

PARTICIPANT = {"label_0": "Eine Gruppe", "function": "guest"}


def row_of(w: World) -> Any:
    found = w.mission.participations.filter(function="member").first()
    return found or make.ParticipationFactory(mission=w.mission)


def own_token(w: World) -> str:
    """Return the token of the traveller's link, where the row asks as the company."""
    row = row_of(w)
    row.mission.ends_on = PartialDate.from_code("2131-06-08")
    row.mission.save()
    holder = Holder(row, "esi@example.org", "de")
    link = link_token(link_of(row.mission, holder, actor=None))
    return link if w.token == link_token(w.link) else w.token


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
    Row(
        "travellers:own-days-links",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
    ),
    Row(
        "travellers:needs",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="coordinator"),
    ),
    Row(
        "travellers:record-needs",
        lambda w: [w.mission.code, row_of(w).code],
        get=page(other_office=404, least="coordinator"),
        post=action("coordinator"),
        data=lambda _w: {"diet": "keine Nüsse", "agrees": "on"},
    ),
    # The own page
    Row(
        "travellers:own-days",
        lambda w: [own_token(w)],
        get=COMPANY_PAGE,
        post=everybody(404) | {"company": 302},
        data=lambda _w: {"diet": "keine Nüsse", "agrees": "on"},
    ),
    Row("travellers:own-days-worker", lambda w: [own_token(w)], get=COMPANY_PAGE),
]
