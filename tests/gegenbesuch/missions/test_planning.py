from __future__ import annotations

from datetime import date, time, timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.missions import services
from gegenbesuch.missions.checklist import STEPS, steps_for
from gegenbesuch.missions.models import Mission, MissionTemplate, Step
from gegenbesuch.missions.services.planning import moved
from tests import factories as make
from tests.cast import signed_in
from tests.factories import i18n
from tests.gegenbesuch.missions.test_views import queries_of

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
on = PartialDate.from_code


@pytest.mark.parametrize(
    ("before", "days", "after"),
    [
        ("2019-06-04", 30, "2019-07-04"),
        ("2019-06-21~late", 10, "2019-07-01~early"),
        ("2019-06-01~early", 365, "2020-05-21~late"),
        ("2019-06", 40, "2019-07"),
        ("2019", 800, "2021"),
        ("", 10, ""),
    ],
)
def test_a_moved_date_stays_as_precise_as_it_was(before: str, days: int, after: str):
    assert moved(on(before), days) == on(after)


def test_the_checklist_is_due_from_departure_and_return(office: Office, bruno: User):
    mission = make.MissionFactory(
        office=office, starts_on=on("2031-06-03"), ends_on=on("2031-06-10")
    )

    steps = services.set_up_checklist(mission, actor=bruno)

    first, last = mission.starts_on.first_day(), mission.ends_on.last_day()
    due = {(step.phase, step.offset_days): step.due(first, last) for step in steps}
    assert {step.phase for step in steps} == set(Step.Phase.values)
    assert due[Step.Phase.PROTOCOL, -28] == date(2031, 5, 6)
    assert due[Step.Phase.DEBRIEF, 14] == date(2031, 6, 24)
    with pytest.raises(ActionError):
        services.set_up_checklist(mission, actor=bruno)


def test_the_checklist_speaks_three_languages(office: Office, bruno: User):
    mission = make.MissionFactory(office=office)

    first = services.set_up_checklist(mission, actor=bruno)[0]

    assert len({str(text) for text in first.text.data.values()}) == 3


def test_a_visit_needs_no_call_for_participants(office: Office, bruno: User):
    visit = make.MissionFactory(office=office, kind=Mission.Kind.VISIT)

    steps = services.set_up_checklist(visit, actor=bruno)

    assert Step.Phase.CALL not in {step.phase for step in steps}


def earlier_mission(office: Office) -> Mission:
    """Return a mission that was held, with all that can be copied and more."""
    mission: Mission = make.MissionFactory(
        office=office,
        title=i18n("Reise 2019", ja="派遣"),
        status="done",
        starts_on=on("2019-06-04"),
        ends_on=on("2019-06-11"),
        lead=make.PersonFactory(office=office),
    )
    stop = make.StopFactory(mission=mission, arrives_on=on("2019-06-04"))
    concert = make.ProgrammeItemFactory(
        mission=mission, stop=stop, status="held", actual_on=on("2019-06-05")
    )
    make.ProgrammeItemFactory(
        mission=mission,
        stop=stop,
        status="held",
        planned_on=on("2019-06-05"),
        planned_start=time(18),
        planned_audience=Quantity.about(50),
        anchor=concert,
        planned_order="after",
        actual_order="before",
    )
    make.ProgrammeItemFactory(mission=mission, status="dropped")
    make.ParticipationFactory(mission=mission, function="lead", person=mission.lead)
    make.ParticipationFactory(mission=mission, person__is_deceased=True)
    make.ParticipationFactory(
        mission=mission,
        person=None,
        organisation=make.OrganisationFactory(office=office),
        function="partner",
    )
    make.GoalFactory(mission=mission, target=Quantity.exact(20))
    make.StepFactory(mission=mission, status="done", offset_days=-5)
    make.StepFactory(mission=mission, offset_days=None, due_on=date(2019, 5, 1))
    return mission


