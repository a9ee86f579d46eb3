"""What search is told about missions and their programme, and who was on which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.search import kinds
from gegenbesuch.core.search.kinds import Document, Line, facet_of, texts
from gegenbesuch.core.values.date_formatting import format_partial_date
from gegenbesuch.core.values.name_sorting import fold_latin
from gegenbesuch.missions.models import (
    Mission,
    Participation,
    ProgrammeItem,
    Stop,
    Topic,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def documents_of_missions(rows: list[Mission]) -> dict[int, Document]:
    """Return what search is told about missions: titles, stops, goals and notes."""
    pks = [row.pk for row in rows]
    offices: dict[int, list[int]] = {row.pk: [row.office_id] for row in rows}
    partners = Mission.partner_offices.through.objects.filter(mission_id__in=pks)
    for pk, office in partners.values_list("mission_id", "office_id"):
        offices[pk].append(office)
    stops: dict[int, list[Stop]] = {pk: [] for pk in pks}
    for stop in Stop.objects.filter(mission_id__in=pks).select_related("place"):
        stops[stop.mission_id].append(stop)
    documents = {}
    for row in rows:
        places = [stop.place for stop in stops[row.pk] if stop.place]
        places += [row.place] if row.place else []
        documents[row.pk] = Document(
            names=texts(row.title),
            sort_key=_first_key(row.title),
            rest=[
                *texts(row.summary, row.note, row.venue, row.lead_text, row.date_note),
                *(text for place in places for text in texts(place.name)),
                *(t for s in stops[row.pk] for t in texts(s.place_text, s.text)),
            ],
            facets=[
                facet_of("mission", row.pk),
                *(facet_of("place", place.pk) for place in places),
            ],
            offices=offices[row.pk],
        )
    return documents


def documents_of_items(rows: list[ProgrammeItem]) -> dict[int, Document]:
    """Return what search is told about items of a programme, with their topics."""
    pks = [row.pk for row in rows]
    topics: dict[int, list[Topic]] = {pk: [] for pk in pks}
    for topic in Topic.objects.filter(item_id__in=pks):
        topics[topic.item_id].append(topic)
    missions = documents_of_missions(
        list(Mission.objects.filter(pk__in={row.mission_id for row in rows}))
    )
    return {
        row.pk: Document(
            names=texts(row.title),
            sort_key=_first_key(row.title),
            rest=[
                *texts(row.text, row.venue, row.place.name if row.place else ""),
                *(text for topic in topics[row.pk] for text in texts(topic.name)),
                *missions[row.mission_id].names,
            ],
            facets=[
                facet_of("mission", row.mission_id),
                *([facet_of("place", row.place_id)] if row.place_id else []),
                *(
                    facet_of("sector", t.sector_id)
                    for t in topics[row.pk]
                    if t.sector_id
                ),
            ],
            offices=missions[row.mission_id].offices,
        )
        for row in rows
    }


def lines_of_missions(pks: list[int]) -> dict[int, Line]:
    """Return how a list of hits shows missions: with kind and date."""
    return {
        row.pk: Line(
            str(row),
            row.get_absolute_url(),
            " · ".join(
                filter(None, (str(row.get_kind_display()), _date(row.starts_on)))
            ),
            row.code,
        )
        for row in Mission.objects.filter(pk__in=pks)
    }


def lines_of_items(pks: list[int]) -> dict[int, Line]:
    """Return how a list of hits shows items of a programme: with their mission."""
    rows = ProgrammeItem.objects.filter(pk__in=pks).select_related("mission")
    return {
        row.pk: Line(str(row), row.get_absolute_url(), str(row.mission), row.code)
        for row in rows
    }


def choices_of_missions(user: Any) -> list[tuple[int, str]]:
    """Return the missions that a search can be narrowed to, newest first."""
    rows = Mission.objects.visible_to(user).order_by("-starts_on", "-id")
    return [(row.pk, str(row)) for row in rows.only("title")[:200]]


def missions_of_organisations(pks: list[int]) -> Iterator[tuple[int, str]]:
    """Yield in which missions organisations took part."""
    yield from _missions_of("organisation_id", pks)


def missions_of_people(pks: list[int]) -> Iterator[tuple[int, str]]:
    """Yield in which missions people took part."""
    yield from _missions_of("person_id", pks)


def _missions_of(owner: str, pks: list[int]) -> Iterator[tuple[int, str]]:
    rows = Participation.objects.filter(**{f"{owner}__in": pks})
    for pk, mission in rows.values_list(owner, "mission_id").distinct():
        yield pk, facet_of("mission", mission)


def _first_key(text: Any) -> str:
    return fold_latin(next(iter(texts(text)), ""))


def _date(value: Any) -> str:
    return format_partial_date(value, get_language() or "en") if value.is_known else ""


def _index_participant(
    sender: type[Participation],
    instance: Participation,
    *,
    raw: bool = False,
    **_m: Any,
) -> None:
    """Let a participant be found by the mission from now on, or no longer."""
    if raw:
        return
    for record in (instance.person, instance.organisation):
        if record is not None:
            kinds.index(type(record), [record])


kinds.register(
    Mission,
    number=8,
    label=_("Missions"),
    documents=documents_of_missions,
    lines=lines_of_missions,
    is_followed=True,
)
kinds.register(
    ProgrammeItem,
    number=9,
    label=_("Programme"),
    documents=documents_of_items,
    lines=lines_of_items,
    is_followed=True,
)
kinds.register_facets("directory.organisation", missions_of_organisations)
kinds.register_facets("directory.person", missions_of_people)
kinds.register_choices("mission", _("Mission"), choices_of_missions)
post_save.connect(_index_participant, sender=Participation)
post_delete.connect(_index_participant, sender=Participation)
