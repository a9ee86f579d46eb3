from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.accounts.services import link_token
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.followup import selectors, services
from gegenbesuch.followup.models import Reply, SurveyStop
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.outcomes.models import Outcome, Quote
from tests import factories as make
from tests.cast import signed_in
from tests.factories import i18n

if TYPE_CHECKING:
    from django.test import Client

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.missions.models import Mission

pytestmark = pytest.mark.django_db
RETURN = date(2031, 6, 8)
AT = datetime(2031, 7, 9, 12, tzinfo=UTC)


@pytest.fixture
def mission(office: Office) -> Mission:
    made: Mission = make.MissionFactory(
        office=office,
        title=i18n("Reise nach Toyohashi"),
        status="done",
        starts_on=PartialDate.on(date(2031, 6, 1)),
        ends_on=PartialDate.on(RETURN),
    )
    return made


def company(mission: Mission, email: str, language: str = "de") -> Any:
    """Return a company that took part and can be written to."""
    organisation = make.OrganisationFactory(office=mission.office, languages=[language])
    if email:
        make.ContactPointFactory(kind="email", value=email, **make.on(organisation))
    return make.ParticipationFactory(
        mission=mission, person=None, organisation=organisation, function="company"
    )


def asked(mission: Mission, email: str = "a@kurz.example", days: int = 30) -> Reply:
    company(mission, email)
    services.send_survey(mission, days, on=RETURN + timedelta(days=days), actor=None)
    return Reply.objects.get(email=email, survey__days=days)


def address_of(reply: Reply) -> str:
    link = PersonalLink.objects.get(holder_email=reply.email, target_id=reply.pk)
    PersonalLink.objects.filter(pk=link.pk).update(expires_at=make.FAR_FUTURE)
    return reverse("followup:answer", args=[link_token(link)])


# --- Who is asked, and when --------------------------------------------------


def test_each_survey_goes_out_once_when_it_is_due(mission: Mission):
    company(mission, "a@kurz.example")

    sent = {
        days: services.send_due(on=RETURN + timedelta(days=days))
        for days in (6, 7, 8, 29, 30, 89, 91, 364, 365, 366)
    }

    assert {days for days, count in sent.items() if count} == {7, 30, 91, 365}
    assert sum(sent.values()) == 4


def test_what_is_long_past_is_not_asked(mission: Mission):
    company(mission, "a@kurz.example")

    assert services.send_due(on=RETURN + timedelta(days=7 + 14)) == 0
    assert services.send_due(on=RETURN + timedelta(days=800)) == 0


@pytest.mark.parametrize("status", ["running", "cancelled", "planned"])
def test_nobody_is_asked_what_did_not_take_place(status: str, mission: Mission):
    company(mission, "a@kurz.example")
    mission.status = status
    mission.save()

    assert services.send_due(on=RETURN + timedelta(days=7)) == 0
    with pytest.raises(ActionError):
        services.send_survey(mission, 7, on=RETURN, actor=None)


def test_everybody_is_asked_once_in_their_language(mission: Mission, chloe: User):
    company(mission, "hanako@toyohashi.example", "ja")
    company(mission, "A@kurz.example")
    company(mission, "a@kurz.example")
    company(mission, "")
    make.ParticipationFactory(mission=mission, function="interpreter")
    profile = make.ProfileFactory(mission=mission)
    make.ContactPointFactory(
        kind="email", value="b@profil.example", **make.on(profile.organisation)
    )

    assert services.send_survey(mission, 30, on=RETURN, actor=None) == 3

    mails = {mail.to_email.lower(): mail for mail in OutboxMessage.objects.all()}
    assert set(mails) == {
        "hanako@toyohashi.example", "a@kurz.example", "b@profil.example",
    }  # fmt: skip
    assert mails["hanako@toyohashi.example"].language == "ja"
    assert "/link/" in mails["a@kurz.example"].body
    left_out = [row.reason for row in selectors.asked_of(mission) if row.reason]
    assert left_out == ["no_email"]
    of_profile = Reply.objects.get(email="b@profil.example")
    assert of_profile.organisation == profile.organisation


def test_a_survey_can_be_left_out(mission: Mission, alba: User):
    company(mission, "a@kurz.example")
    services.switch_survey(mission, 7, is_off=True, actor=alba)

    assert services.send_due(on=RETURN + timedelta(days=7)) == 0

    services.switch_survey(mission, 7, is_off=False, actor=alba)
    assert services.send_due(on=RETURN + timedelta(days=7)) == 1
    with pytest.raises(ActionError):
        services.switch_survey(mission, 7, is_off=True, actor=alba)


def test_who_has_not_answered_is_reminded_once(mission: Mission):
    reply = asked(mission)
    answered = asked(mission, "b@kurz.example", days=90)
    services.answer(answered, {"usefulness": 5}, at=AT)
    sent = RETURN + timedelta(days=30)

    reminded = [
        services.remind_asked(on=sent + timedelta(days=days)) for days in (6, 7, 8)
    ]

    assert reminded == [0, 1, 0]
    mail = OutboxMessage.objects.get(kind="remind_survey")
    assert mail.to_email == reply.email


# --- Answering ---------------------------------------------------------------


