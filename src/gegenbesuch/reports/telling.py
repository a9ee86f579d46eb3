"""Which sentences a Bilanz tells, and which a press release, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gegenbesuch.documents.content.words import span, words
from gegenbesuch.missions.rules import state_of_mission
from gegenbesuch.reports import sentences as says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.reports.bilanz import Bilanz
    from gegenbesuch.reports.gathering import Gathered, Rows
    from gegenbesuch.reports.sentences import Sentence


def told(bilanz: Bilanz) -> list[Sentence]:
    """Return what the records say: of one mission all, of several one line each."""
    if bilanz.scope.is_mission and bilanz.rows:
        rows = bilanz.rows[0]
        if _state(rows) in {"dropped", "inferred"}:
            return [_line(rows)]
        return says.once(_whole(rows, bilanz.gathered))
    return [_line(rows) for rows in bilanz.rows]


def _whole(rows: Rows, gathered: Gathered) -> Iterator[Sentence]:
    is_over = _is_over(rows)
    yield from says.people(rows) if is_over else says.leader_to_come(rows)
    yield from says.summary(rows)
    yield from says.goals(rows)
    yield from says.stated(rows)
    yield from says.agreements(rows)
    yield from says.settlements(rows)
    yield from says.quotes(rows)
    yield from _journey(rows, gathered)
    if not is_over:
        yield from says.places(rows.stops, were=False)
        for item in filter(says.is_planned, rows.items):
            yield from says.planned_item(item)
    yield from says.profiles(rows, are_shown=is_over)
    yield from says.interest(rows)
    yield from says.next_steps(rows)
    yield from says.answered(rows)
    yield from says.partners(rows)


def _state(rows: Rows) -> str:
    mission = rows.mission
    return state_of_mission(mission.status, is_inferred=mission.is_inferred)


def _is_over(rows: Rows) -> bool:
    return _state(rows) == "held"


def _line(rows: Rows) -> Sentence:
    mission = rows.mission
    text = {
        "held": _("Held: “%(mission)s”%(when)s."),
        "announced": _("Announced, and not attested: “%(mission)s”%(when)s."),
        "planned": _("Planned: “%(mission)s”%(when)s."),
        "inferred": _("Not attested, only inferred: “%(mission)s”%(when)s."),
        "dropped": _("Did not take place: “%(mission)s”%(when)s."),
    }[_state(rows)]
    values = {
        "mission": words(mission.title),
        "when": says.at(span(mission.starts_on, mission.ends_on)),
    }
    return says.say(f"mission.{mission.code}", text % values, mission)


def _journey(rows: Rows, gathered: Gathered) -> Iterator[Sentence]:
    """Tell stop by stop what was there, and of what it is not known where it was."""
    told_hosts = set()
    stops = [stop for stop in rows.stops if not stop.is_planned_only]
    yield from says.places(stops)
    sources = {r.source.number for r in rows.mission.cited}  # type: ignore[attr-defined]
    for stop in stops:
        yield from says.stop(stop)
        if stop.organisation is not None and stop.organisation not in told_hosts:
            told_hosts.add(stop.organisation)
            yield from says.host(gathered, stop.organisation, sources)
        for item in rows.held:
            if item.stop_id == stop.pk:
                yield from says.item(item)
    for item in rows.held:
        if item.stop_id is None:
            yield from says.item(item)


# --- For the press -----------------------------------------------------------


def press_after(rows: Rows, gathered: Gathered) -> list[list[Sentence]]:
    """
    Return the paragraphs of a release after the mission.

    The usual order: the verdict, the leader, the quote, the stops with events and
    hosts, the interest by sector, what comes next, the partners. Of a mission that
    was not held there is nothing to tell.
    """
    if not _is_over(rows):
        return []
    paragraphs = [
        [
            *list(says.people(rows))[:1],
            *says.summary(rows),
            *says.stated(rows, for_press=True),
            *says.agreements(rows),
        ],
        list(says.quotes(rows)),
        *_by_stop(rows, gathered),
        list(says.profiles(rows)),
        list(says.interest(rows)),
        list(says.next_steps(rows, for_press=True)),
        list(says.partners(rows)),
    ]
    return [paragraph for paragraph in paragraphs if paragraph]


def _by_stop(rows: Rows, gathered: Gathered) -> list[list[Sentence]]:
    sentences = list(_journey(rows, gathered))
    stops = {stop.position: stop.pk for stop in rows.stops}
    of_item = {item.code: item.stop_id for item in rows.items}
    of_host = {
        stop.organisation.code: stop.pk
        for stop in reversed(rows.stops)
        if stop.organisation
    }
    paragraphs: dict[object, list[Sentence]] = {}
    for sentence in sentences:
        kind, _dot, rest = sentence.key.partition(".")
        code = rest.partition(".")[0]
        place: object = {
            "stop": lambda code=code: stops.get(int(code)),
            "item": lambda code=code: of_item.get(code) or f"item-{code}",
            "host": lambda code=code: of_host.get(code),
        }.get(kind, lambda: "all")()
        paragraphs.setdefault(place, []).append(sentence)
    return list(paragraphs.values())


def press_before(rows: Rows) -> list[list[Sentence]]:
    """
    Return the paragraphs of a release before the mission, from its plan alone.

    Of a mission that is over it says what was planned, and nothing that is only known
    because it was held; of one that was called off it says nothing.
    """
    if _state(rows) in {"dropped", "inferred"}:
        return []
    is_over = _is_over(rows)
    planned = [item for item in rows.items if says.is_planned(item)]
    with_plan = {item.stop_id for item in planned}
    stops = [
        stop
        for stop in rows.stops
        if not is_over or stop.is_planned_only or stop.pk in with_plan
    ]
    paragraphs = [
        [*says.leader_to_come(rows), *says.goals(rows), *says.answered(rows)],
        [
            *says.members(rows),
            *(() if is_over else says.profiles(rows, are_shown=False)),
        ],
        [
            *says.places(stops, were=False),
            *(each for item in planned for each in says.planned_item(item)),
        ],
        list(says.partners(rows)),
    ]
    return [paragraph for paragraph in paragraphs if paragraph]
