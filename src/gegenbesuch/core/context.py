"""What every page knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template needs: languages, the address of this page."""
    return {
        "languages": settings.LANGUAGES,
        "page_path": request.get_full_path(),
        "site_url": settings.SITE_URL,
    }
