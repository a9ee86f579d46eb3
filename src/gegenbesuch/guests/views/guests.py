"""One guest: for the office, and the guest's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.accounts import services as accounts
from gegenbesuch.core import versions
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.permissions import fetch
from gegenbesuch.guests import rules, selectors, services
from gegenbesuch.guests.address import address_line, salutation, spoken_form
from gegenbesuch.guests.forms import (
    AnswerOnBehalfForm,
    GuestForm,
    NeedOnBehalfForm,
    OwnAnswerForm,
)
from gegenbesuch.guests.models import Guest, Need
from gegenbesuch.letters.selectors import messages_to
from gegenbesuch.missions.rules import OFF

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def guest(request: HttpRequest, code: str) -> HttpResponse:
    """Show a guest: the answer, the mails and how they are addressed."""
    found = fetch(selectors.guest_details, code, request.user)
    can_edit = rules.can_edit_guest(request.user, found)
    companions = _companions_of(found)
    context = {
        "guest": found,
        "guest_list": found.guest_list,
        "mission": found.guest_list.mission,
        "companions": companions,
        "mails": messages_to([found], with_text=True)[found.pk],
        "forms_of_address": [
            (
                language,
                address_line(found, language),
                salutation(found, language),
                spoken_form(found, language),
            )
            for language in ("de", "en", "ja")
        ],
        "can_edit": can_edit,
        "can_record_needs": rules.can_record_needs(request.user, found),
        "form": AnswerOnBehalfForm(guest=found, initial=_answer_of(found, companions))
        if can_edit and found.companion_of is None
        else None,
        "can_remove": can_edit and found.status == Guest.Status.LISTED,
    }
    return render(request, "guests/guest.html", context)


@login_required
def update_guest(request: HttpRequest, code: str) -> HttpResponse:
    """Change under which name, function and address somebody is invited."""
    found = _editable(request, code)
    names = ("name", "address", "title", "organisation_text", "language", "email")
    initial = {name: getattr(found, name) for name in (*names, "note")}
    form = versions.watched(GuestForm(request.POST or None, initial=initial), found)
    if request.method == "POST" and versions.save(
        form, found, services.update_guest, actor=request.user
    ):
        return redirect(found)
    context = {
        "guest": found,
        "guest_list": found.guest_list,
        "mission": found.guest_list.mission,
        "form": form,
    }
    return render(request, "guests/update_guest.html", context)


@login_required
@require_POST
def answer_on_behalf(request: HttpRequest, code: str) -> HttpResponse:
    """Record what a guest told the office."""
    found = _editable(request, code)
    form = AnswerOnBehalfForm(request.POST, guest=found)
    if form.is_valid():
        services.answer_on_behalf(
            found, actor=request.user, at=now(), **form.cleaned_data
        )
        messages.success(request, _("The answer was recorded in your name."))
    else:
        messages.error(
            request, " ".join(str(e) for row in form.errors.values() for e in row)
        )
    return redirect(found)


@login_required
@require_POST
def remove_guest(request: HttpRequest, code: str) -> HttpResponse:
    """Take somebody off the list who was not told yet."""
    found = _editable(request, code)
    event = found.guest_list
    services.remove_guest(found, actor=request.user)
    return redirect(event)


@login_required
def needs(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the guests who come eat and need; each look is logged."""
    found = fetch(selectors.guest_list_details, code, request.user, rules.can_see_needs)
    rows = services.look_at_needs(found, actor=request.user)
    context = {
        "guest_list": found,
        "mission": found.mission,
        "needs": rows,
        "document_key": f"diet_list_{found.code}",
    }
    return render(request, "guests/needs.html", context)


