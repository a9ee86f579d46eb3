"""Guest lists, and writing to those on them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core import versions
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import listing
from gegenbesuch.directory.models import Person
from gegenbesuch.guests import rules, selectors, services
from gegenbesuch.guests.attending import is_over, seen_at_the_doors
from gegenbesuch.guests.forms import (
    FromListForm,
    GuestForm,
    GuestListForm,
    PeopleForm,
    initial_of,
)
from gegenbesuch.guests.models import Guest, GuestList
from gegenbesuch.letters.rules import can_edit_wordings
from gegenbesuch.missions.models import Mission, Participation
from gegenbesuch.missions.rules import OFF, can_edit_mission
from gegenbesuch.missions.selectors import attest, mission_with_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


@login_required
def guest_lists(request: HttpRequest, code: str) -> HttpResponse:
    """Show the events of a mission to which guests are invited."""
    found = fetch(mission_with_names, code, request.user)
    attest([found])
    context = {
        "mission": found,
        "lists": selectors.lists_of(found),
        "can_edit": can_edit_mission(request.user, found),
        "can_word": can_edit_wordings(request.user, found.office),
    }
    return render(request, "guests/guest_lists.html", context)


@login_required
def create_guest_list(request: HttpRequest, code: str) -> HttpResponse:
    """Set up an event of a mission."""
    found = fetch(
        Mission.objects.select_related("office"), code, request.user, can_edit_mission
    )
    form = GuestListForm(
        request.POST or None, mission=found, initial=_from_item(request, found)
    )
    if request.method == "POST" and form.is_valid():
        made = services.create_guest_list(
            found, actor=request.user, **form.cleaned_data
        )
        return redirect(made)
    context = {"mission": found, "form": form, "guest_list": None}
    return render(request, "guests/update_guest_list.html", context)


@login_required
def guest_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show who is invited and what they answered; write to chosen ones."""
    found = fetch(selectors.guest_list_details, code, request.user)
    status = request.GET.get("status", "")
    status = status if status in Guest.Status.values else ""
    text = request.GET.get("q", "")
    has_begun = found.starts_at <= now()
    seen = seen_at_the_doors(found) if has_begun else frozenset()
    everybody = selectors.lines_of(found)
    if has_begun:
        selectors.tell_who_came(everybody, seen, is_over=is_over(found, now()))
    counts = dict.fromkeys(Guest.Status.values, 0)
    for line in everybody:
        counts[line.guest.status] += 1
    is_narrowed = bool(status or text)
    context = {
        "guest_list": found,
        "mission": found.mission,
        "lines": (
            selectors.narrowed(everybody, status=status, text=text)
            if is_narrowed
            else everybody
        ),
        "status": status,
        "text": text,
        "states": [
            (value, label, counts[value]) for value, label in Guest.Status.choices
        ],
        "total": len(everybody),
        "free": None if found.capacity is None else found.capacity - found.taken,
        "troubled": sum(line.is_troubled for line in everybody),
        "silent": selectors.without_answer(everybody, found, now()),
        "can_edit": rules.can_edit_guest_list(request.user, found),
        "can_see_needs": rules.can_see_needs(request.user, found),
        "is_off": found.mission.status in OFF,
        "has_begun": has_begun,
        "doors_were_kept": bool(seen),
    }
    return render(request, "guests/guest_list.html", context)


@login_required
def update_guest_list(request: HttpRequest, code: str) -> HttpResponse:
    """Change the frame of an event."""
    found = _editable(request, code)
    form = versions.watched(
        GuestListForm(
            request.POST or None, mission=found.mission, initial=initial_of(found)
        ),
        found,
    )
    if request.method == "POST" and versions.save(
        form, found, services.update_guest_list, actor=request.user
    ):
        messages.success(request, _("The guest list was saved."))
        return redirect(found)
    context = {"mission": found.mission, "form": form, "guest_list": found}
    return render(request, "guests/update_guest_list.html", context)


# --- Who is on it ------------------------------------------------------------


