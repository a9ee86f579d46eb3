"""The audit verbs of import and export."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register("exchange.import.uploaded", _("%(actor)s uploaded %(target)s for import."))
register("exchange.import.started", _("%(actor)s started the import of %(target)s."))
register("exchange.import.cancelled", _("%(actor)s stopped the import of %(target)s."))
register("exchange.import.undone", _("%(actor)s undid the import of %(target)s."))
register("exchange.import.deleted", _("%(actor)s deleted the import of %(target)s."))
register("exchange.row.decided", _("%(actor)s decided about a row of %(target)s."))
register("exchange.record.created", _("%(actor)s imported %(target)s."))
register("exchange.record.updated", _("%(actor)s added to %(target)s by an import."))
register(
    "exchange.record.removed", _("%(actor)s removed %(target)s by undoing an import.")
)
register(
    "exchange.record.restored", _("%(actor)s restored %(target)s by undoing an import.")
)
register("exchange.list.exported", _("%(actor)s exported data: %(target)s."))
