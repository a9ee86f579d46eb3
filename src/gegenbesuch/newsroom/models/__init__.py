"""News in three languages, and what readers say about it."""

from gegenbesuch.newsroom.models.articles import (
    TEXTS,
    Article,
    Correction,
    Desk,
    Edition,
    Picture,
    Translation,
)
from gegenbesuch.newsroom.models.comments import Comment, CommentReport

__all__ = [
    "TEXTS",
    "Article",
    "Comment",
    "CommentReport",
    "Correction",
    "Desk",
    "Edition",
    "Picture",
    "Translation",
]
