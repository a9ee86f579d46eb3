from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.missions import findings
from gegenbesuch.missions import services as missions
from gegenbesuch.travellers import selectors, services
from gegenbesuch.travellers.models import Fee, Paper, PaperWarning
from tests import factories as make
from tests.cast import signed_in
from tests.factories import i18n

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission, Participation

pytestmark = pytest.mark.django_db
RETURN = date(2031, 6, 8)
TODAY = date(2031, 3, 1)


@pytest.fixture
def mission(office: Office) -> Mission:
    made: Mission = make.MissionFactory(
        office=office,
        starts_on=PartialDate.on(date(2031, 6, 1)),
        ends_on=PartialDate.on(RETURN),
    )
    return made


@pytest.fixture
def traveller(mission: Mission) -> Participation:
    made: Participation = make.ParticipationFactory(mission=mission)
    return made


def states(mission: Mission) -> list[str]:
    rows = selectors.travellers_of(mission, TODAY)
    return [cell.state for row in rows for cell in row.cells]


# --- Who takes part ----------------------------------------------------------


def test_an_editor_puts_somebody_on_the_list_by_name(mission: Mission, bruno: User):
    person = make.PersonFactory(office=mission.office)

    signed_in(bruno).post(
        reverse("travellers:add-participant", args=[mission.code]),
        {
            "person": person.code,
            "function": "member",
            "title_0": "Präsident",
            "is_public": "on",
        },
    )

    row = mission.participations.get()
    assert (row.person, str(row.title), row.is_public) == (person, "Präsident", True)


def test_nobody_at_all_takes_part_as_nothing(mission: Mission, bruno: User):
    address = reverse("travellers:add-participant", args=[mission.code])

    response = signed_in(bruno).post(address, {"function": "member"})

    errors = list(response.context["form"].non_field_errors())
    assert errors == ["Bitte geben Sie an, wer teilnimmt."]
    assert mission.participations.count() == 0


def test_a_rank_is_changed_and_the_list_follows(mission: Mission, bruno: User):
    first = make.ParticipationFactory(mission=mission, position=0)
    second = make.ParticipationFactory(mission=mission, position=1)

    missions.update_participation(
        first,
        actor=bruno,
        person=first.person,
        function="lead",
        position=5,
        is_public=False,
    )

    order = list(mission.participations.order_by("position"))
    assert order == [second, first]
    assert order[1].function == "lead"
    assert AuditEntry.objects.get().context["name"] == str(first.person)


def test_who_takes_part_in_a_closed_mission_stays(mission: Mission, bruno: User):
    row = make.ParticipationFactory(mission=mission)
    row.mission.status = "closed"

    with pytest.raises(ActionError):
        missions.update_participation(
            row, actor=bruno, person=row.person, function="lead"
        )


# --- Papers ------------------------------------------------------------------


def test_a_passport_has_to_last_beyond_the_return(
    mission: Mission, traveller: Participation, alba: User
):
    services.require_papers(mission, {"passport": 180, "visa": 0}, actor=alba)

    assert states(mission) == ["missing", "missing"]
    for until, state in (
        (TODAY - timedelta(days=1), "expired"),
        (RETURN + timedelta(days=179), "short"),
        (RETURN + timedelta(days=180), "there"),
    ):
        services.set_papers(traveller, {"passport": until}, actor=alba, on=TODAY)
        assert states(mission) == [state, "missing"]


def test_a_form_is_there_without_a_date(
    mission: Mission, traveller: Participation, alba: User
):
    services.require_papers(mission, {"registration": 0}, actor=alba)

    services.set_papers(
        traveller, {"registration": date(2031, 1, 1)}, actor=alba, on=TODAY
    )

    assert states(mission) == ["there"]
    assert traveller.papers.get().valid_until is None


def test_what_is_emptied_is_deleted(
    mission: Mission, traveller: Participation, alba: User
):
    make.RequiredPaperFactory(mission=mission)
    make.PaperFactory(participation=traveller)
    address = reverse("travellers:set-papers", args=[mission.code, traveller.code])

    signed_in(alba).post(address, {"passport": ""})

    assert Paper.objects.count() == 0


def test_the_log_keeps_neither_names_nor_days(
    mission: Mission, traveller: Participation, alba: User
):
    until = date(2032, 2, 29)

    services.set_papers(traveller, {"passport": until}, actor=alba, on=TODAY)

    entry = AuditEntry.objects.get(verb="travellers.papers.set")
    assert entry.context == {"kinds": ["passport"]}
    assert entry.changes == {}
    assert entry.target_label == str(mission)


def test_each_look_at_papers_is_logged(mission: Mission, alba: User):
    signed_in(alba).get(reverse("travellers:papers", args=[mission.code]))

    entry = AuditEntry.objects.get(verb="travellers.papers.seen")
    assert entry.actor == alba


def test_papers_are_deleted_a_month_after_the_mission(
    mission: Mission, traveller: Participation
):
    make.PaperFactory(participation=traveller)
    undated = make.PaperFactory(
        seen_on=date(2031, 1, 1),
        participation__mission__starts_on=PartialDate(),
        participation__mission__ends_on=PartialDate(),
    )

    assert services.delete_old_papers(on=RETURN + timedelta(days=30)) == 0
    assert services.delete_old_papers(on=RETURN + timedelta(days=31)) == 1
    assert Paper.objects.get() == undated
    assert services.delete_old_papers(on=date(2032, 1, 3)) == 1


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_of_papers_asks_always_as_much(
    mission: Mission, alba: User, django_assert_num_queries: Any, n: int
):
    make.RequiredPaperFactory(mission=mission)
    for _each in range(n):
        row = make.ParticipationFactory(mission=mission)
        make.PaperFactory(participation=row)
        make.FeeFactory(participation=row)
    client = signed_in(alba)
    address = reverse("travellers:papers", args=[mission.code])
    client.get(address)

    with django_assert_num_queries(13):
        client.get(address)