def test_plan_like_moves_all_dates_and_proposes_people(office: Office, bruno: User):
    source = earlier_mission(office)

    made = services.plan_like(source, starts_on=date(2031, 6, 3), actor=bruno)

    shift = date(2031, 6, 3) - date(2019, 6, 4)
    assert made.title.data == {
        "de": "Reise 2031", "en": "Reise 2031", "ja": "派遣 2031",
    }  # fmt: skip
    assert (made.status, made.starts_on, made.ends_on) == (
        "planned", on("2031-06-03"), PartialDate.on(date(2019, 6, 11) + shift),
    )  # fmt: skip
    (stop,) = made.stops.all()
    assert stop.arrives_on == on("2031-06-03")
    concert, reception = made.items.order_by("pk")
    assert concert.planned_on == PartialDate.on(date(2019, 6, 5) + shift)
    assert not concert.actual_on.is_known
    assert (concert.status, concert.stop) == ("wished", stop)
    assert (reception.anchor, reception.planned_order) == (concert, "before")
    assert reception.planned_audience == Quantity.about(50)
    assert [row.function for row in made.participations.all()] == ["partner"]
    assert [row.person for row in made.proposals.all()] == [source.lead]
    assert [goal.target for goal in made.goals.all()] == [Quantity.exact(20)]
    steps = made.steps.order_by("position")
    assert [(s.status, s.offset_days, s.due_on) for s in steps] == [
        ("open", -5, None),
        ("open", None, date(2019, 5, 1) + timedelta(days=shift.days)),
    ]


def test_plan_like_takes_over_what_other_apps_hold(office: Office, bruno: User):
    source = earlier_mission(office)
    partner = make.OfficeFactory()
    source.partner_offices.add(partner)
    item = source.items.order_by("pk")[1]
    item.text = i18n("Mit Chor")
    item.save()
    make.TopicFactory(item=item, name=i18n("Wasserstoff"))
    make.RequiredPaperFactory(mission=source, days_beyond=180)
    call = make.CallFactory(mission=source, status="closed", taken=2)
    first = make.QuestionFactory(call=call, kind="yes_no")
    make.QuestionFactory(call=call, depends_on=first, depends_value="yes")
    events = make.GuestListFactory(
        mission=source, item=item, on=date(2019, 6, 5), taken=1
    )
    make.GuestFactory(guest_list=events)

    made = services.plan_like(source, starts_on=date(2019, 6, 11), actor=bruno)

    assert list(made.partner_offices.all()) == [partner]
    copy = made.items.order_by("pk")[1]
    assert str(copy.text) == "Mit Chor"
    assert [str(topic) for topic in copy.topics.all()] == ["Wasserstoff"]
    assert [row.days_beyond for row in made.required_papers.all()] == [180]
    assert (made.call.status, made.call.taken) == ("draft", 0)
    assert made.call.closes_at == call.closes_at + timedelta(days=7)
    one, two = made.call.questions.order_by("position")
    assert (two.depends_on, two.depends_value) == (one, "yes")
    (listed,) = made.guest_lists.all()
    assert (listed.item, listed.on) == (copy, date(2019, 6, 12))
    assert (listed.taken, listed.guests.count()) == (0, 0)


@pytest.mark.parametrize(("status", "is_kept"), [("planned", True), ("done", False)])
def test_plan_like_stays_in_a_larger_mission_that_is_ahead(
    status: str, *, is_kept: bool, office: Office, bruno: User
):
    larger = make.MissionFactory(office=office, status=status)
    source = make.MissionFactory(office=office, parent=larger)

    made = services.plan_like(source, starts_on=date(2031, 1, 1), actor=bruno)

    assert (made.parent == larger) is is_kept


