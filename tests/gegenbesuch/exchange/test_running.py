from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from django.utils.timezone import now

from gegenbesuch.core.search.finding import find
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.directory.models import ContactPoint, Organisation, Person, Role
from gegenbesuch.exchange import reporting, running, services
from gegenbesuch.exchange.models import ImportRow, ImportRun
from tests import factories as make
from tests.gegenbesuch.exchange.conftest import problems, statuses
from tests.gegenbesuch.exchange.files import HEADINGS, csv_file, person

if TYPE_CHECKING:
    from collections.abc import Callable

    from gegenbesuch.accounts.models import Office

    Import = Callable[..., ImportRun]

pytestmark = pytest.mark.django_db

ANNA = ["Klein GmbH", "Klein", "Dr. Anna", "anna@klein-firma.de", "0341 1234567"]
ANNA += ["Leipzig", "Deutschland", "2015"]


def test_a_row_becomes_a_person_in_an_organisation(import_bytes: Import) -> None:
    run = import_bytes(csv_file(HEADINGS, ANNA))

    person = Person.objects.get()
    role = person.roles.get()
    assert statuses(run) == {2: "created"}
    assert person.name == Name(family="Klein", given="Anna", title="Dr.")
    assert str(role.organisation.name) == "Klein GmbH"
    assert role.organisation.country == "DE"
    assert role.started_on.code == "2015"
    assert set(person.contact_points.values_list("kind", "value")) == {
        ("email", "anna@klein-firma.de"),
        ("phone", "+493411234567"),
    }
    assert role.organisation.addresses.get().locality == "Leipzig"


def test_imported_people_are_found_by_search(
    import_bytes: Import, office: Office
) -> None:
    import_bytes(csv_file(HEADINGS, ANNA))

    found = find("Klein Anna", offices=[office.pk], kinds=["person"])
    assert [hit.pk for hit in found.hits] == [Person.objects.get().pk]


def test_every_row_is_accounted_for(import_bytes: Import) -> None:
    run = import_bytes(
        csv_file(
            HEADINGS,
            ANNA,
            [""] * 8,
            HEADINGS,
            ["Summe", "", "", "", "12", "", "", ""],
            ["Klein GmbH", "KLEIN", "Anna", "ANNA@klein-firma.de", "", "", "", ""],
            ["", "", "", "nobody@klein-firma.de", "", "", "", ""],
            ["B GmbH", "A Klein und B Groß", "", "", "", "", "", ""],
            ["C GmbH", "Groß", "Bernd", "", "", "", "", "31.02.2019"],
        )
    )
    report = reporting.report_of(run)

    assert statuses(run) == {
        2: "created",
        3: "refused",
        4: "refused",
        5: "refused",
        6: "duplicate",
        7: "refused",
        8: "doubtful",
        9: "created",
    }
    assert [entry["row"] for entry in report["rows"]] == list(range(2, 10))
    assert sum(report["totals"].values()) == report["rows_total"] == 8
    assert all(e["reason"] for e in report["rows"] if e["row"] != 2)
    assert report["rows"][4]["codes"] == report["rows"][0]["codes"]


def test_what_is_missing_is_added_and_what_differs_is_said(
    import_bytes: Import, office: Office
) -> None:
    person = make.PersonFactory(
        office=office, name=Name(family="Klein", given="Anna"), salutation="ms"
    )
    ContactPoint.objects.create(
        target=person, kind="email", value="anna@klein-firma.de"
    )

    run = import_bytes(
        csv_file(
            ["Name", "氏名", "Anrede", "E-Mail", "Telefon"],
            [
                "Klein, Anna",
                "クライン　アンナ",
                "Herr",
                "anna@klein-firma.de",
                "0341 1234567",
            ],
        )
    )

    person.refresh_from_db()
    assert statuses(run) == {2: "updated"}
    assert problems(run, 2) == ["same-record", "conflict"]
    assert person.salutation == "ms"
    assert person.name.kana == Spelling("クライン", "アンナ")
    assert person.contact_points.count() == 2


def test_replace_takes_what_the_file_says(import_bytes: Import, office: Office) -> None:
    person = make.PersonFactory(
        office=office, name=Name(family="Klein", given="Anna"), salutation="ms"
    )
    ContactPoint.objects.create(
        target=person, kind="email", value="anna@klein-firma.de"
    )
    data = csv_file(
        ["Nachname", "Vorname", "Anrede", "E-Mail"],
        ["Klein", "Anna", "Herr", "anna@klein-firma.de"],
    )

    import_bytes(data, policy="replace")

    person.refresh_from_db()
    assert person.salutation == "mr"


