"""The pictures of a Bilanz: the route, the chain and the demand, also in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.missions.pictures.build import map_of
from gegenbesuch.outcomes.chain_pictures import picture_of
from gegenbesuch.outcomes.demand import Demand, demand_among, draw_demand
from gegenbesuch.outcomes.selectors import Chain, chain_among
from gegenbesuch.reports import sentences as says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gegenbesuch.reports.bilanz import Bilanz
    from gegenbesuch.reports.gathering import Rows

SCREENS = ("wide", "narrow")


def chain_in(found: Sequence[Rows]) -> Chain | None:
    """Return what came before and after these missions; None where nothing did."""
    links = {link.pk: link for rows in found for link in rows.links}
    steps = {step.pk: step for rows in found for step in rows.steps}
    if not links and not steps:
        return None
    shown = {rows.mission.pk: rows.mission for rows in found}
    offices = {mission.office_id for mission in shown.values()}
    for link in links.values():
        for mission in (link.earlier, link.later):
            if mission.office_id in offices:
                shown.setdefault(mission.pk, mission)
    known = [
        link
        for link in links.values()
        if {link.earlier_id, link.later_id} <= shown.keys()
    ]
    return chain_among(list(shown.values()), list(steps.values()), known)


def draw_chain(found: Sequence[Rows]) -> dict[str, str]:
    """Draw the chain for wide and for narrow screens; nothing without one."""
    chain = chain_in(found)
    return {kind: picture_of(chain, kind) for kind in SCREENS} if chain else {}


def drawings_of(demand: Demand) -> list[str]:
    """Draw the demand for wide and for narrow screens; nothing without any."""
    found: list[str] = []
    for screen in SCREENS:
        picture = draw_demand(demand, is_narrow=screen == "narrow")
        context = {"picture": picture, "kind": screen}
        if picture is not None:
            found.append(render_to_string("outcomes/_demand.html", context))
    return found


def pictures_for_paper(found: Bilanz) -> list[dict[str, str]]:
    """
    Return the pictures that a file has, each with its title and what it shows in words.

    They are drawn as on wide screens, without colours: those are the file's.
    """
    return [*_route(found), *_chain(found), *_demand(found)]


def _picture(key: str, title: str, alt: str, svg: str, note: str = "") -> Any:
    return {"key": key, "title": title, "alt": alt, "svg": svg, "note": note}


def _route(found: Bilanz) -> list[Any]:
    """Draw where a mission went; of several there is no one route."""
    if not found.scope.is_mission or not found.rows:
        return []
    (rows,) = found.rows
    drawn = map_of(rows.mission, rows.stops).wide
    if not drawn:
        return []
    stops = "; ".join(
        f"{n} {says.place_of(stop) or stop}" for n, stop in enumerate(rows.stops, 1)
    )
    alt = _("Map of the stops: %(stops)s") % {"stops": stops}
    note = _(
        "In the order in which the sources name the stops; the line is no route "
        "travelled. Shapes: Natural Earth, public domain."
    )
    return [_picture("route", _("Where it went"), alt, drawn, note)]


def _chain(found: Bilanz) -> list[Any]:
    chain = chain_in(found.rows)
    drawn = picture_of(chain, "wide") if chain else ""
    if not chain or not drawn:
        return []
    events = sorted(chain.events, key=lambda each: (each.first is None, each.first))
    said = [f"{each.date_text}: {each.title} ({each.state_label})" for each in events]
    alt = _("The chain over the years: %(events)s") % {"events": "; ".join(said)}
    return [_picture("chain", _("What came before and after"), alt, drawn)]


def _demand(found: Bilanz) -> list[Any]:
    demand = demand_among(found.missions)
    drawn = drawings_of(demand)
    if not drawn:
        return []
    said = [
        _("%(field)s: %(years)s; companies of ours: %(offers)s")
        % {
            "field": plain(field.sector.name),
            "years": " ".join(f"{y} ({a.weight})" for y, a in field.asked.items())
            or "–",
            "offers": field.offers,
        }
        for field in demand.fields
    ]
    alt = _(
        "What the other side asked for, by field and year, the strengths from noted (1) "
        "to strong (3) added up: %(fields)s"
    ) % {"fields": "; ".join(said)}
    note = _(
        "The larger the dot, the more and the more strongly a field was asked for."
    )
    return [_picture("demand", _("Map of demand"), alt, drawn[0], note)]
