"""The audit verbs of budgets and decisions."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register(
    "mandate.home.covered",
    _("%(actor)s wrote down how the work at home is covered during %(target)s."),
)
register("mandate.line.added", _("%(actor)s added a line to the budget of %(target)s."))
register(
    "mandate.line.updated", _("%(actor)s changed a line in the budget of %(target)s.")
)
register(
    "mandate.line.removed", _("%(actor)s removed a line from the budget of %(target)s.")
)
register("mandate.approval.added", _("%(actor)s entered who decides about %(target)s."))
register(
    "mandate.approval.updated",
    _("%(actor)s changed the entry of a body that decides about %(target)s."),
)
register(
    "mandate.approval.submitted", _("%(actor)s submitted %(target)s for a decision.")
)
register(
    "mandate.approval.withdrawn",
    _("%(actor)s took the submission of %(target)s back."),
)
register(
    "mandate.approval.decided",
    _("%(actor)s recorded a decision about %(target)s."),
    personal=("decided_by",),
)
register(
    "mandate.line.followed",
    _("%(actor)s changed fees; the budget of %(target)s follows them."),
)
