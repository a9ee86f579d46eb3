"""Language, request id, and the way errors reach the user."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from gegenbesuch.core import audit, views
from gegenbesuch.core.errors import ActionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    GetResponse = Callable[[HttpRequest], HttpResponse]


class ClientAddressMiddleware:
    """
    Let `REMOTE_ADDR` be the visitor's address behind proxies of our own.

    Each proxy adds the address it was called from to `X-Forwarded-For`; what
    stands further left than our proxies reach was written by the visitor.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        if 0 < settings.PROXIES <= len(forwarded):
            address = forwarded[-settings.PROXIES].strip()
            request.META["REMOTE_ADDR"] = address or request.META["REMOTE_ADDR"]
        return self.get_response(request)


def language_of(request: HttpRequest) -> str:
    """Return the language that the address asks for, or else the reader's own."""
    asked = request.GET.get("lang", "")
    if asked in dict(settings.LANGUAGES):
        return asked
    return translation.get_language_from_request(request)


class LanguageMiddleware:
    """
    Choose the language: the cookie, then what the browser prefers.

    A `?lang=` in the address wins for one page, so that a link can be sent in
    the language of its reader.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


class RequestIdMiddleware:
    """Give all audit entries of one request the same id."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = audit.request_id.set(secrets.token_hex(8))
        try:
            return self.get_response(request)
        finally:
            audit.request_id.reset(token)


class ActionErrorMiddleware:
    """Show an `ActionError` where the user is, and keep views flat."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Turn the error into a message on the page, or a 422 for htmx."""
        if not isinstance(exception, ActionError):
            return None
        if request.headers.get("HX-Request") == "true":
            context = {"message": exception.message}
            return render(request, "components/error.html", context, status=422)
        messages.error(request, str(exception.message))
        back = request.headers.get("Referer", "")
        if not url_has_allowed_host_and_scheme(
            back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return render(
                request,
                "error.html",
                {"title": exception.message, "message": ""},
                status=422,
            )
        return redirect(back)


class ErrorPageMiddleware:
    """
    Answer in our own words where Django would answer in its own.

    An action that is opened like a page, by reloading or after signing in, has
    nothing to show; a page that is missing looks the same in development.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            page = views.not_a_page(request)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        if response.status_code == HTTPStatus.NOT_FOUND and settings.DEBUG:
            return views.not_found(request, Http404())
        return response
