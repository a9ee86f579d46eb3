from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils.timezone import now

from gegenbesuch.core.search import finding, kinds
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.directory import listing, selectors, services
from gegenbesuch.directory.models import Organisation
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SectorFactory,
    i18n,
)

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def _found(user: User, text: str, **filters: Any) -> list[str]:
    rows = selectors.organisation_rows()
    page = listing.page_of(rows, user=user, text=text, filters=filters)
    return [row.code for row in page.rows]


def _people(user: User, text: str, order: str = "sort_key") -> list[str]:
    rows = selectors.person_rows()
    page = listing.page_of(rows, user=user, text=text, order=order)
    return [row.code for row in page.rows]


@pytest.fixture
def kbic(office: Office) -> Organisation:
    return services.create_organisation(
        office,
        actor=None,
        code="kbic",
        name=i18n("Kobe Biomedical Innovation Cluster", ja="神戸医療産業都市"),
        aliases=["KBIC"],
        kind="cluster",
        country="JP",
    )


@pytest.mark.parametrize(
    "text",
    [
        "kobe",
        "KOBE",
        "神戸",
        "医療",
        "都",
        "産業都市",
        "biomed",
        "novation",
        "kbic",
        "k",
    ],
)
def test_search_finds_parts_of_names_in_every_script(
    kbic: Organisation, alba: User, text: str
) -> None:
    assert _found(alba, text) == ["kbic"]


@pytest.mark.parametrize(
    "text", ["osaka", "戸神", "療産都", "obe", "cluster osaka", "!"]
)
def test_search_leaves_out_what_does_not_fit(
    kbic: Organisation, alba: User, text: str
) -> None:
    found = _found(alba, text)

    assert found == (["kbic"] if text == "obe" else [])


@pytest.mark.parametrize(
    "text", ["Schülke", "Schuelke", "schulke", "シュルケ", "Clemens"]
)
def test_search_for_people_meets_all_spellings(
    office: Office, alba: User, text: str
) -> None:
    kana = Spelling("シュルケ", "クレーメンス")
    name = Name(family="Schülke", given="Clemens", kana=kana)
    services.create_person(office, name=name, actor=None, code="schuelke")

    assert _people(alba, text) == ["schuelke"]


def test_search_sees_no_other_office(
    kbic: Organisation, other_office: Office, dario: User
) -> None:
    services.create_organisation(
        other_office, actor=None, code="own", name="Kobe e. V."
    )

    assert _found(dario, "kobe") == ["own"]


def test_search_puts_names_that_begin_with_the_word_first(
    office: Office, alba: User
) -> None:
    for code, name in (("a", "Amt Leipzig"), ("m", "Leipziger Messe")):
        services.create_organisation(office, actor=None, code=code, name=name)

    assert _found(alba, "leipzig") == ["m", "a"]


def test_search_follows_a_changed_name(kbic: Organisation, alba: User) -> None:
    services.update_organisation(kbic, actor=alba, name=i18n("Port Island"))

    assert _found(alba, "神戸") == []
    assert _found(alba, "island") == ["kbic"]


def test_filters_narrow_down_a_search_and_a_list(office: Office, alba: User) -> None:
    sector = SectorFactory()
    services.create_organisation(
        office, actor=None, code="a", name="Kobe A", kind="company", sectors=[sector]
    )
    services.create_organisation(
        office, actor=None, code="b", name="Kobe B", kind="cluster"
    )

    assert _found(alba, "kobe", kind="cluster") == ["b"]
    assert _found(alba, "", kind="company") == ["a"]
    assert _found(alba, "", sector=sector) == ["a"]
    assert _found(alba, "kobe", kind="cluster", sector=sector) == []


