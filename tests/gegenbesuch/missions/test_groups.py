from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import services
from gegenbesuch.missions.conflicts import Kind, item_conflicts
from gegenbesuch.missions.models import ProgrammeItem
from tests import factories as make
from tests.cast import signed_in
from tests.factories import shown

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db
DAY = PartialDate.on(date(2131, 6, 5))


@pytest.fixture
def mission(office: Office) -> Mission:
    found: Mission = make.MissionFactory(office=office, status="planned")
    return found


def member_of(mission: Mission) -> Any:
    person = make.PersonFactory(office=mission.office)
    return make.ParticipationFactory(mission=mission, person=person, function="member")


def item(mission: Mission, start: int, end: int, **values: Any) -> ProgrammeItem:
    found: ProgrammeItem = make.ProgrammeItemFactory(
        mission=mission,
        kind="dinner",
        planned_on=DAY,
        planned_start=time(start),
        planned_end=time(end),
        **values,
    )
    return found


def conflicts_of(mission: Mission) -> list[tuple[str, str, str]]:
    rows = mission.items.select_related("mission__place", "stop__place", "place")
    return sorted(
        (str(row.kind), str(row.item), str(row.other))
        for row in item_conflicts(list(rows))
    )


def group_for(mission: Mission, items: list[ProgrammeItem], *members: Any) -> Any:
    group = make.GroupFactory(mission=mission)
    group.members.set(members)
    group.items.set(items)
    return group


def test_two_groups_may_be_at_two_places_at_once(mission: Mission):
    x, y = item(mission, 10, 12), item(mission, 10, 12)
    group_for(mission, [x], member_of(mission))
    group_for(mission, [y], member_of(mission))
    assert conflicts_of(mission) == []


def test_who_is_in_both_groups_cannot_be_at_both(mission: Mission):
    x, y = item(mission, 10, 12), item(mission, 11, 12)
    both = member_of(mission)
    group_for(mission, [x], both, member_of(mission))
    group_for(mission, [y], both)
    assert conflicts_of(mission) == sorted(
        [(Kind.PERSON, str(x), str(y)), (Kind.PERSON, str(y), str(x))]
    )


def test_a_group_is_not_beside_an_item_for_everybody(mission: Mission):
    x, all_of_us = item(mission, 10, 12), item(mission, 11, 13)
    group_for(mission, [x], member_of(mission))
    assert conflicts_of(mission) == sorted(
        [(Kind.GROUP, str(x), str(all_of_us)), (Kind.GROUP, str(all_of_us), str(x))]
    )


def test_a_group_of_companies_cannot_be_at_two_items(mission: Mission):
    x, y = item(mission, 10, 12), item(mission, 11, 13)
    company = make.ParticipationFactory(
        mission=mission,
        person=None,
        organisation=make.OrganisationFactory(office=mission.office),
        function="company",
    )
    group_for(mission, [x, y], company)
    assert [kind for kind, _one, _other in conflicts_of(mission)] == [Kind.GROUP] * 2


def test_a_member_is_needed_in_another_mission(mission: Mission):
    x = item(mission, 10, 12)
    member = member_of(mission)
    group_for(mission, [x], member)
    other = make.MissionFactory(office=mission.office, status="planned")
    elsewhere = item(other, 11, 12)
    elsewhere.people.add(member.person)
    assert conflicts_of(mission) == [(Kind.PERSON, str(x), str(elsewhere))]
    assert conflicts_of(other) == [(Kind.PERSON, str(elsewhere), str(x))]


def test_the_way_is_checked_for_each_group(mission: Mission):
    osaka = make.PlaceFactory(latitude=34.7, longitude=135.5, country="US")
    tokyo = make.PlaceFactory(latitude=35.7, longitude=139.7, country="US")
    x = item(mission, 9, 10, place=osaka)
    y = item(mission, 10, 11, place=tokyo)
    z = item(mission, 11, 12, place=osaka)
    first = group_for(mission, [x, z], member_of(mission))
    group_for(mission, [y], member_of(mission))
    assert conflicts_of(mission) == []

    first.items.add(y)
    kinds = [kind for kind, _one, _other in conflicts_of(mission)]
    assert kinds == [Kind.TRAVEL, Kind.TRAVEL]


def test_questions_do_not_grow_with_groups(
    mission: Mission, django_assert_max_num_queries: Any
):
    for n in range(6):
        group_for(mission, [item(mission, n, n + 2)], member_of(mission))
    rows = list(mission.items.select_related("mission__place", "stop__place", "place"))
    with django_assert_max_num_queries(12):
        item_conflicts(rows)


def test_the_programme_of_a_group_and_of_a_person(mission: Mission, bruno: User):
    own, other, everybody = (item(mission, 9 + n, 10 + n) for n in range(3))
    member = member_of(mission)
    first = group_for(mission, [own], member)
    group_for(mission, [other], member_of(mission))
    url = reverse("missions:programme", args=[mission.code])
    for query in ({"group": first.code}, {"person": member.person.code}):
        page = signed_in(bruno).get(url, query).content.decode()
        shown_items = [
            row for row in (own, other, everybody) if f'id="item-{row.code}"' in page
        ]
        assert shown_items == [own, everybody]


@pytest.mark.parametrize("n", [1, 3])
def test_questions_of_the_page_of_groups(
    mission: Mission, bruno: User, n: int, django_assert_num_queries: Any
):
    for hour in range(n):
        group_for(mission, [item(mission, hour, hour + 1)], member_of(mission))
    client = signed_in(bruno)
    url = reverse("missions:groups", args=[mission.code])
    client.get(url)
    with django_assert_num_queries(10):
        page = client.get(url).content.decode()
    assert page.count("participation__who") == n


def test_form_change_and_dissolve_a_group(mission: Mission, bruno: User):
    client = signed_in(bruno)
    member = member_of(mission)
    data = {"name_0": "Gruppe Hafen", "members": [member.pk]}
    client.post(reverse("missions:add-group", args=[mission.code]), data)
    group = mission.groups.get()
    assert list(group.members.all()) == [member]

    url = reverse("missions:update-group", args=[mission.code, group.code])
    client.post(url, {"name_0": "Gruppe Rathaus"} | shown(group))
    group.refresh_from_db()
    assert (str(group), group.members.count()) == ("Gruppe Rathaus", 0)

    planned = item(mission, 9, 10)
    group.items.add(planned)
    with pytest.raises(ActionError):
        services.remove_group(group, actor=bruno)
    group.items.clear()
    services.remove_group(group, actor=bruno)
    assert mission.groups.count() == 0


def test_nobody_from_elsewhere_is_in_a_group(mission: Mission, bruno: User):
    stranger = make.ParticipationFactory()
    with pytest.raises(ActionError):
        services.add_group(mission, name="X", members=[stranger], actor=bruno)
    group = make.GroupFactory()
    with pytest.raises(ActionError):
        services.update_item(item(mission, 9, 10), groups=[group], actor=bruno)
