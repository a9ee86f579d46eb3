"""The forms below the meetings on a phone: many times the same, so rendered once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import template
from django.template.defaultfilters import linebreaksbr, truncatechars
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from gegenbesuch.core.templatetags.display import person_name
from gegenbesuch.core.templatetags.page import status
from gegenbesuch.onsite.models import Entry
from gegenbesuch.onsite.talks import new_key
from gegenbesuch.scheduling.models import Meeting
from gegenbesuch.scheduling.selectors import clock

if TYPE_CHECKING:
    from datetime import date

    from django.template.context import RequestContext

    from gegenbesuch.onsite.talks import Talk

register = template.Library()

#: What stands in a form for what each meeting or entry has of its own.
STAND_INS = {
    name: f"\ue000{name}\ue000"
    for name in (
        *("code", "says_key", "interest_key", "note_key", "step_key", "offer_key"),
        "name",
        *("key", "new_key", "first_key", "due_on", "short", "text"),
    )
}
_STAND_IN = re.compile(f"\ue000({'|'.join(STAND_INS)})\ue000")


class Forms:
    """The forms of a page: each is rendered once for all meetings that are alike."""

    def __init__(self, context: RequestContext) -> None:
        self.request = context["request"]
        self.values = {"link": context["link"], "interests": Entry.Interest.choices}
        self.known: dict[Any, list[str]] = {}

    def filled(
        self, form: str, alike: tuple[Any, ...] = (), **values: Any
    ) -> SafeString:
        """
        Return a form with the values of one meeting.

        Args:
            alike: Pairs of name and value that the form shows otherwise than as text.
        """
        if (form, alike) not in self.known:
            talk = {**STAND_INS, "item": {"party": STAND_INS}, **dict(alike)}
            shown = self.values | {"talk": talk, "entry": STAND_INS}
            name = f"onsite/_talk_forms.html#{form}"
            written = render_to_string(name, shown, self.request)
            self.known[form, alike] = _STAND_IN.split(written)
        parts = self.known[form, alike].copy()  # every second one names a value
        parts[1::2] = [str(escape(values[name])) for name in parts[1::2]]
        return mark_safe("".join(parts))  # noqa: S308 -- a form and what is escaped


@register.simple_tag(takes_context=True)
def forms_of_talks(context: RequestContext) -> Forms:
    """Return the forms that the meetings of a page have."""
    return Forms(context)


@register.simple_tag
def fill(forms: Forms, form: str, **values: Any) -> SafeString:
    """Write a form with the values of one meeting."""
    return forms.filled(form, **values)


@register.simple_tag
def says_form(forms: Forms, talk: Talk) -> SafeString:
    """Write the buttons that say what becomes of a meeting."""
    alike = (
        ("is_now", talk.is_now),
        ("says", talk.says),
        ("choices", tuple(talk.choices)),
    )
    return forms.filled("says", alike, code=talk.code, says_key=talk.key)


@register.simple_tag
def interest_form(forms: Forms, talk: Talk) -> SafeString:
    """Write the buttons that say how interested a company is."""
    alike = (("interest", talk.interest),)
    return forms.filled(
        "interest", alike, code=talk.code, interest_key=talk.interest_key
    )


@register.simple_tag
def talk_head(talk: Talk) -> SafeString:
    """Write when, with whom and where a meeting is, and how it stands."""
    item, meeting, course = talk.item, talk.item.meeting, talk.course
    where = f"<strong>{escape(meeting.table.label)}</strong>" if meeting.table else ""
    if meeting.interpreter:
        label = escape(gettext("Interpreter"))
        name = conditional_escape(person_name(meeting.interpreter.person, "both"))
        where += f" · {label}: {name}"
    lines = [
        "" if talk.is_now else f'<p class="muted">{escape(talk.day)}</p>',
        f'<p class="my-talk__when">{conditional_escape(item.times)}</p>',
        f"<h3>{conditional_escape(item.party.name)}</h3>",
        f'<p class="my-talk__where">{where}</p>',
    ]
    if meeting.status == Meeting.Status.CANCELLED:
        off = escape(gettext("This place was given to another meeting."))
        lines.append(f'<p class="my-talk__off">{off}</p>')
    if talk.presence:
        partner, until = escape(gettext("Your partner:")), talk.presence.until
        late = f" {clock(until, item.session.time_zone)}" if until else ""
        there = status(talk.presence, "state")
        lines.append(f'<p class="muted">{partner} {there}{late}</p>')
    if words := talk.words:
        state = status(course, "state")
        lines.append(
            f'<p class="my-talk__words" data-state="{course.state}">'
            f"{state} {escape(words)}</p>"
        )
    return mark_safe("".join(lines))  # noqa: S308 -- of what was escaped


@register.simple_tag
def notes_of(forms: Forms, talk: Talk) -> SafeString:
    """Write the notes and next steps of a meeting, each with the form to change it."""
    step, until = escape(gettext("Next step")), escape(gettext("until"))
    return mark_safe(  # noqa: S308 -- of what was escaped
        "".join(
            "<li>"
            + (f"<strong>{step}:</strong> " if entry.kind == "next_step" else "")
            + linebreaksbr(entry.text)
            + (
                f' <span class="muted">({until} {_short(entry.due_on)})</span>'
                if entry.due_on
                else ""
            )
            + f" {_change(forms, talk, entry)}</li>"
            for entry in talk.notes
        )
    )


def _short(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _change(forms: Forms, talk: Talk, entry: Entry) -> SafeString:
    """Write the form that changes a note or next step."""
    return forms.filled(
        entry.kind,
        code=talk.code,
        key=entry.key,
        new_key=new_key(),
        first_key=entry.first_key,
        due_on=entry.due_on.isoformat() if entry.due_on else "",
        short=truncatechars(entry.text, 40),
        text=entry.text,
    )
