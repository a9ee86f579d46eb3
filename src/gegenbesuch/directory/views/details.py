"""Pages that add, change and take away what hangs on a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gegenbesuch.core import versions
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.permissions import fetch
from gegenbesuch.directory import services
from gegenbesuch.directory.detail_forms import DetailForm, with_source
from gegenbesuch.directory.evidence_forms import FORMS
from gegenbesuch.directory.models import CardExchange, Figure, Note

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from gegenbesuch.directory.owners import Owner


@login_required
def add_detail(request: HttpRequest, kind: Owner, code: str, noun: str) -> HttpResponse:
    """Hang something on a record: an address, a number, a note."""
    record = fetch(kind.model, code, request.user, kind.can_edit)
    form_class = _form_class(noun, record)
    asked = {
        name: request.GET[name] for name in form_class.starts_with & {*request.GET}
    }
    form = form_class(
        request.POST or None, user=request.user, record=record, initial=asked
    )

    def write() -> None:
        values = form.cleaned_data | _unasked(form, request)
        if form.is_cited:
            add, values = services.add_cited_detail, with_source(values)
        else:
            add = services.add_detail
        add(record, form.model, actor=request.user, **values)

    if request.method == "POST" and saved(form, write):
        return redirect(record)
    context = {"form": form, "record": record, "noun": noun, "kind": kind}
    return render(request, "directory/detail_form.html", context)


@login_required
def update_detail(
    request: HttpRequest, kind: Owner, code: str, noun: str, detail: str
) -> HttpResponse:
    """Change what hangs on a record."""
    record = fetch(kind.model, code, request.user, kind.can_edit)
    row = _detail(noun, record, detail)
    form = versions.watched(
        _form_class(noun, record)(
            request.POST or None, user=request.user, record=record, detail=row
        ),
        row,
    )

    def write(row: Any, *, actor: Any, **values: Any) -> None:
        if form.is_cited:
            services.update_cited_detail(row, actor=actor, **with_source(values))
        else:
            services.update_detail(row, actor=actor, **values)

    if request.method == "POST" and versions.save(form, row, write, actor=request.user):
        return redirect(record)
    context = {
        "form": form,
        "record": record,
        "noun": noun,
        "kind": kind,
        "detail": row,
    }
    return render(request, "directory/detail_form.html", context)


@login_required
@require_POST
def remove_detail(
    request: HttpRequest, kind: Owner, code: str, noun: str, detail: str
) -> HttpResponse:
    """Take away what hangs on a record."""
    record = fetch(kind.model, code, request.user, kind.can_edit)
    services.remove_detail(_detail(noun, record, detail), actor=request.user)
    return redirect(record)


def saved(form: Any, write: Callable[[], Any]) -> bool:
    """Write what was typed; if that cannot be, the form says why and keeps it."""
    if not form.is_valid():
        return False
    try:
        write()
    except ActionError as error:
        form.add_error(None, str(error.message))
        return False
    return True


def _form_class(noun: str, record: Any) -> type[DetailForm]:
    form = FORMS[noun]
    if form.kinds and record._meta.model_name not in form.kinds:
        raise Http404
    return form


def _detail(noun: str, record: Any, code: str) -> Any:
    model = _form_class(noun, record).model
    row = model.objects.filter(code=code).first()
    if row is None or services.record_of(row) != record:
        raise Http404
    return row


def _unasked(form: Any, request: HttpRequest) -> dict[str, Any]:
    """Return what a new row is given without asking."""
    if form.model is Note:
        return {"author": request.user}
    if form.model is CardExchange:
        return {"received_by": request.user}
    return {"what": form.key} if form.model is Figure else {}
