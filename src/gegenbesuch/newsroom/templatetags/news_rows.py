"""Rows of the public site that a page shows by the dozen, written without templates."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext, pgettext

from gegenbesuch.core.templatetags.display import invented, moment, text
from gegenbesuch.newsroom.addresses import public_path
from gegenbesuch.newsroom.models import Comment
from gegenbesuch.newsroom.templatetags.public import photo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gegenbesuch.newsroom.models import Article
    from gegenbesuch.newsroom.reader_forms import CommentForm
    from gegenbesuch.newsroom.selectors import Thread

register = template.Library()
NOTHING = SafeString("")
_PICTURE_WIDTHS = {
    True: "(min-width: 48rem) 32rem, 100vw",
    False: "(min-width: 48rem) 15rem, 100vw",
}


# --- Lists of news -----------------------------------------------------------


@register.simple_tag
def teaser(row: Mapping[str, Any], *, is_newest: bool = False) -> str:
    """
    Write an article in a list of news.

    Args:
        row: Its `article`, `url`, number of `comments`, `picture` and `drawing`.
        is_newest: It stands first, and large.
    """
    article = row["article"]
    return format_html(
        '<article class="teaser{}"><div class="teaser__text"><p class="meta">{}</p>'
        '<h2><a href="{}">{}</a></h2><p>{}</p>{}</div>{}</article>',
        " teaser--newest" if is_newest else "",
        about(article),
        row["url"],
        text(article.title),
        text(article.lead),
        format_html('<p class="meta">{}</p>', how_many_comments(row["comments"]))
        if row["comments"]
        else "",
        _picture_of(row, is_newest=is_newest),
    )


@register.simple_tag
def about(article: Article) -> str:
    """Write when an article appeared, and where it is about."""
    return format_html(
        "{}{}{}",
        moment(article.published_at, article.zone, date=True)
        if article.published_at
        else "",
        format_html("<span>{}</span>", text(article.place.name))
        if article.place
        else "",
        format_html(" {}", invented(article.mission))
        if article.mission and article.mission.is_invented
        else "",
    )


def _picture_of(row: Mapping[str, Any], *, is_newest: bool) -> str:
    if picture := row["picture"]:
        shown = photo(picture, _PICTURE_WIDTHS[is_newest], is_first=is_newest)
    elif is_newest:
        shown = row["drawing"]
    else:
        return NOTHING
    return format_html('<div class="teaser__picture">{}</div>', shown) if shown else ""


@register.simple_tag
def how_many_comments(number: int) -> str:
    """Write how many comments there are; at least one."""
    words = ngettext("One comment", "%(number)s comments", number)
    return words % {"number": number}


# --- Comments ----------------------------------------------------------------


@register.simple_tag(takes_context=True)
def comment_threads(context: Mapping[str, Any], threads: Iterable[Thread]) -> str:
    """Write the comments of an article, each with what was answered to it."""
    article, self_path = context["article"], context["self_path"]
    is_open = article.comments_open and context["is_public"]
    return format_html_join(
        "\n",
        "{}",
        (
            (
                _comment(
                    thread.top,
                    article,
                    self_path if is_open else "",
                    format_html_join(
                        "",
                        "{}",
                        (
                            (_comment(row, article, self_path if is_open else ""),)
                            for row in thread.answers
                        ),
                    ),
                ),
            )
            for thread in threads
        ),
    )


def _comment(
    row: Comment, article: Article, answer_path: str, answers: str = NOTHING
) -> str:
    """
    Write a published comment.

    Args:
        answer_path: The page on which it can be answered; empty if it cannot be.
        answers: What was answered to it, as it is written.
    """
    return format_html(
        '<article class="comment{}" id="comment-{}">{}{}</article>',
        " comment--official" if row.is_official else "",
        row.code,
        _removed(get_language() or "")
        if row.status == Comment.Status.REMOVED
        else _shown(row, article, answer_path),
        answers,
    )


@lru_cache(maxsize=16)
def _removed(_language: str) -> SafeString:
    words = gettext("This comment was removed by its author.")
    return format_html('<p class="muted">{}</p>', words)


def _shown(row: Comment, article: Article, answer_path: str) -> str:
    return format_html(
        '<p class="meta"><span class="comment__name" translate="no"><bdi>{}</bdi>'
        "</span>{}{}{}</p>"
        '<div class="comment__text" lang="{}" translate="no">{}</div>'
        '<p class="comment__actions">{}{}</p>',
        row.author_name,
        format_html(
            '<span class="comment__office">{}</span>', text(article.office.name)
        )
        if row.is_official
        else "",
        moment(row.created_at, article.office.time_zone, date=True),
        format_html("<span>{}</span>", gettext("edited")) if row.edited_at else "",
        row.language,
        mark_safe(linebreaks(row.text, autoescape=True)),  # noqa: S308 -- escaped
        _action(
            f"{answer_path}&answer={row.code}#write-comment",
            pgettext("verb", "Answer"),
            row.author_name,
        )
        if answer_path
        else "",
        ""
        if row.is_official
        else _action(
            public_path("report-comment", row.code),
            pgettext("verb", "Report"),
            row.author_name,
        ),
    )


def _action(path: str, words: str, name: str) -> str:
    return format_html(
        '<a href="{}" rel="nofollow">{}<span class="visually-hidden"> ({})</span></a>',
        path,
        words,
        name,
    )


@register.simple_tag
def comment_fields(form: CommentForm) -> str:
    """Write the fields of the form for comments; the empty ones once a language."""
    if form.is_bound:
        return _fields(form)
    return _empty_fields(type(form), get_language() or "")


@lru_cache(maxsize=16)
def _empty_fields(form: type[CommentForm], _language: str) -> SafeString:
    return _fields(form())


def _fields(form: CommentForm) -> SafeString:
    return render_to_string("newsroom/_comment_fields.html", {"form": form})
