"""The addresses of the public site: each page has one in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language

from gegenbesuch.newsroom.page_cache import PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

#: Longer texts in addresses are cut.
MOST_LETTERS = 200


def public_path(name: str, *args: Any, language: str = "", **query: Any) -> str:
    """
    Return the address of a public page in a language, by default the reader's.

    Args:
        name: The name of the address in this app, with `args` for its parts.
        query: What else it asks for; what is empty is left out.
    """
    asked = {key: value for key, value in query.items() if value not in {None, ""}}
    asked["lang"] = language or get_language() or settings.LANGUAGE_CODE
    return f"{reverse(f'newsroom:{name}', args=args)}?{urlencode(asked)}"


def asked_for(request: HttpRequest, name: str) -> str:
    """Return what a page is asked for, without what no database takes."""
    return request.GET.get(name, "").replace("\0", "").strip()[:MOST_LETTERS]


def in_each_language(
    request: HttpRequest, languages: Iterable[str] = ()
) -> list[tuple[str, str]]:
    """Return this page's whole address in the languages, by default in all."""
    query = QueryDict(mutable=True)
    for name in request.GET.keys() & PARAMETERS - {"answer"}:
        query[name] = request.GET[name]
    found = []
    for language in languages or dict(settings.LANGUAGES):
        query["lang"] = language
        path = f"{request.path}?{query.urlencode()}"
        found.append((language, request.build_absolute_uri(path)))
    return found


def own_address(request: HttpRequest) -> str:
    """Return this page's whole address, with its language."""
    language = get_language() or settings.LANGUAGE_CODE
    return in_each_language(request, [language])[0][1]
