from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.letters import delivery, services
from gegenbesuch.letters.bounces import read_bounce
from gegenbesuch.letters.kinds import FIELD, KINDS, Text, fill, standard_text
from gegenbesuch.letters.models import OutboxMessage, Wording
from tests import factories as make
from tests.cast import signed_in
from tests.gegenbesuch.letters.conftest import Postbox

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office, User

pytestmark = pytest.mark.django_db
AT = datetime(2026, 5, 1, 8, tzinfo=UTC)


@pytest.fixture
def message(office: Office) -> Any:
    return make.OutboxMessageFactory(
        office=office, target=make.MissionFactory(office=office)
    )


# --- Wording -----------------------------------------------------------------


def test_fill_puts_values_in_and_leaves_empty_lines_out():
    text = Text("An {name}", "{greeting}\n\n{note}\n\nOrt: {place}")

    filled = fill(
        text, {"name": "A", "greeting": "Hallo {place},", "note": "", "place": "X"}
    )

    assert filled == Text("An A", "Hallo {place},\n\nOrt: X")


@pytest.mark.parametrize("language", ["de", "en", "ja"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_letter_has_all_its_words_in_each_language(kind: str, language: str):
    text = standard_text(KINDS[kind], language)

    assert "{salutation}" in text.body
    assert FIELD.search(text.subject)  # the subject says what it is about
    if language != "en":
        assert text != standard_text(KINDS[kind], "en")


def test_the_offices_own_words_are_used(office: Office):
    make.WordingFactory(office=office, language="ja", subject="{event}へのご招待")

    written = services.write_letter(
        "invite_guest",
        make.MissionFactory(office=office),
        office=office,
        to_name="佐原光一",
        to_email="sahara@city.example",
        language="ja",
        values={"event": "歓迎会", "salutation": "佐原光一様", "link": "https://x"},
    )

    assert written.subject == "歓迎会へのご招待"
    assert written.body == "佐原光一様\n\nhttps://x"


def test_a_wording_with_an_unknown_word_is_refused(office: Office, alba: User):
    address = reverse("letters:wording", args=[office.code, "invite_guest", "de"])

    page = signed_in(alba).post(address, {"subject": "{evnt}", "body": "{link}"})

    assert "{evnt}" in page.context["form"].errors["subject"][0]
    assert not Wording.objects.exists()


def test_the_preview_saves_nothing(office: Office, alba: User):
    address = reverse("letters:wording", args=[office.code, "invite_guest", "de"])
    data = {"subject": "Zu Gast: {event}", "body": "{salutation}", "preview": "1"}

    page = signed_in(alba).post(address, data)

    assert page.context["preview"].subject == "Zu Gast: Empfang im Rathaus"
    assert not Wording.objects.exists()


# --- Delivery through a real server ------------------------------------------


def test_a_mail_arrives_with_text_and_html(postbox: Postbox, message: Any):
    assert delivery.deliver_message(message, at=AT) == "sent"

    (mail,) = postbox.mails
    parts = [part.get_content_type() for part in mail.walk()]
    assert parts == ["multipart/alternative", "text/plain", "text/html"]
    assert mail["Content-Language"] == "de"
    assert mail["Message-ID"] == delivery.message_id(message)
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().split() == message.body.split()
    assert (message.sent_at, message.attempts) == (AT, 1)


def test_a_mail_is_sent_once(postbox: Postbox, message: Any):
    for _n in range(2):
        delivery.deliver_message(OutboxMessage.objects.get(pk=message.pk), at=AT)

    assert len(postbox.mails) == 1


def test_a_refusal_for_good_is_a_failure(postbox: Postbox, message: Any):
    postbox.refuses = {message.to_email: "550 no such user"}

    assert delivery.deliver_message(message, at=AT) == "failed"

    assert "no such user" in message.problem


def test_nobody_is_written_to_who_has_died_since(postbox: Postbox, office: Office):
    guest = make.GuestFactory(
        guest_list__office=office, person=make.PersonFactory(office=office)
    )
    message = make.OutboxMessageFactory(office=office, target=guest)
    guest.person.is_deceased = True
    guest.person.save()

    assert delivery.deliver_message(message, at=AT) == "failed"

    assert not postbox.mails
    assert message.problem == "Diese Person ist verstorben."


def test_a_refusal_for_now_is_tried_again(postbox: Postbox, message: Any):
    postbox.refuses = {message.to_email: "451 try later"}
    assert delivery.deliver_message(message, at=AT) == "waiting"
    assert delivery.deliver_due(at=AT + timedelta(minutes=4)) == {}

    postbox.refuses = {}

    assert delivery.deliver_due(at=AT + timedelta(minutes=5)) == {"sent": 1}


def test_it_is_not_tried_for_ever(postbox: Postbox, message: Any):
    postbox.refuses = {message.to_email: "451 try later"}

    states = [
        delivery.deliver_message(message, at=AT + timedelta(days=n)) for n in range(6)
    ]

    assert states == ["waiting"] * 4 + ["failed"] * 2
    assert message.attempts == 5


def test_a_server_that_is_away_is_no_failure(settings: Any, message: Any):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert delivery.deliver_message(message, at=AT) == "waiting"
    assert message.problem != ""


def test_what_a_stopped_machine_began_is_taken_up_again(postbox: Postbox, message: Any):
    OutboxMessage.objects.update(status="sending", claimed_at=AT)
    assert delivery.deliver_due(at=AT + timedelta(minutes=14)) == {}

    assert delivery.deliver_due(at=AT + timedelta(minutes=16)) == {"sent": 1}


def test_what_is_due_is_sent_by_tick(postbox: Postbox, message: Any):
    OutboxMessage.objects.update(due_at=now())
    printed = StringIO()

    call_command("tick", stdout=printed)
    call_command("tick", stdout=printed)

    assert printed.getvalue() == "send mail: 1\n"
    assert [mail["To"] for mail in postbox.mails] == [message.to_email]


def test_a_failed_mail_can_be_sent_again(office: Office, bruno: User, message: Any):
    OutboxMessage.objects.update(status="failed", attempts=5)

    services.retry_message(message, actor=bruno, at=now())

    assert message.status == "waiting"
    with pytest.raises(ActionError):
        services.retry_message(message, actor=bruno, at=now())


# --- Mails that come back ----------------------------------------------------

BOUNCE = """\
From: MAILER-DAEMON@mail.example
To: office@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; mika@company.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 mailbox unknown

--b
Content-Type: text/rfc822-headers

From: office@example.org
Message-ID: {id}
Subject: Einladung

--b--
"""


def bounce_of(message: Any, action: str = "failed") -> bytes:
    return BOUNCE.format(action=action, id=delivery.message_id(message)).encode()


def test_a_bounce_is_noted_at_its_mail(monkeypatch: pytest.MonkeyPatch, message: Any):
    OutboxMessage.objects.update(status="sent")
    stdin = io.TextIOWrapper(io.BytesIO(bounce_of(message)))
    monkeypatch.setattr("sys.stdin", stdin)

    call_command("take_bounce", stdout=io.StringIO())

    message.refresh_from_db()
    assert message.status == "bounced"
    assert "mailbox unknown" in message.problem


@pytest.mark.parametrize("action", ["delayed", "delivered"])
def test_a_delay_is_no_bounce(action: str, message: Any):
    assert read_bounce(bounce_of(message, action)) is None


@pytest.mark.parametrize("raw", [b"", b"Subject: x\n\nHello", b"\xff\xfe\x00"])
def test_any_other_mail_is_no_bounce(raw: bytes):
    assert read_bounce(raw) is None


def test_a_bounce_of_somebody_elses_mail_is_none(message: Any):
    raw = bounce_of(message).replace(message.code.encode(), b"unknown")

    assert read_bounce(raw) is None
