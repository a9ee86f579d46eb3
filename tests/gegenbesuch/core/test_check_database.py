from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="what is checked is an SQLite file"
)

ROOT = Path(__file__).resolve().parents[3]


def _manage(
    data: Path, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GEGENBESUCH_")}
    own = {
        "GEGENBESUCH_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "gegenbesuch.config.settings",
    }
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=clean | own | variables,
    )


def _one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    return done.stderr.removeprefix("CommandError: ").strip()


@pytest.fixture(scope="module")
def migrated(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path | None
) -> bytes:
    """Return a database of this version, as bytes."""
    data = tmp_path_factory.mktemp("migrated")
    if migrated_file:
        shutil.copy(migrated_file, data / "gegenbesuch.sqlite3")
    done = _manage(data, "migrate", "--verbosity", "0")
    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite3.connect(data / "gegenbesuch.sqlite3")) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    return (data / "gegenbesuch.sqlite3").read_bytes()


@pytest.fixture
def database(tmp_path: Path, migrated: bytes) -> Path:
    path = tmp_path / "gegenbesuch.sqlite3"
    path.write_bytes(migrated)
    return path


def _change(database: Path, sql: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(sql)
        connection.commit()


def test_check_database_is_silent_about_one_of_this_version(database: Path) -> None:
    done = _manage(database.parent, "check_database", "--current")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_check_database_refuses_what_is_no_database(database: Path) -> None:
    database.write_text("a letter, not a database")

    done = _manage(database.parent, "check_database")

    assert _one_sentence(done) == f"The database {database} is not an SQLite database."


def test_check_database_refuses_a_damaged_file(database: Path) -> None:
    database.write_bytes(database.read_bytes()[:100] + b"\0" * 5000)

    done = _manage(database.parent, "check_database")

    assert _one_sentence(done).startswith(f"The database {database} cannot be opened")


def test_check_database_refuses_one_of_a_newer_version(database: Path) -> None:
    _change(
        database,
        "INSERT INTO django_migrations (app, name, applied) "
        "VALUES ('missions', '9999_from_the_future', '2030-01-01')",
    )

    done = _manage(database.parent, "check_database")

    assert _one_sentence(done) == (
        f"The database {database} was made by another version of Gegenbesuch: it has "
        "missions.9999_from_the_future, which this version does not know; move it "
        "away or restore the backup that belongs to this version."
    )


def test_check_database_refuses_a_table_without_its_column(database: Path) -> None:
    _change(database, "ALTER TABLE missions_goal RENAME COLUMN text TO words")

    done = _manage(database.parent, "check_database", "--current")

    assert "it lacks missions_goal.text" in _one_sentence(done)


def test_check_database_names_a_server_that_does_not_answer(tmp_path: Path) -> None:
    url = "postgresql://office@127.0.0.1:1/gegenbesuch"

    done = _manage(tmp_path, "check_database", GEGENBESUCH_DATABASE_URL=url)

    assert _one_sentence(done).startswith(
        "The database gegenbesuch on 127.0.0.1 cannot be opened: connection failed"
    )


def test_check_database_asks_for_a_migration_only_when_told_to(tmp_path: Path) -> None:
    lenient = _manage(tmp_path, "check_database")
    strict = _manage(tmp_path, "check_database", "--current")

    assert (lenient.returncode, lenient.stderr) == (0, "")
    assert _one_sentence(strict).endswith("run: manage.py migrate")


@pytest.mark.parametrize("command", [["load_demo"], ["run_schedule", "demo-forum"]])
def test_commands_say_of_an_old_database_what_to_do(
    tmp_path: Path, command: list[str]
) -> None:
    done = _manage(tmp_path, *command)

    assert done.returncode != 0
    assert _one_sentence(done).endswith("run: manage.py migrate")
