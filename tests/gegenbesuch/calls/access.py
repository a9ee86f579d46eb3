"""Who gets what from calls for participants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.services import issue_link, link_token
from tests import factories as make
from tests.house.access import (
    COMPANY_PAGE,
    OFFICE_PAGE,
    PUBLIC,
    Row,
    action,
    everybody,
    page,
)

if TYPE_CHECKING:
    from tests.house.access import World

EDITOR_PAGE = page(other_office=404, least="editor")
CALL = {
    "text_0": "Kommen Sie mit",
    "selection": "first",
    "offer_days": "7",
    "quota": "20",
    "closes_day": "2131-05-20",
    "closes_clock": "12:00",
    "time_zone": "Europe/Berlin",
}
QUESTION = {"text_0": "Was suchen Sie?", "kind": "line"}
APPLICATION = {
    "organisation": "Kurz GmbH",
    "name": "Randy Kurz",
    "email": "randy@example.org",
    "consent": "on",
}


def call_of(w: World, status: str = "call_open") -> Any:
    found = getattr(w.mission, "call", None) or make.CallFactory(mission=w.mission)
    type(found).objects.filter(pk=found.pk).update(status=status)
    found.refresh_from_db()
    return found


def question_of(w: World) -> Any:
    call = call_of(w)
    return call.questions.first() or make.QuestionFactory(call=call)


def application_of(w: World) -> Any:
    call = call_of(w)
    return call.applications.first() or make.ApplicationFactory(call=call)


def on_call(w: World) -> list[str]:
    return [call_of(w).mission.code]


def on_question(w: World) -> list[str]:
    question = question_of(w)
    return [question.call.mission.code, question.code]


def on_application(w: World) -> list[str]:
    return [application_of(w).code]


def on_criterion(w: World) -> list[str]:
    call = call_of(w)
    row = call.weighed_by.first() or make.CriterionFactory(call=call)
    return [w.mission.code, row.code]


def on_participant(w: World) -> list[str]:
    row = application_of(w)
    if row.participation is None:
        row.participation = make.ParticipationFactory(
            mission=w.mission, person=None, label="Kurz GmbH"
        )
        row.save()
    return [row.code]


def own_token(w: World) -> str:
    """Return the token of the applicant's link, where the row asks as the company."""
    found = application_of(w)
    link = issue_link(
        found,
        office=found.office,
        holder_name=found.name,
        holder_email=found.email,
        language="de",
        expires_at=make.FAR_FUTURE,
        actor=None,
    )
    return link_token(link) if w.token == link_token(w.link) else w.token


ROWS = [
    # The office
    Row("calls:call", on_call, get=OFFICE_PAGE),
    Row(
        "calls:update-call",
        lambda w: [w.mission.code],
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: CALL,
    ),
    Row(
        "calls:open-call",
        lambda w: [call_of(w, "draft").mission.code],
        post=action("editor"),
    ),
    Row("calls:close-call", on_call, post=action("editor")),
    Row(
        "calls:call-off",
        lambda w: [call_of(off(w)).mission.code],
        post=action("editor"),
    ),
    Row(
        "calls:add-question",
        on_call,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: QUESTION,
    ),
    Row(
        "calls:set-question",
        on_question,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: QUESTION,
    ),
    Row("calls:remove-question", on_question, post=action("editor")),
    Row(
        "calls:application",
        on_application,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: {"status": "rejected"},
    ),
    Row(
        "calls:add-criterion",
        on_call,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: {"text_0": "Erfahrung im Ausland", "weight": "2"},
    ),
    Row(
        "calls:set-criterion",
        on_criterion,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: {"text_0": "Erfahrung im Ausland", "weight": "2"},
    ),
    Row("calls:remove-criterion", on_criterion, post=action("editor")),
    Row("calls:link-application", on_participant, post=action("editor")),
    Row("calls:withdraw-application", on_application, post=action("editor")),
    # Applicants
    Row(
        "calls:apply",
        lambda w: [call_of(w).code],
        get=PUBLIC,
        post=everybody(302),
        data=lambda _w: APPLICATION,
    ),
    Row("calls:received", lambda w: [call_of(w).code], get=PUBLIC),
    Row(
        "calls:own-application",
        lambda w: [own_token(w)],
        get=COMPANY_PAGE,
        post=everybody(404) | {"company": 302},
        data=lambda _w: {"verb": "withdraw"},
    ),
]


def off(w: World) -> World:
    """Return the world with its mission cancelled."""
    type(w.mission).objects.filter(pk=w.mission.pk).update(status="cancelled")
    return w
