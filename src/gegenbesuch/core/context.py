"""What every page knows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language_info

if TYPE_CHECKING:
    from django.http import HttpRequest


@cache
def _own_names() -> list[tuple[str, str]]:
    """Return the languages of the interface, each by its own name."""
    codes = [code for code, _name in settings.LANGUAGES]
    return [(code, get_language_info(code)["name_local"]) for code in codes]


def site(request: HttpRequest) -> dict[str, Any]:
    """Return what the base template needs: languages, the address of this page."""
    return {
        "interface_languages": _own_names(),
        "page_path": request.get_full_path(),
        "site_url": settings.SITE_URL,
    }
