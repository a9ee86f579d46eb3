from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.calls import services
from gegenbesuch.calls.duties import delete_old_applications
from gegenbesuch.calls.forms import ApplicationForm, CallForm
from gegenbesuch.calls.models import Application, Call
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.missions.models import Participation
from tests import factories as make
from tests.factories import i18n
from tests.gegenbesuch.missions.test_views import queries_of

if TYPE_CHECKING:
    from django.test import Client

    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
AT = datetime(2131, 5, 1, tzinfo=UTC)
HOLD = [*Application.HOLD]


def call_of(office: Office, **values: Any) -> Call:
    made: Call = make.CallFactory(mission__office=office, **values)
    return made


def asked(call: Call, number: int = 1, **values: Any) -> Application:
    return services.apply(
        Call.objects.select_related("mission", "office").get(pk=call.pk),
        email=f"person{number}@example.org",
        name=values.pop("name", f"Person {number}"),
        organisation=values.pop("organisation", f"Firma {number}"),
        answers={},
        at=values.pop("at", AT + timedelta(minutes=number)),
        **values,
    )


def applied(call: Call, number: int = 1, **values: Any) -> Application:
    """Apply, and confirm the address at once."""
    row = asked(call, number, **values)
    if row.status == "unproven":
        row = services.prove_address(now_of(row), at=row.applied_at)
    return row


def now_of(application: Application) -> Application:
    return Application.objects.select_related(
        "call__mission", "office", "participation__mission"
    ).get(pk=application.pk)


# --- Places ------------------------------------------------------------------


def test_first_come_first_served_and_the_next_moves_up(office: Office):
    call = call_of(office, quota=1)
    first, second, third = (applied(call, n) for n in (1, 2, 3))
    assert [first.status, second.status, third.status] == [
        *("confirmed", "waiting", "waiting")
    ]

    services.withdraw_application(now_of(first))

    states = [now_of(row).status for row in (first, second, third)]
    assert states == ["cancelled", "confirmed", "waiting"]
    assert [str(p) for p in Participation.objects.all()] == ["Person 2"]
    kinds = list(
        OutboxMessage.objects.filter(to_email="person2@example.org")
        .order_by("pk")
        .values_list("kind", flat=True)
    )
    assert kinds == ["prove_address", "put_on_waiting_list", "confirm_place"]


def test_who_is_chosen_confirms_and_points_decide_who_moves_up(
    office: Office, bruno: User
):
    call = call_of(office, quota=1, selection="chosen")
    chosen, weak, strong = (applied(call, n) for n in (1, 2, 3))
    decide = services.decide_application
    decide(now_of(chosen), status="invited", actor=bruno)
    with pytest.raises(ActionError):
        decide(now_of(weak), status="invited", actor=bruno)
    decide(now_of(weak), status="waiting", actor=bruno, score=40)
    decide(now_of(strong), status="waiting", actor=bruno, score=80)

    decide(now_of(chosen), status="rejected", actor=bruno, note="Absage am Telefon")

    states = [now_of(row).status for row in (chosen, weak, strong)]
    assert states == ["rejected", "waiting", "invited"]
    assert not Participation.objects.exists()
    services.confirm_application(now_of(strong), at=now())
    assert now_of(strong).participation is not None
    with pytest.raises(ActionError):
        services.confirm_application(now_of(weak), at=now())


def test_more_places_go_to_those_who_wait(office: Office, bruno: User):
    call = call_of(office, quota=1)
    applied(call, 1)
    waiting = applied(call, 2)
    call.refresh_from_db()

    services.update_call(call, actor=bruno, quota=2)

    assert now_of(waiting).status == "confirmed"
    with pytest.raises(ActionError):
        services.update_call(call, actor=bruno, quota=1)


