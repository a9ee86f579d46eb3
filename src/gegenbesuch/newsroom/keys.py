"""Signed parts of addresses: what somebody without an account may do, and how long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.urls import reverse

from gegenbesuch.accounts.models import User
from gegenbesuch.newsroom.models import Comment

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_OWN = signing.TimestampSigner(salt="gegenbesuch.own-comment")
_ANSWERS = signing.Signer(salt="gegenbesuch.answers")
_MODERATION = signing.TimestampSigner(salt="gegenbesuch.moderation")
#: How long authors can look up what became of their comment.
OWN_FOR = timedelta(days=30)
MODERATION_FOR = timedelta(days=14)

#: Holds the address that its reader has shown to be their own.
COOKIE = "gegenbesuch_reader"
_COOKIE_FOR = timedelta(days=180)
_READER = "gegenbesuch.reader"


def own_token(comment: Comment) -> str:
    """Return the key of the author to the own comment."""
    return _OWN.sign(comment.code)


def read_own(token: str) -> Comment | None:
    """Return the comment that this key opens, or None."""
    return _comment(_unsigned(_OWN, token, OWN_FOR))


def answers_url(comment: Comment) -> str:
    """Return the whole address at which answers are followed and no longer followed."""
    path = reverse("newsroom:answers", args=[_ANSWERS.sign(comment.code)])
    return f"{settings.SITE_URL}{path}?lang={comment.language}"


def read_answers(token: str) -> Comment | None:
    """Return the comment whose answers this key is about, or None."""
    try:
        return _comment(_ANSWERS.unsign(token))
    except signing.BadSignature:
        return None


def moderation_url(comment: Comment, moderator: User, verb: str) -> str:
    """
    Return the whole address at which a moderator confirms a decision.

    Args:
        verb: `approve`, `reject` or `spam`.
    """
    token = _MODERATION.sign(f"{comment.code}.{moderator.pk}")
    path = reverse("newsroom:decide-comment", args=[token, verb])
    return f"{settings.SITE_URL}{path}?lang={moderator.language}"


def read_moderation(token: str) -> tuple[Comment, User] | None:
    """Return the comment and the moderator of this key, or None."""
    code, _dot, number = _unsigned(_MODERATION, token, MODERATION_FOR).rpartition(".")
    comment = _comment(code)
    moderator = (
        User.objects.filter(pk=int(number), is_active=True).first()
        if number.isdecimal()
        else None
    )
    return (comment, moderator) if comment and moderator else None


def _unsigned(signer: signing.TimestampSigner, token: str, max_age: timedelta) -> str:
    try:
        return signer.unsign(token, max_age=max_age)
    except signing.BadSignature:
        return ""


def _comment(code: str) -> Comment | None:
    rows = Comment.objects.select_related("article__office", "parent")
    return rows.filter(code=code).first() if code else None


def proven_email(request: HttpRequest) -> str:
    """Return the address that this browser has shown to belong to its reader."""
    found = request.get_signed_cookie(
        COOKIE, "", salt=_READER, max_age=int(_COOKIE_FOR.total_seconds())
    )
    return str(found or "")


def remember_email(response: HttpResponse, email: str) -> None:
    """Let this browser write under the address from now on."""
    response.set_signed_cookie(
        COOKIE,
        email,
        salt=_READER,
        max_age=int(_COOKIE_FOR.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
