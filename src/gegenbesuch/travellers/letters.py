"""The mail that warns of papers which are missing or end too early."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.templatetags.display import period, plain
from gegenbesuch.letters.kinds import LetterKind, register
from gegenbesuch.letters.services import write_letter

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from gegenbesuch.missions.models import Mission
    from gegenbesuch.travellers.sheets import Holder

FIELDS: dict[str, Any] = {
    "salutation": _("The salutation in the language of the coordinator"),
    "mission": _("The title of the mission"),
    "when": _("When it takes place"),
    "count": _("How many papers are missing or end too early"),
    "link": _("The address of the page that says whose"),
}
SAMPLE: dict[str, Any] = {
    "salutation": _("Dear Ms Sample,"),
    "mission": _("Trip with companies to Japan"),
    "when": _("3 to 10 June 2031"),
    "count": "3",
    "link": "https://…/participants/papers/",
}
WARNING = LetterKind("warn_of_papers", _("Warning about papers"), FIELDS, SAMPLE)
register(WARNING)


DAYS = LetterKind(
    "send_days",
    _("Day sheet of a traveller"),
    {
        "salutation": _("The salutation in the language of the traveller"),
        "mission": _("The title of the mission"),
        "when": _("When it takes place"),
        "host": _("The office that plans the mission"),
        "link": _("The personal address of the day sheet"),
    },
    {
        "salutation": _("Dear Ms Sample,"),
        "mission": _("Trip with companies to Japan"),
        "when": _("3 to 10 June 2031"),
        "host": _("Office for Economic Development"),
        "link": "https://…/link/…/",
    },
)
register(DAYS)


def send_days(mission: Mission, holder: Holder, *, link: str) -> None:
    """Send somebody who travels the address of their own day sheet."""
    name = holder.row.person.name  # type: ignore[union-attr]
    with translation.override(holder.language):
        values = {
            "salutation": gettext("Dear %(name)s,")
            % {"name": name.display(holder.language, form="formal")},
            "mission": plain(mission.title),
            "when": strip_tags(str(period(mission.starts_on, mission.ends_on))),
            "host": plain(mission.office.name),
            "link": link,
        }
    write_letter(
        DAYS.key,
        holder.row,
        office=mission.office,
        to_name=str(name),
        to_email=holder.email,
        language=holder.language,
        values=values,
    )


def warn(mission: Mission, user: User, *, troubled: int, page: str) -> None:
    """Tell a coordinator how many papers are in trouble; not whose."""
    with translation.override(user.language):
        values = {
            "salutation": gettext("Dear %(name)s,") % {"name": user.name},
            "mission": plain(mission.title),
            "when": strip_tags(str(period(mission.starts_on, mission.ends_on))),
            "count": troubled,
            "link": settings.SITE_URL + page,
        }
    write_letter(
        WARNING.key,
        mission,
        office=mission.office,
        to_name=user.name,
        to_email=user.email,
        language=user.language,
        values=values,
    )