def test_an_answer_becomes_a_self_reported_outcome(mission: Mission, client: Client):
    reply = asked(mission)

    response = client.post(
        address_of(reply),
        {
            "usefulness": "4",
            "stage": "negotiation",
            "what": "Angebot über drei Anlagen",
            "quote": "Ohne die Reise kein Angebot.",
            "may_quote": "on",
        },
    )

    assert response.status_code == 302
    reply.refresh_from_db()
    outcome = Outcome.objects.get()
    assert reply.outcome == outcome
    assert (outcome.mission, outcome.stage, outcome.status, outcome.evidence_state) == (
        mission, "negotiation", "stated", "self_reported",
    )  # fmt: skip
    assert list(outcome.parties.all()) == [reply.organisation]
    assert not outcome.counts_as_agreement
    quote = Quote.objects.get()
    assert (quote.mission, quote.language) == (mission, "de")
    assert str(quote.words) == "Ohne die Reise kein Angebot."
    assert (
        reply.agreed_to
        == "Die Dienststelle darf diesen Satz mit meinem Namen veröffentlichen."
    )


def test_later_answers_bring_the_same_outcome_up_to_date(mission: Mission):
    values = {"stage": "valuable_contact", "what": "Besuch vereinbart"}
    services.answer(asked(mission), values, at=AT)
    services.send_survey(mission, 90, on=RETURN + timedelta(days=90), actor=None)
    later = Reply.objects.get(survey__days=90)

    services.answer(
        later,
        {"stage": "agreement", "what": "Vertrag", "value": 250_000},
        at=AT + timedelta(days=60),
    )

    outcome = Outcome.objects.get()
    assert (outcome.stage, outcome.kind, str(outcome.text)) == (
        "agreement", "agreement", "Vertrag",
    )  # fmt: skip
    assert outcome.value is not None
    assert (outcome.value.low, outcome.value.unit) == (250_000, "EUR")
    assert not outcome.counts_as_agreement


def test_a_quote_without_consent_stays_inside(mission: Mission, client: Client):
    reply = asked(mission)

    client.post(address_of(reply), {"quote": "Nur für Sie."})
    assert not Quote.objects.exists()

    page = client.post(address_of(reply), {"may_quote": "on"})
    assert "quote" in page.context["form"].errors


def test_consent_to_a_quote_can_be_taken_back(mission: Mission):
    reply = asked(mission)
    services.answer(reply, {"quote": "Gut.", "may_quote": True}, at=AT)

    services.answer(reply, {"quote": "Sehr gut.", "may_quote": True}, at=AT)
    assert [str(row.words) for row in Quote.objects.all()] == ["Sehr gut."]

    services.answer(reply, {"quote": "Sehr gut.", "may_quote": False}, at=AT)

    assert not Quote.objects.exists()
    assert (reply.agreed_at, reply.quoted) == (None, None)


def test_questions_are_those_of_the_day_in_the_own_language(
    mission: Mission, client: Client
):
    company(mission, "hanako@toyohashi.example", "ja")
    services.send_survey(mission, 365, on=RETURN, actor=None)

    page = client.get(address_of(Reply.objects.get()))

    assert set(page.context["form"].fields) >= {"sales", "value", "stage"}
    assert "contacts" not in page.context["form"].fields
    assert 'lang="ja"' in page.content.decode()


def test_who_wants_no_more_questions_gets_none(mission: Mission, client: Client):
    reply = asked(mission)
    token = address_of(reply).split("/")[-2]

    client.post(reverse("followup:stop-asking", args=[token]))

    assert SurveyStop.objects.get().email == reply.email
    assert services.send_survey(mission, 90, on=RETURN, actor=None) == 0
    assert services.remind_asked(on=RETURN + timedelta(days=40)) == 0


def test_who_answered_is_forgotten_in_the_end(mission: Mission):
    silent = asked(mission, "b@kurz.example", days=90)
    reply = asked(mission)
    services.answer(reply, {"usefulness": 3}, at=AT)
    late = RETURN + timedelta(days=90) + services.surveys.KEPT_FOR

    assert services.forget_old_replies(on=late + timedelta(days=1)) >= 1

    reply.refresh_from_db()
    assert (reply.name, reply.usefulness, reply.participation) == ("…", 3, None)
    assert not Reply.objects.filter(pk=silent.pk).exists()
    assert services.forget_old_replies(on=late + timedelta(days=1)) == 0


def test_who_answers_again_is_the_same_respondent(mission: Mission):
    first = asked(mission, "a@kurz.example", 7)
    services.send_survey(mission, 30, on=RETURN + timedelta(days=30), actor=None)

    again = Reply.objects.get(survey__days=30)

    assert again.respondent == first.respondent


def test_all_answers_of_a_mission_are_forgotten_together(mission: Mission):
    for days in (7, 365):
        reply = asked(mission, f"{days}@kurz.example", days)
        services.answer(reply, {"usefulness": 3}, at=AT)
    over = RETURN + services.surveys.KEPT_FOR

    assert services.forget_old_replies(on=over) == 0
    # Whom nobody has answered yet, and the two who have.
    assert services.forget_old_replies(on=over + timedelta(days=1)) == 3


# --- The office's pages ------------------------------------------------------


def test_the_office_reads_who_answered_what(mission: Mission, bruno: User):
    services.answer(asked(mission), {"wishes": "Mehr Dolmetscher"}, at=AT)

    page = signed_in(bruno).get(reverse("followup:surveys", args=[mission.code]))

    assert "Mehr Dolmetscher" in page.content.decode()


def test_a_talk_is_written_down_once_for_each(mission: Mission, bruno: User):
    row = company(mission, "")
    address = reverse("followup:record-debrief", args=[mission.code, row.code])

    for text in ("Gut.", "Sehr gut."):
        signed_in(bruno).post(address, {"talked_on": "2031-06-12", "text": text})

    (talk,) = selectors.talks_of(mission).rows
    assert talk.debrief is not None
    assert (talk.debrief.text, talk.debrief.by) == ("Sehr gut.", bruno)
    page = signed_in(bruno).get(reverse("followup:follow-up", args=[mission.code]))
    assert "Sehr gut." in page.content.decode()
