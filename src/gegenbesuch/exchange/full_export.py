"""
The whole installation as one file, and back into an empty one.

The format is described in docs/admin/full-export.md. Rows keep their numbers, so
that nothing that refers to anything has to be translated; content types, whose
numbers differ between installations, are written by name.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from gegenbesuch.accounts.models import Office, User
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.search import kinds
from gegenbesuch.exchange.images import image_of, row_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT: Final = "gegenbesuch-full-export"
VERSION: Final = 1
#: Made anew from the rest, so not part of it.
DERIVED: Final = frozenset({"core.searchentry", "core.searchword"})
_CHUNK: Final = 500
_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""Of all parts: two exports of the same content are the same file."""


def exported_models() -> list[type[models.Model]]:
    """Return the models of our own apps, with the tables between them, by name."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if apps.get_app_config(model._meta.app_label).name.startswith("gegenbesuch.")
        and model._meta.managed
        and not model._meta.proxy
        and model._meta.label_lower not in DERIVED
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def export_all(path: Path) -> dict[str, int]:
    """Write everything into a file; returns how many rows and files there are."""
    counts: dict[str, int] = {}
    files: set[str] = set()
    with (
        transaction.atomic(),
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for model in exported_models():
            label = model._meta.label_lower
            with archive.open(_part(f"tables/{label}.jsonl"), "w") as part:
                counts[label] = 0
                for image in images_of(model):
                    part.write(_line(image))
                    counts[label] += 1
                    files.update(_files_of(model, image))
        stored = sorted(name for name in files if default_storage.exists(name))
        for name in stored:
            with (
                default_storage.open(name) as source,
                archive.open(_part(f"files/{name}"), "w") as part,
            ):
                part.writelines(source.chunks())
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "migrations": _migrations(),
            "tables": counts,
            "files": stored,
        }
        archive.writestr(_part("manifest.json"), json.dumps(manifest, indent=1))
    return {"rows": sum(counts.values()), "files": len(stored)}


def images_of(model: type[models.Model]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a model by their numbers, content types by name."""
    types = _type_columns(model)
    names = {t.pk: f"{t.app_label}.{t.model}" for t in ContentType.objects.all()}
    for row in model._base_manager.order_by("pk").iterator(chunk_size=_CHUNK):
        image = image_of(row)
        for column in types:
            image[column] = names.get(image[column])
        yield image


def import_all(path: Path) -> dict[str, int]:
    """
    Fill an empty installation with a full export.

    Raises:
        ActionError: The file is none, of another version, or the installation
            has offices or users already.
    """
    if Office.objects.exists() or User.objects.exists():
        raise ActionError("This installation is not empty: it has offices or users.")
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            _check(manifest)
            with transaction.atomic():
                rows = _fill(archive, manifest)
            for name in manifest["files"]:
                with archive.open(f"files/{name}") as part:
                    default_storage.delete(name)
                    default_storage.save(name, part)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise ActionError(f"{path} is no full export: {error}.") from error
    kinds.rebuild()
    return {"rows": rows, "files": len(manifest["files"])}


def _check(manifest: dict[str, Any]) -> None:
    if manifest.get("format") != FORMAT or manifest.get("version") != VERSION:
        raise ActionError("This is no full export, or one of another version.")
    if manifest["migrations"] != _migrations():
        raise ActionError(
            "The export was made by another version of the program. Please import "
            "it with that version, then upgrade."
        )


def _fill(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> int:
    """Write all rows; references are checked when the transaction ends."""
    by_label = {model._meta.label_lower: model for model in exported_models()}
    for model in by_label.values():
        model._base_manager.all()._raw_delete(model._base_manager.db)
    numbers = {
        f"{t.app_label}.{t.model}": t.pk
        for t in (ContentType.objects.get_for_model(m) for m in apps.get_models())
    }
    total = 0
    for label in sorted(manifest["tables"]):
        model = by_label[label]
        types = _type_columns(model)
        rows = []
        with archive.open(f"tables/{label}.jsonl") as part:
            for line in part:
                image = json.loads(line)
                for column in types:
                    image[column] = numbers.get(image[column])
                rows.append(row_from(model, image))
                if len(rows) == _CHUNK:
                    total += _insert(model, rows)
                    rows = []
        total += _insert(model, rows)
    _go_on_numbering(by_label.values())
    return total


def _insert(model: type[models.Model], rows: list[Any]) -> int:
    """Write rows as they are: no moment is set to now, no signal is sent."""
    if rows:
        manager: Any = model._base_manager
        most = connection.ops.bulk_batch_size(model._meta.concrete_fields, rows)
        for start in range(0, len(rows), most):
            manager._insert(
                rows[start : start + most],
                fields=model._meta.concrete_fields,
                using=manager.db,
                raw=True,
            )
    return len(rows)


def _go_on_numbering(of: Iterable[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(of)):
            cursor.execute(statement)


def _type_columns(model: type[models.Model]) -> list[str]:
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is ContentType
    ]


def _files_of(model: type[models.Model], image: dict[str, Any]) -> list[str]:
    return [
        image[field.attname]
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField) and image[field.attname]
    ]


def _migrations() -> dict[str, str]:
    """Return the last migration of each of our apps."""
    applied = MigrationRecorder(connection).applied_migrations()
    ours = {model._meta.app_label for model in exported_models()}
    return {
        app: max(name for label, name in applied if label == app)
        for app in sorted(ours)
        if any(label == app for label, _name in applied)
    }


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, _TIME)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def _line(image: dict[str, Any]) -> bytes:
    return (json.dumps(image, ensure_ascii=False) + "\n").encode("utf-8", "replace")
