"""The audit verbs of missions."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register("missions.mission.created", _("%(actor)s set up the mission %(target)s."))
register("missions.mission.updated", _("%(actor)s changed the mission %(target)s."))
register(
    "missions.mission.status-changed",
    _("%(actor)s changed the status of the mission %(target)s."),
)
register(
    "missions.mission.cancelled",
    _("%(actor)s cancelled the mission %(target)s and had everybody told."),
)
register(
    "missions.mission.postponed",
    _("%(actor)s postponed the mission %(target)s and had everybody told."),
)
register(
    "missions.mission.organisers-updated",
    _("%(actor)s changed who organises the mission %(target)s."),
)
register(
    "missions.plan.kept",
    _("%(actor)s kept a version of the programme of %(target)s."),
)
register(
    "missions.group.added", _("%(actor)s formed a group in the mission %(target)s.")
)
register(
    "missions.group.updated", _("%(actor)s changed a group in the mission %(target)s.")
)
register(
    "missions.group.removed",
    _("%(actor)s dissolved a group in the mission %(target)s."),
)
register("missions.item.moved", _("%(actor)s moved %(target)s to another time."))
register("missions.stop.added", _("%(actor)s added the stop %(target)s to a mission."))
register("missions.stop.updated", _("%(actor)s changed a stop of %(target)s."))
register(
    "missions.stop.moved", _("%(actor)s changed the order of stops of %(target)s.")
)
register("missions.stop.removed", _("%(actor)s took a stop out of %(target)s."))
register("missions.item.removed", _("%(actor)s took %(target)s out of the programme."))
register("missions.item.added", _("%(actor)s added %(target)s to the programme."))
register("missions.item.updated", _("%(actor)s changed %(target)s in the programme."))
register(
    "missions.item.actual-recorded",
    _("%(actor)s recorded what became of %(target)s in the programme."),
)
register(
    "missions.participation.added",
    _("%(actor)s added %(target)s to a mission."),
    personal=("name",),
)
register(
    "missions.participation.updated",
    _("%(actor)s changed how somebody takes part in %(target)s."),
    personal=("name",),
)
register(
    "missions.participation.removed",
    _("%(actor)s took somebody off the list of %(target)s."),
    personal=("name",),
)
register(
    "missions.link.removed",
    _("%(actor)s took back a link of the mission %(target)s to another."),
)
register(
    "missions.link.added", _("%(actor)s linked the mission %(target)s to another.")
)
register(
    "missions.mission.planned",
    _("%(actor)s planned the mission %(target)s like an earlier one."),
)
register(
    "missions.checklist.set-up",
    _("%(actor)s began the checklist of the mission %(target)s."),
)
register(
    "missions.step.added", _("%(actor)s added a step to the checklist of %(target)s.")
)
register(
    "missions.step.updated",
    _("%(actor)s changed a step in the checklist of %(target)s."),
)
register(
    "missions.step.status-changed",
    _("%(actor)s changed the state of a step in the checklist of %(target)s."),
)
register("missions.goal.added", _("%(actor)s added a goal to the mission %(target)s."))
register(
    "missions.goal.updated", _("%(actor)s changed a goal of the mission %(target)s.")
)
register(
    "missions.goal.removed", _("%(actor)s gave up a goal of the mission %(target)s.")
)
register(
    "missions.proposal.dropped",
    _("%(actor)s left out somebody who was proposed for %(target)s."),
    personal=("name",),
)
register(
    "missions.template.saved", _("%(actor)s made %(target)s a template for missions.")
)
register(
    "missions.template.removed",
    _("%(actor)s removed the template made of %(target)s."),
)
register("missions.resource.added", _("%(actor)s added the resource %(target)s."))
register("missions.resource.updated", _("%(actor)s changed the resource %(target)s."))
register(
    "missions.item.resources-booked",
    _("%(actor)s booked resources for %(target)s."),
    personal=("resources",),
)
register(
    "missions.journey.set",
    _("%(actor)s wrote down a travel time for the office %(target)s."),
)
