"""
The fixed people of the tests.

Alba coordinates the office, Bruno edits, Chloé views, Dario coordinates another
office, Esi comes from a company and has a personal link instead of an account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from gegenbesuch.accounts.models import Membership
from gegenbesuch.accounts.services import link_token
from tests.factories import (
    MembershipFactory,
    OfficeFactory,
    PersonalLinkFactory,
    ProfileFactory,
    UserFactory,
    i18n,
)

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, PersonalLink, User
    from gegenbesuch.matchmaking.models import Profile

Role = Membership.Role


def _member(office: Office, name: str, role: str) -> User:
    email = f"{name.lower()}@{office.code}.example"
    user = UserFactory(name=name, email=email)
    MembershipFactory(user=user, office=office, role=role)
    return user


@pytest.fixture
def office(db: None) -> Office:
    """The office that owns what the tests are about."""
    return OfficeFactory(code="home", name=i18n("Amt für Wirtschaftsförderung"))


@pytest.fixture
def other_office(db: None) -> Office:
    """An office that must not see any of it."""
    return OfficeFactory(code="other", name=i18n("Andere Dienststelle"))


@pytest.fixture
def alba(office: Office) -> User:
    """Coordinates the office."""
    return _member(office, "Alba", Role.COORDINATOR)


@pytest.fixture
def bruno(office: Office) -> User:
    """Edits."""
    return _member(office, "Bruno", Role.EDITOR)


@pytest.fixture
def chloe(office: Office) -> User:
    """Views."""
    return _member(office, "Chloe", Role.VIEWER)


@pytest.fixture
def dario(other_office: Office) -> User:
    """Coordinates another office."""
    return _member(other_office, "Dario", Role.COORDINATOR)


@pytest.fixture
def esi_profile(office: Office) -> Profile:
    """Return the profile of Esi's company in a mission of the office."""
    return ProfileFactory(mission__office=office)


@pytest.fixture
def esi(esi_profile: Profile, office: Office) -> PersonalLink:
    """Comes from a company: her personal link; its address has `esi_token`."""
    return PersonalLinkFactory(
        target=esi_profile,
        office=office,
        holder_name="Esi Mensah",
        holder_email="esi@company.example",
    )


@pytest.fixture
def esi_token(esi: PersonalLink) -> str:
    """Return what Esi's personal address ends in."""
    return link_token(esi)


def signed_in(user: User) -> Client:
    """Return a test client in which this user is signed in."""
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client
