"""Notes of what was said at a programme item or in a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from gegenbesuch.core.permissions import fetch
from gegenbesuch.followup import rules, services
from gegenbesuch.followup.forms import NoteForm
from gegenbesuch.followup.models import Note
from gegenbesuch.missions.selectors import attest, mission_with_names
from gegenbesuch.scheduling.models import Meeting

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.missions.models import Mission


@login_required
def write_note(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what was said, at an item or in a meeting."""
    found = fetch(mission_with_names, code, request.user, rules.can_follow_up)
    about = _about(request, found)
    form = NoteForm(request.POST or None, initial={"said_on": _day_of(about)})
    if request.method == "POST" and form.is_valid():
        services.write_note(
            found,
            actor=request.user,  # type: ignore[arg-type]
            **about,
            **form.cleaned_data,
        )
        return redirect("followup:follow-up", found.code)
    return _page(request, found, form, about.get("item") or about.get("meeting"))


@login_required
def update_note(request: HttpRequest, code: str) -> HttpResponse:
    """Change a note."""
    note = _note(request, code)
    names = ("said_on", "text", "is_confidential")
    initial = {name: getattr(note, name) for name in names}
    form = NoteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.update_note(
            note,
            actor=request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )
        return redirect("followup:follow-up", note.mission.code)
    return _page(request, note.mission, form, note.item or note.meeting, note)


@login_required
@require_POST
def remove_note(request: HttpRequest, code: str) -> HttpResponse:
    """Take a note off the record."""
    note = _note(request, code)
    mission = note.mission
    services.remove_note(note, actor=request.user)  # type: ignore[arg-type]
    return redirect("followup:follow-up", mission.code)


def _page(
    request: HttpRequest,
    mission: Mission,
    form: NoteForm,
    about: Any,
    note: Note | None = None,
) -> HttpResponse:
    attest([mission])
    context = {"mission": mission, "form": form, "about": about, "note": note}
    return render(request, "followup/note.html", context)


def _about(request: HttpRequest, mission: Mission) -> dict[str, Any]:
    """Return where it was said, as the address has it."""
    if code := request.GET.get("item"):
        return {"item": get_object_or_404(mission.items, code=code)}
    if code := request.GET.get("meeting"):
        meetings = Meeting.objects.filter(session__mission=mission)
        return {"meeting": get_object_or_404(meetings, code=code)}
    return {}


def _day_of(about: dict[str, Any]) -> Any:
    """Return the day of the item, if it is known, else today."""
    item = about.get("item")
    if item is None:
        return localdate()
    on = item.actual_on if item.actual_on.is_exact else item.planned_on
    return on.first_day() if on.is_exact else localdate()


def _note(request: HttpRequest, code: str) -> Note:
    rows = Note.objects.select_related(
        "mission__office", "mission__relation", "mission__lead", "mission__place",
        "item__mission", "meeting__request",
    )  # fmt: skip
    return fetch(rows, code, request.user, rules.can_edit_note)
