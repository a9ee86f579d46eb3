"""Taking data out, and who did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gegenbesuch.accounts.models import Membership
from gegenbesuch.exchange import chosen, contacts_out, exporting, rules
from gegenbesuch.exchange.forms import ExportForm
from gegenbesuch.exchange.models import ExportEntry

if TYPE_CHECKING:
    from django.http import HttpRequest

ENTRIES_SHOWN = 200


@login_required
@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """List who has taken what out of the offices that the user coordinates."""
    if not rules.can_see_exports(request.user):
        raise PermissionDenied
    offices = rules.offices_with(request.user, Membership.Role.COORDINATOR)
    entries = ExportEntry.objects.filter(office_id__in=offices)
    context = {"entries": entries.order_by("-created_at", "-pk")[:ENTRIES_SHOWN]}
    return render(request, "exchange/exports.html", context)


@login_required
def export_list(request: HttpRequest, what: str) -> HttpResponse:
    """Ask for purpose and recipient, then write the list as a file."""
    if what not in chosen.MODELS:
        raise Http404
    if not rules.can_export(request.user):
        raise PermissionDenied
    pks = chosen.chosen_records(what, request.user, request.GET)
    form = ExportForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        rows = chosen.MODELS[what]._default_manager.filter(office=form.office)
        file_format = form.cleaned_data["file_format"]
        content = exporting.export_list(
            form.office,
            what=what,
            contacts=list(contacts_out.CONTACTS[what](rows, list(pks))),
            file_format=file_format,
            purpose=form.cleaned_data["purpose"],
            recipient=form.cleaned_data["recipient"],
            query=request.GET.urlencode(),
            actor=request.user,
        )
        response = HttpResponse(content, content_type=exporting.TYPES[file_format])
        ending = exporting.ENDINGS.get(file_format, file_format)
        response["Content-Disposition"] = f'attachment; filename="{what}.{ending}"'
        return response
    code, query = request.GET.get("list", ""), request.GET.urlencode()
    address = reverse(f"directory:{what}")
    if code:
        address, query = reverse("directory:distribution-list", args=[code]), ""
    context = {
        "form": form,
        "what": what,
        "count": pks.count(),
        "list_address": f"{address}?{query}" if query else address,
    }
    return render(request, "exchange/export_list.html", context)
