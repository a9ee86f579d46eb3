"""The world that the access table takes its arguments from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.cast import signed_in
from tests.house.access import World

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, PersonalLink, User
    from gegenbesuch.matchmaking.models import Profile


@pytest.fixture
def world(
    office: Office, esi_profile: Profile, esi: PersonalLink, esi_token: str
) -> World:
    return World(office=office, profile=esi_profile, link=esi, token=esi_token)


@pytest.fixture
def clients(alba: User, bruno: User, chloe: User, dario: User) -> dict[str, Client]:
    return {
        "stranger": Client(),
        "company": Client(),
        "other_office": signed_in(dario),
        "viewer": signed_in(chloe),
        "editor": signed_in(bruno),
        "coordinator": signed_in(alba),
    }
