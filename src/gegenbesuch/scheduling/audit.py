"""The audit verbs of scheduling."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register(
    "scheduling.session.run-started",
    _("%(actor)s had the schedule of %(target)s computed."),
)
register(
    "scheduling.session.run-cancelled",
    _("%(actor)s stopped the computation of the schedule of %(target)s."),
)
register(
    "scheduling.session.scheduled", _("%(actor)s put a new schedule into %(target)s.")
)
register(
    "scheduling.meeting.released",
    _("The time of the meeting %(target)s is free again (%(actor)s)."),
)
register(
    "scheduling.session.published",
    _("%(actor)s published the schedule of %(target)s."),
)
register(
    "scheduling.session.reopened",
    _("%(actor)s opened the final schedule of %(target)s again."),
)
register("scheduling.session.created", _("%(actor)s set up the session %(target)s."))
register("scheduling.session.updated", _("%(actor)s changed the session %(target)s."))
register("scheduling.session.slots-added", _("%(actor)s added slots to %(target)s."))
register(
    "scheduling.session.slots-removed", _("%(actor)s took slots out of %(target)s.")
)
register(
    "scheduling.session.interpreter-set",
    _("%(actor)s noted what an interpreter can do in %(target)s."),
)
register(
    "scheduling.session.interpreter-removed",
    _("%(actor)s took an interpreter out of %(target)s."),
)
register(
    "scheduling.profile.availability-set",
    _("%(actor)s noted when %(target)s can meet."),
)
register(
    "scheduling.session.reminded",
    _("The companies of %(target)s were reminded of the next day (%(actor)s)."),
)
register(
    "scheduling.session.rules-set",
    _("%(actor)s ruled who may meet whom in %(target)s."),
)
register("scheduling.session.sites-set", _("%(actor)s set the sites of %(target)s."))
register(
    "scheduling.session.ways-set",
    _("%(actor)s noted how long the ways between the sites of %(target)s take."),
)
register(
    "scheduling.session.tables-furnished",
    _("%(actor)s noted what tables of %(target)s have."),
)
register(
    "scheduling.profile.needs-set",
    _("%(actor)s noted what %(target)s needs of its table."),
)
register(
    "scheduling.request.needs-set",
    _("%(actor)s noted what the meeting %(target)s needs of its table."),
)
register(
    "scheduling.profile.kept-apart",
    _("%(actor)s noted whom %(target)s does not meet."),
)
register("scheduling.session.locked", _("%(actor)s locked meetings of %(target)s."))
register("scheduling.session.unlocked", _("%(actor)s unlocked meetings of %(target)s."))
register(
    "scheduling.meeting.cured",
    _("%(actor)s did what gives the meeting %(target)s a slot."),
)
register("scheduling.meeting.moved", _("%(actor)s moved the meeting %(target)s."))
register(
    "scheduling.meeting.move-undone",
    _("%(actor)s moved the meeting %(target)s back."),
)
register(
    "scheduling.session.repaired",
    _("%(actor)s repaired the schedule of %(target)s with the fewest changes."),
)
register(
    "scheduling.session.table-closed",
    _("%(actor)s noted when a table of %(target)s can't be used."),
)
register(
    "scheduling.session.papers-printed",
    _("%(actor)s had papers of %(target)s printed."),
)
register(
    "scheduling.meeting.change-asked",
    _("%(actor)s asked for a change of the meeting %(target)s."),
)
register(
    "scheduling.meeting.change-withdrawn",
    _("%(actor)s took back the wish to change the meeting %(target)s."),
)
register(
    "scheduling.meeting.change-accepted",
    _("%(actor)s agreed to change the meeting %(target)s."),
)
register(
    "scheduling.meeting.change-declined",
    _("%(actor)s declined to change the meeting %(target)s."),
)
register(
    "scheduling.session.variant-chosen",
    _("%(actor)s chose one of several schedules for %(target)s."),
)
