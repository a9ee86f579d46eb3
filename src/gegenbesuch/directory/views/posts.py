"""Pages on which one action writes several rows about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import rules, services
from gegenbesuch.directory.address_form_forms import AddressFormsForm
from gegenbesuch.directory.card_forms import NEW, CardForm
from gegenbesuch.directory.models import Person
from gegenbesuch.directory.post_forms import PostForm
from gegenbesuch.directory.views.details import saved

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def change_post(request: HttpRequest, code: str) -> HttpResponse:
    """End a role and begin the next one in one go; both stay on record."""
    record = fetch(Person, code, request.user, rules.can_edit_person)
    form = PostForm(request.POST or None, user=request.user, person=record)
    if request.method == "POST" and saved(
        form,
        lambda: services.change_post(record, actor=request.user, **form.values()),
    ):
        messages.success(request, _("The change of post is on record."))
        return redirect(record)
    context = {"form": form, "person": record, "record": record}
    return render(request, "directory/post_form.html", context)


@login_required
def update_address_forms(request: HttpRequest, code: str) -> HttpResponse:
    """Write how a person is addressed where the usual form is wrong."""
    record = fetch(Person, code, request.user, rules.can_edit_person)
    form = AddressFormsForm(request.POST or None, person=record)
    if request.method == "POST" and form.is_valid():
        services.update_person(record, actor=request.user, **form.values())
        return redirect(record)
    context = {"form": form, "person": record, "record": record}
    return render(request, "directory/address_forms.html", context)


@login_required
def capture_card(request: HttpRequest) -> HttpResponse:
    """Type both sides of a business card as one person."""
    if not rules.can_create_person(request.user):
        raise PermissionDenied
    form = CardForm(request.POST or None, user=request.user)
    made: list[Person] = []

    def write() -> None:
        made.append(
            services.capture_card(
                form.chosen_office(),
                form.card(),
                actor=request.user,
                person=form.chosen_person(),
                tags=form.cleaned_data["tags"],
            )
        )

    if request.method == "POST" and saved(form, write):
        messages.success(request, _("The card is on record."))
        return redirect(made[0])
    context = {"form": form, "new": NEW, "alike": form.alike}
    return render(request, "directory/card_form.html", context)
