"""Guests of an event: who may come in, who sits where, who is greeted, letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import moment
from gegenbesuch.core.values.languages import LANGUAGES, base_language
from gegenbesuch.documents.blocks import (
    Block,
    Card,
    Cards,
    Cell,
    Document,
    Heading,
    NewPage,
    Paragraph,
    SeatDrawing,
    SeatingPlan,
    Table,
    TableDrawing,
)
from gegenbesuch.documents.content.words import listed, named, other_script, words
from gegenbesuch.guests.address import address_line, spoken_form
from gegenbesuch.guests.attending import (
    attending,
    came,
    in_place_of,
    seen_at_the_doors,
)
from gegenbesuch.guests.letters import INVITATION, THANKS, values_for
from gegenbesuch.guests.models import Guest, Seat, SeatingTable
from gegenbesuch.guests.precedence import order
from gegenbesuch.guests.seating import seats_by_rank
from gegenbesuch.letters.kinds import fill
from gegenbesuch.letters.selectors import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.guests.models import GuestList
    from gegenbesuch.letters.kinds import LetterKind, Text

S = Guest.Status


def door_list(event: GuestList) -> Document:
    """Return all who come by name, with a box to tick."""
    rows = sorted(_coming(event), key=_sort_key)
    table = Table(
        ["□", _("Name"), _("Function and organisation"), _("Table")],
        [
            [
                Cell("□"),
                Cell(
                    named(guest.name, "list"),
                    (other_script(guest.name), in_place_of(row), _with(guest)),
                    is_strong=True,
                ),
                Cell(words(guest.title), (_organisation(guest),)),
                Cell(_table_of(guest)),
            ]
            for row in rows
            for guest in (attending(row),)
        ],
        [0, 5, 5, 1],
    )
    return _document(event, "door_list", _("Door list"), [table] if rows else [])


def greetings_list(event: GuestList) -> Document:
    """Return all who come in the order of greeting, with how they are spoken to."""
    language = base_language(get_language())
    rows = order(_coming(event))
    table = Table(
        [pgettext("rank", "Place"), _("Guest"), _("Spoken to as"), _("Reason")],
        [
            [
                Cell(str(row.place)),
                Cell(
                    address_line(guest, language),
                    (
                        words(guest.title),
                        _organisation(guest),
                        in_place_of(row.guest),
                    ),
                    is_strong=True,
                ),
                Cell(spoken_form(guest, language)),
                Cell("", (row.reason,)),
            ]
            for row in rows
            for guest in (attending(row.guest),)
        ],
        [0, 5, 3, 4],
    )
    return _document(
        event, "greetings_list", _("Greetings list"), [table] if rows else []
    )


def seating_plan(event: GuestList) -> Document:
    """Return who sits where, table by table, the place of honour marked."""
    blocks: list[Block] = []
    seats = Seat.objects.filter(table__guest_list=event).select_related(
        "guest__organisation", "table"
    )
    by_table: dict[int, list[Seat]] = {}
    for seat in seats.order_by("table__number", "number"):
        by_table.setdefault(seat.table.number, []).append(seat)
    for number, rows in by_table.items():
        blocks += [
            Heading(_("Table %(number)s") % {"number": number}),
            Table(
                [_("Seat"), _("Guest")],
                [
                    [
                        Cell(str(seat.number)),
                        Cell(
                            named(guest.name),
                            (
                                other_script(guest.name),
                                listed([words(guest.title), _organisation(guest)]),
                                in_place_of(seat.guest),
                            ),
                            is_strong=True,
                        ),
                    ]
                    for seat in rows
                    for guest in (attending(seat.guest),)
                ],
                [0, 1],
            ),
        ]
    if blocks:
        note = _(
            "Seat 1 of a round table is the place of honour, farthest from the door."
        )
        blocks.append(Paragraph(note, is_small=True))
    return _document(event, "seating_plan", _("Seating plan"), blocks)


def drawn_seating(event: GuestList) -> SeatingPlan:
    """Return the tables seen from above with the names at their seats."""
    seats = Seat.objects.filter(table__guest_list=event).select_related(
        "guest__organisation"
    )
    by_table: dict[int, dict[int, Guest]] = {}
    for seat in seats:
        by_table.setdefault(seat.table_id, {})[seat.number] = seat.guest
    drawings = []
    for table in event.tables.order_by("number"):
        taken = by_table.get(table.pk, {})
        is_long = table.shape == SeatingTable.Shape.LONG
        title = _("Table %(number)s") % {"number": table.number}
        drawings.append(
            TableDrawing(
                listed([title, words(table.name)]),
                is_long,
                [
                    _drawn(number, taken.get(number))
                    for number in range(1, table.seats + 1)
                ],
                next(iter(seats_by_rank(table.seats, is_long=is_long)), 1),
            )
        )
    return SeatingPlan(
        key=_key(event, "seating_plan_drawn"),
        title=_("Seating plan"),
        subtitle=frame_of(event),
        author=words(event.office.name),
        note=words(event.title),
        tables=drawings if by_table else (),
    )


def _drawn(number: int, guest: Guest | None) -> SeatDrawing:
    if guest is None:
        return SeatDrawing(number)
    who = attending(guest)
    more = (
        other_script(who.name),
        listed([words(who.title), _organisation(who)]),
        in_place_of(guest),
    )
    return SeatDrawing(number, named(who.name), tuple(filter(None, more)))


def badges(event: GuestList) -> Cards:
    """Return a badge for each guest who comes, in two scripts."""
    return _cards(event, "name_badges", _("Name badges"), folded=False)


def place_cards(event: GuestList) -> Cards:
    """Return a place card for each guest who comes, in two scripts."""
    return _cards(event, "place_cards", _("Place cards"), folded=True)


def invitations(event: GuestList) -> Document:
    """Return a printed invitation for each guest who has no mail address."""
    guests = event.guests.filter(email="", companion_of__isnull=True).exclude(
        status__in=(S.DECLINED,)
    )
    return _letters(
        event, "invitations", _("Invitations by letter"), guests, INVITATION
    )


def thanks(event: GuestList) -> Document:
    """Return a printed letter of thanks for each guest who came, as far as is known."""
    guests = event.guests.filter(status=S.ACCEPTED, companion_of__isnull=True)
    seen = seen_at_the_doors(event)
    there = [guest.pk for guest in guests if came(guest, seen) is not False]
    return _letters(
        event,
        "thank_you_letters",
        _("Thank-you letters"),
        event.guests.filter(pk__in=there),
        THANKS,
    )


def _letters(
    event: GuestList, key: str, title: str, guests: object, kind: LetterKind
) -> Document:
    """Write to each guest in their own language, whatever that of the file is."""
    blocks: list[Block] = []
    rows = Guest.objects.filter(pk__in=guests.values("pk")).select_related(  # type: ignore[attr-defined]
        "guest_list__office",
        "guest_list__place",
        "guest_list__mission",
        "organisation",
        "person",
    )
    texts = {
        language: text_of(event.office, kind.key, language) for language in LANGUAGES
    }
    for guest in sorted(rows, key=_sort_key):
        language = base_language(guest.language)
        with translation.override(language):
            blocks += [NewPage(language), *_letter(guest, texts[language], language)]
    return Document(
        key=_key(event, key),
        title=f"{title}: {words(event.title)}",
        blocks=blocks or [Paragraph(_("There is nobody to write to."))],
        author=words(event.office.name),
        is_letter=True,
    )


def _letter(guest: Guest, text: Text, language: str) -> Iterator[Block]:
    """Yield the letter to a guest, in the active language."""
    subject, body = fill(text, values_for(guest, language=language))
    address = filter(
        None,
        (
            _organisation(guest),
            address_line(guest, language),
            words(guest.title) if language != "ja" else "",
        ),
    )
    yield Paragraph(words(guest.guest_list.office.name), is_small=True)
    yield Paragraph("\n\n" + "\n".join(address) + "\n\n")
    yield Heading(subject, 1)
    for part in body.split("\n\n"):
        if part.strip():
            yield Paragraph(part)


def _cards(event: GuestList, key: str, title: str, *, folded: bool) -> Cards:
    cards = [
        Card(
            named(guest.name),
            other_script(guest.name),
            (words(guest.title), _organisation(guest)),
            "" if folded else guest.code,
        )
        for guest in map(attending, sorted(_coming(event), key=_sort_key))
    ]
    return Cards(
        _key(event, key),
        f"{title}: {words(event.title)}",
        words(event.office.name),
        cards,
        folded,
    )


def _document(event: GuestList, key: str, title: str, blocks: list[Block]) -> Document:
    return Document(
        key=_key(event, key),
        title=title,
        subtitle=frame_of(event),
        blocks=blocks or [Paragraph(_("Nobody has accepted yet."))],
        author=words(event.office.name),
        note=words(event.title),
    )


def frame_of(event: GuestList) -> str:
    """Say what the event is, when and where."""
    zone = event.place.time_zone
    held = strip_tags(moment(event.starts_at, zone, end=event.ends_at, date=True))
    return listed(
        [words(event.title), held, words(event.venue), words(event.place.name)]
    )


def _key(event: GuestList, key: str) -> str:
    return f"{key}_{event.code}"


def _coming(event: GuestList) -> list[Guest]:
    return list(
        event.guests.filter(status=S.ACCEPTED).select_related(
            "organisation", "companion_of", "seat__table", "person"
        )
    )


def _sort_key(guest: Guest) -> tuple[str, int]:
    if base_language(get_language()) == "ja":
        return guest.name.sort_key_ja(), guest.pk
    return guest.sort_key, guest.pk


def _organisation(guest: Guest) -> str:
    if guest.organisation is not None:
        return words(guest.organisation.name)
    return words(guest.organisation_text)


def _with(guest: Guest) -> str:
    if guest.companion_of is None:
        return ""
    return _("comes with %(name)s") % {"name": named(guest.companion_of.name)}


def _table_of(guest: Guest) -> str:
    seat = getattr(guest, "seat", None)
    return str(seat.table.number) if seat else ""
