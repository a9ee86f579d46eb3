"""Pages that go on opening when the network is gone: see `static/js/keep-page.js`."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

_WORKER = settings.PACKAGE / "static" / "js" / "keep-page-worker.js"


def keep_page_worker() -> HttpResponse:
    """
    Serve the script that keeps pages at hand.

    It rules over all addresses below its own folder, so each page that is to be kept
    serves it at an address below itself.
    """
    return HttpResponse(
        _WORKER.read_text(encoding="utf-8"), content_type="text/javascript"
    )
