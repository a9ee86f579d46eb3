from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils.timezone import now

from gegenbesuch.accounts import services
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from tests.factories import ProfileFactory

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    from gegenbesuch.accounts.models import Office, PersonalLink, User
    from gegenbesuch.matchmaking.models import Profile


def expire(link: PersonalLink) -> None:
    link.expires_at = now() - timedelta(seconds=1)
    link.save()


def test_issue_link_gives_one_key_for_each_holder(
    esi_profile: Profile, office: Office, alba: User
) -> None:
    links = [
        services.issue_link(
            esi_profile,
            office=office,
            holder_name="Jo",
            holder_email="jo@company.example",
            language="ja",
            expires_at=now() + timedelta(days=1),
            actor=alba,
        )
        for _round in range(2)
    ]

    assert links[0] == links[1]
    assert AuditEntry.objects.filter(verb="accounts.link.issued").count() == 1


def test_open_link_leads_to_the_agenda(esi_token: str, esi_profile: Profile) -> None:
    answer = Client().get(f"/link/{esi_token}/")

    assert answer["Location"] == esi_profile.get_personal_url(esi_token)


@pytest.mark.parametrize("change", ["x", "", ".2", "é"])
def test_a_token_that_was_touched_opens_nothing(esi_token: str, change: str) -> None:
    touched = esi_token[:-1] + change

    assert services.read_token(touched) is None
    assert Client().get(f"/link/{touched}/").status_code == 404


def test_a_token_of_another_code_opens_nothing(esi: PersonalLink) -> None:
    other = services.SIGNER.sign("nosuchcode.1")

    assert services.read_token(other) is None


def test_an_expired_link_is_renewed_by_mail_and_its_old_address_is_dead(
    esi: PersonalLink,
    esi_token: str,
    mailoutbox: list[EmailMultiAlternatives],
    django_capture_on_commit_callbacks: object,
) -> None:
    expire(esi)
    assert Client().get(f"/link/{esi_token}/").status_code == 410

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer = Client().post(f"/link/{esi_token}/renew/")

    assert answer.status_code == 200
    esi.refresh_from_db()
    (mail,) = mailoutbox
    assert mail.to == [esi.holder_email]
    assert services.link_url(esi) in mail.body
    assert services.link_url(esi) in mail.alternatives[0].content
    assert Client().get(f"/link/{esi_token}/").status_code == 410
    assert Client().get(f"/link/{services.link_token(esi)}/").status_code == 302


def test_renew_link_does_not_shut_out_the_holder_of_a_valid_link(
    esi: PersonalLink, esi_token: str
) -> None:
    services.renew_link(esi, at=now())

    assert Client().get(f"/link/{esi_token}/").status_code == 302


def test_renew_link_mails_once_in_five_minutes(
    esi: PersonalLink,
    mailoutbox: list[EmailMultiAlternatives],
    django_capture_on_commit_callbacks: object,
) -> None:
    expire(esi)
    at = now()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        for minutes in (0, 1, 4, 6):
            services.renew_link(esi, at=at + timedelta(minutes=minutes))

    assert len(mailoutbox) == 2


def test_a_withdrawn_link_opens_nothing_and_is_not_renewed(
    esi: PersonalLink, esi_token: str, alba: User
) -> None:
    services.revoke_link(esi, actor=alba, at=now())

    assert Client().get(f"/link/{esi_token}/").status_code == 410
    with pytest.raises(ActionError):
        services.renew_link(esi, at=now())


def test_a_link_whose_target_is_gone_says_so(esi: PersonalLink, esi_token: str) -> None:
    esi.target.delete()

    assert Client().get(f"/link/{esi_token}/").status_code == 410


def test_a_link_opens_its_own_target_alone(esi_token: str, office: Office) -> None:
    other = ProfileFactory(mission__office=office)

    answer = Client().get(f"/link/{esi_token}/", follow=True)

    assert str(other.organisation.name) not in answer.content.decode()
