"""Notes for a mission: what to say at an occasion, and what was said in a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import quantity
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.documents.blocks import (
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    Lines,
    NewPage,
    Paragraph,
    Points,
    Table,
)
from gegenbesuch.documents.content import programme
from gegenbesuch.documents.content.partners import hosts_of
from gegenbesuch.documents.content.people import function_of, people_of
from gegenbesuch.documents.content.words import (
    clock,
    dated,
    listed,
    named,
    other_script,
    spoken_to,
    when,
    words,
)
from gegenbesuch.followup import selectors as followup
from gegenbesuch.guests.address import spoken_form
from gegenbesuch.guests.attending import attending, in_place_of
from gegenbesuch.guests.models import Guest
from gegenbesuch.guests.precedence import order
from gegenbesuch.missions import selectors
from gegenbesuch.missions.models import ProgrammeItem

if TYPE_CHECKING:
    from gegenbesuch.followup.models import Note, Task
    from gegenbesuch.guests.models import GuestList
    from gegenbesuch.missions.models import Mission
    from gegenbesuch.missions.programme import Line

K = ProgrammeItem.Kind
#: At these somebody of ours is expected to say a few words.
SPOKEN = {K.RECEPTION, K.PRESENTATION, K.COURTESY_CALL, K.DINNER, K.PRESS}
#: Of these a note is kept.
NOTED = {
    *(K.MEETING, K.COURTESY_CALL, K.SITE_VISIT, K.PRESENTATION, K.SESSION, K.PRESS),
    K.OTHER,
}
#: How many guests are greeted by name.
GREETED = 12


def speaking_notes(mission: Mission) -> Document:
    """Return a page for each occasion at which somebody speaks."""
    goals = [words(goal.text) for goal in selectors.goals_of(mission)]
    blocks: list[Block] = []
    for line in programme.lines_with_names(mission):
        if line.item.kind not in SPOKEN:
            continue
        item: Any = line.item
        blocks += [
            *([NewPage()] if blocks else []),
            Heading(words(item.title)),
            _occasion(line),
            *_greet([_person(person) for person in item.people_list]),
            *_points(
                [
                    *(words(topic.name) for topic in item.topic_list),
                    words(item.text),
                    *goals,
                ]
            ),
            *_own_words(),
        ]
    return _document(mission, "speaking_notes", _("Speaking notes"), blocks)


def speaking_notes_for(event: GuestList) -> Document:
    """Return the notes for words of welcome: whom to greet, in which order, and how."""
    language = base_language(get_language())
    coming = event.guests.filter(status=Guest.Status.ACCEPTED).select_related(
        "organisation", "companion_of", "person"
    )
    rows = [row for row in order(coming) if row.guest.companion_of_id is None]
    greet = [
        Cell(
            spoken_form(guest, language),
            (
                listed([named(guest.name), words(guest.title)]),
                in_place_of(row.guest),
            ),
            is_strong=True,
        )
        for row in rows[:GREETED]
        for guest in (attending(row.guest),)
    ]
    mission = event.mission
    goals = [words(goal.text) for goal in selectors.goals_of(mission)]
    blocks: list[Block] = [
        Heading(words(event.title)),
        Facts(
            [
                (_("When"), f"{dated(event.on, 'weekday')} {event.starts:%H:%M}"),
                (_("Where"), listed([words(event.venue), words(event.place.name)])),
                (pgettext("speaking notes", "Occasion"), words(mission.title)),
            ]
        ),
        *_greet(greet),
        *_points([words(event.note), *goals]),
        *_own_words(),
    ]
    key = f"speaking_notes_{event.code}"
    return _document(mission, key, _("Speaking notes"), blocks)


def meeting_notes(mission: Mission) -> Document:
    """Return a note to fill in for each meeting, with all that is known before it."""
    ours = [
        listed([named(row.person.name), function_of(row)])
        for row in people_of(mission, internal=True)
        if row.person and row.function in selectors.TRAVELLING
    ]
    written = followup.written_at(mission)
    blocks: list[Block] = []
    for line in programme.lines_with_names(mission):
        if line.item.kind not in NOTED:
            continue
        if blocks:
            blocks.append(NewPage())
        notes, tasks = written.get(line.item.pk, ([], []))
        blocks += _meeting(line, ours, notes, tasks)
    return _document(mission, "meeting_notes", _("Meeting notes"), blocks)


def _meeting(
    line: Line, ours: list[str], notes: list[Note], tasks: list[Task]
) -> list[Block]:
    item: Any = line.item
    theirs = [
        *(words(host.name) for host in hosts_of(item)),
        *(
            listed([named(person.name), other_script(person.name)])
            for person in item.people_list
        ),
    ]
    empty = [Cell(""), Cell(""), Cell("")]
    agreed = [
        [
            Cell(task.text),
            Cell(str(task.owner or task.owner_text)),
            Cell(dated(PartialDate.on(task.due_on)) if task.due_on else ""),
        ]
        for task in tasks
    ]
    said: list[Block] = [Paragraph(note.text) for note in notes]
    authors = dict.fromkeys(str(note.author) for note in notes if note.author)
    last = dated(PartialDate.on(notes[-1].said_on)) if notes else ""
    return [
        Heading(words(item.title)),
        _occasion(line),
        Facts(
            [
                (_("Their side"), "\n".join(theirs)),
                (_("Our side"), "\n".join(ours)),
                (_("Topics"), listed([words(topic.name) for topic in item.topic_list])),
                (pgettext("meeting note", "Known before"), words(item.text)),
            ]
        ),
        Heading(_("What was said"), 3),
        *(said or [Lines(6)]),
        Heading(_("What was agreed, and who does what"), 3),
        Table([_("What"), _("Who"), _("Until when")], agreed or [empty] * 4, [6, 3, 2]),
        Heading(_("What the other side looks for"), 3),
        Lines(3),
        Facts(
            [
                (
                    _("Written by, on"),
                    listed([*authors, last]) if notes else "____________________",
                )
            ]
        ),
    ]


def _occasion(line: Line) -> Block:
    item: Any = line.item
    course = line.plan if line.plan.on.is_known else line.actual
    audience = line.plan if line.plan.audience is not None else line.actual
    where = listed([words(item.venue), words(line.place.name) if line.place else ""])
    on = dated(course.on, "weekday") if course.on.is_known else ""
    return Facts(
        [
            (pgettext("speaking notes", "Occasion"), item.get_kind_display()),
            (_("When"), listed([on, clock(course)])),
            (_("Where"), where),
            (_("Hosts"), listed([words(host.name) for host in hosts_of(item)])),
            (
                _("Audience"),
                listed(
                    [
                        quantity(audience.audience) if audience.audience else "",
                        words(audience.audience_kinds),
                    ]
                ),
            ),
            (
                _("Introduced by"),
                words(item.introduced_by.name) if item.introduced_by else "",
            ),
        ]
    )


def _person(person: Any) -> Cell:
    return Cell(
        spoken_to(person),
        (listed([named(person.name), other_script(person.name)]),),
        is_strong=True,
    )


def _greet(rows: list[Cell]) -> list[Block]:
    if not rows:
        return []
    lines = [[Cell(str(n)), row] for n, row in enumerate(rows, start=1)]
    return [
        Heading(_("Greet in this order"), 3),
        Table([pgettext("rank", "Place"), _("Spoken to as")], lines, [0, 1]),
    ]


def _points(said: list[str]) -> list[Block]:
    known = list(filter(None, said))
    return [Heading(_("Points to make"), 3), Points(known)] if known else []


def _own_words() -> list[Block]:
    return [Heading(_("In your own words"), 3), Lines(8)]


def _document(mission: Mission, key: str, title: str, blocks: list[Block]) -> Document:
    return Document(
        key=key,
        title=title,
        subtitle=listed([words(mission.title), when(mission)]),
        blocks=blocks or [Paragraph(_("No programme is on record."))],
        author=words(mission.office.name),
        note=words(mission.title),
    )
