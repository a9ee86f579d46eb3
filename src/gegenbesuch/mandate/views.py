"""What a mission costs and who has decided about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.mandate import rules, selectors, services
from gegenbesuch.mandate.forms import (
    ApprovalForm,
    CoverForm,
    DecisionForm,
    FollowingLineForm,
    LineForm,
)
from gegenbesuch.mandate.models import HomeCover
from gegenbesuch.missions.rules import phases_of
from gegenbesuch.missions.selectors import mission_with_names

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.mandate.models import Approval, BudgetLine
    from gegenbesuch.missions.models import Mission

LINE_FIELDS = (
    *("kind", "what", "payer", "currency", "rate", "heads"),
    *("planned", "committed", "actual"),
)


@login_required
def mandate(request: HttpRequest, code: str) -> HttpResponse:
    """Show the budget of a mission and how far the decision is."""
    found = fetch(mission_with_names, code, request.user)
    can_see = rules.can_see_mandate(request.user, found)
    context = _frame(request, found) | {
        "phases": phases_of(found.status),
        "can_see": can_see,
        "budget": selectors.budget_of(found) if can_see else None,
        "approvals": selectors.approvals_of(found) if can_see else [],
        "cover": HomeCover.objects.filter(mission=found).first() if can_see else None,
    }
    return render(request, "mandate/mandate.html", context)


@login_required
def cover_home(request: HttpRequest, code: str) -> HttpResponse:
    """Say how the work at home is covered while people are away."""
    found = _editable(request, code)
    known = HomeCover.objects.filter(mission=found).first()
    form = CoverForm(
        request.POST or None, initial={"text": known.text if known else ""}
    )
    if request.method == "POST" and form.is_valid():
        services.cover_home(found, actor=request.user, **form.cleaned_data)
        return redirect("mandate:mandate", found.code)
    context = _frame(request, found) | {"form": form}
    return render(request, "mandate/cover_home.html", context)


# --- Money -------------------------------------------------------------------


@login_required
def add_line(request: HttpRequest, code: str) -> HttpResponse:
    """Add a line to the budget."""
    found = _editable(request, code)
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_line(found, actor=request.user, **form.cleaned_data)
        return redirect("mandate:mandate", found.code)
    context = _frame(request, found) | {"form": form, "line": None}
    return render(request, "mandate/update_line.html", context)


@login_required
def update_line(request: HttpRequest, code: str, line: str) -> HttpResponse:
    """Change a line of the budget."""
    found = _editable(request, code)
    row = _line(found, line)
    initial = {field: getattr(row, field) for field in LINE_FIELDS}
    kind = FollowingLineForm if row.is_from_fees else LineForm
    form = versions.watched(kind(request.POST or None, initial=initial), row)
    if request.method == "POST" and versions.save(
        form, row, services.update_line, actor=request.user
    ):
        return redirect("mandate:mandate", found.code)
    context = _frame(request, found) | {"form": form, "line": row}
    return render(request, "mandate/update_line.html", context)


@login_required
@require_POST
def remove_line(request: HttpRequest, code: str, line: str) -> HttpResponse:
    """Take a line out of the budget."""
    found = _editable(request, code)
    services.remove_line(_line(found, line), actor=request.user)
    return redirect("mandate:mandate", found.code)


# --- Decisions ---------------------------------------------------------------


@login_required
def add_approval(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a body that has to decide."""
    found = _editable(request, code)
    form = ApprovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_approval(found, actor=request.user, **form.cleaned_data)
        return redirect("mandate:mandate", found.code)
    context = _frame(request, found) | {"form": form, "approval": None}
    return render(request, "mandate/update_approval.html", context)


@login_required
def update_approval(request: HttpRequest, code: str, approval: str) -> HttpResponse:
    """Change who decides and when."""
    found = _editable(request, code)
    row = _approval(found, approval)
    initial = {name: getattr(row, name) for name in ("body", "paper_number")}
    initial["meets_on"] = row.meets_on
    form = versions.watched(ApprovalForm(request.POST or None, initial=initial), row)
    if request.method == "POST" and versions.save(
        form, row, services.update_approval, actor=request.user
    ):
        return redirect("mandate:mandate", found.code)
    context = _frame(request, found) | {"form": form, "approval": row}
    return render(request, "mandate/update_approval.html", context)


@login_required
@require_POST
def submit_approval(request: HttpRequest, code: str, approval: str) -> HttpResponse:
    """Hand the paper in."""
    found = _editable(request, code)
    services.submit_approval(
        _approval(found, approval), actor=request.user, on=localdate()
    )
    return redirect("mandate:mandate", found.code)


@login_required
@require_POST
def withdraw_approval(request: HttpRequest, code: str, approval: str) -> HttpResponse:
    """Take a paper back."""
    found = _editable(request, code)
    services.withdraw_approval(_approval(found, approval), actor=request.user)
    return redirect("mandate:mandate", found.code)


@login_required
def decide_approval(request: HttpRequest, code: str, approval: str) -> HttpResponse:
    """Record what a body has decided."""
    found = fetch(mission_with_names, code, request.user, rules.can_decide_mandate)
    row = _approval(found, approval)
    form = DecisionForm(
        request.POST or None, initial={"on": row.meets_on or localdate()}
    )
    if request.method == "POST" and form.is_valid():
        services.decide_approval(row, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The decision was recorded."))
        return redirect("mandate:mandate", found.code)
    context = _frame(request, found) | {"form": form, "approval": row}
    return render(request, "mandate/decide_approval.html", context)


def _frame(request: HttpRequest, found: Mission) -> dict[str, Any]:
    return {
        "mission": found,
        "can_edit": rules.can_edit_mandate(request.user, found),
        "can_decide": rules.can_decide_mandate(request.user, found),
    }


def _editable(request: HttpRequest, code: str) -> Mission:
    return fetch(mission_with_names, code, request.user, rules.can_edit_mandate)


def _line(found: Mission, code: str) -> BudgetLine:
    row: BudgetLine = get_object_or_404(found.budget_lines, code=code)
    row.mission = found
    return row


def _approval(found: Mission, code: str) -> Approval:
    row: Approval = get_object_or_404(found.approvals, code=code)
    row.mission = found
    return row
