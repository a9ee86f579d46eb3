from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from gegenbesuch.core.models import AuditEntry
from gegenbesuch.directory import services, towns
from gegenbesuch.directory.models import Place
from gegenbesuch.directory.place_forms import PlaceForm, from_town
from tests.factories import MembershipFactory, PlaceFactory

if TYPE_CHECKING:
    from django.test import Client

    from gegenbesuch.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "name", "country"),
    [
        ("神戸", "Kobe", "JP"),
        ("Kôbe", "Kobe", "JP"),
        ("München", "Munich", "DE"),
        ("oguchi", "Ōguchi", "JP"),
        ("markkl", "Markkleeberg", "DE"),
        ("Wien", "Vienna", "AT"),
    ],
)
def test_a_town_is_found_in_any_language(asked: str, name: str, country: str) -> None:
    first = towns.find(asked)[0]

    assert (first.name, first.country) == (name, country)


def test_same_names_come_before_longer_ones() -> None:
    names = [town.name for town in towns.find("Kobe")]

    assert names[0] == "Kobe"
    assert towns.find("") == towns.find("  ") == towns.find("xyzzy") == []


def test_every_town_can_become_a_place() -> None:
    """What the form refuses would end the way of whoever looks it up."""
    fields = PlaceForm().fields
    countries = {code for code, _name in fields["country"].choices}
    zones = {zone for zone, _name in fields["time_zone"].choices}

    for begin in "abcdefghijklmnopqrstuvwxyz":
        for town in towns.find(begin, most=500):
            assert town.name
            assert town.country in countries, town
            assert town.time_zone in zones, town
            assert abs(town.latitude) <= 90, town
            assert abs(town.longitude) <= 180, town


def test_what_was_asked_for_is_its_name_for_whoever_asked() -> None:
    town = towns.find("München")[0]

    with translation.override("de"):
        assert from_town(town, "München")["name"].data == {
            "de": "München",
            "en": "Munich",
            "ja": "ミュンヘン",
        }
        assert from_town(town, "mün")["name"].data["de"] == "Munich"


def test_a_place_comes_from_a_town_that_was_looked_up(
    client: Client, bruno: User
) -> None:
    client.force_login(bruno)
    page = client.get("/places/create/?q=神戸&town=0")
    answers = {
        **{f"name_{n}": text for n, text in enumerate(("Kobe", "Kobe", "神戸"))},
        **{
            name: page.context["form"].initial[name]
            for name in ("country", "latitude", "longitude", "time_zone")
        },
    }

    client.post("/places/create/", answers)

    place = Place.objects.get(code="kobe")
    assert (place.country, place.time_zone) == ("JP", "Asia/Tokyo")
    assert AuditEntry.objects.filter(verb="directory.place.created").exists()
    again = client.post("/places/create/", answers)
    assert again.status_code == 200
    assert "name" in again.context["form"].errors
    assert Place.objects.count() == 1


def test_two_towns_of_one_name_are_two_places(bruno: User) -> None:
    here = {"name": {"en": "Vienna"}, "time_zone": "Europe/Vienna", "country": "AT"}
    there = here | {"country": "US", "time_zone": "America/New_York"}

    one = services.create_place(actor=bruno, latitude=48.2, longitude=16.4, **here)
    other = services.create_place(actor=bruno, latitude=38.9, longitude=-77.3, **there)

    assert one.code == "vienna"
    assert other.code != one.code


def test_a_place_is_changed_and_says_who_did_it(client: Client, bruno: User) -> None:
    place = PlaceFactory(name="Koeln")
    client.force_login(bruno)
    form = client.get(f"/places/{place.code}/edit/").context["form"]
    answers = {
        "name_0": "Köln",
        "country": "DE",
        "latitude": "95",
        "longitude": "7",
        "time_zone": "Europe/Berlin",
        "version": form.initial["version"],
    }

    refused = client.post(f"/places/{place.code}/edit/", answers)
    client.post(f"/places/{place.code}/edit/", answers | {"latitude": "50.9"})

    assert "latitude" in refused.context["form"].errors
    place.refresh_from_db()
    assert (str(place.name), place.latitude) == ("Köln", 50.9)
    assert AuditEntry.objects.get(verb="directory.place.updated").actor == bruno


def test_a_viewer_adds_no_place(client: Client, bruno: User) -> None:
    viewer = MembershipFactory(role="viewer").user
    client.force_login(viewer)

    assert client.get("/places/create/").status_code == 403
    assert b"/places/create/" not in client.get("/places/").content
