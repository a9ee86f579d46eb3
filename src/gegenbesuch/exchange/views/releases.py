"""Released drafts for the press, on their way to the newsroom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.core.permissions import fetch
from gegenbesuch.exchange import handing_over
from gegenbesuch.reports import rules
from gegenbesuch.reports.models import PressDraft

if TYPE_CHECKING:
    from django.http import HttpResponse

    from gegenbesuch.accounts.requests import StaffRequest


@login_required
@require_POST
def hand_to_newsroom(request: StaffRequest, code: str) -> HttpResponse:
    """Make an article of a released draft."""
    draft = fetch(PressDraft, code, request.user, rules.can_edit_draft)
    article = handing_over.hand_to_newsroom(draft, actor=request.user)
    messages.success(request, _("The newsroom has it as a draft."))
    return redirect("newsroom:manuscript", article.code)
