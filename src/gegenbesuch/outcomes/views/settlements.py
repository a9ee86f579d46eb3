"""Companies that came to stay: their steps, their shares, what attests them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.accounts.models import Office
from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory.evidence import cite, evidence_of
from gegenbesuch.outcomes import rules, selectors, services
from gegenbesuch.outcomes.chain_pictures import picture_of
from gegenbesuch.outcomes.forms_settlements import SettlementForm, StepForm
from gegenbesuch.outcomes.models import SettlementStep

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def settlements(request: HttpRequest) -> HttpResponse:
    """Show the companies that came to stay."""
    rows = selectors.settlements_of(request.user)[:200]
    context = {
        "settlements": rows,
        "can_record": rules.office_for_settlements(request.user) is not None,
    }
    return render(request, "outcomes/settlements.html", context)


@login_required
def settlement(request: HttpRequest, code: str) -> HttpResponse:
    """Show one settlement: its steps over the years, and what it is said to cost."""
    found = fetch(selectors.settlements_of(request.user), code, request.user)
    steps = selectors.steps_of(found)
    evidence = evidence_of([found, *steps])
    cite([found], steps, evidence.figures, evidence.claims)
    chain = selectors.chain_of_settlement(found, steps, request.user)
    context = {
        "settlement": found,
        "steps": [(step, evidence.figures_of(step)) for step in steps],
        "figures": evidence.figures_of(found),
        "conflicts": evidence.conflicts,
        "questions": evidence.questions,
        "picture": picture_of(chain, "always"),
        "credits": selectors.credits_of(found),
        "can_edit": rules.can_edit_result(request.user, found),
    }
    return render(request, "outcomes/settlement.html", context)


@login_required
def record_settlement(request: HttpRequest) -> HttpResponse:
    """Record a company that comes to stay."""
    office = rules.office_for_settlements(request.user)
    if office is None:
        raise PermissionDenied
    form = SettlementForm(request.POST or None, office=office, user=request.user)
    if request.method == "POST" and form.is_valid():
        settlement = services.record_settlement(
            Office.objects.get(pk=office), actor=request.user, **form.cleaned_data
        )
        messages.success(request, _("The settlement was recorded."))
        return redirect(settlement)
    return render(request, "outcomes/edit_settlement.html", {"form": form})


@login_required
def update_settlement(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is known of a settlement as a whole."""
    found = fetch(
        selectors.settlements_of(request.user),
        code,
        request.user,
        rules.can_edit_result,
    )
    initial = {name: getattr(found, name) for name in SettlementForm.NAMES}
    form = SettlementForm(
        request.POST or None,
        office=found.office_id,
        user=request.user,
        initial=initial,
        is_new=False,
    )
    form = versions.watched(form, found)
    if request.method == "POST" and versions.save(
        form, found, services.update_settlement, actor=request.user
    ):
        messages.success(request, _("The settlement was changed."))
        return redirect(found)
    context = {"form": form, "settlement": found}
    return render(request, "outcomes/edit_settlement.html", context)


@login_required
def record_step(request: HttpRequest, code: str) -> HttpResponse:
    """Record one step on the way of a settlement."""
    found = fetch(
        selectors.settlements_of(request.user),
        code,
        request.user,
        rules.can_edit_result,
    )
    form = StepForm(request.POST or None, settlement=found)
    if request.method == "POST" and form.is_valid():
        services.record_step(found, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The step was recorded."))
        return redirect(found)
    context = {"form": form, "settlement": found}
    return render(request, "outcomes/edit_step.html", context)


@login_required
def update_step(request: HttpRequest, code: str) -> HttpResponse:
    """Change a step of a settlement."""
    step = fetch(SettlementStep, code, request.user, rules.can_edit_result)
    names = ("kind", "on", "text", "mission")
    initial = {name: getattr(step, name) for name in names}
    initial["people"] = list(step.people.values_list("pk", flat=True))
    form = StepForm(
        request.POST or None, settlement=step.settlement, initial=initial, is_new=False
    )
    form = versions.watched(form, step)
    if request.method == "POST" and versions.save(
        form, step, services.update_step, actor=request.user
    ):
        messages.success(request, _("The step was changed."))
        return redirect(step.settlement)
    context = {"form": form, "settlement": step.settlement, "step": step}
    return render(request, "outcomes/edit_step.html", context)


@login_required
@require_POST
def remove_step(request: HttpRequest, code: str) -> HttpResponse:
    """Take a step off the record."""
    step = fetch(SettlementStep, code, request.user, rules.can_edit_result)
    services.remove_step(step, actor=request.user)
    return redirect(step.settlement)