def test_a_search_with_too_many_hits_says_so(
    office: Office, alba: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_HITS", 3)
    for number in range(6):
        services.create_organisation(office, actor=None, name=f"Verein Kobe {number}")
    services.create_organisation(office, actor=None, code="best", name="Kobe")

    page = listing.page_of(selectors.organisation_rows(), user=alba, text="kobe")

    assert page.rows[0].code == "best"
    assert len(page.rows) == 3
    assert not page.is_count_exact


def test_a_broad_filter_lists_all(
    office: Office, alba: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "MOST_HITS", 3)
    for number in range(6):
        services.create_organisation(
            office, actor=None, name=f"Verein {number}", kind="association"
        )

    assert len(_found(alba, "", kind="association")) == 6


def test_rebuild_search_makes_past_writes_findable(office: Office, alba: User) -> None:
    OrganisationFactory(office=office, code="kobe", name=i18n("Hafen Kobe"))
    PersonFactory(office=office, code="sato")

    counts = services.rebuild_search()

    assert (counts["organisation"], counts["person"]) == (1, 1)
    assert _found(alba, "hafen") == ["kobe"]
    assert _people(alba, "佐藤") == ["sato"]


def test_lists_of_people_follow_din_5007_2_and_the_kana(
    office: Office, alba: User
) -> None:
    for code, name in {
        "mueller": Name(family="Müller", given="Zoe"),
        "mufti": Name(family="Mufti", given="Anna"),
        "sato": Name(
            family="Sato", given="Mika", kanji=Spelling("佐藤", "美香"),
            kana=Spelling("さとう", "みか"),
        ),
        "ito": Name(family="Ito", given="Jun", kana=Spelling("いとう", "じゅん")),
    }.items():  # fmt: skip
        services.create_person(office, name=name, actor=None, code=code)

    assert _people(alba, "") == ["ito", "mueller", "mufti", "sato"]
    assert _people(alba, "", "sort_key_ja") == ["ito", "sato", "mueller", "mufti"]


def test_pages_of_a_list_meet_without_gap_or_overlap(
    office: Office, alba: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    for name in ("a", "b", "b", "b", "c"):
        services.create_organisation(office, actor=None, name=name)
    rows = selectors.organisation_rows()
    every = [row.pk for row in Organisation.objects.order_by("sort_key", "pk")]

    pages = [listing.page_of(rows, user=alba)]
    while pages[-1].next_cursor:
        at = pages[-1].next_cursor
        pages.append(listing.page_of(rows, user=alba, at=at))
    back = listing.page_of(rows, user=alba, at=pages[2].previous_cursor)

    assert [row.pk for page in pages for row in page.rows] == every
    assert [len(page.rows) for page in pages] == [2, 2, 1]
    assert back.rows == pages[1].rows
    assert pages[0].previous_cursor == ""
    assert listing.page_of(rows, user=alba, at=back.previous_cursor).rows == (
        pages[0].rows
    )


def test_a_list_of_two_offices_is_merged(
    office: Office, other_office: Office, alba: User
) -> None:
    MembershipFactory(user=alba, office=other_office)
    for of, name in ((office, "A"), (other_office, "B"), (office, "C")):
        services.create_organisation(of, actor=None, code=name.lower(), name=name)

    assert _found(alba, "") == ["a", "b", "c"]


@pytest.mark.parametrize("at", ["x", "after~", "after~x~y", "row~-1", "before~9", "~~"])
def test_a_broken_cursor_is_the_first_page(
    kbic: Organisation, alba: User, at: str
) -> None:
    page = listing.page_of(selectors.organisation_rows(), user=alba, at=at)

    assert page.count == 1
    if not at.startswith("before~9"):
        assert page.rows == [kbic]


def test_search_in_the_archive_is_not_stopped_by_all_that_is_in_use(
    office: Office, alba: User
) -> None:
    rows = OrganisationFactory.build_batch(
        finding.MOST_HITS + 1, office=office, name=i18n("Hafenamt")
    )
    rows[-1].archived_at = now()
    *_in_use, archived = Organisation.objects.bulk_create(rows)
    kinds.index(Organisation, rows)

    pages = [
        listing.page_of(
            selectors.organisation_rows(),
            user=alba,
            text="hafenamt",
            is_archive=is_archive,
        )
        for is_archive in (True, False)
    ]

    assert [(page.count, page.is_count_exact) for page in pages] == [
        (1, True),
        (finding.MOST_HITS, True),
    ]
    assert pages[0].rows == [archived]


@pytest.mark.parametrize("text", ["kobenet", "kobe", "ko", "obene", "神戸ネット"])
def test_long_and_short_beginnings_of_words_are_found(
    office: Office, alba: User, text: str
) -> None:
    name = i18n("Hanse Kobenetzwerk", ja="株式会社神戸ネットワーク")
    services.create_organisation(office, actor=None, code="net", name=name)
    services.create_organisation(office, actor=None, code="other", name=i18n("Benko"))

    assert _found(alba, text) == ["net"]
