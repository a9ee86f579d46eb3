"""A frozen version gives the same numbers again, or names the record that changed."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.missions.models import Mission
from gegenbesuch.reports import services, versions
from gegenbesuch.reports.models import Report
from gegenbesuch.reports.scopes import find_scope
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import ProgrammeItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission(office: Office) -> Mission:
    return make.MissionFactory(office=office, status="done")


@pytest.fixture
def item(mission: Mission) -> ProgrammeItem:
    return make.ProgrammeItemFactory(
        mission=mission, status="held", actual_audience=Quantity.more_than(150)
    )


def freeze(mission: Mission, actor: User) -> Report:
    scope, missions = find_scope("mission", mission.code, actor)
    return services.freeze_bilanz(scope, missions, mission.office, actor=actor)


def test_a_version_says_the_same_when_nothing_has_changed(
    mission: Mission, item: ProgrammeItem, bruno: User
) -> None:
    report = freeze(mission, bruno)
    report.refresh_from_db()

    found = versions.check(report)

    assert found.holds
    assert AuditEntry.objects.get().verb == "reports.report.frozen"


def test_a_check_names_the_record_that_changed(
    mission: Mission, item: ProgrammeItem, bruno: User
) -> None:
    report = freeze(mission, bruno)
    item.actual_audience = Quantity.exact(150)
    item.save()

    found = versions.check(report)

    (change,) = found.changes
    assert change.key == "people-reached"
    assert [(r.code, r.kind) for r in change.records] == [(item.code, "changed")]
    assert "150" in change.records[0].before


def test_the_command_names_the_record_and_ends_with_one(
    mission: Mission, item: ProgrammeItem, bruno: User
) -> None:
    report = freeze(mission, bruno)
    out = StringIO()
    call_command("check_version", report.code, stdout=out)
    assert out.getvalue().startswith("The same: ")

    code = item.code
    item.delete()
    with pytest.raises(SystemExit) as end:
        call_command("check_version", report.code, stdout=out)

    assert end.value.code == 1
    assert f"removed {code}" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("check_version", "no-such-version")


def test_a_changed_content_is_noticed(
    mission: Mission, item: ProgrammeItem, bruno: User
) -> None:
    report = freeze(mission, bruno)
    report.papers["de"]["numbers"][0]["text"] = "9999"
    report.save()

    assert not versions.check(report).is_intact


def test_the_same_twice_makes_no_second_version(
    mission: Mission, item: ProgrammeItem, bruno: User
) -> None:
    freeze(mission, bruno)

    with pytest.raises(ActionError):
        freeze(mission, bruno)
    item.actual_audience = Quantity.exact(160)
    item.save()

    assert freeze(mission, bruno).number == 2


def test_only_a_second_person_releases(
    mission: Mission, item: ProgrammeItem, alba: User, bruno: User
) -> None:
    own = freeze(mission, alba)
    with pytest.raises(ActionError):
        services.release_report(own, actor=alba, at=now())
    item.actual_audience = Quantity.exact(160)
    item.save()
    report = freeze(mission, bruno)

    services.release_report(report, actor=alba, at=now())

    assert report.released_by == alba
    with pytest.raises(ActionError):
        services.release_report(report, actor=alba, at=now())
    with pytest.raises(ActionError):  # the records say something else by now
        services.release_report(own, actor=bruno, at=now())


@pytest.mark.database
def test_the_database_refuses_a_release_by_the_same_person(alba: User) -> None:
    report = make.ReportFactory(made_by=alba)

    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(released_by=alba)


def test_the_page_shows_what_differs_between_versions(
    mission: Mission, item: ProgrammeItem, alba: User
) -> None:
    first = freeze(mission, alba)
    item.actual_audience = Quantity.exact(160)
    item.save()
    second = freeze(mission, alba)
    client = signed_in(alba)

    html = client.get(
        first.get_absolute_url(), {"with": second.code, "lang": "en"}
    ).content.decode()

    assert "more than 150" in html
    assert "160" in html
    assert item.code in html


@pytest.mark.parametrize("ending", ["pdf", "docx", "csv", "json"])
def test_a_version_is_the_same_file_whatever_happens_to_the_records(
    mission: Mission, item: ProgrammeItem, bruno: User, ending: str
) -> None:
    report = freeze(mission, bruno)
    before = services.export_report(report, ending="json", language="de", actor=bruno)
    item.delete()

    after = services.export_report(report, ending="json", language="de", actor=bruno)
    file = services.export_report(report, ending=ending, language="ja", actor=bruno)

    assert before == after
    assert "150" in json.dumps(json.loads(after)["numbers"])
    assert file


def test_a_partner_sees_what_all_missions_together_came_to(
    office: Office, alba: User
) -> None:
    host = make.OrganisationFactory(office=office)
    settlement = make.SettlementFactory(office=office, organisation=host)
    for share in (30, 60):
        mission = make.MissionFactory(office=office, status="done")
        make.StopFactory(mission=mission, organisation=host)
        make.CreditFactory(
            settlement=settlement, mission=mission, office=office, share=share
        )
    scope, missions = find_scope("partner", host.code, alba)

    paper = versions.paper_in("en", scope, missions, with_costs=True)

    numbers = {n["key"]: n["value"] for n in paper["numbers"]}
    assert len(missions) == 2
    assert numbers["settlements"] == 1
    assert numbers["credited-settlements"] == 0.9
    assert numbers["missions-held"] == 2


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_an_office_asks_few_queries(
    office: Office, alba: User, n: int, django_assert_max_num_queries: object
) -> None:
    for _round in range(n):
        mission = make.MissionFactory(office=office, status="done")
        make.ProgrammeItemFactory(mission=mission, status="held")
        make.StopFactory(mission=mission)
        make.OutcomeFactory(mission=mission)
        make.CreditFactory(mission=mission, settlement__office=office, office=office)
    client = signed_in(alba)
    address = f"/bilanz/office/{office.code}/"
    client.get(address)

    with django_assert_max_num_queries(30):  # type: ignore[operator]
        client.get(address)