@given(
    quota=st.integers(1, 3),
    steps=st.lists(
        st.tuples(st.sampled_from(["apply", "withdraw"]), st.integers(0, 5)),
        max_size=12,
    ),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_places_are_counted_whatever_happens(
    office: Office, quota: int, steps: list[tuple[str, int]]
):
    with transaction.atomic():
        call = call_of(office, quota=quota)
        for verb, number in steps:
            rows = call.applications.filter(email=f"person{number}@example.org")
            standing = rows.exclude(status="cancelled").first()
            if verb == "apply":
                applied(call, number)
            elif standing is not None:
                services.withdraw_application(now_of(standing))

        call.refresh_from_db()
        holding = call.applications.filter(status__in=HOLD).count()
        waiting = call.applications.filter(status="waiting").count()
        assert call.taken == holding <= quota
        assert waiting == 0 or holding == quota
        transaction.set_rollback(True)


@pytest.mark.database
def test_the_database_refuses_one_place_too_many(office: Office):
    call = call_of(office, quota=1)

    with pytest.raises(IntegrityError):
        Call.objects.filter(pk=call.pk).update(taken=2)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_three_get_the_last_places():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time; in memory it locks at once")
    call = make.CallFactory(quota=3)
    start = threading.Barrier(8)

    def come(number: int) -> None:
        start.wait()
        try:
            applied(call, number)
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    states = sorted(Application.objects.values_list("status", flat=True))
    assert states == ["confirmed"] * 3 + ["waiting"] * 5
    call.refresh_from_db()
    assert call.taken == 3


# --- Addresses ---------------------------------------------------------------


def test_a_place_is_only_given_to_a_proven_address(office: Office):
    call = call_of(office, quota=1)
    squatter = asked(call, 1)
    second = applied(call, 2)

    assert (squatter.status, second.status) == ("unproven", "confirmed")
    assert services.prove_address(now_of(squatter), at=AT).status == "waiting"
    with pytest.raises(ActionError):
        services.prove_address(now_of(squatter), at=AT)


def test_an_address_that_was_never_proven_blocks_nobody(office: Office):
    """Somebody else typed it; whoever reads the mails writes their own application."""
    call = call_of(office)
    first = asked(call, 1)
    again = services.apply(
        call, email=first.email, name="Echt", organisation="X", answers={}, at=AT
    )

    assert again.pk == first.pk
    assert Application.objects.get().name == "Echt"
    assert not Participation.objects.exists()


def test_one_address_is_not_flooded_with_mail(office: Office):
    call = call_of(office)
    at = now()
    for _each in range(3):
        asked(call, 1, at=at)

    assert OutboxMessage.objects.count() == 1
    asked(call, 1, at=at + timedelta(minutes=11))
    assert OutboxMessage.objects.count() == 2


def test_floods_from_one_network_are_slowed_down(office: Office):
    call = call_of(office)
    for number in range(10):
        asked(call, number, at=AT, sender_hint="192.0.2")

    with pytest.raises(ActionError):
        asked(call, 11, at=AT, sender_hint="192.0.2")
    asked(call, 12, at=AT, sender_hint="198.51.100")
    asked(call, 13, at=AT + timedelta(minutes=11), sender_hint="192.0.2")


def test_what_nobody_confirms_is_deleted(office: Office):
    asked(call_of(office), 1, at=AT)

    assert services.delete_unproven(at=AT + timedelta(days=3)) == 0
    assert services.delete_unproven(at=AT + timedelta(days=3, minutes=1)) == 1
    assert not OutboxMessage.objects.exists()
    assert not PersonalLink.objects.exists()


def test_an_applicant_confirms_on_the_own_page(client: Client, office: Office):
    call = call_of(office)
    address = reverse("calls:apply", args=[call.code])
    data = {"organisation": "X", "name": "Y", "email": "y@example.org", "consent": "on"}
    client.post(address, data)
    mail = OutboxMessage.objects.get()
    link = next(word for word in mail.body.split() if "/link/" in word)
    own = client.get(link.split("localhost:8000")[-1], follow=True)

    client.post(own.request["PATH_INFO"], {"verb": "prove"})

    row = Application.objects.get()
    assert (row.status, row.sender_hint) == ("confirmed", "")


# --- Offers ------------------------------------------------------------------


def test_an_offer_lapses_and_the_next_is_asked(office: Office, bruno: User):
    call = call_of(office, quota=1, selection="chosen", offer_days=5)
    slow, next_one = (applied(call, n) for n in (1, 2))
    services.decide_application(now_of(slow), status="invited", actor=bruno)
    services.decide_application(now_of(next_one), status="waiting", actor=bruno)
    late = now() + timedelta(days=5, minutes=1)

    assert services.let_offers_lapse(at=now() + timedelta(days=4)) == 0
    with pytest.raises(ActionError):
        services.confirm_application(now_of(slow), at=late)
    assert services.let_offers_lapse(at=late) == 1

    assert [now_of(row).status for row in (slow, next_one)] == ["lapsed", "invited"]
    told = OutboxMessage.objects.filter(kind="let_offer_lapse")
    assert [mail.to_email for mail in told] == [slow.email]


# --- Deadline ----------------------------------------------------------------


def test_the_deadline_counts_to_the_minute(office: Office):
    call = call_of(office)

    assert applied(call, 1, at=call.closes_at).status == "confirmed"
    with pytest.raises(ActionError):
        applied(call, 2, at=call.closes_at + timedelta(seconds=1))


def test_the_deadline_is_on_the_clock_that_was_named():
    data = {
        "text_0": "Aufruf",
        "selection": "first",
        "quota": "3",
        "offer_days": "7",
        "closes_day": "2031-05-20",
        "closes_clock": "12:00",
        "time_zone": "Asia/Tokyo",
    }
    form = CallForm(data)

    assert form.is_valid()
    assert form.cleaned_data["closes_at"] == datetime(2031, 5, 20, 3, 0, tzinfo=UTC)
    assert list(CallForm(data | {"time_zone": "Mond"}).errors) == ["time_zone"]


def test_a_closed_call_takes_nobody(office: Office, bruno: User):
    call = call_of(office)
    services.close_call(call, actor=bruno)

    with pytest.raises(ActionError):
        applied(call)


# --- Questions ---------------------------------------------------------------


def form_of(call: Call, **answers: str) -> ApplicationForm:
    data = {
        "organisation": "Kurz GmbH",
        "name": "Randy Kurz",
        "email": "randy@example.org",
        "consent": "on",
    }
    return ApplicationForm(
        data | answers, questions=list(call.questions.order_by("position"))
    )


def test_a_question_is_asked_only_after_its_answer(office: Office):
    call = call_of(office)
    needs = make.QuestionFactory(call=call, kind="yes_no", is_required=True)
    which = make.QuestionFactory(
        call=call, is_required=True, depends_on=needs, depends_value="yes"
    )

    assert list(form_of(call).errors) == [needs.code]
    assert list(form_of(call, **{needs.code: "yes"}).errors) == [which.code]
    left_out = form_of(call, **{needs.code: "no", which.code: "Japanisch"})
    assert left_out.is_valid()
    assert left_out.cleaned_data["answers"] == {needs.code: "no"}
    asked = form_of(call, **{needs.code: "yes", which.code: "Japanisch"})
    assert asked.is_valid()
    assert asked.cleaned_data["answers"] == {needs.code: "yes", which.code: "Japanisch"}


def test_a_choice_is_kept_by_its_number_and_read_in_any_language(office: Office):
    question = make.QuestionFactory(
        call=call_of(office),
        kind="choice",
        choices=i18n("Chemie\nMaschinenbau", "Chemicals\nMachinery", "化学\n機械"),
    )

    with translation.override("ja"):
        assert question.in_words("2") == "機械"
    with translation.override("en"):
        assert question.in_words("2") == "Machinery"


def test_all_are_asked_the_same(office: Office, bruno: User):
    call = call_of(office)
    applied(call)

    with pytest.raises(ActionError):
        services.set_question(call, None, actor=bruno, text="Neu", kind="line")


def test_a_machine_that_fills_in_everything_is_refused(office: Office):
    assert list(form_of(call_of(office), website="x").errors) == ["website"]


# --- Applicants --------------------------------------------------------------


def test_the_form_tells_nobody_who_has_applied(client: Client, office: Office):
    call = call_of(office)
    applied(call)
    data = {
        "organisation": "Neugier",
        "name": "Neu Gier",
        "email": "PERSON1@example.org",
        "consent": "on",
    }
    address = reverse("calls:apply", args=[call.code])

    again = client.post(address, data)
    fresh = client.post(address, data | {"email": "new@example.org"})

    assert (again.status_code, again["Location"]) == (302, fresh["Location"])
    names = Application.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["Person 1", "Neu Gier"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Warteliste"), ("en", "waiting list"), ("ja", "キャンセル待ち")],
)
def test_mails_speak_the_language_of_the_applicant(
    office: Office, language: str, words: str
):
    call = call_of(office, quota=1)
    applied(call, 1)
    applied(call, 2, language=language)

    mail = OutboxMessage.objects.get(
        to_email="person2@example.org", kind="put_on_waiting_list"
    )

    assert words in mail.subject
    assert (mail.language, "{" in mail.body, "/link/" in mail.body) == (
        *(language, False),
        True,
    )


def test_a_draft_has_no_page(client: Client, office: Office):
    call = call_of(office, status="draft")

    response = client.get(reverse("calls:apply", args=[call.code]))

    assert response.status_code == 404


def test_all_who_want_to_take_part_are_told_with_the_reason(
    office: Office, bruno: User
):
    call = call_of(office, quota=1)
    applied(call, 1)
    applied(call, 2)
    services.withdraw_application(now_of(applied(call, 3)))
    with pytest.raises(ActionError):
        services.call_off(call, actor=bruno)
    call.mission.status, call.mission.status_reason = "postponed", i18n("Erdbeben")

    told = services.call_off(call, actor=bruno)

    mails = OutboxMessage.objects.filter(kind="call_off_mission").order_by("pk")
    assert told == 2
    assert [mail.to_email for mail in mails] == [
        *("person1@example.org", "person2@example.org")
    ]
    assert all("Erdbeben" in mail.body for mail in mails)


def test_applications_are_deleted_a_year_after_the_mission(office: Office):
    call = call_of(office, mission__starts_on=PartialDate.from_code("2131-06-03"))
    applied(call)

    kept = delete_old_applications(datetime(2132, 6, 2, tzinfo=UTC))
    deleted = delete_old_applications(datetime(2132, 6, 4, tzinfo=UTC))

    assert (kept, deleted) == (0, 1)
    assert not Application.objects.exists()
    assert not PersonalLink.objects.exists()
    assert delete_old_applications(datetime(2132, 6, 5, tzinfo=UTC)) == 0


def test_no_name_of_an_applicant_without_a_place_is_left(office: Office, bruno: User):
    call = call_of(
        office, quota=1, mission__starts_on=PartialDate.from_code("2131-06-03")
    )
    taking_part = applied(call, 1)
    services.withdraw_application(now_of(applied(call, 22)), actor=bruno)

    services.delete_applications(call)

    rows: list[Any] = [*AuditEntry.objects.all(), *Participation.objects.all()]
    assert [row for row in rows if "Person 22" in str(vars(row))] == []
    assert not OutboxMessage.objects.exists()
    assert str(Participation.objects.get()) == taking_part.name
    entry = AuditEntry.objects.get(verb="calls.application.withdrawn")
    assert entry.actor_label == bruno.name


# --- Pages -------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_same_for_one_row_and_for_three(
    office: Office, bruno: User, count: int
):
    call = call_of(office)
    make.QuestionFactory.create_batch(count, call=call)
    rows = make.ApplicationFactory.create_batch(count, call=call)

    assert queries_of(bruno, "calls:call", call.mission.code) == 8
    assert queries_of(bruno, "calls:application", rows[0].code) == 8
    assert queries_of(bruno, "calls:apply", call.code) == 4
