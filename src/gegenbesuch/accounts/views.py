"""Signing in and out, the language, personal links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from gegenbesuch.accounts import services
from gegenbesuch.accounts.forms import SignInForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

sign_in = LoginView.as_view(
    template_name="accounts/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
)
sign_out = LogoutView.as_view()


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Show who is signed in, with which roles in which offices."""
    memberships = request.user.memberships.select_related("office").order_by("pk")
    return render(request, "accounts/account.html", {"memberships": memberships})


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Switch the language and stay on the page."""
    language = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response


def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open what a personal link leads to, or offer a new link by mail."""
    link = services.read_token(token)
    if link is None:
        raise Http404
    if not services.opens(link, token, at=now()) or link.target is None:
        context = {"link": link, "token": token}
        return render(request, "accounts/link_expired.html", context, status=410)
    return redirect(link.target.get_personal_url(token))


@require_POST
def renew_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail the holder a new link to the address we know."""
    link = services.read_token(token)
    if link is None:
        raise Http404
    services.renew_link(link, at=now())
    return render(request, "accounts/link_renewed.html", {"link": link})
