"""The audit verbs of guests."""

from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.audit import register

NAMES = ("name", "title", "email", "organisation_text", "note")

register("guests.list.created", _("%(actor)s set up the guest list %(target)s."))
register("guests.list.updated", _("%(actor)s changed the guest list %(target)s."))
register(
    "guests.list.called-off",
    _("%(actor)s told the guests that %(target)s does not take place."),
)
register("guests.guest.added", _("%(actor)s put %(target)s on a guest list."))
register(
    "guests.guest.updated", _("%(actor)s changed the guest %(target)s."), personal=NAMES
)
register(
    "guests.guest.removed",
    _("%(actor)s took somebody off the guest list %(target)s."),
    personal=NAMES,
)
register("guests.guest.invited", _("%(actor)s invited %(target)s."))
register("guests.guest.reminded", _("%(actor)s reminded %(target)s."))
register("guests.guest.answered", _("%(actor)s answered the invitation (%(target)s)."))
register(
    "guests.guest.answered-for",
    _("%(actor)s recorded the answer of %(target)s on their behalf."),
)
register(
    "guests.guest.moved-up",
    _("%(target)s got a place from the waiting list (%(actor)s)."),
)
register("guests.guest.thanked", _("%(actor)s thanked %(target)s."))
register(
    "guests.hosts.marked",
    _("%(actor)s said who of %(target)s belongs to the hosts."),
)
register("guests.guest.missed", _("%(actor)s noted that %(target)s did not come."))
register("guests.guest.was-there", _("%(actor)s noted that %(target)s was there."))
register(
    "guests.need.recorded",
    _("%(actor)s recorded what %(target)s eats or needs, or deleted it."),
)
register(
    "guests.need.seen",
    _("%(actor)s looked at what the guests of %(target)s eat and need."),
)
register(
    "guests.guest.walked-in",
    _("%(actor)s let %(target)s in, who was on no list."),
)
register(
    "guests.door.recorded",
    _("%(actor)s recorded who came and went at %(target)s."),
)
register(
    "guests.rank.set",
    _("%(actor)s set the rank of %(target)s."),
    personal=("rank_note",),
)
register("guests.tables.added", _("%(actor)s set up tables for %(target)s."))
register("guests.table.removed", _("%(actor)s took a table away from %(target)s."))
register("guests.rule.added", _("%(actor)s added a seating rule for %(target)s."))
register("guests.rule.removed", _("%(actor)s took a seating rule of %(target)s back."))
register("guests.seating.computed", _("%(actor)s seated the guests of %(target)s."))
register(
    "guests.seating.changed",
    _("%(actor)s changed the seating of %(target)s by hand."),
)
register(
    "guests.seating.released",
    _("%(actor)s gave back the places by hand at %(target)s."),
)
register(
    "guests.seating.sides",
    _("%(actor)s changed whether hosts sit across from the guests at %(target)s."),
)
register("guests.gift.updated", _("%(actor)s changed the gift %(target)s."))
register("guests.gift.recorded", _("%(actor)s entered the gift %(target)s."))
register("guests.gift.decided", _("%(actor)s decided about the gift %(target)s."))
register(
    "guests.limit.set", _("%(actor)s set the limit for gifts of the office %(target)s.")
)
register(
    "guests.gifts.exported",
    _("%(actor)s exported the register of gifts of the office %(target)s."),
)
