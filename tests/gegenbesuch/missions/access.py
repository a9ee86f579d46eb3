"""Who gets what from missions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.missions.models import Resource
from tests import factories as make
from tests.factories import shown
from tests.house.access import OFFICE_LIST, OFFICE_PAGE, Row, action, page

if TYPE_CHECKING:
    from tests.house.access import World

MISSION = {"title_0": "Neue Reise", "kind": "delegation", "direction": "outbound"}
ITEM = {"title_0": "Empfang", "kind": "reception", "status": "wished"}
STEP = {"text_0": "Flüge buchen", "phase": "9", "offset_days": "-60"}
GOAL = {"text_0": "Firmen treffen", "target": "20"}
GROUP = {"name_0": "Gruppe Hafen"}
STOP = {"place_text_0": "Kōbe"}
RESOURCE = {"kind": "room", "name_0": "Saal"}


def step_of(w: World) -> Any:
    return w.mission.steps.first() or make.StepFactory(mission=w.mission)


def goal_of(w: World) -> Any:
    return w.mission.goals.first() or make.GoalFactory(mission=w.mission)


def proposal_of(w: World) -> Any:
    return w.mission.proposals.first() or make.ProposalFactory(mission=w.mission)


def group_of(w: World) -> Any:
    return w.mission.groups.first() or make.GroupFactory(mission=w.mission)


def item_of(w: World) -> Any:
    return w.mission.items.first() or make.ProgrammeItemFactory(mission=w.mission)


def stop_of(w: World) -> Any:
    return make.StopFactory(mission=w.mission)


def link_of(w: World) -> list[str]:
    """Return the arguments of a link that can be taken back."""
    link = make.MissionLinkFactory(earlier=w.mission)
    return [w.mission.code, link.later.code, "answers"]


def resource_of(w: World) -> Any:
    return Resource.objects.first() or make.ResourceFactory(office=w.office)


def held_visit(w: Any) -> list[str]:
    """Return a visit that nobody has answered yet."""
    return [make.MissionFactory(office=w.office, status="done").code]


ROWS = [
    # Pages
    Row("missions:missions", get=OFFICE_LIST),
    Row("missions:visits", get=OFFICE_LIST),
    Row("missions:mission", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row("missions:programme", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row("missions:day-sheets", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row("missions:day-sheets-worker", lambda w: [w.mission.code], get=OFFICE_PAGE),
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
        "missions:call-off",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor", done=200),
        data=lambda w: {"preview": "1", "what": "cancel"} | shown(w.mission),
    ),
    Row(
        "missions:update-organisers",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda w: shown(w.mission),
    ),
    Row("missions:time-axis", lambda w: [item_of(w).mission.code], get=OFFICE_PAGE),
    Row(
        "missions:move-item",
        lambda w: [w.mission.code, item_of(w).code],
        post=action("editor"),
        data=lambda w: {
            "on": "2031-06-05",
            "start": "10:00",
            "version": item_of(w).updated_at.isoformat(),
        },
    ),
    Row("missions:plan-versions", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row(
        "missions:keep-plan",
        lambda w: [item_of(w).mission.code],
        post=action("editor"),
        data=lambda _w: {},
    ),
    Row("missions:groups", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row(
        "missions:add-group",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: GROUP,
    ),
    Row(
        "missions:update-group",
        lambda w: [w.mission.code, group_of(w).code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda w: GROUP | shown(group_of(w)),
    ),
    Row(
        "missions:remove-group",
        lambda w: [w.mission.code, group_of(w).code],
        post=action("editor"),
        data=lambda _w: {},
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
    Row(
        "missions:remove-item",
        lambda w: [w.mission.code, make.ProgrammeItemFactory(mission=w.mission).code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: {},
    ),
    Row("missions:stops", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row(
        "missions:add-stop",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: STOP,
    ),
    Row(
        "missions:update-stop",
        lambda w: [w.mission.code, (w.mission.stops.first() or stop_of(w)).code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda w: STOP | shown(w.mission.stops.first()),
    ),
    Row(
        "missions:move-stop",
        lambda w: [w.mission.code, stop_of(w).code],
        post=action("editor"),
        data=lambda _w: {"to": "later"},
    ),
    Row(
        "missions:remove-stop",
        lambda w: [w.mission.code, stop_of(w).code],
        post=action("editor"),
        data=lambda _w: {},
    ),
    # Planning
    Row("missions:conflicts", get=OFFICE_LIST),
    Row("missions:planning", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row(
        "missions:plan-answer",
        held_visit,
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: {"starts_on": "2132-05-20"},
    ),
    Row(
        "missions:plan-like",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: {"starts_on": "2031-06-03"},
    ),
    Row("missions:templates", get=OFFICE_LIST),
    Row(
        "missions:use-template",
        post=action("editor") | {"other_office": 200},
        data=lambda w: {
            "from-template": make.MissionTemplateFactory(mission=w.mission).code,
            "from-starts_on": "2031-06-03",
        },
    ),
    Row(
        "missions:links",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda w: {
            "how": "leads",
            "other": make.MissionFactory(office=w.office).code,
        },
    ),
    Row(
        "missions:unlink-missions",
        link_of,
        post=action("editor"),
        data=lambda _w: {},
    ),
    Row(
        "missions:save-template",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: {"name": "Japantag"},
    ),
    Row(
        "missions:remove-template",
        lambda w: [make.MissionTemplateFactory(mission=w.mission).code],
        post=action("editor"),
    ),
    Row(
        "missions:set-up-checklist",
        lambda w: [w.mission.code],
        post=action("editor"),
    ),
    Row(
        "missions:add-step",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: STEP,
    ),
    Row(
        "missions:update-step",
        lambda w: [w.mission.code, step_of(w).code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda w: STEP | shown(step_of(w)),
    ),
    Row(
        "missions:change-step-status",
        lambda w: [w.mission.code, step_of(w).code],
        post=action("editor"),
        data=lambda _w: {"status": "done"},
    ),
    Row(
        "missions:add-goal",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: GOAL,
    ),
    Row(
        "missions:update-goal",
        lambda w: [w.mission.code, goal_of(w).position],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: GOAL,
    ),
    Row(
        "missions:remove-goal",
        lambda w: [w.mission.code, goal_of(w).position],
        post=action("editor"),
    ),
    Row(
        "missions:accept-proposal",
        lambda w: [w.mission.code, proposal_of(w).code],
        post=action("editor"),
    ),
    Row(
        "missions:drop-proposal",
        lambda w: [w.mission.code, proposal_of(w).code],
        post=action("editor"),
    ),
    # Resources
    Row("missions:resources", get=OFFICE_LIST),
    Row(
        "missions:add-resource",
        get=page(other_office=200, least="editor"),
        post=action("editor", other_office=302),
        data=lambda _w: RESOURCE,
    ),
    Row(
        "missions:update-resource",
        lambda w: [resource_of(w).code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda w: RESOURCE | shown(resource_of(w)),
    ),
    Row(
        "missions:set-journey",
        get=page(other_office=200, least="editor"),
        post=action("editor", other_office=302),
        data=lambda w: {
            "one": w.place.pk,
            "other": make.PlaceFactory().pk,
            "minutes": "20",
        },
    ),
]
