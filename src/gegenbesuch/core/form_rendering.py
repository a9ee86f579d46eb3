"""How the inputs of forms become HTML."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import (
    CheckboxSelectMultiple,
    RadioSelect,
    Select,
    Textarea,
    widgets,
)
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import (
    conditional_escape,
    escape,
    format_html,
    format_html_join,
)
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


class Renderer(DjangoTemplates):
    """
    Django's, but plain inputs and selections are written without templates.

    Django renders three for an input and two for each option; with 250 countries
    to choose from, that was most of what a page cost.
    """

    def render(
        self, template_name: str, context: Any, request: HttpRequest | None = None
    ) -> str:
        """Write what is common by itself, anything else by its template."""
        if template_name in _INPUTS:
            return _input(context["widget"])
        if template_name == Select.template_name:
            return _select(context["widget"])
        if template_name == Textarea.template_name:
            return _textarea(context["widget"])
        if template_name in _BOXES:
            return _boxes(context["widget"])
        return super().render(template_name, context, request)


_INPUTS = {
    kind.template_name
    for kind in (
        *(widgets.TextInput, widgets.NumberInput, widgets.EmailInput),
        *(widgets.URLInput, widgets.PasswordInput, widgets.HiddenInput),
        *(widgets.DateInput, widgets.DateTimeInput, widgets.TimeInput),
        widgets.CheckboxInput,
    )
}


_BOXES = {CheckboxSelectMultiple.template_name, RadioSelect.template_name}


def _attrs(attrs: Mapping[str, Any]) -> str:
    """Write attributes, and the same ones only once: forms have few, again and again."""
    # The kind of a value matters too: True is written without 1, safe text as it is.
    return _flat(tuple([(name, one.__class__, one) for name, one in attrs.items()]))


@lru_cache(maxsize=8192)
def _flat(attrs: tuple[tuple[str, type, Any], ...]) -> str:
    return flatatt({name: one for name, _kind, one in attrs})


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = widget["value"]
    valued = "" if value is None else f' value="{escape(str(value))}"'
    written = (
        f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"'
        f"{valued}{_attrs(widget['attrs'])}>"
    )
    return mark_safe(written)  # noqa: S308 -- of escaped parts


def _textarea(widget: Mapping[str, Any]) -> SafeString:
    value = widget["value"]
    written = (
        f'<textarea name="{escape(widget["name"])}"{_attrs(widget["attrs"])}>\n'
        f"{escape(str(value)) if value else ''}</textarea>"
    )
    return mark_safe(written)  # noqa: S308 -- of escaped parts


def _boxes(widget: Mapping[str, Any]) -> SafeString:
    """Write boxes or buttons, one of each choice, as Django's templates do."""
    named = {name: widget["attrs"].get(name) for name in ("id", "class")}
    groups = (
        format_html("<div><label>{}</label>{}</div>", name, _choices(options))
        if name
        else _choices(options)
        for name, options, _index in widget["optgroups"]
    )
    return format_html(
        "<div{}>{}\n</div>",
        flatatt({name: value for name, value in named.items() if value}),
        format_html_join("", "{}", ((group,) for group in groups)),
    )


def _choices(options: list[dict[str, Any]]) -> SafeString:
    written = "".join([f"<div>\n    {_labelled(option)}</div>" for option in options])
    return mark_safe(written)  # noqa: S308 -- of escaped parts


def _labelled(option: Mapping[str, Any]) -> str:
    if not option["wrap_label"]:
        return _input(option)
    key = option["attrs"].get("id")
    owner = f' for="{escape(key)}"' if key else ""
    label = conditional_escape(option["label"])
    return f"<label{owner}>{_input(option)} {label}</label>"


def _select(widget: Mapping[str, Any]) -> SafeString:
    return format_html(
        '<select name="{}"{}>{}\n</select>',
        widget["name"],
        mark_safe(_attrs(widget["attrs"])),  # noqa: S308 -- of flatatt
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


def _written(row: Mapping[str, Any]) -> SafeString:
    attrs = row["attrs"]
    if attrs and attrs != {"selected": True}:
        return _option(str(row["value"]), _label(row), _attrs(attrs))
    return _option(str(row["value"]), _label(row), " selected" if attrs else "")


@lru_cache(maxsize=4096)
def _option(value: str, label: str, attrs: str) -> SafeString:
    """Write an option once: forms offer the same countries and sectors each time."""
    return format_html(
        '\n<option value="{}"{}>{}</option>',
        value,
        mark_safe(attrs),  # noqa: S308 -- of flatatt
        label,
    )


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    written = mark_safe("".join(map(_written, options)))  # noqa: S308 -- of options
    if not name:
        return written
    return format_html('\n<optgroup label="{}">{}\n</optgroup>', name, written)
