"""Pages about organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from gegenbesuch.core import versions
from gegenbesuch.core.htmx import page_or_piece
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import history, listing, lists, rules, selectors, services
from gegenbesuch.directory.details import details_of
from gegenbesuch.directory.evidence import evidence_of
from gegenbesuch.directory.forms import (
    OrganisationForm,
    language_names,
    values_of_organisation,
)
from gegenbesuch.directory.models import Organisation
from gegenbesuch.directory.views.pieces import (
    similar_before_creating,
    timeline_of,
    tools_of,
)
from gegenbesuch.directory.views.records import fetch_or_kept

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LANGUAGE_NAMES = dict(settings.LANGUAGES)


@login_required
def organisations(request: HttpRequest) -> HttpResponse:
    """List organisations, searched and filtered; for htmx only the results."""
    form = lists.form_of(Organisation, request.GET, request.user)
    page = listing.page_of(
        selectors.organisation_rows(),
        at=request.GET.get("at", ""),
        **lists.asked_for(form, request.user),
    )
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "rows": selectors.lines_of_organisations(page.rows),
        "can_create": rules.can_create_organisation(request.user),
        **tools_of("organisations", request),
    }
    return page_or_piece(
        request, "directory/organisations.html", context, piece="results"
    )


@login_required
def suggest_organisations(request: HttpRequest) -> HttpResponse:
    """Offer names of organisations that fit what is being typed."""
    text = next((v for v in request.GET.values() if isinstance(v, str)), "")
    rows = selectors.organisations_named(request.user, text) if text.strip() else []
    return render(request, "directory/_organisation_names.html", {"rows": rows})


@login_required
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """Show all that is known of an organisation."""
    record, kept = fetch_or_kept(selectors.organisation_details, code, request.user)
    if kept is not None:
        return redirect(kept)
    can_see_history = rules.can_see_history(request.user, record)
    evidence = evidence_of([record])
    roles = selectors.roles_in_order(record)
    details = details_of(record)
    merges = history.merges_into(record) if record.has_merges else []
    children = selectors.children_of(record.pk)
    context = {
        "organisation": record,
        "record": record,
        "evidence": evidence,
        "details": details,
        "tags": selectors.tags_of(record),
        "merges": merges,
        "roles": roles,
        "other_name": selectors.other_name_of_organisation(record),
        "names": [
            (LANGUAGE_NAMES[language], language, name)
            for language, name in selectors.names_of_organisation(record)
        ],
        "sectors": selectors.sectors_of(record.pk),
        "children": [child for child in children if not child.is_site],
        "sites": [child for child in children if child.is_site],
        "languages": list(language_names(record.languages).values()),
        "can_edit": rules.can_edit_organisation(request.user, record),
        "can_see_history": can_see_history,
        "history": history.history_of(record, merges) if can_see_history else [],
        **timeline_of(
            request,
            record,
            cited_too=[
                record,
                *roles,
                *evidence.figures,
                *evidence.claims,
                *details.memberships,
                *details.members,
                *(name.row for name in details.names),
            ],
        ),
    }
    return render(request, "directory/organisation.html", context)


@login_required
def create_organisation(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    if not rules.can_create_organisation(request.user):
        raise PermissionDenied
    form = OrganisationForm(request.POST or None, user=request.user)
    similar = []
    if request.method == "POST" and form.is_valid():
        similar = similar_before_creating(request, "organisation", form.values())
        if not similar:
            record = services.create_organisation(actor=request.user, **form.values())
            return redirect(record)
    context = {"form": form, "similar": similar, "similar_kind": "organisation"}
    return render(request, "directory/organisation_form.html", context)


@login_required
def update_organisation(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is known of an organisation."""
    queryset = Organisation.objects.select_related("place", "parent")
    record = fetch(queryset, code, request.user, rules.can_edit_organisation)
    form = versions.watched(
        OrganisationForm(
            request.POST or None,
            initial=values_of_organisation(record),
            user=request.user,
            record=record,
        ),
        record,
    )
    if request.method == "POST" and versions.save(
        form, record, services.update_organisation, actor=request.user
    ):
        return redirect(record)
    context = {"form": form, "organisation": record}
    return render(request, "directory/organisation_form.html", context)
