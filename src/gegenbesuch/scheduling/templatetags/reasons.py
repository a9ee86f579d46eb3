"""Why meetings have no slot, and the buttons that help: hundreds, so no templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.template.context import RequestContext

register = template.Library()

NOTHING = mark_safe("")


@register.simple_tag(takes_context=True)
def reasons_list(
    context: RequestContext, reasons: Sequence[dict[str, Any]], cure_url: str = ""
) -> SafeString:
    """
    Write why a meeting could not be placed, and what would help.

    Args:
        reasons: As `reasons_of` returns them.
        cure_url: Where a cure is done with one click; empty for those who may not.
    """
    if not reasons:
        return format_html(
            '<ul class="reasons"><li>{}</li></ul>',
            gettext("The next computation finds the reason."),
        )
    token = str(context["csrf_token"]) if cure_url else ""  # made once a page
    form = _Form(cure_url, token)
    return format_html(
        '<ul class="reasons">{}</ul>',
        format_html_join("", "<li>{}{}{}{}</li>", (_reason(r, form) for r in reasons)),
    )


class _Form:
    """Writes the buttons of one meeting."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self.token = token

    def button(self, number: str, label: str) -> SafeString:
        if not number or not self.url:
            return NOTHING
        return format_html(
            '<form class="cure" method="post" action="{}">'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<button type="submit" class="kern-btn kern-btn--tertiary kern-btn--small"'
            ' name="cure" value="{}"><span class="kern-label">{}</span></button></form>',
            self.url,
            self.token,
            number,
            label,
        )


def _reason(
    reason: dict[str, Any], form: _Form
) -> tuple[str, SafeString, SafeString, SafeString]:
    more = reason["more_cures"]
    return (
        reason["text"],
        _cures(reason["cures"], form),
        format_html(
            '<details class="reasons__cures"><summary>{} <span class="count">{}</span>'
            "</summary>{}</details>",
            gettext("What else would help"),
            len(more),
            _cures(more, form),
        )
        if more
        else NOTHING,
        form.button(
            reason.get("number", ""),
            gettext("Do the first of each and place the meeting"),
        ),
    )


def _cures(cures: Sequence[dict[str, str]], form: _Form) -> SafeString:
    if not cures:
        return NOTHING
    label = gettext("Do this and place the meeting")
    return format_html(
        '<ul class="reasons__cures">{}</ul>',
        format_html_join(
            "",
            "<li>{}{}</li>",
            ((c["text"], form.button(c["number"], label)) for c in cures),
        ),
    )
