"""Pages about what a region has with others abroad."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render

from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import selectors
from gegenbesuch.directory.evidence import evidence_of
from gegenbesuch.directory.models import Figure, Relation, RelationFact
from gegenbesuch.directory.views.pieces import timeline_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def relations(request: HttpRequest) -> HttpResponse:
    """List the relations of the user's offices."""
    rows = Relation.objects.visible_to(request.user).select_related("home")
    context = {"relations": rows.order_by("country", "id")}
    return render(request, "directory/relations.html", context)


@login_required
def relation(request: HttpRequest, code: str) -> HttpResponse:
    """Show a relation from its first contact on, with what is in dispute."""
    record = fetch(selectors.relation_details, code, request.user)
    facts = list(record.facts.all())
    kinds = RelationFact.Kind
    evidence = evidence_of([record])
    partners = selectors.partners_abroad(record)
    context = {
        "relation": record,
        "evidence": evidence,
        "contacts": [fact for fact in facts if fact.kind == kinds.CONTACT],
        "background": [fact for fact in facts if fact.kind == kinds.BACKGROUND],
        "own_figures": [f for f in evidence.figures if f.role != Figure.Role.CONTEXT],
        "context_figures": [
            f for f in evidence.figures if f.role == Figure.Role.CONTEXT
        ],
        "partners": [row for row in partners if not row.is_invented],
        "invented_partners": [row for row in partners if row.is_invented],
        **timeline_of(
            request,
            record,
            cited_too=[record, *facts, *evidence.figures, *evidence.claims],
            without=("background",),
        ),
    }
    return render(request, "directory/relation.html", context)
