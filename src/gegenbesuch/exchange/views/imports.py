"""From the file to the report, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.permissions import fetch
from gegenbesuch.exchange import file_words, reporting, rules, selectors, services
from gegenbesuch.exchange.forms import (
    ColumnsForm,
    SheetForm,
    UploadForm,
    read_decisions,
)
from gegenbesuch.exchange.models import ImportRow, ImportRun
from gegenbesuch.exchange.recognition import Layout
from gegenbesuch.exchange.tables import table_response

if TYPE_CHECKING:
    from django.http import HttpRequest

Status = ImportRun.Status
RUNS_SHOWN = 50
_SAMPLED = 200


@login_required
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """List the imports of the user's offices, the latest first."""
    runs = ImportRun.objects.visible_to(request.user).select_related("office", "actor")
    context = {
        "runs": runs.order_by("-created_at", "-pk")[:RUNS_SHOWN],
        "can_upload": rules.can_upload_import(request.user),
        "can_see_exports": rules.can_see_exports(request.user),
    }
    return render(request, "exchange/imports.html", context)


@login_required
def upload_import(request: HttpRequest) -> HttpResponse:
    """Take a file and go on to its columns."""
    if not rules.can_upload_import(request.user):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = services.upload_import(
                form.office,
                data=file.read(),
                name=file.name,
                actor=request.user,
                at=now(),
            )
        except ActionError as error:
            form.add_error("file", str(error.message))
        else:
            return redirect("exchange:choose-columns", run.code)
    return render(request, "exchange/upload_import.html", {"form": form})


