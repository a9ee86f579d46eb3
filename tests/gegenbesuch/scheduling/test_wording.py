from __future__ import annotations

import pytest
from django.utils import translation

from gegenbesuch.scheduling.publishing import Change, Position
from gegenbesuch.scheduling.wording import Wording
from tests import factories as make


@pytest.mark.django_db
def test_a_meeting_that_keeps_its_time_names_it_once() -> None:
    session = make.SessionFactory()
    slot, later = (make.SlotFactory(session=session, position=n) for n in range(2))
    one, other = (make.TableFactory(session=session, position=n) for n in range(2))
    before = Position(slot, one, None)

    with translation.override("en"):
        words = Wording(session, {2: "Kasou KK"})
        same_time, moved = (
            words.line(1, Change(1, 2, before, after))
            for after in (Position(slot, other, None), Position(later, other, None))
        )

    assert same_time.startswith("At the same time: Kasou KK, now ")
    assert same_time.endswith(", Table 2 (before: Table 1)")
    assert moved.startswith("Moved: Kasou KK, now ")
