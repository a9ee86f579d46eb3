"""What follows the invented journey: money, notes, tasks, talks, surveys."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils.timezone import localdate

from gegenbesuch.accounts.models import User
from gegenbesuch.demo.loader.world import put
from gegenbesuch.directory.models import ContactPoint
from gegenbesuch.followup import services
from gegenbesuch.followup.models import Debrief, Note, Reply, Survey, Task
from gegenbesuch.mandate.models import BudgetLine, HomeCover
from gegenbesuch.missions.models import Participation, ProgrammeItem, Step
from gegenbesuch.missions.services import change_step_status, set_up_checklist
from gegenbesuch.outcomes.models import Outcome
from gegenbesuch.reports.models import PressDraft
from gegenbesuch.reports.services import draft_press

if TYPE_CHECKING:
    from gegenbesuch.demo.loader.reading import DataSet
    from gegenbesuch.demo.loader.record import Record
    from gegenbesuch.demo.loader.world import World
    from gegenbesuch.missions.models import Mission

_MONEY = "lines home"
_LINE = "kind what payer heads planned actual"
_TASK = "kind text owner owner_text due_in mission partner item status result"
_NOTE = "mission item author said_on text is_confidential"
_TALK = "mission by talked_on text lessons"
_SURVEY = "mission days sent_on replies"
_REPLY = (
    "answered_at usefulness contacts stage what with_whom sales value wishes quote "
    "may_quote"
)
#: The mission of which the demo has a draft for the press.
TOLD = "leipzig-japan-2019-06"
#: The mission to come, which has a checklist.
AHEAD = "demo-forum-2026"


def load_follow_up(world: World, data: DataSet) -> None:
    """Write what follows the journey; the people are those of the demo's accounts."""
    for record in data.records("forum/money.yaml", _MONEY):
        _put_money(world, record)
    for record in data.records("forum/notes.yaml", _NOTE):
        _put_note(world, record)
    for record in data.records("forum/tasks.yaml", _TASK):
        _put_task(world, record)
    for record in data.records("forum/talks.yaml", _TALK):
        _put_talk(world, record)
    for record in data.records("forum/surveys.yaml", _SURVEY):
        _put_survey(world, record)
    told = world.missions.get(TOLD)
    if told is not None and not PressDraft.objects.filter(mission=told).exists():
        writer = User.objects.filter(email="bruno@example.org").first()
        draft_press(told, moment="after", language="de", actor=writer)
    ahead = world.missions.get(AHEAD)
    if ahead is not None and not ahead.steps.exists():
        _begin_checklist(ahead)


def _begin_checklist(mission: Mission) -> None:
    """Begin the usual checklist, and tick off what was due long ago."""
    set_up_checklist(mission, actor=None)
    begins, ends = mission.starts_on.first_day(), mission.ends_on.last_day()
    for step in mission.steps.all():
        due = step.due(begins, ends)
        if due is not None and due < localdate() - timedelta(days=14):
            change_step_status(step, status=Step.Status.DONE, actor=None)


def _put_money(world: World, record: Record) -> None:
    mission = _found(record, world, record.code)
    mission.budget_lines.all().delete()
    for part in record.rows("lines", _LINE):
        BudgetLine.objects.create(
            mission=mission,
            kind=part.choice("kind", BudgetLine.Kind),
            what=part.word("what"),
            payer=part.choice("payer", BudgetLine.Payer),
            heads=part.integer("heads", least=1) if part.has("heads") else None,
            planned=Decimal(part.integer("planned")),
            actual=Decimal(part.integer("actual")),
        )
    HomeCover.objects.update_or_create(
        mission=mission, defaults={"text": record.text("home")}
    )


def _put_note(world: World, record: Record) -> None:
    mission = record.the("mission", world.missions, "mission")
    put(
        record,
        Note,
        f"{mission.code}-{record.code}",
        office=world.office,
        mission=mission,
        item=_item(record, mission),
        author=_user(record, "author"),
        said_on=record.day("said_on"),
        text=record.word("text").strip(),
        is_confidential=record.flag("is_confidential"),
    )


