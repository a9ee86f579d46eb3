"""What attests a result, and to which missions it is credited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.permissions import fetch
from gegenbesuch.letters.selectors import messages_to
from gegenbesuch.outcomes import rules, selectors, services
from gegenbesuch.outcomes.forms_evidence import (
    AskForm,
    CreditForm,
    ProofForm,
    WithdrawProofForm,
)
from gegenbesuch.outcomes.models import Confirmation, Credit, Proof, Settlement
from gegenbesuch.outcomes.services.evidence import fingerprint_of, statement_of

if TYPE_CHECKING:
    from django.http import HttpRequest

ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@login_required
def evidence(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show who attests a result, and whose it is."""
    return _page(request, _result(request, kind, code))


@login_required
@require_POST
def credit_result(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Put a share of a result down to a mission."""
    result = _editable(request, kind, code)
    form = CreditForm(request.POST, result=result)
    if form.is_valid():
        try:
            services.credit_result(result, actor=request.user, **form.cleaned_data)
        except ActionError as error:
            form.add_error("share", str(error.message))
        else:
            messages.success(request, _("The share was recorded."))
            return redirect("outcomes:evidence", kind, code)
    return _page(request, result, credit_form=form)


@login_required
@require_POST
def ask_partner(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Ask a partner by mail whether it is right."""
    result = _editable(request, kind, code)
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            services.ask_partner(
                result, actor=request.user, at=now(), **form.cleaned_data
            )
        except ActionError as error:
            form.add_error("to_email", str(error.message))
        else:
            messages.success(request, _("The question was sent."))
            return redirect("outcomes:evidence", kind, code)
    return _page(request, result, ask_form=form)


@login_required
@require_POST
def file_proof(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Put a document on file."""
    result = _editable(request, kind, code)
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.file_proof(result, actor=request.user, **form.cleaned_data)
        except ActionError as error:
            form.add_error("file", str(error.message))
        else:
            messages.success(request, _("The document is on file."))
            return redirect("outcomes:evidence", kind, code)
    return _page(request, result, proof_form=form)


@login_required
@require_safe
def open_proof(request: HttpRequest, code: str) -> HttpResponse:
    """Return a document to be saved; no browser shows or runs it."""
    proof = fetch(Proof, code, request.user)
    content = services.open_proof(proof, actor=request.user)
    response = HttpResponse(content, content_type=proof.media_type)
    name = f"{proof.code}.{ENDINGS[proof.media_type]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def withdraw_proof(request: HttpRequest, code: str) -> HttpResponse:
    """Take a document off file."""
    proof = fetch(Proof, code, request.user, rules.can_edit_result)
    form = WithdrawProofForm(request.POST)
    if form.is_valid():
        services.withdraw_proof(
            proof, actor=request.user, at=now(), **form.cleaned_data
        )
        messages.success(request, _("The document is off file."))
    else:
        messages.error(request, _("Please give a reason."))
    return _back(proof)


@login_required
@require_POST
def withdraw_credit(request: HttpRequest, code: str) -> HttpResponse:
    """Take a share back."""
    found = fetch(Credit, code, request.user, rules.can_edit_result)
    services.withdraw_credit(found, actor=request.user)
    return _back(found)


@login_required
@require_POST
def withdraw_confirmation(request: HttpRequest, code: str) -> HttpResponse:
    """Take a question back, or no longer count on its answer."""
    asked = fetch(Confirmation, code, request.user, rules.can_edit_result)
    services.withdraw_confirmation(asked, actor=request.user, at=now())
    return _back(asked)


# --- Parts of answers --------------------------------------------------------


def _result(request: HttpRequest, kind: str, code: str) -> Any:
    if kind == "outcome":
        return fetch(selectors.outcome_details, code, request.user)
    if kind == "settlement":
        return fetch(selectors.settlements_of(request.user), code, request.user)
    raise Http404


def _editable(request: HttpRequest, kind: str, code: str) -> Any:
    found = _result(request, kind, code)
    if not rules.can_edit_result(request.user, found):
        raise PermissionDenied
    return found


def _back(row: Any) -> HttpResponse:
    result = row.result
    kind = "settlement" if isinstance(result, Settlement) else "outcome"
    return redirect("outcomes:evidence", kind, result.code)


def _page(request: HttpRequest, result: Any, **forms: Any) -> HttpResponse:
    asked = list(result.confirmations.order_by("-pk"))
    mails = messages_to(asked)
    shares = selectors.credits_of(result)
    mark = fingerprint_of(result)
    context = {
        "result": result,
        "kind": "settlement" if isinstance(result, Settlement) else "outcome",
        "statement": statement_of(result),
        "proofs": result.proofs.select_related("filed_by").order_by("-pk"),
        "asked": [(row, row.fingerprint == mark, mails[row.pk]) for row in asked],
        "credits": shares,
        "left": 100 - sum(row.share for row in shares),
        "can_edit": rules.can_edit_result(request.user, result),
        "credit_form": CreditForm(result=result),
        "ask_form": AskForm(),
        "proof_form": ProofForm(),
    } | forms
    status = 422 if forms and request.headers.get("HX-Request") else 200
    return render(request, "outcomes/evidence.html", context, status=status)
