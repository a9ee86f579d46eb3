from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from gegenbesuch.accounts import rules, services
from gegenbesuch.accounts.models import Membership, User
from tests.cast import signed_in
from tests.factories import PASSWORD

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office

Role = Membership.Role


def enter(client: Client, email: str, password: str = PASSWORD) -> int:
    data = {"username": email, "password": password}
    return client.post("/sign-in/", data).status_code


def test_sign_in_takes_the_mail_address_in_any_case(alba: User) -> None:
    assert enter(Client(), alba.email.upper()) == 302


def test_sign_in_refuses_a_wrong_password_and_whoever_may_not(alba: User) -> None:
    assert enter(Client(), alba.email, "wrong") == 200

    alba.is_active = False
    alba.save()

    assert enter(Client(), alba.email) == 200


def test_sign_in_stops_guessing_after_eight_attempts(alba: User) -> None:
    client = Client()

    answers = [enter(client, alba.email, "wrong") for _attempt in range(8)]

    assert answers[0] == 200
    assert answers[-1] == 429
    assert enter(client, alba.email) == 429


def test_sign_in_leads_only_to_our_own_pages(alba: User) -> None:
    data = {"username": alba.email, "password": PASSWORD}

    answer = Client().post("/sign-in/?next=https://evil.example/", data)

    assert answer["Location"] == "/missions/"


def test_sign_out_works_by_post_alone(alba: User) -> None:
    client = signed_in(alba)

    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/missions/?year=2019", "/missions/?year=2019"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
    ],
)
def test_choose_language_stays_on_the_page(db: None, back: str, leads_to: str) -> None:
    client = Client()

    answer = client.post("/language/", {"language": "ja", "next": back})

    assert answer["Location"] == leads_to
    assert '<html lang="ja">' in client.get("/").content.decode()


def test_choose_language_ignores_a_language_we_do_not_have(db: None) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")

    client.post("/language/", {"language": "xx", "next": "/"})

    assert '<html lang="en">' in client.get("/").content.decode()


def test_the_address_may_ask_for_a_language(db: None) -> None:
    page = Client(HTTP_ACCEPT_LANGUAGE="en").get("/?lang=ja")

    assert page["Content-Language"] == "ja"


def test_grant_membership_changes_the_role_that_was_there(
    office: Office, bruno: User, alba: User
) -> None:
    services.grant_membership(bruno, office, role=Role.ADMIN, actor=alba)

    assert bruno.memberships.get().role == Role.ADMIN


@pytest.mark.parametrize(
    ("least", "allowed"),
    [
        (Role.VIEWER, True),
        (Role.EDITOR, True),
        (Role.COORDINATOR, False),
        (Role.ADMIN, False),
    ],
)
def test_has_role_counts_from_the_least_role(
    office: Office,
    other_office: Office,
    bruno: User,
    least: str,
    allowed: bool,  # noqa: FBT001 -- the expectation
) -> None:
    assert rules.has_role(bruno, office.pk, least) is allowed
    assert rules.has_role(bruno, other_office.pk, least) is False
