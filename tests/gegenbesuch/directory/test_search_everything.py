from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.models import SearchEntry
from gegenbesuch.core.search import finding, kinds
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.directory import services
from gegenbesuch.directory.models import Note, Organisation, Person
from tests.factories import (
    ArticleFactory,
    MissionFactory,
    ParticipationFactory,
    PlaceFactory,
    SourceFactory,
    i18n,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office, User

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def _hits(user: User, text: str, **more: Any) -> list[tuple[str, str]]:
    found = finding.find(text, offices=office_ids(user), **more)
    return [(kind.name, line.code) for kind, _hit, line in kinds.lines_of(found.hits)]


def _person(office: Office, code: str, **name: Any) -> Person:
    return services.create_person(office, name=Name(**name), actor=None, code=code)


def _organisation(office: Office, code: str, name: Any, **more: Any) -> Organisation:
    return services.create_organisation(
        office, actor=None, code=code, name=name, **more
    )


def test_search_finds_every_kind_of_record(office: Office, alba: User) -> None:
    organisation = _organisation(office, "o", "Hafen Nord")
    _person(office, "p", family="Hafen", given="Ute")
    PlaceFactory(code="pl", name=i18n("Hafenstadt"))
    MissionFactory(office=office, code="m", title=i18n("Reise zum Hafen"))
    SourceFactory(office=office, code="s", title=i18n("Bericht Hafen"))
    ArticleFactory(office=office, code="a", title=i18n("Am Hafen"))
    services.add_detail(organisation, Note, actor=None, text="Der Hafen ist voll")

    found = {kind for kind, _code in _hits(alba, "hafen")}

    assert found == {
        "sector", "organisation", "person", "place", "mission", "source", "article", "note"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Toyohasi", "toyohashi"),
        ("トヨハシ", "toyohashi"),
        ("とよはし", "toyohashi"),
        ("ﾄﾖﾊｼ", "toyohashi"),
        ("豊橋", "toyohashi"),
        ("Ohguchi", "oguchi"),
        ("Oguti", "oguchi"),
        ("Ōguchi Kenji", "oguchi"),
        ("kenji oguchi", "oguchi"),
        ("大口健二", "oguchi"),
        ("大口　健二", "oguchi"),
        ("リッヒター", "richter"),
        ("リヒター", "richter"),
        ("Rihcter", "richter"),
        ("Richte", "richter"),
        ("Schuelke", "schuelke"),
        ("Schulke", "schuelke"),
        ("Schlüke", "schuelke"),
        ("渡邊", "watanabe"),
        ("渡辺", "watanabe"),
        ("(株)神戸水素", "suiso"),
        ("神戸水素㈱", "suiso"),
        ("水素", "suiso"),
        ("神戸水蘇エネルギー", "suiso"),
        ("Wirtschaftsförderng", "wifoe"),
        ("Wirtschaftsfoerderung Gesellschaft", "wifoe"),
        ("ＷＩＲＴＳＣＨＡＦＴ", "wifoe"),
        ("förderung", "wifoe"),
    ],
)
def test_search_finds_other_spellings(
    office: Office, alba: User, text: str, code: str
) -> None:
    kana = Spelling("わたなべ", "なおき")
    _organisation(office, "toyohashi", i18n("Stadt Toyohashi", ja="豊橋市"))
    _person(office, "oguchi", family="Oguchi", given="Kenji",
            kanji=Spelling("大口", "健二"))  # fmt: skip
    _person(office, "richter", family="Richter", given="Anna")
    _person(office, "schuelke", family="Schülke", given="Clemens")
    _person(office, "watanabe", kanji=Spelling("渡邊", "直樹"), kana=kana)
    _organisation(office, "suiso", i18n("", ja="神戸水素エネルギー株式会社"))
    _organisation(office, "wifoe", "Wirtschaftsförderungsgesellschaft Leipzig mbH")

    found = _hits(alba, text, kinds=["person", "organisation"])

    assert found[:1] == [_kind_of(code)]


def _kind_of(code: str) -> tuple[str, str]:
    is_organisation = code in {"toyohashi", "suiso", "wifoe"}
    return ("organisation" if is_organisation else "person", code)


def test_hits_are_ordered_from_the_whole_name_to_the_misspelt_one(
    office: Office, alba: User
) -> None:
    other = _organisation(office, "rest", "Verein der Freunde")
    for code, name in {
        "exact": "Kobelt",
        "begins": "Kobelt und Partner",
        "word": "Haus Kobelt",
        "begins-word": "Haus Kobeltmann",
        "inside": "Großkobelthaus",
        "fuzzy": "Haus Kobeld",
    }.items():
        _organisation(office, code, name)
    services.update_organisation(other, actor=None, note=i18n("neben Kobelt"))

    assert [code for _kind, code in _hits(alba, "kobelt")] == [
        "exact", "begins", "word", "begins-word", "inside", "rest", "fuzzy"
    ]  # fmt: skip


def test_hits_as_they_are_written_come_before_other_spellings(
    office: Office, alba: User
) -> None:
    for code, family in (("a", "Muller"), ("b", "Mueller"), ("c", "Müller")):
        _person(office, code, family=family, given="Zoe")

    assert _hits(alba, "Müller")[0] == ("person", "c")
    assert _hits(alba, "Mueller")[0] == ("person", "b")


def test_archived_records_come_last(office: Office, alba: User) -> None:
    first = _person(office, "a", family="Abel", given="Anna")
    _person(office, "b", family="Abel", given="Zoe")
    services.archive_record(first, actor=None)

    assert _hits(alba, "abel") == [("person", "b"), ("person", "a")]


