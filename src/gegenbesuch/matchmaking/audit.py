"""The audit verbs of matchmaking."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register("matchmaking.request.sent", _("%(actor)s sent the request %(target)s."))
register(
    "matchmaking.request.accepted", _("%(actor)s accepted the request %(target)s.")
)
register(
    "matchmaking.request.declined", _("%(actor)s declined the request %(target)s.")
)
