"""Health, the style guide, and error pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from gegenbesuch.core.samples import styleguide_samples

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:
    """Tell a monitor that the site and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in each state, to staff and in development."""
    if not (settings.DEBUG or request.user.is_authenticated):
        raise Http404
    return render(request, "core/styleguide.html", styleguide_samples())


def accessibility(request: HttpRequest) -> HttpResponse:
    """Declare how far the site is accessible, and whom to tell about barriers."""
    return render(request, "core/accessibility.html")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the page exists, but not for this user."""
    title = _("You may not do this")
    message = _("Your role does not allow it. Please ask your office's coordinator.")
    return _error(request, 403, title, message)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came without the token that shows it is one of ours."""
    title = _("This form has expired")
    message = _("Nothing was changed. Please go back, reload the page and try again.")
    return _error(request, 403, title, message)


def not_a_page(request: HttpRequest) -> HttpResponse:
    """Say that an address only takes what a form sends."""
    title = _("There is nothing to see at this address")
    message = _("It only takes what a form sends. Nothing was changed.")
    return _error(request, 405, title, message)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page."""
    title = _("There is no such page")
    message = _("It may have moved, or you may have to sign in to see it.")
    return _error(request, 404, title, message)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke on our side."""
    title = _("Something went wrong")
    message = _("The error has been logged. Please try again.")
    context = {"title": title, "message": message, "status": 500}
    # Without the request: its user or session may be what is broken.
    return HttpResponseServerError(render_to_string("error.html", context))


def _error(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    context = {"title": title, "message": message, "status": status}
    return render(request, "error.html", context, status=status)
