from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.missions.models import Mission, ProgrammeItem
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
on = PartialDate.from_code
MOST_QUERIES = 30


def queries_of(user: User, name: str, *args: Any) -> int:
    """Count what a page asks once content types are known."""
    client, url = signed_in(user), reverse(name, args=args)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def page_of(user: User, name: str, *args: Any, **data: str) -> HttpResponse:
    return signed_in(user).get(reverse(name, args=args), data)


def grow(mission: Mission, times: int) -> None:
    """Give a mission this many of everything its pages show."""
    for n in range(times):
        place = make.PlaceFactory(latitude=34.7 + n / 5, longitude=135.2 + n / 2)
        organisation = make.OrganisationFactory(office=mission.office)
        stop = make.StopFactory(mission=mission, place=place, organisation=organisation)
        item = make.ProgrammeItemFactory(
            mission=mission, stop=stop, actual_on=on("2019-06-02"), status="held"
        )
        item.hosts.add(organisation)
        item.people.add(make.PersonFactory(office=mission.office))
        make.TopicFactory(item=item)
        make.GoalFactory(mission=mission)
        make.InterestFactory(mission=mission)
        outcome = make.OutcomeFactory(mission=mission)
        outcome.parties.add(organisation)
        participation = make.ParticipationFactory(mission=mission)
        make.MissionLinkFactory(earlier=mission)
        other = make.MissionFactory(office=mission.office)
        make.ParticipationFactory(mission=other, person=participation.person)
        for target in (mission, item, organisation):
            make.FigureFactory(**make.on(target))
            make.OpenQuestionFactory(**make.on(target))
            make.ClaimFactory(**make.on(target))
            make.ClaimFactory(**make.on(target))
        for target in (mission, item, stop, outcome, participation):
            make.CitationFactory(source__office=mission.office, **make.on(target))


@pytest.mark.parametrize(
    "name",
    [
        "missions:mission",
        "missions:programme",
        "missions:participants",
        "outcomes:outcomes",
    ],
)
def test_queries_do_not_grow(name: str, office: Office, bruno: User):
    relation = make.RelationFactory(office=office)
    counts = []
    for times in (1, 3):
        mission = make.MissionFactory(office=office, relation=relation)
        grow(mission, times)
        counts.append(queries_of(bruno, name, mission.code))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_queries_of_the_list_do_not_grow(office: Office, bruno: User):
    counts = []
    for _times in (1, 3):
        place = make.PlaceFactory()
        make.MissionFactory(office=office, place=place, status="announced")
        make.MissionFactory(office=office, lead=make.PersonFactory(office=office))
        make.MissionFactory(office=office, is_invented=True)
        undated = make.MissionFactory(office=office, starts_on=on(""))
        make.StopFactory(mission=undated, arrives_on=on("2016-03-11"))
        counts.append(queries_of(bruno, "missions:missions"))
    assert counts[0] == counts[1] <= 12


@pytest.mark.parametrize(
    "name", ["missions:mission", "missions:programme", "outcomes:outcomes"]
)
def test_an_undated_mission_says_when_its_stops_were(
    name: str, office: Office, bruno: User
):
    mission = make.MissionFactory(office=office, starts_on=on(""))
    days = {"arrives_on": on("2016-03-11"), "leaves_on": on("2016-03-13")}
    make.StopFactory(mission=mission, **days)

    page = page_of(bruno, name, mission.code, lang="en").content.decode()

    header = page.partition("page-header__lead")[2].partition("</p>")[0]
    assert "11–13 March 2016 (by its stops and programme)" in header


def test_internal_people_are_for_editors(office: Office, bruno: User, chloe: User):
    mission = make.MissionFactory(office=office)
    make.ParticipationFactory(
        mission=mission, person=None, label={"de": "Dolmetschen"}, is_public=False
    )
    for name in ("missions:mission", "missions:participants"):
        assert "Dolmetschen" in page_of(bruno, name, mission.code).content.decode()
        assert "Dolmetschen" not in page_of(chloe, name, mission.code).content.decode()


def test_a_partner_office_sees_no_internal_people(office: Office, dario: User):
    mission = make.MissionFactory(office=office)
    mission.partner_offices.add(dario.offices.get())
    make.ParticipationFactory(
        mission=mission, person=None, label={"de": "Dolmetschen"}, is_public=False
    )
    response = page_of(dario, "missions:participants", mission.code)
    assert response.status_code == 200
    assert "Dolmetschen" not in response.content.decode()


def test_plan_and_actual_stand_side_by_side(office: Office, bruno: User):
    mission = make.MissionFactory(office=office)
    concert = make.ProgrammeItemFactory(mission=mission, title=make.i18n("Konzert"))
    make.ProgrammeItemFactory(
        mission=mission,
        title=make.i18n("Empfang"),
        status="held",
        anchor=concert,
        planned_order="after",
        actual_order="before",
        actual_audience=Quantity.about(50, unit="guests"),
    )
    html = page_of(
        bruno, "missions:programme", mission.code, lang="de"
    ).content.decode()
    planned, held = html.index("plan-actual"), html.rindex("Konzert")
    assert planned < held
    assert "50" in html


