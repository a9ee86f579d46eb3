"""The audit verbs of outcomes."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register("outcomes.outcome.recorded", _("%(actor)s recorded the outcome “%(target)s”."))
register("outcomes.interest.recorded", _("%(actor)s noted an interest on %(target)s."))
