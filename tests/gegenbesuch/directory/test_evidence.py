from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gegenbesuch.directory.evidence import cite, evidence_of
from tests import factories as make

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office

pytestmark = pytest.mark.django_db


def test_cite_asks_once_for_everything(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
):
    mission = make.MissionFactory(office=office)
    item = make.ProgrammeItemFactory(mission=mission)
    for target in (mission, item, item):
        make.CitationFactory(source__office=office, **make.on(target))
    with django_assert_num_queries(1):
        cite([mission], [item])
        assert len(mission.cited) == 1
        assert len(item.cited) == 2
        assert all(c.source.number for c in item.cited)


def test_claims_about_one_aspect_stand_together(office: Office):
    mission = make.MissionFactory(office=office)
    for aspect in ("size", "size", "order"):
        make.ClaimFactory(aspect=aspect, **make.on(mission))
    conflicts = evidence_of([mission]).conflicts
    assert [(c.aspect, len(c.claims)) for c in conflicts] == [("order", 1), ("size", 2)]
