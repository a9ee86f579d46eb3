"""The audit verbs of the follow-up."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register("followup.task.added", _("%(actor)s wrote down the task “%(target)s”."))
register(
    "followup.task.changed",
    _("%(actor)s changed the task “%(target)s”."),
    personal=("text", "result", "owner_text", "person", "partner"),
)
register("followup.task.settled", _("%(actor)s settled the task “%(target)s”."))
register(
    "followup.debrief.recorded",
    _("%(actor)s recorded a talk about %(target)s."),
    personal=("name",),
)
register("followup.survey.sent", _("%(actor)s sent the survey on %(target)s."))
register(
    "followup.survey.switched",
    _("%(actor)s changed whether a survey on %(target)s is sent."),
)
register(
    "followup.survey.answered",
    _("%(actor)s answered the survey on %(target)s."),
    personal=("name",),
)
register(
    "followup.survey.stopped",
    _("%(actor)s wants no more questions after %(target)s."),
    personal=("name",),
)
register("followup.note.written", _("%(actor)s wrote a note on %(target)s."))
register("followup.note.changed", _("%(actor)s changed a note on %(target)s."))
register("followup.note.removed", _("%(actor)s removed a note on %(target)s."))
