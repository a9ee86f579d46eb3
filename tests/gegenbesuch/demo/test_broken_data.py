from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from gegenbesuch.accounts.models import Office
from gegenbesuch.demo.loader import FOLDER
from gegenbesuch.missions.models import Mission

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "places.yaml",
            "  country: JP",
            "  contry: JP",
            (
                "places.yaml, tokyo, contry: there is no such field; "
                "did you mean 'country'?"
            ),
        ),
        (
            "places.yaml",
            "{de: Tokio, en: Tokyo, ja: 東京}",
            "{de: Tokio, en: Tokyo}",
            "places.yaml, tokyo, name.ja: the text is missing.",
        ),
        (
            "organisations.yaml",
            "parent: stadt-leipzig",
            "parent: stadt-leipzg",
            (
                "organisations.yaml, afw, parent: there is no organisation "
                "'stadt-leipzg'; did you mean 'stadt-leipzig'?"
            ),
        ),
        (
            "missions/leipzig-japan-2019-06.yaml",
            'planned_on: "2019-06-02"',
            'planned_on: "2019-06-31"',
            (
                "missions/leipzig-japan-2019-06.yaml, leipzig-japan-2019-06, "
                "items.concert.planned_on: '2019-06-31' is no date such as 2019-06-07, "
                "2019-06-21~late or 2019."
            ),
        ),
        (
            "missions/inbound.yaml",
            "kind: visit",
            "kind: party",
            (
                "missions/inbound.yaml, japan-leipzig-2014-06, kind: 'party' is none of "
                "delegation, company_trip, office_trip, pioneer, seat, visit, "
                "home_event, event_abroad, office_opening, virtual."
            ),
        ),
        (
            "missions/leipzig-japan-2016-03.yaml",
            "size: {exact: 3, unit: persons}",
            "size: {exact: 3, unit: heads}",
            (
                "missions/leipzig-japan-2016-03.yaml, leipzig-japan-2016-03, size.unit: "
                "'heads' is none of "
            ),
        ),
        (
            "settlement.yaml",
            'sources: ["018"]',
            'sources: ["999"]',
            (
                "settlement.yaml, mazak-leipzig, steps.groundbreaking.sources.1.id: "
                "there is no source '999'."
            ),
        ),
        (
            "forum/requests.yaml",
            "hamanagi: {priority: 3}",
            "rosental: {priority: 3}",
            (
                "forum/requests.yaml, pleissenthal, to.rosental: 'rosental' is no company "
                "of the other side."
            ),
        ),
        (
            "office.yaml",
            "partnerstadt:",
            "leipzig:",
            "office.yaml, line 9: 'leipzig' stands here twice.",
        ),
        (
            "people.yaml",
            "name: {family: Jung, given: Burkhard}",
            "name: {title: Dr.}",
            "people.yaml, jung, name: ",
        ),
        ("places.yaml", "tokyo:", "tokyo", "places.yaml, line "),
    ],
)
def test_a_broken_file_is_told_in_one_sentence(
    tmp_path: Path, name: str, old: str, new: str, sentence: str
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(FOLDER, folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CommandError) as caught:
        call_command("load_demo", data=folder)

    assert str(caught.value).startswith(sentence)
    assert "\n" not in str(caught.value)
    assert Mission.objects.count() == 0
    assert Office.objects.count() == 0


def test_one_code_for_two_records_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(FOLDER, folder)
    shutil.copy(
        folder / "missions" / "leipzig-china-2019-06.yaml",
        folder / "missions" / "once-more.yaml",
    )

    with pytest.raises(CommandError) as caught:
        call_command("load_demo", data=folder)

    assert str(caught.value) == (
        "missions/once-more.yaml, leipzig-china-2019-06: another record has the same "
        "code."
    )


def test_a_folder_without_demo_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("load_demo", data=tmp_path)

    assert str(caught.value) == (
        f"{tmp_path} is no folder of demo data: there is no office.yaml."
    )


def test_a_file_of_another_name_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(FOLDER, folder)
    (folder / "place.yaml").write_text("", encoding="utf-8")

    with pytest.raises(CommandError) as caught:
        call_command("load_demo", data=folder)

    assert str(caught.value) == (
        "place.yaml: no file of this name belongs to demo data."
    )
