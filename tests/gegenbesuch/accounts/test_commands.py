"""The commands that make an office and who signs in there first."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from gegenbesuch.accounts.management.commands import create_user
from gegenbesuch.accounts.models import Office, User
from gegenbesuch.core.models import AuditEntry

GOOD = "drei Dampfer am Kai"
WHO = {"name": "Ada Amt", "office": "home", "role": "admin"}


def _call(*args: Any, **options: Any) -> str:
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue().strip()


def _create_user(email: str, password: str = GOOD, **options: Any) -> str:
    return _call("create_user", email, stdin=StringIO(f"{password}\n"), **WHO | options)


@pytest.mark.django_db
def test_create_office_prints_its_code() -> None:
    code = _call("create_office", name="Amt für Wirtschaft", print_code=True)

    assert str(Office.objects.get(code=code).name) == "Amt für Wirtschaft"


@pytest.mark.django_db
def test_create_office_refuses_a_code_twice() -> None:
    _call("create_office", name="A", code="amt")

    with pytest.raises(CommandError, match="already"):
        _call("create_office", name="B", code="amt")


def test_create_user_makes_somebody_who_can_sign_in(office: Office) -> None:
    said = _create_user("Ada@Amt.example")

    assert said == "ada@amt.example can sign in now."
    answer = Client().post(
        "/sign-in/", {"username": "ada@amt.example", "password": GOOD}
    )
    assert answer.status_code == 302
    user = User.objects.get(email="ada@amt.example")
    assert (user.name, user.language) == ("Ada Amt", office.language)
    assert user.roles == {office.pk: "admin"}
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "accounts.user.created",
        "accounts.membership.granted",
    ]


@pytest.mark.parametrize(
    ("email", "options", "problem"),
    [
        ("ada@amt.example", {"office": "nowhere"}, "no office 'nowhere'.* home"),
        ("ada@amt.example", {"name": " "}, "give the person's name"),
        ("ada at amt", {}, "'ada at amt' is no mail address"),
        ("ALBA@home.example", {}, "an account alba@home.example already"),
        ("ada@amt.example", {"password": "short"}, "too short"),
        ("ada@amt.example", {"password": "password1234"}, "too common"),
        ("ada@amt.example", {"password": "ada@amt.example"}, "too similar"),
        (
            "lovelace@amt.example",
            {"name": "Ada Königsberger", "password": "ada königsberger"},
            "too similar",
        ),
    ],
)
def test_create_user_says_in_a_sentence_why_not(
    alba: User, email: str, options: dict[str, str], problem: str
) -> None:
    with pytest.raises(CommandError, match=problem):
        _create_user(email, **options)

    assert list(User.objects.all()) == [alba]


def test_create_user_asks_twice_on_a_terminal(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    typed = iter([GOOD, "another one", GOOD, GOOD])
    monkeypatch.setattr(create_user, "getpass", lambda _asked: next(typed))

    with pytest.raises(CommandError, match="not the same"):
        _call("create_user", "ada@amt.example", stdin=Terminal(), **WHO)
    _call("create_user", "ada@amt.example", stdin=Terminal(), **WHO)

    assert User.objects.get().check_password(GOOD)
