"""The audit verbs of the day."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

register(
    "onsite.meeting.judged",
    _("%(actor)s noted at the desk what became of the meeting %(target)s."),
)
register(
    "onsite.meeting.prolonged", _("%(actor)s gave the meeting %(target)s more time.")
)
register(
    "onsite.meeting.ended",
    _("%(actor)s noted that the time of the meeting %(target)s was over."),
)
register(
    "onsite.meeting.written",
    _("%(actor)s wrote something down about the meeting %(target)s."),
)
register(
    "onsite.meeting.placed",
    _("%(actor)s gave the meeting %(target)s a place on the day."),
)
register(
    "onsite.contact.offered",
    _("%(actor)s agreed to exchange contacts after the meeting %(target)s."),
)
register(
    "onsite.contact.withdrawn",
    _("%(actor)s no longer agrees to exchange contacts after the meeting %(target)s."),
)
register(
    "onsite.profile.presence-set",
    _("%(actor)s noted whether %(target)s is there."),
)
register(
    "onsite.session.interpreter-invited",
    _("%(actor)s sent an interpreter the page for %(target)s."),
)
register(
    "onsite.session.forgotten",
    _(
        "What was written and exchanged at %(target)s was deleted after a year (%(actor)s)."
    ),
)
register(
    "onsite.session.statistics-exported",
    _("%(actor)s exported the statistics of %(target)s."),
)
