from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gegenbesuch.core import timeline
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.outcomes import selectors, services
from gegenbesuch.outcomes.models import Outcome, Settlement
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
on = PartialDate.from_code


def queries_of(user: User, name: str, *args: Any) -> int:
    client, url = signed_in(user), reverse(name, args=args)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


# --- What counts ---


def test_record_outcome_leaves_a_trace(bruno: User):
    mission = make.MissionFactory()
    party = make.OrganisationFactory(office=mission.office)
    outcome = services.record_outcome(
        mission,
        actor=bruno,
        kind="agreement",
        stage="agreement",
        status="done",
        text={"de": "Vertrag"},
        parties=[party],
    )
    assert outcome.counts_as_agreement
    assert list(outcome.parties.all()) == [party]
    assert AuditEntry.objects.get().verb == "outcomes.outcome.recorded"


@pytest.mark.parametrize("kind", ["cooperation_framework", "return_visit"])
def test_a_frame_is_never_an_agreement(kind: str, bruno: User):
    mission = make.MissionFactory()
    with pytest.raises(ActionError):
        services.record_outcome(
            mission, actor=bruno, kind=kind, stage="agreement", status="done"
        )
    assert not Outcome.objects.exists()


def test_nothing_came_of_a_cancelled_mission(bruno: User):
    mission = make.MissionFactory(status="cancelled")
    with pytest.raises(ActionError):
        services.record_outcome(
            mission, actor=bruno, kind="contract", stage="negotiation", status="stated"
        )


def test_an_interest_is_in_something(bruno: User):
    mission = make.MissionFactory()
    with pytest.raises(ActionError):
        services.record_interest(mission, actor=bruno, side="host", relation="sought")
    services.record_interest(
        mission, actor=bruno, side="host", relation="sought", topic={"de": "Holz"}
    )
    assert mission.interests.count() == 1


def test_only_signed_agreements_are_counted():
    mission = make.MissionFactory()
    for kind, stage, status in (
        ("agreement", "agreement", "done"),
        ("agreement", "agreement", "announced"),
        ("contract", "negotiation", "done"),
        ("cooperation_framework", "valuable_contact", "stated"),
        ("return_visit", "valuable_contact", "announced"),
    ):
        make.OutcomeFactory(mission=mission, kind=kind, stage=stage, status=status)
    counts = selectors.count_outcomes(selectors.outcomes_of(mission))
    assert (counts.agreements, counts.announced, counts.short_of_agreement) == (1, 2, 1)


def test_the_page_says_what_does_not_count(office: Office, bruno: User):
    mission = make.MissionFactory(office=office)
    make.OutcomeFactory(mission=mission, kind="cooperation_framework")
    make.OutcomeFactory(mission=mission, status="announced")
    url = reverse("outcomes:outcomes", args=[mission.code])
    html = signed_in(bruno).get(url, {"lang": "en"}).content.decode()
    assert "Does not count as an agreement" in html
    assert "does not count as held" in html


def test_record_an_outcome_on_its_page(office: Office, bruno: User):
    mission = make.MissionFactory(office=office)
    data = {
        "text_0": "Besuch angekündigt",
        "kind": "return_visit",
        "stage": "valuable_contact",
        "status": "announced",
        "on": "Ende Juni 2019",
    }
    url = reverse("outcomes:record-outcome", args=[mission.code])
    assert signed_in(bruno).post(f"{url}?lang=de", data).status_code == 302
    assert mission.outcomes.get().on == on("2019-06-21~late")


# --- Settlements ---


def test_queries_of_a_settlement_do_not_grow(office: Office, bruno: User):
    counts = []
    for times in (1, 3):
        settlement = make.SettlementFactory(office=office)
        for n in range(times):
            step = make.SettlementStepFactory(
                settlement=settlement,
                position=n,
                on=on(str(2008 + n)),
                mission=make.MissionFactory(office=office),
            )
            step.people.add(make.PersonFactory(office=office))
            for target in (settlement, step):
                make.FigureFactory(**make.on(target))
                make.ClaimFactory(**make.on(target))
                make.CitationFactory(source__office=office, **make.on(target))
        counts.append(queries_of(bruno, "outcomes:settlement", settlement.code))
    assert counts[0] == counts[1] <= 25


def test_a_settlement_and_its_steps_are_recorded_and_changed(
    office: Office, bruno: User
):
    company = make.OrganisationFactory(office=office)
    client = signed_in(bruno)
    data = {"organisation": company.code, "title_0": "Werk"}
    client.post(reverse("outcomes:record-settlement"), data)
    settlement = Settlement.objects.get()
    url = reverse("outcomes:record-step", args=[settlement.code])
    client.post(url, {"kind": "first_contact", "on": "2008"})
    client.post(url, {"kind": "opened", "on": "2011"})

    first, last = settlement.steps.order_by("position")
    services.remove_step(first, actor=bruno)
    services.update_step(last, actor=bruno, on=on("2011-10"))

    assert [step.on for step in settlement.steps.all()] == [on("2011-10")]
    assert AuditEntry.objects.filter(target_id=settlement.pk).count() == 5


def test_another_office_sees_no_settlement(office: Office, dario: User):
    settlement = make.SettlementFactory(office=office)
    url = reverse("outcomes:settlement", args=[settlement.code])
    assert signed_in(dario).get(url).status_code == 404


# --- Timelines ---


def test_an_organisation_shows_what_it_was_part_of(
    office: Office, bruno: User, dario: User
):
    company = make.OrganisationFactory(office=office)
    mission = make.MissionFactory(office=office)
    make.ParticipationFactory(mission=mission, person=None, organisation=company)
    make.ProgrammeItemFactory(mission=mission, visited=company, status="held")
    make.OutcomeFactory(mission=mission).parties.add(company)
    make.SettlementStepFactory(
        settlement__organisation=company, settlement__office=office
    )
    kinds = [entry.kind for entry in timeline.entries(company, bruno)]
    assert set(kinds) >= {"mission", "programme", "outcome", "settlement"}
    assert not {"mission", "programme", "outcome", "settlement"} & {
        entry.kind for entry in timeline.entries(company, dario)
    }


def test_a_timeline_asks_a_fixed_number_of_queries(office: Office, bruno: User):
    person = make.PersonFactory(office=office)
    counts = []
    for times in (1, 3):
        for _n in range(times):
            mission = make.MissionFactory(office=office, lead=person)
            item = make.ProgrammeItemFactory(mission=mission)
            item.people.add(person)
            make.CitationFactory(source__office=office, **make.on(item))
            make.CitationFactory(source__office=office, **make.on(mission))
        timeline.entries(person, bruno)
        with CaptureQueriesContext(connection) as queries:
            timeline.entries(person, bruno)
        counts.append(len(queries))
    assert counts[0] == counts[1]
