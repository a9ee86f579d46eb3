from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import feedparser
import html5lib
import pytest
from django.test import Client

from gegenbesuch.newsroom import selectors
from gegenbesuch.newsroom.models import Article
from tests.factories import ArticleFactory, PlaceFactory, SectorFactory, i18n

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office

TITLE = {"de": "Besuch", "en": "Visit", "ja": "訪問"}


@pytest.fixture
def article(office: Office) -> Article:
    place = PlaceFactory(code="osaka", name=i18n("Osaka", "Osaka", "大阪"))
    made = ArticleFactory(
        office=office, code="visit", title=i18n(*TITLE.values()), place=place
    )
    made.sectors.add(SectorFactory(code="wood-energy", name=i18n("Energie")))
    return made


@pytest.mark.parametrize("language", TITLE)
@pytest.mark.parametrize("path", ["/", "/news/visit/", "/archive/", "/archive/2019/6/"])
def test_public_page_is_valid_html(article: Article, path: str, language: str) -> None:
    page = Client().get(f"{path}?lang={language}")

    assert page.status_code == 200
    html5lib.HTMLParser(strict=True).parse(page.content.decode())
    assert page.cookies == {}


@pytest.mark.parametrize("language", TITLE)
def test_feed_is_valid_and_has_each_article_in_its_language(
    article: Article, office: Office, language: str
) -> None:
    ArticleFactory(office=office, title={"de": "Nur deutsch"})

    answer = Client().get(f"/feed/{language}/")
    feed = feedparser.parse(answer.content)

    assert answer["Content-Type"].startswith("application/atom+xml")
    assert not feed.bozo
    assert feed.version == "atom10"
    titles = [entry.title for entry in feed.entries]
    assert (TITLE[language] in titles, "Nur deutsch" in titles) == (
        True,
        language == "de",
    )
    entry = next(e for e in feed.entries if e.title == TITLE[language])
    assert entry.link == f"http://testserver/news/visit/?lang={language}"
    assert entry.id.endswith(f":visit/{language}")


def test_article_names_its_languages_and_its_data(article: Article) -> None:
    page = Client().get("/news/visit/?lang=ja").content.decode()

    languages = re.findall(r'rel="alternate" hreflang="(\w+)"', page)
    assert languages == ["de", "en", "ja"]
    assert 'rel="canonical" href="http://testserver/news/visit/?lang=ja"' in page
    found = re.search(r'ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert (data["@type"], data["headline"], data["inLanguage"]) == (
        "NewsArticle",
        "訪問",
        "ja",
    )
    assert data["datePublished"] == "2019-06-21T08:00:00+00:00"
    assert 'property="og:image" content="http://testserver/news/visit/card.png' in page


def test_share_card_is_a_picture_of_the_usual_size(article: Article) -> None:
    card = Client().get("/news/visit/card.png?lang=ja")

    assert card["Content-Type"] == "image/png"
    assert card.content[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")


def test_sitemap_has_each_article_in_its_languages(article: Article) -> None:
    root = ET.fromstring(Client().get("/sitemap.xml").content)

    places = [each.text for each in root.iter() if each.tag.endswith("}loc")]
    assert [p for p in places if p and "visit" in p] == [
        f"http://testserver/news/visit/?lang={language}" for language in TITLE
    ]


@pytest.mark.parametrize(
    ("query", "count"),
    [("place=osaka", 1), ("topic=wood-energy", 1), ("place=kobe", 0), ("", 2)],
)
def test_news_are_filtered_by_place_and_topic(
    article: Article, office: Office, query: str, count: int
) -> None:
    ArticleFactory(office=office)

    shown = Client().get(f"/?{query}").context

    assert len([shown["newest"], *shown["news"]] if shown["newest"] else []) == count


def test_archive_counts_months_on_the_clock_of_the_site(office: Office) -> None:
    late = datetime(2019, 6, 30, 23, 0, tzinfo=UTC)  # 1 July in Berlin
    ArticleFactory(office=office, published_at=late)

    assert Client().get("/archive/2019/7/").status_code == 200
    assert Client().get("/archive/2019/6/").status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_articles_page_asks_a_fixed_number_of_queries(
    office: Office, n: int, django_assert_num_queries: Any
) -> None:
    ArticleFactory.create_batch(n, office=office)

    with django_assert_num_queries(6):
        Client().get("/")


# --- Search ------------------------------------------------------------------


@pytest.fixture
def searched(office: Office) -> None:
    ArticleFactory(
        office=office,
        code="hydrogen",
        title=i18n("Wasserstoff aus Leuna", "Hydrogen from Leuna", "ロイナの水素"),
        lead=i18n("Schülke berichtet", "A report", "神戸医療産業都市での発表"),
        place=PlaceFactory(code="leuna"),
    )
    ArticleFactory(office=office, code="other", title=i18n("Holz", "Wood", "木材"))
    ArticleFactory(
        office=office, code="draft", title=i18n("Wasserstoff"), status="draft"
    )


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ("Wasserstoff", ["hydrogen"]),
        ("wasserstof", ["hydrogen"]),
        ("水素", ["hydrogen"]),
        ("神戸", ["hydrogen"]),
        ("Schuelke", ["hydrogen"]),
        ("wood", ["other"]),
        ("Xylophon", []),
        ("%", []),
        ("\0'\"*(", []),
        ("x" * 5000, []),
        ("wood\0", ["other"]),
    ],
)
@pytest.mark.usefixtures("searched")
def test_news_are_found_in_any_language(wanted: str, codes: list[str]) -> None:
    page = Client().get("/", {"q": wanted, "lang": "de"})

    assert page.status_code == 200
    assert [row["article"].code for row in page.context["news"]] == codes
    html5lib.HTMLParser(strict=True).parse(page.content.decode())


@pytest.mark.usefixtures("searched")
def test_what_was_found_is_filtered_and_not_for_search_engines() -> None:
    here = Client().get("/?q=Leuna&place=leuna")
    elsewhere = Client().get("/?q=Leuna&place=kobe")

    assert (here.context["total"], elsewhere.context["total"]) == (1, 0)
    assert 'name="robots" content="noindex"' in here.content.decode()
    assert "canonical" not in here.content.decode()


def test_article_is_found_only_when_its_embargo_is_over(office: Office) -> None:
    ends = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    article = ArticleFactory(office=office, title=i18n("Geheim"), published_at=ends)

    assert selectors.find_articles("geheim", ends - timedelta(microseconds=1)) == []
    assert selectors.find_articles("geheim", ends) == [article]
