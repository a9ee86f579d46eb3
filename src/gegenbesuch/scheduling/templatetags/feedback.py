"""How a wish for a change is answered: the same few buttons for many wishes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from gegenbesuch.scheduling.models import ChangeRequest

register = template.Library()


@register.simple_tag
def answer_buttons(wish: ChangeRequest) -> SafeString:
    """Write the buttons with which the office answers a wish."""
    is_call_off = wish.kind == wish.Kind.CALL_OFF
    has_slot = wish.meeting.slot_id is not None
    return _buttons(is_call_off, has_slot, get_language())


@lru_cache(maxsize=16)
def _buttons(
    is_call_off: bool,  # noqa: FBT001 -- as lru_cache wants it
    has_slot: bool,  # noqa: FBT001 -- as lru_cache wants it
    _language: str | None,
) -> SafeString:
    """Render the buttons once a language."""
    context = {"is_call_off": is_call_off, "has_slot": has_slot}
    return render_to_string("scheduling/_answer_buttons.html", context)
