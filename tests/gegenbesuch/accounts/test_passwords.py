"""Changing the own account, and choosing a password by a link in a mail."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from gegenbesuch.accounts import mailing
from gegenbesuch.core.models import AuditEntry
from tests.cast import signed_in
from tests.factories import PASSWORD

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from django.http import HttpResponse
    from pytest_django.fixtures import SettingsWrapper

    from gegenbesuch.accounts.models import User

    Mails = list[EmailMultiAlternatives]

NEW = "drei Dampfer am Kai"


def ask(email: str) -> HttpResponse:
    return Client(HTTP_ACCEPT_LANGUAGE="en").post("/password/", {"email": email})


def link_in(mail: EmailMultiAlternatives) -> str:
    found = re.search(r"http://localhost:8000(/password/\S+)", str(mail.body))
    assert found is not None
    return found[1]


def choose(client: Client, link: str, password: str = NEW) -> Any:
    page = client.get(link)
    if page.status_code == 200:
        return page
    data = {"new_password1": password, "new_password2": password}
    return client.post(page["Location"], data)


def last_entry() -> tuple[str, str, dict[str, Any]]:
    entry = AuditEntry.objects.latest("pk")
    return entry.verb, entry.actor_label, entry.changes


def test_change_account_changes_name_and_language_of_pages_and_mails(
    alba: User,
) -> None:
    client = signed_in(alba)

    answer = client.post("/account/", {"name": " Alba F. ", "language": "ja"})

    assert answer["Location"] == "/account/"
    alba.refresh_from_db()
    assert (alba.name, alba.language) == ("Alba F.", "ja")
    assert '<html lang="ja">' in client.get("/account/").content.decode()
    assert last_entry() == (
        "accounts.user.changed",
        "Alba",
        {"name": ["Alba", "Alba F."], "language": ["de", "ja"]},
    )


def test_change_account_refuses_an_empty_name_and_an_unknown_language(
    alba: User,
) -> None:
    answer = signed_in(alba).post("/account/", {"name": " ", "language": "xx"})

    assert sorted(answer.context["form"].errors) == ["language", "name"]
    assert AuditEntry.objects.count() == 0


def test_change_account_without_a_change_leaves_no_entry(alba: User) -> None:
    signed_in(alba).post("/account/", {"name": "Alba", "language": "de"})

    assert AuditEntry.objects.count() == 0


def test_change_password_ends_all_other_sessions(alba: User) -> None:
    here, elsewhere = signed_in(alba), signed_in(alba)

    answer = here.post(
        "/account/password/",
        {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW},
    )

    assert answer["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    alba.refresh_from_db()
    assert alba.check_password(NEW)
    assert last_entry() == ("accounts.password.changed", "Alba", {})


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("wrong", NEW, NEW, "old_password"),
        (PASSWORD, NEW, NEW + "s", "new_password2"),
        (PASSWORD, "too short", "too short", "new_password2"),
        (PASSWORD, "alba@home.example", "alba@home.example", "new_password2"),
    ],
)
def test_change_password_refuses_what_is_wrong_and_names_the_field(
    alba: User, old: str, new: str, again: str, field: str
) -> None:
    answer = signed_in(alba).post(
        "/account/password/",
        {"old_password": old, "new_password1": new, "new_password2": again},
    )

    assert list(answer.context["form"].errors) == [field]
    alba.refresh_from_db()
    assert alba.check_password(PASSWORD)


def test_who_has_forgotten_the_password_chooses_one_by_a_link_once(
    alba: User, mailoutbox: Mails
) -> None:
    alba.language = "ja"
    alba.save()
    elsewhere = signed_in(alba)

    ask("ALBA@home.example ")
    (mail,) = mailoutbox
    answer = choose(Client(), link_in(mail))

    assert mail.to == [alba.email]
    assert mail.subject == "Gegenbesuchのパスワード設定用リンク"
    assert link_in(mail) in str(mail.alternatives[0].content)
    assert answer["Location"] == "/sign-in/"
    alba.refresh_from_db()
    assert alba.check_password(NEW)
    assert elsewhere.get("/account/").status_code == 302
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["accounts.password-link.mailed", "accounts.password.changed"]
    assert choose(Client(), link_in(mail), "another good one").status_code == 200
    alba.refresh_from_db()
    assert alba.check_password(NEW)


def test_the_page_of_a_link_keeps_its_secret_out_of_the_address(
    alba: User, mailoutbox: Mails
) -> None:
    ask(alba.email)
    link = link_in(mailoutbox[0])

    answer = Client().get(link)

    token = link.split("/")[-2]
    assert token not in answer["Location"]
    assert Client().get(answer["Location"]).context["validlink"] is False


def test_a_link_to_choose_a_password_expires(
    alba: User, mailoutbox: Mails, settings: SettingsWrapper
) -> None:
    ask(alba.email)
    settings.PASSWORD_RESET_TIMEOUT = -1

    page = choose(Client(), link_in(mailoutbox[0]))

    assert page.context["validlink"] is False
    alba.refresh_from_db()
    assert alba.check_password(PASSWORD)


def test_a_link_is_dead_once_its_holder_has_signed_in(
    alba: User, mailoutbox: Mails
) -> None:
    ask(alba.email)
    Client().post("/sign-in/", {"username": alba.email, "password": PASSWORD})

    assert choose(Client(), link_in(mailoutbox[0])).context["validlink"] is False


def test_the_answer_does_not_tell_whether_there_is_an_account(
    alba: User, mailoutbox: Mails
) -> None:
    known = ask(alba.email)
    unknown = ask("nobody@home.example")

    csrf = re.compile(rb"\b\w{64}\b")
    assert csrf.sub(b"", known.content) == csrf.sub(b"", unknown.content)
    assert known.headers.keys() == unknown.headers.keys()
    assert len(mailoutbox) == 1


def test_the_site_does_the_same_work_for_addresses_known_or_not(
    alba: User, settings: SettingsWrapper
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    asked = []
    for email in (alba.email, "nobody@home.example"):
        with CaptureQueriesContext(connection) as captured:
            ask(email)
        asked.append([query["sql"].split()[0] for query in captured])

    assert asked[0] == asked[1]
    assert "INSERT" in asked[0]


def test_one_link_is_mailed_in_five_minutes(alba: User, mailoutbox: Mails) -> None:
    at = now()

    for minutes in (0, 1, 4, 6):
        mailing.mail_password_link(alba.email, at=at + timedelta(minutes=minutes))

    assert len(mailoutbox) == 2


def test_who_may_not_sign_in_is_sent_no_link(alba: User, mailoutbox: Mails) -> None:
    alba.is_active = False
    alba.save()

    ask(alba.email)

    assert mailoutbox == []


def test_a_mail_that_could_not_be_sent_may_be_asked_for_at_once(
    alba: User, mailoutbox: Mails, settings: SettingsWrapper
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    at = now()
    with pytest.raises(OSError, match="refused"):
        mailing.mail_password_link(alba.email, at=at)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    mailing.mail_password_link(alba.email, at=at)

    assert len(mailoutbox) == 1


def test_who_was_shut_out_for_guessing_comes_in_with_the_new_password(
    alba: User, mailoutbox: Mails
) -> None:
    client = Client()
    for _attempt in range(8):
        client.post("/sign-in/", {"username": alba.email, "password": "wrong"})
    ask(alba.email)

    choose(client, link_in(mailoutbox[0]))

    data = {"username": alba.email, "password": NEW}
    assert client.post("/sign-in/", data).status_code == 302