def _put_task(world: World, record: Record) -> None:
    mission = record.the("mission", world.missions, "mission")
    status = record.choice("status", Task.Status, Task.Status.OPEN)
    due_on = None
    if record.has("due_in"):
        due_on = localdate() + timedelta(days=_days(record))
    item = _item(record, mission)
    put(
        record,
        Task,
        f"demo-{record.code}",
        office=world.office,
        kind=record.choice("kind", Task.Kind, Task.Kind.TASK),
        text=record.word("text"),
        owner=_user(record, "owner"),
        owner_text=record.word("owner_text", ""),
        due_on=due_on,
        status=status,
        settled_on=due_on if status != Task.Status.OPEN else None,
        result=record.word("result", ""),
        mission=mission,
        partner=record.one("partner", world.organisations, "organisation"),
        about_type=ContentType.objects.get_for_model(ProgrammeItem) if item else None,
        about_id=item.pk if item else None,
    )


def _days(record: Record) -> int:
    value = record.data["due_in"]
    if isinstance(value, bool) or not isinstance(value, int):
        raise record.error("due_in", f"a number of days is wanted, not {value!r}")
    return value


def _put_talk(world: World, record: Record) -> None:
    mission = record.the("mission", world.missions, "mission")
    Debrief.objects.update_or_create(
        participation=_company(record, mission),
        defaults={
            "talked_on": record.day("talked_on"),
            "by": _user(record, "by"),
            "text": record.word("text"),
            "lessons": record.word("lessons", ""),
        },
    )


def _put_survey(world: World, record: Record) -> None:
    mission = record.the("mission", world.missions, "mission")
    survey, _created = Survey.objects.update_or_create(
        mission=mission,
        days=record.integer("days"),
        defaults={"sent_on": record.day("sent_on")},
    )
    for part in record.parts("replies", _REPLY):
        row = _company(part, mission)
        _write_address(row.organisation, f"{part.code}@example.org")
        reply = put(
            part,
            Reply,
            f"{mission.code}-{survey.days}-{part.code}",
            office=world.office,
            survey=survey,
            participation=row,
            organisation=row.organisation,
            respondent=f"{mission.code}-{part.code}",
            name=str(row.organisation),
            email=f"{part.code}@example.org",
        )
        if part.has("answered_at"):
            services.answer(reply, _answers(part), at=part.moment("answered_at"))


def _write_address(organisation: Any, email: str) -> None:
    """Give a company an address to which no mail can go, so that it can be asked."""
    ContactPoint.objects.get_or_create(
        target_type=ContentType.objects.get_for_model(organisation),
        target_id=organisation.pk,
        kind=ContactPoint.Kind.EMAIL,
        value=email,
    )


def _answers(part: Record) -> dict[str, Any]:
    words = ("what", "with_whom", "wishes", "quote")
    numbers = ("usefulness", "contacts", "value")
    return {
        **{name: part.word(name, "") for name in words},
        **{name: part.integer(name) for name in numbers if part.has(name)},
        "stage": part.choice("stage", Outcome.Stage) if part.has("stage") else "",
        "sales": part.choice("sales", Reply.Sales) if part.has("sales") else "",
        "may_quote": part.flag("may_quote"),
    }


def _company(record: Record, mission: Mission) -> Participation:
    row = mission.participations.filter(organisation__code=record.code).first()
    if row is None:
        raise record.error("", f"{record.code!r} did not take part in the mission")
    return row


def _item(record: Record, mission: Mission) -> ProgrammeItem | None:
    if not record.has("item"):
        return None
    item = mission.items.filter(code=f"{mission.code}-{record.word('item')}").first()
    if item is None:
        raise record.error("item", "the mission has no such programme item")
    return item


def _user(record: Record, field: str) -> User | None:
    if not record.has(field):
        return None
    user = User.objects.filter(email=record.word(field)).first()
    if user is None:
        raise record.error(field, "there is no such account")
    return user


def _found(record: Record, world: World, code: str) -> Mission:
    if code not in world.missions:
        raise record.error("", f"there is no mission {code!r}")
    return world.missions[code]
