"""Where a mission went, what was planned and held, what hosts were interested in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import quantity
from gegenbesuch.documents.content.words import dated, listed, named, span, words
from gegenbesuch.missions.models import ProgrammeItem
from gegenbesuch.outcomes.models import Interest
from gegenbesuch.reports.sentences.saying import Sentence, at, bare, full_stop, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gegenbesuch.reports.gathering import Gathered, Rows

K = ProgrammeItem.Kind


def places(stops: Sequence[Any], *, were: bool = True) -> Iterator[Sentence]:
    """Name the stops in their order."""
    names = [name for stop in stops if (name := place_of(stop))]
    if names:
        text = (
            _("Stops of the mission: %(places)s.")
            if were
            else _("Planned stops: %(places)s.")
        )
        yield say(
            "stops", text % {"places": listed(list(dict.fromkeys(names)))}, *stops
        )


def place_of(stop: Any) -> str:
    """Name where a stop is."""
    return words(stop.place.name) if stop.place else words(stop.place_text)


def stop(row: Any) -> Iterator[Sentence]:
    """Say what a stop was for, and who was host."""
    values = {
        "place": place_of(row) or str(row),
        "what": bare(words(row.text)),
        "when": at(span(row.arrives_on, row.leaves_on)),
        "host": words(row.host.name) if row.host else "",
    }
    if values["what"]:
        text = _("%(place)s%(when)s: %(what)s.")
        yield say(f"stop.{row.position}", text % values, row)
    if row.host:
        text = _("Host in %(place)s: %(host)s.")
        yield say(f"stop.{row.position}.host", text % values, row, row.host)


def item(row: Any) -> Iterator[Sentence]:
    """Say what was held: title, place, day, order, guests, hosts, topics."""
    place = words(row.place.name) if row.place else ""
    values = {
        "title": words(row.title),
        "at": at(place, dated(row.actual_on) if row.actual_on.is_known else ""),
        "anchor": words(row.anchor.title) if row.anchor else "",
        "visited": words(row.visited.name) if row.visited else "",
        "speaker": words(row.speaker.name) if row.speaker else "",
    }
    key = f"item.{row.code}"
    others = [each for each in (row.anchor, row.visited, row.speaker) if each]
    yield say(key, _held(row, values) % values, row, *others)
    if row.actual_audience is not None and row.actual_audience.is_known:
        kinds = words(row.actual_audience_kinds)
        text = (
            _("“%(title)s” reached %(audience)s: %(kinds)s.")
            if kinds
            else _("“%(title)s” reached %(audience)s.")
        )
        more = {"audience": quantity(row.actual_audience), "kinds": kinds}
        yield say(f"{key}.audience", text % (values | more), row)
    yield from _around(row, values)
    if words(row.text):
        yield say(f"{key}.text", full_stop(words(row.text)), row)


def _held(row: Any, values: dict[str, str]) -> str:
    """Return the pattern that says that it took place."""
    if values["anchor"] and row.actual_order == row.Order.BEFORE:
        return _("“%(title)s”%(at)s took place before “%(anchor)s”.")
    if values["anchor"] and row.actual_order == row.Order.AFTER:
        return _("“%(title)s”%(at)s took place after “%(anchor)s”.")
    if row.kind == K.SITE_VISIT and values["visited"]:
        return _("A visit was paid to: %(visited)s%(at)s.")
    if row.kind == K.PRESENTATION and values["speaker"] and values["visited"]:
        return _("%(speaker)s presented “%(title)s” at %(visited)s%(at)s.")
    if row.kind == K.PRESENTATION and values["speaker"]:
        return _("%(speaker)s presented “%(title)s”%(at)s.")
    return _("“%(title)s” took place%(at)s.")


def _around(row: Any, values: dict[str, str]) -> Iterator[Sentence]:
    key = f"item.{row.code}"
    if row.host_list:
        names = listed([words(host.name) for host in row.host_list])
        text = _("Hosts of “%(title)s”: %(hosts)s.")
        more = {"hosts": names}
        yield say(f"{key}.hosts", text % (values | more), row, *row.host_list)
    known = [named(person.name) for person in row.people_list]
    if any(name not in values["title"] for name in known):
        names = listed(known)
        text = _("Taking part in “%(title)s”: %(people)s.")
        more = {"people": names}
        yield say(f"{key}.people", text % (values | more), row, *row.people_list)
    if row.topic_list:
        names = listed([words(topic.name) for topic in row.topic_list])
        text = _("Topics of “%(title)s”: %(topics)s.")
        yield say(f"{key}.topics", text % (values | {"topics": names}), row)


def is_planned(row: Any) -> bool:
    """Tell whether there is a plan on record: of what was only held there is none."""
    status = ProgrammeItem.Status
    if row.status == status.DROPPED:
        return False
    return row.status != status.HELD or bool(
        row.planned_on.is_known or row.planned_audience or row.planned_order
    )


def planned_item(row: Any) -> Iterator[Sentence]:
    """Say what is planned: title, place, day, order, guests, hosts, topics."""
    place = words(row.place.name) if row.place else ""
    day = dated(row.planned_on) if row.planned_on.is_known else ""
    values = {
        "title": words(row.title),
        "at": at(place, day),
        "anchor": words(row.anchor.title) if row.anchor else "",
    }
    key = f"item.{row.code}"
    if values["anchor"] and row.planned_order == row.Order.BEFORE:
        text = _("Planned before “%(anchor)s”: “%(title)s”%(at)s.")
    elif values["anchor"] and row.planned_order == row.Order.AFTER:
        text = _("Planned after “%(anchor)s”: “%(title)s”%(at)s.")
    else:
        text = _("Planned: “%(title)s”%(at)s.")
    yield say(key, text % values, row, *([row.anchor] if row.anchor else []))
    kinds = words(row.planned_audience_kinds)
    if row.planned_audience is not None and row.planned_audience.is_known:
        text = _("Expected at “%(title)s”: %(audience)s%(kinds)s.")
        more = {"audience": quantity(row.planned_audience), "kinds": at(kinds)}
        yield say(f"{key}.audience", text % (values | more), row)
    elif kinds:
        text = _("Expected at “%(title)s”: %(kinds)s.")
        yield say(f"{key}.audience", text % (values | {"kinds": kinds}), row)
    yield from _around(row, values)


def host(
    gathered: Gathered, organisation: Any, sources: set[str]
) -> Iterator[Sentence]:
    """
    Say what is on record of a host: context, and no result.

    Args:
        sources: Only what one of these sources says; all of it if none does.
    """
    figures: list[Any] = gathered.figures_of(organisation)
    known = [figure for figure in figures if figure.quantity.is_known]
    same = [
        figure
        for figure in known
        if sources & {reference.source.number for reference in figure.cited}
    ]
    figures = same or known
    if figures:
        text = _("About the host %(host)s: %(figures)s.") % {
            "host": words(organisation.name),
            "figures": listed([quantity(f.quantity, "as_of") for f in figures]),
        }
        yield say(f"host.{organisation.code}", text, organisation)


def interest(rows: Rows) -> Iterator[Sentence]:
    """Say what either side was interested in, as far as it was noted."""
    groups: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for row in rows.interests:
        groups[row.side, row.relation, words(row.who)].append(row)
    for n, ((side, relation, who), those) in enumerate(groups.items()):
        values = {"what": listed([_what(row) for row in those]), "who": who}
        yield say(
            f"interest.{side}.{relation}.{n}",
            _pattern_of_interest(side, relation, who) % values,
            *those,
        )


def _pattern_of_interest(side: str, relation: str, who: str) -> str:
    """Return the pattern; with `who` where somebody is named who was interested."""
    relations = Interest.Relation
    is_theirs = side == Interest.Side.HOST
    named_or_not = {
        (relations.SOUGHT, True): (
            _("Interest in %(what)s was shown by %(who)s."),
            _("On the other side there was also interest in: %(what)s."),
        ),
        (relations.IN_FOCUS, is_theirs): (
            _("In focus (%(who)s): %(what)s."),
            _("In focus of the programme: %(what)s."),
        ),
        (relations.PRESENTED, is_theirs): (
            _("Presented (%(who)s): %(what)s."),
            _("Presented: %(what)s."),
        ),
        (relations.DISCUSSED, is_theirs): (_("Discussed: %(what)s."),) * 2,
        (relations.SOUGHT, False): (_("Our side was interested in: %(what)s."),) * 2,
    }
    with_name, without = named_or_not[relations(relation), is_theirs]
    return with_name if who else without


def _what(row: Any) -> str:
    """Name the field, and the topic where it says more."""
    topic = words(row.topic)
    return topic or (words(row.sector.name) if row.sector else "")
