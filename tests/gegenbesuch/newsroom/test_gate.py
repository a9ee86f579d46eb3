"""What a flood, and input that is huge or malformed, can do: next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from gegenbesuch.newsroom import gate, page_cache, selectors
from gegenbesuch.newsroom.models import Article, Comment
from tests.factories import ArticleFactory, CommentFactory

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

FORM = {
    "author_name": "Jo Readers",
    "author_email": "jo@reader.example",
    "text": "A visit worth answering.",
    "consent": "on",
}


@pytest.fixture
def article(office: Office) -> Article:
    return ArticleFactory(office=office, code="visit")


def write(sender: str = "192.0.2.1", **changes: Any) -> Any:
    """Write a comment, or something else with a body of its own."""
    address = "/news/visit/comment/?lang=en"
    return Client(REMOTE_ADDR=sender).post(address, FORM | changes)


def from_many(count: int, **changes: Any) -> list[Any]:
    return [
        write(f"10.0.{n}.1", author_email=f"s{n}@x.example", **changes)
        for n in range(count)
    ]


def test_gate_stands_before_all_that_readers_send(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "MOST_BYTES", 10)

    for name, argument in (
        ("submit-comment", "visit"),
        ("report-comment", "x"),
        ("own-comment", "a:b:c"),
        ("answers", "a:b"),
    ):
        path = reverse(f"newsroom:{name}", args=[argument])
        assert Client().post(path, FORM).status_code == 413


def test_full_site_refuses_without_asking_the_database(
    article: Article, bruno: User, django_assert_num_queries: Any
) -> None:
    honest = CommentFactory(article=article)
    for n in range(70):
        last = write(
            f"10.0.{n}.1", author_email=f"s{n}@x.example", text=f"{n} a.com b.com"
        )
    assert last.status_code == 429

    with django_assert_num_queries(0):
        answer = write("203.0.113.5", text="Something else.")

    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "go back one page" in answer.content.decode()
    assert article.comments.count() == 60
    assert selectors.moderation_queue(bruno, "waiting")[0] == honest


def test_sender_that_does_not_stop_is_refused_without_asking_the_database(
    article: Article, django_assert_num_queries: Any
) -> None:
    for n in range(7):
        write(text=f"Number {n}")

    with django_assert_num_queries(0):
        assert write(text="Number 8").status_code == 429
    assert write("203.0.113.5", author_email="b@x.example").status_code == 302


def test_forms_with_mistakes_are_answered_in_short_once_they_are_many(
    article: Article, django_assert_max_num_queries: Any
) -> None:
    answers = from_many(70, consent="")
    assert b"comment-form" in answers[0].content

    with django_assert_max_num_queries(4):
        answer = write("203.0.113.5", consent="")

    assert answer.status_code == 422
    assert b"comment-form" not in answer.content
    assert "I agree" in answer.content.decode()
    assert write("203.0.113.6").status_code == 302  # nobody else has to wait


def test_sender_of_many_mistakes_waits_a_minute(article: Article) -> None:
    statuses = [write(consent="").status_code for _n in range(12)]

    assert statuses == [422] * 10 + [429] * 2


def test_flood_leaves_what_readers_get(
    article: Article, settings: Any, django_assert_max_num_queries: Any
) -> None:
    settings.KEEP_PAGES = True
    page_cache.clear()
    before = Client().get("/news/visit/").content
    from_many(70, text="See a.com and b.com")

    with django_assert_max_num_queries(1):  # which edition it is
        assert Client().get("/news/visit/").content == before
    page_cache.clear()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x" * 200_000, "application/x-www-form-urlencoded", 413),
        (b"\xff\xfe\x00text=%ff%00", "application/x-www-form-urlencoded", 422),
        (b"text=%ED%A0%80&consent=on", "application/x-www-form-urlencoded", 422),
        (
            b"&".join(b"a=1" for _n in range(5000)),
            "application/x-www-form-urlencoded",
            400,
        ),
        (b"no boundary", "multipart/form-data", 400),
        (b"--b\r\nnothing", "multipart/form-data; boundary=b", 422),
        (b'{"text": "x"}', "application/json", 422),
        (b"", "text/plain", 422),
    ],
)
def test_huge_and_malformed_input_is_refused(
    article: Article, body: bytes, kind: str, status: int
) -> None:
    answer = Client().post("/news/visit/comment/", body, content_type=kind)

    assert answer.status_code == status
    assert Comment.objects.count() == 0


def test_readers_do_not_meet_the_gate(article: Article) -> None:
    article.published_at = now()
    article.save()

    assert (
        Client().get("/news/visit/", headers={"content-length": "999999"}).status_code
        == 200
    )
