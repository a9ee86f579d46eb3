"""What the page of a record prints by dozens: its history, and links to forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import reverse
from django.utils.formats import date_format, localize
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext

from gegenbesuch.core.templatetags.display import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

    from gegenbesuch.core.models import AuditEntry
    from gegenbesuch.directory.history import Change
    from gegenbesuch.directory.models import Citation

register = template.Library()


@register.simple_tag
def edit_link(record: Any, noun: str, row: Any, *words: Any) -> SafeString:
    """
    Write the link to the form of a thing that hangs on a record.

    Args:
        noun: Its word in addresses.
        words: Which thing it is, for those who do not see it.
    """
    return format_html(
        ' <a class="edit-link" href="{}">{}<span class="visually-hidden">{}</span></a>',
        reverse("directory:update-detail", args=[record, record.code, noun, row.code]),
        gettext("Edit"),
        format_html_join("", " {}", ((word,) for word in words)),
    )


@register.filter
def hangs_on(row: Any, record: Any) -> bool:
    """Tell whether a row hangs on this very record; pages show those of others too."""
    if not isinstance(record, Model) or row.target_id != record.pk:
        return False
    kind = ContentType.objects.get_for_model(record)
    return bool(row.target_type_id == kind.pk)


@register.simple_tag
def remove_citation(page: str, citation: Citation, label: Any) -> SafeString:
    """
    Write the button that takes a statement off its source.

    Args:
        page: The address of the source's page.
    """
    return format_html(
        '<button class="kern-btn kern-btn--tertiary kern-btn--small" type="submit"'
        ' formaction="{}citations/{}/remove/"><span class="kern-label">{}'
        '<span class="visually-hidden">: {}</span></span></button>',
        page,
        citation.code,
        gettext("Remove"),
        text(label),
    )


@register.simple_tag
def changes(history: Iterable[Change]) -> SafeString:
    """Write who changed a record, newest first, as the lines of a list."""
    return format_html_join(
        "",
        '<li><time class="muted nowrap" datetime="{}">{}</time> {}{}</li>\n',
        (
            (
                (at := localtime(change.entry.at)).isoformat(),
                date_format(at, "SHORT_DATETIME_FORMAT"),
                change.sentence,
                _fields(change.entry),
            )
            for change in history
        ),
    )


def _fields(entry: AuditEntry) -> SafeString | str:
    if not entry.changes:
        return ""
    rows = format_html_join(
        "",
        "<li><code>{}</code>: <del>{}</del> → <ins>{}</ins></li>",
        ((field, *_two(values)) for field, values in entry.changes.items()),
    )
    return format_html('<ul class="history__changes">{}</ul>', rows)


def _two(values: list[Any]) -> tuple[Any, Any]:
    old, new, *_more = [*map(localize, values), "", ""]
    return old, new