def test_a_new_mission_begins_with_a_template(office: Office, bruno: User):
    template = make.MissionTemplateFactory(mission__office=office, name="Japantag")
    foreign = make.MissionTemplateFactory()
    client = signed_in(bruno)
    page = client.get(reverse("missions:create-mission"))
    offered = page.context["template_form"].fields["template"].queryset

    refused = client.post(
        reverse("missions:use-template"),
        {"from-template": foreign.code, "from-starts_on": "2031-06-03"},
    )
    response = client.post(
        reverse("missions:use-template"),
        {"from-template": template.code, "from-starts_on": "2031-06-03"},
    )

    assert list(offered) == [template]
    assert list(refused.context["form"].errors) == ["template"]
    made = Mission.objects.get(starts_on=on("2031-06-03"))
    assert response.headers["Location"] == reverse(
        "missions:planning", args=[made.code]
    )


@pytest.mark.parametrize("kind", ["pioneer", "office_opening"])
def test_some_kinds_have_steps_of_their_own(kind: str):
    own = [step for step in steps_for(kind) if step not in STEPS]
    phases = [step.phase for step in steps_for(kind)]
    assert len(own) > 3
    assert phases == sorted(phases)


def test_plan_like_begins_a_checklist_where_there_was_none(office: Office, bruno: User):
    source = make.MissionFactory(office=office)

    made = services.plan_like(source, starts_on=date(2031, 1, 1), actor=bruno)

    assert made.steps.count() > 30


def test_plan_like_needs_a_date_to_move(office: Office, bruno: User):
    source = make.MissionFactory(office=office, starts_on=PartialDate())

    with pytest.raises(ActionError, match=str(source)):
        services.plan_like(source, starts_on=date(2031, 1, 1), actor=bruno)


def test_a_proposal_is_decided_once(office: Office, bruno: User):
    proposal = make.ProposalFactory(mission__office=office)

    taken = services.accept_proposal(proposal, actor=bruno)

    assert taken.person == proposal.person
    with pytest.raises(ActionError):
        services.accept_proposal(proposal, actor=bruno)
    assert proposal.mission.participations.count() == 1


def test_goals_of_a_held_mission_stay(office: Office, bruno: User):
    goal = make.GoalFactory(mission__office=office, mission__status="done")

    with pytest.raises(ActionError):
        services.remove_goal(goal, actor=bruno)


def test_the_command_plans_a_mission(office: Office):
    source = earlier_mission(office)
    out = StringIO()

    call_command(
        "plan_mission", "--like", source.code, "--start", "2031-06-03", stdout=out
    )

    made = Mission.objects.get(code=out.getvalue().strip())
    assert made.starts_on == on("2031-06-03")
    entry = AuditEntry.objects.get(verb="missions.mission.planned")
    assert entry.actor_label == "system"


@pytest.mark.parametrize(
    ("like", "start"), [("nothing", "2031-06-03"), ("known", "3 June 2031")]
)
def test_the_command_says_what_it_cannot_read(like: str, start: str, office: Office):
    make.MissionFactory(office=office, code="known")

    with pytest.raises(CommandError, match=r"no mission|no day"):
        call_command("plan_mission", "--like", like, "--start", start)


def test_a_step_is_ticked_off_on_the_page(office: Office, bruno: User):
    step = make.StepFactory(mission__office=office)
    address = reverse(
        "missions:change-step-status", args=[step.mission.code, step.code]
    )

    signed_in(bruno).post(address, {"status": "done"})

    step.refresh_from_db()
    assert step.status == "done"
    assert step.done_at is not None


def test_what_is_overdue_is_said(office: Office, bruno: User):
    mission = make.MissionFactory(office=office, starts_on=on("2019-06-04"))
    make.StepFactory(mission=mission, text=i18n("Flüge buchen"))

    page = signed_in(bruno).get(
        reverse("missions:planning", args=[mission.code]), {"lang": "de"}
    )

    assert "überfällig" in page.content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_queries_of_planning(n: int, office: Office, bruno: User):
    mission = make.MissionFactory(office=office)
    for _n in range(n):
        make.StepFactory(mission=mission, owner=make.UserFactory())
        make.GoalFactory(mission=mission)
        make.ProposalFactory(mission=mission)

    assert queries_of(bruno, "missions:planning", mission.code) == 7


