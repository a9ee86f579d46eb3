"""Protocol: the order of guests, and the tables."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.permissions import fetch
from gegenbesuch.guests import rules, selectors, services
from gegenbesuch.guests.address import address_line, spoken_form
from gegenbesuch.guests.attending import attending
from gegenbesuch.guests.forms_protocol import RankForm, RuleForm, TablesForm
from gegenbesuch.guests.models import Guest, Seat
from gegenbesuch.guests.precedence import order
from gegenbesuch.guests.reasons import seated

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gegenbesuch.guests.models import GuestList, SeatingTable


SPOT = re.compile(r"([0-9]{1,4})(?:\s*[/.,:\-–・、]\s*([0-9]{1,3}))?")


@dataclass(frozen=True)
class AtTable:
    """A table with who sits at it, by seat."""

    table: SeatingTable
    seats: list[Seat]
    free: int


# --- Rank --------------------------------------------------------------------


@login_required
def precedence(request: HttpRequest, code: str) -> HttpResponse:
    """Show the order in which guests are greeted, each place with its reason."""
    found = fetch(selectors.guest_list_details, code, request.user)
    everybody = request.GET.get("who") == "all"
    guests = [
        guest
        for guest in selectors.guests_of(found)
        if everybody or guest.status == Guest.Status.ACCEPTED
    ]
    language = request.LANGUAGE_CODE
    context = {
        "guest_list": found,
        "mission": found.mission,
        "rows": [
            (row, who, address_line(who, language), spoken_form(who, language))
            for row in order(guests)
            for who in (attending(row.guest),)
        ],
        "everybody": everybody,
        "can_edit": rules.can_edit_guest_list(request.user, found),
    }
    return render(request, "guests/precedence.html", context)


@login_required
def set_rank(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a guest is, and place them by hand."""
    found = fetch(selectors.guest_details, code, request.user, rules.can_edit_guest)
    names = (
        *("category", "since", "is_foreign", "is_elected", "is_host"),
        *("rank_place", "rank_note"),
    )
    initial = {name: getattr(found, name) for name in names}
    form = RankForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.set_rank(found, actor=request.user, **form.cleaned_data)
        return redirect("guests:precedence", found.guest_list.code)
    context = {
        "guest": found,
        "guest_list": found.guest_list,
        "mission": found.guest_list.mission,
        "form": form,
    }
    return render(request, "guests/set_rank.html", context)


# --- Seating -----------------------------------------------------------------


@login_required
def seating(request: HttpRequest, code: str) -> HttpResponse:
    """Show the tables with who sits where, and which rules are broken, and why."""
    found = fetch(selectors.guest_list_details, code, request.user)
    now_seated = seated(found)
    with_seat = {row.guest_id for row in now_seated.seats}
    can_edit = rules.can_edit_guest_list(request.user, found)
    at: dict[int, list[Seat]] = defaultdict(list)
    for row in now_seated.seats:
        at[row.table_id].append(row)
    by_name = sorted(now_seated.guests, key=lambda row: (row.sort_key, row.pk))
    # Escaped once: the page says each name several times.
    names = {row.pk: escape(str(row)) for row in by_name}
    others = [row.guest for row in now_seated.seats]
    others += [guest for rule in now_seated.rules for guest in (rule.one, rule.other)]
    names |= {row.pk: escape(str(row)) for row in others if row.pk not in names}
    context = {
        "guest_list": found,
        "mission": found.mission,
        "names": names,
        "tables": [
            AtTable(table, at[table.pk], table.seats - len(at[table.pk]))
            for table in now_seated.tables
        ],
        "standing": [
            *(guest for guest in now_seated.guests if guest.pk not in with_seat),
            *now_seated.without,
        ],
        "coming": len(now_seated.guests),
        "hosts": any(guest.is_host for guest in now_seated.guests),
        "by_hand": sum(row.is_fixed for row in now_seated.seats)
        + len(now_seated.without),
        "rules": now_seated.rules,
        "broken": now_seated.broken,
        "tables_form": TablesForm() if can_edit else None,
        "rule_form": RuleForm(
            guest_list=found, names={row.pk: names[row.pk] for row in by_name}
        )
        if can_edit
        else None,
        "can_edit": can_edit,
    }
    return render(request, "guests/seating.html", context)


