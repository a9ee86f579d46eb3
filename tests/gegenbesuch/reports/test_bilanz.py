from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from gegenbesuch.core.values.partial_date import NO_DATE, PartialDate
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.missions.models import Mission, ProgrammeItem
from gegenbesuch.outcomes.models import Outcome
from gegenbesuch.outcomes.services import record_outcome
from gegenbesuch.reports.bilanz import Bilanz, Level, Number, compute
from tests.cast import signed_in
from tests.factories import (
    CitationFactory,
    CourseFactory,
    FigureFactory,
    MeetingFactory,
    MissedDateFactory,
    MissionFactory,
    OrganisationFactory,
    OutcomeFactory,
    ParticipationFactory,
    ProgrammeItemFactory,
    SessionFactory,
    SettlementStepFactory,
    SourceFactory,
    StopFactory,
    i18n,
    on,
)

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

HELD = ProgrammeItem.Status.HELD


@pytest.fixture
def mission(office: Office) -> Mission:
    return MissionFactory(office=office)


def number(bilanz: Bilanz, key: str) -> Number:
    return next(n for n in bilanz.numbers if n.key == key)


def test_people_reached_keep_the_weakest_qualifier(mission: Mission) -> None:
    audiences = (Quantity.about(50, "guests"), Quantity.more_than(150, "persons"))
    for audience in audiences:
        ProgrammeItemFactory(mission=mission, status=HELD, actual_audience=audience)

    reached = number(compute(mission), "people-reached")

    assert reached.quantity is not None
    assert reached.quantity.qualifier == Quantity.Qualifier.MORE_THAN
    assert reached.quantity.is_rough
    assert reached.quantity.low == 200
    assert len(reached.records) == 2


def test_what_was_only_planned_does_not_count_as_held(mission: Mission) -> None:
    plan = PartialDate.from_code("2019-06-02")
    ProgrammeItemFactory(mission=mission, status=HELD, planned_on=plan)
    ProgrammeItemFactory(mission=mission, status=HELD, planned_on=NO_DATE)
    ProgrammeItemFactory(
        mission=mission,
        status=ProgrammeItem.Status.CONFIRMED,
        actual_audience=Quantity.exact(99),
    )

    bilanz = compute(mission)
    items = number(bilanz, "items-held")

    assert (items.planned, items.quantity) == (Quantity.exact(2), Quantity.exact(2))
    assert number(bilanz, "people-reached").quantity is None


@pytest.mark.parametrize(
    ("kind", "stage", "status", "counted"),
    [
        ("cooperation_framework", "valuable_contact", "stated", 0),
        ("cooperation_framework", "agreement", "done", 0),
        ("agreement", "negotiation", "hoped_for", 0),
        ("agreement", "agreement", "announced", 0),
        ("agreement", "agreement", "done", 1),
        ("contract", "agreement", "done", 1),
    ],
)
def test_only_an_agreement_that_was_made_counts_as_one(
    mission: Mission, kind: str, stage: str, status: str, counted: int
) -> None:
    OutcomeFactory(mission=mission, kind=kind, stage=stage, status=status)

    agreements = number(compute(mission), "agreements")

    assert agreements.quantity == Quantity.exact(counted)


def test_an_announced_return_visit_is_not_held(mission: Mission) -> None:
    OutcomeFactory(
        mission=mission,
        kind=Outcome.Kind.RETURN_VISIT,
        status=Outcome.Status.ANNOUNCED,
    )

    bilanz = compute(mission)

    announced = number(bilanz, "return-visits-announced")
    assert announced.quantity == Quantity.exact(1)
    assert number(bilanz, "return-visits-held").quantity == Quantity.exact(0)


def test_numbers_about_a_host_are_context_and_no_result(mission: Mission) -> None:
    host = OrganisationFactory(office=mission.office)
    figure = FigureFactory(**on(host), what="companies", role="theirs")
    StopFactory(mission=mission, organisation=host)

    bilanz = compute(mission)

    assert bilanz.context == [(host, figure)]
    assert [n.key for n in bilanz.at(Level.CONTEXT)] == [f"host.{host.code}.companies"]
    results = [n for level, numbers in bilanz.levels for n in numbers]
    assert all("companies" not in n.key for n in results)


