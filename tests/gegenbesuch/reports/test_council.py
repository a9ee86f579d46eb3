"""The questions of a council are answered in order, from the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gegenbesuch.reports import council
from gegenbesuch.reports.gathering import gather
from tests import factories as make

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office

pytestmark = pytest.mark.django_db


def answers(mission: object, *, with_costs: bool = True) -> list[list[str]]:
    (rows,) = gather([mission], with_internal=False).by_mission  # type: ignore[list-item]
    found = council.answers(rows, with_costs=with_costs)
    return [[sentence.text for sentence in each.sentences] for each in found]


def test_promises_are_steps_that_follow(office: Office) -> None:
    mission = make.MissionFactory(office=office, status="done")
    host = make.OrganisationFactory(office=office, name=make.i18n("Toyohashi"))
    make.TaskFactory(
        office=office, mission=mission, kind="ours", text="Liste senden", partner=host
    )
    make.TaskFactory(office=office, mission=mission, kind="task", text="Intern")

    steps = answers(mission)[2]

    assert steps == ["Von uns versprochen und offen: Liste senden (Toyohashi)."]
    assert answers(mission, with_costs=False)[2] == []


def test_what_nobody_recorded_stays_unanswered(office: Office) -> None:
    mission = make.MissionFactory(office=office, status="done")

    found = answers(mission)

    assert len(found) == 7
    assert found[5] == []
    assert found[4] == ["Eine unterzeichnete Vereinbarung ist nicht verzeichnet."]


def test_the_council_hears_how_the_work_at_home_was_covered(office: Office) -> None:
    mission = make.MissionFactory(office=office, status="done")
    make.HomeCoverFactory(mission=mission, text=make.i18n("Die Leitung vertrat."))

    assert answers(mission)[6] == ["Die Leitung vertrat."]
    assert answers(mission, with_costs=False)[6] == []


def test_a_name_with_a_full_stop_ends_a_sentence_alone(office: Office) -> None:
    mission = make.MissionFactory(office=office, status="done")
    partner = make.OrganisationFactory(office=office, name=make.i18n("Seiran Ltd."))
    make.ParticipationFactory(
        mission=mission, person=None, organisation=partner, function="partner"
    )

    assert answers(mission)[3] == ["Partner der Maßnahme: Seiran Ltd."]
