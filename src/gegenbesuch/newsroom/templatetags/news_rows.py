"""Rows of the public site that a page shows by the dozen, written without templates."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, escape, format_html, linebreaks
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
    article, is_open = context["article"], context["article"].comments_open
    words = _Words(
        zone=article.office.time_zone,
        office=conditional_escape(text(article.office.name)),
        answer_path=escape(context["self_path"])
        if is_open and context["is_public"]
        else "",
        report_path=escape(public_path("report-comment", _A_CODE)),
        answer=escape(pgettext("verb", "Answer")),
        report=escape(pgettext("verb", "Report")),
        edited=escape(gettext("edited")),
        removed=escape(gettext("This comment was removed by its author.")),
    )
    shown = "\n".join(
        _comment(
            thread.top, words, "".join(_comment(row, words) for row in thread.answers)
        )
        for thread in threads
    )
    return mark_safe(shown)  # noqa: S308 -- all parts are escaped


#: Stands for the code of a comment in an address.
_A_CODE = "code-of-comment"


class _Words(NamedTuple):
    """What all comments of a page have in common, escaped."""

    zone: str
    office: str
    answer_path: str  # empty if nothing can be answered
    report_path: str
    answer: str
    report: str
    edited: str
    removed: str


def _comment(row: Comment, words: _Words, answers: str = "") -> str:
    """
    Write a published comment; escaped here, which takes a third of `format_html`.

    Args:
        answers: What was answered to it, as it is written.
    """
    if row.status == Comment.Status.REMOVED:
        inside = f'<p class="muted">{words.removed}</p>'
    else:
        inside = _shown(row, words)
    kind = " comment--official" if row.is_official else ""
    return (
        f'<article class="comment{kind}" id="comment-{escape(row.code)}">'
        f"{inside}{answers}</article>"
    )


def _shown(row: Comment, words: _Words) -> str:
    name, code = escape(row.author_name), escape(row.code)
    office = actions = edited = ""
    if row.is_official:
        office = f'<span class="comment__office">{words.office}</span>'
    if row.edited_at:
        edited = f"<span>{words.edited}</span>"
    whose = f'<span class="visually-hidden"> ({name})</span></a>'
    if words.answer_path:
        path = f"{words.answer_path}&amp;answer={code}#write-comment"
        actions = f'<a href="{path}" rel="nofollow">{words.answer}{whose}'
    if not row.is_official:
        path = words.report_path.replace(_A_CODE, code)
        actions += f'<a href="{path}" rel="nofollow">{words.report}{whose}'
    return (
        '<p class="meta"><span class="comment__name" translate="no">'
        f"<bdi>{name}</bdi></span>{office}"
        f"{moment(row.created_at, words.zone, date=True)}{edited}</p>"
        f'<div class="comment__text" lang="{escape(row.language)}" translate="no">'
        f"{linebreaks(row.text, autoescape=True)}</div>"
        f'<p class="comment__actions">{actions}</p>'
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