def test_what_people_write_of_an_item_is_no_markup(office: Office, bruno: User):
    mission = make.MissionFactory(office=office)
    words = ("title", "venue", "text", "status_reason")
    item = make.ProgrammeItemFactory(
        mission=mission,
        status="dropped",
        **{name: make.i18n(f"<i>{name}</i>") for name in words},
    )
    item.topics.create(name=make.i18n("<i>topic</i>"))
    page = page_of(bruno, "missions:programme", mission.code)
    html = page.content.decode()
    assert "<i>" not in html
    for name in (*words, "topic"):
        assert f"&lt;i&gt;{name}&lt;/i&gt;" in html


def test_an_announced_visit_is_not_called_held(office: Office, bruno: User):
    mission = make.MissionFactory(office=office, status="announced")
    html = page_of(bruno, "missions:mission", mission.code, lang="en").content.decode()
    assert "counts nowhere as held" in html


def test_both_clocks_are_named(office: Office, bruno: User):
    mission = make.MissionFactory(
        office=office, relation=make.RelationFactory(office=office)
    )
    make.ProgrammeItemFactory(
        mission=mission,
        place=make.PlaceFactory(),
        status="held",
        actual_on=on("2019-06-06"),
        actual_start="18:30",
        actual_end="21:00",
    )
    html = page_of(
        bruno, "missions:programme", mission.code, lang="en"
    ).content.decode()
    assert "18:30–21:00" in html
    assert "11:30–14:00" in html


def test_filters_that_are_none_show_all(office: Office, bruno: User):
    make.MissionFactory(office=office, title=make.i18n("Reise"))
    query = {"direction": "sideways", "status": "?", "year": "abcd", "after": "x_y"}
    response = page_of(bruno, "missions:missions", **query)
    assert "Reise" in response.content.decode()


def test_set_up_a_mission(office: Office, bruno: User):
    data = {
        "title_0": "Reise nach Kobe",
        "kind": "office_trip",
        "direction": "outbound",
        "starts_on": "2020-03",
        "size": "5",
    }
    response = signed_in(bruno).post(reverse("missions:create-mission"), data)
    mission = Mission.objects.get()
    assert response["Location"] == mission.get_absolute_url()
    assert mission.starts_on == on("2020-03")
    assert mission.office == office


def test_saving_tells_of_clashes(office: Office, bruno: User):
    lead = make.PersonFactory(office=office)
    make.PersonFactory(office=office, name=lead.name)  # but not who is meant
    make.MissionFactory(office=office, lead=lead, title=make.i18n("China"))
    mission = make.MissionFactory(office=office, lead=lead)
    data = {
        "title_0": "Besuch",
        "kind": "visit",
        "direction": "inbound",
        "starts_on": "2019-06-21",
        "lead": str(lead),
    } | make.shown(mission)
    url = reverse("missions:update-mission", args=[mission.code])
    response = signed_in(bruno).post(url, data, follow=True)
    assert any("China" in str(message) for message in response.context["messages"])


def test_a_form_with_mistakes_says_so(office: Office, bruno: User):
    mission = make.MissionFactory(office=office)
    url = reverse("missions:update-mission", args=[mission.code])
    response = signed_in(bruno).post(url, {"starts_on": "32. Juni 2019"})
    assert response.status_code == 200
    assert {"title", "kind", "starts_on"} <= set(response.context["form"].errors)


def test_an_item_of_another_mission_is_not_found(office: Office, bruno: User):
    mission = make.MissionFactory(office=office)
    item = make.ProgrammeItemFactory(mission=make.MissionFactory(office=office))
    url = reverse("missions:update-item", args=[mission.code, item.code])
    assert signed_in(bruno).get(url).status_code == 404


def test_change_the_plan_of_a_held_item(office: Office, bruno: User):
    item = make.ProgrammeItemFactory(mission__office=office, status="held")
    url = reverse("missions:update-item", args=[item.mission.code, item.code])
    data = {"title_0": "Neu", "kind": "dinner", "planned_on": "2019-06-02"}
    assert signed_in(bruno).post(url, data | make.shown(item)).status_code == 302
    item.refresh_from_db()
    assert (str(item.title), item.status) == ("Neu", ProgrammeItem.Status.HELD)


def test_record_what_came_of_an_item(office: Office, bruno: User):
    item = make.ProgrammeItemFactory(mission__office=office)
    url = reverse("missions:record-actual", args=[item.mission.code, item.code])
    data = {"status": "held", "actual_on": "2019-06-02", "actual_audience": "50"}
    assert signed_in(bruno).post(url, data | make.shown(item)).status_code == 302
    item.refresh_from_db()
    assert item.actual_on == on("2019-06-02")
    assert item.actual_audience.unit == "persons"


def test_dropping_without_reason_is_told(office: Office, bruno: User):
    item = make.ProgrammeItemFactory(mission__office=office)
    url = reverse("missions:record-actual", args=[item.mission.code, item.code])
    data = {"status": "dropped", "actual_on": "2019-06-02"} | make.shown(item)
    form = signed_in(bruno).post(url, data).context["form"]
    assert form.non_field_errors() == ["Bitte geben Sie den Grund an."]
    assert form["actual_on"].value() == "2019-06-02"
    item.refresh_from_db()
    assert item.status == "wished"
