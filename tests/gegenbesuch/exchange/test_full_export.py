"""Everything out, into an empty installation, and out again: the same file."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.search.finding import find
from gegenbesuch.directory import services as directory
from gegenbesuch.directory.models import Address, ContactPoint, Note, Person
from gegenbesuch.exchange import full_export, services
from gegenbesuch.exchange.models import ImportRun
from tests import factories as make
from tests.gegenbesuch.exchange.files import csv_file

if TYPE_CHECKING:
    from pathlib import Path

    from gegenbesuch.accounts.models import Office, User

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def something(office: Office, alba: User) -> None:
    """A little of each app, with a file."""
    person = directory.create_person(
        office, name=make.PersonFactory.build().name, actor=alba, languages=["ja"]
    )
    directory.add_detail(
        person, ContactPoint, actor=alba, kind="email", value="a@b-firma.de"
    )
    directory.add_detail(
        person, Address, actor=alba, lines="今橋町1", locality="豊橋市"
    )
    directory.add_detail(person, Note, actor=alba, text="Zeile\nzwei")
    make.RoleFactory(person=person, started_on="2019-06")
    source = make.SourceFactory(office=office)
    make.CitationFactory(source=source, **make.on(person))
    make.RequestFactory()
    make.SettlementStepFactory(settlement__office=office)
    make.ArticleFactory(office=office)
    services.upload_import(
        office,
        data=csv_file(["Firma", "Name"], ["A GmbH", "Anna Klein"]),
        name="list.csv",
        actor=alba,
        at=now(),
    )


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _empty() -> None:
    for model in full_export.exported_models():
        model._base_manager.all()._raw_delete("default")


def test_export_import_export_gives_the_same_file(
    something: None, tmp_path: Path
) -> None:
    full_export.export_all(tmp_path / "one.zip")
    run = ImportRun.objects.get()
    with run.file.open() as file:
        content = file.read()
    run.file.storage.delete(run.file.name)
    _empty()

    full_export.import_all(tmp_path / "one.zip")
    full_export.export_all(tmp_path / "two.zip")

    assert _parts(tmp_path / "two.zip") == _parts(tmp_path / "one.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with ImportRun.objects.get().file.open() as file:
        assert file.read() == content
    person = Person.objects.get(contact_points__value="a@b-firma.de")
    hits = find("a@b-firma.de", offices=[person.office_id], kinds=["person"]).hits
    assert [hit.pk for hit in hits] == [person.pk]


def test_numbering_goes_on_behind_what_was_imported(
    something: None, office: Office, tmp_path: Path
) -> None:
    full_export.export_all(tmp_path / "one.zip")
    _empty()
    full_export.import_all(tmp_path / "one.zip")
    last = Person.objects.order_by("pk").last()

    record = Person.objects.create(office_id=office.pk, name=last.name)

    assert record.pk > last.pk


def test_an_installation_with_offices_is_not_overwritten(
    something: None, tmp_path: Path
) -> None:
    full_export.export_all(tmp_path / "one.zip")

    with pytest.raises(ActionError, match="not empty"):
        full_export.import_all(tmp_path / "one.zip")


def test_another_file_is_refused(db: None, tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"no zip")

    with pytest.raises(ActionError, match="no full export"):
        full_export.import_all(tmp_path / "no.zip")
