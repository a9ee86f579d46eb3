"""
The gate before what readers send: what is refused anyhow is refused here.

It costs a fraction of a page: neither session, database nor form is touched, and the
same few answers are written once a language. So a flood does not slow the readers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from gegenbesuch.core.middleware import language_of
from gegenbesuch.core.visitors import shortened
from gegenbesuch.newsroom import pace

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

#: The longest comment with all its letters escaped, and the rest of the form.
MOST_BYTES = 100_000
_SENT = re.compile(
    r"/(?:news/[^/]+/(?P<new>comment)|comments/[^/]+/report"
    r"|my-comment/[^/]+|answers/[^/]+)/"
)


class ReaderGateMiddleware:
    """Refuse what is too long, and senders of whom too much came, at the gate."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = _SENT.fullmatch(request.path) if request.method == "POST" else None
        if sent is None:
            return self.get_response(request)
        with translation.override(language_of(request)):
            if _length(request) > MOST_BYTES:
                return refusal(_("This is too long to be a comment."), 413)
            at = now()
            try:
                pace.refuse_known(sender_of(request), at=at)
                if sent["new"]:
                    pace.refuse_while_full(at=at)
            except pace.TooFastError as error:
                return refusal(str(error.message), 429)
        return self.get_response(request)


def sender_of(request: HttpRequest) -> str:
    """Return the shortened network address that a request came from."""
    return shortened(request.META.get("REMOTE_ADDR", ""))


def refusal(message: str, status: int) -> HttpResponse:
    """Refuse in a few words; what was typed is still in the reader's browser."""
    language = translation.get_language() or ""
    response = HttpResponse(_page(message, language), status=status)
    response["Content-Length"] = str(len(response.content))
    response["Cache-Control"] = "no-store"
    if status == 429:
        response["Retry-After"] = "60"
    return response


@lru_cache(maxsize=64)
def _page(message: str, _language: str) -> bytes:
    return render_to_string("newsroom/refused.html", {"message": message}).encode()


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
