"""
Make the search index.

Its tokens are a full-text table without positions on SQLite, and `tsvector`s
with a GIN index on PostgreSQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations, models

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = (("core_search_tokens", ""), ("core_search_words", "word"))


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the tables that belong to no model."""
    for table, column in TABLES:
        if schema_editor.connection.vendor == "sqlite":
            more = f", {column} UNINDEXED" if column else ""
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(tokens{more}, detail=none, "
                "columnsize=0, tokenize=\"ascii tokenchars '_'\")"
            )
        else:
            more = f", {column} text NOT NULL" if column else ""
            schema_editor.execute(
                f"CREATE TABLE {table} "
                f"(id bigint PRIMARY KEY, tokens tsvector NOT NULL{more})"
            )
            schema_editor.execute(
                f"CREATE INDEX {table}_gin ON {table} USING gin (tokens)"
            )


def unmake(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the tables."""
    for table, _column in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    """The search index."""

    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.BigIntegerField()),
                ("names", models.TextField()),
                ("rest", models.TextField()),
                ("plain", models.TextField()),
                ("sort_key", models.CharField(max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_id"),
                        name="one_search_entry_per_record",
                    )
                ]
            },
        ),
        migrations.RunPython(make, unmake),
    ]
