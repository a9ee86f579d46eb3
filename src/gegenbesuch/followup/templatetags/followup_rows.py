"""Tasks as list items; a board has a hundred of them, too many for a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from gegenbesuch.core.templatetags.display import address_of, partial_date, text
from gegenbesuch.core.templatetags.page import choice, status
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.followup import rules
from gegenbesuch.followup.models import Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

register = template.Library()
NOTHING = mark_safe("")


@register.simple_tag
def task_items(
    tasks: Iterable[Task], user: Any, today: date, *, mission: Any = None
) -> SafeString:
    """
    Write tasks: what, until when, who, for which mission and partner.

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
                address_of("followup:task", task.code),
                task.text,
                format_html_join(
                    " · ", "{}", ((part,) for part in _more(task, today, mission))
                ),
                _button(task, done, open_again)
                if rules.can_edit_task(user, task)
                else NOTHING,
            )
            for task in tasks
        ),
    )


def _more(task: Task, today: date, page: Any) -> Iterator[str]:
    if task.kind != Task.Kind.TASK:
        yield format_html('<span class="tag">{}</span>', choice(task, "kind"))
    if task.due_on is None:
        yield gettext("no date")
    else:
        due = partial_date(PartialDate.on(task.due_on), "weekday")
        yield format_html('<span class="nowrap">{}</span>', due)
    if task.is_late(today):
        yield format_html('<strong class="late">{}</strong>', gettext("overdue"))
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
        '<button class="kern-btn kern-btn--{} kern-btn--small" type="submit"'
        ' formaction="{}" name="status" value="{}"><span class="kern-label">{}'
        '<span class="visually-hidden">: {}</span></span></button>',
        "secondary" if is_open else "tertiary",
        address_of("followup:settle-task", task.code),
        Task.Status.DONE if is_open else Task.Status.OPEN,
        done if is_open else open_again,
        task.text,
    )