@login_required
def record_needs(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what a guest told the office about food and access."""
    found = fetch(selectors.guest_details, code, request.user, rules.can_record_needs)
    need = Need.objects.filter(guest=found).first()
    initial = {"diet": need.diet, "access": need.access, "agrees": True} if need else {}
    form = NeedOnBehalfForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.record_needs(
            found,
            diet=form.cleaned_data["diet"],
            access=form.cleaned_data["access"],
            at=now(),
            by=request.user,  # type: ignore[arg-type]
        )
        return redirect("guests:needs", found.guest_list.code)
    context = {
        "guest": found,
        "guest_list": found.guest_list,
        "mission": found.guest_list.mission,
        "form": form,
    }
    return render(request, "guests/record_needs.html", context)


# --- The guest's own page ----------------------------------------------------


def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Let a guest answer by personal link, in the guest's own language."""
    link = accounts.read_token(token)
    if link is None:
        raise Http404
    found = _guest_of(link)
    if found is None or not accounts.opens(link, token, at=now()):
        context = {"link": link, "token": token}
        return render(request, "accounts/link_expired.html", context, status=410)
    language = request.LANGUAGE_CODE if "lang" in request.GET else _own(request, found)
    with translation.override(language):
        return _answer_page(request, found, token)


def _answer_page(request: HttpRequest, found: Guest, token: str) -> HttpResponse:
    need = Need.objects.filter(guest=found).first()
    companions = _companions_of(found)
    initial = _answer_of(found, companions) | {
        "diet": need.diet if need else "",
        "access": need.access if need else "",
        "agrees": need is not None,
    }
    form = OwnAnswerForm(request.POST or None, guest=found, initial=initial)
    is_off = found.guest_list.mission.status in OFF
    is_open = now() <= found.guest_list.answer_by and not is_off
    if request.method == "POST" and form.is_valid():
        try:
            _save_answer(found, form.cleaned_data)
        except ActionError as error:
            form.add_error(None, str(error.message))
        else:
            return redirect("guests:answer", token)
    context = {
        "guest": found,
        "guest_list": found.guest_list,
        "form": form,
        "is_open": is_open,
        "is_off": is_off,
        "salutation": salutation(found, translation.get_language() or ""),
        "companions": companions,
        "codes": _codes([found, *companions]),
        "LANGUAGE_CODE": translation.get_language(),
    }
    return render(request, "guests/answer.html", context)


def _codes(guests: list[Guest]) -> list[tuple[Guest, str]]:
    """Return what the door scans, for each who comes, as the address of a picture."""
    return [
        (
            guest,
            segno.make_qr(guest.code, error="m").svg_data_uri(
                scale=5, border=2, light="#fff"
            ),
        )
        for guest in guests
        if guest.status == Guest.Status.ACCEPTED
    ]


def _save_answer(found: Guest, values: dict[str, Any]) -> None:
    at = now()
    services.answer(
        found,
        comes=values["comes"],
        companions=values.get("companions", ()),
        representative=values["representative"],
        representative_title=values["representative_title"],
        at=at,
    )
    comes = values["comes"]
    services.record_needs(
        found,
        diet=values["diet"] if comes else "",
        access=values["access"] if comes else "",
        at=at,
    )


def _own(request: HttpRequest, found: Guest) -> str:
    """Return the language of the page: what the guest chose, else that of the letter."""
    chosen = request.COOKIES.get("gegenbesuch_language")
    return chosen if chosen in {"de", "en", "ja"} else found.language


def _guest_of(link: Any) -> Guest | None:
    target = link.target
    if not isinstance(target, Guest):
        return None
    return selectors.guest_details().get(pk=target.pk)


def _companions_of(found: Guest) -> list[Guest]:
    return list(Guest.objects.filter(companion_of=found).order_by("pk"))


def _answer_of(found: Guest, companions: list[Guest]) -> dict[str, Any]:
    answered = found.answered_at is not None
    comes = found.status in {Guest.Status.ACCEPTED, Guest.Status.WAITING}
    return {
        "comes": ("yes" if comes else "no") if answered else None,
        "companions": "\n".join(str(row.name) for row in companions),
        "representative": found.representative,
        "representative_title": found.representative_title,
        "via": found.answered_via,
    }


def _editable(request: HttpRequest, code: str) -> Guest:
    return fetch(selectors.guest_details, code, request.user, rules.can_edit_guest)
