"""Verbs on the questions after a mission: send, remind, answer, stop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from gegenbesuch.accounts.services import issue_link
from gegenbesuch.core import audit
from gegenbesuch.core.codes import new_code
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.models import ERASED
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.followup import letters, selectors
from gegenbesuch.followup.models import Reply, Survey, SurveyStop
from gegenbesuch.missions.models import Mission
from gegenbesuch.missions.rules import HELD
from gegenbesuch.outcomes.models import Outcome, Quote
from gegenbesuch.outcomes.services import (
    record_outcome,
    record_quote,
    remove_quote,
    update_outcome,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gegenbesuch.accounts.models import PersonalLink, User

REMINDED_AFTER = timedelta(days=7)
OPEN_FOR = timedelta(days=60)
#: After the return, how long it is kept who answered: half a year after the last survey.
KEPT_FOR = timedelta(days=365 + 180)

NOBODY = "@erased.invalid"
#: What an answer may hold.
ANSWERS = (
    *("usefulness", "contacts", "stage", "what", "with_whom"),
    *("sales", "value", "wishes", "quote", "may_quote"),
)


def send_due(*, on: date) -> int:
    """Send all surveys that are due on a day; returns how many mails were written."""
    return sum(
        send_survey(mission, days, on=on, actor=None)
        for mission, days in selectors.due_surveys(on)
    )


@transaction.atomic
def send_survey(mission: Mission, days: int, *, on: date, actor: User | None) -> int:
    """
    Ask all who took part; returns how many could be asked.

    Of two who send it at once one does. Who wants no more questions, has no mail
    address or was asked already is left out.

    Raises:
        ActionError: The mission did not take place, or its survey was sent already.
    """
    if mission.status not in HELD:
        raise ActionError(_("Those who took part are asked once it has taken place."))
    survey, _created = Survey.objects.get_or_create(mission=mission, days=days)
    if not Survey.objects.filter(pk=survey.pk, sent_on=None).update(
        sent_on=on, is_off=False
    ):
        if actor is None:
            return 0
        raise ActionError(_("This survey was sent already."))
    survey.refresh_from_db()
    asked = [row for row in selectors.asked_of(mission) if row.is_asked]
    known = selectors.respondents_of(mission)
    for row in asked:
        reply = Reply.objects.create(
            office=mission.office,
            survey=survey,
            participation=row.participation,
            organisation=row.organisation,
            respondent=known.get(row.email.lower()) or new_code(),
            name=row.name[:200],
            email=row.email,
            language=row.language,
        )
        letters.ask(reply, row.salutation, _link_of(reply, on))
    audit.record(
        "followup.survey.sent", mission, actor=actor, days=days, asked=len(asked)
    )
    return len(asked)


@transaction.atomic
def switch_survey(
    mission: Mission, days: int, *, is_off: bool, actor: User | None
) -> None:
    """
    Say that a survey is not sent, or that it is after all.

    Raises:
        ActionError: It was sent already.
    """
    survey, _created = Survey.objects.get_or_create(mission=mission, days=days)
    if not Survey.objects.filter(pk=survey.pk, sent_on=None).update(is_off=is_off):
        raise ActionError(_("This survey was sent already."))
    audit.record(
        "followup.survey.switched", mission, actor=actor, days=days, is_off=is_off
    )


def remind_asked(*, on: date) -> int:
    """Remind once, a week later, who has not answered."""
    rows = (
        Reply.objects.filter(
            answered_at=None,
            reminded_on=None,
            survey__sent_on__lte=on - REMINDED_AFTER,
            survey__sent_on__gt=on - OPEN_FOR,
        )
        .select_related("survey__mission__office", "participation__person")
        .order_by("pk")
    )
    stopped = selectors.stopped()
    return sum(
        _remind(reply, on)
        for reply in rows
        if (reply.office_id, reply.email.lower()) not in stopped
    )


@transaction.atomic
def _remind(reply: Reply, on: date) -> int:
    if not Reply.objects.filter(pk=reply.pk, reminded_on=None).update(reminded_on=on):
        return 0
    letters.ask_again(reply, _link_of(reply, on))
    return 1


@transaction.atomic
def answer(reply: Reply, values: Mapping[str, Any], *, at: datetime) -> Reply:
    """
    Keep what somebody answered; it can be changed as long as the link is open.

    What came of the mission becomes a self-reported outcome, one for each who
    answers, however often they are asked.

    Args:
        values: By the names in `ANSWERS`.
    """
    agreed = bool(values.get("may_quote") and values.get("quote"))
    for name in ANSWERS:
        if name in values:
            setattr(reply, name, values[name])
    reply.may_quote = agreed
    reply.agreed_at = (reply.agreed_at or at) if agreed else None
    reply.agreed_to = letters.consent_to_quote(reply.language) if agreed else ""
    reply.answered_at = at
    reply.outcome = _outcome_of(reply)
    reply.quoted = _quote_of(reply)
    reply.save()
    audit.record(
        "followup.survey.answered",
        reply.survey.mission,
        actor=None,
        actor_label=reply.name,
        name=reply.name,
        days=reply.survey.days,
    )
    return reply


@transaction.atomic
def stop_asking(reply: Reply) -> None:
    """Ask somebody nothing any more, whatever the mission."""
    SurveyStop.objects.get_or_create(office=reply.office, email=reply.email.lower())
    audit.record(
        "followup.survey.stopped",
        reply.survey.mission,
        actor=None,
        actor_label=reply.name,
        name=reply.name,
    )


def forget_old_replies(*, on: date) -> int:
    """Forget who answered, and delete what nobody did, when a mission is long over."""
    over = Q()
    for days in Survey.Days.values:
        over |= Q(days=days, sent_on__lt=on - KEPT_FOR + timedelta(days=days))
    missions = Survey.objects.filter(over).values("mission")
    old = Reply.objects.filter(survey__mission__in=missions)
    count = old.filter(answered_at=None).delete()[0]
    named = old.exclude(email__endswith=NOBODY).filter(may_quote=False)
    return count + named.update(
        name=ERASED, email=Concat("code", Value(NOBODY)), participation=None
    )


def _link_of(reply: Reply, on: date) -> PersonalLink:
    return issue_link(
        reply,
        office=reply.office,
        holder_name=reply.name,
        holder_email=reply.email,
        language=reply.language,
        expires_at=datetime(on.year, on.month, on.day, tzinfo=UTC) + OPEN_FOR,
        actor=None,
    )


def _outcome_of(reply: Reply) -> Outcome | None:
    """Write down as an outcome what the answer says, or bring the earlier up to date."""
    known = reply.outcome or selectors.earlier_outcome(reply)
    if not reply.stage or not reply.what:
        return known
    values: dict[str, Any] = {
        "stage": reply.stage,
        "kind": Outcome.Kind.AGREEMENT
        if reply.stage == Outcome.Stage.AGREEMENT
        else Outcome.Kind.RELATIONSHIP,
        "status": Outcome.Status.STATED,
        "text": {reply.language: reply.what},
        "on": PartialDate.on((reply.answered_at or reply.created_at).date()),
        "value": Quantity.exact(reply.value, "EUR") if reply.value else None,
    }
    parties = [reply.organisation] if reply.organisation else []
    if known is None:
        return record_outcome(
            reply.survey.mission, actor=None, parties=parties, **values
        )
    return update_outcome(known, actor=None, **values)


def _quote_of(reply: Reply) -> Quote | None:
    """Keep the sentence as a quote while it may be published; else forget it."""
    known = reply.quoted
    if known is not None:
        words = getattr(known.words, "data", known.words)
        if reply.may_quote and words == {reply.language: reply.quote}:
            return known
        remove_quote(known, actor=None)
    if not reply.may_quote:
        return None
    row = reply.participation
    return record_quote(
        reply.survey.mission,
        actor=None,
        person=row.person if row else None,
        speaker={reply.language: reply.name},
        words={reply.language: reply.quote},
        language=reply.language,
    )
