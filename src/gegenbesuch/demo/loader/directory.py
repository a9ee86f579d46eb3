"""Places, sources, organisations, people and the relation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.demo.loader.evidence import EVIDENCE, attach_evidence, cite
from gegenbesuch.demo.loader.world import keep, put
from gegenbesuch.directory.models import (
    Organisation,
    Person,
    Place,
    Relation,
    RelationFact,
    Role,
    Sector,
    Source,
)
from gegenbesuch.directory.services import index_organisations, index_people

if TYPE_CHECKING:
    from gegenbesuch.demo.loader.reading import DataSet
    from gegenbesuch.demo.loader.record import Record
    from gegenbesuch.demo.loader.world import World

_PLACE = "name country region latitude longitude time_zone aliases sources"
_SOURCE = "kind title url published_on note"
_ORGANISATION = (
    "name aliases kind parent place place_text country site founded_on operator "
    f"nace_codes sectors note {EVIDENCE}"
)
_PERSON = f"name languages is_deceased is_invented note roles {EVIDENCE}"
_ROLE = (
    "title organisation organisation_text started_on ended_on seen_from seen_until "
    "note sources"
)
_RELATION = f"name home country started_on summary facts {EVIDENCE}"
_FACT = "kind organisation on until text sources"


def load_places(world: World, data: DataSet) -> None:
    """Write places and sources; the sectors are there in every installation."""
    world.sectors |= {sector.code: sector for sector in Sector.objects.all()}
    for record in data.records("sources.yaml", _SOURCE):
        source = put(
            record,
            Source,
            f"source-{record.code.lower()}",
            office=world.office,
            number=record.code,
            kind=record.choice("kind", Source.Kind, Source.Kind.DOCUMENT),
            title=record.text("title"),
            url=record.word("url", ""),
            published_on=record.date("published_on"),
            note=record.text("note", needed=False),
        )
        keep(world.sources, record, source)
    for record in data.records("places.yaml", _PLACE):
        place = put(
            record,
            Place,
            record.code,
            name=record.text("name"),
            country=record.word("country"),
            region=record.word("region", ""),
            latitude=record.decimal("latitude"),
            longitude=record.decimal("longitude"),
            time_zone=record.zone("time_zone"),
            aliases=record.words("aliases"),
        )
        cite(world, record, place)
        keep(world.places, record, place)


def load_organisations(world: World, data: DataSet) -> None:
    """Write the organisations of the facts and those of the forum."""
    parents: list[tuple[Record, Organisation]] = []
    company = Organisation.Kind.COMPANY
    for pattern, is_invented in (
        ("organisations.yaml", False),
        ("forum/organisations.yaml", True),
    ):
        for record in data.records(pattern, _ORGANISATION):
            place = record.one("place", world.places, "place")
            organisation = put(
                record,
                Organisation,
                record.code,
                office=world.office,
                name=record.text("name"),
                aliases=record.words("aliases"),
                kind=record.choice(
                    "kind", Organisation.Kind, company if is_invented else None
                ),
                place=place,
                place_text=record.text("place_text", needed=False),
                country=record.word("country", place.country if place else ""),
                site=record.text("site", needed=False),
                founded_on=record.date("founded_on"),
                operator=record.word("operator", ""),
                nace_codes=record.words("nace_codes"),
                note=record.text("note", needed=False),
                is_invented=is_invented,
            )
            organisation.sectors.set(record.many("sectors", world.sectors, "sector"))
            attach_evidence(world, record, organisation)
            keep(world.organisations, record, organisation)
            parents.append((record, organisation))
    for record, organisation in parents:
        parent = record.one("parent", world.organisations, "organisation")
        if organisation.parent != parent:
            organisation.parent = parent
            organisation.save()
    index_organisations(world.organisations.values())


def load_people(world: World, data: DataSet) -> None:
    """Write the people of the facts with their roles."""
    for record in data.records("people.yaml", _PERSON):
        person = put_person(
            world,
            record,
            is_invented=record.flag("is_invented"),
            is_deceased=record.flag("is_deceased"),
            note=record.text("note", needed=False),
        )
        attach_evidence(world, record, person)
        roles = record.rows("roles", _ROLE)
        for number, part in enumerate(roles, start=1):
            organisation = part.one("organisation", world.organisations, "organisation")
            if organisation is None and not part.has("organisation_text"):
                raise part.error("organisation", "the organisation is missing")
            role = put(
                part,
                Role,
                f"{record.code}-{number}",
                person=person,
                organisation=organisation,
                organisation_text=part.text("organisation_text", needed=False),
                title=part.text("title"),
                started_on=part.date("started_on"),
                ended_on=part.date("ended_on"),
                seen_from=part.date("seen_from"),
                seen_until=part.date("seen_until"),
                note=part.text("note", needed=False),
            )
            cite(world, part, role)
    index_people(world.people.values())


def put_person(world: World, record: Record, **values: Any) -> Person:
    """Write a person and remember them."""
    person = put(
        record,
        Person,
        record.code,
        office=world.office,
        name=record.name("name"),
        languages=record.words("languages"),
        **values,
    )
    return keep(world.people, record, person)


def load_relations(world: World, data: DataSet) -> None:
    """Write the relations with what belongs to no mission."""
    for record in data.records("relation.yaml", _RELATION):
        relation = put(
            record,
            Relation,
            record.code,
            office=world.office,
            name=record.text("name"),
            home=record.the("home", world.places, "place"),
            country=record.word("country"),
            started_on=record.date("started_on"),
            summary=record.text("summary", needed=False),
        )
        attach_evidence(world, record, relation)
        relation.facts.all().delete()
        for part in record.rows("facts", _FACT):
            fact = RelationFact.objects.create(
                relation=relation,
                kind=part.choice("kind", RelationFact.Kind),
                organisation=part.one(
                    "organisation", world.organisations, "organisation"
                ),
                on=part.date("on"),
                until=part.date("until"),
                text=part.text("text"),
            )
            cite(world, part, fact)
        keep(world.relations, record, relation)
