"""Whether the interpreters booked for an item speak the languages of both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from babel.languages import get_official_languages
from django.utils.translation import gettext as _

from gegenbesuch.accounts.models import Office
from gegenbesuch.core.rows import rows_of
from gegenbesuch.core.templatetags.display import comma
from gegenbesuch.directory.languages import language_name, languages_in
from gegenbesuch.directory.models import Person
from gegenbesuch.missions.models import Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gegenbesuch.directory.models import Place
    from gegenbesuch.missions.models import ProgrammeItem


class Unspoken(NamedTuple):
    """
    An interpreter who does not speak a language that an item needs.

    Attributes:
        is_certain: Somebody said which language is spoken at the stop; else it is
            taken from the country.
    """

    item: ProgrammeItem
    interpreter: Resource
    reason: str
    is_certain: bool


def unspoken(
    rows: Iterable[tuple[ProgrammeItem, Place | None, Iterable[Resource]]],
) -> Iterator[Unspoken]:
    """
    Yield the interpreters who lack a language, two questions at most.

    Who has no languages on record is not looked at.

    Args:
        rows: Items with their place and what is booked for them.
    """
    booked = [
        (item, place, row)
        for item, place, resources in rows
        for row in resources
        if row.kind == Resource.Kind.INTERPRETER
    ]
    if not booked:
        return
    spoken = _spoken_by({row.pk: row for _item, _place, row in booked}.values())
    offices = Office.objects.in_bulk({item.mission.office_id for item, *_ in booked})
    for item, place, row in booked:
        own = offices[item.mission.office_id].language
        there = _spoken_at(item, place, own)
        if not there or own in there or not (known := spoken[row.pk]):
            continue
        needed = next(
            (each for each in ({own}, there) if not each & known),
            None,
        )
        if needed is not None:
            stop = item.stop
            yield Unspoken(
                item,
                row,
                _("%(interpreter)s speaks %(known)s; %(needed)s is needed here.")
                % {
                    "interpreter": row,
                    "known": _named(known),
                    "needed": _named(needed),
                },
                is_certain=needed == {own} or bool(stop and stop.language),
            )


def _spoken_by(interpreters: Iterable[Resource]) -> dict[int, set[str]]:
    rows = list(interpreters)
    people = {row.person_id for row in rows if row.person_id}
    known = {row.pk: row.languages for row in rows_of(Person, pk=people)}
    return {
        row.pk: languages_in(row.languages)
        | {tag.split("-")[0] for tag in known.get(row.person_id or 0, ())}
        for row in rows
    }


def _spoken_at(item: ProgrammeItem, place: Place | None, own: str) -> set[str]:
    """Return the languages of the other side; at home those of who comes."""
    stop = item.stop
    if stop is not None and stop.language:
        return {stop.language.split("-")[0]}
    there = set(get_official_languages(place.country)) if place else set()
    if own not in there:
        return there
    guests = (get_official_languages(code) for code in item.mission.countries)
    return set().union(*guests) - {own}


def _named(codes: set[str]) -> str:
    return comma().join(language_name(code) for code in sorted(codes))
