"""Own day sheets, what travellers eat and need, and fees in the budget."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.name import Name
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.mandate import services as mandate
from gegenbesuch.mandate.models import BudgetLine
from gegenbesuch.travellers import needs, services, sheets
from gegenbesuch.travellers.models import TravelNeed
from tests import factories as make
from tests.cast import signed_in
from tests.factories import i18n
from tests.gegenbesuch.missions.test_views import queries_of

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission, Participation

pytestmark = pytest.mark.django_db
AT = datetime(2031, 5, 1, tzinfo=UTC)


@pytest.fixture
def mission(office: Office) -> Mission:
    made: Mission = make.MissionFactory(
        office=office,
        starts_on=PartialDate.on(date(2131, 6, 1)),
        ends_on=PartialDate.on(date(2131, 6, 8)),
    )
    return made


def traveller(mission: Mission, name: str, *languages: str) -> Participation:
    person = make.PersonFactory(
        office=mission.office,
        name=Name(family=name, given="Kim"),
        languages=list(languages),
    )
    make.ContactPointFactory(
        **make.on(person), kind="email", value=f"{name.lower()}@example.org"
    )
    made: Participation = make.ParticipationFactory(mission=mission, person=person)
    return made


# --- The own day sheet -------------------------------------------------------


def test_each_opens_the_day_sheet_of_the_own_group(mission: Mission, bruno: User):
    north, south = traveller(mission, "Nord", "ja"), traveller(mission, "Sued")
    make.ContactPointFactory(
        **make.on(south.person), kind="mobile", value="+4915112345678"
    )
    for row, title in ((north, "Werk im Norden"), (south, "Werk im Süden")):
        group = make.GroupFactory(mission=mission, name=i18n(f"Gruppe {title[-6:]}"))
        group.members.add(row)
        item = make.ProgrammeItemFactory(
            mission=mission,
            title=i18n(title),
            status="confirmed",
            planned_on=PartialDate.on(date(2131, 6, 3)),
            planned_start=time(10),
        )
        item.groups.add(group)

    signed_in(bruno).post(
        reverse("travellers:own-days-links", args=[mission.code]),
        {"people": [north.code]},
    )

    mail = OutboxMessage.objects.get()
    assert (mail.kind, mail.to_email, mail.language) == (
        "send_days",
        "nord@example.org",
        "ja",
    )
    link = next(word for word in mail.body.split() if "/link/" in word)
    page = Client().get(link, follow=True)
    text = page.content.decode()
    assert "Werk im Norden" in text
    assert "Werk im Süden" not in text
    assert "Kim Nord" in text
    assert (
        "+49 1511 2345678" in text.replace("\xa0", " ") or "tel:+4915112345678" in text
    )
    assert 'lang="ja"' in text
    assert page.redirect_chain[-1][0].startswith("/my-days/")


def test_the_office_narrows_the_day_sheet(mission: Mission, bruno: User):
    north = traveller(mission, "Nord")
    group = make.GroupFactory(mission=mission, name=i18n("Gruppe Nord"))
    group.members.add(north)
    for title, groups in (("Im Norden", [group]), ("Für alle", [])):
        item = make.ProgrammeItemFactory(
            mission=mission,
            title=i18n(title),
            status="confirmed",
            planned_on=PartialDate.on(date(2131, 6, 3)),
        )
        item.groups.set(groups)
    other = traveller(mission, "Sued")
    page = reverse("missions:day-sheets", args=[mission.code])

    shown = {
        key: signed_in(bruno).get(page, {"person": row.person.code}).content.decode()
        for key, row in (("north", north), ("south", other))
    }

    assert "Im Norden" in shown["north"]
    assert "Im Norden" not in shown["south"]
    assert "Für alle" in shown["south"]


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_the_page_that_sends(n: int, mission: Mission, bruno: User):
    for number in range(n):
        traveller(mission, f"Name{number}")

    assert queries_of(bruno, "travellers:own-days-links", mission.code) == 9


# --- Food and access ---------------------------------------------------------


def test_a_traveller_tells_and_takes_back_what_is_eaten(mission: Mission, alba: User):
    row = traveller(mission, "Nord")
    (holder,) = sheets.holders_of(mission)
    link = sheets.link_of(mission, holder, actor=None)
    page = (
        Client()
        .get(reverse("accounts:open-link", args=[sheets.link_url(link).split("/")[-2]]))
        .headers["Location"]
    )
    told = {"diet": "keine Nüsse", "access": ""}

    refused = Client().post(page, told)
    assert refused.context["form"].errors.keys() == {"agrees"}
    Client().post(page, told | {"agrees": "on"})

    need = TravelNeed.objects.get()
    assert (need.participation, need.diet) == (row, "keine Nüsse")
    assert need.expires_on == date(2131, 7, 8)
    shown = signed_in(alba).get(reverse("travellers:needs", args=[mission.code]))
    assert "keine Nüsse" in shown.content.decode()
    seen = AuditEntry.objects.filter(verb="travellers.need.seen")
    assert seen.get().actor == alba

    Client().post(page, {"diet": "", "access": ""})
    assert not TravelNeed.objects.exists()


def test_what_is_eaten_is_deleted_after_a_month(mission: Mission):
    row = traveller(mission, "Nord")
    needs.record_needs(row, diet="", access="Rollstuhl", at=AT)

    assert needs.delete_expired_needs(on=date(2131, 7, 7)) == 0
    assert needs.delete_expired_needs(on=date(2131, 7, 8)) == 1


@pytest.mark.parametrize("key", ["diet_list", "diet_list_{event}"])
def test_only_coordinators_print_the_diet_list(
    key: str, mission: Mission, alba: User, bruno: User
):
    needs.record_needs(traveller(mission, "Nord"), diet="vegan", access="", at=AT)
    event = make.GuestListFactory(mission=mission)
    guest = make.GuestFactory(guest_list=event, status="accepted")
    make.NeedFactory(guest=guest, diet="halal")
    page = reverse(
        "documents:document", args=[mission.code, key.format(event=event.code), "pdf"]
    )

    assert signed_in(bruno).get(page).status_code == 403
    assert signed_in(alba).get(page).content.startswith(b"%PDF")


# --- Fees in the budget ------------------------------------------------------


def test_the_budget_follows_the_fees(mission: Mission, alba: User):
    one, two = traveller(mission, "Nord"), traveller(mission, "Sued")
    planned = mandate.add_line(
        mission, actor=alba, kind="fee", heads=3, planned=Decimal(500)
    )

    services.set_fee(one, amount=Decimal(500), paid_on=None, actor=alba)
    services.set_fee(two, amount=Decimal(400), paid_on=date(2031, 5, 1), actor=alba)

    planned.refresh_from_db()
    assert (planned.planned, planned.committed, planned.actual, planned.heads) == (
        *(Decimal(1500), Decimal(900), Decimal(400)),
        None,
    )
    with pytest.raises(ActionError):
        mandate.remove_line(planned, actor=alba)
    mandate.update_line(planned, actor=alba, planned=Decimal(1600), actual=Decimal(1))
    services.remove_traveller(two, actor=alba)

    planned.refresh_from_db()
    assert (planned.planned, planned.committed, planned.actual) == (
        *(Decimal(1600), Decimal(500), Decimal(0)),
    )


def test_a_line_that_nobody_planned_comes_and_goes_with_the_fees(
    mission: Mission, alba: User
):
    row = traveller(mission, "Nord")
    services.set_fee(row, amount=Decimal(500), paid_on=None, actor=alba)
    assert BudgetLine.objects.get().is_from_fees

    services.set_fee(row, amount=None, paid_on=None, actor=alba)

    assert not BudgetLine.objects.exists()