def test_keep_leaves_records_alone(import_bytes: Import, office: Office) -> None:
    person = make.PersonFactory(office=office, name=Name(family="Klein", given="Anna"))
    ContactPoint.objects.create(
        target=person, kind="email", value="anna@klein-firma.de"
    )
    data = csv_file(
        ["Nachname", "Vorname", "E-Mail", "Telefon", "Notiz"],
        ["Klein", "Anna", "anna@klein-firma.de", "0341 1234567", "neu"],
    )

    run = import_bytes(data, policy="keep")

    assert statuses(run) == {2: "duplicate"}
    assert person.contact_points.count() == 1
    assert not person.notes.exists()


def test_the_same_person_in_another_script_is_found_by_mail(
    import_bytes: Import,
) -> None:
    run = import_bytes(
        csv_file(
            ["会社名", "Name", "氏名", "E-Mail"],
            ["Toyohashi Machinery", "Koichi Sahara", "", "sahara@toyo-firma.jp"],
            ["株式会社豊橋機械", "", "佐原　光一", "sahara@toyo-firma.jp"],
        )
    )

    person = Person.objects.get()
    assert statuses(run) == {2: "created", 3: "updated"}
    assert (person.name.family, person.name.kanji.family) == ("Sahara", "佐原")
    assert Organisation.objects.get().name.data == {
        "en": "Toyohashi Machinery",
        "ja": "株式会社豊橋機械",
    }
    assert Role.objects.count() == 1


def test_company_forms_and_umlauts_are_the_same_organisation(
    import_bytes: Import,
) -> None:
    import_bytes(
        csv_file(
            ["Firma", "Name"],
            ["Müller GmbH", "Anna Klein"],
            ["Mueller", "Bernd Groß"],
            ["株式会社豊橋", "Ken Sato"],
            ["（株）豊橋", "Yoko Sato"],
        )
    )

    assert Organisation.objects.count() == 2


def test_a_name_that_only_sounds_alike_is_doubtful(import_bytes: Import) -> None:
    run = import_bytes(
        csv_file(
            ["Firma", "Name"],
            ["Klein GmbH", "Anna Meyer"],
            ["Klein GmbH", "Anna Meier"],
            ["Klein GmbH", "Anna Maurer"],
        )
    )

    assert statuses(run) == {2: "created", 3: "doubtful", 4: "created"}


def test_the_same_name_elsewhere_is_doubtful_until_somebody_decides(
    import_bytes: Import, office: Office
) -> None:
    there = make.RoleFactory(
        person__office=office, person__name=Name(family="Klein", given="Anna")
    ).person
    run = import_bytes(csv_file(["Firma", "Name"], ["Neue GmbH", "Anna Klein"]))
    row = run.rows.get()

    assert row.status == "doubtful"
    assert [each["ref"] for each in row.candidates] == [there.code]

    services.decide_rows(run, decisions={2: ("same", there.code)}, actor=None, at=now())
    run.refresh_from_db()
    running.take(run, holder := running.new_holder(), at=now())
    running.process(run, holder)

    assert statuses(run) == {2: "updated"}
    assert Person.objects.get() == there
    assert there.roles.count() == 2


@pytest.mark.parametrize(
    ("decision", "status", "people"), [("new", "created", 2), ("out", "refused", 1)]
)
def test_doubtful_rows_are_taken_as_new_or_left_out(
    import_bytes: Import, office: Office, decision: str, status: str, people: int
) -> None:
    make.PersonFactory(office=office, name=Name(family="Klein", given="Anna"))
    run = import_bytes(csv_file(["Firma", "Name"], ["Neue GmbH", "Anna Klein"]))

    services.decide_rows(run, decisions={2: (decision, "")}, actor=None, at=now())
    run.refresh_from_db()
    running.take(run, holder := running.new_holder(), at=now())
    running.process(run, holder)

    assert statuses(run) == {2: status}
    assert Person.objects.count() == people


def test_a_preview_says_the_same_and_stores_nothing(import_bytes: Import) -> None:
    rows = [HEADINGS, ANNA, ANNA, ["Klein", "Groß", "Bernd", "", "", "", "", "x"]]
    rows += [[""] * 8, ["Neu AG", "Klein", "Anna", "", "", "", "", ""]]
    data = csv_file(*rows)

    preview = import_bytes(data, preview=True)

    assert not Person.objects.exists()
    assert not Organisation.objects.exists()
    assert preview.status == ImportRun.Status.CHECKED

    run = import_bytes(data)

    assert statuses(preview) == statuses(run)


def test_people_of_another_office_are_not_met(
    import_bytes: Import, other_office: Office
) -> None:
    person = make.PersonFactory(
        office=other_office, name=Name(family="Klein", given="Anna")
    )
    ContactPoint.objects.create(
        target=person, kind="email", value="anna@klein-firma.de"
    )

    run = import_bytes(csv_file(HEADINGS, ANNA))

    assert statuses(run) == {2: "created"}
    assert person.contact_points.count() == 1


# --- Workers that come and go ------------------------------------------------


