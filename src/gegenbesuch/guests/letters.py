"""The letters to guests, and what is filled into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.templatetags.display import comma, moment, plain
from gegenbesuch.guests.address import salutation
from gegenbesuch.letters.kinds import LetterKind, register

if TYPE_CHECKING:
    from gegenbesuch.guests.models import Guest

FIELDS: dict[str, Any] = {
    "salutation": _("The salutation in the guest's language"),
    "event": _("The title of the event"),
    "when": _("Day and time on the clock of the place, with the time zone"),
    "where": _("Venue and town"),
    "host": _("The office that invites"),
    "note": _("The note for the guests"),
    "deadline": _("Until when to answer"),
    "link": _("The personal address of the guest"),
}
SAMPLE: dict[str, Any] = {
    "salutation": _("Dear Ms Sample,"),
    "event": _("Reception at the town hall"),
    "when": _("Tuesday, 3 June 2031, 18:00 (German time, CEST)"),
    "where": _("Town hall, Leipzig"),
    "host": _("Office for Economic Development"),
    "note": "",
    "deadline": _("Friday, 23 May 2031, 12:00 (German time, CEST)"),
    "link": "https://…/link/…/",
}

INVITATION = LetterKind("invite_guest", _("Invitation"), FIELDS, SAMPLE)
REMINDER = LetterKind("remind_guest", _("Reminder"), FIELDS, SAMPLE)
CONFIRMATION = LetterKind(
    "confirm_guest", _("A place from the waiting list"), FIELDS, SAMPLE
)
THANKS = LetterKind("thank_guest", _("Thank-you letter"), FIELDS, SAMPLE)
CALLING_OFF = LetterKind(
    "call_off",
    _("The event does not take place"),
    FIELDS | {"reason": _("The reason that the mission gives")},
    SAMPLE | {"reason": ""},
)

for kind in (INVITATION, REMINDER, CONFIRMATION, THANKS, CALLING_OFF):
    register(kind)


def values_for(guest: Guest, *, link: str = "", language: str = "") -> dict[str, str]:
    """
    Return what is filled into a letter to a guest.

    Args:
        language: By default the guest's own.
    """
    language = language or guest.language
    event = guest.guest_list
    zone = event.place.time_zone
    with translation.override(language):
        where = [plain(event.venue), plain(event.place.name)]
        return {
            "salutation": salutation(guest, language),
            "event": plain(event.title),
            "when": strip_tags(
                moment(event.starts_at, zone, end=event.ends_at, date=True)
            ),
            "where": comma().join(filter(None, where)),
            "host": plain(event.office.name),
            "note": plain(event.note),
            "deadline": strip_tags(moment(event.answer_by, zone, date=True)),
            "link": link,
            "reason": plain(event.mission.status_reason),
        }
