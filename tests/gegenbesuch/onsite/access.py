"""Who may open what on the day."""

from __future__ import annotations

from typing import Any

from gegenbesuch.accounts.services import link_token
from tests import factories as make
from tests.house.access import (
    COMPANY_PAGE,
    OFFICE_PAGE,
    Row,
    World,
    action,
    everybody,
    page,
)


def _table(world: World) -> Any:
    """A table of the session."""
    return world.session.tables.first()


def _placed(world: World) -> Any:
    """A meeting with a slot."""
    session = world.session
    found = session.meetings.filter(slot__isnull=False).first()
    return found or make.MeetingFactory(
        session=session,
        status="preliminary",
        slot=session.slots.first(),
        table=session.tables.first(),
    )


def _proposal(world: World) -> Any:
    """A repair that nobody has agreed to yet, of a schedule without meetings."""
    return make.SolverRunFactory(
        session=make.SessionFactory(mission=world.mission),
        mode="repair",
        status="done",
        result={"keys": [], "before": [], "reasons": []},
    )


def _interpreter(world: World) -> Any:
    """An interpreter with a mail address."""
    made = make.InterpreterFactory(session=world.session)
    make.ContactPointFactory(target=made.person, kind="email", value="sato@example.org")
    return made


def _own_token(world: World) -> str:
    """The token of an interpreter's own link."""
    link = make.PersonalLinkFactory(target=_interpreter(world), office=world.office)
    return link_token(link)


def _today(world: World) -> dict[str, Any]:
    """Two companies of the mission that have not asked each other."""
    partner = make.ProfileFactory(mission=world.mission, side=1)
    other = make.ProfileFactory(mission=world.mission, side=0)
    return {"sender": other.code, "recipient": partner.code}


ROWS = [
    Row("onsite:day", lambda w: [w.session.code], get=OFFICE_PAGE),
    Row("onsite:arrivals", lambda w: [w.session.code], get=OFFICE_PAGE),
    Row("onsite:results", lambda w: [w.session.code], get=OFFICE_PAGE),
    Row("onsite:statistics", lambda w: [w.session.code], get=OFFICE_PAGE),
    Row("onsite:statistics-csv", lambda w: [w.session.code], get=OFFICE_PAGE),
    Row(
        "onsite:judge-meeting",
        lambda w: [_placed(w).code],
        post=action("editor"),
        data=lambda _w: {"verdict": "held"},
    ),
    Row(
        "onsite:new-date",
        lambda w: [_placed(w).code],
        get=page(other_office=404, least="editor"),
        post=action("editor", done=404),
    ),
    Row(
        "onsite:fill-place",
        lambda w: [w.session.code],
        post=action("editor", done=404),
    ),
    Row(
        "onsite:set-presence",
        lambda w: [w.session.code, w.profile.code],
        post=action("editor"),
        data=lambda _w: {"state": "arrived"},
    ),
    Row(
        "onsite:close-table",
        lambda w: [w.session.code, _table(w).pk],
        post=action("editor"),
    ),
    Row(
        "onsite:ask-at-desk",
        lambda w: [w.session.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=_today,
    ),
    Row(
        "onsite:repair-day",
        lambda w: [(w.meeting, w.session.code)[1]],
        post=action("editor"),
    ),
    Row(
        "onsite:apply-repair",
        lambda w: [_proposal(w).code],
        post=action("coordinator"),
    ),
    Row(
        "onsite:invite-interpreter",
        lambda w: [w.session.code, _interpreter(w).pk],
        post=action("editor"),
    ),
    Row("onsite:my-day", lambda w: [w.token], get=COMPANY_PAGE),
    Row("onsite:my-day-worker", lambda w: [w.token], get=COMPANY_PAGE),
    Row(
        "onsite:ask-today",
        lambda w: [(w.session, w.token)[1]],
        get=COMPANY_PAGE,
    ),
    Row(
        "onsite:take-entries",
        lambda w: [w.token],
        post=everybody(404) | {"company": 400},
    ),
    # Whoever has the address of an interpreter's page sees it.
    Row(
        "onsite:my-interpreting",
        lambda w: [_own_token(w)],
        get=everybody(200),
    ),
]
