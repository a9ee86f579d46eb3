"""The embargo: exact to the minute, and nothing leaks before it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.timezone import now

from gegenbesuch.newsroom import selectors
from gegenbesuch.newsroom.clocks import DoubledError, SkippedError, moment_of
from gegenbesuch.newsroom.models import Article
from tests.cast import signed_in
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    PictureFactory,
    PlaceFactory,
    SectorFactory,
    i18n,
)
from tests.gegenbesuch.newsroom.samples import photo

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

BERLIN, TOKYO = "Europe/Berlin", "Asia/Tokyo"


# --- The moment --------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "clock", "zone", "at"),
    [
        ("2027-03-28", "01:59", BERLIN, "2027-03-28T00:59"),
        ("2027-03-28", "03:00", BERLIN, "2027-03-28T01:00"),
        ("2027-10-31", "01:59", BERLIN, "2027-10-30T23:59"),
        ("2027-10-31", "03:00", BERLIN, "2027-10-31T02:00"),
        ("2027-03-28", "02:30", TOKYO, "2027-03-27T17:30"),
        ("2027-10-31", "02:30", TOKYO, "2027-10-30T17:30"),
        ("2027-10-03", "03:00", "Australia/Lord_Howe", "2027-10-02T16:00"),
    ],
)
def test_moment_is_exact_around_a_change_of_clocks(
    day: str, clock: str, zone: str, at: str
) -> None:
    found = moment_of(date.fromisoformat(day), time.fromisoformat(clock), zone)

    assert found == datetime.fromisoformat(at).replace(tzinfo=UTC)


def test_skipped_time_names_what_the_clocks_show_after_it() -> None:
    with pytest.raises(SkippedError) as caught:
        moment_of(date(2027, 3, 28), time(2, 30), BERLIN)

    assert f"{caught.value.next_at:%H:%M}" == "03:30"


def test_doubled_time_is_one_of_two() -> None:
    night = (date(2027, 10, 31), time(2, 30), BERLIN)
    with pytest.raises(DoubledError):
        moment_of(*night)

    assert moment_of(*night, "first") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert moment_of(*night, "second") == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def release(article: Article, alba: User, **typed: str) -> Any:
    return signed_in(alba).post(
        f"/newsroom/{article.code}/publish/", typed, headers={"Accept-Language": "en"}
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": "2099-03-29", "clock": "02:30", "zone": BERLIN}, "clock"),
        ({"day": "2099-10-25", "clock": "02:30", "zone": BERLIN}, "which"),
        ({"day": "2099-10-25", "zone": BERLIN}, "clock"),
        ({"clock": "02:30", "zone": BERLIN}, "day"),
        ({"day": "2019-10-25", "clock": "02:30", "zone": BERLIN}, "clock"),
        ({"day": "2099-10-25", "clock": "02:30", "zone": "Mars/Base"}, "zone"),
    ],
)
def test_publish_article_asks_back_when_the_moment_is_not_clear(
    office: Office, alba: User, typed: dict[str, str], field: str
) -> None:
    article = ArticleFactory(office=office, status="review", published_at=None)

    answer = release(article, alba, **typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    article.refresh_from_db()
    assert article.status == Article.Status.REVIEW


def test_publish_article_keeps_the_zone_of_the_embargo(
    office: Office, alba: User
) -> None:
    article = ArticleFactory(office=office, status="review", published_at=None)

    release(article, alba, day="2099-06-07", clock="11:00", zone=TOKYO)
    article.refresh_from_db()

    assert article.published_at == datetime(2099, 6, 7, 2, 0, tzinfo=UTC)
    assert article.zone == TOKYO
    page = signed_in(alba).get(f"/newsroom/{article.code}/").content.decode()
    assert "2099-06-07T11:00+09:00" in page
    assert "2099-06-07T04:00+02:00" in page


def test_embargo_ends_to_the_minute(office: Office) -> None:
    ends = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    article = ArticleFactory(office=office, published_at=ends)

    before, on_time = ends - timedelta(microseconds=1), ends
    for at, found in ((before, []), (on_time, [article])):
        assert list(selectors.published_articles(at)) == found
        assert bool(selectors.readable_article(article.code, None, at)) == bool(found)


# --- Nothing leaks -----------------------------------------------------------

SECRET = "Sperrfristgeheimnis"


@pytest.fixture
def embargoed(office: Office) -> Article:
    place = PlaceFactory(name=i18n(f"{SECRET}ort"))
    article = ArticleFactory(
        office=office,
        code="embargoed-article",
        title=i18n(SECRET),
        lead=i18n(SECRET),
        body=i18n(SECRET),
        place=place,
        published_at=now() + timedelta(minutes=1),
    )
    article.sectors.add(SectorFactory(name=i18n(f"{SECRET}feld")))
    picture = PictureFactory(article=article, code="embargoed-picture")
    picture.file.save("embargoed.jpg", ContentFile(photo()))
    CommentFactory(article=article, status="published", code="embargoed-comment")
    return article


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?place=x",
        "/?q=Sperrfristgeheimnis",
        "/archive/",
        "/feed/de/",
        "/feed/ja/",
        "/sitemap.xml",
        "/robots.txt",
        "/news/embargoed-article/",
        "/news/embargoed-article/?lang=ja",
        "/news/embargoed-article/card.png",
        "/pictures/embargoed-picture/card.jpg",
        "/pictures/embargoed-picture/480.webp",
        "/comments/embargoed-comment/report/",
        "/newsroom/embargoed-article/",
        "/search/?q=Sperrfristgeheimnis",
    ],
)
def test_nothing_of_an_embargoed_article_leaks(
    embargoed: Article, dario: User, address: str
) -> None:
    """Neither to readers nor to the staff of another office."""
    asked = address.partition("?")[0]
    for client in (Client(), signed_in(dario)):
        answer = client.get(address)

        text = answer.content.decode(errors="replace").replace(asked, "")
        if "q=" in address:  # where the words that were looked for are repeated
            text = text.replace(SECRET, "")
        assert SECRET not in text
        assert "embargoed-" not in text


def test_comment_on_an_embargoed_article_is_refused(embargoed: Article) -> None:
    typed = {"author_name": "Jo", "author_email": "jo@x.example", "consent": "on"}

    answer = Client().post(
        "/news/embargoed-article/comment/", typed | {"text": "First!"}
    )

    assert answer.status_code == 404
    assert embargoed.comments.count() == 1


def test_the_office_sees_a_preview_that_nobody_may_keep(
    embargoed: Article, bruno: User
) -> None:
    client = signed_in(bruno)
    for address in (
        "/news/embargoed-article/",
        "/news/embargoed-article/card.png",
        "/pictures/embargoed-picture/480.webp",
    ):
        answer = client.get(address)
        if answer.streaming:
            b"".join(answer.streaming_content)

        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"

    page = client.get("/news/embargoed-article/").content.decode()
    assert "og:image" not in page
    assert "ld+json" not in page
