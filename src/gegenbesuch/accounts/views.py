"""Signing in and out, the account, the staff, the language, personal links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordResetConfirmView
from django.contrib.messages.views import SuccessMessageMixin
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from gegenbesuch.accounts import rules, services
from gegenbesuch.accounts.forms import (
    AccountForm,
    AddColleagueForm,
    AskPasswordLinkForm,
    ChangePasswordForm,
    ChoosePasswordForm,
    RoleForm,
    SignInForm,
)
from gegenbesuch.accounts.models import Membership, Office
from gegenbesuch.core.permissions import fetch

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.accounts.requests import StaffRequest

sign_in = LoginView.as_view(
    template_name="accounts/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
)
sign_out = LogoutView.as_view()


@login_required
def account(request: StaffRequest) -> HttpResponse:
    """Show who is signed in, with which roles; change the name and the language."""
    user = request.user
    initial = {"name": user.name, "language": user.language}
    form = AccountForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_account(user, actor=user, **form.cleaned_data)
        with translation.override(user.language):
            messages.success(request, _("Your account was changed."))
        return _in_language(redirect("accounts:account"), user.language)
    memberships = user.memberships.select_related("office").order_by("pk")
    rows = [(m, rules.can_manage_membership(user, m)) for m in memberships]
    context = {"form": form, "rows": rows, "manages": any(may for _m, may in rows)}
    return render(request, "accounts/account.html", context)


@sensitive_post_parameters()
@login_required
def change_password(request: StaffRequest) -> HttpResponse:
    """Change the own password; sessions in other browsers end."""
    form = ChangePasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(
            request, _("Your password was changed. Other browsers are signed out.")
        )
        return redirect("accounts:account")
    return render(request, "accounts/change_password.html", {"form": form})


def ask_password_link(request: HttpRequest) -> HttpResponse:
    """Have a link to choose a password mailed; never say whether there is an account."""
    form = AskPasswordLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask_password_link(form.cleaned_data["email"])
        return render(request, "accounts/password_link_asked.html")
    return render(request, "accounts/ask_password_link.html", {"form": form})


class _ChoosePassword(SuccessMessageMixin, PasswordResetConfirmView):  # type: ignore[type-arg]
    """Django's, which keeps the secret of the link out of the address."""

    template_name = "accounts/choose_password.html"
    form_class = ChoosePasswordForm
    success_url = reverse_lazy("accounts:sign-in")
    success_message = gettext_lazy("Your password was set. Please sign in with it.")


choose_password = _ChoosePassword.as_view()


@login_required
def staff(request: StaffRequest, office: str) -> HttpResponse:
    """List who works in an office, in which role, and who has never signed in."""
    found = fetch(Office, office, request.user, rules.can_manage_staff)
    rows = found.memberships.select_related("user").order_by("user__name", "pk")
    return render(request, "accounts/staff.html", {"office": found, "rows": rows})


@login_required
def add_colleague(request: StaffRequest, office: str) -> HttpResponse:
    """Add somebody to an office by mail address."""
    found = fetch(Office, office, request.user, rules.can_manage_staff)
    form = AddColleagueForm(
        request.POST or None, office=found, initial={"language": found.language}
    )
    if request.method == "POST" and form.is_valid():
        membership = services.add_colleague(
            found, actor=request.user, at=now(), **form.cleaned_data
        )
        messages.success(
            request,
            _("%(name)s was added and is told by mail.") % {"name": membership.user},
        )
        return redirect("accounts:staff", found.code)
    return render(
        request, "accounts/add_colleague.html", {"office": found, "form": form}
    )


@login_required
def membership(request: StaffRequest, code: str) -> HttpResponse:
    """Show the role of a colleague, and change it."""
    found = fetch(_memberships, code, request.user, rules.can_manage_membership)
    form = RoleForm(request.POST or None, initial={"role": found.role})
    if request.method == "POST" and form.is_valid():
        services.change_role(found, role=form.cleaned_data["role"], actor=request.user)
        messages.success(request, _("The role was changed."))
        return _to_staff(request, found)
    context = {
        "membership": found,
        "form": form,
        "is_self": found.user_id == request.user.pk,
        "is_closed": not found.user.is_active,
        "is_invited": found.user.is_active and not found.user.has_usable_password(),
        "is_elsewhere": found.user.memberships.exclude(pk=found.pk).exists(),
    }
    return render(request, "accounts/membership.html", context)


@login_required
@require_POST
def welcome_again(request: StaffRequest, code: str) -> HttpResponse:
    """Mail a colleague who has not chosen a password a new link."""
    found = fetch(_memberships, code, request.user, rules.can_manage_membership)
    services.welcome_again(found, actor=request.user, at=now())
    messages.success(request, _("A new link is on its way."))
    return redirect("accounts:staff", found.office.code)


@login_required
@require_POST
def close_account(request: StaffRequest, code: str) -> HttpResponse:
    """Let a colleague who has left sign in no more."""
    found = fetch(_memberships, code, request.user, rules.can_manage_membership)
    user = services.close_account(found, actor=request.user)
    messages.success(request, _("%(name)s can't sign in any more.") % {"name": user})
    return redirect("accounts:staff", found.office.code)


@login_required
@require_POST
def reopen_account(request: StaffRequest, code: str) -> HttpResponse:
    """Let a colleague in again, who chooses a new password."""
    found = fetch(_memberships, code, request.user, rules.can_manage_membership)
    user = services.reopen_account(found, actor=request.user, at=now())
    messages.success(
        request,
        _("%(name)s is mailed a link to choose a new password.") % {"name": user},
    )
    return redirect("accounts:staff", found.office.code)


@login_required
@require_POST
def end_membership(request: StaffRequest, code: str) -> HttpResponse:
    """Take a colleague's role in the office away."""
    found = fetch(_memberships, code, request.user, rules.can_manage_membership)
    services.end_membership(found, actor=request.user)
    messages.success(
        request, _("%(name)s does not work here any more.") % {"name": found.user}
    )
    return _to_staff(request, found)


def _memberships() -> QuerySet[Membership]:
    return Membership.objects.select_related("user", "office")


def _to_staff(request: StaffRequest, changed: Membership) -> HttpResponse:
    """Go back to the list; who has given up their own part in it has no list."""
    if changed.user_id == request.user.pk:
        return redirect("accounts:account")
    return redirect("accounts:staff", changed.office.code)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Switch the language and stay on the page."""
    language = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if language in dict(settings.LANGUAGES):
        return _in_language(response, language)
    return response


def _in_language(response: HttpResponse, language: str) -> HttpResponse:
    """Have the browser ask for pages in this language from now on."""
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
