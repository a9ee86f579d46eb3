"""
The rows of long tables, which a page prints by dozens.

They are tags and no templates: most parts of a row are empty, and a template
asks for each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from gegenbesuch.core.templatetags.display import (
    comma,
    invented,
    person_name,
    plain,
    text,
)
from gegenbesuch.core.values.languages import base_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from django.template import Context

    Line = Mapping[str, Any]

register = template.Library()


@register.simple_tag
def organisation_rows(rows: Iterable[Line], *, can_choose: bool = False) -> SafeString:
    """Write organisations as rows of a table: name, kind, place, sectors."""
    return format_html_join(
        "",
        '<tr>{}<th scope="row"><a href="{}">{}</a>{}{}</th>'
        "<td>{}</td><td>{}{}</td><td>{}</td></tr>\n",
        (
            (
                _choice(row, plain(row["name"])) if can_choose else "",
                row["url"],
                text(row["name"]),
                _mark(row),
                _other_name(row),
                row["kind"],
                _linked(row["place"], row["place_url"]),
                _after(row["country"]),
                _listed(row["sectors"]),
            )
            for row in rows
        ),
    )


@register.simple_tag
def person_rows(rows: Iterable[Line], *, can_choose: bool = False) -> SafeString:
    """Write people as rows of a table: name, last known function, organisation."""
    return format_html_join(
        "",
        '<tr>{}<th scope="row"><a href="{}">{}</a>{}{}{}</th>'
        "<td>{}</td><td>{}</td></tr>\n",
        (
            (
                _choice(row, row["name"]) if can_choose else "",
                row["url"],
                person_name(row["name"], "list"),
                _other_name(row),
                _deceased() if row["is_deceased"] else "",
                _mark(row),
                text(row["role"]),
                _linked(row["employer"], row["employer_url"]),
            )
            for row in rows
        ),
    )


@register.simple_tag(takes_context=True)
def list_rows(context: Context, rows: Iterable[Line], *, code: str = "") -> SafeString:
    """
    Write those on a distribution list as rows: name, function, mail address, note.

    Args:
        code: Of the list, if people can be taken off it.
    """
    labels = gettext("Last known function"), gettext("E-mail"), gettext("Note")
    remove = _remover(context) if code else None
    return format_html_join(
        "",
        '<tr><th scope="row"><a href="{}">{}</a></th><td data-label="{}">{}</td>'
        '<td data-label="{}">{}</td><td data-label="{}">{}</td>{}</tr>\n',
        (
            (
                row["url"],
                person_name(row["name"], "list"),
                labels[0],
                _listed(filter(None, (text(row["role"]), text(row["employer"])))),
                labels[1],
                _mail(row["mail"]),
                labels[2],
                row["entry"].note,
                remove(code, row["code"]) if remove else "",
            )
            for row in rows
        ),
    )


def _remover(context: Context) -> Callable[[str, str], SafeString]:
    """Return what writes the button that takes somebody off a list."""
    button = render_to_string(
        "components/button.html",
        {"label": gettext("Remove"), "variant": "tertiary", "small": True},
    )
    token = CsrfTokenNode().render(context)

    def write(code: str, person: str) -> SafeString:
        return format_html(
            '<td><form method="post" action="{}">{}{}</form></td>',
            reverse("directory:remove-from-list", args=[code, person]),
            token,
            button,
        )

    return write


def _mail(mail: str) -> SafeString:
    if not mail:
        return format_html('<span class="muted">{}</span>', gettext("none"))
    return format_html('<a href="mailto:{}">{}</a>', mail, mail)


def _choice(row: Line, name: Any) -> SafeString:
    return format_html(
        '<td class="choose"><input type="checkbox" name="code" value="{}"'
        ' form="chosen" aria-label="{}: {}"></td>',
        row["code"],
        gettext("Choose"),
        name,
    )


def _other_name(row: Line) -> str:
    if not row["other_name"]:
        return ""
    is_marked = base_language(get_language()) != "ja"
    return format_html(
        '<span class="directory-other-name"{}>{}</span>',
        mark_safe(' lang="ja"') if is_marked else "",
        row["other_name"],
    )


def _mark(row: Line) -> str:
    return format_html(" {}", invented()) if row["is_invented"] else ""


def _deceased() -> SafeString:
    return format_html(
        ' <span class="status status--neutral">{}</span>', gettext("deceased")
    )


def _linked(name: Any, url: str) -> str:
    return format_html('<a href="{}">{}</a>', url, text(name)) if url else text(name)


def _after(country: str) -> str:
    return format_html(' <span class="muted">{}</span>', country) if country else ""


def _listed(names: Iterable[Any]) -> SafeString:
    return mark_safe(  # noqa: S308 -- escaped one by one
        comma().join(conditional_escape(text(name)) for name in names)
    )
