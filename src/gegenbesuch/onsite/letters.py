"""The letter with which an interpreter gets a page of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.services import link_url
from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.letters.kinds import LetterKind, register
from gegenbesuch.letters.services import write_letter

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import PersonalLink
    from gegenbesuch.scheduling.models import Session

FIELDS: dict[str, Any] = {
    "salutation": _("The salutation in the reader's language"),
    "session": _("The title of the session"),
    "host": _("The office that invites"),
    "link": _("The personal address of the page"),
}
SAMPLE: dict[str, Any] = {
    "salutation": _("Dear Anna Sample,"),
    "session": _("Meetings at the forum"),
    "host": _("Office for Economic Development"),
    "link": "https://…/link/…/",
}
INTERPRETER = LetterKind(
    "invite_interpreter", _("To an interpreter, for the day"), FIELDS, SAMPLE
)
register(INTERPRETER)


def tell_interpreter(link: PersonalLink, session: Session) -> None:
    """Write to an interpreter where their meetings are shown."""
    office = session.mission.office
    with translation.override(link.language):
        values = {
            "salutation": gettext("Dear %(name)s,") % {"name": link.holder_name},
            "session": plain(session.title),
            "host": plain(office.name),
            "link": link_url(link),
        }
    write_letter(
        INTERPRETER.key,
        session,
        office=office,
        to_name=link.holder_name,
        to_email=link.holder_email,
        language=link.language,
        values=values,
    )
