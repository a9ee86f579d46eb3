from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils.timezone import now

from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.directory import services
from gegenbesuch.directory.models import Organisation, Person
from tests.cast import signed_in
from tests.factories import (
    CitationFactory,
    ClaimFactory,
    FigureFactory,
    MissionLinkFactory,
    OpenQuestionFactory,
    OrganisationFactory,
    PersonFactory,
    RelationFactFactory,
    RelationFactory,
    RoleFactory,
    SectorFactory,
    SourceFactory,
    i18n,
    on,
    shown,
)

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db

LISTS = {
    "directory:organisations": 12,
    "directory:people": 10,
    "directory:relations": 4,
    "directory:sources": 4,
    "directory:places": 4,
    "directory:sectors": 3,
}
ORGANISATION_QUERIES = 28


@pytest.fixture
def client(alba: User) -> Client:
    return signed_in(alba)


def _read(client: Client, name: str, *args: str, **query: str) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


@pytest.mark.parametrize("n", [1, 3])
@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_the_same_number_of_queries(
    client: Client,
    office: Office,
    name: str,
    n: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _number in range(n):
        role = RoleFactory(person__office=office)
        role.organisation.sectors.add(SectorFactory())
        RelationFactory(office=office)
        SourceFactory(office=office)
    client.get(reverse(name))

    with django_assert_num_queries(LISTS[name]):
        client.get(reverse(name))


def _record(office: Office, n: int) -> Organisation:
    organisation = OrganisationFactory(office=office)
    for number in range(n):
        source = SourceFactory(office=office)
        for row in (
            organisation,
            FigureFactory(**on(organisation)),
            ClaimFactory(position=number, **on(organisation)),
            RoleFactory(person__office=office, organisation=organisation),
            RelationFactFactory(relation__office=office, organisation=organisation),
        ):
            CitationFactory(source=source, **on(row))
        OpenQuestionFactory(**on(organisation))
        OrganisationFactory(office=office, parent=organisation)
    return organisation


@pytest.mark.parametrize("n", [1, 3])
def test_organisation_asks_the_same_number_of_queries(
    client: Client,
    office: Office,
    n: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    organisation = _record(office, n)
    client.get(organisation.get_absolute_url())

    with django_assert_num_queries(ORGANISATION_QUERIES):
        client.get(organisation.get_absolute_url())


def test_organisation_shows_conflicts_gaps_and_sources(
    client: Client, office: Office
) -> None:
    organisation = OrganisationFactory(office=office, is_invented=True)
    source = SourceFactory(office=office, number="082")
    for statement in ("350 Unternehmen", "350 Einrichtungen"):
        claim = ClaimFactory(statement=i18n(statement), **on(organisation))
        CitationFactory(source=source, quote="So steht es da.", **on(claim))
    OpenQuestionFactory(text=i18n("Niemand weiß es."), **on(organisation))

    page = _read(client, "directory:organisation", organisation.code)

    for words in ("350 Unternehmen", "350 Einrichtungen", "Niemand weiß es.", "082"):
        assert words in page
    assert 'class="invented"' in page


def test_organisations_answers_htmx_with_the_results_only(
    client: Client, office: Office
) -> None:
    services.create_organisation(office, actor=None, name=i18n("Hafen Kobe"))

    response = client.get(
        reverse("directory:organisations"),
        {"q": "kobe"},
        headers={"HX-Request": "true"},
    )

    assert response.content.decode().lstrip().startswith('<section id="results"')
    assert "Hafen Kobe" in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_organisations_passes_over_nonsense_in_the_address(client: Client) -> None:
    response = client.get(
        reverse("directory:organisations"),
        {"kind": "nonsense", "place": "nowhere", "sector": "x", "at": "~", "q": "  "},
    )

    assert response.status_code == 200


def test_create_organisation_goes_to_its_page(client: Client, office: Office) -> None:
    parent = services.create_organisation(office, actor=None, name="Stadt Kobe")

    response = client.post(
        reverse("directory:create-organisation"),
        {
            "name_0": "Hafen Kobe",
            "name_2": "神戸港",
            "kind": "company",
            "parent": "stadt kobe",
            "aliases": "Port of Kobe; Kobe Port",
            "nace_codes": "50, 52",
            "founded_on": "1868",
        },
    )

    made = Organisation.objects.exclude(pk=parent.pk).get()
    assert response["Location"] == made.get_absolute_url()
    assert made.name.data == {"de": "Hafen Kobe", "ja": "神戸港"}
    assert made.parent == parent
    assert made.aliases == ["Port of Kobe", "Kobe Port"]
    assert made.nace_codes == ["50", "52"]
    assert made.founded_on.code == "1868"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name_0", "", "required"),
        ("parent", "Nirgends", "Nirgends"),
        ("parent", "Verein", "Verein 1 ("),
        ("nace_codes", "M72", "M72"),
        ("founded_on", "gestern", "gestern"),
    ],
)
def test_create_organisation_says_what_is_wrong(
    client: Client, office: Office, field: str, value: str, words: str
) -> None:
    for number in (1, 2):
        services.create_organisation(office, actor=None, name=f"Verein {number}")
    data = {"name_0": "Neu", "kind": "company", field: value}

    response = client.post(reverse("directory:create-organisation") + "?lang=en", data)

    assert Organisation.objects.count() == 2
    assert response.status_code == 200
    assert words in response.content.decode()


