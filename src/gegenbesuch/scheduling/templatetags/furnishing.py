"""The tables and interpreters of a session: up to hundreds, so tags and no template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from gegenbesuch.core.templatetags.display import address_of, invented, person_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gegenbesuch.scheduling.models import Interpreter, Session, Site, Table

register = template.Library()


@register.simple_tag
def furnishing_rows(
    tables: Iterable[Table], sites: Sequence[Site], session: Session
) -> SafeString:
    """Write a row of fields for each table: what it has, and where it is."""
    features, where = escape(gettext("Features")), escape(gettext("Where"))
    before, _zero, after = address_of(
        "scheduling:close-table", session.code, "0"
    ).rpartition("0")
    places = [(site.pk, escape(site.name)) for site in sites]
    rows = []
    for table in tables:
        name = escape(table.label)
        choices = "".join(
            f'<option value="{pk}"{" selected" if pk == table.site_id else ""}>'
            f"{label}</option>"
            for pk, label in places
        )
        site = (
            f'<td data-label="{where}"><select class="kern-form-input__input" '
            f'name="site-{table.pk}" aria-label="{name}: {where}">'
            f'<option value="">–</option>{choices}</select></td>'
        )
        rows.append(
            f'<tr><th scope="row"><a href="{before}{table.pk}{after}">{name}</a></th>'
            f'<td data-label="{features}"><input class="kern-form-input__input" '
            f'name="features-{table.pk}" value="{escape(", ".join(table.features))}" '
            f'maxlength="400" aria-label="{name}: {features}"></td>'
            f"{site if places else ''}</tr>"
        )
    return mark_safe("".join(rows))  # noqa: S308 -- all texts are escaped


@register.simple_tag
def interpreter_lines(
    rows: Iterable[tuple[Interpreter, str, int, int]],
    session: Session,
    *,
    can_run: bool,
) -> SafeString:
    """
    Write a paragraph for each interpreter: language pairs, meetings and slots.

    Args:
        can_run: Whether the name leads to where the interpreter can be changed.
    """
    before, _zero, after = address_of(
        "scheduling:set-interpreter", session.code, "0"
    ).rpartition("0")
    lines = []
    for row, pairs, meetings, slots in rows:
        name = person_name(row.person, "both")
        count = ngettext(
            "%(meetings)s meeting in %(slots)s slots",
            "%(meetings)s meetings in %(slots)s slots",
            meetings,
        ) % {"meetings": meetings, "slots": slots}
        who = f'<a href="{before}{row.pk}{after}">{name}</a>' if can_run else name
        lines.append(
            f"<p>{who} {invented(row.person)}<br>"
            f'<span class="muted">{escape(pairs)} · {escape(count)}</span></p>'
        )
    return mark_safe("".join(lines))  # noqa: S308 -- all texts are escaped
