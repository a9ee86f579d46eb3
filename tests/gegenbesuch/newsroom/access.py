"""Who gets what from the newsroom."""

from __future__ import annotations

from tests.house.access import (
    OFFICE_LIST,
    PUBLIC,
    Row,
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

ROWS = [
    # For every reader
    Row("newsroom:articles", get=PUBLIC),
    Row("newsroom:article", lambda w: [w.article.code], get=PUBLIC),
    Row("newsroom:feed", lambda _w: ["ja"], get=PUBLIC),
    Row(
        "newsroom:submit-comment",
        lambda w: [w.article.code],
        post=everybody(302),
        data=lambda _w: COMMENT,
    ),
    # For the office
    Row("newsroom:newsroom", get=OFFICE_LIST),
    Row(
        "newsroom:create-article",
        get=page(other_office=200, least="editor"),
    ),
    Row(
        "newsroom:update-article",
        lambda w: [w.draft.code],
        get=page(other_office=404, least="editor"),
    ),
    Row(
        "newsroom:publish-article",
        lambda w: [w.draft.code],
        post=action("coordinator"),
    ),
    Row(
        "newsroom:withdraw-article",
        lambda w: [w.article.code],
        post=action("coordinator"),
    ),
    # Comments
    Row("newsroom:comments", get=OFFICE_LIST),
    Row("newsroom:approve-comment", lambda w: [w.comment.code], post=action("editor")),
    Row(
        "newsroom:reject-comment",
        lambda w: [w.comment.code],
        post=action("editor"),
        data=lambda _w: {"reason": "Off topic."},
    ),
    Row("newsroom:spam-comment", lambda w: [w.comment.code], post=action("editor")),
]
