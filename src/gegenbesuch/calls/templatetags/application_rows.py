"""The rows of the list of applications, of which there can be hundreds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from gegenbesuch.core.templatetags.display import address_of, comma, moment
from gegenbesuch.core.templatetags.page import status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.calls.models import Application

register = template.Library()


@register.simple_tag
def application_rows(rows: Iterable[Application], zone: str) -> SafeString:
    """
    Write applications as rows of a table: who, status, points, when.

    Args:
        zone: On whose clock the time is said.
    """
    labels = escape(gettext("Points")), escape(gettext("Applied"))
    between = escape(comma())
    return format_html_join(
        "\n",
        '<tr><th scope="row"><a href="{}">{}</a><br><span class="small muted">{}{}'
        '</span></th><td>{}</td><td class="number" data-label="{}">{}</td>'
        '<td data-label="{}">{}</td></tr>',
        (
            (
                address_of("calls:application", row.code),
                row.organisation,
                row.name,
                between + escape(row.function) if row.function else NOTHING,
                status(row),
                labels[0],
                NONE if row.score is None else row.score,
                labels[1],
                moment(row.applied_at, zone, date=True),
            )
            for row in rows
        ),
    )


NOTHING, NONE = mark_safe(""), mark_safe("–")
