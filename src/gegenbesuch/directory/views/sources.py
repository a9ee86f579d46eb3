"""Pages about sources and all that rests on them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import rules, selectors, services
from gegenbesuch.directory.kind_names import KINDS, kind_name
from gegenbesuch.directory.models import Source
from gegenbesuch.directory.source_forms import SourceForm
from gegenbesuch.directory.views.details import saved

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources, with how much rests on each."""
    context = {
        "sources": selectors.sources_in_order(request.user),
        "can_create": bool(rules.offices_to_edit(request.user)),
    }
    return render(request, "directory/sources.html", context)


@login_required
def create_source(request: HttpRequest) -> HttpResponse:
    """Add a source, so that records can rest on it."""
    if not rules.offices_to_edit(request.user):
        raise PermissionDenied
    form = SourceForm(request.POST or None, user=request.user)
    made: list[Source] = []

    def write() -> None:
        values = dict(form.cleaned_data)
        office = values.pop("office", None) or form.offices[0]
        made.append(services.create_source(office, actor=request.user, **values))

    if request.method == "POST" and saved(form, write):
        return redirect(made[0])
    return render(request, "directory/source_form.html", {"form": form})


@login_required
def source(request: HttpRequest, code: str) -> HttpResponse:
    """Show a source and every record that rests on it, with the words quoted."""
    record = fetch(Source, code, request.user)
    order = list(KINDS)
    cited = sorted(
        selectors.cited_records(record),
        key=lambda c: order.index(c.kind) if c.kind in order else len(order),
    )
    groups = [
        {"label": kind_name(kind), "records": list(rows)}
        for kind, rows in groupby(cited, lambda c: c.kind)
    ]
    context = {"source": record, "groups": groups}
    return render(request, "directory/source.html", context)
