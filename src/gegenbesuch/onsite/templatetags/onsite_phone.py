"""The forms below the meetings on a phone: many times the same, so rendered once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template.defaultfilters import truncatechars
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gegenbesuch.onsite.talks import new_key

if TYPE_CHECKING:
    from django.template.context import RequestContext

    from gegenbesuch.onsite.models import Entry
    from gegenbesuch.onsite.talks import Talk

register = template.Library()

#: What stands in a form for what each meeting or entry has of its own.
STAND_INS = {
    name: f"\ue000{name}\ue000"
    for name in (
        *("code", "note_key", "step_key", "offer_key", "name"),
        *("key", "new_key", "first_key", "due_on", "short", "text"),
    )
}


@register.simple_tag(takes_context=True)
def forms_of_talks(context: RequestContext) -> dict[str, str]:
    """Render the forms that the meetings of a page have, once; `fill` makes each's own."""
    values = {
        "talk": {**STAND_INS, "item": {"party": STAND_INS}},
        "entry": STAND_INS,
        "link": context["link"],
    }
    return {
        form: render_to_string(
            f"onsite/_talk_forms.html#{form}", values, context["request"]
        )
        for form in ("notes", "contact", "note", "next_step")
    }


@register.simple_tag
def fill(form: str, **values: Any) -> SafeString:
    """Write a form with the values of one meeting."""
    for name, value in values.items():
        form = form.replace(STAND_INS[name], escape(value))
    return mark_safe(form)  # noqa: S308 -- a rendered form and what is escaped


@register.simple_tag
def change_entry(forms: dict[str, str], talk: Talk, entry: Entry) -> SafeString:
    """Write the form that changes a note or next step."""
    return fill(
        forms[entry.kind],
        code=talk.code,
        key=entry.key,
        new_key=new_key(),
        first_key=entry.first_key,
        due_on=entry.due_on.isoformat() if entry.due_on else "",
        short=truncatechars(entry.text, 40),
        text=entry.text,
    )
