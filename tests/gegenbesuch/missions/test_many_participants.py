"""A mission with hundreds of participants: a few on its first page, all on their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from gegenbesuch.missions.forms_items import MOST_BOXES, ItemForm
from gegenbesuch.missions.views.missions import IN_SHORT, ON_A_PAGE
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission


def mission_with(office: Office, count: int) -> Mission:
    mission = make.MissionFactory(office=office)
    for position in range(count):
        company = make.OrganisationFactory(name=make.i18n(f"Firma {position:03}"))
        make.ParticipationFactory(
            mission=mission,
            function="company",
            person=None,
            organisation=company,
            position=position,
        )
    return mission


def test_the_first_page_names_a_few_and_says_how_many_there_are(
    office: Office, bruno: User
):
    mission = mission_with(office, IN_SHORT + 1)
    page = signed_in(bruno).get(mission.get_absolute_url()).content.decode()
    assert f"Firma {IN_SHORT - 1:03}" in page
    assert f"Firma {IN_SHORT:03}" not in page
    assert f'<span class="count">{IN_SHORT + 1}</span>' in page


def test_the_list_of_all_goes_on_on_its_next_page(office: Office, bruno: User):
    mission = mission_with(office, ON_A_PAGE + 1)
    url = reverse("missions:participants", args=[mission.code])
    first = signed_in(bruno).get(url).content.decode()
    second = signed_in(bruno).get(f"{url}?page=2").content.decode()
    assert f"Firma {ON_A_PAGE - 1:03}" in first
    assert f"Firma {ON_A_PAGE:03}" not in first
    assert 'href="?page=2"' in first
    assert f"Firma {ON_A_PAGE:03}" in second
    assert f"Firma {ON_A_PAGE - 1:03}" not in second
    assert f'<span class="count">{ON_A_PAGE + 1}</span>' in second


def test_boxes_are_offered_for_the_first_and_for_those_of_the_item(
    office: Office, bruno: User
):
    mission = mission_with(office, MOST_BOXES + 2)
    item = make.ProgrammeItemFactory(mission=mission)
    last = mission.participations.get(position=MOST_BOXES + 1).organisation
    assert last is not None
    item.hosts.add(last)
    form = ItemForm(mission=mission, user=bruno, item=item)
    offered = {pk for pk, _name in form.fields["hosts"].choices}  # type: ignore[attr-defined]
    assert last.pk in offered
    assert len(offered) == MOST_BOXES + 1
