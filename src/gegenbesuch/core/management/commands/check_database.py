"""`manage.py check_database`: does the database fit this version, in one sentence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader

SECONDS_TO_CONNECT = 5
SQLITE_HEADER = b"SQLite format 3\x00"


class Command(BaseCommand):
    """Refuse a database that this version cannot work with."""

    help = "Tell in one sentence whether the database fits this version."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Let a start script insist on a database that needs no migration."""
        parser.add_argument(
            "--current",
            action="store_true",
            help="refuse a database that still has to be migrated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check; silence means that the database fits."""
        check_database(current=options["current"])


def check_database(*, current: bool) -> None:
    """
    Check that the database can be opened, written and understood.

    Args:
        current: Also insist that all migrations are applied and every table
            has the columns of its model.

    Raises:
        CommandError: It cannot; the message says what to do.
    """
    if connection.vendor == "sqlite":
        _check_file(Path(str(settings.DATABASES["default"]["NAME"])))
    else:
        _check_server()
    try:
        loader = MigrationLoader(connection)
        loader.check_consistent_history(connection)
    except (DatabaseError, UnicodeDecodeError) as error:
        msg = f"{_place()} cannot be opened: {_one_line(error)}."
        raise CommandError(msg) from error
    except InconsistentMigrationHistory as error:
        raise CommandError(_misfit(_one_line(error))) from error
    ours = {config.label for config in apps.get_app_configs()}
    known = set(loader.disk_migrations) | set(loader.replacements)
    unknown = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in ours and (app, name) not in known
    )
    if unknown:
        raise CommandError(
            _misfit(f"it has {unknown[0]}, which this version does not know")
        )
    if current:
        _check_current(loader)


def _check_current(loader: MigrationLoader) -> None:
    missing = sorted(set(loader.graph.nodes) - set(loader.applied_migrations))
    if missing:
        name = ".".join(missing[0])
        msg = f"{_place()} lacks the migration {name}; run: manage.py migrate"
        raise CommandError(msg)
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.managed or model._meta.proxy:
                continue
            table = model._meta.db_table
            if table not in tables:
                raise CommandError(_misfit(f"it lacks the table {table}"))
            description = connection.introspection.get_table_description(cursor, table)
            columns = {column.name for column in description}
            for field in model._meta.local_concrete_fields:
                if field.column not in columns:
                    raise CommandError(_misfit(f"it lacks {table}.{field.column}"))


def _check_file(path: Path) -> None:
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        msg = f"{_place()} cannot be written."
        raise CommandError(msg)
    if path.is_dir():
        msg = f"{_place()} is a folder."
        raise CommandError(msg)
    if path.exists() and path.stat().st_size:
        with path.open("rb") as file:
            if file.read(len(SQLITE_HEADER)) != SQLITE_HEADER:
                msg = f"{_place()} is not an SQLite database."
                raise CommandError(msg)


def _check_server() -> None:
    """Connect once without the pool, which would try again for half a minute."""
    database = settings.DATABASES["default"]
    given: dict[str, Any] = {
        "host": database["HOST"],
        "port": database["PORT"],
        "user": database["USER"],
        "password": database["PASSWORD"],
    }
    named = {key: value for key, value in given.items() if value}
    try:
        psycopg.connect(
            dbname=str(database["NAME"]), connect_timeout=SECONDS_TO_CONNECT, **named
        ).close()
    except psycopg.OperationalError as error:
        msg = f"{_place()} cannot be opened: {_one_line(error)}."
        raise CommandError(msg) from error


def _place() -> str:
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return f"The database {database['NAME']}"
    return f"The database {database['NAME']} on {database['HOST'] or 'localhost'}"


def _misfit(why: str) -> str:
    return (
        f"{_place()} was made by another version of Gegenbesuch: {why}; "
        "move it away or restore the backup that belongs to this version."
    )


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".")
