"""The letters about comments, and what is filled into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Membership, User
from gegenbesuch.accounts.rules import Role
from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.letters.kinds import LetterKind, register
from gegenbesuch.letters.services import write_letter
from gegenbesuch.newsroom import keys
from gegenbesuch.newsroom.models import Desk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.accounts.models import Office
    from gegenbesuch.newsroom.models import Comment

MODERATION = LetterKind(
    "moderate_comment",
    _("A comment waits"),
    {
        "salutation": _("The salutation in the language of the member of staff"),
        "author": _("Who wrote the comment"),
        "email": _("The author's e-mail address"),
        "article": _("The title of the article"),
        "comment": _("The whole text of the comment"),
        "suspicion": _("What is suspicious about it"),
        "approve": _("The address for approving it"),
        "reject": _("The address for rejecting it"),
        "spam": _("The address for marking it as spam"),
        "queue": _("The address of the queue"),
    },
    {
        "salutation": _("Dear Ms Sample,"),
        "author": _("Jo Sample"),
        "email": "jo@example.org",
        "article": _("Back from Japan"),
        "comment": _("A visit worth answering."),
        "suspicion": "",
        "approve": "https://…/approve/",
        "reject": "https://…/reject/",
        "spam": "https://…/spam/",
        "queue": "https://…/comments/",
    },
)
_READER_FIELDS: dict[str, Any] = {
    "salutation": _("The salutation, with the name that the author gave"),
    "article": _("The title of the article"),
    "host": _("The office"),
    "link": _("The address for following and for ending the mails"),
}
_READER_SAMPLE: dict[str, Any] = {
    "salutation": _("Dear Jo Sample,"),
    "article": _("Back from Japan"),
    "host": _("Office for Economic Development"),
    "link": "https://…/answers/…/",
}
FOLLOWING = LetterKind(
    "confirm_answers", _("Mails about answers?"), _READER_FIELDS, _READER_SAMPLE
)
ANSWERED = LetterKind(
    "tell_answer",
    _("Somebody has answered a comment"),
    _READER_FIELDS
    | {
        "author": _("Who answered"),
        "answer": _("The text of the answer"),
        "page": _("The address of the answer"),
    },
    _READER_SAMPLE
    | {
        "author": _("Kim Sample"),
        "answer": _("Thank you for asking."),
        "page": "https://…/news/…/",
    },
)

for kind in (MODERATION, FOLLOWING, ANSWERED):
    register(kind)


def suspicion_in_words(comment: Comment) -> list[str]:
    """Return why a comment is suspicious, in the active language."""
    words = {
        "links": gettext("two links or more"),
        "words": gettext("a listed word"),
        "alphabets": gettext("letters of another alphabet that look alike"),
        "name": gettext("the name of the office"),
    }
    return [words[key] for key in comment.suspicion.split() if key in words]


def moderators_of(office: Office) -> Iterable[User]:
    """Return who gets the comments of an office by mail."""
    desk = Desk.objects.filter(office=office).first()
    chosen = desk.moderators.filter(is_active=True) if desk else User.objects.none()
    chosen = chosen.filter(memberships__office=office)
    if found := list(chosen.order_by("pk")):
        return found
    coordinators = Membership.objects.filter(
        office=office, role=Role.COORDINATOR, user__is_active=True
    )
    return [row.user for row in coordinators.select_related("user").order_by("pk")]


def write_to_moderators(comment: Comment) -> None:
    """Send a waiting comment to the moderators, each with addresses of their own."""
    office = comment.article.office
    for moderator in moderators_of(office):
        with translation.override(moderator.language):
            values = {
                "salutation": gettext("Dear %(name)s,") % {"name": moderator.name},
                "author": comment.author_name,
                "email": comment.author_email,
                "article": plain(comment.article.title),
                "comment": comment.text,
                "suspicion": _suspicion_line(comment),
                "queue": settings.SITE_URL + reverse("newsroom:comments"),
            }
        values |= {
            verb: keys.moderation_url(comment, moderator, verb)
            for verb in ("approve", "reject", "spam")
        }
        write_letter(
            MODERATION.key,
            comment,
            office=office,
            to_name=moderator.name,
            to_email=moderator.email,
            language=moderator.language,
            values=values,
        )


def _suspicion_line(comment: Comment) -> str:
    """Return what is suspicious as a line of its own; nothing if nothing is."""
    if found := ", ".join(suspicion_in_words(comment)):
        return gettext("Suspicious: %(reasons)s") % {"reasons": found}
    return ""


def ask_to_follow(comment: Comment) -> None:
    """Ask the author of an approved comment whether the wish for mails was theirs."""
    _write_to_author(comment, FOLLOWING, {})


def write_about_answer(comment: Comment, answer: Comment) -> None:
    """Tell the author of a comment that somebody has answered."""
    page = f"{comment.article.get_absolute_url()}?lang={comment.language}"
    _write_to_author(
        comment,
        ANSWERED,
        {
            "author": answer.author_name,
            "answer": answer.text,
            "page": f"{settings.SITE_URL}{page}#comment-{answer.code}",
        },
    )


def _write_to_author(comment: Comment, kind: LetterKind, more: dict[str, str]) -> None:
    office = comment.article.office
    with translation.override(comment.language):
        values = {
            "salutation": gettext("Dear %(name)s,") % {"name": comment.author_name},
            "article": plain(comment.article.title),
            "host": plain(office.name),
            "link": keys.answers_url(comment),
        }
    write_letter(
        kind.key,
        comment,
        office=office,
        to_name=comment.author_name,
        to_email=comment.author_email,
        language=comment.language,
        values=values | more,
    )
