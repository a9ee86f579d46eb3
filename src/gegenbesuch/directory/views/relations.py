"""Pages about what a region has with others abroad."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import rules, selectors, services
from gegenbesuch.directory.evidence import evidence_of
from gegenbesuch.directory.models import Figure, Relation, RelationFact
from gegenbesuch.directory.record_forms import RelationForm
from gegenbesuch.directory.views.details import saved
from gegenbesuch.directory.views.pieces import timeline_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def relations(request: HttpRequest) -> HttpResponse:
    """List the relations of the user's offices."""
    rows = Relation.objects.visible_to(request.user).select_related("home")
    context = {
        "relations": rows.order_by("country", "id"),
        "can_create": bool(rules.offices_to_edit(request.user)),
    }
    return render(request, "directory/relations.html", context)


@login_required
def create_relation(request: HttpRequest) -> HttpResponse:
    """Begin the record of a relation."""
    if not rules.offices_to_edit(request.user):
        raise PermissionDenied
    form = RelationForm(request.POST or None, user=request.user)
    made: list[Relation] = []

    def write() -> None:
        made.append(services.create_relation(actor=request.user, **form.values()))

    if request.method == "POST" and saved(form, write):
        return redirect(made[0])
    return render(request, "directory/relation_form.html", {"form": form})


@login_required
def update_relation(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is known of a relation as a whole."""
    record = fetch(Relation, code, request.user, rules.can_edit_record)
    form = versions.watched(
        RelationForm(request.POST or None, user=request.user, record=record), record
    )
    if request.method == "POST" and versions.save(
        form, record, services.update_relation, actor=request.user
    ):
        return redirect(record)
    context = {"form": form, "relation": record}
    return render(request, "directory/relation_form.html", context)


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
        "record": record,
        "can_edit": rules.can_edit_record(request.user, record),
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
