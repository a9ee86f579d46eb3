"""Verbs on imports: upload, columns, preview, start, stop, decide, undo, delete."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.tasks import enqueue_at
from gegenbesuch.exchange import tasks
from gegenbesuch.exchange.fields import FIELDS
from gegenbesuch.exchange.models import ColumnMemory, ImportRow, ImportRun
from gegenbesuch.exchange.reading import read_file
from gegenbesuch.exchange.recognition import Layout, recognise
from gegenbesuch.exchange.retention import forget_upload

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.exchange.reading import Book

Status = ImportRun.Status
RowStatus = ImportRow.Status
_CHUNK = 1000


@transaction.atomic
def upload_import(
    office: Office, *, data: bytes, name: str, actor: User | None, at: datetime
) -> ImportRun:
    """
    Keep a file for import and recognise its columns.

    Raises:
        ActionError: The file cannot be read; the message says what to do.
    """
    book = read_file(data)
    layout = remembered(office, _recognised(office, book))
    until = at + timedelta(days=settings.UPLOADS_KEPT_DAYS)
    run = ImportRun(
        office=office,
        actor=actor,
        file_name=name[:255],
        file_hash=hashlib.sha256(data).hexdigest(),
        file_kind=book.kind,
        file_detail=book.detail[:60],
        file_until=until,
    )
    _set_layout(run, book, layout)
    run.file.save("upload", ContentFile(data), save=False)
    run.save()
    audit.record("exchange.import.uploaded", run, actor=actor)
    transaction.on_commit(
        partial(enqueue_at, tasks.forget_upload, until, run_id=run.pk)
    )
    return run


def _recognised(office: Office, book: Book) -> Layout:
    layout = recognise(book)
    if layout.header_row or book.fields:
        return layout
    # The headings of a source that was mapped before need not be words we know.
    headed = recognise(book, sheet=layout.sheet, header_row=1)
    known = ColumnMemory.objects.filter(
        office=office, fingerprint=headed.fingerprint
    ).exists()
    return headed if known else layout


def remembered(office: Office, layout: Layout) -> Layout:
    """Return a layout with the columns as they were last chosen for such a file."""
    memory = ColumnMemory.objects.filter(
        office=office, fingerprint=layout.fingerprint
    ).first()
    if memory is None:
        return layout
    columns = tuple(
        replace(c, field=memory.columns[str(c.index)], reason="memory")
        if memory.columns.get(str(c.index), c.field) != c.field
        else c
        for c in layout.columns
    )
    return replace(layout, columns=columns)


@transaction.atomic
def choose_sheet(run: ImportRun, *, sheet: int, header_row: int | None) -> ImportRun:
    """
    Read another sheet or another heading row, and recognise its columns.

    Raises:
        ActionError: The import has begun, or there is no such sheet or row.
    """
    _check_open(run)
    book = book_of(run)
    if not 0 <= sheet < len(book.sheets):
        raise ActionError(_("There is no such sheet."))
    if header_row is not None and not 0 <= header_row <= len(book.sheets[sheet].rows):
        raise ActionError(_("There is no such row."))
    layout = recognise(book, sheet=sheet, header_row=header_row)
    run.rows.all().delete()
    _set_layout(run, book, remembered(run.office, layout))
    run.status = Status.UPLOADED
    run.save()
    return run


@transaction.atomic
def choose_columns(
    run: ImportRun,
    *,
    columns: Mapping[int, str],
    policy: str = ImportRun.Policy.FILL,
    tag: str = "",
) -> ImportRun:
    """
    Say what the columns are; remembered for the next file of this form.

    Args:
        columns: Keys of `FIELDS`, or empty, by the index of the column.

    Raises:
        ActionError: The import has begun, a field is unknown, or no column
            names anybody.
    """
    _check_open(run)
    unknown = [f for f in columns.values() if f and f.partition("#")[0] not in FIELDS]
    if unknown:
        raise ActionError(_("There is no field “%(field)s”.") % {"field": unknown[0]})
    layout = Layout.from_json(run.layout)
    chosen = tuple(
        replace(c, field=columns[c.index], reason=_reason(c, columns[c.index]))
        if c.index in columns
        else c
        for c in layout.columns
    )
    layout = replace(layout, columns=chosen)
    if not layout.is_useful:
        raise ActionError(
            _(
                "No column says who a row is about. Please choose the column with "
                "the name of the person or of the organisation."
            )
        )
    ColumnMemory.objects.update_or_create(
        office=run.office,
        fingerprint=layout.fingerprint,
        defaults={"columns": {str(c.index): c.field for c in chosen}},
    )
    run.layout = layout.to_json()
    run.policy = policy
    run.tag = tag
    run.status = Status.UPLOADED
    run.save()
    return run


def _reason(column: Any, field: str) -> str:
    return column.reason if column.field == field else "given"


@transaction.atomic
def start_import(
    run: ImportRun, *, actor: User | None, at: datetime, preview: bool = False
) -> ImportRun:
    """
    Have all rows of a file worked off by a worker, for real or as a preview.

    Raises:
        ActionError: It has begun already, or no column names anybody.
    """
    prepare_import(run, actor=actor, at=at, preview=preview)
    transaction.on_commit(partial(tasks.run_import.enqueue, run_id=run.pk))
    return run


@transaction.atomic
def prepare_import(
    run: ImportRun, *, actor: User | None, at: datetime, preview: bool = False
) -> ImportRun:
    """
    Make the row of each row of the file; whoever calls this sees to the work.

    Raises:
        ActionError: As `start_import`, or there are no rows.
    """
    _check_open(run)
    if not Layout.from_json(run.layout).is_useful:
        raise ActionError(
            _(
                "No column says who a row is about. Please choose the column with "
                "the name of the person or of the organisation."
            )
        )
    purpose = ImportRun.Purpose.PREVIEW if preview else ImportRun.Purpose.IMPORT
    taken = ImportRun.objects.filter(pk=run.pk, status=run.status).update(
        status=Status.WAITING,
        purpose=purpose,
        done_count=0,
        cancel_requested=False,
        holder="",
        held_at=None,
        started_at=None,
        finished_at=None,
        message="",
        updated_at=at,
    )
    if not taken:
        raise ActionError(_("This import has begun already."))
    count = _make_rows(run)
    if not count:
        raise ActionError(_("Below the headings of this file there are no rows."))
    ImportRun.objects.filter(pk=run.pk).update(row_count=count)
    if not preview:
        audit.record("exchange.import.started", run, actor=actor, rows=count)
    run.refresh_from_db()
    return run


def _make_rows(run: ImportRun) -> int:
    if run.rows.exists():
        run.rows.update(
            status=RowStatus.PENDING, problems=[], candidates=[], person=None,
            organisation=None,
        )  # fmt: skip
        return run.rows.count()
    layout = Layout.from_json(run.layout)
    rows = book_of(run).sheets[layout.sheet].rows[layout.header_row :]
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                run=run,
                number=row.number,
                cells=row.cells,
                notes=[list(note) for note in row.notes],
            )
            for row in rows
        ),
        batch_size=_CHUNK,
    )
    return len(rows)


@transaction.atomic
def cancel_import(run: ImportRun, *, actor: User | None, at: datetime) -> ImportRun:
    """
    Stop an import; what has been stored stays and can be undone.

    Raises:
        ActionError: It has ended already.
    """
    ended = ImportRun.objects.filter(pk=run.pk, status=Status.WAITING).update(
        status=Status.CANCELLED, cancel_requested=True, finished_at=at, updated_at=at
    )
    if not ended and not ImportRun.objects.filter(
        pk=run.pk, status=Status.RUNNING
    ).update(cancel_requested=True):
        raise ActionError(_("This import has ended already."))
    audit.record("exchange.import.cancelled", run, actor=actor)
    run.refresh_from_db()
    return run


@transaction.atomic
def continue_import(run: ImportRun, *, actor: User | None, at: datetime) -> ImportRun:
    """
    Go on with an import that was stopped, or whose worker has gone.

    Raises:
        ActionError: There is nothing to go on with.
    """
    resumed = ImportRun.objects.filter(
        pk=run.pk, status__in=[Status.CANCELLED, Status.FAILED, Status.RUNNING]
    ).update(
        status=Status.WAITING, cancel_requested=False, holder="", finished_at=None,
        updated_at=at,
    )  # fmt: skip
    if not resumed:
        raise ActionError(_("There is nothing to go on with."))
    audit.record("exchange.import.started", run, actor=actor)
    transaction.on_commit(partial(tasks.run_import.enqueue, run_id=run.pk))
    run.refresh_from_db()
    return run


def broken_off(run: ImportRun) -> ImportRun | None:
    """Return the import of the same file into the same office that did not end."""
    return (
        ImportRun.objects.filter(
            office=run.office,
            file_hash=run.file_hash,
            layout=run.layout,
            purpose=ImportRun.Purpose.IMPORT,
            policy=run.policy,
            status__in=[Status.WAITING, Status.RUNNING],
        )
        .exclude(pk=run.pk)
        .order_by("-pk")
        .first()
    )


@transaction.atomic
def decide_rows(
    run: ImportRun,
    *,
    decisions: Mapping[int, tuple[str, str]],
    actor: User | None,
    at: datetime,
) -> int:
    """
    Say what becomes of doubtful rows; returns how many were decided.

    In an import that is done they are worked off at once; before that the
    decisions wait for it.

    Args:
        decisions: By number of the row: `new`, `out` or `same`, and for `same`
            which of the candidates.

    Raises:
        ActionError: The import is going on, or a choice is none of the candidates.
    """
    if run.is_active or run.status == Status.UNDONE:
        raise ActionError(_("This cannot be decided now."))
    rows = list(run.rows.filter(number__in=decisions, status=RowStatus.DOUBTFUL))
    for row in rows:
        row.decision, row.decided_for = decisions[row.number]
        refs = {candidate["ref"] for candidate in row.candidates}
        if row.decision == ImportRow.Decision.SAME and row.decided_for not in refs:
            raise ActionError(_("Please choose one of the records that are offered."))
        row.status = RowStatus.PENDING
        audit.record(
            "exchange.row.decided", run, actor=actor, row=row.number,
            decision=row.decision,
        )  # fmt: skip
    ImportRow.objects.bulk_update(rows, ["decision", "decided_for", "status"])
    if rows and run.purpose == ImportRun.Purpose.IMPORT:
        ImportRun.objects.filter(pk=run.pk).update(
            status=Status.WAITING, cancel_requested=False, holder="", held_at=None,
            done_count=run.done_count - len(rows), updated_at=at,
        )  # fmt: skip
        transaction.on_commit(partial(tasks.run_import.enqueue, run_id=run.pk))
    return len(rows)


@transaction.atomic
def undo_import(run: ImportRun, *, actor: User | None, at: datetime) -> ImportRun:
    """
    Have everything taken back that an import stored.

    Raises:
        ActionError: It is going on, has stored nothing, or can no longer be undone.
    """
    mark_for_undoing(run, actor=actor, at=at)
    transaction.on_commit(partial(tasks.undo_import.enqueue, run_id=run.pk))
    return run


@transaction.atomic
def mark_for_undoing(run: ImportRun, *, actor: User | None, at: datetime) -> ImportRun:
    """
    Mark an import as being undone; whoever calls this sees to the work.

    Raises:
        ActionError: As `undo_import`.
    """
    if not run.changes.exists() and run.status != Status.UNDOING:
        raise ActionError(_("There is nothing to undo, or no longer."))
    marked = ImportRun.objects.filter(
        pk=run.pk,
        status__in=[Status.DONE, Status.CANCELLED, Status.FAILED, Status.UNDOING],
    ).update(status=Status.UNDOING, holder="", held_at=None, updated_at=at)
    if not marked:
        raise ActionError(_("Please wait until the import has ended."))
    audit.record("exchange.import.undone", run, actor=actor)
    run.refresh_from_db()
    return run


@transaction.atomic
def delete_upload(run: ImportRun, *, actor: User | None) -> None:
    """
    Delete the file of an import and what its rows say, before its time is over.

    Raises:
        ActionError: The import is going on.
    """
    if run.is_active:
        raise ActionError(_("Please wait until the import has ended."))
    audit.record("exchange.import.deleted", run, actor=actor)
    forget_upload(run)


def book_of(run: ImportRun) -> Book:
    """
    Read the file of an import again.

    Raises:
        ActionError: It has been deleted.
    """
    if not run.file:
        raise ActionError(_("The file of this import has been deleted."))
    with run.file.open("rb") as file:
        return read_file(file.read())


def _set_layout(run: ImportRun, book: Book, layout: Layout) -> None:
    run.layout = layout.to_json()
    run.fingerprint = layout.fingerprint
    run.sheet_name = book.sheets[layout.sheet].name[:200]
    run.row_count = len(book.sheets[layout.sheet].rows) - layout.header_row


def _check_open(run: ImportRun) -> None:
    if run.status not in {Status.UPLOADED, Status.CHECKED} and not (
        run.purpose == ImportRun.Purpose.PREVIEW and not run.is_active
    ):
        raise ActionError(_("This import has begun already."))
