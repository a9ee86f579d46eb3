"""The time of day, short, where a page names its zone once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from gegenbesuch.scheduling import selectors

if TYPE_CHECKING:
    from datetime import datetime

register = template.Library()


@register.simple_tag
def clock(at: datetime, zone: str) -> str:
    """Write the time of day on the clocks of a place."""
    return selectors.clock(at, zone)
