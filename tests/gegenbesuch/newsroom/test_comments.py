"""The conventions of comments, each rule one test."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.newsroom import keys, selectors, services
from gegenbesuch.newsroom.models import Article, Comment
from tests.cast import signed_in
from tests.factories import ArticleFactory, CommentFactory, DeskFactory

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

S = Comment.Status
FORM = {
    "author_name": "Jo Readers",
    "author_email": "jo@reader.example",
    "text": "A visit worth answering.",
    "consent": "on",
}


@pytest.fixture
def article(office: Office) -> Article:
    return ArticleFactory(office=office)


def write(article: Article, client: Client | None = None, **changes: Any) -> Any:
    address = f"/news/{article.code}/comment/?lang=en"
    return (client or Client()).post(address, FORM | changes)


def page_of(article: Article) -> str:
    return Client().get(f"{article.get_absolute_url()}?lang=de").content.decode()


# --- Writing -----------------------------------------------------------------


def test_article_without_comments_says_so_and_invites(article: Article) -> None:
    page = page_of(article)

    assert "Keine Kommentare bisher" in page
    assert "Schreiben Sie einen Kommentar" in page


def test_submit_comment_answers_that_it_is_being_checked_and_waits(
    article: Article, bruno: User
) -> None:
    answer = Client().get(write(article)["Location"].replace("lang=en", "lang=de"))
    comment = article.comments.get()

    assert "wird geprüft" in answer.content.decode()
    assert comment.status == S.WAITING
    assert FORM["text"] not in page_of(article)

    services.approve_comment(comment, actor=bruno, at=now())

    assert FORM["text"] in page_of(article)
    assert FORM["author_email"] not in page_of(article)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"author_name": ""}, "author_name"),
        ({"author_name": "\u200b\u200d"}, "author_name"),
        ({"author_email": "nobody"}, "author_email"),
        ({"text": ""}, "text"),
        ({"text": "\u202e\u200b"}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "nul\x00byte"}, "text"),
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


def test_submit_comment_takes_two_a_minute_from_one_sender(article: Article) -> None:
    answers = [write(article, text=f"Number {n}") for n in range(3)]

    assert [a.status_code for a in answers] == [302, 302, 422]
    assert "Number 2" in answers[2].content.decode()
    assert article.comments.count() == 2


def test_submit_comment_takes_the_same_text_once(article: Article) -> None:
    write(article)
    article.comments.update(created_at=now() - timedelta(minutes=2))

    assert write(article).status_code == 422
    assert article.comments.count() == 1


def test_submit_comment_is_refused_where_comments_are_closed(office: Office) -> None:
    closed = ArticleFactory(office=office, comments_open=False)

    assert write(closed).status_code == 422
    assert closed.comments.count() == 0


def test_submit_comment_keeps_the_address_shortened(article: Article) -> None:
    Client(REMOTE_ADDR="203.0.113.77").post(f"/news/{article.code}/comment/", FORM)

    assert article.comments.get().sender_hint == "203.0.113"


def test_submit_comment_escapes_what_a_reader_writes(
    article: Article, bruno: User
) -> None:
    write(article, text="<script>alert(1)</script>", author_name="<b onload=x>")
    services.approve_comment(article.comments.get(), actor=bruno, at=now())

    page = page_of(article)
    assert "<script>alert" not in page
    assert "<b onload" not in page
    assert "&lt;script&gt;alert(1)" in page


# --- The queue ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"text": "See https://a.example and www.b.example"}, "links"),
        ({"text": "Ein schönes КASINO"}, "words alphabets"),
        ({"text": "ca\u200bsino"}, "words"),
        ({"author_name": "Pаypal"}, "alphabets"),
        ({"text": "https://one.example only"}, ""),
        ({"text": "Всё хорошо, 素晴らしい"}, ""),
    ],
)
def test_submit_comment_marks_what_is_suspicious(
    article: Article, changes: dict[str, str], why: str
) -> None:
    DeskFactory(office=article.office, listed_words="kasino\ncasino")

    write(article, **changes)

    comment = article.comments.get()
    assert comment.suspicion == why
    assert (comment.rank == Comment.Rank.SUSPICIOUS) == bool(why)


def test_moderation_queue_shows_the_suspicious_first_and_no_other_office(
    article: Article, bruno: User, dario: User
) -> None:
    flood = CommentFactory(article=article, rank=Comment.Rank.FLOOD)
    plain = CommentFactory(article=article)
    suspicious = CommentFactory(article=article, rank=Comment.Rank.SUSPICIOUS)

    queue = list(selectors.moderation_queue(bruno, S.WAITING))
    assert queue == [suspicious, plain, flood]
    assert list(selectors.moderation_queue(dario, S.WAITING)) == []


def test_flood_stands_at_the_end_and_is_cut_off(article: Article, bruno: User) -> None:
    honest = CommentFactory(article=article)
    Comment.objects.update(created_at=now() - timedelta(hours=2))

    for n in range(70):
        Client(REMOTE_ADDR=f"10.0.{n}.1").post(
            f"/news/{article.code}/comment/",
            FORM | {"author_email": f"s{n}@x.example", "text": f"{n} a.com b.com"},
        )

    queue = list(selectors.moderation_queue(bruno, S.WAITING))
    assert queue[0] == honest
    assert len(queue) == 61
    assert {row.rank for row in queue[1:]} == {Comment.Rank.FLOOD}
    assert len(mail.outbox) <= 20

    signed_in(bruno).post("/comments/clear-flood/")
    assert list(selectors.moderation_queue(bruno, S.WAITING)) == [honest]


def test_sender_that_does_not_stop_moves_to_the_end(
    article: Article, bruno: User
) -> None:
    honest = CommentFactory(article=article)

    client = Client(REMOTE_ADDR="192.0.2.9")
    codes = [
        write(article, client, text=f"{n} a.com b.com").status_code for n in range(7)
    ]

    assert codes == [302, 302, 422, 422, 422, 429, 429]
    assert selectors.moderation_queue(bruno, S.WAITING)[0] == honest


def test_reject_comment_needs_a_reason_that_the_author_can_read(
    article: Article, bruno: User
) -> None:
    own = write(article)["Location"]
    comment = article.comments.get()
    client = signed_in(bruno)

    client.post(f"/comments/{comment.code}/reject/", {"reason": ""})
    comment.refresh_from_db()
    assert comment.status == S.WAITING

    client.post(f"/comments/{comment.code}/reject/", {"reason": "Off topic."})
    comment.refresh_from_db()

    assert (comment.status, comment.reason) == (S.REJECTED, "Off topic.")
    entry = AuditEntry.objects.get(verb="newsroom.comment.rejected")
    assert (entry.actor, entry.context) == (bruno, {"reason": "Off topic."})
    assert "Off topic." in Client().get(own).content.decode()


def test_two_moderators_decide_once(article: Article, bruno: User, alba: User) -> None:
    comment = CommentFactory(article=article)
    stale = Comment.objects.get(pk=comment.pk)
    services.approve_comment(comment, actor=bruno, at=now())

    with pytest.raises(ActionError):
        services.approve_comment(stale, actor=alba, at=now())


def test_mail_to_the_moderator_decides_only_after_a_confirmation(
    article: Article, alba: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write(article)
    comment = article.comments.get()
    letter = next(m for m in mail.outbox if m.to == [alba.email])
    assert FORM["text"] in letter.body
    addresses = [w for w in letter.body.split() if "/decide/" in w]
    assert [a.split("/")[-2] for a in addresses] == ["approve", "reject", "spam"]

    path = "/decide/" + addresses[0].split("/decide/")[1]
    Client().get(path)
    comment.refresh_from_db()
    assert comment.status == S.WAITING

    Client().post(path)
    comment.refresh_from_db()
    assert comment.status == S.PUBLISHED
    assert AuditEntry.objects.get(verb="newsroom.comment.approved").actor == alba
    assert Client().post(path.replace("/decide/", "/decide/x")).status_code == 404


# --- The author --------------------------------------------------------------


def test_author_changes_and_removes_for_a_quarter_of_an_hour(
    article: Article, bruno: User
) -> None:
    own = write(article)["Location"]
    comment = article.comments.get()
    services.approve_comment(comment, actor=bruno, at=now())

    Client().post(own, {"verb": "edit", "text": "Changed."})
    comment.refresh_from_db()
    assert (comment.text, comment.status) == ("Changed.", S.WAITING)
    assert comment.edited_at is not None

    Client().post(own, {"verb": "remove"})
    comment.refresh_from_db()
    assert (comment.text, comment.author_email) == ("", "")
    assert comment.status == S.REMOVED


def test_author_is_too_late_after_a_quarter_of_an_hour(article: Article) -> None:
    own = write(article)["Location"]
    article.comments.update(created_at=now() - timedelta(minutes=15))

    Client().post(own, {"verb": "edit", "text": "Changed."})
    Client().post(own, {"verb": "remove"})

    assert article.comments.get().text == FORM["text"]
    assert Client().get("/my-comment/forged:x:y/").status_code == 404


def test_answers_are_mailed_after_approval_and_a_second_yes(
    article: Article, bruno: User, django_capture_on_commit_callbacks: Any
) -> None:
    def to_author() -> list[Any]:
        return [m for m in mail.outbox if m.to == [FORM["author_email"]]]

    with django_capture_on_commit_callbacks(execute=True):
        write(article, wants_answers="on")
        comment = article.comments.get()
        assert to_author() == []
        services.approve_comment(comment, actor=bruno, at=now())
    assert len(to_author()) == 1

    def answer(text: str) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            services.answer_comment(
                comment, actor=bruno, text=text, language="en", at=now()
            )

    answer("Not confirmed yet.")
    assert len(to_author()) == 1

    link = "/answers/" + keys.answers_url(comment).split("/answers/")[1]
    Client().get(link)
    answer("Opening is not confirming.")
    assert len(to_author()) == 1

    reader = Client()
    reader.post(link, {"verb": "follow"})
    answer("Now you know.")
    assert len(to_author()) == 2
    assert "Now you know." in to_author()[1].body
    assert "/answers/" in to_author()[1].body

    reader.post(link, {"verb": "stop"})
    answer("And now no more.")
    assert len(to_author()) == 2


def test_only_a_proven_address_with_an_approved_comment_appears_at_once(
    article: Article, bruno: User
) -> None:
    write(article, wants_answers="on")
    first = article.comments.get()
    services.approve_comment(first, actor=bruno, at=now())
    reader = Client()
    reader.post(
        "/answers/" + keys.answers_url(first).split("/answers/")[1], {"verb": "follow"}
    )
    Comment.objects.update(created_at=now() - timedelta(minutes=2))

    write(article, text="Somebody else with my address.")
    write(article, reader, text="It is me again.")
    Comment.objects.update(created_at=now() - timedelta(minutes=2))
    write(article, reader, text="It is me with a.com and b.com")

    states = dict(article.comments.values_list("text", "status"))
    assert states == {
        FORM["text"]: S.PUBLISHED,
        "Somebody else with my address.": S.WAITING,
        "It is me again.": S.PUBLISHED,
        "It is me with a.com and b.com": S.WAITING,
    }


# --- Answers and reports -----------------------------------------------------


def test_answers_stand_below_their_comment_and_the_office_is_marked(
    article: Article, bruno: User
) -> None:
    top = CommentFactory(article=article, status=S.PUBLISHED)
    write(article, parent=top.code)
    answer = article.comments.latest("pk")
    services.approve_comment(answer, actor=bruno, at=now())
    signed_in(bruno).post(f"/comments/{answer.code}/answer/", {"text": "Thank you."})

    (thread,) = selectors.with_answers(
        row[0] for row in selectors.threads_of(article.pk)
    )

    assert (thread.top, thread.answers[0]) == (top, answer)
    assert thread.answers[1].is_official
    assert page_of(article).count("comment__office") == 1


def test_report_reaches_the_office_and_hides_nothing(
    article: Article, bruno: User
) -> None:
    comment = CommentFactory(article=article, status=S.PUBLISHED)
    address = f"/comments/{comment.code}/report/"

    Client().post(address, {"reason": "insult", "text": "Look at this."})

    assert comment.text in page_of(article)
    queue = signed_in(bruno).get("/comments/?status=reported").content.decode()
    assert "Look at this." in queue
    services.settle_reports(comment, actor=bruno, at=now())
    assert list(selectors.moderation_queue(bruno, "reported")) == []


def test_purge_comments_forgets_after_thirty_days(
    article: Article, bruno: User
) -> None:
    old = now() - timedelta(days=31)
    CommentFactory(article=article, status=S.REJECTED, decided_at=old)
    CommentFactory(article=article, status=S.SPAM, decided_at=old)
    young = CommentFactory(article=article, status=S.SPAM, decided_at=now())
    kept = CommentFactory(
        article=article, status=S.PUBLISHED, decided_at=old, sender_hint="203.0.113"
    )
    Comment.objects.filter(pk=kept.pk).update(created_at=old)

    assert services.purge_comments(at=now()) == 2

    kept.refresh_from_db()
    assert {*article.comments.all()} == {young, kept}
    assert kept.sender_hint == ""


@pytest.mark.parametrize("n", [1, 3])
def test_comments_page_asks_a_fixed_number_of_queries(
    article: Article, bruno: User, n: int, django_assert_num_queries: Any
) -> None:
    CommentFactory.create_batch(n, article=article)
    client = signed_in(bruno)

    with django_assert_num_queries(7):
        client.get("/comments/")
