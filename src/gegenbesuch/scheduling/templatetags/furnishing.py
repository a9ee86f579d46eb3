"""The rows of the tables of a session, with what they have; hundreds, so no template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from gegenbesuch.core.templatetags.display import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gegenbesuch.scheduling.models import Session, Site, Table

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
