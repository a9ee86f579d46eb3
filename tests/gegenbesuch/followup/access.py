"""Who gets what from tasks, talks and surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gegenbesuch.accounts.services import issue_link, link_token
from tests import factories as make
from tests.house.access import (
    COMPANY_PAGE,
    OFFICE_LIST,
    OFFICE_PAGE,
    Row,
    action,
    everybody,
    page,
)

if TYPE_CHECKING:
    from tests.house.access import World

EDITOR_PAGE = page(other_office=404, least="editor")
TASK = {"kind": "task", "text": "Fotos schicken", "due_on": "2031-06-20"}
NOTE = {"said_on": "2031-06-05", "text": "Interesse an Holzenergie."}
TALK = {"talked_on": "2031-06-12", "text": "Es hat sich gelohnt."}


def on_task(w: World) -> list[str]:
    return [make.TaskFactory(office=w.office).code]


def on_participant(w: World) -> list[str]:
    row = w.mission.participations.first() or make.ParticipationFactory(
        mission=w.mission
    )
    return [w.mission.code, row.code]


def on_note(w: World) -> list[str]:
    return [make.MissionNoteFactory(mission=w.mission).code]


def on_survey(w: World) -> list[Any]:
    type(w.mission).objects.filter(pk=w.mission.pk).update(status="done")
    w.mission.surveys.all().delete()
    return [w.mission.code, 30]


def own_token(w: World) -> str:
    """Return the token of somebody who is asked, where the row asks as the company."""
    if w.token != link_token(w.link):
        return w.token
    survey = w.mission.surveys.first() or make.SurveyFactory(mission=w.mission)
    found = survey.replies.first() or make.ReplyFactory(survey=survey)
    link = issue_link(
        found,
        office=found.office,
        holder_name=found.name,
        holder_email=found.email,
        language="de",
        expires_at=make.FAR_FUTURE,
        actor=None,
    )
    return link_token(link)


ROWS = [
    Row("followup:board", get=OFFICE_LIST),
    Row("followup:promises", get=OFFICE_LIST),
    Row(
        "followup:add-task",
        get=page(other_office=200, least="editor"),
        post=action("editor", other_office=302),
        data=lambda _w: TASK,
    ),
    Row(
        "followup:task",
        on_task,
        get=OFFICE_PAGE,
        post=action("editor"),
        data=lambda _w: TASK,
    ),
    Row(
        "followup:settle-task",
        on_task,
        post=action("editor"),
        data=lambda _w: {"status": "done"},
    ),
    Row(
        "followup:tick-step",
        lambda w: [make.StepFactory(mission=w.mission).code],
        post=action("editor"),
    ),
    Row("followup:follow-up", lambda w: [w.mission.code], get=OFFICE_PAGE),
    Row(
        "followup:record-debrief",
        on_participant,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: TALK,
    ),
    Row(
        "followup:write-note",
        lambda w: [w.mission.code],
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: NOTE,
    ),
    Row(
        "followup:update-note",
        on_note,
        get=EDITOR_PAGE,
        post=action("editor"),
        data=lambda _w: NOTE,
    ),
    Row("followup:remove-note", on_note, post=action("editor")),
    Row("followup:surveys", lambda w: [w.mission.code], get=EDITOR_PAGE),
    Row("followup:send-survey", on_survey, post=action("coordinator")),
    Row("followup:switch-survey", on_survey, post=action("coordinator")),
    Row(
        "followup:answer",
        lambda w: [own_token(w)],
        get=COMPANY_PAGE,
        post=everybody(404) | {"company": 302},
    ),
    Row("followup:stop-asking", lambda w: [own_token(w)], post=COMPANY_PAGE),
]
