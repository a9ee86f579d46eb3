"""An administrator adds colleagues, changes their role and ends it."""

from __future__ import annotations

import re
from datetime import timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from gegenbesuch.accounts import services
from gegenbesuch.accounts.models import Membership, User
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from tests.cast import signed_in
from tests.factories import MembershipFactory, UserFactory, i18n

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office

    Mails = list[EmailMultiAlternatives]

Role = Membership.Role
NEW = "drei Dampfer am Kai"
FORM = {
    "email": "Kim@amt.example",
    "name": "Kim",
    "role": "editor",
    "language": "ja",
}


@pytest.fixture
def ada(office: Office) -> Membership:
    """Return the office's only administrator."""
    user = UserFactory(name="Ada", email="ada@home.example")
    return MembershipFactory(user=user, office=office, role=Role.ADMIN)


def member(office: Office, name: str, role: str, **user: object) -> Membership:
    return MembershipFactory(
        user=UserFactory(name=name, **user), office=office, role=role
    )


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_staff_asks_the_same_few_questions_for_any_number(
    ada: Membership,
    office: Office,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = signed_in(ada.user)
    client.get("/staff/home/")

    for name in ("Bo", "Cy"):
        with django_assert_num_queries(5):
            page = client.get("/staff/home/")
        member(office, name, Role.EDITOR)

    assert [row.user.name for row in page.context["rows"]] == ["Ada", "Bo"]


def test_add_colleague_makes_an_account_whose_owner_chooses_the_password(
    ada: Membership,
    office: Office,
    mailoutbox: Mails,
    django_capture_on_commit_callbacks: object,
) -> None:
    office.name = i18n("Amt <für> Wirtschaft")
    office.save()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer = signed_in(ada.user).post("/staff/home/add/", FORM)

    assert answer["Location"] == "/staff/home/"
    kim = User.objects.get(email="kim@amt.example")
    assert (kim.name, kim.language, kim.roles) == ("Kim", "ja", {office.pk: "editor"})
    assert verbs() == ["accounts.user.created", "accounts.membership.granted"]
    assert AuditEntry.objects.latest("pk").office_id == office.pk
    (mail,) = mailoutbox
    assert mail.to == ["kim@amt.example"]
    assert "Amt <für> Wirtschaft" in mail.body
    assert "Adaさん" in mail.body
    assert "：編集者\n" in mail.body
    link = re.search(r"/password/\S+", str(mail.body))
    assert link is not None
    client = Client()
    page = client.get(link[0])["Location"]
    client.post(page, {"new_password1": NEW, "new_password2": NEW})
    data = {"username": "kim@amt.example", "password": NEW}
    assert client.post("/sign-in/", data).status_code == 302


def test_add_colleague_only_gives_a_role_to_who_has_an_account(
    ada: Membership,
    office: Office,
    dario: User,
    mailoutbox: Mails,
    django_capture_on_commit_callbacks: object,
) -> None:
    password = dario.password
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        signed_in(ada.user).post("/staff/home/add/", FORM | {"email": dario.email})

    dario = User.objects.get(pk=dario.pk)
    assert (dario.name, dario.language, dario.password) == ("Dario", "de", password)
    assert dario.roles[office.pk] == "editor"
    assert len(dario.roles) == 2
    assert verbs() == ["accounts.membership.granted"]
    assert "/password/" not in mailoutbox[0].body
    assert "/sign-in/" in mailoutbox[0].body


def test_add_colleague_refuses_who_works_there_already(
    ada: Membership, office: Office, bruno: User
) -> None:
    form = FORM | {"email": bruno.email.upper(), "role": "admin"}

    page = signed_in(ada.user).post("/staff/home/add/", form)

    assert page.context["form"].errors == {
        "email": ["Bruno arbeitet schon in dieser Dienststelle."]
    }
    with pytest.raises(ActionError, match="Bruno"):
        services.add_colleague(office, actor=ada.user, at=now(), **form)
    assert bruno.memberships.get().role == Role.EDITOR


def test_welcome_again_mails_who_has_no_password_yet_once_in_five_minutes(
    ada: Membership,
    office: Office,
    mailoutbox: Mails,
    django_capture_on_commit_callbacks: object,
) -> None:
    kim = member(office, "Kim", Role.EDITOR, password=None)
    at = now()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.welcome_again(kim, actor=ada.user, at=at)
    with pytest.raises(ActionError):
        services.welcome_again(kim, actor=ada.user, at=at + timedelta(minutes=4))
    with pytest.raises(ActionError):
        services.welcome_again(ada, actor=ada.user, at=at)

    assert len(mailoutbox) == 1
    assert verbs() == ["accounts.membership.welcomed"]


def test_change_role_counts_at_once(ada: Membership, office: Office) -> None:
    bo = member(office, "Bo", Role.ADMIN)
    client = signed_in(bo.user)
    assert client.get("/staff/home/").status_code == 200

    signed_in(ada.user).post(f"/memberships/{bo.code}/", {"role": "viewer"})

    assert client.get("/staff/home/").status_code == 403
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.changes) == (
        "accounts.membership.changed",
        {"role": ["admin", "viewer"]},
    )


def test_end_of_the_last_role_shuts_out_at_once(
    ada: Membership, office: Office, alba: User
) -> None:
    client = signed_in(alba)
    assert client.get("/letters/home/").status_code == 200

    code = alba.memberships.get().code
    signed_in(ada.user).post(f"/memberships/{code}/end/")

    assert client.get("/letters/home/")["Location"].startswith("/sign-in/")
    assert not User.objects.get(pk=alba.pk).is_active
    assert verbs() == ["accounts.membership.ended", "accounts.user.closed"]


