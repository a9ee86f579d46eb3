"""
Give rows of earlier versions what new ones are born with.

Figures get a code, organisations a key for Japanese lists. On PostgreSQL that
key compares byte by byte, as Python does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Concat, Left

from gegenbesuch.core.codes import new_code

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fill codes and keys."""
    figures = list(apps.get_model("directory", "Figure").objects.filter(code=None))
    for figure in figures:
        figure.code = new_code()
    apps.get_model("directory", "Figure").objects.bulk_update(
        figures, ["code"], batch_size=500
    )
    apps.get_model("directory", "Organisation").objects.update(
        sort_key_ja=Left(Concat(Value("2 "), "sort_key"), 300)
    )


def collate(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Compare the new key byte by byte."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE directory_organisation ALTER COLUMN sort_key_ja "
            'TYPE varchar(300) COLLATE "C"'
        )


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [("directory", "0003_directory_for_daily_work")]
    operations = [
        migrations.RunPython(collate, migrations.RunPython.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
