from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from gegenbesuch.core import timeline
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.followup import services, task_lists
from gegenbesuch.followup.models import Task
from gegenbesuch.letters.models import OutboxMessage
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2031, 6, 11)


def due_in(days: int | None, office: Office, **more: Any) -> Task:
    due_on = None if days is None else WEDNESDAY + timedelta(days=days)
    task: Task = make.TaskFactory(office=office, due_on=due_on, **more)
    return task


def board(user: User, **wanted: str) -> dict[str, list[Any]]:
    columns = task_lists.board(user, task_lists.Wanted(**wanted), WEDNESDAY)
    return {column.key: column.entries for column in columns}


# --- The board ---------------------------------------------------------------


def test_tasks_stand_by_when_they_are_due(office: Office, bruno: User):
    tasks = [due_in(days, office) for days in (-1, 0, 4, 5, None)]
    due_in(-1, office, status="done")

    assert board(bruno) == {
        "overdue": tasks[:1],
        "week": tasks[1:3],
        "later": [tasks[3]],
        "undated": [tasks[4]],
    }


def test_the_board_is_narrowed(office: Office, bruno: User, alba: User):
    mine = due_in(1, office, owner=bruno, text="Fotos an Toyohashi")
    hers = due_in(1, office, owner=alba, kind="ours")
    nobodys = due_in(1, office, mission=make.MissionFactory(office=office))

    for wanted, expected in (
        ({"owner": "me"}, mine),
        ({"owner": str(alba.pk)}, hers),
        ({"kind": "ours"}, hers),
        ({"text": "toyohashi"}, mine),
        ({"mission": nobodys.mission.code}, nobodys),  # type: ignore[union-attr]
    ):
        assert board(bruno, **wanted)["week"] == [expected]


def test_a_long_column_says_how_many_there_are(office: Office, bruno: User):
    for _n in range(task_lists.IN_A_COLUMN + 1):
        make.TaskFactory(office=office, due_on=date(2020, 1, 1))

    page = signed_in(bruno).get(reverse("followup:board"), {"lang": "de"})

    (column, *_rest) = page.context["columns"]
    assert (len(column.entries), column.count) == (20, 21)
    assert "when=overdue" in page.content.decode()


def test_another_office_sees_no_task(office: Office, dario: User):
    due_in(1, office)

    assert not any(board(dario).values())


def test_steps_of_checklists_stand_among_the_tasks(office: Office, bruno: User):
    mission = make.MissionFactory(
        office=office, status="planned", starts_on=PartialDate.on(date(2031, 6, 30))
    )
    late, week, later = (
        make.StepFactory(mission=mission, offset_days=days, due_on=None)
        for days in (-30, -18, 3)
    )
    make.StepFactory(mission=mission, offset_days=-30, status="done")
    make.StepFactory(mission__office=office, mission__status="closed", offset_days=0)
    task = due_in(0, office, owner=bruno)

    columns = {
        column.key: [getattr(each, "step", each) for each in column.entries]
        for column in task_lists.board(bruno, task_lists.Wanted(), WEDNESDAY)
    }
    mine = task_lists.board(bruno, task_lists.Wanted(owner="me"), WEDNESDAY)
    only = task_lists.board(bruno, task_lists.Wanted(kind="step"), WEDNESDAY)

    assert columns == {
        "overdue": [late], "week": [task, week], "later": [later], "undated": [],
    }  # fmt: skip
    assert [column.count for column in mine] == [0, 1, 0, 0]
    assert [column.count for column in only] == [1, 1, 1, 0]


def test_a_step_is_ticked_off_on_the_board(office: Office, bruno: User, chloe: User):
    step = make.StepFactory(mission__office=office)
    address = reverse("followup:tick-step", args=[step.code])

    assert signed_in(chloe).post(address).status_code == 403
    answer = signed_in(bruno).post(address, {"back": "/tasks/?owner=me"})

    step.refresh_from_db()
    assert (step.status, answer["Location"]) == ("done", "/tasks/?owner=me")


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_the_board(
    n: int, office: Office, bruno: User, django_assert_num_queries: Any
):
    for _n in range(n):
        due_in(-3, office, owner=bruno, mission=make.MissionFactory(office=office))
    client = signed_in(bruno)
    client.get(reverse("followup:board"))

    with django_assert_num_queries(10):
        client.get(reverse("followup:board"))


# --- Write down, settle ------------------------------------------------------


