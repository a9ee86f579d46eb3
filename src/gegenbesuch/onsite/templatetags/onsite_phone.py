"""The forms below the meetings on a phone: many times the same, so rendered once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template.defaultfilters import truncatechars
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gegenbesuch.onsite.models import Entry
from gegenbesuch.onsite.talks import new_key

if TYPE_CHECKING:
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


class Forms:
    """The forms of a page: each is rendered once for all meetings that are alike."""

    def __init__(self, context: RequestContext) -> None:
        self.request = context["request"]
        self.values = {"link": context["link"], "interests": Entry.Interest.choices}
        self.known: dict[Any, str] = {}

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
            self.known[form, alike] = render_to_string(name, shown, self.request)
        written = self.known[form, alike]
        for name, value in values.items():
            written = written.replace(STAND_INS[name], escape(value))
        return mark_safe(written)  # noqa: S308 -- a rendered form and what is escaped


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
def change_entry(forms: Forms, talk: Talk, entry: Entry) -> SafeString:
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