@login_required
def choose_columns(request: HttpRequest, code: str) -> HttpResponse:
    """Show what each column is taken for, and take corrections."""
    run = _run(request, code)
    book = services.book_of(run)
    layout = Layout.from_json(run.layout)
    rows = book.sheets[layout.sheet].rows[layout.header_row :][:_SAMPLED]
    columns = selectors.columns_of(run, {row.number: row.cells for row in rows})
    form = ColumnsForm(
        request.POST or None,
        layout=Layout(layout.sheet, layout.header_row, tuple(columns), layout.language),
        initial={"policy": run.policy, "tag": run.tag},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.choose_columns(
                run,
                columns=form.chosen(),
                policy=form.cleaned_data["policy"],
                tag=form.cleaned_data["tag"],
            )
            services.start_import(run, actor=request.user, at=now(), preview=True)
        except ActionError as error:
            form.add_error(None, str(error.message))
        else:
            return redirect(run)
    context = {
        "run": run,
        "form": form,
        "sheet_form": SheetForm(book=book, layout=layout),
        "has_sheets": len(book.sheets) > 1 or not book.fields,
        "layout": layout,
    }
    return render(request, "exchange/choose_columns.html", context)


@login_required
@require_POST
def choose_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Read another sheet or heading row and go back to the columns."""
    run = _run(request, code)
    form = SheetForm(
        request.POST, book=services.book_of(run), layout=Layout.from_json(run.layout)
    )
    if form.is_valid():
        services.choose_sheet(run, **form.cleaned_data)
    return redirect("exchange:choose-columns", run.code)


@login_required
@require_safe
@never_cache
def import_run(request: HttpRequest, code: str) -> HttpResponse:
    """Show how far an import is and what became of its rows."""
    queryset = ImportRun.objects.select_related("office", "actor")
    run = fetch(queryset, code, request.user)
    context = _state(request, run)
    if request.headers.get("HX-Request") == "true":
        response = render(request, "exchange/import.html#import-state", context)
        if not run.is_active:
            response["HX-Refresh"] = "true"
        return response
    show = request.GET.get("show", "")
    show = show if show in ImportRow.Status.values else ""
    after = request.GET.get("after", "")
    page = selectors.rows_of(
        run,
        status=show,
        after=int(after) if after.isdecimal() and len(after) < 9 else 0,
    )
    context |= {
        "tabs": selectors.tabs_of(run, show),
        "show": show,
        "page": page,
        "can_decide": (
            context["can_change"]
            and show == ImportRow.Status.DOUBTFUL
            and not run.is_active
            and run.status != Status.UNDONE
        ),
    }
    return render(request, "exchange/import.html", context)


def _state(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    can_change = rules.can_change_import(request.user, run)
    is_preview = run.purpose == ImportRun.Purpose.PREVIEW
    is_still = not run.is_active
    has_file = bool(run.file)
    state = {
        "run": run,
        "read_as": file_words.in_words(run.file_detail),
        "is_preview": is_preview,
        "is_imported": not is_preview and run.row_count > 0 and is_still,
        "can_change": can_change,
        "can_choose": can_change
        and has_file
        and is_still
        and (is_preview or run.status == Status.UPLOADED),
        "can_start": can_change and run.status == Status.CHECKED,
        "can_cancel": can_change and run.status in {Status.WAITING, Status.RUNNING},
        "can_continue": can_change
        and not is_preview
        and run.status in {Status.CANCELLED, Status.FAILED},
        "can_undo": can_change
        and run.status in {Status.DONE, Status.CANCELLED, Status.FAILED}
        and run.changes.exists(),
        "can_delete": can_change and is_still and has_file,
        "undo_report": run.undo_report,
    }
    state["has_news"] = run.status != Status.DONE or run.message or state["can_choose"]
    return state


@login_required
@require_POST
def start_import(request: HttpRequest, code: str) -> HttpResponse:
    """Import for real what the preview showed."""
    run = _run(request, code)
    services.start_import(run, actor=request.user, at=now())
    return redirect(run)


@login_required
@require_POST
def cancel_import(request: HttpRequest, code: str) -> HttpResponse:
    """Stop an import."""
    run = _run(request, code)
    services.cancel_import(run, actor=request.user, at=now())
    return redirect(run)


@login_required
@require_POST
def continue_import(request: HttpRequest, code: str) -> HttpResponse:
    """Go on with an import that was stopped."""
    run = _run(request, code)
    services.continue_import(run, actor=request.user, at=now())
    return redirect(run)


@login_required
@require_POST
def undo_import(request: HttpRequest, code: str) -> HttpResponse:
    """Take everything back that an import stored."""
    run = _run(request, code)
    services.undo_import(run, actor=request.user, at=now())
    return redirect(run)


@login_required
@require_POST
def delete_upload(request: HttpRequest, code: str) -> HttpResponse:
    """Delete the file of an import before its time is over."""
    run = _run(request, code)
    services.delete_upload(run, actor=request.user)
    messages.success(request, _("The file and what its rows said are deleted."))
    return redirect(run)


@login_required
@require_POST
def decide_rows(request: HttpRequest, code: str) -> HttpResponse:
    """Take decisions about doubtful rows, one by one or about all that are left."""
    run = _run(request, code)
    decisions = read_decisions(request.POST)
    for_all = request.POST.get("all", "")
    if for_all in {ImportRow.Decision.NEW, ImportRow.Decision.OUT}:
        numbers = run.rows.filter(status=ImportRow.Status.DOUBTFUL)
        decisions = dict.fromkeys(
            numbers.values_list("number", flat=True), (for_all, "")
        )
    count = services.decide_rows(run, decisions=decisions, actor=request.user, at=now())
    messages.success(request, _("Rows decided: %(count)d.") % {"count": count})
    if run.purpose == ImportRun.Purpose.IMPORT and count:
        return redirect(run)
    page = reverse("exchange:import", args=[run.code])
    return redirect(f"{page}?show={ImportRow.Status.DOUBTFUL}")


@login_required
@require_safe
def import_report(request: HttpRequest, code: str, file_format: str) -> HttpResponse:
    """Download the report with all rows."""
    queryset = ImportRun.objects.select_related("office")
    run = fetch(queryset, code, request.user, rules.can_change_import)
    name = f"import-{run.code}"
    if file_format == "json":
        response = HttpResponse(content_type="application/json")
        response.write(reporting.report_text(run))
        response["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
    if file_format not in {"xlsx", "csv", "ods"}:
        raise Http404
    return table_response(reporting.table_of(run), name, file_format)


def _run(request: HttpRequest, code: str) -> ImportRun:
    queryset = ImportRun.objects.select_related("office", "actor")
    return fetch(queryset, code, request.user, rules.can_change_import)
