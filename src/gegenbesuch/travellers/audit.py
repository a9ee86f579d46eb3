"""The audit verbs of papers and fees of those who travel."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register(
    "travellers.papers.required",
    _("%(actor)s changed which papers are needed for %(target)s."),
)
register(
    "travellers.papers.seen",
    _("%(actor)s looked at the papers of those who travel on %(target)s."),
)
register(
    "travellers.papers.set",
    _("%(actor)s wrote down papers of somebody who travels on %(target)s."),
)
register(
    "travellers.fee.set",
    _("%(actor)s changed a fee for %(target)s."),
    personal=("name",),
)
register(
    "travellers.need.recorded",
    _("%(actor)s recorded what somebody who travels on %(target)s eats or needs."),
)
register(
    "travellers.need.seen",
    _("%(actor)s looked at what those who travel on %(target)s eat and need."),
)
register(
    "travellers.days.sent",
    _("%(actor)s sent the day sheets of %(target)s to those who travel."),
)
