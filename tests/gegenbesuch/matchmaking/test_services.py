from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.matchmaking import selectors, services
from gegenbesuch.matchmaking.models import Profile, Request
from tests.factories import MissionFactory, ProfileFactory, RequestFactory

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

AT = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def pair(office: Office) -> tuple[Profile, Profile]:
    mission = MissionFactory(office=office)
    return (
        ProfileFactory(mission=mission),
        ProfileFactory(mission=mission, side=Profile.Side.PARTNER),
    )


def test_send_request_is_logged_on_behalf_of_the_sender(
    pair: tuple[Profile, Profile], bruno: User
) -> None:
    sender, recipient = pair

    request = services.send_request(
        sender, recipient, message="Guten Tag", language="de", actor=bruno, at=AT
    )

    assert request.status == Request.Status.SENT
    entry = AuditEntry.objects.get(verb="matchmaking.request.sent")
    assert entry.actor == bruno
    assert entry.on_behalf_of == str(sender)
    assert entry.office_id == sender.mission.office_id


def test_send_request_refuses_a_second_one_to_the_same_company(
    pair: tuple[Profile, Profile],
) -> None:
    sender, recipient = pair
    services.send_request(
        sender, recipient, message="", language="de", actor=None, at=AT
    )

    with pytest.raises(ActionError):
        services.send_request(
            sender, recipient, message="", language="de", actor=None, at=AT
        )

    assert Request.objects.count() == 1


def test_send_request_refuses_to_ask_back_while_a_request_is_open(
    pair: tuple[Profile, Profile],
) -> None:
    sender, recipient = pair
    services.send_request(
        sender, recipient, message="", language="de", actor=None, at=AT
    )

    with pytest.raises(ActionError):
        services.send_request(
            recipient, sender, message="", language="ja", actor=None, at=AT
        )


def test_send_request_may_ask_back_after_declining(
    pair: tuple[Profile, Profile],
) -> None:
    sender, recipient = pair
    RequestFactory(sender=sender, recipient=recipient, status="declined")

    request = services.send_request(
        recipient, sender, message="", language="ja", actor=None, at=AT
    )

    assert request.status == Request.Status.SENT


def test_send_request_refuses_companies_of_two_missions(
    pair: tuple[Profile, Profile],
) -> None:
    with pytest.raises(ActionError):
        services.send_request(
            pair[0], ProfileFactory(), message="", language="de", actor=None, at=AT
        )


def test_send_request_refuses_the_company_itself(
    pair: tuple[Profile, Profile],
) -> None:
    with pytest.raises(ActionError):
        services.send_request(
            pair[0], pair[0], message="", language="de", actor=None, at=AT
        )


@pytest.mark.parametrize(
    ("verb", "status"), [("accept", "accepted"), ("decline", "declined")]
)
def test_decide_request_stores_when_and_for_whom(
    verb: str, status: str, pair: tuple[Profile, Profile], bruno: User
) -> None:
    request = RequestFactory(sender=pair[0], recipient=pair[1], status="sent")

    getattr(services, f"{verb}_request")(request, at=AT, actor=bruno)

    request.refresh_from_db()
    assert (request.status, request.decided_at) == (status, AT)
    entry = AuditEntry.objects.get(verb=f"matchmaking.request.{status}")
    assert entry.on_behalf_of == str(pair[1])
    assert entry.changes == {"status": ["sent", status]}


@pytest.mark.parametrize("verb", ["accept", "decline"])
def test_decide_request_refuses_what_somebody_else_decided_meanwhile(
    verb: str, pair: tuple[Profile, Profile]
) -> None:
    request = RequestFactory(sender=pair[0], recipient=pair[1], status="sent")
    Request.objects.filter(pk=request.pk).update(status="withdrawn")

    with pytest.raises(ActionError):
        getattr(services, f"{verb}_request")(request, at=AT, actor=None)

    request.refresh_from_db()
    assert request.status == "withdrawn"
    assert not AuditEntry.objects.exists()


@pytest.mark.database
def test_database_refuses_two_open_requests_between_two_companies(
    pair: tuple[Profile, Profile],
) -> None:
    RequestFactory(sender=pair[0], recipient=pair[1], status="sent")

    with pytest.raises(IntegrityError), transaction.atomic():
        RequestFactory(sender=pair[1], recipient=pair[0], status="accepted")


def test_possible_recipients_leaves_out_whom_something_is_open_with(
    pair: tuple[Profile, Profile],
) -> None:
    sender, asked = pair
    asking = ProfileFactory(mission=sender.mission, side=Profile.Side.PARTNER)
    refused = ProfileFactory(mission=sender.mission, side=Profile.Side.PARTNER)
    ProfileFactory(mission=sender.mission, side=Profile.Side.HOME)
    RequestFactory(sender=sender, recipient=asked, status="declined")
    RequestFactory(sender=asking, recipient=sender, status="sent")
    RequestFactory(sender=refused, recipient=sender, status="declined")

    found = selectors.possible_recipients(sender, AT.date())

    assert list(found) == [refused]


def test_request_counts_counts_each_status(pair: tuple[Profile, Profile]) -> None:
    RequestFactory(sender=pair[0], recipient=pair[1], status="sent")
    RequestFactory(sender__mission=pair[0].mission, status="accepted")
    RequestFactory(status="accepted")

    counts = selectors.request_counts(pair[0].mission)

    assert {k: v for k, v in counts.items() if v} == {"sent": 1, "accepted": 1}
