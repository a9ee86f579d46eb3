"""The programme: short, long, for one person, as a booklet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gegenbesuch.core.templatetags.display import quantity
from gegenbesuch.documents.blocks import (
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    Table,
)
from gegenbesuch.documents.content.people import people_of
from gegenbesuch.documents.content.words import (
    arrival,
    clock,
    dated,
    home_clock,
    listed,
    named,
    way,
    when,
    words,
)
from gegenbesuch.missions import groups, selectors
from gegenbesuch.missions.models import ProgrammeItem
from gegenbesuch.missions.programme import Day, Line, days_of, lines_of

if TYPE_CHECKING:
    from gegenbesuch.directory.models import Person
    from gegenbesuch.missions.models import Mission


def short(mission: Mission) -> Document:
    """Return the public programme on a page or two."""
    lines = [line for line in lines_with_names(mission) if line.item.is_public]
    return _document(mission, "programme_short", _("Programme"), lines, is_long=False)


def long(mission: Mission) -> Document:
    """Return the whole programme with hosts, people and what is planned."""
    title = _("Programme with all details")
    return _document(
        mission, "programme_long", title, lines_with_names(mission), is_long=True
    )


def booklet(mission: Mission) -> Document:
    """Return the programme on pages of A6, one after the other."""
    title = _("Programme")
    lines = lines_with_names(mission)
    return _document(mission, "programme_a6", title, lines, is_long=False, paper="a6")


def folded(mission: Mission) -> Document:
    """Return the programme on sheets of A4 that are folded twice, to A6."""
    made = _document(
        mission,
        "programme_to_fold",
        _("Programme"),
        lines_with_names(mission),
        is_long=False,
    )
    return replace(made, is_folded=True)


def for_person(mission: Mission, person: Person) -> Document:
    """
    Return what concerns one person.

    `missions.groups.concerns` says what that is.
    """
    rows = people_of(mission, internal=True)
    wanted = groups.for_person(person, groups.groups_of(mission), rows)
    lines = [
        line for line in lines_with_names(mission) if groups.concerns(line.item, wanted)
    ]
    title = _("Programme for %(name)s") % {"name": named(person.name)}
    key = f"programme_for_{person.code}"
    return _document(mission, key, title, lines, is_long=True)


def people_with_own_programme(mission: Mission) -> list[Person]:
    """Return who travels and whom items of the programme name."""
    travelling = [
        row.person
        for row in people_of(mission, internal=True)
        if row.person and row.function in selectors.TRAVELLING
    ]
    named_there = [p for line in lines_with_names(mission) for p in _people(line)]
    return list(dict.fromkeys([*travelling, *named_there]))


def lines_with_names(mission: Mission) -> list[Line]:
    """Return all that was not dropped, with places, hosts, people, topics, groups."""
    stops = selectors.stops_of(mission)
    items = [
        item
        for item in selectors.items_of(mission, stops)
        if item.status != ProgrammeItem.Status.DROPPED
    ]
    selectors.name_everybody(stops, items)
    groups.group_items(items, groups.groups_of(mission))
    return [line for day in days_of(lines_of(mission, items)) for line in day.lines]


def _people(line: Line) -> list[Person]:
    item: Any = line.item
    people: list[Person] = item.people_list
    return people


def _document(  # noqa: PLR0913 -- a programme has these parts
    mission: Mission,
    key: str,
    title: str,
    lines: list[Line],
    *,
    is_long: bool,
    paper: str = "a4",
) -> Document:
    return Document(
        key=key,
        title=title,
        subtitle=listed([words(mission.title), when(mission)]),
        blocks=days(lines, is_long=is_long),
        author=words(mission.office.name),
        note=words(mission.title),
        paper=paper,
    )


def days(lines: list[Line], *, is_long: bool, level: int = 2) -> list[Block]:
    """Return a table for each day."""
    blocks: list[Block] = []
    for day in days_of(lines):
        label = dated(day.on, "weekday") if day.on.is_known else _("Day not known")
        blocks += [Heading(label, level), _table(day, is_long=is_long)]
    if not blocks:
        blocks.append(Paragraph(_("No programme is on record.")))
    note = _("All times are on the clock of the place.")
    return [*blocks, Paragraph(note, is_small=True)]


def _table(day: Day, *, is_long: bool) -> Table:
    return Table(
        [pgettext("agenda", "Time"), _("What")],
        [[_time(line), _what(line, is_long=is_long)] for line in day.lines],
        [1, 4],
    )


def _time(line: Line) -> Cell:
    course = line.plan if line.plan.start else line.actual
    if arrives := arrival(line, course):
        return Cell(f"{course.start:%H:%M}", (arrives,))
    return Cell(clock(course) or "–", (home_clock(line),))


def _what(line: Line, *, is_long: bool) -> Cell:
    item: Any = line.item
    more = [listed([words(item.venue), way(line)])]
    if is_long:
        hosts = listed([words(host.name) for host in item.host_list])
        people = listed([named(person.name) for person in item.people_list])
        speaker = words(item.speaker.name) if item.speaker else ""
        groups = listed([words(group.name) for group in item.group_list])
        more += [
            _("Only for: %(names)s") % {"names": groups} if groups else "",
            words(item.text),
            _("Hosts: %(names)s") % {"names": hosts} if hosts else "",
            _("Presented by: %(name)s") % {"name": speaker} if speaker else "",
            _("With: %(names)s") % {"names": people} if people else "",
            _audience(line),
            item.get_status_display(),
        ]
    return Cell(
        words(item.title),
        (item.get_kind_display(), *filter(None, more)),
        is_strong=True,
    )


def _audience(line: Line) -> str:
    course = line.plan if line.plan.audience is not None else line.actual
    if course.audience is None:
        return ""
    return listed([quantity(course.audience), words(course.audience_kinds)])
