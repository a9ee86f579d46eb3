"""Pages about records that are likely one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.accounts.models import Office
from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import rules, services
from gegenbesuch.directory.duplicates.finding import MODELS
from gegenbesuch.directory.duplicates.reasons import in_words
from gegenbesuch.directory.duplicates.typed import LINES, similar_to_typed
from gegenbesuch.directory.duplicates.weighing import Reason
from gegenbesuch.directory.forms import OrganisationForm, PersonForm
from gegenbesuch.directory.models import DuplicatePair

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.core.search.kinds import Line

PAGE_SIZE = 25
FORMS: dict[str, Any] = {"person": PersonForm, "organisation": OrganisationForm}


@login_required
def duplicates(request: HttpRequest) -> HttpResponse:
    """List pairs that are likely one, the likeliest first, with the reasons."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in DuplicatePair.Kind.values else DuplicatePair.Kind.PERSON
    shown = _first_of_page(request.GET.get("at", ""))
    pairs = DuplicatePair.objects.filter(
        office_id__in=office_ids(request.user), kind=kind, dismissed_at__isnull=True
    ).order_by("-score", "id")
    page = list(pairs[shown : shown + PAGE_SIZE + 1])
    offices = rules.offices_to_edit(request.user)
    looked = AuditEntry.objects.filter(
        verb="directory.duplicates.looked-for", office_id__in=offices
    )
    context: dict[str, Any] = {
        "kind": kind,
        "kinds": DuplicatePair.Kind.choices,
        "rows": _rows(kind, page[:PAGE_SIZE], offices),
        "next": shown + PAGE_SIZE if len(page) > PAGE_SIZE else 0,
        "previous": max(shown - PAGE_SIZE, 0) if shown else None,
        "can_look": bool(offices),
        "looked_at": looked.order_by("-at").values_list("at", flat=True).first(),
    }
    return render(request, "directory/duplicates.html", context)


@login_required
@require_POST
def look_for_duplicates(request: HttpRequest) -> HttpResponse:
    """Have the list filled anew."""
    offices = Office.objects.filter(pk__in=rules.offices_to_edit(request.user))
    if not offices:
        raise PermissionDenied
    for office in offices:
        services.ask_for_duplicates(office, actor=request.user)
    messages.success(
        request, _("The list is being filled anew. Reload the page in a minute.")
    )
    return redirect("directory:duplicates")


@login_required
@require_POST
def dismiss_duplicate(request: HttpRequest, code: str) -> HttpResponse:
    """Note that two records are not one."""
    pair = fetch(DuplicatePair, code, request.user, rules.can_dismiss_duplicate)
    services.dismiss_duplicate(pair, actor=request.user)
    messages.success(request, _("The two will not be listed again."))
    return redirect(f"{reverse('directory:duplicates')}?kind={pair.kind}")


@login_required
@require_POST
def similar_records(request: HttpRequest, kind: str) -> HttpResponse:
    """Show which records are likely the same as what is being typed."""
    if kind not in FORMS:
        raise Http404
    if not rules.offices_to_edit(request.user):
        raise PermissionDenied
    form = FORMS[kind](request.POST, user=request.user)
    form.is_valid()
    values = form.values()
    context = {"similar": similar_to_typed(kind, values, values.get("office"))}
    return render(request, "directory/_similar.html", context)


def _rows(
    kind: str, pairs: list[DuplicatePair], offices: list[int]
) -> list[dict[str, Any]]:
    lines = LINES[kind](
        [pk for pair in pairs for pk in (pair.first_id, pair.second_id)]
    )
    return [
        {
            "pair": pair,
            "first": lines[pair.first_id],
            "second": lines[pair.second_id],
            "reasons": in_words(Reason(code, what) for code, what in pair.reasons),
            "can_act": pair.office_id in offices,
            "merge_url": _merge_url(kind, lines[pair.first_id], lines[pair.second_id]),
        }
        for pair in pairs
        if pair.first_id in lines and pair.second_id in lines
    ]


def _merge_url(kind: str, kept: Line, dropped: Line) -> str:
    url = reverse("directory:merge-record", args=[MODELS[kind], kept.code])
    return f"{url}?{urlencode({'other': dropped.code})}"


def _first_of_page(at: str) -> int:
    return min(int(at), 100_000) if at.isascii() and at.isdigit() and len(at) < 7 else 0
