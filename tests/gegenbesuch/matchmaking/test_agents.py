"""Consulates and agencies: for which companies they act, and where they are reached."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.accounts.services import link_token, opens
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.matchmaking import services
from tests import factories as make

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.matchmaking.models import Agent, Profile

pytestmark = pytest.mark.django_db
AT = datetime(2131, 5, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def companies(office: Office) -> list[Profile]:
    mission = make.MissionFactory(office=office)
    made: list[Profile] = make.ProfileFactory.create_batch(3, mission=mission)
    return made


@pytest.fixture
def agent(companies: list[Profile], bruno: User) -> Agent:
    return services.add_agent(
        companies[0].mission,
        name="Generalkonsulat",
        email="konsulat@example.org",
        language="ja",
        profiles=companies[:2],
        at=AT,
        actor=bruno,
    )


def edit(bruno: User, agent: Agent, **data: object) -> int:
    staff = Client()
    staff.force_login(bruno)
    sent = {"name": agent.name, "email": agent.email, "language": "ja"} | data
    url = reverse("matchmaking:update-agent", args=[agent.code])
    return staff.post(url, sent).status_code


def test_update_agent_takes_companies_out_and_adds_others(
    agent: Agent, companies: list[Profile], bruno: User
) -> None:
    one, other, third = companies

    status = edit(bruno, agent, still=[other.code], profiles=third.code)

    assert status == 302
    assert set(agent.profiles.all()) == {other, third}
    entry = AuditEntry.objects.get(verb="matchmaking.agent.updated")
    assert entry.actor == bruno
    assert entry.changes["companies"] == [
        sorted([one.code, other.code]),
        sorted([other.code, third.code]),
    ]
    assert OutboxMessage.objects.count() == 1  # the address is the same


def test_update_agent_names_the_company_that_is_not_there(
    agent: Agent, companies: list[Profile], bruno: User
) -> None:
    assert edit(bruno, agent, profiles="Niemand GmbH") == 422
    assert set(agent.profiles.all()) == set(companies[:2])


def test_update_agent_at_another_address_closes_the_old_link(
    agent: Agent, companies: list[Profile], bruno: User
) -> None:
    old = PersonalLink.objects.get(holder_email="konsulat@example.org")
    token = link_token(old)
    kept = [company.code for company in companies[:2]]

    edit(bruno, agent, email="neu@example.org", still=kept)
    agent.refresh_from_db()
    closed = PersonalLink.objects.get(pk=old.pk)
    edit(bruno, agent, email="konsulat@example.org", still=kept)

    again = PersonalLink.objects.get(pk=old.pk)
    assert not closed.is_open(now())
    assert again.is_open(now())
    assert not opens(again, token, at=now())  # who had the old address is out
    to = OutboxMessage.objects.order_by("pk").values_list("to_email", flat=True)
    assert list(to) == [
        "konsulat@example.org",
        "neu@example.org",
        "konsulat@example.org",
    ]


def test_letters_go_to_the_contact_that_a_company_names_in_its_language(
    companies: list[Profile], bruno: User
) -> None:
    profile = companies[0]
    make.PersonalLinkFactory(
        target=profile,
        office=profile.mission.office,
        holder_email="erster@company.example",
        language="de",
    )
    services.update_profile(
        profile,
        values={
            "contact_name": "Mika Sato",
            "contact_email": "mika@company.example",
            "contact_language": "ja",
        },
        at=AT,
        actor=bruno,
    )

    services.return_profile(
        profile, remarks=[("about", "Mehr bitte")], at=AT, actor=bruno
    )

    mail = OutboxMessage.objects.get()
    assert (mail.to_email, mail.language) == ("mika@company.example", "ja")
    link = PersonalLink.objects.get(holder_email="mika@company.example")
    assert (link.target, link.holder_name) == (profile, "Mika Sato")
