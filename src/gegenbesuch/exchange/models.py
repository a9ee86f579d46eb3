"""Imports, row by row, what they changed, and who took data out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gegenbesuch.core.codes import new_code
from gegenbesuch.directory.models import OfficeModel, Organisation, Person

if TYPE_CHECKING:
    from datetime import datetime


def upload_path(run: ImportRun, name: str) -> str:
    """Return where an upload is kept: under a name that nobody can guess."""
    return f"imports/{new_code()}{new_code()}"


class ImportRun(OfficeModel):
    """
    One file that is imported, from the upload to the report.

    `holder` names the worker that has the run; each batch of rows is stored
    only while it still does, so that a run can be taken over at any time.
    """

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("Columns to be checked")
        CHECKED = "checked", _("Ready")
        WAITING = "waiting", _("Waiting for a worker")
        RUNNING = "running", pgettext_lazy("import", "Running")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Stopped")
        FAILED = "failed", _("Failed")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    class Purpose(models.TextChoices):
        PREVIEW = "preview", _("Preview")
        IMPORT = "import", _("Import")

    class Policy(models.TextChoices):
        FILL = "fill", _("Add what is missing, keep what is there")
        REPLACE = "replace", _("Replace what differs by what the file says")
        KEEP = "keep", _("Leave records that are there as they are")

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.UPLOADED
    )
    purpose = models.CharField(
        max_length=10, choices=Purpose.choices, default=Purpose.IMPORT
    )
    policy = models.CharField(
        _("records that are in the directory already"),
        max_length=10,
        choices=Policy.choices,
        default=Policy.FILL,
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("started by"),
    )
    file = models.FileField(upload_to=upload_path, blank=True)
    file_name = models.CharField(_("file"), max_length=255)
    file_hash = models.CharField(max_length=64)
    file_kind = models.CharField(max_length=10)
    file_detail = models.CharField(max_length=60, blank=True)
    sheet_name = models.CharField(_("sheet"), max_length=200, blank=True)
    layout = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=32, blank=True)
    tag = models.CharField(_("tag for all records"), max_length=60, blank=True)
    row_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    holder = models.CharField(max_length=64, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    file_until = models.DateTimeField(null=True, blank=True)
    message = models.CharField(max_length=1000, blank=True)
    undo_report = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["office", "-created_at"], name="import_list"),
            models.Index(fields=["office", "fingerprint"], name="import_source"),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """Return the page of the import."""
        return reverse("exchange:import", args=[self.code])

    @property
    def is_active(self) -> bool:
        """Whether a worker has it or will have it."""
        status = self.Status
        return self.status in {status.WAITING, status.RUNNING, status.UNDOING}

    def is_silent(self, since: datetime) -> bool:
        """Tell whether its worker has stored nothing since then."""
        return self.held_at is not None and self.held_at < since


class ImportRow(models.Model):
    """
    One row of the file, what it says and what became of it.

    While a run goes on, `status` is the only record of how far it is.
    """

    class Status(models.TextChoices):
        PENDING = "pending", pgettext_lazy("row", "Pending")
        CREATED = "created", pgettext_lazy("row", "Created")
        UPDATED = "updated", pgettext_lazy("row", "Updated")
        DUPLICATE = "duplicate", pgettext_lazy("row", "Duplicate")
        DOUBTFUL = "doubtful", pgettext_lazy("row", "Doubtful")
        REFUSED = "refused", pgettext_lazy("row", "Refused")

    class Decision(models.TextChoices):
        NEW = "new", _("Take as new")
        SAME = "same", _("The same as")
        OUT = "out", _("Leave out")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.PENDING
    )
    decision = models.CharField(max_length=4, choices=Decision.choices, blank=True)
    decided_for = models.CharField(max_length=80, blank=True)
    cells = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    label = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    candidates = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "number"], name="one_state_per_row_of_a_file"
            )
        ]
        indexes = [
            models.Index(fields=["run", "status", "number"], name="import_row_status")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.label}"


class ImportChange(models.Model):
    """
    One row of the database that an import made or changed, before and after.

    In the order in which they were made; undoing goes backwards.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="changes")
    row_number = models.PositiveIntegerField()
    model = models.CharField(max_length=100)
    target_id = models.BigIntegerField()
    owner_model = models.CharField(max_length=100, blank=True)
    owner_id = models.BigIntegerField(default=0)
    before = models.JSONField(null=True)
    after = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["run", "model", "target_id"], name="import_change")
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.target_id}"


class ColumnMemory(OfficeModel):
    """What the columns of files from one source were last taken for."""

    fingerprint = models.CharField(max_length=32)
    columns = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "fingerprint"], name="one_memory_per_source"
            )
        ]


class ExportEntry(OfficeModel):
    """Personal data were taken out: who, what, for what and for whom."""

    class What(models.TextChoices):
        PEOPLE = "people", _("People")
        ORGANISATIONS = "organisations", _("Organisations")

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("exported by"),
    )
    actor_label = models.CharField(_("exported by"), max_length=200)
    what = models.CharField(_("list"), max_length=20, choices=What.choices)
    query = models.CharField(max_length=1000, blank=True)
    file_format = models.CharField(_("format"), max_length=10)
    record_count = models.PositiveIntegerField(_("records"))
    purpose = models.CharField(_("purpose"), max_length=300)
    recipient = models.CharField(_("recipient"), max_length=300)

    class Meta:
        indexes = [models.Index(fields=["office", "-created_at"], name="export_list")]

    def __str__(self) -> str:
        return f"{self.what} {self.file_format}: {self.purpose}"