def test_a_person_is_found_by_role_and_organisation(office: Office, alba: User) -> None:
    organisation = _organisation(office, "city", i18n("Stadt Kobe", ja="神戸市"))
    person = _person(office, "mayor", family="Sato", given="Mika")
    services.add_role(
        person, actor=None, title=i18n("Bürgermeisterin"), organisation=organisation
    )

    assert ("person", "mayor") in _hits(alba, "buergermeisterin kobe")
    assert ("person", "mayor") in _hits(alba, "sato 神戸市")

    services.update_organisation(organisation, actor=None, name=i18n("Stadt Akashi"))

    assert ("person", "mayor") not in _hits(alba, "sato kobe")


def test_an_organisation_is_found_by_a_misspelt_place(
    office: Office, alba: User
) -> None:
    place = PlaceFactory(code="toyohashi", name=i18n("Toyohashi", ja="豊橋"))
    _organisation(office, "works", "Maschinenwerk", place=place)

    assert ("organisation", "works") in _hits(alba, "Maschinenwerk Toyohshi")
    assert ("organisation", "works") in _hits(alba, "Toyohasji")


def test_facets_narrow_down(office: Office, alba: User) -> None:
    mission = MissionFactory(office=office, code="m", title=i18n("Reise"))
    place = PlaceFactory(code="kobe", name=i18n("Kobe"))
    in_kobe = _organisation(office, "a", "Werk A", place=place)
    _organisation(office, "b", "Werk B")
    ParticipationFactory(mission=mission, organisation=in_kobe, person=None)
    speaker = _person(office, "p", family="Werk", given="Ida")
    services.update_person(speaker, actor=None, languages=["ja"])

    everything = [("person", "p"), ("organisation", "a"), ("organisation", "b")]
    of_directory = ["person", "organisation"]
    assert sorted(_hits(alba, "werk", kinds=of_directory)) == sorted(everything)
    assert _hits(alba, "werk", kinds=["person"]) == [("person", "p")]
    assert _hits(alba, "werk", facets={"place": place.pk}) == [("organisation", "a")]
    assert _hits(alba, "werk", facets={"mission": mission.pk}) == [
        ("organisation", "a")
    ]
    assert _hits(alba, "", facets={"language": "ja"}) == [("person", "p")]


def test_search_shows_no_other_office(
    office: Office, other_office: Office, alba: User, dario: User
) -> None:
    _organisation(office, "ours", "Xanten")
    MissionFactory(office=office, title=i18n("Xantenreise"))

    assert _hits(dario, "xanten") == []
    assert ("organisation", "ours") in _hits(alba, "xanten")


def test_a_deleted_record_is_found_no_more(office: Office, alba: User) -> None:
    organisation = _organisation(office, "gone", "Hafenwerk")

    organisation.delete()

    assert _hits(alba, "hafenwerk") == []
    assert not SearchEntry.objects.filter(kind="organisation").exists()


@pytest.mark.parametrize(
    "text",
    ["", "  ", "!", "'", '"', "*", "' OR 1=1", "a:*", "&", "|", "(((", "\x00", "%"],
)
def test_signs_of_the_database_are_no_danger(
    office: Office, alba: User, text: str
) -> None:
    _organisation(office, "o", "Hafenwerk")

    assert ("organisation", "nothing") not in _hits(alba, text)


@pytest.mark.parametrize("n", [1, 3])
def test_search_page_asks_the_same_number_of_questions(
    client: Client, office: Office, alba: User, n: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(n):
        _organisation(office, f"o{number}", f"Xanten {number}")
        _person(office, f"p{number}", family="Xanten", given=f"Ute {number}")
    client.force_login(alba, "django.contrib.auth.backends.ModelBackend")
    url = reverse("directory:search")
    client.get(url, {"q": "xanten"})

    with django_assert_num_queries(19):
        response = client.get(url, {"q": "xanten"})

    assert len(response.context["rows"]) == 2 * n


def test_search_page_works_in_pieces_and_in_pages(
    client: Client, office: Office, alba: User
) -> None:
    for number in range(30):
        _organisation(office, f"o{number:02}", f"Xanten {number:02}")
    client.force_login(alba, "django.contrib.auth.backends.ModelBackend")
    url = reverse("directory:search")

    first = client.get(url, {"q": "xanten"})
    second = client.get(url, {"q": "xanten", "at": first.context["page"].next_cursor})
    piece = client.get(url, {"q": "xanten"}, headers={"HX-Request": "true"})

    codes = [
        line.code
        for response in (first, second)
        for _kind, _hit, line in response.context["rows"]
    ]
    assert codes == [f"o{number:02}" for number in range(30)]
    assert piece.content.strip().startswith(b'<section id="results"')


def test_suggestions_offer_the_best_hits(
    client: Client, office: Office, alba: User
) -> None:
    for number in range(10):
        _organisation(office, f"o{number}", f"Xanten {number}")
    client.force_login(alba, "django.contrib.auth.backends.ModelBackend")

    response = client.get(reverse("directory:suggest"), {"q": "xant"})

    assert len(response.context["rows"]) == 8
    assert response.context["has_more"]


def test_search_command_prints_json(office: Office) -> None:
    _organisation(office, "kbic", i18n("Kobe Biomedical", ja="神戸医療産業都市"))
    out = StringIO()

    call_command("search", "神戸", limit=1, json=True, stdout=out)

    assert json.loads(out.getvalue()) == [
        {
            "kind": "organisation",
            "code": "kbic",
            "label": "Kobe Biomedical",
            "score": 90,
        }
    ]


@pytest.mark.parametrize(
    "options", [{"limit": 0}, {"office": "nobody"}, {"kind": ["planet"]}]
)
def test_search_command_refuses_nonsense(db: None, options: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        call_command("search", "kobe", **options)
