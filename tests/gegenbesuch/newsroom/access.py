"""Who gets what from the newsroom."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from gegenbesuch.newsroom import keys
from tests import factories as make
from tests.gegenbesuch.newsroom.samples import photo
from tests.house.access import (
    OFFICE_LIST,
    OFFICE_PAGE,
    PUBLIC,
    Row,
    World,
    action,
    everybody,
    page,
)

COMMENT = {
    "author_name": "Jo Readers",
    "author_email": "jo@reader.example",
    "text": "Well done.",
    "consent": "on",
}


def _in_review(world: World) -> list[Any]:
    article = make.ArticleFactory(
        office=world.office, status="review", published_at=None
    )
    return [article.code]


def _picture(world: World, **values: Any) -> Any:
    picture = make.PictureFactory(article=world.article, **values)
    picture.file.save(f"{picture.code}.jpg", ContentFile(photo(600, 400)))
    return picture


def _published(world: World) -> Any:
    return make.CommentFactory(article=world.article, status="published")


def _reported(world: World) -> list[Any]:
    comment = _published(world)
    make.CommentReportFactory(comment=comment)
    return [comment.code]


def _following(world: World) -> list[Any]:
    comment = make.CommentFactory(
        article=world.article, status="published", wants_answers=True
    )
    return [keys.answers_url(comment).split("/answers/")[1].split("/")[0]]


def _decision(world: World) -> list[Any]:
    coordinator = make.MembershipFactory(office=world.office, role="coordinator").user
    path = keys.moderation_url(world.comment, coordinator, "approve")
    return [path.split("/decide/")[1].split("/")[0], "approve"]


ROWS = [
    # For every reader
    Row("newsroom:articles", get=PUBLIC),
    Row("newsroom:article", lambda w: [w.article.code], get=PUBLIC),
    Row("newsroom:share-card", lambda w: [w.article.code], get=PUBLIC),
    Row("newsroom:archive", get=PUBLIC),
    Row("newsroom:archive-year", lambda w: [w.article and 2019], get=PUBLIC),
    Row("newsroom:archive-month", lambda w: [w.article and 2019, 6], get=PUBLIC),
    Row(
        "newsroom:picture",
        lambda w: [_picture(w).code, "480.webp"],
        get=PUBLIC,
    ),
    # For other programs
    Row("newsroom:feed", lambda _w: ["ja"], get=PUBLIC),
    Row("newsroom:sitemap", get=PUBLIC),
    Row("newsroom:robots", get=PUBLIC),
    # What readers write
    Row(
        "newsroom:submit-comment",
        lambda w: [w.article.code],
        post=everybody(302),
        data=lambda _w: COMMENT,
        is_without_account=True,
    ),
    Row("newsroom:own-comment", lambda w: [keys.own_token(w.comment)], get=PUBLIC),
    Row("newsroom:answers", _following, get=PUBLIC),
    Row("newsroom:report-comment", lambda w: [_published(w).code], get=PUBLIC),
    # Articles, for the office
    Row("newsroom:newsroom", get=OFFICE_LIST),
    Row(
        "newsroom:create-article",
        get=page(other_office=200, least="editor"),
    ),
    Row("newsroom:desk", get=page(other_office=200, least="coordinator")),
    Row("newsroom:manuscript", lambda w: [w.draft.code], get=OFFICE_PAGE),
    Row(
        "newsroom:update-article",
        lambda w: [w.draft.code],
        get=page(other_office=404, least="editor"),
    ),
    Row(
        "newsroom:translate-article",
        lambda w: [w.draft.code, "ja"],
        get=page(other_office=404, least="editor"),
    ),
    Row("newsroom:submit-article", lambda w: [w.draft.code], post=action("editor")),
    Row(
        "newsroom:return-article",
        _in_review,
        post=action("coordinator"),
        data=lambda _w: {"note": "Say when."},
    ),
    Row(
        "newsroom:publish-article",
        _in_review,
        post=action("coordinator"),
        data=lambda _w: {"zone": "Europe/Berlin"},
    ),
    Row(
        "newsroom:withdraw-article",
        lambda w: [w.article.code],
        post=action("coordinator"),
    ),
    # Pictures, for the office
    Row(
        "newsroom:add-picture",
        lambda w: [w.draft.code],
        get=page(other_office=404, least="editor"),
    ),
    Row(
        "newsroom:update-picture",
        lambda w: [make.PictureFactory(article=w.article).code],
        get=page(other_office=404, least="editor"),
    ),
    Row(
        "newsroom:remove-picture",
        lambda w: [make.PictureFactory(article=w.article).code],
        post=action("editor"),
    ),
    # Comments, for the office
    Row("newsroom:comments", get=OFFICE_LIST),
    Row("newsroom:clear-flood", post=action("viewer", other_office=302)),
    Row("newsroom:approve-comment", lambda w: [w.comment.code], post=action("editor")),
    Row(
        "newsroom:reject-comment",
        lambda w: [w.comment.code],
        post=action("editor"),
        data=lambda _w: {"reason": "Off topic."},
    ),
    Row("newsroom:spam-comment", lambda w: [w.comment.code], post=action("editor")),
    Row(
        "newsroom:answer-comment",
        lambda w: [_published(w).code],
        post=action("editor"),
        data=lambda _w: {"text": "Thank you."},
    ),
    Row("newsroom:settle-reports", _reported, post=action("editor")),
    Row("newsroom:decide-comment", _decision, get=PUBLIC),
]
