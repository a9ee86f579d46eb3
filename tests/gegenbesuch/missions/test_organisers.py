from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions import rules, selectors, services
from gegenbesuch.missions.clashes import clashes, clashes_among
from gegenbesuch.missions.models import Mission
from tests import factories as make
from tests.cast import signed_in
from tests.factories import shown

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
on = PartialDate.from_code
JUNE = {"starts_on": on("2031-06-03"), "ends_on": on("2031-06-10")}


def organise(mission: Mission, actor: User, **values: object) -> Mission:
    known = {"partner_offices": [], "parent": None, "joint_leads": []}
    return services.update_organisers(mission, actor=actor, **(known | values))


def test_an_office_that_joins_in_writes_the_programme_and_no_more(
    office: Office, other_office: Office, bruno: User, dario: User
):
    mission = make.MissionFactory(office=office, **JUNE)
    item = make.ProgrammeItemFactory(mission=mission)
    client = signed_in(dario)
    page = reverse("missions:programme", args=[mission.code])
    assert client.get(page).status_code == 404

    organise(mission, bruno, partner_offices=[other_office])

    assert "items/create" in client.get(page).content.decode()
    edit = reverse("missions:update-item", args=[mission.code, item.code])
    data = {"title_0": "Rundgang", "kind": "site_visit", "status": "requested"}
    assert client.post(edit, data | shown(item)).status_code == 302
    item.refresh_from_db()
    assert str(item) == "Rundgang"
    for name in ("update-mission", "call-off", "update-organisers", "add-step"):
        url = reverse(f"missions:{name}", args=[mission.code])
        assert client.get(url).status_code == 403
    assert not rules.can_edit_programme(make.UserFactory(), mission)


def test_the_form_of_an_item_hides_internal_people_from_those_who_join_in(
    office: Office, other_office: Office, dario: User, bruno: User
):
    mission = make.MissionFactory(office=office)
    mission.partner_offices.add(other_office)
    person = make.PersonFactory(office=office)
    make.ParticipationFactory(mission=mission, person=person, is_public=False)
    url = reverse("missions:add-item", args=[mission.code])

    assert person.name.family in signed_in(bruno).get(url).content.decode()
    assert person.name.family not in signed_in(dario).get(url).content.decode()


def test_update_organisers_sets_joint_leaders(office: Office, bruno: User):
    first, second, third = make.PersonFactory.create_batch(3, office=office)
    mission = make.MissionFactory(office=office, lead=first)
    make.ParticipationFactory(mission=mission, person=third, function="lead")

    organise(mission, bruno, joint_leads=[first, second])

    leads = mission.participations.filter(function="lead")
    assert [row.person for row in leads] == [second]
    page = signed_in(bruno).get(mission.get_absolute_url(), {"lang": "en"})
    led = page.content.decode().partition("<dt>Led by")[2].partition("</div>")[0]
    assert first.get_absolute_url() in led
    assert second.get_absolute_url() in led


def test_a_mission_is_no_part_of_itself(office: Office, bruno: User):
    outer, middle, inner = make.MissionFactory.create_batch(3, office=office)
    organise(middle, bruno, parent=outer)
    organise(inner, bruno, parent=middle)
    for mission in (inner, outer):
        with pytest.raises(ActionError):
            organise(outer, bruno, parent=mission)


def test_nested_missions_show_each_other_and_are_counted_once(
    office: Office, bruno: User
):
    outer = make.MissionFactory(office=office, status="done", **JUNE)
    inner = make.MissionFactory(office=office, status="done", parent=outer, **JUNE)
    hidden = make.MissionFactory(parent=outer, **JUNE)

    nesting = selectors.nesting_of(outer, bruno)
    assert (nesting.parent, nesting.parts) == (None, [inner])
    assert selectors.nesting_of(inner, bruno).parent == outer
    assert selectors.count_missions(bruno)["held"] == 1
    bilanz = signed_in(bruno).get(reverse("reports:bilanz", args=[outer.code]))
    assert reverse("reports:bilanz", args=[inner.code]) in bilanz.content.decode()
    assert hidden.code not in bilanz.content.decode()


def test_who_travels_with_a_part_is_not_in_two_places(office: Office, bruno: User):
    person = make.PersonFactory(office=office)
    outer = make.MissionFactory(office=office, status="planned", lead=person, **JUNE)
    inner = make.MissionFactory(
        office=office, status="planned", lead=person, parent=outer, **JUNE
    )
    for mission in (outer, inner):
        assert clashes(mission, bruno) == []
    both = Mission.objects.all()
    assert clashes_among(both, both) == []

    other = make.MissionFactory(office=office, status="planned", lead=person, **JUNE)
    assert [clash.other for clash in clashes(inner, bruno)] == [other]