def test_meetings_count_by_each_of_their_dates_and_lead_to_them(
    mission: Mission,
) -> None:
    session = SessionFactory(mission=mission)
    held, disputed = (
        MeetingFactory(session=session, request__sender__mission=mission)
        for _meeting in range(2)
    )
    CourseFactory(meeting=held, desk_says="held")
    MissedDateFactory(meeting=held)
    CourseFactory(meeting=disputed, sender_says="held", recipient_says="missed")

    bilanz = compute(mission)

    counted = {
        key: (found.quantity, [record.url for record in found.records])
        for key in ("arranged", "held", "missed", "disputed")
        for found in [number(bilanz, f"b2b-meetings-{key}")]
    }
    one, results = (
        Quantity.exact(1, "meetings"),
        f"/sessions/{session.code}/day/results/",
    )
    assert counted == {
        "arranged": (Quantity.exact(2, "meetings"), [f"/sessions/{session.code}/"]),
        "held": (one, [f"{results}?state=held"]),
        "missed": (one, [f"{results}?state=no_show"]),
        "disputed": (one, [f"{results}?state=disputed"]),
    }


def test_costs_that_nobody_recorded_are_unknown_and_not_nought(
    mission: Mission,
) -> None:
    assert number(compute(mission), "costs").quantity is None


def test_every_number_that_is_not_nought_leads_to_a_record(mission: Mission) -> None:
    source = SourceFactory(office=mission.office)
    item = ProgrammeItemFactory(
        mission=mission, status=HELD, actual_audience=Quantity.about(50)
    )
    CitationFactory(source=source, **on(item))
    StopFactory(mission=mission)
    ParticipationFactory(mission=mission, function="partner")
    ParticipationFactory(
        mission=mission, function="profile", count=Quantity.exact(6, "companies")
    )
    OutcomeFactory(mission=mission, kind="return_visit", status="announced")
    SettlementStepFactory(settlement__office=mission.office, mission=mission)

    numbers = [n for n in compute(mission).numbers if n.quantity is not None]

    assert [n.key for n in numbers if n.quantity.low and not n.records] == []
    reached = number(compute(mission), "people-reached")
    assert [c.source for c in reached.records[0].sources] == [source]


def test_the_people_of_a_delegation_are_people(mission: Mission) -> None:
    lead = ParticipationFactory(mission=mission, function="lead")
    ParticipationFactory(
        mission=mission,
        function="member",
        person=None,
        organisation=OrganisationFactory(office=mission.office),
    )

    size = number(compute(mission), "delegation-size")

    assert [record.label for record in size.records] == [lead.person]


def test_levels_follow_the_chain_of_effects(mission: Mission) -> None:
    levels = [level for level, _numbers in compute(mission).levels]

    assert levels == [level for level in Level if level not in {"ratio", "context"}]


@pytest.mark.parametrize("n", [1, 3])
def test_bilanz_page_asks_a_fixed_number_of_queries(
    mission: Mission, alba: User, n: int, django_assert_num_queries: Any
) -> None:
    source = SourceFactory(office=mission.office)
    for _round in range(n):
        item = ProgrammeItemFactory(mission=mission, status=HELD)
        CitationFactory(source=source, **on(item))
        stop = StopFactory(
            mission=mission, organisation=OrganisationFactory(office=mission.office)
        )
        FigureFactory(**on(stop.organisation))
        OutcomeFactory(mission=mission)
        ParticipationFactory(mission=mission)
    client = signed_in(alba)
    address = f"/missions/{mission.code}/bilanz/"
    assert client.get(address).status_code == 200  # fills the content types' cache

    with django_assert_num_queries(28):
        client.get(address)


def test_the_page_says_what_was_written_a_moment_ago(
    mission: Mission, alba: User, bruno: User
) -> None:
    client = signed_in(alba)
    values = {"stage": "agreement", "status": "done", "text": i18n("Vertrag")}
    record_outcome(mission, actor=bruno, kind="contract", **values)
    address = f"/missions/{mission.code}/bilanz/"
    pages = [address, f"/bilanz/office/{mission.office.code}/"]

    def agreements() -> list[str]:
        pattern = r'id="number-agreements".*?<strong>(\d+)</strong>'
        found = [client.get(page).content.decode() for page in pages]
        return [re.findall(pattern, html, re.DOTALL)[0] for html in found]

    assert agreements() == ["1", "1"]
    record_outcome(mission, actor=bruno, kind="memorandum", **values)

    assert agreements() == ["2", "2"]


def test_what_somebody_typed_is_no_code_on_the_page(
    mission: Mission, alba: User
) -> None:
    name = i18n("<script>alert(1)</script>")
    partner = OrganisationFactory(office=mission.office, name=name)
    ParticipationFactory(
        mission=mission, person=None, organisation=partner, function="partner"
    )
    source = SourceFactory(office=mission.office, title=i18n('"><script>'))
    CitationFactory(source=source, **on(mission.participations.get()))

    page = signed_in(alba).get(f"/missions/{mission.code}/bilanz/").content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert '"><script>' not in page
