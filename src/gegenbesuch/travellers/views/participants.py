"""Who takes part in a mission, and the papers of those who travel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.permissions import fetch
from gegenbesuch.missions import rules
from gegenbesuch.missions import services as missions
from gegenbesuch.missions.selectors import attest, mission_with_names
from gegenbesuch.travellers import selectors, services
from gegenbesuch.travellers.forms import (
    PapersForm,
    ParticipantForm,
    RequirementsForm,
)
from gegenbesuch.travellers.models import Fee, PaperKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.missions.models import Mission, Participation

PARTICIPANT = (
    *("person", "organisation", "label", "function"),
    *("title", "is_public", "position"),
)


# --- Who takes part ----------------------------------------------------------


@login_required
def add_participant(request: HttpRequest, code: str) -> HttpResponse:
    """Put somebody on the list of a mission."""
    found = _mission(request, code)
    form = ParticipantForm(request.POST or None, user=request.user)
    if request.method == "POST" and _done(
        form,
        lambda: missions.add_participation(
            found, actor=request.user, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The participant is on the list."))
        return redirect("missions:participants", found.code)
    context = {"mission": found, "form": form, "row": None}
    return render(request, "travellers/update_participant.html", context)


@login_required
def update_participant(request: HttpRequest, code: str, row: str) -> HttpResponse:
    """Change as what somebody takes part, under which title and in which rank."""
    found = _mission(request, code)
    participation = _row(found, row)
    initial = {name: getattr(participation, name) for name in PARTICIPANT}
    form = ParticipantForm(request.POST or None, initial=initial, user=request.user)
    if request.method == "POST" and _done(
        form,
        lambda: missions.update_participation(
            participation, actor=request.user, **form.cleaned_data
        ),
    ):
        return redirect("missions:participants", found.code)
    context = {"mission": found, "form": form, "row": participation}
    return render(request, "travellers/update_participant.html", context)


def _done(form: ParticipantForm, write: Callable[[], Any]) -> bool:
    """Write what was typed; if that cannot be, the form says why and keeps it."""
    if not form.is_valid():
        return False
    try:
        write()
    except ActionError as error:
        form.add_error(None, str(error.message))
        return False
    return True


@login_required
@require_POST
def remove_participant(request: HttpRequest, code: str, row: str) -> HttpResponse:
    """Take somebody off the list of a mission."""
    found = _mission(request, code)
    services.remove_traveller(_row(found, row), actor=request.user)
    return redirect("missions:participants", found.code)


# --- Papers ------------------------------------------------------------------


@login_required
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """Show the papers of all who travel; each look is logged."""
    found = _coordinated(request, code)
    rows = services.look_at_papers(found, actor=request.user, on=localdate())
    required = selectors.required_of(found)
    context = {
        "mission": found,
        "rows": rows,
        "kinds": [PaperKind(need.kind).label for need in required],
        "troubled": sum(cell.is_troubled for row in rows for cell in row.cells),
        "owed": selectors.owed(rows),
        "form": RequirementsForm(
            initial={
                "kinds": [need.kind for need in required],
                "days_beyond": max((need.days_beyond for need in required), default=0),
            }
        ),
    }
    return render(request, "travellers/papers.html", context)


@login_required
@require_POST
def require_papers(request: HttpRequest, code: str) -> HttpResponse:
    """Say which papers are needed."""
    found = _coordinated(request, code)
    form = RequirementsForm(request.POST)
    if form.is_valid():
        services.require_papers(found, form.papers(), actor=request.user)
        messages.success(request, _("The papers that are needed were saved."))
    else:
        messages.error(
            request, " ".join(str(e) for row in form.errors.values() for e in row)
        )
    return redirect("travellers:papers", found.code)


@login_required
def set_papers(request: HttpRequest, code: str, row: str) -> HttpResponse:
    """Write down the papers and the fee of somebody who travels."""
    found = _coordinated(request, code)
    participation = _row(found, row)
    required = (
        selectors.required_of(found) if participation.person_id is not None else []
    )
    fee = Fee.objects.filter(participation=participation).first()
    form = PapersForm(
        request.POST or None,
        required=required,
        initial=_initial(participation, fee),
    )
    if request.method == "POST" and form.is_valid():
        _save(request, participation, form)
        return redirect("travellers:papers", found.code)
    context = {"mission": found, "row": participation, "form": form}
    return render(request, "travellers/set_papers.html", context)


@transaction.atomic
def _save(request: HttpRequest, row: Participation, form: PapersForm) -> None:
    if form.kinds:
        services.set_papers(row, form.papers(), actor=request.user, on=localdate())  # type: ignore[arg-type]
    services.set_fee(
        row,
        amount=form.cleaned_data["amount"],
        paid_on=form.cleaned_data["paid_on"],
        actor=request.user,  # type: ignore[arg-type]
    )


def _initial(row: Participation, fee: Fee | None) -> dict[str, Any]:
    known: dict[str, Any] = {
        paper.kind: paper.valid_until or True for paper in row.papers.all()
    }
    return known | (
        {"amount": fee.amount, "paid_on": fee.paid_on} if fee is not None else {}
    )


def _mission(request: HttpRequest, code: str) -> Mission:
    found = fetch(mission_with_names, code, request.user, rules.can_edit_mission)
    attest([found])
    return found


def _coordinated(request: HttpRequest, code: str) -> Mission:
    found = fetch(mission_with_names, code, request.user, rules.can_see_papers)
    attest([found])
    return found


def _row(mission: Mission, code: str) -> Participation:
    return get_object_or_404(selectors.participants(mission), code=code)
