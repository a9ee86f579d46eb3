"""The letters of the follow-up, and what is filled into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.services import link_url
from gegenbesuch.core.templatetags.display import partial_date, period, plain
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory.address_forms import Document, form_of_address
from gegenbesuch.letters.kinds import LetterKind, register
from gegenbesuch.letters.services import write_letter

if TYPE_CHECKING:
    from datetime import date

    from gegenbesuch.accounts.models import PersonalLink, User
    from gegenbesuch.followup.models import Reply, Task

FIELDS: dict[str, Any] = {
    "salutation": _("The salutation in the language of the person"),
    "mission": _("The title of the mission"),
    "when": _("When it took place"),
    "host": _("The office that asks"),
    "link": _("The personal address of the questions"),
}
SAMPLE: dict[str, Any] = {
    "salutation": _("Dear Ms Sample,"),
    "mission": _("Trip with companies to Japan"),
    "when": _("3 to 10 June 2031"),
    "host": _("Office for Economic Development"),
    "link": "https://…/link/…/",
}
SURVEY = LetterKind("ask_survey", _("Questions after a mission"), FIELDS, SAMPLE)
AGAIN = LetterKind(
    "remind_survey", _("Reminder of the questions after a mission"), FIELDS, SAMPLE
)
TASKS = LetterKind(
    "remind_tasks",
    _("Reminder of tasks"),
    {
        "salutation": _("The salutation in the language of the member of staff"),
        "count": _("How many tasks are due soon or overdue"),
        "tasks": _("The tasks, one to a line, each with its date"),
        "link": _("The address of the board"),
    },
    {
        "salutation": _("Dear Ms Sample,"),
        "count": "2",
        "tasks": _("23 May 2031: Send the photographs to Toyohashi"),
        "link": "https://…/tasks/",
    },
)
for kind in (SURVEY, AGAIN, TASKS):
    register(kind)


def consent_to_quote(language: str) -> str:
    """Return what somebody agrees to who lets us quote them, as the form has it."""
    with translation.override(language):
        return gettext("The office may publish this sentence with my name.")


def ask(reply: Reply, salutation: str, link: PersonalLink) -> None:
    """Ask somebody who took part, in their language."""
    _write(SURVEY, reply, salutation, link)


def ask_again(reply: Reply, link: PersonalLink) -> None:
    """Remind somebody who has not answered."""
    row = reply.participation
    with translation.override(reply.language):
        salutation = (
            form_of_address(row.person, Document.LETTER, reply.language)
            if row is not None and row.person is not None
            else gettext("Dear Sir or Madam,")
        )
    _write(AGAIN, reply, salutation, link)


def remind(owner: User, tasks: list[Task], *, on: date) -> None:
    """Tell somebody of the staff what is due soon or overdue."""
    with translation.override(owner.language):
        lines = []
        for task in tasks:
            due = strip_tags(partial_date(PartialDate.on(task.due_on or on)))
            mission = f" ({plain(task.mission.title)})" if task.mission else ""
            lines.append(f"{due}: {task.text}{mission}")
        values = {
            "salutation": gettext("Dear %(name)s,") % {"name": owner.name},
            "count": len(tasks),
            "tasks": "\n".join(lines),
            "link": settings.SITE_URL + reverse("followup:board") + "?owner=me",
        }
    write_letter(
        TASKS.key,
        tasks[0],
        office=tasks[0].office,
        to_name=owner.name,
        to_email=owner.email,
        language=owner.language,
        values=values,
    )


def _write(kind: LetterKind, reply: Reply, salutation: str, link: PersonalLink) -> None:
    mission = reply.survey.mission
    with translation.override(reply.language):
        values = {
            "salutation": salutation,
            "mission": plain(mission.title),
            "when": strip_tags(str(period(mission.starts_on, mission.ends_on)))
            if mission.ends_on.is_known
            else strip_tags(partial_date(mission.starts_on)),
            "host": plain(mission.office.name),
            "link": link_url(link),
        }
    write_letter(
        kind.key,
        reply,
        office=reply.office,
        to_name=reply.name,
        to_email=reply.email,
        language=reply.language,
        values=values,
    )
