"""What a mission answers and leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory.evidence import cite
from gegenbesuch.missions import rules, selectors, services
from gegenbesuch.missions.forms_links import LinkForm
from gegenbesuch.missions.views.frame import frame_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
def links(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the mission answers and leads to, and add to it."""
    found = fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_mission
    )
    form = LinkForm(request.POST or None, mission=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.link_missions(actor=request.user, **form.link())
        except ActionError as error:
            form.add_error("other", str(error.message))
        else:
            messages.success(request, _("The missions were linked."))
            return redirect("missions:links", found.code)
    shown = selectors.links_of(found, request.user)
    ends = [mission for link in shown.all for mission in (link.earlier, link.later)]
    cite(shown.all)
    context = frame_of(request, found) | {"form": form, "links": shown}
    selectors.attest(ends)
    return render(request, "missions/links.html", context)


@login_required
@require_POST
def unlink_missions(
    request: HttpRequest, code: str, other: str, kind: str
) -> HttpResponse:
    """Take a link back; which of the two missions came first is in the link."""
    found = fetch(
        selectors.mission_with_names, code, request.user, rules.can_edit_mission
    )
    link = next(
        (
            link
            for link in selectors.links_of(found, request.user).all
            if link.kind == kind and other in {link.earlier.code, link.later.code}
        ),
        None,
    )
    if link is None:
        raise Http404
    services.unlink_missions(link, actor=request.user)
    messages.success(request, _("The link was taken back."))
    return redirect("missions:links", found.code)
