"""From the upload to the report in the browser's words, without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gegenbesuch.core.values.name import Name
from gegenbesuch.directory.models import Person
from gegenbesuch.exchange.models import ImportRun
from tests import factories as make
from tests.cast import signed_in
from tests.gegenbesuch.exchange.conftest import statuses
from tests.gegenbesuch.exchange.files import csv_file, person

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from gegenbesuch.accounts.models import Office, User


@pytest.fixture
def client(bruno: User) -> Client:
    return signed_in(bruno)


def _upload(client: Client, *rows: list[str]) -> ImportRun:
    file = SimpleUploadedFile("liste.csv", csv_file(*rows))
    response = client.post(reverse("exchange:upload-import"), {"file": file})
    run = ImportRun.objects.get()
    assert response["Location"] == reverse("exchange:choose-columns", args=[run.code])
    return run


def _choose(client: Client, run: ImportRun, **columns: str) -> None:
    data = {f"column_{c['index']}": c["field"] for c in run.layout["columns"]}
    address = reverse("exchange:choose-columns", args=[run.code])
    client.post(address, data | columns | {"policy": "fill", "tag": "Messe"})


def test_a_list_goes_from_upload_to_report_and_back(
    client: Client, office: Office, django_capture_on_commit_callbacks: object
) -> None:
    make.PersonFactory(office=office, name=Name(family="Klein", given="Anna"))
    with django_capture_on_commit_callbacks(execute=True):
        run = _upload(
            client,
            ["Firma", "Wer"],
            ["A GmbH", "Bernd Groß"],
            ["B GmbH", "Anna Klein"],
            ["", ""],
        )
        _choose(client, run, column_1="name")
    assert statuses(run) == {2: "created", 3: "doubtful"}
    assert Person.objects.count() == 1

    page = client.get(run.get_absolute_url() + "?show=doubtful")
    assert page.content.decode().count('value="same~') == 1

    with django_capture_on_commit_callbacks(execute=True):
        decide = reverse("exchange:decide-rows", args=[run.code])
        client.post(decide, {"decision_3": "new"})
        client.post(reverse("exchange:start-import", args=[run.code]))
    assert statuses(run) == {2: "created", 3: "created"}
    assert Person.objects.count() == 3

    report = client.get(reverse("exchange:import-report", args=[run.code, "csv"]))
    assert len(report.content.decode("utf-8-sig").splitlines()) == 3

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("exchange:undo-import", args=[run.code]))
    run.refresh_from_db()
    assert run.status == ImportRun.Status.UNDONE
    assert Person.objects.count() == 1


def test_upload_import_says_why_a_file_is_refused(client: Client) -> None:
    file = SimpleUploadedFile("liste.xlsx", b"%PDF-1.7")

    response = client.post(reverse("exchange:upload-import"), {"file": file})

    assert "PDF" in response.content.decode()
    assert not ImportRun.objects.exists()


def test_choose_columns_shows_samples_and_wants_a_name(client: Client) -> None:
    run = _upload(client, ["Farbe", "Zahl"], ["rot", "7"])

    page = client.get(reverse("exchange:choose-columns", args=[run.code]))
    assert "rot" in page.content.decode()

    _choose(client, run)
    run.refresh_from_db()
    assert run.status == ImportRun.Status.UPLOADED


def test_delete_upload_removes_the_file_and_what_rows_say(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = _upload(client, ["Firma", "Name"], ["A GmbH", "Bernd Groß"])
        _choose(client, run)
    name, storage = run.file.name, run.file.storage
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("exchange:delete-upload", args=[run.code]))

    row = run.rows.get()
    assert not storage.exists(name)
    assert (row.cells, row.label, row.status) == ([], "", "created")


@pytest.mark.parametrize("n", [1, 3])
def test_the_pages_of_imports_cost_the_same_for_more_rows(
    n: int,
    client: Client,
    django_capture_on_commit_callbacks: object,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        rows = [[f"Firma {i}", " ".join(reversed(person(i)))] for i in range(n)]
        run = _upload(client, ["Firma", "Name"], *rows)
        _choose(client, run)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("exchange:imports"))
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(run.get_absolute_url())


LIST_QUERIES = 4
PAGE_QUERIES = 6
