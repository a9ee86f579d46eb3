"""
The tags and filters that make up a page: built into every template.

What they print stands in `templates/components/`; `display` writes the values.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import (
    conditional_escape,
    escape,
    format_html,
    format_html_join,
)
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from gegenbesuch.core.templatetags.display import (
    address_of,
    quantity,
    sources,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model
    from django.template import Context
    from django.utils.safestring import SafeString

register = template.Library()

#: The colour of a status, by its stored value; everything else is neutral.
TONES = {
    "good": "done evaluated closed held confirmed final published accepted "
    "agreement document partner approved sent arrived",
    "active": "running call_open fixed changed preliminary review negotiation "
    "submitted valuable_contact collecting invited reminded sending",
    "notice": "postponed under_review waiting self_reported unscheduled disputed "
    "conditions late",
    "bad": "cancelled dropped rejected spam failed infeasible no_show bounced refused away",
    "open": "idea announced inferred planned wished requested hoped_for draft expired",
}
_TONE_OF = {status: tone for tone, words in TONES.items() for status in words.split()}


# --- States ------------------------------------------------------------------


@register.filter
def tone(status: str) -> str:
    """Return the tone in which a status is shown: good, active, notice, bad, open."""
    return _TONE_OF.get(status, "neutral")


@register.simple_tag
def status(record: Any, field: str = "status") -> str:
    """
    Show the status of a record, or another of its choices, in its tone.

    What is only inferred says so, whatever its status would be.
    """
    if field == "status" and getattr(record, "is_inferred", False):
        label = gettext("not attested, only inferred")
        return _state("inferred", label, get_language() or "")
    model: Any = type(record)
    return _status(model, field, getattr(record, field), get_language() or "")


@register.filter
def choice(record: Any, field: str) -> str:
    """Write one of a record's choices in words: `record|choice:"kind"`."""
    model: Any = type(record)
    return _label(model, field, getattr(record, field), get_language() or "")


@lru_cache(maxsize=2048)
def _status(model: type[Model], field: str, value: str, language: str) -> str:
    """Render each state once a language: a page shows dozens of the same few."""
    return _state(value, _label(model, field, value, language), language)


@lru_cache(maxsize=2048)
def _state(state: str, label: str, _language: str) -> str:
    return render_to_string("components/status.html", {"status": state, "label": label})


@lru_cache(maxsize=4096)
def _label(model: type[Model], field: str, value: Any, _language: str) -> str:
    """Look a choice up once a language; Django builds the whole list each time."""
    return str(getattr(model(**{field: value}), f"get_{field}_display")())


# --- Addresses ---------------------------------------------------------------


