"""What a company asked to be changed, below each meeting of its agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.template.context import RequestContext

    from gegenbesuch.scheduling.agendas import Item
    from gegenbesuch.scheduling.models import ChangeRequest

register = template.Library()


@register.simple_tag(takes_context=True)
def agenda_wish(
    context: RequestContext,
    item: Item,
    wishes: Mapping[int, ChangeRequest],
    windows: Mapping[int, datetime],
    token: str,
) -> str:
    """
    Write what became of a wish for a meeting, or the way to ask for a change.

    Args:
        wishes: The newest one for each meeting, by its key.
        windows: Until when can be asked, by the key of the session.
    """
    wish, until = wishes.get(item.meeting.pk), windows.get(item.session.pk)
    if wish is None and until is None:
        return ""
    can_ask = until is not None and (wish is None or wish.status != wish.Status.OPEN)
    return render_to_string(
        "scheduling/_wish.html",
        {"item": item, "wish": wish, "can_ask": can_ask, "token": token},
        context["request"],
    )