def test_a_task_comes_from_a_programme_item(office: Office, bruno: User):
    item = make.ProgrammeItemFactory(mission__office=office)
    address = f"{reverse('followup:add-task')}?item={item.code}"
    client = signed_in(bruno)

    form = client.get(address).context["form"]
    client.post(
        address, {"kind": "task", "text": "Danken", "mission": form["mission"].value()}
    )

    task = Task.objects.get()
    assert (task.about, task.mission, task.office) == (item, item.mission, office)
    assert AuditEntry.objects.get(verb="followup.task.added").actor == bruno


def test_a_task_comes_from_a_business_card(office: Office, bruno: User):
    card = make.CardExchangeFactory(person__office=office)
    address = f"{reverse('followup:add-task')}?card={card.code}"
    client = signed_in(bruno)

    page = client.get(address)
    client.post(
        address, {"kind": "task", "text": "Schreiben", "person": card.person.code}
    )

    assert page.context["form"].initial["person"] == card.person
    assert Task.objects.get().about == card


def test_a_task_comes_from_a_meeting(bruno: User):
    meeting = make.MeetingFactory()
    bruno.memberships.create(office=meeting.session.mission.office, role="editor")

    page = signed_in(bruno).get(
        f"{reverse('followup:add-task')}?meeting={meeting.code}"
    )

    assert page.context["form"]["mission"].value() == meeting.session.mission.code


def test_promises_stand_in_the_timeline_of_the_partner(office: Office, bruno: User):
    partner = make.OrganisationFactory(office=office)
    promise = due_in(3, office, kind="theirs", partner=partner)
    due_in(3, office, partner=partner)
    due_in(3, office, kind="ours", partner=partner, status="not_needed")

    entries = timeline.entries(partner, bruno)

    assert [(each.kind, each.title, each.url) for each in entries] == [
        ("promise", promise.text, promise.get_absolute_url())
    ]


def test_a_promise_needs_somebody(office: Office, bruno: User):
    partner = make.OrganisationFactory(office=office)
    with pytest.raises(ActionError):
        services.add_task(office, text="Einladung", kind="ours", actor=bruno)

    made = services.add_task(
        office, text="Einladung", kind="ours", partner=partner, actor=bruno
    )

    (row,) = task_lists.promises(bruno)
    assert (row.partner, row.ours, row.theirs) == (partner, [made], [])


def test_nobody_of_another_office_gets_a_task(office: Office, dario: User):
    with pytest.raises(ActionError):
        services.add_task(office, text="x", owner=dario, actor=None)


def test_of_two_who_settle_a_task_one_does(office: Office, bruno: User):
    task = due_in(1, office)
    services.settle_task(task, status="done", on=WEDNESDAY, actor=bruno)

    with pytest.raises(ActionError):
        services.settle_task(task, status="done", on=WEDNESDAY, actor=bruno)


def test_a_viewer_settles_own_tasks_only(office: Office, chloe: User):
    mine, other = due_in(1, office, owner=chloe), due_in(1, office)
    client = signed_in(chloe)

    codes = [
        client.post(
            reverse("followup:settle-task", args=[task.code]), {"status": "done"}
        ).status_code
        for task in (mine, other)
    ]

    assert codes == [302, 403]
    mine.refresh_from_db()
    assert (mine.status, mine.settled_on) == ("done", localdate())


# --- Reminders ---------------------------------------------------------------


def test_owners_are_reminded_before_on_and_weekly_after(office: Office, bruno: User):
    due_in(0, office, owner=bruno)

    sent = [
        services.remind_owners(on=WEDNESDAY + timedelta(days=days))
        for days in (-4, -3, -2, 0, 0, 1, 6, 7, 8, 14)
    ]

    assert sent == [0, 1, 0, 1, 0, 0, 0, 1, 0, 1]


def test_all_that_is_due_stands_in_one_mail(office: Office, bruno: User):
    bruno.language = "ja"
    bruno.save()
    due_in(-2, office, owner=bruno, text="写真を送る")
    due_in(1, office, owner=bruno, text="Bericht schreiben")
    due_in(9, office, owner=bruno, text="viel später")
    due_in(1, office, text="niemandes")

    assert services.remind_owners(on=WEDNESDAY) == 1

    mail = OutboxMessage.objects.get()
    assert (mail.to_email, mail.language) == (bruno.email, "ja")
    assert "2031年6月9日: 写真を送る" in mail.body
    assert "Bericht schreiben" in mail.body
    assert "später" not in mail.body
    assert "niemandes" not in mail.body
