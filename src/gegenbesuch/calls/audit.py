"""The audit verbs of calls for participants."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register("calls.call.set-up", _("%(actor)s set up the call for %(target)s."))
register("calls.call.updated", _("%(actor)s changed the call for %(target)s."))
register("calls.call.opened", _("%(actor)s opened the call for %(target)s."))
register("calls.call.closed", _("%(actor)s closed the call for %(target)s."))
register(
    "calls.call.called-off",
    _("%(actor)s told all applicants that %(target)s does not take place."),
)
register(
    "calls.question.set", _("%(actor)s changed a question in the call for %(target)s.")
)
register(
    "calls.question.removed",
    _("%(actor)s removed a question from the call for %(target)s."),
)
register("calls.application.received", _("%(actor)s applied: %(target)s."))
register("calls.application.decided", _("%(actor)s decided about %(target)s."))
register(
    "calls.application.moved-up",
    _("%(target)s got a place from the waiting list (%(actor)s)."),
)
register(
    "calls.application.lapsed",
    _("%(target)s did not take the place that was offered in time (%(actor)s)."),
)
register("calls.application.confirmed", _("%(actor)s confirmed the place: %(target)s."))
register("calls.application.withdrawn", _("%(actor)s withdrew: %(target)s."))
register(
    "calls.call.emptied",
    _("%(actor)s deleted the applications for %(target)s, as their time was over."),
)
register(
    "calls.criterion.set",
    _("%(actor)s changed by what applications for %(target)s are weighed."),
)
register(
    "calls.criterion.removed",
    _("%(actor)s took out a criterion of the call for %(target)s."),
)
register("calls.application.marked", _("%(actor)s gave points to %(target)s."))
register(
    "calls.application.linked",
    _("%(actor)s linked %(target)s with the directory."),
)
