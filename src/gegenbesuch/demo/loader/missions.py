"""Missions with stops, programme, participations, interests and outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.models import Language
from gegenbesuch.demo.loader.evidence import EVIDENCE, attach_evidence, cite
from gegenbesuch.demo.loader.world import keep, put
from gegenbesuch.missions.models import (
    Goal,
    Mission,
    MissionLink,
    MissionTemplate,
    Participation,
    ProgrammeItem,
    Stop,
    Topic,
)
from gegenbesuch.outcomes.models import Interest, Outcome, Quote

if TYPE_CHECKING:
    from gegenbesuch.demo.loader.reading import DataSet
    from gegenbesuch.demo.loader.record import Record
    from gegenbesuch.demo.loader.world import World

FILES = ("missions/*.yaml", "forum/mission.yaml", "forum/journey.yaml")

_MISSION = (
    "title kind direction status status_reason relation starts_on ends_on date_note "
    "lead lead_text place venue countries size size_scope audience summary note "
    "is_inferred is_invented goals stops items participations interests outcomes "
    "quotes "
    f"links template {EVIDENCE}"
)
_GOAL = "text target sources"
_STOP = (
    "place place_text organisation host arrives_on leaves_on language text note "
    "is_planned_only sources"
)
_ITEM = (
    "kind status status_reason stop title text place venue planned_on planned_start "
    "planned_end planned_audience planned_audience_kinds actual_on actual_start "
    "actual_end actual_audience actual_audience_kinds anchor planned_order "
    "actual_order hosts visited speaker introduced_by people is_public topics "
    f"{EVIDENCE}"
)
_TOPIC = "name sector"
_PARTICIPATION = (
    "person organisation label function title count attested_on is_public note sources"
)
_INTEREST = "sector topic side relation strength who nace_codes sources"
_QUOTE = f"person speaker language words {EVIDENCE}"
_OUTCOME = (
    f"kind stage status evidence_state text on sector parties value leads_to {EVIDENCE}"
)
_LINK = "later kind note sources"


def load_missions(world: World, data: DataSet) -> None:
    """Write all missions, first each by itself, then what joins them."""
    records = [
        record for pattern in FILES for record in data.records(pattern, _MISSION)
    ]
    for record in records:
        keep(world.missions, record, _put_mission(world, record))
    for record in records:
        mission = world.missions[record.code]
        attach_evidence(world, record, mission)
        _write_goals(world, record, mission)
        stops = _write_stops(world, record, mission)
        _write_items(world, record, mission, stops)
        _write_participations(world, record, mission)
        _write_interests(world, record, mission)
        _write_outcomes(world, record, mission)
        _write_quotes(world, record, mission)
        _write_links(world, record, mission)
        _write_template(world, record, mission)


def _put_mission(world: World, record: Record) -> Mission:
    return put(
        record,
        Mission,
        record.code,
        office=world.office,
        title=record.text("title"),
        kind=record.choice("kind", Mission.Kind),
        direction=record.choice("direction", Mission.Direction),
        status=record.choice("status", Mission.Status),
        status_reason=record.text("status_reason", needed=False),
        relation=record.one("relation", world.relations, "relation"),
        starts_on=record.date("starts_on"),
        ends_on=record.date("ends_on"),
        date_note=record.text("date_note", needed=False),
        lead=record.one("lead", world.people, "person"),
        lead_text=record.text("lead_text", needed=False),
        place=record.one("place", world.places, "place"),
        venue=record.text("venue", needed=False),
        countries=record.words("countries"),
        size=record.quantity("size"),
        size_scope=record.text("size_scope", needed=False),
        audience=record.quantity("audience"),
        summary=record.text("summary", needed=False),
        note=record.text("note", needed=False),
        is_inferred=record.flag("is_inferred"),
        is_invented=record.flag("is_invented"),
    )


def _write_goals(world: World, record: Record, mission: Mission) -> None:
    mission.goals.all().delete()
    for position, part in enumerate(record.rows("goals", _GOAL)):
        goal = Goal.objects.create(
            mission=mission,
            text=part.text("text"),
            target=part.quantity("target"),
            position=position,
        )
        cite(world, part, goal)


def _write_stops(world: World, record: Record, mission: Mission) -> list[Stop]:
    mission.stops.all().delete()
    stops = []
    for position, part in enumerate(record.rows("stops", _STOP), start=1):
        stop = Stop.objects.create(
            mission=mission,
            position=position,
            place=part.one("place", world.places, "place"),
            place_text=part.text("place_text", needed=False),
            organisation=part.one("organisation", world.organisations, "organisation"),
            host=part.one("host", world.organisations, "organisation"),
            arrives_on=part.date("arrives_on"),
            leaves_on=part.date("leaves_on"),
            language=part.word("language", ""),
            text=part.text("text", needed=False),
            note=part.text("note", needed=False),
            is_planned_only=part.flag("is_planned_only"),
        )
        cite(world, part, stop)
        stops.append(stop)
    return stops


def _write_items(
    world: World, record: Record, mission: Mission, stops: list[Stop]
) -> None:
    items: dict[str, ProgrammeItem] = {}
    for position, part in enumerate(record.parts("items", _ITEM)):
        number = part.integer("stop", 0)
        if number > len(stops):
            raise part.error("stop", f"there is no stop {number}")
        item = put(
            part,
            ProgrammeItem,
            f"{mission.code}-{part.code}",
            office=world.office,
            mission=mission,
            stop=stops[number - 1] if number else None,
            position=position,
            anchor=part.one("anchor", items, "earlier item"),
            is_public=part.flag("is_public", default=True),
            **_item_values(world, part),
        )
        item.hosts.set(part.many("hosts", world.organisations, "organisation"))
        item.people.set(part.many("people", world.people, "person"))
        attach_evidence(world, part, item)
        item.topics.all().delete()
        Topic.objects.bulk_create(
            Topic(
                item=item,
                name=topic.text("name"),
                sector=topic.one("sector", world.sectors, "sector"),
                position=place,
            )
            for place, topic in enumerate(part.rows("topics", _TOPIC))
        )
        items[part.code] = item


def _item_values(world: World, part: Record) -> dict[str, Any]:
    order = ProgrammeItem.Order
    values: dict[str, Any] = {
        "kind": part.choice("kind", ProgrammeItem.Kind),
        "status": part.choice("status", ProgrammeItem.Status),
        "status_reason": part.text("status_reason", needed=False),
        "title": part.text("title"),
        "text": part.text("text", needed=False),
        "place": part.one("place", world.places, "place"),
        "venue": part.text("venue", needed=False),
    }
    for stage in ("planned", "actual"):
        values |= {
            f"{stage}_on": part.date(f"{stage}_on"),
            f"{stage}_start": part.clock(f"{stage}_start"),
            f"{stage}_end": part.clock(f"{stage}_end"),
            f"{stage}_audience": part.quantity(f"{stage}_audience"),
            f"{stage}_audience_kinds": part.text(
                f"{stage}_audience_kinds", needed=False
            ),
            f"{stage}_order": (
                part.choice(f"{stage}_order", order)
                if part.has(f"{stage}_order")
                else ""
            ),
        }
    for role in ("visited", "speaker", "introduced_by"):
        values[role] = part.one(role, world.organisations, "organisation")
    return values


def _write_participations(world: World, record: Record, mission: Mission) -> None:
    mission.participations.all().delete()
    for position, part in enumerate(record.rows("participations", _PARTICIPATION)):
        if not any(part.has(field) for field in ("person", "organisation", "label")):
            raise part.error("", "person, organisation or label is missing")
        participation = Participation.objects.create(
            mission=mission,
            person=part.one("person", world.people, "person"),
            organisation=part.one("organisation", world.organisations, "organisation"),
            label=part.text("label", needed=False),
            function=part.choice("function", Participation.Function),
            title=part.text("title", needed=False),
            count=part.quantity("count"),
            attested_on=part.date("attested_on"),
            is_public=part.flag("is_public", default=True),
            note=part.text("note", needed=False),
            position=position,
        )
        cite(world, part, participation)


def _write_interests(world: World, record: Record, mission: Mission) -> None:
    mission.interests.all().delete()
    for position, part in enumerate(record.rows("interests", _INTEREST)):
        interest = Interest.objects.create(
            mission=mission,
            sector=part.one("sector", world.sectors, "sector"),
            topic=part.text("topic", needed=False),
            side=part.choice("side", Interest.Side),
            relation=part.choice("relation", Interest.Relation),
            strength=part.choice(
                "strength", Interest.Strength, Interest.Strength.NOTED
            ),
            who=part.text("who", needed=False),
            nace_codes=part.words("nace_codes"),
            position=position,
        )
        cite(world, part, interest)


def _write_outcomes(world: World, record: Record, mission: Mission) -> None:
    for position, part in enumerate(record.parts("outcomes", _OUTCOME)):
        outcome = put(
            part,
            Outcome,
            f"{mission.code}-{part.code}",
            office=world.office,
            mission=mission,
            kind=part.choice("kind", Outcome.Kind),
            stage=part.choice("stage", Outcome.Stage),
            status=part.choice("status", Outcome.Status),
            text=part.text("text"),
            on=part.date("on"),
            sector=part.one("sector", world.sectors, "sector"),
            value=part.quantity("value"),
            leads_to=part.one("leads_to", world.missions, "mission"),
            position=position,
        )
        outcome.parties.set(part.many("parties", world.organisations, "organisation"))
        attach_evidence(world, part, outcome)


def _write_quotes(world: World, record: Record, mission: Mission) -> None:
    for position, part in enumerate(record.parts("quotes", _QUOTE)):
        quote = put(
            part,
            Quote,
            f"{mission.code}-{part.code}",
            office=world.office,
            mission=mission,
            person=part.one("person", world.people, "person"),
            speaker=part.text("speaker", needed=False),
            words=part.text("words"),
            language=part.choice("language", Language, Language.GERMAN),
            position=position,
        )
        attach_evidence(world, part, quote)


def _write_links(world: World, record: Record, mission: Mission) -> None:
    mission.later_links.all().delete()
    for part in record.rows("links", _LINK):
        link = MissionLink.objects.create(
            earlier=mission,
            later=part.the("later", world.missions, "mission"),
            kind=part.choice("kind", MissionLink.Kind),
            note=part.text("note", needed=False),
        )
        cite(world, part, link)


def _write_template(world: World, record: Record, mission: Mission) -> None:
    if name := record.word("template", ""):
        MissionTemplate.objects.update_or_create(
            office=world.office, name=name, defaults={"mission": mission}
        )
