"""How the inputs of forms become HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import Select
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.utils.safestring import SafeString


class Renderer(DjangoTemplates):
    """
    Django's, but a selection does not render two templates for each option.

    With 250 countries to choose from, that was most of what a page cost.
    """

    def render(
        self, template_name: str, context: Any, request: HttpRequest | None = None
    ) -> str:
        """Write a selection by itself, anything else by its template."""
        if template_name == Select.template_name:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: Mapping[str, Any]) -> SafeString:
    return format_html(
        '<select name="{}"{}>{}\n</select>',
        widget["name"],
        flatatt(widget["attrs"]),
        format_html_join(
            "",
            "{}",
            ((_group(name, options),) for name, options, _ in widget["optgroups"]),
        ),
    )


def _label(option: Mapping[str, Any]) -> str:
    """Say in words what Django's nine hyphens mean."""
    if option["label"] == BLANK_CHOICE_DASH[0][1]:
        return gettext("no entry")
    return str(option["label"])


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    written = format_html_join(
        "",
        '\n<option value="{}"{}>{}</option>',
        ((row["value"], flatatt(row["attrs"]), _label(row)) for row in options),
    )
    if not name:
        return written
    return format_html('\n<optgroup label="{}">{}\n</optgroup>', name, written)
