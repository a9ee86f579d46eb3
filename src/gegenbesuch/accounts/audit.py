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
    "accounts.user.changed",
    _("%(actor)s changed the account of %(target)s."),
    personal=("name",),
)
register(
    "accounts.user.closed",
    _("%(actor)s closed the account of %(target)s."),
)
register(
    "accounts.user.reopened",
    _("%(actor)s opened the account of %(target)s again."),
)
register("accounts.password.changed", _("%(actor)s set the password of %(target)s."))
register(
    "accounts.password-link.mailed",
    _("%(actor)s mailed %(target)s a link to choose a password."),
)
register(
    "accounts.membership.changed",
    _("%(actor)s changed the role of %(target)s in the office."),
)
register(
    "accounts.membership.welcomed",
    _("%(actor)s invited %(target)s to the office once more."),
)
register(
    "accounts.membership.ended",
    _("%(actor)s ended the role of %(target)s in the office."),
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
