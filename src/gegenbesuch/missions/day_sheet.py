"""The day sheet: what somebody on the way needs on the phone, item by item."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType

from gegenbesuch.core.rows import rows_of
from gegenbesuch.directory.address_format import address_lines
from gegenbesuch.directory.contact_values import contact_link, shown_contact
from gegenbesuch.directory.models import Address, ContactPoint, Organisation, Person
from gegenbesuch.missions import rules
from gegenbesuch.missions.groups import Wanted, concerns, group_items
from gegenbesuch.missions.models import Booking, Resource
from gegenbesuch.missions.programme import days_of, lines_of
from gegenbesuch.missions.selectors import TRAVELLING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import Model

    from gegenbesuch.core.values.partial_date import PartialDate
    from gegenbesuch.directory.models import Place
    from gegenbesuch.missions.models import Mission, Participation, ProgrammeItem
    from gegenbesuch.missions.programme import Course, Line

#: What a driver reads there.
LANGUAGE_OF = {"JP": "ja", "DE": "de", "AT": "de", "CH": "de"}
PHONES = {ContactPoint.Kind.PHONE, ContactPoint.Kind.MOBILE}


@dataclass(frozen=True)
class Phone:
    """A number to call, as people write it and as a phone dials it."""

    whose: Any
    shown: str
    link: str


@dataclass
class Entry:
    """
    One item of the day.

    Attributes:
        taxi: Where it is, line by line, to be shown to a driver.
        language: Of these lines.
        resources: The interpreters, cars and rooms that are booked.
        groups: The groups that it is for, each with who is in it.
        ours: Who of those who travel is named for it.
    """

    line: Line
    course: Course
    taxi: list[str] = field(default_factory=list)
    language: str = ""
    resources: list[Resource] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    groups: list[tuple[Any, list[Participation]]] = field(default_factory=list)
    ours: list[Participation] = field(default_factory=list)

    @property
    def item(self) -> Any:
        """The programme item."""
        return self.line.item

    @property
    def theirs(self) -> list[Any]:
        """Whom one meets there."""
        ours = {row.person_id for row in self.ours}
        return [row for row in self.item.people_list if row.pk not in ours]


@dataclass(frozen=True)
class SheetDay:
    """A day with its entries."""

    on: PartialDate
    entries: list[Entry]


def day_sheet(  # noqa: PLR0913 -- a sheet is for somebody and of something
    mission: Mission,
    items: Sequence[ProgrammeItem],
    people: Sequence[Participation],
    *,
    with_phones: bool,
    groups: Sequence[Any] = (),
    wanted: Wanted | None = None,
) -> tuple[list[SheetDay], list[Phone]]:
    """
    Return the days with all that is ahead or was held, and the numbers of the group.

    Five queries. Items must have been named by `selectors.name_everybody`.

    Args:
        with_phones: Whether the reader may see the numbers in the directory.
        groups: From `groups.groups_of`.
        wanted: Whose sheet it is; by default that of everybody.
    """
    group_items(items, groups)
    whose = wanted or Wanted()
    going = [
        item
        for item in items
        if rules.state_of_item(item.status) != "dropped" and concerns(item, whose)
    ]
    days = [
        SheetDay(day.on, [Entry(line, _course(line)) for line in day.lines])
        for day in days_of(lines_of(mission, going))
    ]
    entries = [entry for day in days for entry in day.entries]
    _add_resources(entries)
    _add_addresses(entries)
    _add_company(entries, people)
    travelling = [row.person for row in people if row.person]
    numbers: dict[Model, list[Phone]] = {}
    if with_phones:
        hosts = [where for entry in entries for where in _where(entry.item)]
        met = [person for entry in entries for person in entry.item.people_list]
        numbers = _phones([*hosts, *met, *travelling])
    for entry in entries:
        whom = dict.fromkeys([*_where(entry.item), *entry.item.people_list])
        entry.phones = [phone for record in whom for phone in numbers.get(record, [])]
    group = dict.fromkeys(travelling)
    return days, [phone for person in group for phone in numbers.get(person, [])]


def next_entry(days: Iterable[SheetDay], at: datetime) -> Entry | None:
    """Return what is going on or comes next, of all whose time is known."""
    ahead = [
        entry
        for day in days
        for entry in day.entries
        if entry.course.starts_at
        and (entry.course.ends_at or entry.course.starts_at) > at
    ]
    return min(ahead, key=lambda entry: entry.course.starts_at or at, default=None)


def _course(line: Line) -> Course:
    return line.actual if line.is_held and line.actual.on.is_known else line.plan


def _where(item: Any) -> list[Organisation]:
    """Return whom to call about the place: hosts, and whose house it can be."""
    return list(dict.fromkeys([*_houses(item), *item.host_list]))


def _houses(item: Any) -> list[Organisation]:
    """Return in whose house it is: whoever is visited there, or where the stop is."""
    stop = item.stop.organisation if item.stop else None
    return [each for each in (item.visited, stop) if each]


def _add_resources(entries: Sequence[Entry]) -> None:
    by_item = {entry.item.pk: entry for entry in entries}
    bookings = rows_of(Booking, item=by_item)
    resources = {
        row.pk: row
        for row in rows_of(Resource, pk={booking.resource_id for booking in bookings})
    }
    for booking in sorted(bookings, key=lambda row: row.pk):
        by_item[booking.item_id].resources.append(resources[booking.resource_id])


def _add_company(entries: Sequence[Entry], people: Sequence[Participation]) -> None:
    """Say who of us goes: the groups it is for, or those whom it names."""
    for entry in entries:
        entry.groups = [
            (group, [row for row in people if row.pk in group.member_keys])
            for group in entry.item.group_list
        ]
        named = {person.pk for person in entry.item.people_list}
        entry.ours = [
            row
            for row in people
            if row.function in TRAVELLING and row.person_id in named
        ]


def _add_addresses(entries: Sequence[Entry]) -> None:
    houses = {where.pk for entry in entries for where in _where(entry.item)}
    found: dict[int, list[Address]] = defaultdict(list)
    kind = ContentType.objects.get_for_model(Organisation).pk
    for row in rows_of(Address, target_type=[kind], target_id=houses):
        if row.kind == Address.Kind.OFFICE:
            found[row.target_id].append(row)
    for entry in entries:
        place = entry.line.place
        entry.language = LANGUAGE_OF.get(place.country, "en") if place else "en"
        entry.taxi = _taxi(entry, place, found)


def _taxi(
    entry: Entry, place: Place | None, addresses: dict[int, list[Address]]
) -> list[str]:
    language = entry.language
    item, houses = entry.item, _houses(entry.item)
    venue = _said(item.venue, language)
    # A host who invites to some other venue, or comes from abroad, lives elsewhere.
    for house in [*houses, *([] if venue else item.host_list)]:
        rows = sorted(
            (
                row
                for row in addresses[house.pk]
                if place is None or row.country in {"", place.country}
            ),
            key=lambda row: (not row.language.startswith(language), row.position),
        )
        if rows:
            name = _said(house.name, language)
            return list(filter(None, [venue, name, *address_lines(rows[0])]))
    names = [venue, *(_said(house.name, language) for house in houses[:1])]
    return list(filter(None, [*names, _said(place and place.name, language)]))


def _said(name: Any, language: str) -> str:
    """Return a name in the language of the place, as far as it has one."""
    return str(name.localize(language)) if name else ""


def _phones(records: Iterable[Model]) -> dict[Model, list[Phone]]:
    kinds = {
        ContentType.objects.get_for_model(model).pk: model
        for model in (Organisation, Person)
    }
    known = {(type(record), record.pk): record for record in records}
    rows = rows_of(
        ContactPoint, target_type=kinds, target_id={pk for _model, pk in known}
    )
    found: dict[Model, list[Phone]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (not row.is_preferred, row.position)):
        record = known.get((kinds[row.target_type_id], row.target_id))
        if record is not None and row.kind in PHONES and not row.is_private:
            shown = shown_contact(row.kind, row.value)
            found[record].append(
                Phone(record, shown, contact_link(row.kind, row.value))
            )
    return found
