from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.followup import selectors, services
from gegenbesuch.followup.models import Note
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(office: Office) -> Any:
    return make.ProgrammeItemFactory(
        mission__office=office, planned_on=PartialDate.on(date(2031, 6, 5))
    )


def test_a_note_is_written_at_an_item_on_its_day(item: Any, bruno: User):
    page = reverse("followup:write-note", args=[item.mission.code])
    client = signed_in(bruno)

    form = client.get(f"{page}?item={item.code}").context["form"]
    client.post(
        f"{page}?item={item.code}",
        {"said_on": form["said_on"].value(), "text": "Interesse an Holzenergie."},
    )

    note = Note.objects.get()
    assert (note.item, note.said_on, note.author) == (item, date(2031, 6, 5), bruno)
    entry = AuditEntry.objects.get(verb="followup.note.written")
    assert "Holzenergie" not in f"{entry.changes}{entry.context}{entry.target_label}"


def test_what_is_confidential_only_coordinators_read(
    item: Any, alba: User, bruno: User
):
    note = make.MissionNoteFactory(
        mission=item.mission, item=item, is_confidential=True
    )
    page = reverse("followup:follow-up", args=[item.mission.code])

    shown = {
        user: note.text in signed_in(user).get(page).content.decode()
        for user in (alba, bruno)
    }

    assert shown == {alba: True, bruno: False}
    edit = reverse("followup:update-note", args=[note.code])
    assert signed_in(bruno).get(edit).status_code == 403
    assert selectors.written_at(item.mission) == {}


def test_notes_and_tasks_of_an_item_are_in_the_meeting_note(item: Any, bruno: User):
    services.write_note(
        item.mission, item=item, said_on=date(2031, 6, 5), text="Ja.", actor=bruno
    )
    services.add_task(
        item.mission.office,
        text="Angebot",
        mission=item.mission,
        about=item,
        actor=bruno,
    )

    notes, tasks = selectors.written_at(item.mission)[item.pk]

    assert [note.text for note in notes] == ["Ja."]
    assert [task.text for task in tasks] == ["Angebot"]
