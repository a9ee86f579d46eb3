"""Pages about sources and all that rests on them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import rules, selectors, services
from gegenbesuch.directory.kind_names import KINDS, kind_name
from gegenbesuch.directory.models import Source
from gegenbesuch.directory.record_forms import SourceForm
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
        made.append(services.create_source(actor=request.user, **form.values()))

    if request.method == "POST" and saved(form, write):
        return redirect(made[0])
    return render(request, "directory/source_form.html", {"form": form})


@login_required
def update_source(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is known of a source."""
    record = fetch(Source, code, request.user, rules.can_edit_record)
    form = versions.watched(
        SourceForm(request.POST or None, user=request.user, record=record), record
    )
    if request.method == "POST" and versions.save(
        form, record, services.update_source, actor=request.user
    ):
        return redirect(record)
    context = {"form": form, "source": record}
    return render(request, "directory/source_form.html", context)


@login_required
@require_POST
def remove_citation(request: HttpRequest, code: str, citation: str) -> HttpResponse:
    """Say no longer that a record rests on a source."""
    record = fetch(Source, code, request.user, rules.can_edit_record)
    row = get_object_or_404(record.citations.all(), code=citation)
    services.remove_citation(row, actor=request.user)
    return redirect(record)


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
    context = {
        "source": record,
        "groups": groups,
        "can_edit": rules.can_edit_record(request.user, record),
    }
    return render(request, "directory/source.html", context)
