"""
Telling open pages that something has changed, at next to no cost.

A verb that changes what a page shows beats the pulse of that page. The page asks
every two and a quarter seconds whether its number has risen, and reads itself again only then.
Asking is answered before Django sees the request, from what this
process has read at most 0.4 seconds ago: see ADR 33.
"""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from django.db import close_old_connections, transaction
from django.db.models import F
from django.http import HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from gegenbesuch.core.models import Pulse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from django.http import HttpRequest

PATH = "/pulse/"
REMEMBERED = timedelta(hours=12)
"""A page that has not changed for so long is at number 0 again."""
KEPT_FOR = 0.4
"""Seconds for which a process answers from what it has read."""


def beat(*keys: str) -> None:
    """
    Let the open pages about these things know, as soon as this transaction is done.

    After it and not in it: so nobody waits for the row of a page that many write
    to, and two who beat the same pages can't block each other.
    """
    transaction.on_commit(partial(_beat, sorted(set(keys))), robust=True)


def _beat(keys: list[str]) -> None:
    at = now()
    for key in keys:
        rows = Pulse.objects.filter(key=key)
        if not rows.update(version=F("version") + 1, changed_at=at):
            made = Pulse(key=key, version=0, changed_at=at)
            Pulse.objects.bulk_create([made], ignore_conflicts=True)
            rows.update(version=F("version") + 1, changed_at=at)


def version_of(key: str) -> int:
    """Return the number of a page; read it before what the page shows."""
    found = Pulse.objects.filter(key=key).values_list("version", flat=True).first()
    return found or 0


class _Known:
    """What this process has read of all pulses that beat lately."""

    def __init__(self) -> None:
        self.read_at = float("-inf")
        self.versions: dict[str, int] = {}
        self.reading = Lock()

    def version_of(self, key: str) -> int:
        if time.monotonic() - self.read_at > KEPT_FOR and self.reading.acquire(
            blocking=False
        ):
            try:
                self.read()
            finally:
                self.reading.release()
        return self.versions.get(key, 0)

    def read(self) -> None:
        lately = Pulse.objects.filter(changed_at__gt=now() - REMEMBERED)
        self.versions = dict(lately.values_list("key", "version"))
        self.read_at = time.monotonic()


known = _Known()


def _answer(key: str) -> tuple[bytes, list[tuple[str, str]]]:
    body = str(known.version_of(key)).encode()
    return body, [
        ("Content-Type", "text/plain"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]


def answering(application: WSGIApplication) -> WSGIApplication:
    """Return a site that answers open pages before Django has seen the request."""

    def answer(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if not path.startswith(PATH) or environ["REQUEST_METHOD"] != "GET":
            return application(environ, start_response)
        try:
            body, headers = _answer(path.removeprefix(PATH).strip("/"))
        finally:
            close_old_connections()  # as Django does after each request
        start_response("200 OK", headers)
        return [body]

    return answer


@require_safe
def pulse(_request: HttpRequest, key: str) -> HttpResponse:
    """Answer with the number of a page, which says nothing but that it has changed."""
    body, headers = _answer(key)
    return HttpResponse(body, headers=dict(headers))
