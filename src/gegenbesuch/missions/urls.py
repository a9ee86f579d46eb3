"""Missions, their programme and who takes part."""

from django.urls import path

from gegenbesuch.missions.views import (
    axis,
    calling_off,
    days,
    findings,
    groups,
    items,
    links,
    missions,
    organisers,
    planning,
    resources,
    stops,
    templates,
    versions,
    visits,
)

app_name = "missions"
urlpatterns = [
    # Pages
    path("missions/", missions.missions, name="missions"),
    path("missions/create/", missions.create_mission, name="create-mission"),
    path("missions/visits/", visits.visits, name="visits"),
    path("missions/conflicts/", findings.conflicts, name="conflicts"),
    path("missions/templates/", templates.templates, name="templates"),
    path("missions/templates/use/", templates.use_template, name="use-template"),
    path("missions/<slug:code>/", missions.mission, name="mission"),
    path("missions/<slug:code>/programme/", missions.programme, name="programme"),
    path("missions/<slug:code>/days/", days.day_sheets, name="day-sheets"),
    path(
        "missions/<slug:code>/days/worker.js",
        days.day_sheets_worker,
        name="day-sheets-worker",
    ),
    path(
        "missions/<slug:code>/participants/", missions.participants, name="participants"
    ),
    # Changing a mission
    path("missions/<slug:code>/edit/", missions.update_mission, name="update-mission"),
    path(
        "missions/<slug:code>/organisers/",
        organisers.update_organisers,
        name="update-organisers",
    ),
    path(
        "missions/<slug:code>/status/",
        missions.change_mission_status,
        name="change-mission-status",
    ),
    path("missions/<slug:code>/links/", links.links, name="links"),
    path(
        "missions/<slug:code>/links/<slug:other>/<slug:kind>/remove/",
        links.unlink_missions,
        name="unlink-missions",
    ),
    path("missions/<slug:code>/call-off/", calling_off.call_off, name="call-off"),
    # Changing its programme
    path("missions/<slug:code>/items/create/", items.add_item, name="add-item"),
    path(
        "missions/<slug:code>/items/<slug:item>/edit/",
        items.update_item,
        name="update-item",
    ),
    path(
        "missions/<slug:code>/items/<slug:item>/actual/",
        items.record_actual,
        name="record-actual",
    ),
    path(
        "missions/<slug:code>/items/<slug:item>/remove/",
        items.remove_item,
        name="remove-item",
    ),
    path("missions/<slug:code>/stops/", stops.stops, name="stops"),
    path("missions/<slug:code>/stops/create/", stops.add_stop, name="add-stop"),
    path(
        "missions/<slug:code>/stops/<slug:stop>/edit/",
        stops.update_stop,
        name="update-stop",
    ),
    path(
        "missions/<slug:code>/stops/<slug:stop>/move/",
        stops.move_stop,
        name="move-stop",
    ),
    path(
        "missions/<slug:code>/stops/<slug:stop>/remove/",
        stops.remove_stop,
        name="remove-stop",
    ),
    path("missions/<slug:code>/groups/", groups.groups, name="groups"),
    path("missions/<slug:code>/groups/create/", groups.add_group, name="add-group"),
    path(
        "missions/<slug:code>/groups/<slug:group>/edit/",
        groups.update_group,
        name="update-group",
    ),
    path(
        "missions/<slug:code>/groups/<slug:group>/remove/",
        groups.remove_group,
        name="remove-group",
    ),
    path("missions/<slug:code>/axis/", axis.time_axis, name="time-axis"),
    path(
        "missions/<slug:code>/items/<slug:item>/move/",
        axis.move_item,
        name="move-item",
    ),
    path(
        "missions/<slug:code>/versions/",
        versions.plan_versions_page,
        name="plan-versions",
    ),
    path("missions/<slug:code>/versions/keep/", versions.keep_plan, name="keep-plan"),
    # Planning
    path("missions/<slug:code>/planning/", planning.planning, name="planning"),
    path(
        "missions/<slug:code>/template/", templates.save_template, name="save-template"
    ),
    path(
        "templates/<slug:code>/remove/",
        templates.remove_template,
        name="remove-template",
    ),
    path("missions/<slug:code>/plan-like/", planning.plan_like, name="plan-like"),
    path("missions/<slug:code>/plan-answer/", planning.plan_answer, name="plan-answer"),
    path(
        "missions/<slug:code>/checklist/",
        planning.set_up_checklist,
        name="set-up-checklist",
    ),
    path("missions/<slug:code>/steps/create/", planning.add_step, name="add-step"),
    path(
        "missions/<slug:code>/steps/<slug:step>/edit/",
        planning.update_step,
        name="update-step",
    ),
    path(
        "missions/<slug:code>/steps/<slug:step>/status/",
        planning.change_step_status,
        name="change-step-status",
    ),
    path("missions/<slug:code>/goals/create/", planning.add_goal, name="add-goal"),
    path(
        "missions/<slug:code>/goals/<int:position>/edit/",
        planning.update_goal,
        name="update-goal",
    ),
    path(
        "missions/<slug:code>/goals/<int:position>/remove/",
        planning.remove_goal,
        name="remove-goal",
    ),
    path(
        "missions/<slug:code>/proposals/<slug:proposal>/accept/",
        planning.accept_proposal,
        name="accept-proposal",
    ),
    path(
        "missions/<slug:code>/proposals/<slug:proposal>/drop/",
        planning.drop_proposal,
        name="drop-proposal",
    ),
    # Resources
    path("resources/", resources.resources, name="resources"),
    path("resources/create/", resources.add_resource, name="add-resource"),
    path(
        "resources/<slug:code>/edit/", resources.update_resource, name="update-resource"
    ),
    path("resources/journeys/create/", resources.set_journey, name="set-journey"),
]
