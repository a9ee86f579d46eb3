"""
What a mission's pages print dozens of times: courses and participations.

They are tags and no templates, as most of their parts are empty most of the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from gegenbesuch.core.templatetags.display import (
    both_times,
    comma,
    link,
    partial_date,
    quantity,
    sources,
    text,
)
from gegenbesuch.core.templatetags.page import choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gegenbesuch.missions.models import Participation
    from gegenbesuch.missions.programme import Course, Line

register = template.Library()


@register.simple_tag
def course(line: Line, found: Course) -> str:
    """Write the plan of an item, or what came of it: when, for whom, how many."""
    parts = format_html_join("", "<li>{}</li>", ((part,) for part in _of(found, line)))
    return format_html('<ul class="course">{}</ul>', parts)


def _of(course: Course, line: Line) -> Iterator[str]:
    if course.starts_at:
        times = both_times(
            course.starts_at, line.zone, line.home_zone, end=course.ends_at
        )
        yield format_html("{}<br>{}", partial_date(course.on, "weekday"), times)
    elif course.on.is_known or course.start:
        clocks = [f"{at:%H:%M}" for at in (course.start, course.end) if at]
        day = partial_date(course.on, "weekday") if course.on.is_known else ""
        yield format_html("{} {}", day, "–".join(clocks)) if clocks else day
    if course.order and (anchor := line.item.anchor):
        sentence = (
            gettext("before “%(anchor)s”")
            if course.order == "before"
            else gettext("after “%(anchor)s”")
        )
        yield _filled(sentence, anchor=text(anchor.title))
    if course.audience:
        yield format_html("<strong>{}</strong>", quantity(course.audience))
    if course.audience_kinds:
        yield text(course.audience_kinds)


@register.simple_tag
def participations(rows: Iterable[Participation], *, function: bool = True) -> str:
    """
    Write list items with who is in a mission: people, organisations or groups.

    Args:
        function: Whether to say what they do there.

    """
    return format_html_join(
        "",
        '<li class="participation{}"><p class="participation__who">{}</p>'
        '<p class="participation__more">{}{}</p>{}</li>',
        (
            (
                "" if row.is_public else " participation--internal",
                _who(row),
                _more(row, function=function),
                "" if row.is_public else _internal(),
                format_html('<p class="muted small">{}</p>', text(row.note))
                if row.note
                else "",
            )
            for row in rows
        ),
    )


def _who(row: Participation) -> str:
    names = [link(row.person or row.organisation), text(row.label)]
    shown = mark_safe(  # noqa: S308 -- of links and escaped texts
        comma().join(conditional_escape(name) for name in names if name)
    )
    count = f" ({quantity(row.count)})" if row.count else ""
    return format_html("{}{}{}", shown, count, sources(row))


def _more(row: Participation, *, function: bool) -> SafeString:
    parts = [
        choice(row, "function") if function else "",
        text(row.title),
        text(row.organisation.name) if row.person and row.organisation else "",
        _filled(gettext("attested for %(day)s"), day=partial_date(row.attested_on))
        if row.attested_on.is_known
        else "",
    ]
    return format_html_join(" · ", "{}", ((part,) for part in parts if part))


def _internal() -> str:
    return format_html(' <span class="tag">{}</span>', gettext("internal"))


def _filled(sentence: str, **values: str) -> SafeString:
    """Put values into a translated sentence, escaped."""
    shown = {name: conditional_escape(value) for name, value in values.items()}
    return mark_safe(sentence % shown)  # noqa: S308 -- the sentence is ours
