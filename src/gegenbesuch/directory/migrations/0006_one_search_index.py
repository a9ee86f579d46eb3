"""
Drop what search stored by kind; the index over everything is in `core`.

The index is made anew after the migrations, when it is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the tables of grams, which belong to no model."""
    for table in ("directory_organisation", "directory_person"):
        schema_editor.execute(f"DROP TABLE IF EXISTS {table}_grams")


class Migration(migrations.Migration):
    """One index for all kinds of records."""

    dependencies = [
        ("core", "0002_search"),
        ("directory", "0005_codes_of_figures"),
    ]
    operations = [
        migrations.RunPython(drop, migrations.RunPython.noop),
        migrations.RemoveField("organisation", "search_text"),
        migrations.RemoveField("person", "search_text"),
    ]
