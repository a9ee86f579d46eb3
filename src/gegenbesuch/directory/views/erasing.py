"""Erase a person, after showing what goes and what stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import rules, services
from gegenbesuch.directory.erasing_forms import ErasePersonForm
from gegenbesuch.directory.kind_names import in_order
from gegenbesuch.directory.models import Person

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def erase_person(request: HttpRequest, code: str) -> HttpResponse:
    """Show what an erasure would do; do it when asked."""
    record = fetch(Person, code, request.user, rules.can_erase_person)
    form = ErasePersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = services.erase_person(
            record,
            actor=request.user,
            reason=form.cleaned_data["reason"],
            reference=form.cleaned_data["reference"],
        )
        messages.success(request, _said(done))
        return redirect(done.person or "directory:people")
    going, staying = services.plan_erasure(record)
    context = {
        "person": record,
        "form": form,
        "going": in_order(going),
        "staying": in_order(staying),
        "has_namesake": services.has_namesake(record),
    }
    return render(request, "directory/erase_person.html", context)


def _said(done: services.Erasure) -> str:
    texts = done.blackened.total()
    return (
        _("The person is erased.")
        + " "
        + (
            ngettext(
                "In %(n)s other record the name, an address or a number was blacked out.",
                "In %(n)s other records the name, an address or a number was blacked out.",
                texts,
            )
            % {"n": texts}
        )
    )
