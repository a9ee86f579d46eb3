"""
Telling open pages that something has changed, at next to no cost.

A verb that changes what a page shows beats the pulse of that page. The page asks
every two seconds whether its number has risen, and reads itself again only then.
Asking is answered before any other part of the site is reached, from what this
process has read at most half a second ago: see ADR 33.
"""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.http import HttpResponse
from django.utils.timezone import now

from gegenbesuch.core.models import Pulse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

PATH = "/pulse/"
REMEMBERED = timedelta(hours=12)
"""A page that has not changed for so long is at number 0 again."""
KEPT_FOR = 0.5
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

    def version_of(self, key: str) -> int:
        if time.monotonic() - self.read_at > KEPT_FOR:
            lately = Pulse.objects.filter(changed_at__gt=now() - REMEMBERED)
            self.versions = dict(lately.values_list("key", "version"))
            self.read_at = time.monotonic()
        return self.versions.get(key, 0)


known = _Known()


class PulseMiddleware:
    """Answer open pages that ask; it stands before everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(PATH) and request.method in {"GET", "HEAD"}:
            return pulse(request, request.path_info.removeprefix(PATH).strip("/"))
        return self.get_response(request)


def pulse(_request: HttpRequest, key: str) -> HttpResponse:
    """Answer with the number of a page, which says nothing but that it has changed."""
    return HttpResponse(
        str(known.version_of(key)),
        content_type="text/plain",
        headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )
