"""The chain as SVG, drawn once for the same events and language."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import get_language

from gegenbesuch.outcomes.chain import draw_chain
from gegenbesuch.outcomes.selectors import LANES

if TYPE_CHECKING:
    from gegenbesuch.missions.models import Mission
    from gegenbesuch.outcomes.arrows import Arrow
    from gegenbesuch.outcomes.cards import Event
    from gegenbesuch.outcomes.selectors import Chain


def picture_of(chain: Chain, kind: str, current: Mission | None = None) -> str:
    """
    Return the picture of a chain.

    Args:
        kind: For which screens it is: wide, narrow or always.
        current: The mission that is marked.
    """
    marked = f"mission-{current.pk}" if current else ""
    events, arrows = tuple(chain.events), tuple(chain.arrows)
    return _drawing(events, arrows, kind, marked, get_language() or "")


@lru_cache(maxsize=256)
def _drawing(
    events: tuple[Event, ...],
    arrows: tuple[Arrow, ...],
    kind: str,
    current: str,
    _language: str,
) -> str:
    """Draw the same events once a language."""
    is_narrow = kind != "wide"
    lanes = [(key, str(label)) for key, label in LANES]
    picture = draw_chain(events, arrows, lanes=lanes, is_narrow=is_narrow)
    if picture is None:
        return ""
    context = {
        "picture": picture,
        "id": f"chain-{kind}",
        "kind": kind,
        "current": current,
    }
    return render_to_string("outcomes/_chain.html", context)
