from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import selectors
from tests import factories as make

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
on = PartialDate.from_code
ALL = selectors.MissionFilter()


def codes(page: selectors.MissionPage) -> list[str]:
    return [mission.code for mission in page.missions]


def test_every_mission_is_on_one_page(office: Office, bruno: User):
    dates = ["2019-06-01", "2019-06-01", "2019-06", "2019", "", "", "2008"]
    made = {make.MissionFactory(office=office, starts_on=on(d)).code for d in dates}
    seen: list[str] = []
    key = ""
    while True:
        page = selectors.list_missions(bruno, ALL, is_invented=False, after=key, size=2)
        seen += codes(page)
        key = page.next_key
        if not key:
            break
    assert len(seen) == len(made)
    assert set(seen) == made


def test_the_latest_come_first_and_the_unknown_last(office: Office, bruno: User):
    for code in ("2017", "2019-06-21~late", "", "2019-06-01"):
        make.MissionFactory(office=office, starts_on=on(code), code=f"m{code[:10]}")
    page = selectors.list_missions(bruno, ALL, is_invented=False)
    assert codes(page) == ["m2019-06-21", "m2019-06-01", "m2017", "m"]


@pytest.mark.parametrize(
    "key", ["nonsense", "2019-13_1", "_", "2019_zz", "2019-06-01_"]
)
def test_a_key_that_is_none_is_ignored(key: str, office: Office, bruno: User):
    make.MissionFactory(office=office)
    page = selectors.list_missions(bruno, ALL, is_invented=False, after=key)
    assert len(page.missions) == 1


def test_real_and_invented_are_never_listed_together(office: Office, bruno: User):
    make.MissionFactory(office=office, code="real")
    make.MissionFactory(office=office, code="made-up", is_invented=True)
    assert codes(selectors.list_missions(bruno, ALL, is_invented=False)) == ["real"]
    assert codes(selectors.list_missions(bruno, ALL, is_invented=True)) == ["made-up"]
    assert selectors.count_missions(bruno)["all"] == 1


def test_filter_by_year_takes_every_precision(office: Office, bruno: User):
    for code in ("2018", "2019", "2019-06-21~late", "2019-12-31", "2020", ""):
        make.MissionFactory(office=office, starts_on=on(code), code=f"m{code[:10]}")
    wanted = selectors.MissionFilter(year="2019")
    page = selectors.list_missions(bruno, wanted, is_invented=False)
    assert codes(page) == ["m2019-12-31", "m2019-06-21", "m2019"]
    assert selectors.years_of_missions(bruno) == ["2020", "2019", "2018"]


def test_missions_of_a_partner_office_are_seen(
    office: Office, dario: User, bruno: User
):
    mission = make.MissionFactory(office=office)
    assert not selectors.list_missions(dario, ALL, is_invented=False).missions
    mission.partner_offices.add(dario.offices.get())
    assert selectors.list_missions(dario, ALL, is_invented=False).missions == [mission]
    assert selectors.list_missions(bruno, ALL, is_invented=False).missions == [mission]


def test_cite_asks_twice_for_everything(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
):
    mission = make.MissionFactory(office=office)
    item = make.ProgrammeItemFactory(mission=mission)
    for target in (mission, item, item):
        make.CitationFactory(source__office=office, **make.on(target))
    with django_assert_num_queries(2):
        selectors.cite([mission], [item])
        assert len(mission.citations.all()) == 1
        assert len(item.citations.all()) == 2
        assert all(c.source.number for c in item.citations.all())


def test_claims_about_one_aspect_stand_together(office: Office):
    mission = make.MissionFactory(office=office)
    for aspect in ("size", "size", "order"):
        make.ClaimFactory(aspect=aspect, **make.on(mission))
    conflicts = selectors.evidence_of([mission]).conflicts
    assert [(c.aspect, len(c.claims)) for c in conflicts] == [("order", 1), ("size", 2)]


# --- The same people in two places ---


def test_the_guest_comes_while_the_host_is_away(office: Office, bruno: User):
    """The case of June 2019: announced for the end of June, the head in China."""
    head = make.PersonFactory(office=office)
    trip = make.MissionFactory(
        office=office, lead=head, starts_on=on("2019-06-01"), ends_on=on("2019-06-08")
    )
    visit = make.MissionFactory(
        office=office,
        direction="inbound",
        status="announced",
        starts_on=on("2019-06-21~late"),
    )
    make.MissionLinkFactory(earlier=trip, later=visit)
    china = make.MissionFactory(
        office=office, lead=head, starts_on=on("2019-06-25"), ends_on=on("2019-06-30")
    )
    (clash,) = selectors.clashes(visit, bruno)
    assert (clash.person, clash.other) == (head, china)
    assert (clash.first, clash.last) == (date(2019, 6, 25), date(2019, 6, 30))
    assert clash.as_expected_host
    assert not clash.is_certain
    assert selectors.clashes(trip, bruno) == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("2019-06-01", "2019-06-08"), ("2019-06-08", "2019-06-09"), 1),
        (("2019-06-01", "2019-06-08"), ("2019-06-09", "2019-06-12"), 0),
        (("2019-06-01", ""), ("2019", ""), 1),
        (("2018-12-30", "2019-01-03"), ("2019-01-02", "2019-01-05"), 1),
        (("2019-01-02", "2019-01-05"), ("2018-12-30", "2019-01-03"), 1),
        (("", ""), ("2019-06", ""), 0),
        (("2019-06", ""), ("", ""), 0),
    ],
)
def test_only_shared_days_clash(
    first: tuple[str, str],
    second: tuple[str, str],
    expected: int,
    office: Office,
    bruno: User,
):
    person = make.PersonFactory(office=office)
    missions = [
        make.MissionFactory(office=office, starts_on=on(start), ends_on=on(end))
        for start, end in (first, second)
    ]
    for mission in missions:
        make.ParticipationFactory(mission=mission, person=person)
    assert len(selectors.clashes(missions[0], bruno)) == expected


def test_a_cancelled_mission_needs_nobody(office: Office, bruno: User):
    person = make.PersonFactory(office=office)
    one, two = (
        make.MissionFactory(office=office, lead=person, status=status)
        for status in ("planned", "cancelled")
    )
    assert selectors.clashes(one, bruno) == []
    assert selectors.clashes(two, bruno) == []


def test_a_clash_with_an_unseen_mission_stays_hidden(
    office: Office, other_office: Office, bruno: User
):
    person = make.PersonFactory(office=office)
    mission = make.MissionFactory(office=office, lead=person)
    make.MissionFactory(office=other_office, lead=person)
    assert selectors.clashes(mission, bruno) == []
