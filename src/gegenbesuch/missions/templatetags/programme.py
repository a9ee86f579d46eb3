"""
What a mission's pages print dozens of times: programme items and participations.

They are tags and no templates, as most of their parts are empty most of the time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from gegenbesuch.core.templatetags.display import (
    address_of,
    both_times,
    comma,
    link,
    moment,
    partial_date,
    plain,
    quantity,
    sources,
    text,
)
from gegenbesuch.core.templatetags.page import choice, icon, list_of_figures, status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gegenbesuch.missions.conflicts import Conflict
    from gegenbesuch.missions.findings import Finding
    from gegenbesuch.missions.models import Mission, Participation, ProgrammeItem
    from gegenbesuch.missions.programme import Course, Line

register = template.Library()


@register.simple_tag
def programme_item(line: Line, mission: Mission, can_edit: Any) -> str:
    """
    Write a programme item with plan and actual side by side.

    Args:
        can_edit: Whether to offer changing it.

    """
    item: Any = line.item
    return format_html(
        '<article class="item item--{}" id="item-{}" aria-labelledby="title-{}">'
        '<div class="item__head"><div><p class="item__kind">{}</p>'
        '<h4 class="item__title" id="title-{}">{}{}</h4></div>{}</div>{}{}'
        '<dl class="plan-actual">{}{}</dl><dl class="item__facts">{}</dl>{}{}{}'
        "</article>",
        *(line.state, item.code, item.code, _kind(line)),
        *(item.code, text(item.title), sources(item), status(item)),
        _conflicts(line.conflicts),
        _paragraph("item__text", text(item.text)),
        _fact(gettext("Planned"), _planned(line)),
        _fact(_held_or_dropped(line), _actual(line)),
        mark_safe("".join(_facts(item))),  # noqa: S308 -- of escaped texts
        _topics(item.topic_list),
        list_of_figures(line.figures),
        _actions(mission, item) if can_edit else "",
    )


@register.simple_tag
def where_of(line: Line) -> str:
    """Write where something is, and of a journey where it goes, by what."""
    if line.place is None:
        return ""
    return _with_journey(line, text(line.place.name), lambda place: text(place.name))


def _with_journey(line: Line, start: str, write: Callable[[Any], str]) -> str:
    item = line.item
    if not item.destination:
        return start
    by = [choice(item, "means") if item.means else "", item.number]
    ways = format_html("{} → {}", start, write(item.destination))
    return format_html_join(" · ", "{}", ((part,) for part in (ways, *by) if part))


@register.simple_tag
def times_of(line: Line, course: Course) -> str:
    """Write when something begins and ends; a journey ends on another clock."""
    if course.starts_at is None:
        return ""
    if line.end_zone == line.zone or course.ends_at is None:
        return both_times(
            course.starts_at, line.zone, line.home_zone, end=course.ends_at
        )
    is_other_day = course.starts_at.date() != course.ends_at.date()
    return format_html(
        '<span class="journey-times">{} – {}</span>',
        moment(course.starts_at, line.zone),
        moment(course.ends_at, line.end_zone, date=is_other_day),
    )


def _kind(line: Line) -> SafeString:
    place, venue = line.place, text(line.item.venue)
    shown = _with_journey(line, link(place), link) if place else ""
    parts = (choice(line.item, "kind"), shown, venue)
    return format_html_join(" · ", "{}", ((part,) for part in parts if part))


def _conflicts(conflicts: Iterable[Conflict | Finding]) -> SafeString | str:
    """Say what is wrong with the item, each with the reason."""
    possible = gettext("possible")
    shown = format_html_join(
        "",
        "<li>{}<span><strong>{}{}</strong> – {}</span></li>",
        (
            (
                icon("warning"),
                conflict.kind.label,
                "" if conflict.is_certain else format_html(" ({})", possible),
                conflict.reason,
            )
            for conflict in conflicts
        ),
    )
    return format_html('<ul class="item__conflicts">{}</ul>', shown) if shown else ""


def _planned(line: Line) -> str:
    if line.plan.is_known:
        return course(line, line.plan)
    return _muted(gettext("no plan on record"))


def _held_or_dropped(line: Line) -> str:
    return gettext("Dropped") if line.state == "dropped" else gettext("Held")


def _actual(line: Line) -> str:
    if line.state == "dropped":
        return text(line.item.status_reason)
    if line.is_held:
        if line.actual.is_known:
            return course(line, line.actual)
        return _muted(gettext("held; no more is known"))
    if line.is_ahead:
        return _muted(gettext("not yet"))
    return _muted(gettext("no source says so"))


def _facts(item: Any) -> Iterator[str]:
    for term, records in (
        (gettext("Hosts"), item.host_list),
        (gettext("Visited"), [item.visited]),
        (gettext("Presented by"), [item.speaker]),
        (gettext("Introduced by"), [item.introduced_by]),
        (gettext("Groups"), getattr(item, "group_list", [])),
        (gettext("With"), item.people_list),
    ):
        links = [link(record) for record in records if record]
        if links:
            yield _fact(term, mark_safe(comma().join(links)))  # noqa: S308 -- links


def _topics(topics: Iterable[Any]) -> SafeString | str:
    shown = format_html_join(
        "", '<li class="tag">{}</li>', ((text(topic.name),) for topic in topics)
    )
    if not shown:
        return ""
    return format_html(
        '<ul class="tags" aria-label="{}">{}</ul>', gettext("Topics"), shown
    )


def _actions(mission: Mission, item: ProgrammeItem) -> SafeString:
    ways = [
        (address_of(name, mission.code, item.code), label)
        for name, label in (
            ("missions:update-item", gettext("Change the plan")),
            ("missions:record-actual", gettext("Record what came of it")),
        )
    ]
    for page, label in (
        (address_of("followup:write-note", mission.code), gettext("Write a note")),
        (address_of("followup:add-task"), gettext("Write down a task")),
    ):
        if page:
            ways.append((f"{page}?item={item.code}", label))
    return format_html(
        '<p class="item__actions">{}</p>',
        format_html_join(
            " ",
            '<a href="{}">{}<span class="visually-hidden">: {}</span></a>',
            ((page, label, plain(item.title)) for page, label in ways),
        ),
    )


def _fact(term: str, shown: str) -> SafeString:
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", term, shown)


def _paragraph(style: str, shown: str) -> SafeString | str:
    return format_html('<p class="{}">{}</p>', style, shown) if shown else ""


def _muted(shown: str) -> SafeString:
    return format_html('<span class="muted">{}</span>', shown)


@register.simple_tag
def course(line: Line, found: Course) -> str:
    """Write the plan of an item, or what came of it: when, for whom, how many."""
    parts = format_html_join("", "<li>{}</li>", ((part,) for part in _of(found, line)))
    return format_html('<ul class="course">{}</ul>', parts)


def _of(course: Course, line: Line) -> Iterator[str]:
    if course.starts_at:
        times = times_of(line, course)
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
def participations(
    rows: Iterable[Participation], *, function: bool = True, edit_in: str = ""
) -> str:
    """
    Write list items with who is in a mission: people, organisations or groups.

    Args:
        function: Whether to say what they do there.
        edit_in: The code of the mission, if the reader may change them.

    """
    return format_html_join(
        "",
        '<li class="participation{}"><p class="participation__who">{}</p>'
        '<p class="participation__more">{}{}</p>{}{}</li>',
        (
            (
                "" if row.is_public else " participation--internal",
                _who(row),
                _more(row, function=function),
                "" if row.is_public else _internal(),
                format_html('<p class="muted small">{}</p>', text(row.note))
                if row.note
                else "",
                _edit(row, edit_in) if edit_in else "",
            )
            for row in rows
        ),
    )


def _edit(row: Participation, mission: str) -> SafeString:
    return format_html(
        '<p class="small"><a href="{}">{}<span class="visually-hidden">: {}</span>'
        "</a></p>",
        address_of("travellers:update-participant", mission, row.code),
        gettext("Edit"),
        row,
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
