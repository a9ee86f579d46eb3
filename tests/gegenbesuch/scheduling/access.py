"""Who may open what in scheduling."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now

from gegenbesuch.scheduling import moving
from gegenbesuch.scheduling.screens import screen_token
from tests import factories as make
from tests.house.access import (
    COMPANY_PAGE,
    OFFICE_PAGE,
    PUBLIC,
    Row,
    World,
    action,
    everybody,
    page,
)


def _session_with_request(world: World) -> Any:
    """A session for which a schedule can be computed."""
    assert world.meeting
    return world.session


def _waiting_run(world: World) -> Any:
    """A run that no worker has taken yet."""
    found = world.session.runs.filter(status="waiting").first()
    return found or make.SolverRunFactory(session=world.session)


def _interpreter(world: World) -> Any:
    """An interpreter whom no meeting needs."""
    return make.InterpreterFactory(session=world.session)


def _table(world: World) -> Any:
    """A table of the session."""
    return world.session.tables.first() or make.TableFactory(session=world.session)


def _proposal(world: World) -> Any:
    """A repair that nobody has agreed to yet, of a schedule without meetings."""
    return make.SolverRunFactory(
        session=make.SessionFactory(mission=world.mission),
        mode="repair",
        status="done",
        result={"keys": [], "before": [], "reasons": []},
    )


def _final_session(world: World) -> Any:
    """A session whose schedule is final."""
    return make.SessionFactory(mission=world.mission, status="final")


def _placed(world: World) -> Any:
    """A meeting with a slot, in a session of its own."""
    session = make.SessionFactory(mission=world.mission)
    return make.MeetingFactory(
        session=session,
        status="preliminary",
        slot=make.SlotFactory(session=session),
        table=make.TableFactory(session=session),
    )


def _moved(world: World) -> Any:
    """A meeting that was taken out of its slot by hand."""
    meeting = _placed(world)
    moving.take_out(meeting, actor=None, at=now())
    return meeting


def _cured(world: World) -> Any:
    """A meeting that one more table would place."""
    meeting = make.MeetingFactory(
        session=make.SessionFactory(mission=world.mission), request__priority=1
    )
    slot = make.SlotFactory(session=meeting.session)
    make.TableFactory(session=meeting.session)
    cure = {"action": "add-table", "rows": {"slot": slot.pk}, "text": {}, "data": {}}
    meeting.reasons = [
        {"rule": "table-capacity", "data": {}, "text": {}, "cures": [cure]}
    ]
    meeting.save()
    return meeting


def _published(world: World) -> Any:
    """A session whose schedule was published."""
    meeting = _placed(world)
    placement = make.PlacementFactory(
        meeting=meeting, slot=meeting.slot, table=meeting.table
    )
    return placement.publication.session


def _variants(world: World) -> Any:
    """Two schedules of a session without meetings, of which none was chosen yet."""
    row = {"keys": [], "reasons": [], "placed": 0, "requests": 0, "goals": []}
    return make.SolverRunFactory(
        session=make.SessionFactory(mission=world.mission),
        mode="variants",
        status="done",
        result={
            "variants": [{"kind": kind, **row} for kind in ("best", "pauses")],
            "before": [],
            "now": row,
        },
    )


def _wished(world: World) -> Any:
    """What the company of the link asks to be changed about a meeting of its own."""
    session = make.SessionFactory(mission=world.mission)
    meeting = make.MeetingFactory(
        session=session,
        request__sender=world.profile,
        status="preliminary",
        slot=make.SlotFactory(session=session),
        table=make.TableFactory(session=session),
    )
    make.PlacementFactory(meeting=meeting, slot=meeting.slot, table=meeting.table)
    return make.ChangeRequestFactory(meeting=meeting)


EDITOR_PAGE = page(other_office=404, least="editor")

ROWS = [
    Row("scheduling:sessions", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row("scheduling:tables", lambda w: [w.session.code], get=OFFICE_PAGE),
    Row("scheduling:companies", lambda w: [w.session.code], get=OFFICE_PAGE),
    Row("scheduling:unplaced", lambda w: [w.session.code], get=OFFICE_PAGE),
    Row("scheduling:session", lambda w: [w.session.code], get=OFFICE_PAGE),
    Row("scheduling:clashes", lambda w: [w.session.code], get=OFFICE_PAGE),
    Row(
        "scheduling:run-schedule",
        lambda w: [_session_with_request(w).code],
        post=action("editor"),
    ),
    Row(
        "scheduling:cancel-run",
        lambda w: [_waiting_run(w).code],
        post=action("editor"),
    ),
    Row(
        "scheduling:apply-repair",
        lambda w: [_proposal(w).code],
        post=action("coordinator"),
    ),
    Row(
        "scheduling:close-table",
        lambda w: [w.session.code, _table(w).pk],
        get=page(other_office=404, least="editor"),
    ),
    Row(
        "scheduling:create-session",
        lambda w: [w.mission.code],
        get=page(other_office=404, least="editor"),
    ),
    Row(
        "scheduling:update-session",
        lambda w: [w.session.code],
        get=page(other_office=404, least="editor"),
    ),
    Row(
        "scheduling:slots",
        lambda w: [w.session.code],
        get=page(other_office=404, least="editor"),
    ),
    Row(
        "scheduling:remove-slots",
        lambda w: [w.session.code],
        post=action("editor"),
    ),
    Row(
        "scheduling:add-interpreter",
        lambda w: [w.session.code],
        get=page(other_office=404, least="editor"),
    ),
    Row(
        "scheduling:set-interpreter",
        lambda w: [w.session.code, _interpreter(w).pk],
        get=page(other_office=404, least="editor"),
    ),
    Row(
        "scheduling:remove-interpreter",
        lambda w: [w.session.code, _interpreter(w).pk],
        post=action("editor"),
    ),
    Row(
        "scheduling:sites",
        lambda w: [w.session.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: {"do": "sites", "sites": "Halle"},
    ),
    Row(
        "scheduling:who-meets",
        lambda w: [w.session.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: {"fields_rule": "shared"},
    ),
    Row(
        "scheduling:set-need",
        lambda w: [w.session.code, w.meeting.request.code],
        get=page(other_office=404, least="editor"),
        post=action("editor"),
        data=lambda _w: {"site": ""},
    ),
    Row(
        "scheduling:availability",
        lambda w: [w.session.code, w.profile.code],
        get=page(other_office=404, least="editor"),
    ),
    Row("scheduling:my-availability", lambda w: [w.token], get=COMPANY_PAGE),
    Row(
        "scheduling:publish",
        lambda w: [_session_with_request(w).code],
        get=page(other_office=404, least="coordinator"),
    ),
    Row(
        "scheduling:reopen",
        lambda w: [_final_session(w).code],
        post=action("coordinator"),
    ),
    Row("scheduling:meeting", lambda w: [w.meeting.code], get=OFFICE_PAGE),
    Row(
        "scheduling:move-meeting",
        lambda w: [w.meeting.code],
        get=page(other_office=404, least="editor"),
    ),
    Row(
        "scheduling:take-out-meeting",
        lambda w: [_placed(w).code],
        post=action("editor"),
    ),
    Row(
        "scheduling:places",
        lambda w: [w.meeting.code],
        get=page(other_office=404, least="editor"),
    ),
    Row(
        "scheduling:cure-meeting",
        lambda w: [_cured(w).code],
        post=action("editor"),
        data=lambda _w: {"cure": "0-0"},
    ),
    Row(
        "scheduling:lock-table",
        lambda w: [w.session.code, _table(w).pk],
        post=action("editor"),
    ),
    Row("scheduling:changes", lambda w: [_wished(w).session.code], get=OFFICE_PAGE),
    Row(
        "scheduling:answer-change",
        lambda w: [_wished(w).code],
        post=action("editor"),
        data=lambda _w: {"does": "agree"},
    ),
    Row(
        "scheduling:ask-for-change",
        lambda w: [w.token, _wished(w).meeting.code],
        get=COMPANY_PAGE,
    ),
    Row(
        "scheduling:withdraw-change",
        lambda w: [w.token, _wished(w).code],
        post=everybody(404) | {"company": 302},
    ),
    Row("scheduling:variants", lambda w: [_variants(w).code], get=OFFICE_PAGE),
    Row(
        "scheduling:choose-variant",
        lambda w: [_variants(w).code],
        post=action("editor"),
        data=lambda _w: {"variant": "best"},
    ),
    Row("scheduling:papers", lambda w: [w.session.code], get=EDITOR_PAGE),
    Row(
        "scheduling:all-agendas-pdf",
        lambda w: [_published(w).code],
        get=EDITOR_PAGE,
    ),
    Row("scheduling:table-sheets-pdf", lambda w: [w.session.code], get=EDITOR_PAGE),
    Row(
        "scheduling:interpreter-sheets-pdf", lambda w: [w.session.code], get=EDITOR_PAGE
    ),
    Row("scheduling:screen", lambda w: [screen_token(w.session)], get=PUBLIC),
    Row(
        "scheduling:table-screen",
        lambda w: [screen_token(w.session), _table(w).pk],
        get=PUBLIC,
    ),
    Row("scheduling:my-agenda-worker", lambda w: [w.token], get=COMPANY_PAGE),
    Row("scheduling:undo-move", lambda w: [_moved(w).code], post=action("editor")),
    Row("scheduling:lock-meeting", lambda w: [w.meeting.code], post=action("editor")),
    Row(
        "scheduling:lock-company",
        lambda w: [w.session.code, w.profile.code],
        post=action("editor"),
    ),
    Row("scheduling:agenda", lambda w: [w.profile.code], get=OFFICE_PAGE),
    Row("scheduling:agenda-pdf", lambda w: [w.profile.code], get=OFFICE_PAGE),
    Row("scheduling:agenda-ics", lambda w: [w.profile.code], get=OFFICE_PAGE),
    Row("scheduling:my-agenda", lambda w: [w.token], get=COMPANY_PAGE),
    Row("scheduling:my-agenda-pdf", lambda w: [w.token], get=COMPANY_PAGE),
    Row("scheduling:my-agenda-ics", lambda w: [w.token], get=COMPANY_PAGE),
]
