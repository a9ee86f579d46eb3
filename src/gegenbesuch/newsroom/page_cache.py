"""
Pages of the public site, kept in memory as they went out, by address and language.

Readers without a session get the kept page until the edition changes, the next
embargo ends, or it is a minute old: names of places and partners are not the
newsroom's own. Each web process keeps its own pages. It learns of a new edition from
a file, at once, and on other machines from the database, within a second.
"""

from __future__ import annotations

import gzip
import tempfile
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import wraps
from hashlib import blake2b
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.timezone import now

from gegenbesuch.core.middleware import language_of
from gegenbesuch.newsroom.models import Article, Edition

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest

#: What an address may ask for; a page with anything else is made anew.
PARAMETERS = frozenset({"lang", "page", "place", "topic", "q", "comments", "answer"})
MOST_PAGES = 400
MOST_BYTES = 400_000
OLD_AFTER = 60.0  # seconds
LOOK_EVERY = 1.0  # seconds
#: What is said anew of each answer.
_OWN = {"ETag", "Content-Length"}
#: A file that is replaced with each edition.
MARK = settings.DATA / "edition"


@dataclass(frozen=True)
class _Page:
    edition: str
    until: float
    etag: str
    headers: dict[str, str]
    content: bytes
    pressed: bytes | None  # the same by gzip, if that makes it smaller


class _Shelf:
    """The kept pages of this process, the ones that were read last at the end."""

    def __init__(self) -> None:
        self.pages: OrderedDict[tuple[str, ...], _Page] = OrderedDict()
        self.lock = Lock()
        self.edition = ""
        self.looked_at = 0.0
        self.mark: tuple[int, int] | None = None

    def current(self) -> str:
        """Return the edition; the database is asked when it may be a new one."""
        mark = _mark()
        at = time.monotonic()
        if mark != self.mark or at - self.looked_at > LOOK_EVERY:
            stamps = Edition.objects.values_list("stamp", flat=True)
            self.edition = stamps.first() or "first"
            self.mark, self.looked_at = mark, at
        return self.edition

    def get(self, key: tuple[str, ...]) -> _Page | None:
        with self.lock:
            page = self.pages.get(key)
            if page is None:
                return None
            if page.edition != self.edition or page.until <= time.time():
                del self.pages[key]
                return None
            self.pages.move_to_end(key)
            return page

    def put(self, key: tuple[str, ...], page: _Page) -> None:
        with self.lock:
            self.pages[key] = page
            self.pages.move_to_end(key)
            while len(self.pages) > MOST_PAGES:
                self.pages.popitem(last=False)


_shelf = _Shelf()


def _mark() -> tuple[int, int] | None:
    """Return what differs once any process of this machine has set a new edition."""
    try:
        found = MARK.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def look_again() -> None:
    """Let all processes of this machine ask for the edition before the next page."""
    with tempfile.NamedTemporaryFile(dir=settings.DATA, delete=False) as scratch:
        pass
    Path(scratch.name).replace(MARK)
    _shelf.looked_at = 0.0


def clear() -> None:
    """Forget all pages that this process keeps."""
    with _shelf.lock:
        _shelf.pages.clear()
    _shelf.looked_at = 0.0


def kept_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view whose pages may be kept: the same for all readers of a language."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.may_be_kept = True  # type: ignore[attr-defined]
        return response

    return marked


class PageCacheMiddleware:
    """Answer readers with kept pages, before anything else of the site is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_be_asked_of_shelf(request):
            return self.get_response(request)
        edition = _shelf.current()
        key = _key(request)
        page = _shelf.get(key)
        if page is None:
            asked_at = now()
            response = self.get_response(request)
            page = _page_of(response, edition, asked_at)
            if page is None:
                return response
            _shelf.put(key, page)
        return _answer(request, page)


def _may_be_asked_of_shelf(request: HttpRequest) -> bool:
    return (
        settings.KEEP_PAGES
        and request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "HTTP_HX_REQUEST" not in request.META
        and request.GET.keys() <= PARAMETERS
    )


def _key(request: HttpRequest) -> tuple[str, ...]:
    return (
        request.scheme or "",
        request.get_host(),
        request.path,
        request.META.get("QUERY_STRING", ""),
        language_of(request),
    )


def _page_of(response: HttpResponse, edition: str, at: datetime) -> _Page | None:
    """Return what is kept of an answer that was asked for at this time."""
    if (
        not getattr(response, "may_be_kept", False)
        or response.status_code != HTTPStatus.OK
        or response.streaming
        or response.cookies
        or len(response.content) > MOST_BYTES
    ):
        return None
    until = min(at.timestamp() + OLD_AFTER, _next_release(at))
    digest = blake2b(response.content, digest_size=10).hexdigest()
    patch_vary_headers(response, ["Accept-Encoding"])
    headers = {name: value for name, value in response.items() if name not in _OWN}
    headers.setdefault("Cache-Control", "no-cache")
    return _Page(
        edition,
        until,
        f'W/"{digest}"',
        headers,
        response.content,
        _pressed(response),
    )


def _pressed(response: HttpResponse) -> bytes | None:
    """
    Return the content pressed together, unless it is a picture.

    What is kept holds nothing secret that its length could give away.
    """
    if response.headers.get("Content-Type", "").startswith("image/"):
        return None
    pressed = gzip.compress(response.content, 6, mtime=0)
    return pressed if len(pressed) < len(response.content) else None


def _next_release(at: datetime) -> float:
    """Return when the next embargo ends."""
    moment = (
        Article.objects.filter(status=Article.Status.PUBLISHED, published_at__gt=at)
        .order_by("published_at")
        .values_list("published_at", flat=True)
        .first()
    )
    return float("inf") if moment is None else moment.timestamp()


def _answer(request: HttpRequest, page: _Page) -> HttpResponse:
    response: HttpResponse
    if request.META.get("HTTP_IF_NONE_MATCH") == page.etag:
        response = HttpResponseNotModified()
    elif page.pressed and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(page.pressed)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(page.content)
    for name, value in page.headers.items():
        response[name] = value
    response["ETag"] = page.etag
    if response.status_code == HTTPStatus.OK:
        response["Content-Length"] = str(len(response.content))
    return response
