"""Tasks as list items; a board has a hundred of them, too many for a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from gegenbesuch.core.templatetags.display import address_of, partial_date, text
from gegenbesuch.core.templatetags.page import choice, status
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.followup import rules
from gegenbesuch.followup.models import Task
from gegenbesuch.followup.steps import DueStep
from gegenbesuch.missions.rules import can_edit_mission

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

register = template.Library()
NOTHING = mark_safe("")
_BUTTON = (
    '<button class="kern-btn kern-btn--{} kern-btn--small" type="submit"'
    ' formaction="{}" name="status" value="{}"><span class="kern-label">{}'
    '<span class="visually-hidden">: {}</span></span></button>'
)


@register.simple_tag
def task_items(
    tasks: Iterable[Task | DueStep], user: Any, today: date, *, mission: Any = None
) -> SafeString:
    """
    Write tasks: what, until when, who, for which mission and partner.

    Steps of checklists stand among them, with what they have of that.

    Those who may settle a task get a button of the form around the list.

    Args:
        mission: Whose page it is, which needs not be named again.
    """
    done, open_again = pgettext("task", "Done"), gettext("Open again")
    return format_html_join(
        "\n",
        '<li class="task{}"><div class="task__what"><p class="task__text">'
        '<a href="{}">{}</a></p><p class="task__more">{}</p></div>{}</li>',
        (
            (
                " task--late" if task.is_late(today) else "",
                *(
                    _step(task, user, today, done)
                    if isinstance(task, DueStep)
                    else _task(task, user, today, mission, done, open_again)
                ),
            )
            for task in tasks
        ),
    )


def _task(  # noqa: PLR0913 -- a row has these parts
    task: Task, user: Any, today: date, page: Any, done: str, open_again: str
) -> tuple[str, str, SafeString, SafeString]:
    return (
        address_of("followup:task", task.code),
        task.text,
        _dotted(_more(task, today, page)),
        _button(task, done, open_again) if rules.can_edit_task(user, task) else NOTHING,
    )


def _step(
    due: DueStep, user: Any, today: date, done: str
) -> tuple[str, str, SafeString, SafeString]:
    step = due.step
    page = address_of("missions:planning", step.mission.code)
    return (
        f"{page}#step-{step.code}",
        text(step.text),
        _dotted(_more_of_step(due, today)),
        format_html(
            _BUTTON,
            "secondary",
            address_of("followup:tick-step", step.code),
            step.Status.DONE,
            done,
            text(step.text),
        )
        if can_edit_mission(user, step.mission)
        else NOTHING,
    )


def _dotted(parts: Iterator[str]) -> SafeString:
    joined = " · ".join(map(conditional_escape, parts))
    return mark_safe(joined)  # noqa: S308 -- of escaped texts


def _more_of_step(due: DueStep, today: date) -> Iterator[str]:
    step = due.step
    yield format_html('<span class="tag">{}</span>', gettext("Checklist"))
    yield _when(due.due_on)
    if due.is_late(today):
        yield _overdue()
    yield str(step.owner or step.owner_text or gettext("nobody yet"))
    yield text(step.mission.title)


def _overdue() -> str:
    return format_html('<strong class="late">{}</strong>', gettext("overdue"))


def _when(due_on: date | None) -> str:
    if due_on is None:
        return gettext("no date")
    due = partial_date(PartialDate.on(due_on), "weekday")
    return format_html('<span class="nowrap">{}</span>', due)


def _more(task: Task, today: date, page: Any) -> Iterator[str]:
    if task.kind != Task.Kind.TASK:
        yield format_html('<span class="tag">{}</span>', choice(task, "kind"))
    yield _when(task.due_on)
    if task.is_late(today):
        yield _overdue()
    yield str(task.owner or task.owner_text or gettext("nobody yet"))
    for partner in filter(None, (task.partner, task.person)):
        yield text(partner.name) if partner == task.partner else str(partner)
    if task.mission is not None and task.mission != page:
        yield format_html(
            '<a href="{}">{}</a>',
            address_of("followup:follow-up", task.mission.code),
            text(task.mission.title),
        )
    if task.status != Task.Status.OPEN:
        yield status(task)
        if task.result:
            yield task.result


def _button(task: Task, done: str, open_again: str) -> SafeString:
    is_open = task.status == Task.Status.OPEN
    return format_html(
        _BUTTON,
        "secondary" if is_open else "tertiary",
        address_of("followup:settle-task", task.code),
        Task.Status.DONE if is_open else Task.Status.OPEN,
        done if is_open else open_again,
        task.text,
    )
