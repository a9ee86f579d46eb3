"""Undoing an import: the state before is the state after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gegenbesuch.core.values.name import Name
from gegenbesuch.directory import services as directory
from gegenbesuch.directory.models import ContactPoint, Organisation, Person
from gegenbesuch.exchange import running, services, undoing
from gegenbesuch.exchange.images import image_of
from tests import factories as make
from tests.gegenbesuch.exchange.files import csv_file, person

if TYPE_CHECKING:
    from collections.abc import Callable

    from gegenbesuch.accounts.models import Office
    from gegenbesuch.exchange.models import ImportRun

    Import = Callable[..., ImportRun]

pytestmark = pytest.mark.django_db

#: What may remember an import that was undone.
MEMORY = {"exchange", "contenttypes", "sessions", "django_tasks_db", "axes"}


def state() -> dict[str, dict[Any, Any]]:
    """Return every row of every table that an import could touch."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in MEMORY or model._meta.label == "core.AuditEntry":
            continue
        found[model._meta.label] = {
            row.pk: image_of(row) for row in model._default_manager.all()
        }
    return found


def undo(run: ImportRun) -> ImportRun:
    services.mark_for_undoing(run, actor=None, at=now())
    assert undoing.take_and_undo(run, running.new_holder(), at=now())
    run.refresh_from_db()
    return run


HEADINGS = ["Firma", "Name", "氏名", "フリガナ", "E-Mail", "Telefon", "Funktion"]
HEADINGS += ["Ort", "Schlagworte", "Notiz", "Anrede", "Sprachen"]
FAMILY = st.sampled_from(["Klein", "Müller", "Mueller", "Sahara", ""])
VALUES = st.tuples(
    st.sampled_from(
        ["Klein GmbH", "Klein AG", "株式会社豊橋", "(株)豊橋", "", "Neu Ltd"]
    ),
    st.builds(
        lambda family, given: f"{given} {family}".strip() if family else "",
        FAMILY,
        st.sampled_from(["Anna", "Bernd", "Dr. Anna"]),
    ),
    st.sampled_from(["", "佐原　光一", "佐原光一"]),
    st.sampled_from(["", "サハラ　コウイチ"]),
    st.sampled_from(
        ["", "a@x-firma.de", "b@x-firma.de", "info@x-firma.de", "foo@@bar"]
    ),
    st.sampled_from(["", "0341 1234567", "0351 7654321", "abc"]),
    st.sampled_from(["", "Leiterin", "部長", "Manager"]),
    st.sampled_from(["", "Leipzig", "豊橋市"]),
    st.sampled_from(["", "Messe; Japan", "Japan"]),
    st.sampled_from(["", "=1+1", "sehr nett"]),
    st.sampled_from(["", "Herr", "Frau"]),
    st.sampled_from(["", "Deutsch", "日本語, Englisch"]),
).map(list)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    rows=st.lists(VALUES, min_size=1, max_size=8),
    policy=st.sampled_from(["fill", "replace", "keep"]),
)
def test_state_before_equals_state_after(
    import_bytes: Import, office: Office, rows: list[list[str]], policy: str
) -> None:
    with transaction.atomic():
        person = directory.create_person(
            office, name=Name(family="Klein", given="Anna"), actor=None
        )
        directory.add_detail(
            person, ContactPoint, actor=None, kind="email", value="a@x-firma.de"
        )
        body = directory.create_organisation(
            office, name={"de": "Klein GmbH"}, actor=None, kind="other"
        )
        directory.add_role(
            person, organisation=body, title={"de": "Chefin"}, actor=None
        )
        before = state()

        run = import_bytes(csv_file(HEADINGS, *rows), policy=policy, tag="Import")
        if run.changes.exists():
            undo(run)

        after = state()
        assert {m: r for m, r in after.items() if r != before[m]} == {}
        assert not run.changes.exists()
        transaction.set_rollback(True)


def test_two_imports_are_undone_one_after_the_other(import_bytes: Import) -> None:
    data = csv_file(
        ["Firma", "Name", "E-Mail"], ["A GmbH", "Anna Klein", "a@x-firma.de"]
    )
    more = csv_file(
        ["Firma", "Name", "E-Mail", "Telefon"],
        ["A GmbH", "Anna Klein", "a@x-firma.de", "0341 1234567"],
        ["A GmbH", "Bernd Groß", "b@x-firma.de", ""],
    )
    empty = state()
    first = import_bytes(data)
    between = state()
    second = import_bytes(more)

    undo(second)
    assert state() == between
    undo(first)
    assert state() == empty


def test_a_record_that_was_edited_since_stays_and_is_named(
    import_bytes: Import,
) -> None:
    run = import_bytes(
        csv_file(["Firma", "Name"], ["A GmbH", "Anna Klein"], ["B GmbH", "Bernd Groß"])
    )
    anna = Person.objects.get(name__family="Klein")
    directory.update_person(anna, actor=None, languages=["fr"])

    undo(run)

    assert list(Person.objects.all()) == [anna]
    assert [str(o.name) for o in Organisation.objects.all()] == ["A GmbH"]
    assert anna.roles.count() == 1
    assert [each["code"] for each in run.undo_report["kept"]] == [
        anna.roles.get().organisation.code,
        anna.code,
    ]
    assert run.undo_report["removed"] == 2


def test_a_record_that_is_used_since_stays(
    import_bytes: Import, office: Office
) -> None:
    run = import_bytes(csv_file(["Firma", "Name"], ["A GmbH", "Anna Klein"]))
    anna = Person.objects.get()
    source = make.SourceFactory(office=office)
    make.CitationFactory(source=source, **make.on(anna))

    undo(run)

    assert Person.objects.get() == anna
    assert run.undo_report["removed"] == 0


def test_a_field_that_was_changed_since_is_left_as_it_is(
    import_bytes: Import, office: Office
) -> None:
    person = directory.create_person(
        office, name=Name(family="Klein", given="Anna"), actor=None
    )
    ContactPoint.objects.create(target=person, kind="email", value="a@x-firma.de")
    run = import_bytes(
        csv_file(
            ["Name", "E-Mail", "Anrede", "Telefon"],
            ["Anna Klein", "a@x-firma.de", "Frau", "0341 1234567"],
        )
    )
    person.refresh_from_db()
    directory.update_person(person, actor=None, salutation="mr")

    undo(run)

    person.refresh_from_db()
    assert person.salutation == "mr"
    assert [c.value for c in person.contact_points.all()] == ["a@x-firma.de"]
    assert [each["field"] for each in run.undo_report["not_restored"]] == ["salutation"]


def test_an_undoing_that_was_broken_off_is_gone_on_with(
    import_bytes: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state()
    rows = [[f"Firma {n}", " ".join(reversed(person(n)))] for n in range(6)]
    run = import_bytes(csv_file(["Firma", "Name"], *rows))
    monkeypatch.setattr(undoing, "_BATCH", 2)
    remove, calls = undoing._remove, []

    def die(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        remove(*args)

    monkeypatch.setattr(undoing, "_remove", die)
    services.mark_for_undoing(run, actor=None, at=now())
    with pytest.raises(KeyboardInterrupt):
        undoing.take_and_undo(run, running.new_holder(), at=now())
    monkeypatch.setattr(undoing, "_remove", remove)

    assert Person.objects.count() == 2
    later = now() + running.SILENT_AFTER * 2
    assert undoing.take_and_undo(run, running.new_holder(), at=later)

    run.refresh_from_db()
    assert state() == before
    assert run.undo_report["removed"] == 12
