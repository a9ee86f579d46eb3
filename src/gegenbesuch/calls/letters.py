"""The letters to applicants, and what is filled into them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.services import issue_link, link_url
from gegenbesuch.core.templatetags.display import moment, period, plain
from gegenbesuch.letters.kinds import LetterKind, register
from gegenbesuch.letters.services import write_letter

if TYPE_CHECKING:
    from gegenbesuch.calls.models import Application

FIELDS: dict[str, Any] = {
    "salutation": _("The salutation in the language of the applicant"),
    "mission": _("The title of the mission"),
    "when": _("When it takes place"),
    "host": _("The office that invites"),
    "deadline": _("Until when applications are taken"),
    "link": _("The personal address of the applicant"),
}
SAMPLE: dict[str, Any] = {
    "salutation": _("Dear Ms Sample,"),
    "mission": _("Trip with companies to Japan"),
    "when": _("3 to 10 June 2031"),
    "host": _("Office for Economic Development"),
    "deadline": _("Friday, 23 May 2031, 12:00 (German time, CEST)"),
    "link": "https://…/link/…/",
}

RECEIVED = LetterKind("apply", _("Application received"), FIELDS, SAMPLE)
PROVE = LetterKind("prove_address", _("Confirm the address"), FIELDS, SAMPLE)
OFFERED = LetterKind(
    "offer_place",
    _("A place is offered"),
    FIELDS | {"until": _("Until when the place can be taken")},
    SAMPLE | {"until": _("Friday, 30 May 2031, 12:00 (German time, CEST)")},
)
LAPSED = LetterKind("let_offer_lapse", _("The offer has lapsed"), FIELDS, SAMPLE)
CONFIRMED = LetterKind("confirm_place", _("Place confirmed"), FIELDS, SAMPLE)
WAITING = LetterKind("put_on_waiting_list", _("On the waiting list"), FIELDS, SAMPLE)
REJECTED = LetterKind("reject_application", _("No place"), FIELDS, SAMPLE)
WITHDRAWN = LetterKind(
    "withdraw_application", _("Application withdrawn"), FIELDS, SAMPLE
)
CALLED_OFF = LetterKind(
    "call_off_mission",
    _("The mission does not take place as announced"),
    FIELDS | {"reason": _("The reason that the mission gives")},
    SAMPLE | {"reason": ""},
)

for kind in (
    *(PROVE, RECEIVED, OFFERED, LAPSED, CONFIRMED, WAITING, REJECTED, WITHDRAWN),
    CALLED_OFF,
):
    register(kind)

#: How long an applicant can open the own page after the deadline.
OPEN_FOR = timedelta(days=400)


def own_address(application: Application) -> str:
    """Return the address of the applicant's own page, made when first needed."""
    link = issue_link(
        application,
        office=application.office,
        holder_name=application.name,
        holder_email=application.email,
        language=application.language,
        expires_at=application.call.closes_at + OPEN_FOR,
        actor=None,
    )
    return link_url(link)


def write_to(application: Application, kind: LetterKind) -> None:
    """Write a letter to an applicant, in the language of the application."""
    call = application.call
    mission = call.mission
    link = own_address(application)
    with translation.override(application.language):
        values = {
            "salutation": gettext("Dear %(name)s,") % {"name": application.name},
            "mission": plain(mission.title),
            "when": strip_tags(str(period(mission.starts_on, mission.ends_on))),
            "host": plain(application.office.name),
            "deadline": strip_tags(moment(call.closes_at, call.time_zone, date=True)),
            "until": strip_tags(
                moment(application.offered_until, call.time_zone, date=True)
            )
            if application.offered_until
            else "",
            "link": link,
            "reason": plain(mission.status_reason),
        }
    write_letter(
        kind.key,
        application,
        office=application.office,
        to_name=application.name,
        to_email=application.email,
        language=application.language,
        values=values,
    )
