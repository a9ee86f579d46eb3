"""
A worker that is killed in the middle of an import loses and doubles nothing.

Everything is real: a database of its own, a web server to which the file is
uploaded, and `manage.py db_worker`, which gets SIGKILL.
"""

from __future__ import annotations

import json
import signal

import pytest

from tests.gegenbesuch.exchange.files import csv_file, person
from tests.installation import MANAGE, Site

ROWS = 1200
MAIL, PASSWORD = "anna@office.example", "correct horse battery staple"
USER = f"""
from gegenbesuch.accounts.models import Membership, Office, User
user = User.objects.create_user({MAIL!r}, {PASSWORD!r}, name="Anna")
Membership.objects.create(user=user, office=Office.objects.get(), role="coordinator")
"""
COUNT = """
from gegenbesuch.directory.models import ContactPoint, Organisation, Person, Role
print(*(m.objects.count() for m in (Person, Organisation, Role, ContactPoint)))
"""


def _letters(n: int) -> str:
    return "".join(chr(ord("a") + n // 17**place % 17) for place in range(4))


def _rows() -> list[list[str]]:
    rows = [["Firma", "Name", "Vorname", "E-Mail", "Seit"]]
    for n in range(ROWS):
        family, given = person(n * 7)
        word = _letters(n * 6007 % 17**4)
        row = [f"{word.title()} {family} GmbH", f"{family}{word}", given]
        rows.append([*row, f"{word}@{word}-firma.de", "2015"])
        if n % 100 == 50:
            rows += [[*rows[-1]], ["", "", "", f"{word}@firma.de", ""]]
    return rows


def _progress(site: Site, run: str) -> int:
    """Return how many rows are done, as the page of the import says."""
    values = site.get(run).xpath("//progress/@value")
    return int(values[0]) if values else 0


def _can(site: Site, run: str, what: str) -> bool:
    """Tell whether the page of the import offers something to do."""
    return bool(site.get(run).xpath(f"//form[contains(@action, '/{what}/')]"))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_and_doubles_nothing(environment: dict[str, str]) -> None:
    site = Site(environment)
    site.manage("create_office", "--name", "Office")
    site.manage("shell", "-v0", "-c", USER)
    rows = _rows()
    server = ("-m", "gunicorn", "gegenbesuch.config.wsgi", "--log-level", "warning")
    worker = (MANAGE, "db_worker", "--no-reload", "--interval", "0.2")

    with site.running(*server, "--bind", site.url.removeprefix("http://")):
        site.wait_for(site.is_up)
        site.submit("sign-in", username=MAIL, password=PASSWORD)
        site.get("/imports/upload/")
        site.submit("upload", file=csv_file(*rows))
        run = site.path.removesuffix("columns/")
        with site.running(*worker):
            site.submit("columns")
            site.wait_for(lambda: _can(site, run, "start"))
        site.submit("start")
        with site.running(*worker) as killed:
            site.wait_for(lambda: _progress(site, run) >= ROWS // 4)
            killed.send_signal(signal.SIGKILL)
            killed.wait()
        assert ROWS // 4 <= _progress(site, run) < ROWS
        with site.running(*worker):
            site.wait_for(lambda: _can(site, run, "undo"))
        report = json.loads(site.opener.open(f"{site.url}{run}report.json").read())

    created = [
        row["codes"]["person"] for row in report["rows"] if row["status"] == "created"
    ]
    again = ROWS // 100
    assert [row["row"] for row in report["rows"]] == list(range(2, len(rows) + 1))
    assert report["totals"] == {
        "created": ROWS,
        "updated": 0,
        "duplicate": again,
        "doubtful": 0,
        "refused": again,
    }
    assert len(set(created)) == ROWS
    assert site.manage("shell", "-v0", "-c", COUNT).split() == [str(ROWS)] * 4
