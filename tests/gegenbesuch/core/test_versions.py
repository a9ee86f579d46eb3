"""Two windows with the same form: the later one loses nothing, and is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from gegenbesuch.core import versions
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db

#: For each form: the record, its address, and what is sent beside the title.
CASES: dict[str, tuple[Callable[[Office], Any], Callable[[Any], list[str]], dict]] = {
    "missions:update-mission": (
        lambda office: make.MissionFactory(office=office),
        lambda mission: [mission.code],
        {"kind": "visit", "direction": "inbound"},
    ),
    "missions:update-item": (
        lambda office: make.ProgrammeItemFactory(mission__office=office),
        lambda item: [item.mission.code, item.code],
        {"kind": "dinner", "status": "wished"},
    ),
    "missions:record-actual": (
        lambda office: make.ProgrammeItemFactory(mission__office=office),
        lambda item: [item.mission.code, item.code],
        {"status": "held"},
    ),
    "newsroom:update-article": (
        lambda office: make.ArticleFactory(office=office),
        lambda article: [article.code],
        {"lead": "Kurz.", "body": "Lang.", "is_minor": "on"},
    ),
    "directory:update-person": (
        lambda office: make.PersonFactory(office=office),
        lambda person: [person.code],
        {},
    ),
    "directory:update-organisation": (
        lambda office: make.OrganisationFactory(office=office),
        lambda organisation: [organisation.code],
        {"kind": "company"},
    ),
    "directory:update-role": (
        lambda office: make.RoleFactory(person__office=office),
        lambda role: [role.person.code, role.code],
        {"organisation_text_0": "Amt"},
    ),
}
#: The field that both windows write to, where it is not the title.
WRITTEN = {
    "newsroom:update-article": "title",
    "missions:record-actual": "actual_audience_kinds_0",
    "directory:update-person": "name_family",
    "directory:update-organisation": "name_0",
}


def _version(client: Client, address: str) -> str:
    version: str = client.get(address).context["form"]["version"].value()
    return version


@pytest.mark.parametrize("name", CASES)
def test_the_later_of_two_windows_is_told_and_loses_nothing(
    name: str, office: Office, alba: User, bruno: User
) -> None:
    made, args, data = CASES[name]
    record, field = made(office), WRITTEN.get(name, "title_0")
    address = reverse(name, args=args(record))
    first, second = signed_in(alba), signed_in(bruno)
    shown_first, shown_second = _version(first, address), _version(second, address)

    saved = first.post(address, data | {field: "Eins", "version": shown_first})
    late = second.post(
        address,
        data | {field: "Zwei", "version": shown_second},
        headers={"Accept-Language": "en"},
    )

    assert saved.status_code == 302
    form = late.context["form"]
    page = late.content.decode()
    assert "Somebody else has changed this" in form.non_field_errors()[0]
    assert '<div class="error-summary" role="alert">' in page
    assert 'value="Zwei"' in page
    stored = form.errors[field if field in form.errors else field.rpartition("_")[0]]
    assert ["Eins" in words for words in stored] == [True]
    entry = AuditEntry.objects.get()
    assert entry.actor == alba
    again = {field: "Zwei", "version": form["version"].value()}
    assert second.post(address, data | again).status_code == 302
    changes = AuditEntry.objects.latest("pk").changes.values()
    assert any("Eins" in str(old) and "Zwei" in str(new) for old, new in changes)


@pytest.mark.parametrize(
    "version", ["", "yesterday", "2019-06-07", "0001-01-01T00:00:00+23:59"]
)
def test_what_is_no_version_is_never_the_present_one(
    office: Office, version: str
) -> None:
    with pytest.raises(ActionError):
        versions.claim(make.MissionFactory(office=office), version)


def test_a_claim_leaves_no_trace(office: Office) -> None:
    mission = make.MissionFactory(office=office)
    before = mission.updated_at

    versions.claim(mission, before.isoformat())

    mission.refresh_from_db()
    assert mission.updated_at == before


def test_a_refused_form_says_what_is_stored_where_it_differs(
    office: Office, alba: User, bruno: User
) -> None:
    place = make.PlaceFactory(name=make.i18n("Osaka"))
    mission = make.MissionFactory(office=office, kind="delegation", place=place)
    address = reverse("missions:update-mission", args=[mission.code])
    version = _version(signed_in(bruno), address)
    same = {
        "title_0": mission.title.data["de"],
        "direction": mission.direction,
        "starts_on": mission.starts_on.code,
        "place": place.pk,
        "kind": "delegation",
        "size": "7",
    }
    signed_in(alba).post(address, same | {"kind": "visit", "version": version})

    late = signed_in(bruno).post(
        address,
        same | {"place": "", "size": "8", "version": version},
        headers={"Accept-Language": "en"},
    )

    errors = late.context["form"].errors
    del errors["__all__"]
    assert errors == {
        "kind": ["Stored now: Visit to us"],
        "place": ["Stored now: Osaka"],
        "size": ["Stored now: 7 people"],
    }
