"""Hypothesis strategies for instances that are feasible by construction."""

from __future__ import annotations

from hypothesis import strategies as st

from convene.timetable import Instance, Schedule
from convene.timetable.generate import FAMILIES, plant


@st.composite
def planted(
    draw: st.DrawFn,
    families: str = "".join(FAMILIES),
    most_participants: int = 12,
    most_meetings: int = 20,
) -> tuple[Instance, Schedule]:
    """Draw an instance and the schedule that is hidden in it."""
    return plant(
        draw(st.sampled_from(families)),
        participants=draw(st.integers(2, most_participants)),
        meetings=draw(st.integers(0, most_meetings)),
        slots=draw(st.integers(1, 8)),
        tables=draw(st.integers(1, 5)),
        seed=draw(st.integers(0, 10**6)),
    )
