"""The documents of a mission."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gegenbesuch.core.paging import around, page_number
from gegenbesuch.core.permissions import fetch
from gegenbesuch.documents import services
from gegenbesuch.documents.catalogue import entries_of
from gegenbesuch.documents.rendering import MEDIA_TYPES
from gegenbesuch.missions.rules import can_see_internal, can_see_papers
from gegenbesuch.missions.selectors import attest, mission_with_names

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gegenbesuch.documents.catalogue import Entry
    from gegenbesuch.missions.models import Mission

#: There is one document for each person; so many of all documents stand on a page.
ON_A_PAGE = 100


@login_required
@require_safe
def documents(request: HttpRequest, code: str) -> HttpResponse:
    """Show which documents can be had, in which language and as which file."""
    found = fetch(mission_with_names, code, request.user)
    attest([found])
    entries = [
        entry for entry in entries_of(found) if _may_have(request.user, found, entry)
    ]
    page = page_number(request)
    shown = entries[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    context = {
        "mission": found,
        "groups": _groups(shown, Counter(entry.group for entry in entries)),
        "languages": settings.LANGUAGES,
        **around(page, ON_A_PAGE, len(shown), len(entries)),
    }
    return render(request, "documents/documents.html", context)


@login_required
@require_safe
def document(request: HttpRequest, code: str, key: str, ending: str) -> HttpResponse:
    """Return a document as a file, in the language asked for or that of the reader."""
    language = request.GET.get("language", request.LANGUAGE_CODE)
    found = fetch(mission_with_names, code, request.user)
    entry = next((entry for entry in entries_of(found) if entry.key == key), None)
    if (
        entry is None
        or ending not in entry.endings
        or language not in dict(settings.LANGUAGES)
    ):
        raise Http404
    if not _may_have(request.user, found, entry):
        raise PermissionDenied
    file = services.export_document(
        found,
        entry,
        ending=ending,
        language=language,
        actor=request.user,
        at=now(),
    )
    response = HttpResponse(file, content_type=MEDIA_TYPES[ending])
    response["Content-Disposition"] = (
        f'attachment; filename="{key}-{language}.{ending}"'
    )
    return response


def _may_have(user: Any, mission: Mission, entry: Entry) -> bool:
    """Tell whether somebody may have a document: some name people, or what they eat."""
    if entry.is_sensitive:
        return can_see_papers(user, mission)
    return not entry.is_internal or can_see_internal(user, mission)


def _groups(entries: list[Entry], counts: Counter[str]) -> list[dict[str, Any]]:
    """
    Return the documents under headings: of the mission, of people, of each event.

    Args:
        counts: How many there are under each heading, also on other pages.
    """
    titles = {"mission": _("For the whole mission"), "people": _("For one person")}
    return [
        {
            "id": f"documents-{group}",
            "title": titles.get(group) or rows[0].about,
            "entries": rows,
            "count": counts[group],
        }
        for group in dict.fromkeys(entry.group for entry in entries)
        if (rows := [entry for entry in entries if entry.group == group])
    ]
