"""Published profiles whose day is over: nobody sees them, and one step brings them back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from gegenbesuch.accounts.services import link_token
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.matchmaking import selectors, services
from tests import factories as make

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.matchmaking.models import Profile

pytestmark = pytest.mark.django_db
AT = datetime(2131, 5, 1, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def shown_until(office: Office, days: int, at: datetime = AT) -> Profile:
    """A reviewed profile of a company with a link, shown until so many days from now."""
    made: Profile = make.ProfileFactory(
        mission__office=office,
        mission__starts_on=PartialDate.from_code("2131-06"),
        published_until=at.date() + days * DAY,
        published_at=at - 90 * DAY,
        shown={"summary": {"de": "Wir bauen Pumpen."}, "statements": []},
        contact_email="anke@company.example",
        contact_language="de",
    )
    make.PersonalLinkFactory(
        target=made, office=office, holder_email="anke@company.example"
    )
    return made


def mails() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))


def test_expire_profiles_ends_what_is_over_and_tells_each_company_once(
    office: Office,
) -> None:
    over, last_day = shown_until(office, -1), shown_until(office, 0)

    assert [services.expire_profiles(AT), services.expire_profiles(AT)] == [1, 0]

    over.refresh_from_db()
    last_day.refresh_from_db()
    assert (over.status, last_day.status) == ("expired", "published")
    assert mails() == ["expire_profile"]
    mail = OutboxMessage.objects.get()
    assert (mail.to_email, mail.language) == ("anke@company.example", "de")
    entry = AuditEntry.objects.get(verb="matchmaking.profile.expired")
    assert entry.changes == {"status": ["published", "expired"]}
    assert not selectors.offers_in(over.mission, AT.date()).exists()


def test_expire_profiles_writes_to_nobody_after_the_last_meeting(
    office: Office,
) -> None:
    over = shown_until(office, -1)
    make.MarketplaceFactory(mission=over.mission, ends_at=AT - DAY)

    assert services.expire_profiles(AT) == 1
    assert mails() == []


def test_renew_profile_shows_the_reviewed_text_and_leaves_changes_to_the_office(
    office: Office, bruno: User
) -> None:
    profile = shown_until(office, -1)
    services.expire_profiles(AT)
    profile.refresh_from_db()
    services.update_profile(
        profile, values={"offer": [("de", "Ventile")]}, at=AT, actor=bruno
    )

    services.renew_profile(profile, at=AT, actor=bruno)

    profile.refresh_from_db()
    assert profile.is_published(AT.date() + 180 * DAY)
    assert profile.is_changed
    assert profile.shown["statements"] == []


@pytest.mark.parametrize("status", ["draft", "review", "returned"])
def test_renew_profile_refuses_what_was_never_reviewed(
    office: Office, bruno: User, status: str
) -> None:
    profile = make.ProfileFactory(mission__office=office, status=status)

    with pytest.raises(ActionError):
        services.renew_profile(profile, at=AT, actor=bruno)


def test_a_company_extends_its_profile_by_its_link_in_one_step(
    office: Office, client: Client
) -> None:
    profile = shown_until(office, -1, now())
    services.expire_profiles(now())
    link = make.PersonalLinkFactory(target=profile, office=office, holder_email="x@y.z")
    page = reverse("matchmaking:own-company", args=[link_token(link), profile.code])
    before = client.get(page).content.decode()

    client.post(page, {"verb": "renew"})

    profile.refresh_from_db()
    assert 'value="renew"' in before
    assert profile.is_published(now().date())
    assert 'value="renew"' not in client.get(page).content.decode()
    entry = AuditEntry.objects.get(verb="matchmaking.profile.renewed")
    assert entry.actor_label == link.holder_name


def test_remind_companies_says_before_when_a_profile_ends(office: Office) -> None:
    shown_until(office, 8)

    sent = [services.remind_companies(AT + n * DAY) for n in range(10)]

    assert sent == [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]
    assert "9. Mai 2131" in OutboxMessage.objects.order_by("pk")[0].body


def test_the_office_finds_and_publishes_what_has_ended(
    office: Office, bruno: User
) -> None:
    profile = shown_until(office, -1, now())
    services.expire_profiles(now())
    staff = Client()
    staff.force_login(bruno)
    todo = selectors.lacks_before_opening(profile.mission, now().date())
    (url,) = [lack.url for lack in todo if "status=expired" in lack.url]

    found = staff.get(url).context["page"].object_list
    page = staff.get(reverse("matchmaking:profile", args=[profile.code]))

    assert list(found) == [profile]
    until = page.context["publish_form"]["until"].value()
    assert until == now().date() + services.SHOWN_FOR