@login_required
@require_POST
def add_tables(request: HttpRequest, code: str) -> HttpResponse:
    """Set up tables of one size."""
    found = _editable(request, code)
    form = TablesForm(request.POST)
    if form.is_valid():
        services.add_tables(found, actor=request.user, **form.cleaned_data)
    else:
        _tell(request, form)
    return redirect("guests:seating", found.code)


@login_required
@require_POST
def remove_table(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a table away."""
    found = _editable(request, code)
    table = get_object_or_404(found.tables.select_related("guest_list"), number=number)
    services.remove_table(table, actor=request.user)
    return redirect("guests:seating", found.code)


@login_required
@require_POST
def add_rule(request: HttpRequest, code: str) -> HttpResponse:
    """Say that two guests must, or must not, sit at one table."""
    found = _editable(request, code)
    form = RuleForm(request.POST, guest_list=found)
    if form.is_valid():
        services.add_rule(found, actor=request.user, **form.cleaned_data)
    else:
        _tell(request, form)
    return redirect("guests:seating", found.code)


@login_required
@require_POST
def remove_rule(request: HttpRequest, code: str, rule: str) -> HttpResponse:
    """Take a rule back."""
    found = _editable(request, code)
    row = get_object_or_404(found.seating_rules.select_related("guest_list"), code=rule)
    services.remove_rule(row, actor=request.user)
    return redirect("guests:seating", found.code)


@login_required
@require_POST
def compute_seating(request: HttpRequest, code: str) -> HttpResponse:
    """Seat all who come."""
    found = _editable(request, code)
    done = services.compute_seating(found, actor=request.user)
    if done.broken:
        text = ngettext(
            "The guests are seated; one rule could not be kept.",
            "The guests are seated; %(count)d rules could not be kept.",
            len(done.broken),
        )
        messages.warning(request, text % {"count": len(done.broken)})
    else:
        messages.success(request, _("The guests are seated; all rules are kept."))
    return redirect("guests:seating", found.code)


@login_required
@require_POST
def move_guests(request: HttpRequest, code: str) -> HttpResponse:
    """Put guests at tables by hand: the fields are called `guest-<code>`."""
    found = _editable(request, code)
    tables = {table.number: table for table in found.tables.all()}
    moves: dict[Guest, services.Spot | None] = {}
    for guest in services.seated_guests(found):
        wanted = request.POST.get(f"guest-{guest.code}")
        if wanted is None:
            continue
        text = unicodedata.normalize("NFKC", wanted).strip()
        if text in {"", "0"}:
            moves[guest] = None
            continue
        number, seat = _spot(text)
        if number not in tables:
            raise ActionError(
                _("There is no table %(number)s; %(guest)s was not moved.")
                % {"number": text, "guest": guest}
            )
        moves[guest] = services.Spot(tables[number], seat)
    count = services.move_guests(found, moves, actor=request.user)
    text = ngettext("One guest was moved.", "%(count)d guests were moved.", count)
    messages.success(request, text % {"count": count})
    return redirect("guests:seating", found.code)


@login_required
@require_POST
def part_sides(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether hosts sit across from the guests."""
    found = _editable(request, code)
    services.part_sides(
        found, parts_sides="parts_sides" in request.POST, actor=request.user
    )
    messages.success(request, _("The seats were given anew; the tables stay."))
    return redirect("guests:seating", found.code)


@login_required
@require_POST
def release_guests(request: HttpRequest, code: str) -> HttpResponse:
    """Give back all places that were chosen by hand."""
    found = _editable(request, code)
    count = services.release_guests(found, actor=request.user)
    text = ngettext(
        "One place by hand was given back.",
        "%(count)d places by hand were given back.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("guests:seating", found.code)


def _spot(text: str) -> tuple[int, int | None]:
    """Read `3` as table 3 and `3/4` as its seat 4; what is neither is no table."""
    found = SPOT.fullmatch(text)
    if found is None:
        return 0, None
    number, seat = found.groups()
    return int(number), int(seat) if seat else None


def _editable(request: HttpRequest, code: str) -> GuestList:
    return fetch(
        selectors.guest_list_details, code, request.user, rules.can_edit_guest_list
    )


def _tell(request: HttpRequest, form: object) -> None:
    errors = getattr(form, "errors", {})
    messages.error(request, " ".join(str(e) for row in errors.values() for e in row))
