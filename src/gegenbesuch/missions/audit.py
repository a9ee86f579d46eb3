"""The audit verbs of missions."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register("missions.mission.created", _("%(actor)s set up the mission %(target)s."))
register("missions.mission.updated", _("%(actor)s changed the mission %(target)s."))
register(
    "missions.mission.status-changed",
    _("%(actor)s changed the status of the mission %(target)s."),
)
register("missions.stop.added", _("%(actor)s added the stop %(target)s to a mission."))
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
    "missions.link.added", _("%(actor)s linked the mission %(target)s to another.")
)