def _many(count: int) -> bytes:
    rows = [
        [
            f"Firma {n // 3}",
            *person(n),
            f"a{n}@many-firma.de",
            *[""] * 4,
        ]
        for n in range(count)
    ]
    return csv_file(HEADINGS, *rows)


@pytest.fixture
def waiting(office: Office, settings: object) -> ImportRun:
    run = services.upload_import(office, data=_many(25), name="m", actor=None, at=now())
    return services.prepare_import(run, actor=None, at=now())


def test_a_run_that_was_broken_off_is_gone_on_with(
    waiting: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 10)
    first = running.new_holder()
    running.take(waiting, first, at=now())

    class Killed(BaseException):
        pass

    def kill(done: int, _total: int) -> None:
        if done >= 10:
            raise Killed

    with pytest.raises(Killed):
        running.process(waiting, first, on_progress=kill)
    second = running.new_holder()

    assert Person.objects.count() == 10
    assert not running.take(waiting, second, at=now())
    assert running.take(waiting, second, at=now() + running.SILENT_AFTER * 2)
    running.process(waiting, second)

    waiting.refresh_from_db()
    assert waiting.status == ImportRun.Status.DONE
    assert waiting.done_count == 25
    assert Person.objects.count() == 25
    assert Organisation.objects.count() == 9
    assert Role.objects.count() == 25
    assert waiting.rows.filter(status="created").count() == 25


def test_a_worker_whose_run_was_taken_over_stores_nothing_more(
    waiting: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 10)
    slow, fast = running.new_holder(), running.new_holder()
    running.take(waiting, slow, at=now())

    def take_over(done: int, _total: int) -> None:
        if done == 10:
            running.take(waiting, fast, at=now(), force=True)

    running.process(waiting, slow, on_progress=take_over)

    assert Person.objects.count() == 10
    running.process(waiting, fast)
    assert Person.objects.count() == 25


def test_cancel_import_stops_after_the_batch_and_can_be_gone_on_with(
    waiting: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 10)
    holder = running.new_holder()
    running.take(waiting, holder, at=now())

    def cancel(done: int, _total: int) -> None:
        if done == 10:
            services.cancel_import(waiting, actor=None, at=now())

    running.process(waiting, holder, on_progress=cancel)

    waiting.refresh_from_db()
    assert waiting.status == ImportRun.Status.CANCELLED
    assert Person.objects.count() == 10
    assert ImportRow.objects.filter(status="pending").count() == 15


def test_a_row_that_the_database_refuses_takes_no_other_along(
    import_bytes: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gegenbesuch.exchange import storing  # noqa: PLC0415 -- its method is replaced

    person = storing.Storing._person

    def refuse(self: storing.Storing, draft: object, *others: object) -> object:
        if draft.number == 3:
            raise ValueError("too strange")
        return person(self, draft, *others)

    monkeypatch.setattr(storing.Storing, "_person", refuse)
    run = import_bytes(_many(3))

    assert statuses(run) == {2: "created", 3: "refused", 4: "created"}
    assert problems(run, 3) == ["failed"]
    assert Person.objects.count() == 2
    assert Organisation.objects.count() == 1


def test_japanese_names_in_columns_for_latin_ones_are_parted(
    import_bytes: Import,
) -> None:
    import_bytes(
        csv_file(
            ["Nachname", "Vorname"],
            ["Klein", "Anna"],
            ["佐原", "光一"],
            ["サハラ", "ユキ"],
        )
    )

    assert [person.name for person in Person.objects.order_by("pk")] == [
        Name(family="Klein", given="Anna"),
        Name(kanji=Spelling("佐原", "光一")),
        Name(kana=Spelling("サハラ", "ユキ")),
    ]


def test_reasons_are_put_in_the_language_of_whoever_reads_them(
    import_bytes: Import,
) -> None:
    run = import_bytes(
        csv_file(
            HEADINGS,
            ANNA,
            [
                "B GmbH",
                "Klein",
                "Anna",
                "anna@klein-firma.de",
                "",
                "",
                "",
                "31.02.2019",
            ],
            ["Klein GmbH", "Klien", "Anna", "", "0341 1234567", "", "", ""],
        )
    )

    said = {}
    for language in ("en", "de", "ja"):
        with translation.override(language):
            rows = reporting.report_of(run)["rows"]
            said[language] = [entry["reason"] for entry in rows[1:]]
    assert said["en"][0] == (
        "“31.02.2019” in “Seit”: 31.02.2019 does not exist in the calendar. It was "
        "kept as a note. The same as row 2: same mail address"
    )
    assert said["de"][0].endswith("Dasselbe wie Zeile 2: gleiche E-Mail-Adresse")
    assert "same" not in said["ja"][0] + said["ja"][1]
    assert "same telephone number" in said["en"][1]
    assert "gleiche Telefonnummer" in said["de"][1]
