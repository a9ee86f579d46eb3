"""Actions on organisations and people alike: the archive, and making two one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import comparing, history, rules, services
from gegenbesuch.directory.merge_forms import MergeForm
from gegenbesuch.directory.models import Merge, Organisation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def fetch_or_kept(source: Any, code: str, user: Any) -> tuple[Any, Any]:
    """
    Return the record of an address, or else the one it was merged into.

    Returns:
        The record and None, or None and where to go.

    Raises:
        Http404: Neither is there for this user.
    """
    try:
        return fetch(source, code, user), None
    except Http404:
        model = source if isinstance(source, type) else source().model
        kept = history.kept_of(model, user, code)
        if kept is None:
            raise
        return None, kept


@login_required
@require_POST
def archive_record(request: HttpRequest, kind: type[Any], code: str) -> HttpResponse:
    """Leave a record out of lists and invitations."""
    record = fetch(kind, code, request.user, rules.can_edit_record)
    services.archive_record(record, actor=request.user)
    messages.success(request, _("It is in the archive now; nothing was lost."))
    return redirect(record)


@login_required
@require_POST
def restore_record(request: HttpRequest, kind: type[Any], code: str) -> HttpResponse:
    """Bring a record back from the archive."""
    record = fetch(kind, code, request.user, rules.can_edit_record)
    services.restore_record(record, actor=request.user)
    messages.success(request, _("It stands in lists again."))
    return redirect(record)


@login_required
def merge_record(request: HttpRequest, kind: type[Any], code: str) -> HttpResponse:
    """Compare two records side by side, and make them one."""
    record = fetch(kind, code, request.user, rules.can_edit_record)
    form = MergeForm(request.GET or None, record=record, user=request.user)
    other = form.cleaned_data["other"] if form.is_valid() else None
    if request.method == "POST" and other is not None:
        merge = (
            services.merge_organisations
            if kind is Organisation
            else services.merge_people
        )
        may_take = comparing.fields_to_take(record)
        taken = [name for name in request.POST.getlist("take") if name in may_take]
        merge(record, other, actor=request.user, take=taken)
        messages.success(
            request, _("The two records are one now. You can undo this below.")
        )
        return redirect(record)
    context: dict[str, Any] = {"record": record, "form": form, "other": other}
    if other is not None:
        context["rows"] = comparing.differences(record, other)
        context["moving"] = comparing.what_moves(other)
    return render(request, "directory/merge.html", context)


@login_required
@require_POST
def undo_merge(request: HttpRequest, code: str) -> HttpResponse:
    """Part two records as they were."""
    merge = fetch(Merge, code, request.user, rules.can_edit_record)
    dropped = services.undo_merge(merge, actor=request.user)
    messages.success(request, _("The two records are apart again."))
    return redirect(dropped)
