"""
Make the tables of the search index.

SQLite gets full-text tables without positions, PostgreSQL arrays of grams with
a GIN index. Sort keys compare byte by byte on both, as Python does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("directory_organisation", "directory_person")
SORT_KEYS = (
    ("directory_organisation", "sort_key"),
    ("directory_person", "sort_key"),
    ("directory_person", "sort_key_ja"),
)


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create one table of grams for each kind of record."""
    for table in TABLES:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {table}_grams USING fts5(grams, detail=none, "
                "columnsize=0, "
                "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
            )
        else:
            schema_editor.execute(
                f"CREATE TABLE {table}_grams "
                "(id bigint PRIMARY KEY, grams text[] NOT NULL)"
            )
            schema_editor.execute(
                f"CREATE INDEX {table}_grams_gin ON {table}_grams USING gin (grams)"
            )
    if schema_editor.connection.vendor == "postgresql":
        for table, column in SORT_KEYS:
            schema_editor.execute(
                f"ALTER TABLE {table} ALTER COLUMN {column} "
                'TYPE varchar(300) COLLATE "C"'
            )


def unmake(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the tables; the collation can stay."""
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}_grams")


class Migration(migrations.Migration):
    """The search index."""

    dependencies = [("directory", "0001_initial")]
    operations = [migrations.RunPython(make, unmake)]
