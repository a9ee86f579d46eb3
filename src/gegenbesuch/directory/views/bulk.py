"""Pages on which many records are changed at once, and searches kept by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gegenbesuch.accounts.models import Office
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import listing, lists, rules, services
from gegenbesuch.directory.list_forms import BulkForm, SavedFilterForm
from gegenbesuch.directory.models import Person, SavedFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

MOST_SHOWN = 50


@login_required
def change_many(request: HttpRequest, kind: type[Any]) -> HttpResponse:
    """
    Change all chosen records in the same way, after a preview.

    The records are named one by one, or all that a list finds.
    """
    asked = request.POST if request.method == "POST" else request.GET
    records = _chosen(kind, asked, request.user)
    step = request.POST.get("step", "")
    form = BulkForm(
        request.POST if step else None,
        user=request.user,
        is_about_people=kind is Person,
    )
    size = records.count()
    is_ready = bool(step and size) and form.is_valid()
    if is_ready and step == "apply":
        count = services.change_many(records, actor=request.user, **form.cleaned_data)
        text = ngettext(
            "%(count)d record was changed.", "%(count)d records were changed.", count
        )
        messages.success(request, text % {"count": count})
        return redirect(_list_of(kind))
    context = {
        "kind": kind,
        "is_about_people": kind is Person,
        "list_url": _list_of(kind),
        "form": form,
        "records": list(records[:MOST_SHOWN]),
        "count": size,
        "more": max(size - MOST_SHOWN, 0),
        "codes": asked.getlist("code"),
        "query": asked.get("query", ""),
        "is_preview": is_ready,
    }
    return render(request, "directory/change_many.html", context)


@login_required
def save_filter(request: HttpRequest, kind: type[Any]) -> HttpResponse:
    """Keep a search of a list under a name."""
    offices = rules.offices_to_see(request.user)
    if not offices:
        raise PermissionDenied
    query = request.POST.get("query", request.GET.urlencode())
    form = SavedFilterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.save_filter(
            Office.objects.get(pk=offices[0]),
            actor=request.user,
            kind=_word(kind),
            query=_narrowed(query),
            **form.cleaned_data,
        )
        return redirect(f"{_list_of(kind)}?{_narrowed(query)}")
    context = {
        "form": form,
        "query": query,
        "is_about_people": kind is Person,
        "list_url": f"{_list_of(kind)}?{query}",
    }
    return render(request, "directory/save_filter.html", context)


@login_required
@require_POST
def remove_filter(request: HttpRequest, code: str) -> HttpResponse:
    """Forget a search that was kept."""
    saved = fetch(SavedFilter, code, request.user, rules.can_remove_filter)
    services.remove_filter(saved, actor=request.user)
    return redirect(f"directory:{saved.kind}")


def _chosen(kind: type[Any], asked: QueryDict, user: Any) -> QuerySet[Any]:
    """Return the records that are named, or that the list finds; all may be edited."""
    offices = rules.offices_to_edit(user)
    if not offices:
        raise PermissionDenied
    editable = kind.objects.filter(office_id__in=offices)
    if codes := asked.getlist("code"):
        rows = editable.filter(code__in=codes[: listing.MOST_CHOSEN])
        return rows.order_by("sort_key", "pk")
    if "query" in asked:
        form = lists.form_of(kind, QueryDict(asked["query"]), user)
        return listing.all_of(editable, **lists.asked_for(form, user))
    none: QuerySet[Any] = kind.objects.none()
    return none


def _list_of(kind: type[Any]) -> str:
    return reverse("directory:people" if kind is Person else "directory:organisations")


def _word(kind: type[Any]) -> str:
    return SavedFilter.Kind.PEOPLE if kind is Person else SavedFilter.Kind.ORGANISATIONS


def _narrowed(query: str) -> str:
    """Return a query without the page at which it was looked at."""
    parts = QueryDict(query, mutable=True)
    parts.pop("at", None)
    kept = [(name, value) for name, value in parts.items() if value]
    result = QueryDict(mutable=True)
    for name, value in kept:
        result[name] = str(value)
    return result.urlencode()