def test_end_of_one_of_two_roles_keeps_the_account(
    ada: Membership, alba: User, other_office: Office
) -> None:
    MembershipFactory(user=alba, office=other_office)
    role = alba.memberships.get(office=ada.office)

    services.end_membership(role, actor=ada.user)

    assert User.objects.get(pk=alba.pk).is_active
    assert verbs() == ["accounts.membership.ended"]


def test_closed_account_ends_sessions_and_opens_with_a_new_password(
    ada: Membership,
    alba: User,
    mailoutbox: Mails,
    django_capture_on_commit_callbacks: object,
) -> None:
    theirs, admin = signed_in(alba), signed_in(ada.user)
    code = alba.memberships.get().code

    admin.post(f"/memberships/{code}/close/")

    assert theirs.get("/account/")["Location"].startswith("/sign-in/")
    shown = admin.get("/staff/home/").content.decode()
    assert "Konto geschlossen" in shown
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        admin.post(f"/memberships/{code}/reopen/")
    assert theirs.get("/account/")["Location"].startswith("/sign-in/")
    assert [mail.to for mail in mailoutbox] == [[alba.email]]
    assert "/password/" in mailoutbox[0].body
    assert verbs() == ["accounts.user.closed", "accounts.user.reopened"]


def test_accounts_that_cannot_be_closed_or_opened(
    ada: Membership, alba: User, other_office: Office
) -> None:
    code = alba.memberships.get()
    services.close_account(code, actor=ada.user)

    with pytest.raises(ActionError, match="schon geschlossen"):
        services.close_account(code, actor=ada.user)
    with pytest.raises(ActionError, match="anderen Dienststelle"):
        services.add_colleague(
            other_office, **FORM | {"email": alba.email}, actor=ada.user, at=now()
        )
    services.reopen_account(code, actor=ada.user, at=now())
    with pytest.raises(ActionError, match="schon offen"):
        services.reopen_account(code, actor=ada.user, at=now())
    MembershipFactory(user=alba, office=other_office)
    with pytest.raises(ActionError, match="Beenden Sie"):
        services.close_account(code, actor=ada.user)
    with pytest.raises(ActionError, match="eigenes Konto"):
        services.close_account(ada, actor=ada.user)


def test_who_is_added_again_chooses_a_new_password(
    ada: Membership, office: Office, alba: User
) -> None:
    services.end_membership(alba.memberships.get(), actor=ada.user)

    services.add_colleague(
        office, **FORM | {"email": alba.email}, actor=ada.user, at=now()
    )

    alba.refresh_from_db()
    assert (alba.is_active, alba.has_usable_password()) == (True, False)


def test_who_gives_up_the_own_role_is_led_to_the_account(
    ada: Membership, office: Office
) -> None:
    member(office, "Bo", Role.ADMIN)

    answer = signed_in(ada.user).post(f"/memberships/{ada.code}/end/", follow=True)

    assert answer.redirect_chain == [("/account/", 302)]
    assert answer.status_code == 200


def test_the_last_administrator_stays(ada: Membership, office: Office) -> None:
    member(office, "Not yet", Role.ADMIN, password=None)
    member(office, "Not any more", Role.ADMIN, is_active=False)
    MembershipFactory(role=Role.ADMIN)  # of another office

    with pytest.raises(ActionError, match="Ada"):
        services.end_membership(ada, actor=ada.user)
    with pytest.raises(ActionError, match="Ada"):
        services.change_role(ada, role=Role.VIEWER, actor=ada.user)
    services.change_role(ada, role=Role.ADMIN, actor=ada.user)

    assert Membership.objects.get(pk=ada.pk).role == Role.ADMIN
    assert verbs() == []


def test_an_administrator_acts_in_the_own_office_alone(
    ada: Membership, other_office: Office
) -> None:
    theirs = member(other_office, "Theirs", Role.EDITOR)
    client = signed_in(ada.user)

    answers = [
        client.get("/staff/other/").status_code,
        client.post("/staff/other/add/", FORM).status_code,
        client.post(f"/memberships/{theirs.code}/", {"role": "admin"}).status_code,
        client.post(f"/memberships/{theirs.code}/end/").status_code,
    ]

    assert answers == [404] * 4
    assert verbs() == []


def test_a_membership_that_has_ended_cannot_be_changed(
    ada: Membership, office: Office
) -> None:
    bo = member(office, "Bo", Role.EDITOR)
    gone = Membership.objects.get(pk=bo.pk)
    bo.delete()

    with pytest.raises(ActionError, match="Bo"):
        services.change_role(gone, role=Role.VIEWER, actor=ada.user)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite has one writer at a time; in memory it locks at once",
)
def test_two_administrators_cannot_remove_each_other(ada: Membership) -> None:
    bo = member(ada.office, "Bo", Role.ADMIN)
    start = Barrier(2)

    def end(whose: Membership, actor: User) -> None:
        try:
            start.wait()
            services.end_membership(whose, actor=actor)
        except ActionError:
            pass
        finally:
            connection.close()

    threads = [
        Thread(target=end, args=pair) for pair in ((bo, ada.user), (ada, bo.user))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Membership.objects.filter(role=Role.ADMIN).count() == 1