# --- Templates ---------------------------------------------------------------


def test_a_template_is_a_mission_under_a_name_until_another_takes_it(
    office: Office, bruno: User
):
    first, second = (make.MissionFactory(office=office) for _n in range(2))
    services.save_template(first, name="Japantag", actor=bruno)

    services.save_template(second, name=" Japantag ", actor=bruno)

    assert list(MissionTemplate.objects.values_list("name", "mission")) == [
        ("Japantag", second.pk)
    ]


def test_a_template_is_used_in_one_action(office: Office, bruno: User):
    earlier = make.MissionFactory(office=office, title=i18n("Japantag 2019"))
    make.MissionTemplateFactory(mission=earlier, name="Japantag")
    client = signed_in(bruno)
    page = client.get(reverse("missions:templates")).content.decode()
    action = reverse("missions:plan-like", args=[earlier.code])
    assert f'action="{action}"' in page

    client.post(action, {"starts_on": "2031-06-03"})

    made = Mission.objects.exclude(pk=earlier.pk).get()
    assert (str(made.title), made.starts_on) == ("Japantag 2031", on("2031-06-03"))


def test_another_office_sees_no_templates(office: Office, dario: User):
    make.MissionTemplateFactory(mission__office=office, name="Geheimplan")

    page = signed_in(dario).get(reverse("missions:templates"))

    assert "Geheimplan" not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_templates_ask_a_fixed_number_of_queries(
    office: Office, bruno: User, count: int
):
    make.MissionTemplateFactory.create_batch(count, mission__office=office)

    assert queries_of(bruno, "missions:templates") == 4


def test_plan_like_takes_over_the_planned_budget_groups_and_resources(bruno: User):
    source = make.MissionFactory(starts_on=on("2019-06-01"))
    make.BudgetLineFactory(mission=source, planned=500, committed=480, actual=475)
    make.BudgetLineFactory(mission=source, planned=None, actual=30)
    make.ApprovalFactory(mission=source, status="approved", decided_on=date(2019, 3, 1))
    item = make.ProgrammeItemFactory(mission=source, planned_on=on("2019-06-02"))
    group = make.GroupFactory(mission=source)
    group.items.add(item)
    group.members.add(make.ParticipationFactory(mission=source))
    bus, old_bus = make.ResourceFactory.create_batch(2, office=source.office)
    old_bus.is_retired = True
    old_bus.save()
    for resource in (bus, old_bus):
        make.BookingFactory(item=item, resource=resource)

    made = services.plan_like(source, starts_on=date(2031, 6, 7), actor=bruno)

    lines = made.budget_lines.values_list("planned", "committed", "actual")
    assert list(lines) == [(500, None, None)]
    approval = made.approvals.get()
    assert (approval.status, approval.decided_on) == ("draft", None)
    copy = made.items.get()
    assert list(copy.resources.all()) == [bus]
    assert [str(row) for row in copy.groups.all()] == [str(group)]
    assert made.groups.get().members.count() == 0
    assert source.groups.count() == 1


def test_what_was_reached_stands_beside_the_target(office: Office, bruno: User):
    mission = make.MissionFactory(office=office, status="done")
    goal = make.GoalFactory(mission=mission, target=Quantity.exact(20))
    url = reverse("missions:update-goal", args=[mission.code, goal.position])

    signed_in(bruno).post(
        url, {"text_0": "Firmen treffen", "target": "20", "reached": "mehr als 12"}
    )

    goal.refresh_from_db()
    assert goal.reached == Quantity.more_than(12)
    for name in ("missions:mission", "missions:planning", "reports:bilanz"):
        page = signed_in(bruno).get(reverse(name, args=[mission.code]), {"lang": "en"})
        assert "reached: <strong>more than 12</strong>" in page.content.decode()
