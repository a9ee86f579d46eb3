"""The audit verbs of the directory."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

PERSONAL = ("name", "note", "languages", "is_deceased")

register(
    "directory.organisation.created", _("%(actor)s added the organisation %(target)s.")
)
register(
    "directory.organisation.updated",
    _("%(actor)s changed the organisation %(target)s."),
)
register(
    "directory.person.created", _("%(actor)s added %(target)s."), personal=PERSONAL
)
register(
    "directory.person.updated",
    _("%(actor)s changed the record of %(target)s."),
    personal=PERSONAL,
)
register(
    "directory.role.added",
    _("%(actor)s added a role of %(target)s."),
    personal=("title", "organisation", "note"),
)
register(
    "directory.role.updated",
    _("%(actor)s changed a role of %(target)s."),
    personal=("title", "organisation", "note"),
)