@register.simple_tag
@lru_cache(maxsize=64)
def asset(path: str) -> str:
    """Return the address of a static file, which stays while the server runs."""
    return static(path)


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """Return this page's query with some parameters set, or taken out by None."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def this_page(context: Context) -> str:
    """
    Return the address of this page without a language asked for by `?lang=`.

    The answer to a form that was refused is the page that the form came from.
    """
    request = context.get("request")
    if request is None:
        return "/"
    path, query = request.path, request.GET.copy()
    came_from = request.headers.get("Referer", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}
    ):
        parts = urlsplit(came_from)
        path, query = parts.path, QueryDict(parts.query, mutable=True)
    query.pop("lang", None)
    return f"{path}?{query.urlencode()}" if query else str(path)


@register.simple_tag(takes_context=True)
def nav_item(  # noqa: PLR0913 -- a link of a navigation has these parts
    context: Context,
    name: str,
    label: str,
    *args: Any,
    exact: bool = False,
    count: int | None = None,
    apps: str = "",
) -> str:
    """
    Print a list item that links to a page and says when it is this one.

    A page that does not exist prints nothing, so that a navigation can name
    pages of parts that are not installed.

    Args:
        name: The name of the address, with `args` for its parts.
        exact: Whether only the page itself is current, not the ones below it.
        count: A number shown behind the label.
        apps: Parts whose pages are below it though their addresses are not.

    """
    url = address_of(name, *args)
    if not url:
        return ""
    request = context.get("request")
    here = getattr(request, "path", "")
    current = "page" if here == url else ""
    if not current and not exact and here.startswith(url) and url != "/":
        current = "true"
    if not current and apps:
        match = getattr(request, "resolver_match", None)
        current = "true" if match and match.app_name in apps.split() else ""
    return _nav_item(url, current, str(label), count)


@lru_cache(maxsize=4096)
def _nav_item(url: str, current: str, label: str, count: int | None) -> SafeString:
    return format_html(
        '<li><a href="{}"{}>{}{}</a></li>',
        url,
        format_html(' aria-current="{}"', current) if current else "",
        label,
        "" if count is None else format_html(' <span class="count">{}</span>', count),
    )


@register.simple_tag
def breadcrumb(*trail: Any) -> str:
    """Print the way to this page: label, address, label, address, …, label."""
    steps = [
        {"label": text(label), "url": url}
        for label, url in zip(trail[::2], (*trail[1::2], ""), strict=True)
    ]
    return render_to_string("components/breadcrumb.html", {"steps": steps})


# --- Forms -------------------------------------------------------------------


@register.simple_tag
def widget(field: Any) -> str:
    """Print a form field's input with KERN's classes and what describes it."""
    kind = getattr(field.field.widget, "input_type", "")
    described = [
        f"{field.auto_id}_{part}"
        for part, there in (("hint", field.help_text), ("error", field.errors))
        if there
    ]
    attrs: dict[str, Any] = {}
    if kind not in {"checkbox", "radio"}:
        attrs["class"] = "kern-form-input__input" + (
            " kern-form-input__input--error" if field.errors else ""
        )
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return str(field.as_widget(attrs=attrs))


@register.simple_tag
def form_field(field: Any, is_filter: Any = "") -> str:
    """
    Print a form field with label, hint and errors: `components/field.html`.

    In code, not as a template: a long form has fifty, and they were most of its page.
    """
    if field.is_hidden:
        return str(field)
    kind = _layout(field)
    hint = conditional_escape(field.help_text) if field.help_text else ""
    if hint:
        hint = f'<div class="kern-hint" id="{field.auto_id}_hint">{hint}</div>'
    errors = field.errors
    wrong = " kern-form-input--error" if errors else ""
    if errors:
        errors = render_to_string("components/_field_error.html", {"field": field})
    label, shown = conditional_escape(field.label), widget(field)
    optional = ""
    is_needed = field.field.required or field.name in getattr(field.form, "needed", ())
    if not is_needed and not (is_filter and kind == "input"):
        optional = f' <span class="kern-label__optional">({escape(gettext("optional"))})</span>'
    if kind == "group":
        described = field.aria_describedby
        about = f' aria-describedby="{escape(described)}"' if described else ""
        written = (
            f'<fieldset class="kern-fieldset{wrong}"{about}>'
            f'<legend class="kern-fieldset__legend">{label}{optional}</legend>'
            f"{hint}{shown}{errors or ''}</fieldset>"
        )
    elif kind == "choice":
        written = (
            f'<div class="kern-form-input{wrong}"><div class="choice">{shown}'
            f'<label for="{field.id_for_label}">{label}</label></div>'
            f"{hint}{errors or ''}</div>"
        )
    else:
        written = (
            f'<div class="kern-form-input{wrong}"><label class="kern-label"'
            f' for="{field.id_for_label}">{label}{optional}</label>'
            f"{hint}{shown}{errors or ''}</div>"
        )
    return mark_safe(written)  # noqa: S308 -- of escaped parts


def _layout(field: Any) -> str:
    """Tell how a form field is laid out: choice, group or input."""
    shown = field.field.widget
    # Choices are not looked at: those of a model would be asked for twice.
    if getattr(shown, "input_type", "") == "checkbox" and not hasattr(shown, "choices"):
        return "choice"
    return "group" if field.use_fieldset else "input"


# --- Pieces that a page shows again and again ---------------------------------


@register.simple_tag
@lru_cache(maxsize=64)
def icon(name: str) -> str:
    """Print a small picture beside words, never instead of them."""
    if not name:
        return ""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>',
        asset("img/icons.svg"),
        name,
    )


@register.simple_tag(name="figures")
def list_of_figures(rows: Iterable[Any]) -> str:
    """List figures that were cited: what they count, whose they are, who says so."""
    shown = format_html_join(
        "\n",
        '<li class="figure figure--{}"><p class="figure__number">{}{}</p>'
        '<p class="figure__label">{}</p><p class="figure__role">{}</p>{}</li>',
        (
            (
                row.role,
                quantity(row.quantity, "as_of"),
                sources(row),
                text(row.label),
                choice(row, "role"),
                format_html('<p class="figure__note">{}</p>', text(row.note))
                if row.note
                else "",
            )
            for row in rows
        ),
    )
    return format_html('<ul class="figures">{}</ul>', shown) if shown else ""


# --- Pieces with content -----------------------------------------------------


@register.simple_block_tag
def capture(content: str) -> str:
    """Keep what is rendered inside, `as` a name, to print it more than once."""
    return content


@register.simple_block_tag
def table(content: str, caption: str, style: str = "") -> str:
    """
    Wrap the rows of a table so that it scrolls by keyboard when it is wide.

    Args:
        caption: What the table lists; read out, and seen only with `caption`.
        style: Words: `compact`, `cards` (rows become cards on a phone), `caption`.

    """
    context = {"content": content, "caption": caption, "words": style.split()}
    return render_to_string("components/table.html", context)


@register.simple_block_tag
def card(
    content: str, title: Any = "", url: str = "", style: str = "", level: int = 3
) -> str:
    """
    Wrap content in a card.

    Args:
        url: Makes the whole card a link.
        style: Words: `accent`, `quiet`.
        level: Of the heading: 2 where no section heading stands above the card.

    """
    context = {
        "content": content,
        "title": text(title),
        "level": level,
        "url": url,
        "words": style.split(),
    }
    return render_to_string("components/card.html", context)


@register.simple_block_tag
def fact_box(content: str, title: Any) -> str:
    """Wrap the few facts that a reader should take along."""
    context = {"content": content, "title": text(title)}
    return render_to_string("components/fact_box.html", context)


@register.simple_block_tag
def tabs(content: str, label: str) -> str:
    """Wrap `nav_item`s into the navigation between the pages of one record."""
    context = {"content": content, "label": label}
    return render_to_string("components/tabs.html", context)
