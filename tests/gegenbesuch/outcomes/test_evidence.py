"""Evidence is earned, and no result is credited twice."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import now

from gegenbesuch.accounts.services import link_token
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.core.values.partial_date import NO_DATE
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.outcomes import selectors, services
from gegenbesuch.outcomes.file_kinds import kind_of_file
from gegenbesuch.outcomes.forms_evidence import CreditForm
from gegenbesuch.outcomes.models import Confirmation, Credit, Outcome, Proof
from tests import factories as make
from tests.cast import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
State = Outcome.EvidenceState


@pytest.fixture
def outcome(office: Office) -> Outcome:
    return make.OutcomeFactory(
        mission__office=office, kind="agreement", stage="agreement", status="done"
    )


def state(outcome: Outcome) -> str:
    outcome.refresh_from_db()
    return outcome.evidence_state


def ask(outcome: Outcome, actor: User | None = None, **values: Any) -> Confirmation:
    asked = {"to_name": "Sato Hanako", "to_email": "sato@example.jp", "language": "ja"}
    return services.ask_partner(outcome, actor=actor, at=now(), **asked | values)


def answer(asked: Confirmation, *, confirms: bool = True) -> None:
    services.answer_confirmation(
        asked, confirms=confirms, name="Sato Hanako", remark="", at=now()
    )


def file(outcome: Outcome, content: bytes = PDF, name: str = "v.pdf") -> Proof:
    return services.file_proof(
        outcome,
        file=SimpleUploadedFile(name, content),
        what="Vertrag",
        dated=NO_DATE,
        actor=None,
    )


# --- The partner's word ---


def test_a_partner_confirms_by_link_in_the_own_language(
    outcome: Outcome, bruno: User, client: Client
) -> None:
    asked = ask(outcome, bruno)
    letter = OutboxMessage.objects.get()
    token = letter.body.partition("/link/")[2].partition("/")[0]
    url = reverse("outcomes:answer-confirmation", args=[token])

    html = client.get(url).content.decode()
    done = client.post(url, {"confirms": "yes", "name": "佐藤花子", "remark": "はい"})

    assert letter.language == "ja"
    assert 'lang="ja"' in html
    assert str(outcome.text.data["ja"]) in html
    assert done.status_code == 302
    assert state(outcome) == State.PARTNER
    asked.refresh_from_db()
    assert (asked.answered_by, asked.remark) == ("佐藤花子", "はい")
    assert AuditEntry.objects.filter(verb="outcomes.confirmation.answered").count() == 1


def test_a_partner_answers_once(outcome: Outcome) -> None:
    asked = ask(outcome)
    answer(asked, confirms=False)

    with pytest.raises(ActionError):
        answer(asked)

    assert state(outcome) == State.SELF_REPORTED


def test_the_link_expires(outcome: Outcome, client: Client) -> None:
    asked = ask(outcome)
    Confirmation.objects.update(until=now() - timedelta(minutes=1))
    asked.refresh_from_db()

    with pytest.raises(ActionError):
        answer(asked)
    link = make.PersonalLinkFactory(
        **make.on(asked), office=outcome.office, expires_at=now() - timedelta(days=1)
    )
    url = reverse("outcomes:answer-confirmation", args=[link_token(link)])
    assert client.get(url).status_code == 410


def test_the_link_of_something_else_opens_no_question(
    outcome: Outcome, client: Client
) -> None:
    link = make.PersonalLinkFactory(**make.on(outcome.mission), office=outcome.office)
    url = reverse("outcomes:answer-confirmation", args=[link_token(link)])

    assert client.get(url).status_code == 404


def test_what_was_changed_is_confirmed_no_longer(outcome: Outcome, bruno: User) -> None:
    asked = ask(outcome)
    answer(asked)
    services.update_outcome(outcome, actor=bruno, text=make.i18n("Etwas anderes"))
    assert state(outcome) == State.SELF_REPORTED

    again = ask(outcome)
    answer(again)
    assert state(outcome) == State.PARTNER

    services.update_outcome(
        outcome, actor=bruno, parties=[make.OrganisationFactory(office=outcome.office)]
    )
    assert state(outcome) == State.SELF_REPORTED


def test_a_question_about_what_has_changed_takes_no_answer(
    outcome: Outcome, bruno: User
) -> None:
    asked = ask(outcome)
    services.update_outcome(outcome, actor=bruno, text=make.i18n("Etwas anderes"))

    with pytest.raises(ActionError):
        answer(asked)


def test_a_withdrawn_word_counts_no_longer(outcome: Outcome, bruno: User) -> None:
    asked = ask(outcome)
    answer(asked)

    services.withdraw_confirmation(asked, actor=bruno, at=now())

    assert state(outcome) == State.SELF_REPORTED


def test_nobody_is_asked_twice_at_once(outcome: Outcome) -> None:
    ask(outcome)

    with pytest.raises(ActionError):
        ask(outcome)
    assert len(mail.outbox) <= 1


def test_nobody_types_the_evidence(outcome: Outcome, bruno: User) -> None:
    url = reverse("outcomes:update-outcome", args=[outcome.code])
    data = {
        "text_0": "Vertrag",
        "kind": "agreement",
        "stage": "agreement",
        "status": "done",
        "evidence_state": "document",
        **make.shown(outcome),
    }

    assert signed_in(bruno).post(url, data).status_code == 302
    assert state(outcome) == State.SELF_REPORTED


# --- Documents on file ---


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82", "image/png"),
        (b"\xff\xd8\xff\xe0....\xff\xd9", "image/jpeg"),
        (b"%PDF-1.7 without an end", None),
        (b"<html><script>%PDF-</script>", None),
        (b"MZ\x90\x00", None),
        (b"PK\x03\x04 word/vbaProject.bin", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"", None),
    ],
)
def test_the_content_says_what_a_file_is(content: bytes, kind: str | None) -> None:
    assert kind_of_file(content) == kind


def test_a_document_on_file_counts_most(outcome: Outcome, bruno: User) -> None:
    answer(ask(outcome))
    proof = file(outcome, name="../../etc/passwd\r\n.pdf")

    assert state(outcome) == State.DOCUMENT
    assert "/" not in proof.file_name
    assert "\n" not in proof.file_name
    stored = proof.file.name or ""
    assert stored.startswith("proofs/")
    assert "passwd" not in stored

    services.withdraw_proof(proof, reason="falsch", actor=bruno, at=now())
    assert state(outcome) == State.PARTNER


def test_a_file_whose_name_lies_is_refused(outcome: Outcome) -> None:
    with pytest.raises(ActionError):
        file(outcome, b"<script>alert(1)</script>", "vertrag.pdf")

    assert not Proof.objects.exists()


def test_the_same_document_is_filed_once(outcome: Outcome) -> None:
    file(outcome)

    with pytest.raises(ActionError):
        file(outcome)


def test_a_document_is_downloaded_and_never_shown(
    outcome: Outcome, chloe: User
) -> None:
    proof = file(outcome)

    response = signed_in(chloe).get(reverse("outcomes:open-proof", args=[proof.code]))

    assert response.content == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert AuditEntry.objects.filter(verb="outcomes.proof.opened").count() == 1


def test_a_file_that_was_changed_on_disk_is_not_handed_out(
    outcome: Outcome, bruno: User
) -> None:
    proof = file(outcome)
    name = proof.file.name or ""
    default_storage.delete(name)
    default_storage.save(name, io.BytesIO(PDF + b" "))

    with pytest.raises(ActionError):
        services.open_proof(proof, actor=bruno)


# --- Shares ---


def test_shares_are_never_more_than_all(outcome: Outcome) -> None:
    one, other = (make.MissionFactory(office=outcome.office) for _n in range(2))

    def credit(mission: Any, share: str) -> None:
        services.credit_result(
            outcome, mission, share=Decimal(share), reason=make.i18n("…"), actor=None
        )

    credit(one, "60")
    with pytest.raises(ActionError):
        credit(other, "40.01")
    credit(other, "40")
    credit(one, "10")  # changes the one it has

    assert sorted(Credit.objects.values_list("share", flat=True)) == [10, 40]


def test_a_share_needs_a_reason(outcome: Outcome) -> None:
    with pytest.raises(ActionError):
        services.credit_result(
            outcome, outcome.mission, share=Decimal(10), reason="", actor=None
        )


def test_a_meeting_belongs_to_its_mission(outcome: Outcome) -> None:
    meeting = make.MeetingFactory()

    with pytest.raises(ActionError):
        services.credit_result(
            outcome,
            outcome.mission,
            share=Decimal(10),
            reason=make.i18n("…"),
            actor=None,
            meeting=meeting,
        )


@pytest.mark.database
@pytest.mark.parametrize("share", ["0", "100.01"])
def test_the_database_refuses_what_is_no_share(share: str) -> None:
    credit = make.CreditFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Credit.objects.filter(pk=credit.pk).update(share=Decimal(share))


@pytest.mark.database
def test_the_database_refuses_a_credit_of_two_results(outcome: Outcome) -> None:
    credit = make.CreditFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Credit.objects.filter(pk=credit.pk).update(outcome=outcome)


def test_too_large_a_share_is_said_at_the_field(outcome: Outcome, bruno: User) -> None:
    make.CreditFactory(
        settlement=None, outcome=outcome, office=outcome.office, share=80,
        mission=outcome.mission,
    )  # fmt: skip
    other = make.MissionFactory(office=outcome.office)
    url = reverse("outcomes:credit-result", args=["outcome", outcome.code])
    data = {
        "credit-mission": other.pk,
        "credit-share": "21",
        "credit-reason_0": "Grund",
    }

    html = signed_in(bruno).post(f"{url}?lang=en", data).content.decode()

    assert "Other missions have 80" in html
    assert Credit.objects.count() == 1


def test_the_form_offers_the_meetings_of_the_parties(
    outcome: Outcome, bruno: User
) -> None:
    meeting = make.MeetingFactory(session__mission=outcome.mission)
    make.MeetingFactory(session__mission=outcome.mission)
    company = meeting.request.sender.organisation
    address = reverse("outcomes:credit-result", args=["outcome", outcome.code])
    values = {
        "credit-mission": outcome.mission.pk,
        "credit-meeting": meeting.code,
        "credit-share": "40",
        "credit-reason_0": "Dort begann es.",
    }
    assert "meeting" not in CreditForm(result=outcome).fields
    outcome.parties.add(company)

    offered: Any = CreditForm(result=outcome).fields["meeting"]
    signed_in(bruno).post(address, values)

    assert list(offered.queryset) == [meeting]
    (credit,) = selectors.credits_of(outcome)
    assert credit.meeting == meeting
    page = signed_in(bruno).get(
        reverse("outcomes:evidence", args=["outcome", outcome.code])
    )
    assert meeting.get_absolute_url() in page.content.decode()
