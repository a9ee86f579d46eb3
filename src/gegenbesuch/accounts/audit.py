"""The audit verbs of accounts."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register("accounts.office.created", _("%(actor)s set up the office %(target)s."))
register(
    "accounts.user.created",
    _("%(actor)s made an account for %(target)s."),
    personal=("email", "name"),
)
register(
    "accounts.membership.granted",
    _("%(actor)s gave %(target)s a role in the office."),
)
register(
    "accounts.link.issued",
    _("%(actor)s issued a personal link for %(target)s."),
    personal=("holder_email",),
)
register(
    "accounts.link.renewed",
    _("%(actor)s renewed the personal link of %(target)s."),
    personal=("holder_email",),
)
register(
    "accounts.link.revoked", _("%(actor)s withdrew the personal link of %(target)s.")
)
