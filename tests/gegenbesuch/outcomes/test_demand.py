"""The map of demand: asked for on missions, year by year, against what we have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory.models import Citation
from gegenbesuch.outcomes.demand import demand_for, draw_demand
from gegenbesuch.outcomes.models import Interest
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.directory.models import Sector
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db


def mission_in(office: Office, year: int, **values: object) -> Mission:
    made: Mission = make.MissionFactory(
        office=office, starts_on=PartialDate.in_year(year), **values
    )
    return made


def ask(mission: Mission, sector: Sector | None, strength: int = 1) -> None:
    Interest.objects.create(
        mission=mission,
        sector=sector,
        topic="" if sector else "Thema",
        side=Interest.Side.HOST,
        relation=Interest.Relation.SOUGHT,
        strength=strength,
    )


def test_demand_for_counts_by_field_and_year(office: Office, chloe: User) -> None:
    water, biotech = make.SectorFactory(), make.SectorFactory()
    first, second = mission_in(office, 2019), mission_in(office, 2023)
    ask(first, water)
    ask(first, water, 3)
    ask(second, water, 2)
    ask(second, biotech, 1)
    ask(second, None)
    for side, sector in ((0, biotech), (0, biotech), (1, water)):
        profile = make.ProfileFactory(mission=second, side=side)
        profile.sectors.add(sector)
    make.ProfileFactory(mission=second, side=1).sought_sectors.add(biotech)

    found = demand_for(chloe)

    assert found.years == [2019, 2023]
    assert [field.sector for field in found.fields] == [water, biotech]
    wet, bio = found.fields
    assert {y: (a.count, a.weight) for y, a in wet.asked.items()} == {
        2019: (2, 4),
        2023: (1, 2),
    }
    assert (wet.offers, wet.is_gap) == (0, True)
    assert (bio.offers, bio.sought, bio.is_gap) == (2, 1, False)
    assert found.gaps == [wet]


def test_demand_for_leaves_out_our_own_side_and_other_offices(
    office: Office, chloe: User
) -> None:
    sector = make.SectorFactory()
    ask(mission_in(make.OfficeFactory(), 2019), sector)
    Interest.objects.create(
        mission=mission_in(office, 2019),
        sector=sector,
        side=Interest.Side.OURS,
        relation=Interest.Relation.PRESENTED,
    )

    assert demand_for(chloe).fields == []


def test_draw_demand_makes_stronger_demand_larger(office: Office, chloe: User) -> None:
    strong, weak = make.SectorFactory(), make.SectorFactory()
    mission = mission_in(office, 2019)
    ask(mission, strong, 3)
    ask(mission, weak, 1)

    for is_narrow in (True, False):
        picture = draw_demand(demand_for(chloe), is_narrow=is_narrow)
        assert picture is not None
        large, small = (line.dots[0] for line in picture.lines)
        assert large.r**2 == pytest.approx(3 * small.r**2, rel=0.05)
        assert all(0 < dot.x < picture.width for dot in (large, small))


@pytest.mark.parametrize("n", [1, 3])
def test_demand_takes_as_many_queries_for_many(
    n: int,
    office: Office,
    chloe: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(n):
        ask(mission_in(office, 2010 + number), make.SectorFactory())
    client = signed_in(chloe)
    client.get("/demand/")

    with django_assert_num_queries(9):
        page = client.get("/demand/")

    assert page.content.count(b"demand__dot") == 2 * n


def test_demand_can_be_of_one_relation(office: Office, chloe: User) -> None:
    relation = make.RelationFactory(office=office)
    inside, outside = make.SectorFactory(), make.SectorFactory()
    ask(mission_in(office, 2019, relation=relation), inside)
    ask(mission_in(office, 2019), outside)

    page = signed_in(chloe).get(f"/demand/?relation={relation.code}").content.decode()

    assert str(inside) in page
    assert str(outside) not in page


def test_record_interest_cites_its_source(office: Office, bruno: User) -> None:
    mission = mission_in(office, 2019)
    source = make.SourceFactory(office=office, number="S12")
    data = {
        "side": "host",
        "relation": "sought",
        "strength": "3",
        "sector": make.SectorFactory().pk,
        "source": "S12",
        "quote": "S. 3",
    }
    client = signed_in(bruno)
    address = f"/missions/{mission.code}/interests/create/"

    answer = client.post(address, data)

    interest = Interest.objects.get()
    assert answer["Location"] == f"/missions/{mission.code}/outcomes/"
    assert (interest.strength, interest.side) == (3, "host")
    citation = Citation.objects.get(source=source)
    assert citation.target == interest
    assert "S99" in client.post(address, data | {"source": "S99"}).content.decode()
    assert client.post(address, data | {"sector": ""}).status_code == 200
    assert Interest.objects.count() == 1
