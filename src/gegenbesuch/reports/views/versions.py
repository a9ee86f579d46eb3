"""Frozen versions of the results report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gegenbesuch.accounts.models import Office
from gegenbesuch.core.permissions import fetch
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.reports import rules, services
from gegenbesuch.reports import versions as compared
from gegenbesuch.reports.files import MEDIA_TYPES
from gegenbesuch.reports.models import Report
from gegenbesuch.reports.scopes import find_scope
from gegenbesuch.reports.views.bilanz import attached, levels_of

if TYPE_CHECKING:
    from django.http import HttpRequest


@login_required
@require_POST
def freeze_bilanz(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Keep the Bilanz as it is now."""
    scope, missions = find_scope(kind, key, request.user)
    office = rules.office_to_report(request.user, [m.office_id for m in missions])
    if office is None:
        raise PermissionDenied
    report = services.freeze_bilanz(
        scope, missions, Office.objects.get(pk=office), actor=request.user
    )
    messages.success(request, _("This version is kept and no longer changes."))
    return redirect(report)


@login_required
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Show a frozen version, and what is different in another one."""
    found = fetch(Report, code, request.user)
    paper = found.papers[base_language(get_language())]
    others = (
        Report.objects.visible_to(request.user)
        .filter(kind=found.kind, key=found.key, office=found.office_id)
        .exclude(pk=found.pk)
        .order_by("-number")
    )
    other = others.filter(code=request.GET.get("with", "")).first()
    changes = None
    if other is not None:
        old, new = sorted((found, other), key=lambda row: row.number)
        language = base_language(get_language())
        changes = compared.differences(old.papers[language], new.papers[language])
    context = {
        "report": found,
        "paper": paper,
        "levels": levels_of(paper),
        "others": others.defer("papers"),
        "other": other,
        "changes": changes,
        "endings": list(MEDIA_TYPES),
        "language": base_language(get_language()),
        "can_release": not found.is_released
        and rules.can_release(request.user, found)
        and rules.is_second_person(request.user, found),
        "waits_for_second": not found.is_released
        and not rules.is_second_person(request.user, found),
    }
    return render(request, "reports/report.html", context)


@login_required
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Compute a frozen version again and say whether the records still give it."""
    found = fetch(Report, code, request.user)
    result = compared.check(found, base_language(get_language()))
    return render(request, "reports/check.html", {"report": found, "check": result})


@login_required
@require_POST
def release_report(request: HttpRequest, code: str) -> HttpResponse:
    """Release a version as the second person."""
    found = fetch(Report, code, request.user, rules.can_release)
    services.release_report(found, actor=request.user, at=now())
    messages.success(request, _("The version was released."))
    return redirect(found)


@login_required
@require_safe
def report_file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """Return a frozen version as a file."""
    language = request.GET.get("language", base_language(get_language()))
    if ending not in MEDIA_TYPES or language not in dict(settings.LANGUAGES):
        raise Http404
    found = fetch(Report, code, request.user)
    file = services.export_report(
        found, ending=ending, language=language, actor=request.user
    )
    name = f"bilanz-{found.key}-{found.number}-{language}.{ending}"
    return attached(file, MEDIA_TYPES[ending], name)
