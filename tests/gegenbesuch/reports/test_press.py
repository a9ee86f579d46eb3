"""A draft says what the records say, and notices when they say something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.reports import press, services
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from pathlib import Path

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission, ProgrammeItem
    from gegenbesuch.reports.models import PressDraft

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission(office: Office) -> Mission:
    return make.MissionFactory(office=office, status="done")


@pytest.fixture
def item(mission: Mission) -> ProgrammeItem:
    return make.ProgrammeItemFactory(
        mission=mission, status="held", actual_audience=Quantity.more_than(150)
    )


@pytest.fixture
def draft(mission: Mission, item: ProgrammeItem, bruno: User) -> PressDraft:
    return services.draft_press(mission, moment="after", language="de", actor=bruno)


def states(draft: PressDraft) -> dict[str, str]:
    draft.refresh_from_db()
    paragraphs, _missing = press.compare(draft)
    return {each.sentence["key"]: each.state for p in paragraphs for each in p}


def test_each_sentence_has_a_record(draft: PressDraft) -> None:
    sentences = [each for paragraph in draft.paragraphs for each in paragraph]

    assert sentences
    assert [each for each in sentences if not each["records"]] == []
    assert any("mehr als 150" in each["text"] for each in sentences)


def test_a_sentence_is_flagged_when_its_record_changes(
    draft: PressDraft, item: ProgrammeItem, alba: User
) -> None:
    key = f"item.{item.code}.audience"
    assert states(draft)[key] == "same"

    item.actual_audience = Quantity.exact(140)
    item.save()

    assert states(draft)[key] == "changed"
    with pytest.raises(ActionError):
        services.release_draft(draft, actor=alba, at=now())


def test_a_sentence_is_flagged_when_its_record_goes(
    draft: PressDraft, item: ProgrammeItem
) -> None:
    item.delete()

    assert set(states(draft).values()) == {"gone"}


def test_own_words_stay_but_not_own_numbers(
    draft: PressDraft, item: ProgrammeItem, bruno: User
) -> None:
    key = f"item.{item.code}.audience"

    services.edit_draft(draft, {key: "Über 150 kamen."}, actor=bruno)
    assert states(draft)[key] == "own"

    services.edit_draft(draft, {key: "Es kamen 200."}, actor=bruno)
    assert states(draft)[key] == "unattested"


def test_a_refreshed_draft_takes_what_the_records_say(
    draft: PressDraft, item: ProgrammeItem, bruno: User
) -> None:
    key = f"item.{item.code}.audience"
    services.edit_draft(draft, {f"item.{item.code}": "Es war ein Abend."}, actor=bruno)
    item.actual_audience = Quantity.exact(140)
    item.save()
    draft.refresh_from_db()

    services.refresh_draft(draft, actor=bruno)

    assert states(draft) == {f"item.{item.code}": "own", key: "same"}
    texts = [each["text"] for p in draft.paragraphs for each in p]
    assert any("140" in text for text in texts)


def test_what_was_left_out_stays_out(
    draft: PressDraft, item: ProgrammeItem, bruno: User
) -> None:
    key = f"item.{item.code}.audience"
    services.edit_draft(draft, {key: " "}, actor=bruno)

    _paragraphs, missing = press.compare(draft)

    assert key not in states(draft)
    assert missing == []


def test_only_a_second_person_releases_a_draft(
    draft: PressDraft, alba: User, bruno: User
) -> None:
    with pytest.raises(ActionError):
        services.release_draft(draft, actor=bruno, at=now())

    services.release_draft(draft, actor=alba, at=now())

    assert draft.released_by == alba
    with pytest.raises(ActionError):
        services.edit_draft(draft, {}, actor=bruno)


def test_two_editors_do_not_overwrite_each_other(
    draft: PressDraft, item: ProgrammeItem, alba: User, bruno: User
) -> None:
    stale = type(draft).objects.get(pk=draft.pk)
    services.edit_draft(draft, {f"item.{item.code}": "Neu."}, actor=bruno)

    with pytest.raises(ActionError):
        services.edit_draft(stale, {f"item.{item.code}": "Anders."}, actor=alba)


def test_of_a_mission_that_was_not_held_nothing_is_told_after_it(
    office: Office, tmp_path: Path, bruno: User
) -> None:
    mission = make.MissionFactory(office=office, status="announced", lead=None)
    make.ProgrammeItemFactory(mission=mission, status="confirmed")

    assert press.draft_of(mission, "after", "de") == []
    assert press.draft_of(mission, "before", "de") != []
    out = str(tmp_path / "a.txt")
    with pytest.raises(CommandError):
        call_command("press_draft", mission.code, "--after", "--out", out)


def test_the_page_shows_records_and_saves_words(
    draft: PressDraft, item: ProgrammeItem, bruno: User
) -> None:
    client = signed_in(bruno)
    url = draft.get_absolute_url()

    html = client.get(url, {"lang": "en"}).content.decode()
    assert item.get_absolute_url() in html

    key = f"item.{item.code}"
    assert client.post(url, {key: "Ein <b>Abend</b>."}).status_code == 302
    assert "Ein &lt;b&gt;Abend&lt;/b&gt;." in client.get(url).content.decode()
