"""The audit verbs of matchmaking."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

PERSONAL = ("staff", "contact_name", "contact_email", "contact_phone")

register("matchmaking.marketplace.set-up", _("%(actor)s set the rules for %(target)s."))
register(
    "matchmaking.marketplace.suggested",
    _("%(actor)s had suggestions computed for %(target)s."),
)
register("matchmaking.agent.added", _("%(actor)s let %(target)s act for companies."))
register(
    "matchmaking.agent.updated",
    _("%(actor)s changed for whom %(target)s acts."),
    personal=("email",),
)
register("matchmaking.profile.invited", _("%(actor)s invited %(target)s."))
register(
    "matchmaking.profile.updated",
    _("%(actor)s changed the profile of %(target)s."),
    personal=PERSONAL,
)
register(
    "matchmaking.profile.submitted", _("%(actor)s submitted the profile of %(target)s.")
)
register(
    "matchmaking.profile.returned",
    _("%(actor)s asked %(target)s to complete its profile."),
)
register(
    "matchmaking.profile.published", _("%(actor)s published the profile of %(target)s.")
)
register(
    "matchmaking.profile.expired",
    _("The time of the profile of %(target)s was over (%(actor)s)."),
)
register(
    "matchmaking.profile.renewed",
    _("%(actor)s let the profile of %(target)s be shown for longer."),
)
register("matchmaking.profile.reminded", _("%(target)s was reminded (%(actor)s)."))
register(
    "matchmaking.profile.reminders-set",
    _("%(actor)s changed the reminders of %(target)s."),
)
register(
    "matchmaking.profile.avoided",
    _("%(actor)s took a company out of the suggestions for %(target)s."),
)
register(
    "matchmaking.profile.allowed",
    _("%(actor)s put a company back into the suggestions for %(target)s."),
)
register("matchmaking.request.sent", _("%(actor)s sent the request %(target)s."))
register(
    "matchmaking.request.accepted", _("%(actor)s accepted the request %(target)s.")
)
register(
    "matchmaking.request.declined", _("%(actor)s declined the request %(target)s.")
)
register(
    "matchmaking.request.moved",
    _("%(actor)s proposed another time for the request %(target)s."),
)
register(
    "matchmaking.request.times-lifted",
    _("%(actor)s let the schedule choose another time for the request %(target)s."),
)
register(
    "matchmaking.request.handed-over",
    _("%(actor)s handed the request %(target)s over to a colleague."),
    personal=("colleague",),
)
register(
    "matchmaking.request.withdrawn", _("%(actor)s withdrew the request %(target)s.")
)
register(
    "matchmaking.request.expired",
    _("The time to answer the request %(target)s was over (%(actor)s)."),
)
