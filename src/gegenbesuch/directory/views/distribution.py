"""Pages about distribution lists: whom an office invites or writes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import lists, rules, selectors, services
from gegenbesuch.directory.list_forms import DistributionListForm, EntryForm
from gegenbesuch.directory.models import DistributionList, Person
from gegenbesuch.directory.views.details import saved

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 50


@login_required
def distribution_lists(request: HttpRequest) -> HttpResponse:
    """List the distribution lists of the user's offices."""
    rows = DistributionList.objects.visible_to(request.user)
    context = {
        "lists": rows.annotate(size=Count("entries")).order_by("name", "pk"),
        "can_create": bool(rules.offices_to_edit(request.user)),
    }
    return render(request, "directory/distribution_lists.html", context)


@login_required
def distribution_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show who is on a list and may be written to, and put people on it."""
    record = fetch(DistributionList, code, request.user)
    can_edit = rules.can_edit_record(request.user, record)
    form = EntryForm(request.POST or None, user=request.user)
    if request.method == "POST":
        if not can_edit:
            raise PermissionDenied
        if saved(
            form,
            lambda: services.add_to_list(
                record, actor=request.user, **form.cleaned_data
            ),
        ):
            return redirect(record)
    everybody = lists.entries_of(record)
    size = everybody.count()
    start = _start(request.GET.get("at", ""))
    entries = list(everybody[start : start + PAGE_SIZE])
    people = [entry.person for entry in entries]
    mails = lists.preferred_mail([person.pk for person in people])
    lines = selectors.lines_of_people(people)
    rows = [
        {**line, "entry": entry, "mail": mails.get(entry.person_id, "")}
        for entry, line in zip(entries, lines, strict=True)
    ]
    context = {
        "list": record,
        "form": form,
        "rows": rows,
        "size": size,
        "previous": max(start - PAGE_SIZE, 0) if start else None,
        "next": start + PAGE_SIZE if start + PAGE_SIZE < size else None,
        "without_mail": size - lists.count_with_mail(record),
        "left_out": record.entries.count() - size,
        "can_edit": can_edit,
    }
    return render(request, "directory/distribution_list.html", context)


def _start(at: str) -> int:
    """Read where a page begins; anything else is the first one."""
    return int(at) if at.isascii() and at.isdigit() and len(at) < 6 else 0


@login_required
def create_list(request: HttpRequest) -> HttpResponse:
    """Begin a distribution list."""
    if not rules.offices_to_edit(request.user):
        raise PermissionDenied
    form = DistributionListForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        office = values.pop("office", None) or form.offices[0]
        return redirect(services.create_list(office, actor=request.user, **values))
    return render(request, "directory/distribution_list_form.html", {"form": form})


@login_required
def update_list(request: HttpRequest, code: str) -> HttpResponse:
    """Change the name or the purpose of a distribution list."""
    record = fetch(DistributionList, code, request.user, rules.can_edit_record)
    form = DistributionListForm(
        request.POST or None,
        user=request.user,
        record=record,
        initial={"name": record.name, "purpose": record.purpose},
    )
    if request.method == "POST" and form.is_valid():
        services.update_list(record, actor=request.user, **form.cleaned_data)
        return redirect(record)
    context = {"form": form, "list": record}
    return render(request, "directory/distribution_list_form.html", context)


@login_required
@require_POST
def remove_list(request: HttpRequest, code: str) -> HttpResponse:
    """Take away a distribution list."""
    record = fetch(DistributionList, code, request.user, rules.can_edit_record)
    services.remove_list(record, actor=request.user)
    return redirect("directory:distribution-lists")


@login_required
@require_POST
def remove_from_list(request: HttpRequest, code: str, person: str) -> HttpResponse:
    """Take a person off a distribution list."""
    record = fetch(DistributionList, code, request.user, rules.can_edit_record)
    whom = fetch(Person, person, request.user)
    services.remove_from_list(record, whom, actor=request.user)
    return redirect(record)