@login_required
def add_guests(request: HttpRequest, code: str) -> HttpResponse:
    """Offer people of the mission, of the directory and of distribution lists."""
    found = _editable(request, code)
    form = GuestForm(request.POST or None, initial={"language": found.office.language})
    if request.method == "POST" and form.is_valid():
        services.add_guest(found, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The guest was put on the list."))
        return redirect(found)
    text = request.GET.get("q", "").strip()
    known = set(found.guests.values_list("person", flat=True))
    context = {
        "guest_list": found,
        "mission": found.mission,
        "form": form,
        "text": text,
        "hits": _hits(request, text, known),
        "participants": [
            row
            for row in Participation.objects.filter(
                mission=found.mission, person__isnull=False
            )
            .select_related("person")
            .order_by("position", "pk")
            if row.person_id not in known
            and not (row.person.is_deceased or row.person.is_archived)
        ],
        "list_form": FromListForm(office=found.office_id),
    }
    return render(request, "guests/add_guests.html", context)


@login_required
@require_POST
def add_people(request: HttpRequest, code: str) -> HttpResponse:
    """Put chosen people of the directory on the list."""
    found = _editable(request, code)
    form = PeopleForm(request.POST, offices=office_ids(request.user))
    people = list(form.cleaned_data["people"]) if form.is_valid() else []
    return _added(request, found, people)


@login_required
@require_POST
def add_from_list(request: HttpRequest, code: str) -> HttpResponse:
    """Put all people of a distribution list on the list."""
    found = _editable(request, code)
    form = FromListForm(request.POST, office=found.office_id)
    people = (
        list(form.cleaned_data["distribution_list"].people.order_by("sort_key", "pk"))
        if form.is_valid()
        else []
    )
    return _added(request, found, people)


# --- Writing to them ---------------------------------------------------------


@login_required
@require_POST
def invite_guests(request: HttpRequest, code: str) -> HttpResponse:
    """Invite the chosen guests."""

    def told(count: int) -> str:
        return ngettext(
            "One guest was invited.", "%(count)d guests were invited.", count
        )

    return _write(request, code, services.invite_guests, told)


@login_required
@require_POST
def remind_guests(request: HttpRequest, code: str) -> HttpResponse:
    """Remind the chosen guests."""

    def told(count: int) -> str:
        return ngettext(
            "One guest was reminded.", "%(count)d guests were reminded.", count
        )

    return _write(request, code, services.remind_guests, told)


@login_required
@require_POST
def thank_guests(request: HttpRequest, code: str) -> HttpResponse:
    """Thank the chosen guests."""

    def told(count: int) -> str:
        return ngettext(
            "One guest was thanked.", "%(count)d guests were thanked.", count
        )

    return _write(request, code, services.thank_guests, told)


@login_required
@require_POST
def mark_absent(request: HttpRequest, code: str) -> HttpResponse:
    """Record that the chosen guests did not come, or were there after all."""
    is_absent = "back" not in request.POST

    def told(count: int) -> str:
        if is_absent:
            return ngettext(
                "One guest is noted as not having come.",
                "%(count)d guests are noted as not having come.",
                count,
            )
        return ngettext(
            "One guest is noted as having been there.",
            "%(count)d guests are noted as having been there.",
            count,
        )

    return _write(
        request, code, partial(services.mark_absent, is_absent=is_absent), told
    )


@login_required
@require_POST
def mark_hosts(request: HttpRequest, code: str) -> HttpResponse:
    """Say of the chosen guests that they belong to the hosts, or do not."""

    def told(count: int) -> str:
        return ngettext(
            "One guest was changed.", "%(count)d guests were changed.", count
        )

    is_host = "back" not in request.POST
    return _write(request, code, partial(services.mark_hosts, is_host=is_host), told)


@login_required
@require_POST
def call_off(request: HttpRequest, code: str) -> HttpResponse:
    """Tell all guests that it does not take place."""
    found = _editable(request, code)
    count = services.call_off(found, actor=request.user)
    text = ngettext("One guest was told.", "%(count)d guests were told.", count)
    messages.success(request, text % {"count": count})
    return redirect(found)


def _write(
    request: HttpRequest,
    code: str,
    service: Callable[..., int],
    told: Callable[[int], str],
) -> HttpResponse:
    """Write to the chosen guests, or with `all` to all whom the page showed."""
    found = _editable(request, code)
    guests = found.guests.filter(companion_of__isnull=True)
    if not request.POST.get("all"):
        guests = guests.filter(code__in=request.POST.getlist("guests"))
    elif status := request.POST.get("status"):
        guests = guests.filter(status=status)
    count = service(found, guests, actor=request.user, at=now())
    if count:
        messages.success(request, told(count) % {"count": count})
    else:
        messages.warning(request, _("Nobody was chosen to whom this applies."))
    return redirect(found)


def _editable(request: HttpRequest, code: str) -> GuestList:
    return fetch(
        selectors.guest_list_details, code, request.user, rules.can_edit_guest_list
    )


def _added(request: HttpRequest, found: GuestList, people: list[Any]) -> HttpResponse:
    made = services.add_people(found, people, actor=request.user)
    text = ngettext(
        "One guest was put on the list.",
        "%(count)d guests were put on the list.",
        len(made),
    )
    messages.success(request, text % {"count": len(made)})
    return redirect(found)


def _hits(request: HttpRequest, text: str, known: set[int | None]) -> list[Any]:
    """Return people of the directory who fit and can be invited."""
    if not text:
        return []
    page = listing.page_of(Person.objects.all(), user=request.user, text=text)
    return [row for row in page.rows if row.pk not in known and not row.is_deceased]


def _from_item(request: HttpRequest, found: Mission) -> dict[str, Any]:
    """Return what a programme item says about the event, if one was chosen."""
    item = (
        found.items.select_related("place", "stop__place")
        .filter(code=request.GET.get("item", ""))
        .first()
    )
    if item is None:
        return {"place": found.place_id}
    place = item.place or (item.stop.place if item.stop else None) or found.place
    return {
        "title": item.title,
        "item": item,
        "on": item.planned_on.first_day() if item.planned_on.is_exact else None,
        "starts": item.planned_start,
        "ends": item.planned_end,
        "place": place,
        "venue": item.venue,
    }