# --- Warnings ----------------------------------------------------------------


def test_coordinators_are_warned_twice_and_not_told_whose(
    mission: Mission, traveller: Participation, alba: User, bruno: User
):
    make.RequiredPaperFactory(mission=mission)
    departure = date(2031, 6, 1)

    def warned(days: int) -> int:
        return services.warn_of_papers(on=departure - timedelta(days=days))

    assert [warned(days) for days in (61, 60, 59, 14, 13)] == [0, 1, 0, 1, 0]
    mails = OutboxMessage.objects.filter(kind="warn_of_papers")
    assert {mail.to_email for mail in mails} == {alba.email}
    assert str(traveller.person) not in mails[0].body
    assert f"/missions/{mission.code}/participants/papers/" in mails[0].body


def test_nobody_is_warned_when_all_is_there(
    mission: Mission, traveller: Participation, alba: User
):
    make.RequiredPaperFactory(mission=mission)
    make.PaperFactory(participation=traveller, valid_until=RETURN)

    assert services.warn_of_papers(on=date(2031, 5, 30)) == 0
    assert PaperWarning.objects.count() == 0


# --- What is in the way ------------------------------------------------------


def test_papers_are_among_what_clashes_without_names(
    mission: Mission, traveller: Participation, alba: User
):
    day = localdate() + timedelta(days=30)
    mission.starts_on = mission.ends_on = PartialDate.on(day)
    mission.save()
    services.require_papers(
        mission, {"passport": 180, "visa": 0, "insurance": 0}, actor=alba
    )
    services.set_papers(
        traveller,
        {"passport": day, "insurance": localdate() - timedelta(days=1)},
        actor=alba,
        on=TODAY,
    )
    out = StringIO()

    call_command("conflicts", "--json", "--language", "en", stdout=out)

    rows = json.loads(out.getvalue())
    assert {(row["kind"], row["mission"], row["from"]) for row in rows} == {
        ("paper", mission.code, day.isoformat())
    }
    begins = [
        "Passport: ends too early for one",
        "Visa: missing for one",
        "Insurance: expired for one",
    ]
    assert [row["reason"][: len(b)] for row, b in zip(rows, begins, strict=True)] == (
        begins
    )
    assert str(traveller.person) not in out.getvalue()


def test_what_is_missing_long_before_a_mission_is_in_nobodys_way(
    mission: Mission, traveller: Participation, alba: User
):
    make.RequiredPaperFactory(mission=mission)
    mission.starts_on = PartialDate.on(localdate() + timedelta(days=61))
    mission.ends_on = mission.starts_on

    assert findings.of_parts([mission]) == []


def test_the_page_of_a_mission_says_which_papers_are_in_the_way(
    mission: Mission, traveller: Participation, alba: User, bruno: User
):
    make.RequiredPaperFactory(mission=mission)
    make.PaperFactory(participation=traveller, valid_until=date(2020, 1, 1))
    link = reverse("travellers:papers", args=[mission.code])

    pages = {
        user: signed_in(user).get(mission.get_absolute_url()).content.decode()
        for user in (alba, bruno)
    }

    assert all("abgelaufen" in page for page in pages.values())
    assert [link in page for page in pages.values()] == [True, False]


# --- Fees --------------------------------------------------------------------


def test_a_fee_is_owed_until_it_is_paid(
    mission: Mission, traveller: Participation, alba: User
):
    for paid_on in (None, TODAY):
        services.set_fee(traveller, amount=Decimal(450), paid_on=paid_on, actor=alba)
        make.FeeFactory(
            participation=make.ParticipationFactory(mission=mission), amount=50
        )

    rows = selectors.travellers_of(mission, TODAY)

    assert selectors.owed(rows) == (Decimal(550), Decimal(450))


def test_a_payment_of_nothing_is_refused(
    mission: Mission, traveller: Participation, alba: User
):
    address = reverse("travellers:set-papers", args=[mission.code, traveller.code])

    response = signed_in(alba).post(address, {"paid_on": "2031-03-01"})

    assert "amount" in response.context["form"].errors
    assert Fee.objects.count() == 0


@pytest.mark.database
def test_a_fee_below_nothing_is_refused_by_the_database(traveller: Participation):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.FeeFactory(participation=traveller, amount=-1)


@pytest.mark.database
def test_somebody_has_one_passport(traveller: Participation):
    make.PaperFactory(participation=traveller)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.PaperFactory(participation=traveller)


@pytest.mark.database
def test_a_paper_is_required_once_and_warned_of_once(mission: Mission):
    for made in (make.RequiredPaperFactory, make.PaperWarningFactory):
        made(mission=mission)
        with pytest.raises(IntegrityError), transaction.atomic():
            made(mission=mission)


def test_the_list_of_participants_leads_editors_on(mission: Mission, bruno: User):
    make.ParticipationFactory(mission=mission, title=i18n("Rektorin"))

    page = signed_in(bruno).get(reverse("missions:participants", args=[mission.code]))

    row = mission.participations.get()
    link = reverse("travellers:update-participant", args=[mission.code, row.code])
    assert link in page.content.decode()
    assert reverse("travellers:papers", args=[mission.code]) not in (
        page.content.decode()
    )
