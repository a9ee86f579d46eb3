"""The commands for administrators, and what a worker that is killed leaves."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from gegenbesuch.directory.models import Person
from gegenbesuch.exchange.models import ImportRun
from tests.gegenbesuch.exchange.files import HEADINGS, csv_file, person
from tests.house.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from gegenbesuch.accounts.models import Office


def _call(*args: Any, **options: Any) -> str:
    out = StringIO()
    call_command(*args, stdout=out, **options)
    return out.getvalue().strip()


@pytest.mark.django_db
def test_import_file_reports_each_row_and_can_be_undone(
    office: Office, tmp_path: Path
) -> None:
    file, report = tmp_path / "list.csv", tmp_path / "report.json"
    file.write_bytes(
        csv_file(
            HEADINGS,
            ["A GmbH", "Klein", "Anna", "a@x-firma.de", "", "", "", ""],
            [""] * 8,
            ["A GmbH", "Klein", "Anna", "a@x-firma.de", "", "", "", ""],
        )
    )

    _call("import_file", str(file), office=office.code, report=report)
    written = json.loads(report.read_text())

    assert written["totals"] == {
        "created": 1,
        "updated": 0,
        "duplicate": 1,
        "doubtful": 0,
        "refused": 1,
    }
    assert [(r["row"], r["status"]) for r in written["rows"]] == [
        (2, "created"),
        (3, "refused"),
        (4, "duplicate"),
    ]
    assert written["rows"][0]["codes"]["person"] == Person.objects.get().code

    out = _call("undo_import", written["import"])

    assert out.startswith("2 records removed, 0 restored, 0 kept")
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_import_file_as_a_dry_run_stores_nothing(
    office: Office, tmp_path: Path
) -> None:
    file, report = tmp_path / "list.csv", tmp_path / "report.json"
    file.write_bytes(csv_file(["Firma", "Name"], ["A GmbH", "Anna Klein"]))

    _call("import_file", str(file), office=office.code, report=report, dry_run=True)

    written = json.loads(report.read_text())
    assert written["dry_run"]
    assert written["totals"]["created"] == 1
    assert not Person.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.django_db
def test_import_file_takes_a_mapping_and_remembers_it(
    office: Office, tmp_path: Path
) -> None:
    file, given = tmp_path / "list.csv", tmp_path / "mapping.json"
    file.write_bytes(csv_file(["Wer", "Wo"], ["Anna Klein", "A GmbH"]))
    given.write_text(json.dumps({"columns": {"Wer": "name", "B": "organisation"}}))

    _call("import_file", str(file), office=office.code, mapping=given)
    file.write_bytes(csv_file(["Wer", "Wo"], ["Bernd Groß", "B GmbH"]))
    _call("import_file", str(file), office=office.code)

    assert sorted(p.name.family for p in Person.objects.all()) == ["Groß", "Klein"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (b"", {}, "empty"),
        (b"Farbe;Zahl\r\nrot;1\r\n", {}, "No column says"),
        (b"Name\r\nAnna Klein\r\n", {"office": "nowhere"}, "no office"),
        (b"Name\r\nAnna Klein\r\n", {"sheet": "Liste"}, "no sheet"),
        (b"Firma;Name;E-Mail\r\n", {}, "no rows"),
        (b"Name\r\nAnna Klein\r\n", {"mapping": '{"columns": 5}'}, "which field"),
        (b"Name\r\nAnna Klein\r\n", {"mapping": '{"Name": "name"}'}, "no part"),
        (b"Name\r\nAnna Klein\r\n", {"mapping": '{"header_row": "x"}'}, "a number"),
        (b"Name\r\nAnna Klein\r\n", {"report": "."}, "a folder"),
    ],
)
def test_import_file_says_what_is_wrong(
    office: Office, tmp_path: Path, content: bytes, options: dict[str, Any], words: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(content)
    office.language = "en"
    office.save()
    if "mapping" in options:
        (tmp_path / "mapping.json").write_text(options["mapping"])
        options = options | {"mapping": tmp_path / "mapping.json"}
    if "report" in options:
        options = options | {"report": tmp_path / options["report"]}

    with pytest.raises(CommandError, match=words):
        _call("import_file", str(file), **{"office": office.code} | options)
    assert not ImportRun.objects.exists()


@pytest.mark.slow
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="it makes an SQLite file of its own"
)
def test_a_killed_import_is_gone_on_with_by_the_same_call(
    tmp_path: Path, migrated_file: Path | None
) -> None:
    """With real processes and SIGKILL, on a database of its own."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("GEGENBESUCH_")},
        "GEGENBESUCH_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "gegenbesuch.config.settings",
    }
    manage = [sys.executable, str(ROOT / "manage.py")]

    def run(*args: str) -> str:
        done = subprocess.run(
            [*manage, *args],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    count = 400
    rows = [
        [
            f"Firma {n // 4}",
            *person(n),
            f"a{n}@many-firma.de",
            *[""] * 4,
        ]
        for n in range(count)
    ]
    file, report = tmp_path / "list.csv", tmp_path / "report.json"
    file.write_bytes(csv_file(HEADINGS, *rows))
    if migrated_file:
        shutil.copy(migrated_file, tmp_path / "gegenbesuch.sqlite3")
    run("migrate", "-v0")
    office = run("create_office", "--name", "Amt", "--print-code")
    command = ["import_file", str(file), "--office", office, "--report", str(report)]

    first = subprocess.Popen([*manage, *command], env=environment)
    deadline = time.monotonic() + 120
    with sqlite3.connect(tmp_path / "gegenbesuch.sqlite3", timeout=20) as database:
        question = "SELECT coalesce(max(done_count), 0) FROM exchange_importrun"
        while database.execute(question).fetchone()[0] < 100:
            assert time.monotonic() < deadline
            assert first.poll() is None, "it ended before it could be killed"
            time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.wait()
    out = run(*command)

    written = json.loads(report.read_text())
    assert out.startswith("Going on with import")
    assert written["totals"]["created"] == written["rows_total"] == count
    counts = (
        "from gegenbesuch.directory.models import *;"
        "print(Person.objects.count(), Organisation.objects.count(),"
        "Role.objects.count(), ContactPoint.objects.count())"
    )
    assert run("shell", "-v0", "-c", counts) == f"{count} 100 {count} {count}"
