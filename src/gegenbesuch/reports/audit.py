"""The audit verbs of reports."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register("reports.bilanz.exported", _("%(actor)s exported the Bilanz of “%(target)s”."))
register("reports.report.frozen", _("%(actor)s froze the Bilanz “%(target)s”."))
register("reports.report.released", _("%(actor)s released the Bilanz “%(target)s”."))
register("reports.report.exported", _("%(actor)s exported the version “%(target)s”."))
register("reports.press-draft.written", _("%(actor)s wrote a press draft: %(target)s."))
register(
    "reports.press-draft.edited", _("%(actor)s edited the press draft: %(target)s.")
)
register(
    "reports.press-draft.refreshed",
    _("%(actor)s compared the press draft with the records: %(target)s."),
)
register(
    "reports.press-draft.released",
    _("%(actor)s released the press draft: %(target)s."),
)
register(
    "reports.press-draft.exported",
    _("%(actor)s took the press draft along: %(target)s."),
)
register(
    "reports.press-draft.handed-over",
    _("%(actor)s handed the press draft to the newsroom: %(target)s."),
)
