from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import selectors
from tests import factories as make

if TYPE_CHECKING:
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


def test_nothing_announced_counts_as_a_visit(office: Office, bruno: User):
    for status in ("done", "running", "announced", "planned", "cancelled"):
        make.MissionFactory(office=office, direction="inbound", status=status)
    make.MissionFactory(
        office=office, direction="inbound", status="done", is_inferred=True
    )

    counts = selectors.count_missions(bruno)

    assert (counts["inbound"], counts["inbound_open"], counts["all"]) == (2, 3, 6)


def test_filter_by_year_takes_every_precision(office: Office, bruno: User):
    for code in ("2018", "2019", "2019-06-21~late", "2019-12-31", "2020", ""):
        make.MissionFactory(office=office, starts_on=on(code), code=f"m{code[:10]}")
    wanted = selectors.MissionFilter(year="2019")
    page = selectors.list_missions(bruno, wanted, is_invented=False)
    assert codes(page) == ["m2019-12-31", "m2019-06-21", "m2019"]
    assert selectors.years_of_missions(bruno) == ["2020", "2019", "2018"]


def test_an_undated_mission_is_listed_by_its_stops(office: Office, bruno: User):
    for code in ("2017", "2015", ""):
        make.MissionFactory(office=office, starts_on=on(code), code=f"m{code}")
    undated = make.MissionFactory(office=office, starts_on=on(""), code="attested")
    make.StopFactory(
        mission=undated, arrives_on=on("2016-03-11"), leaves_on=on("2016-03-13")
    )
    for day, status in (("2016-03-12", "held"), ("2016-03-20", "dropped")):
        make.ProgrammeItemFactory(mission=undated, planned_on=on(day), status=status)
    periods = selectors.periods_of_undated(bruno)
    seen: list[str] = []
    keys = [""]
    while keys[-1] or not seen:
        page = selectors.list_missions(
            bruno, ALL, is_invented=False, attested=periods, after=keys[-1], size=1
        )
        seen += codes(page)
        keys.append(page.next_key)

    assert periods == {undated.pk: (on("2016-03-11"), on("2016-03-13"))}
    assert seen == ["m2017", "attested", "m2015", "m"]
    assert selectors.years_of_missions(bruno, periods) == ["2017", "2016", "2015"]
    wanted = selectors.MissionFilter(year="2016")
    (row,) = selectors.list_missions(
        bruno, wanted, is_invented=False, attested=periods
    ).missions
    assert row.attested == periods[undated.pk]


def test_attest_leaves_missions_with_a_date_alone(
    office: Office, django_assert_num_queries: Any
):
    dated = make.MissionFactory(office=office, starts_on=on("2019"))
    make.StopFactory(mission=dated, arrives_on=on("2016-03-11"))
    silent = make.MissionFactory(office=office, starts_on=on(""))
    make.StopFactory(mission=silent)

    with django_assert_num_queries(1):
        selectors.attest([dated, silent])
        selectors.attest([dated, silent])

    assert not hasattr(dated, "attested")
    assert silent.attested is None


def test_missions_of_a_partner_office_are_seen(
    office: Office, dario: User, bruno: User
):
    mission = make.MissionFactory(office=office)
    assert not selectors.list_missions(dario, ALL, is_invented=False).missions
    mission.partner_offices.add(dario.offices.get())
    assert selectors.list_missions(dario, ALL, is_invented=False).missions == [mission]
    assert selectors.list_missions(bruno, ALL, is_invented=False).missions == [mission]
