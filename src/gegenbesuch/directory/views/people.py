"""Pages about people and their roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render

from gegenbesuch.core import versions
from gegenbesuch.core.htmx import page_or_piece
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import (
    history,
    listing,
    lists,
    role_axis,
    rules,
    selectors,
    services,
)
from gegenbesuch.directory.detail_forms import add_source_fields, with_source
from gegenbesuch.directory.details import details_of
from gegenbesuch.directory.evidence import evidence_of
from gegenbesuch.directory.forms import (
    PersonForm,
    RoleForm,
    language_names,
    values_of_person,
    values_of_role,
)
from gegenbesuch.directory.models import Person, Role
from gegenbesuch.directory.views.details import saved
from gegenbesuch.directory.views.pieces import (
    similar_before_creating,
    timeline_of,
    tools_of,
)
from gegenbesuch.directory.views.records import fetch_or_kept

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """List people in the order of the reader's language; for htmx the results."""
    form = lists.form_of(Person, request.GET, request.user)
    page = listing.page_of(
        selectors.person_rows(),
        at=request.GET.get("at", ""),
        **lists.asked_for(form, request.user),
    )
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "rows": selectors.lines_of_people(page.rows),
        "can_create": rules.can_create_person(request.user),
        **tools_of("people", request),
    }
    return page_or_piece(request, "directory/people.html", context, piece="results")


@login_required
def person(request: HttpRequest, code: str) -> HttpResponse:
    """Show all that is known of a person."""
    record, kept = fetch_or_kept(selectors.person_details, code, request.user)
    if kept is not None:
        return redirect(kept)
    can_see_history = rules.can_see_history(request.user, record)
    evidence = evidence_of([record])
    roles = selectors.roles_in_order(record)
    details = details_of(record)
    merges = history.merges_into(record) if record.has_merges else []
    context = {
        "person": record,
        "other_name": selectors.other_name_of_person(record),
        "record": record,
        "evidence": evidence,
        "details": details,
        "tags": selectors.tags_of(record),
        "merges": merges,
        "languages": list(language_names(record.languages).values()),
        "roles": roles,
        "axis": role_axis.draw(roles),
        "can_edit": rules.can_edit_person(request.user, record),
        "can_erase": rules.can_erase_person(request.user, record),
        "can_see_history": can_see_history,
        "history": history.history_of(record, merges) if can_see_history else [],
        **timeline_of(
            request,
            record,
            cited_too=[record, *roles, *evidence.figures, *evidence.claims],
        ),
    }
    return render(request, "directory/person.html", context)


@login_required
def create_person(request: HttpRequest) -> HttpResponse:
    """Add a person."""
    if not rules.can_create_person(request.user):
        raise PermissionDenied
    form = PersonForm(request.POST or None, user=request.user)
    similar = []
    if request.method == "POST" and form.is_valid():
        similar = similar_before_creating(request, "person", form.values())
        if not similar:
            record = services.create_person(actor=request.user, **form.values())
            return redirect(record)
    context = {"form": form, "similar": similar, "similar_kind": "person"}
    return render(request, "directory/person_form.html", context)


@login_required
def update_person(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is known of a person."""
    record = fetch(Person, code, request.user, rules.can_edit_person)
    form = versions.watched(
        PersonForm(
            request.POST or None,
            initial=values_of_person(record),
            user=request.user,
            record=record,
        ),
        record,
    )
    if request.method == "POST" and versions.save(
        form, record, services.update_person, actor=request.user
    ):
        return redirect(record)
    context = {"form": form, "person": record}
    return render(request, "directory/person_form.html", context)


@login_required
def add_role(request: HttpRequest, code: str) -> HttpResponse:
    """Note a function of a person."""
    record = fetch(Person, code, request.user, rules.can_edit_person)
    form = RoleForm(request.POST or None, user=request.user)
    add_source_fields(form, record.office_id)
    if request.method == "POST" and saved(
        form,
        lambda: services.add_role(
            record, actor=request.user, **with_source(form.cleaned_data)
        ),
    ):
        return redirect(record)
    context = {"form": form, "person": record}
    return render(request, "directory/role_form.html", context)


@login_required
def update_role(request: HttpRequest, code: str, role: str) -> HttpResponse:
    """Change a function of a person, for example its end."""
    record = fetch(Person, code, request.user, rules.can_edit_person)
    roles = Role.objects.select_related("organisation", "person")
    found = roles.filter(person=record, code=role).first()
    if found is None:
        raise Http404
    form = versions.watched(
        RoleForm(
            request.POST or None, initial=values_of_role(found), user=request.user
        ),
        found,
    )
    add_source_fields(form, record.office_id)

    def write(row: Role, *, actor: Any, **values: Any) -> None:
        services.update_role(row, actor=actor, **with_source(values))

    if request.method == "POST" and versions.save(
        form, found, write, actor=request.user
    ):
        return redirect(record)
    context = {"form": form, "person": record, "role": found}
    return render(request, "directory/role_form.html", context)
