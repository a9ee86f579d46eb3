"""Verbs on the plan of a mission: its checklist, its goals, one like another."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.ordering import in_order
from gegenbesuch.core.search import kinds
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import rules, selectors
from gegenbesuch.missions.checklist import steps_for
from gegenbesuch.missions.models import (
    Goal,
    Group,
    Mission,
    MissionTemplate,
    Participation,
    ProgrammeItem,
    Proposal,
    Step,
    Stop,
    Topic,
)
from gegenbesuch.missions.parts import all_parts
from gegenbesuch.missions.services.missions import add_participation, create_mission

if TYPE_CHECKING:
    from datetime import date

    from gegenbesuch.accounts.models import User

YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")


# --- The checklist -----------------------------------------------------------


@transaction.atomic
def set_up_checklist(mission: Mission, *, actor: User | None) -> list[Step]:
    """
    Begin the checklist of a mission with the steps usual for its kind.

    Raises:
        ActionError: It has a checklist already.
    """
    if mission.steps.exists():
        raise ActionError(_("This mission already has a checklist."))
    steps = Step.objects.bulk_create(
        Step(
            mission=mission,
            phase=template.phase,
            offset_days=template.days,
            text=in_all_languages(template.text),
            position=position,
        )
        for position, template in enumerate(steps_for(mission.kind))
    )
    audit.record("missions.checklist.set-up", mission, actor=actor, steps=len(steps))
    return steps


@transaction.atomic
def add_step(mission: Mission, *, actor: User | None, **values: Any) -> Step:
    """Add a step at the end of its phase."""
    last = mission.steps.order_by("-position").first()
    step = Step.objects.create(
        mission=mission, position=last.position + 1 if last else 0, **values
    )
    audit.record("missions.step.added", mission, actor=actor, step=str(step))
    return step


@transaction.atomic
def update_step(step: Step, *, actor: User | None, **values: Any) -> Step:
    """Change what a step says, who does it and when it is due."""
    changes = audit.changed(step, values)
    for field, value in values.items():
        setattr(step, field, value)
    step.save(update_fields=[*values, "updated_at"])
    audit.record(
        "missions.step.updated",
        step.mission,
        actor=actor,
        changes=changes,
        step=str(step),
    )
    return step


@transaction.atomic
def change_step_status(step: Step, *, status: str, actor: User | None) -> Step:
    """Say that a step is done, not needed, or open after all."""
    before = step.status
    if before == status:
        return step
    step.status = status
    step.done_at = now() if status == Step.Status.DONE else None
    step.save(update_fields=["status", "done_at", "updated_at"])
    audit.record(
        "missions.step.status-changed",
        step.mission,
        actor=actor,
        changes={"status": [before, status]},
        step=str(step),
    )
    return step


# --- Templates ---------------------------------------------------------------


@transaction.atomic
def save_template(
    mission: Mission, *, name: str, actor: User | None
) -> MissionTemplate:
    """Make a mission the pattern that has this name; an earlier one gives way."""
    template, _created = MissionTemplate.objects.update_or_create(
        office=mission.office, name=name.strip(), defaults={"mission": mission}
    )
    audit.record(
        "missions.template.saved", mission, actor=actor, template=template.name
    )
    return template


@transaction.atomic
def remove_template(template: MissionTemplate, *, actor: User | None) -> None:
    """Forget a name; the mission stays as it is."""
    audit.record(
        "missions.template.removed",
        template.mission,
        actor=actor,
        template=template.name,
    )
    template.delete()


# --- Goals -------------------------------------------------------------------


@transaction.atomic
def add_goal(mission: Mission, *, actor: User | None, **values: Any) -> Goal:
    """Add a goal after the others; with a target it can be counted."""
    last = mission.goals.order_by("-position").first()
    goal = Goal.objects.create(
        mission=mission, position=last.position + 1 if last else 0, **values
    )
    audit.record("missions.goal.added", mission, actor=actor, goal=str(goal))
    return goal


@transaction.atomic
def update_goal(goal: Goal, *, actor: User | None, **values: Any) -> Goal:
    """Change what a goal says or its target."""
    changes = audit.changed(goal, values)
    for field, value in values.items():
        setattr(goal, field, value)
    goal.save(update_fields=list(values))
    audit.record("missions.goal.updated", goal.mission, actor=actor, changes=changes)
    return goal


@transaction.atomic
def remove_goal(goal: Goal, *, actor: User | None) -> None:
    """
    Give up a goal.

    Raises:
        ActionError: The mission was held; its goals stand beside its results.
    """
    if goal.mission.status in {
        Mission.Status.DONE,
        Mission.Status.EVALUATED,
        Mission.Status.CLOSED,
    }:
        raise ActionError(
            _("The mission was held; its goals stay beside what came of it.")
        )
    mission, text = goal.mission, str(goal)
    goal.delete()
    audit.record("missions.goal.removed", mission, actor=actor, goal=text)


# --- People who may be asked again -------------------------------------------


@transaction.atomic
def accept_proposal(proposal: Proposal, *, actor: User | None) -> Participation:
    """
    Take somebody who was proposed into the mission.

    Raises:
        ActionError: See `add_participation`; or somebody has decided meanwhile.
    """
    if not Proposal.objects.filter(pk=proposal.pk).delete()[0]:
        raise ActionError(_("Somebody else has decided this meanwhile."))
    return add_participation(
        proposal.mission,
        function=proposal.function,
        actor=actor,
        **proposal.as_participation(),
    )


@transaction.atomic
def drop_proposal(proposal: Proposal, *, actor: User | None) -> None:
    """Leave out somebody who was proposed."""
    mission, name = proposal.mission, str(proposal)
    proposal.delete()
    audit.record("missions.proposal.dropped", mission, actor=actor, name=name)


# --- A mission like another --------------------------------------------------


@transaction.atomic
def plan_like(
    source: Mission, *, starts_on: date, actor: User | None, title: Any = None
) -> Mission:
    """
    Plan a mission like an earlier one: programme, stops, partners, checklist, budget.

    All dates are moved by the same number of days. Who took part is proposed, not
    taken over, so that groups and guest lists are empty at first; interpreters, cars
    and rooms are wanted again, and a double booking shows. What was dropped, and what
    came of the earlier mission and was paid for it, stays behind. It is a part of the
    same larger mission if that is still ahead.

    Args:
        title: By default the earlier title with the new year in it.

    Raises:
        ActionError: Nothing says when the earlier mission was.
    """
    starts, ends = selectors.dates_of(source)
    first, last = starts.first_day(), ends.last_day()
    if first is None:
        raise ActionError(
            _("Nothing says when “%(mission)s” was, so its dates cannot be moved.")
            % {"mission": source}
        )
    days = (starts_on - first).days
    mission = create_mission(
        source.office,
        actor=actor,
        title=title or _in_year(source.title, starts_on.year),
        kind=source.kind,
        direction=source.direction,
        status=Mission.Status.PLANNED,
        relation=source.relation,
        starts_on=PartialDate.on(starts_on),
        ends_on=moved(PartialDate.on(last), days) if last else PartialDate(),
        lead=source.lead if source.lead and not source.lead.is_deceased else None,
        place=source.place,
        venue=source.venue,
        countries=source.countries,
        is_invented=source.is_invented,
    )
    mission.partner_offices.set(source.partner_offices.all())
    if source.parent and source.parent.status in rules.NOT_YET:
        mission.parent = source.parent
        mission.save(update_fields=["parent"])
    stops = _copy_stops(source, mission, days)
    _copy_items(source, mission, days, stops)
    _copy_people(source, mission)
    Goal.objects.bulk_create(
        Goal(
            mission=mission, text=goal.text, target=goal.target, position=goal.position
        )
        for goal in in_order(source.goals.all())
    )
    _copy_checklist(source, mission, days)
    for part in all_parts():
        part.copies(source, mission, days)
    kinds.index(Mission, [mission])
    kinds.index(ProgrammeItem, mission.items.all())
    if not mission.steps.exists():
        set_up_checklist(mission, actor=actor)
    audit.record("missions.mission.planned", mission, actor=actor, like=str(source))
    return mission


def moved(on: PartialDate, days: int) -> PartialDate:
    """Return a date so many days later, as precisely as it was known."""
    day = on.first_day()
    if day is None or not days:
        return on
    ordinal = day.toordinal() + days
    precision = PartialDate.Precision
    later = type(day).fromordinal(ordinal)
    if on.precision == precision.DAY:
        return PartialDate.on(later)
    if on.precision == precision.YEAR:
        return PartialDate.in_year(later.year)
    if on.precision == precision.MONTH:
        return PartialDate.in_month(later.year, later.month)
    third = (precision.EARLY_MONTH, precision.MID_MONTH, precision.LATE_MONTH)
    return PartialDate.in_month(
        later.year, later.month, third[min((later.day - 1) // 10, 2)]
    )


def _copy_stops(source: Mission, mission: Mission, days: int) -> dict[int, Stop]:
    made = {}
    fields = (
        *("position", "place", "place_text", "organisation", "host", "language"),
        "text",
    )
    for stop in in_order(source.stops.all()):
        made[stop.pk] = Stop.objects.create(
            mission=mission,
            arrives_on=moved(stop.arrives_on, days),
            leaves_on=moved(stop.leaves_on, days),
            **{field: getattr(stop, field) for field in fields},
        )
    return made


def _copy_items(
    source: Mission, mission: Mission, days: int, stops: dict[int, Stop]
) -> None:
    made: dict[int, ProgrammeItem] = {}
    groups = {
        group.pk: Group.objects.create(
            mission=mission, name=group.name, position=group.position
        )
        for group in in_order(source.groups.all())
    }
    fields = (
        *("position", "kind", "title", "text", "place", "venue", "visited"),
        *("speaker", "introduced_by", "is_public", "destination", "means", "number"),
    )
    rows = in_order(
        source.items.exclude(status=ProgrammeItem.Status.DROPPED).prefetch_related(
            "hosts", "resources", "groups", "topics"
        )
    )
    for item in rows:
        on = item.planned_on if item.planned_on.is_known else item.actual_on
        copy = ProgrammeItem.objects.create(
            mission=mission,
            office=mission.office,
            stop=stops.get(item.stop_id or 0),
            planned_on=moved(on, days),
            planned_start=item.planned_start or item.actual_start,
            planned_end=item.planned_end or item.actual_end,
            planned_audience=item.planned_audience or item.actual_audience,
            planned_audience_kinds=(
                item.planned_audience_kinds or item.actual_audience_kinds
            ),
            planned_order=item.actual_order or item.planned_order,
            **{field: getattr(item, field) for field in fields},
        )
        copy.hosts.set(item.hosts.all())
        Topic.objects.bulk_create(
            Topic(item=copy, name=row.name, sector=row.sector, position=row.position)
            for row in in_order(item.topics.all())
        )
        copy.groups.set(groups[group.pk] for group in item.groups.all())
        copy.resources.set(row for row in item.resources.all() if not row.is_retired)
        made[item.pk] = copy
    for item in rows:
        if item.anchor_id in made:
            made[item.pk].anchor = made[item.anchor_id]
            made[item.pk].save(update_fields=["anchor"])


def _copy_people(source: Mission, mission: Mission) -> None:
    """Take partners over and propose everybody else who is a known record."""
    rows = in_order(source.participations.select_related("person"))
    for row in rows:
        if row.person is not None and row.person.is_deceased:
            continue
        values = {
            "mission": mission,
            "person": row.person,
            "organisation": row.organisation,
            "function": row.function,
            "is_public": row.is_public,
            "position": row.position,
        }
        if row.function in selectors.PARTNERS and (row.person or row.organisation):
            Participation.objects.create(title=row.title, **values)
        elif row.person or row.organisation:
            Proposal.objects.create(title=row.title, **values)


def _copy_checklist(source: Mission, mission: Mission, days: int) -> None:
    """Copy the steps with their dates moved, all of them open again."""
    Step.objects.bulk_create(
        Step(
            mission=mission,
            phase=step.phase,
            text=step.text,
            offset_days=step.offset_days,
            due_on=step.due_on and step.due_on + timedelta(days=days),
            owner=step.owner,
            owner_text=step.owner_text,
            position=step.position,
        )
        for step in in_order(source.steps.all())
    )


def _in_year(title: Any, year: int) -> LazyI18nString:
    """Return the title with its year replaced, or with the year behind it."""
    data = title.data if isinstance(title, LazyI18nString) else title
    texts = data if isinstance(data, dict) else {settings.LANGUAGE_CODE: str(data)}
    return LazyI18nString(
        {
            language: YEAR.sub(str(year), text)
            if YEAR.search(text)
            else f"{text} {year}"
            for language, text in texts.items()
            if text
        }
    )


def in_all_languages(text: Any) -> LazyI18nString:
    """Return a translated text in all languages of the interface."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts[language] = str(text)
    return LazyI18nString(texts)