def test_update_organisation_starts_from_what_is_stored(
    client: Client, office: Office
) -> None:
    organisation = services.create_organisation(
        office, actor=None, name=i18n("Messe"), founded_on="1991", aliases=["LM", "M"]
    )

    page = _read(client, "directory:update-organisation", organisation.code)

    for value in ("Messe", "1991", "LM; M"):
        assert f'value="{value}"' in page


def test_create_person_reads_all_scripts(client: Client, office: Office) -> None:
    client.post(
        reverse("directory:create-person"),
        {
            "name_given": "Koichi",
            "name_family": "Sahara",
            "name_order": "given_first",
            "name_kanji": "佐原 光一",
            "languages": ["ja", "de"],
            "is_deceased": "on",
        },
    )

    person = Person.objects.get()
    assert person.name == Name(
        family="Sahara", given="Koichi", kanji=Spelling("佐原", "光一")
    )
    assert person.languages == ["ja", "de"]
    assert person.is_deceased


def test_person_shows_roles_and_that_somebody_died(
    client: Client, office: Office
) -> None:
    person = PersonFactory(office=office, is_deceased=True)
    RoleFactory(person=person, seen_from="2015", seen_until="2019", title=i18n("Amt"))

    page = _read(client, "directory:person", person.code, lang="en")

    assert "never invited" in page
    assert "role-axis__bar--seen" in page
    assert "佐藤美香" in page


def test_add_role_and_update_role_by_form(client: Client, office: Office) -> None:
    person = PersonFactory(office=office)
    services.create_organisation(office, actor=None, name="Stadt Kobe")

    client.post(
        reverse("directory:add-role", args=[person.code]),
        {
            "title_0": "Bürgermeister",
            "organisation": "Stadt Kobe",
            "started_on": "2010",
        },
    )
    role = person.roles.get()
    client.post(
        reverse("directory:update-role", args=[person.code, role.code]),
        {"title_0": "Bürgermeister", "organisation": "Stadt Kobe", "ended_on": "2018"}
        | shown(role),
    )

    role.refresh_from_db()
    assert (role.started_on.code, role.ended_on.code) == ("", "2018")


def test_update_role_finds_no_role_of_somebody_else(
    client: Client, office: Office
) -> None:
    person, role = PersonFactory(office=office), RoleFactory(person__office=office)

    response = client.get(
        reverse("directory:update-role", args=[person.code, role.code])
    )

    assert response.status_code == 404


def test_history_is_for_coordinators(
    client: Client, office: Office, bruno: User
) -> None:
    organisation = services.create_organisation(office, actor=bruno, name="A")
    services.update_organisation(organisation, actor=bruno, name="B")

    theirs = _read(client, "directory:organisation", organisation.code)
    editors = _read(signed_in(bruno), "directory:organisation", organisation.code)

    assert "<del>" in theirs
    assert "<del>" not in editors


def test_suggest_organisations_offers_names(client: Client, office: Office) -> None:
    services.create_organisation(office, actor=None, name="Hafen <Kobe>")

    page = _read(client, "directory:suggest-organisations", parent="kobe")

    assert 'value="Hafen &lt;Kobe&gt;"' in page


def test_relation_names_no_archived_partner(client: Client, office: Office) -> None:
    relation = RelationFactory(office=office, country="JP")
    OrganisationFactory(office=office, country="JP", name=i18n("Bleibt"))
    OrganisationFactory(
        office=office, country="JP", name=i18n("Abgelegt"), archived_at=now()
    )

    page = _read(client, "directory:relation", relation.code)

    assert "Bleibt" in page
    assert "Abgelegt" not in page


def test_relation_tells_context_from_results(client: Client, office: Office) -> None:
    relation = RelationFactory(office=office, country="JP")
    FigureFactory(role="context", label=i18n("Ausfuhren"), **on(relation))
    fact = RelationFactFactory(relation=relation, kind="background", on="1649")
    CitationFactory(source__office=office, **on(fact))
    OrganisationFactory(office=office, country="JP", name=i18n("Echt"))
    OrganisationFactory(
        office=office, country="JP", name=i18n("Erdacht"), is_invented=True
    )

    page = _read(client, "directory:relation", relation.code, lang="en")

    assert page.index("Numbers for context") < page.index("Ausfuhren")
    assert page.index("Echt") < page.index("Invented for the") < page.index("Erdacht")
    assert "1649" in page


def test_source_lists_every_record_with_its_quote(
    client: Client, office: Office
) -> None:
    source = SourceFactory(office=office)
    organisation = OrganisationFactory(office=office, name=i18n("Hafen"))
    link = MissionLinkFactory(earlier__office=office)
    for row in (
        organisation,
        FigureFactory(**on(organisation)),
        ClaimFactory(**on(organisation)),
        RoleFactory(person__office=office),
        RelationFactFactory(relation__office=office),
        link,
    ):
        CitationFactory(source=source, quote="Wörtlich.", **on(row))

    page = _read(client, "directory:source", source.code)

    assert page.count("Wörtlich.") == 6
    assert page.count(organisation.get_absolute_url()) == 3
    assert str(link.earlier.title) in page


def test_timeline_can_be_narrowed_to_a_kind(client: Client, office: Office) -> None:
    organisation = OrganisationFactory(office=office)
    RelationFactFactory(
        relation__office=office, organisation=organisation, on="2010", text=i18n("Früh")
    )

    everything = _read(client, "directory:organisation", organisation.code)
    narrowed = _read(
        client, "directory:organisation", organisation.code, show="background"
    )
    unknown = _read(client, "directory:organisation", organisation.code, show="x")

    assert all("Früh" in page for page in (everything, narrowed, unknown))
