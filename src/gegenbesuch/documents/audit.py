"""The audit verbs of documents."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register(
    "documents.document.exported",
    _("%(actor)s exported a document of the mission %(target)s."),
)
