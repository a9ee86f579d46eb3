from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.newsroom import selectors, services
from gegenbesuch.newsroom.models import Article, Comment
from tests.cast import signed_in
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
    return ArticleFactory(office=office)


def write(article: Article, **changes: Any) -> Any:
    address = f"/news/{article.code}/comment/"
    return Client().post(address, FORM | changes, HTTP_ACCEPT_LANGUAGE="en")


def test_submit_comment_waits_until_somebody_approves_it(
    article: Article, bruno: User
) -> None:
    answer = write(article)
    page = Client().get(article.get_absolute_url(), HTTP_ACCEPT_LANGUAGE="en")
    comment = article.comments.get()

    assert answer.status_code == 302
    assert comment.status == Comment.Status.WAITING
    assert FORM["text"] not in page.content.decode()

    services.approve_comment(comment, actor=bruno, at=now())
    page = Client().get(article.get_absolute_url())

    assert FORM["text"] in page.content.decode()
    assert FORM["author_email"] not in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"author_name": ""}, "author_name"),
        ({"author_email": "nobody"}, "author_email"),
        ({"text": ""}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"consent": ""}, "consent"),
        ({"website": "https://spam.example"}, "website"),
    ],
)
def test_submit_comment_refuses_what_is_missing_and_keeps_the_rest(
    article: Article, changes: dict[str, str], field: str
) -> None:
    answer = write(article, **changes)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert article.comments.count() == 0


def test_submit_comment_marks_two_links_as_suspicious(article: Article) -> None:
    write(article, text="See https://a.example and www.b.example")

    assert article.comments.get().is_suspicious


def test_submit_comment_takes_two_a_minute_from_one_sender(article: Article) -> None:
    for _round in range(3):
        write(article)

    assert article.comments.count() == 2


def test_submit_comment_is_refused_where_comments_are_closed(office: Office) -> None:
    closed = ArticleFactory(office=office, comments_open=False)

    answer = write(closed)

    assert answer.status_code == 422
    assert closed.comments.count() == 0


def test_submit_comment_escapes_what_a_reader_writes(
    article: Article, bruno: User
) -> None:
    write(article, text="<script>alert(1)</script>")
    services.approve_comment(article.comments.get(), actor=bruno, at=now())

    page = Client().get(article.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_moderation_queue_shows_the_suspicious_first_and_no_other_office(
    article: Article, bruno: User, dario: User
) -> None:
    plain = CommentFactory(article=article)
    suspicious = CommentFactory(article=article, is_suspicious=True)

    waiting = Comment.Status.WAITING
    assert list(selectors.moderation_queue(bruno, waiting)) == [suspicious, plain]
    assert list(selectors.moderation_queue(dario, waiting)) == []


def test_reject_comment_needs_a_reason_and_leaves_a_trace(
    article: Article, bruno: User
) -> None:
    comment = CommentFactory(article=article)
    client = signed_in(bruno)

    client.post(f"/comments/{comment.code}/reject/", {"reason": ""})
    comment.refresh_from_db()
    assert comment.status == Comment.Status.WAITING

    client.post(f"/comments/{comment.code}/reject/", {"reason": "Off topic."})
    comment.refresh_from_db()

    assert (comment.status, comment.reason) == (Comment.Status.REJECTED, "Off topic.")
    entry = AuditEntry.objects.get(verb="newsroom.comment.rejected")
    assert (entry.actor, entry.context) == (bruno, {"reason": "Off topic."})


def test_two_moderators_decide_once(article: Article, bruno: User, alba: User) -> None:
    comment = CommentFactory(article=article)
    stale = Comment.objects.get(pk=comment.pk)
    services.approve_comment(comment, actor=bruno, at=now())

    with pytest.raises(ActionError):
        services.approve_comment(stale, actor=alba, at=now())


@pytest.mark.parametrize("n", [1, 3])
def test_comments_page_asks_a_fixed_number_of_queries(
    article: Article, bruno: User, n: int, django_assert_num_queries: Any
) -> None:
    CommentFactory.create_batch(n, article=article)
    client = signed_in(bruno)

    with django_assert_num_queries(6):
        client.get("/comments/")


def test_later_article_is_not_readable_before_its_time(office: Office) -> None:
    later = ArticleFactory(office=office, published_at=now() + timedelta(hours=1))

    assert Client().get(later.get_absolute_url()).status_code == 404
    assert later.code not in Client().get("/").content.decode()
    assert later.code not in Client().get("/feed/de/").content.decode()
