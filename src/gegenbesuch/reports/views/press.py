"""Drafts for the press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gegenbesuch.core.permissions import fetch
from gegenbesuch.missions.selectors import mission_with_names
from gegenbesuch.reports import press, rules, services
from gegenbesuch.reports.forms import PressDraftForm
from gegenbesuch.reports.models import PressDraft
from gegenbesuch.reports.views.bilanz import attached

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

MOST = 50


@login_required
def press_drafts(request: HttpRequest, code: str) -> HttpResponse:
    """Show the drafts of a mission, and write another one."""
    mission = fetch(mission_with_names, code, request.user)
    can_draft = rules.can_draft_press(request.user, mission)
    form = PressDraftForm(request.POST or None)
    if request.method == "POST":
        if not can_draft:
            raise PermissionDenied
        if form.is_valid():
            draft = services.draft_press(
                mission, actor=request.user, **form.cleaned_data
            )
            return redirect(draft)
    drafts = PressDraft.objects.visible_to(request.user).filter(mission=mission)
    context = {
        "mission": mission,
        "drafts": drafts.select_related("made_by", "released_by").order_by("-pk")[
            :MOST
        ],
        "form": form if can_draft else None,
    }
    return render(request, "reports/press_drafts.html", context)


def _drafts() -> QuerySet[PressDraft]:
    """Return press drafts with what their page reads of the mission."""
    return PressDraft.objects.select_related("mission__lead", "mission__office")


@login_required
def press_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Show a draft beside what the records say now, and change its words."""
    found = fetch(_drafts, code, request.user)
    can_edit = rules.can_edit_draft(request.user, found) and not found.is_released
    if request.method == "POST":
        if not can_edit:
            raise PermissionDenied
        texts = {
            each["key"]: request.POST[each["key"]][: press.LONGEST]
            for paragraph in found.paragraphs
            for each in paragraph
            if each["key"] in request.POST
        }
        services.edit_draft(found, texts, actor=request.user)
        messages.success(request, _("The draft was saved."))
        return redirect(found)
    paragraphs, missing = press.compare(found)
    flagged = sum(each.is_flagged for those in paragraphs for each in those)
    is_second = rules.is_second_person(request.user, found)
    context = {
        "draft": found,
        "mission": found.mission,
        "headline": press.headline_of(found.mission, found.moment, found.language),
        "paragraphs": paragraphs,
        "missing": missing,
        "flagged": flagged,
        "can_edit": can_edit,
        "can_release": not found.is_released
        and rules.can_release(request.user, found)
        and is_second
        and not flagged,
        "can_hand_over": found.is_released
        and rules.can_edit_draft(request.user, found),
        "waits_for_second": not found.is_released and not is_second,
        "endings": list(press.MEDIA_TYPES),
    }
    return render(request, "reports/press_draft.html", context)


@login_required
@require_POST
def refresh_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Take what the records say now."""
    found = fetch(PressDraft, code, request.user, rules.can_edit_draft)
    services.refresh_draft(found, actor=request.user)
    messages.success(request, _("The draft says what the records say now."))
    return redirect(found)


@login_required
@require_POST
def release_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Release a draft as the second person."""
    found = fetch(PressDraft, code, request.user, rules.can_release)
    services.release_draft(found, actor=request.user, at=now())
    messages.success(request, _("The draft was released."))
    return redirect(found)


@login_required
@require_safe
def draft_file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """Return a draft as a file."""
    if ending not in press.MEDIA_TYPES:
        raise Http404
    found = fetch(PressDraft, code, request.user)
    file = services.export_press(
        found.mission,
        found.paragraphs,
        moment=found.moment,
        language=found.language,
        ending=ending,
        actor=request.user,
    )
    name = f"press-{found.mission.code}-{found.moment}-{found.language}.{ending}"
    return attached(file, press.MEDIA_TYPES[ending], name)
