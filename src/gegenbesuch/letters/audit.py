"""The audit verbs of letters."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register("letters.message.retried", _("%(actor)s sent the mail “%(target)s” again."))
register("letters.message.bounced", _("%(actor)s: the mail “%(target)s” came back."))
register(
    "letters.wording.set", _("%(actor)s changed the wording of the letter %(target)s.")
)
register(
    "letters.wording.reset",
    _("%(actor)s went back to the standard wording of the letter %(target)s."),
)
