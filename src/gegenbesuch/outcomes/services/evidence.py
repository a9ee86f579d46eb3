"""Verbs on what attests a result, and on the missions it is credited to."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Sum
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.accounts.services import issue_link, link_url, revoke_link
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.templatetags.display import comma, partial_date, plain, quantity
from gegenbesuch.letters.services import write_letter
from gegenbesuch.outcomes.file_kinds import MOST_BYTES, kind_of_file
from gegenbesuch.outcomes.models import (
    Confirmation,
    Credit,
    Proof,
    Result,
    Settlement,
)
from gegenbesuch.outcomes.shares import percent_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from gegenbesuch.accounts.models import User
    from gegenbesuch.core.values.partial_date import PartialDate
    from gegenbesuch.missions.models import Mission
    from gegenbesuch.scheduling.models import Meeting

#: How long a partner has to answer.
ANSWER_WITHIN = timedelta(days=30)
ALL = Decimal(100)
#: Who answers by personal link; the name stands with the answer, where it is erased.
_PARTNER = "partner"
State = Result.EvidenceState


# --- What it rests on --------------------------------------------------------


def facts_of(result: Any) -> dict[str, Any]:
    """Return what a partner confirms, in no language: changed facts are unconfirmed."""
    if isinstance(result, Settlement):
        steps = result.steps.order_by("position", "pk")
        return {
            "title": _all_languages(result.title),
            "company": result.organisation.code,
            "steps": [[step.kind, step.on.code] for step in steps],
        }
    return {
        "text": _all_languages(result.text),
        "kind": result.kind,
        "stage": result.stage,
        "status": result.status,
        "on": result.on.code,
        "value": result.value.to_json() if result.value else None,
        "parties": sorted(result.parties.values_list("code", flat=True)),
    }


def _all_languages(text: Any) -> Any:
    return getattr(text, "data", text)


def fingerprint_of(result: Result) -> str:
    """Return the SHA-256 of what a partner would confirm now."""
    facts = json.dumps(facts_of(result), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()


def statement_of(result: Any) -> list[list[str]]:
    """Return what a partner is shown, in the active language: labels and texts."""
    if isinstance(result, Settlement):
        lines = [
            (_("Settlement"), plain(result.title)),
            (_("Company"), plain(result.organisation.name)),
            *(
                (step.get_kind_display(), strip_tags(partial_date(step.on)))
                for step in result.steps.order_by("position", "pk")
            ),
        ]
    else:
        parties = result.parties.order_by("sort_key", "pk")
        lines = [
            (_("What came of it"), plain(result.text)),
            (_("Kind"), result.get_kind_display()),
            (_("Status"), result.get_status_display()),
            (_("When"), strip_tags(partial_date(result.on))),
            (_("Value"), quantity(result.value)),
            (_("Parties"), comma().join(plain(party.name) for party in parties)),
            (_("Mission"), plain(result.mission.title)),
        ]
    return [[label, text] for label, text in lines if text]


def earn_evidence(result: Any) -> None:
    """Set the evidence state by what is on file and who has confirmed it."""
    if result.proofs.filter(withdrawn_at=None).exists():
        state = State.DOCUMENT
    elif result.confirmations.filter(
        answer=Confirmation.Answer.CONFIRMED, fingerprint=fingerprint_of(result)
    ).exists():
        state = State.PARTNER
    else:
        state = State.SELF_REPORTED
    if state != result.evidence_state:
        result.evidence_state = state
        result.save(update_fields=["evidence_state", "updated_at"])


def _held(result: Result) -> Any:
    """Hold the result for the rest of the transaction, and read it anew."""
    rows: Any = type(result)._default_manager.select_for_update()
    return rows.get(pk=result.pk)


def _of(result: Result) -> dict[str, Any]:
    kind = "settlement" if isinstance(result, Settlement) else "outcome"
    return {kind: result, "office": result.office}


# --- Shares ------------------------------------------------------------------


@transaction.atomic
def credit_result(  # noqa: PLR0913 -- a share has these parts
    result: Any,
    mission: Mission,
    *,
    share: Decimal,
    reason: Any,
    actor: User | None,
    meeting: Meeting | None = None,
) -> Credit:
    """
    Put a share of a result down to a mission, or change the one it has.

    Args:
        share: In percent.
        meeting: The one of the mission's meetings that led to it.

    Raises:
        ActionError: The shares of the result would be more than 100 percent, there
            is no reason, or the meeting belongs to another mission.
    """
    if not str(reason or ""):
        raise ActionError(_("A share needs a reason."))
    if not 0 < share <= ALL:
        raise ActionError(_("A share is more than 0 and at most 100 percent."))
    if meeting is not None and meeting.session.mission_id != mission.pk:
        raise ActionError(_("This meeting belongs to another mission."))
    result = _held(result)
    same: dict[str, Any] = {"mission": mission, "meeting": meeting}
    others = result.credits.exclude(**same)
    taken = others.aggregate(taken=Sum("share"))["taken"] or Decimal(0)
    if taken + share > ALL:
        raise ActionError(
            _("Other missions have %(taken)s already; %(left)s are left.")
            % {"taken": percent_of(taken), "left": percent_of(ALL - taken)}
        )
    credit, _created = Credit.objects.update_or_create(
        **_of(result), **same, defaults={"share": share, "reason": reason}
    )
    audit.record(
        "outcomes.result.credited",
        result,
        actor=actor,
        mission=mission.code,
        share=str(share),
    )
    return credit


@transaction.atomic
def withdraw_credit(credit: Credit, *, actor: User | None) -> None:
    """Take a share back."""
    audit.record(
        "outcomes.credit.withdrawn",
        credit.result,
        actor=actor,
        mission=credit.mission.code,
        share=str(credit.share),
    )
    credit.delete()


# --- The partner's word ------------------------------------------------------


@transaction.atomic
def ask_partner(  # noqa: PLR0913 -- a question has these parts
    result: Any,
    *,
    to_name: str,
    to_email: str,
    language: str,
    actor: User | None,
    at: datetime,
) -> Confirmation:
    """
    Ask a partner by mail to confirm a result; the link in it expires.

    Raises:
        ActionError: The same address has been asked and has not answered yet.
    """
    result = _held(result)
    waiting = result.confirmations.filter(
        answer=Confirmation.Answer.WAITING, to_email=to_email, until__gt=at
    )
    if waiting.exists():
        raise ActionError(_("This address has been asked and has not answered yet."))
    with translation.override(language):
        statement = statement_of(result)
    asked = Confirmation.objects.create(
        **_of(result),
        to_name=to_name,
        to_email=to_email,
        language=language,
        statement=statement,
        fingerprint=fingerprint_of(result),
        until=at + ANSWER_WITHIN,
        asked_by=actor,
    )
    link = issue_link(
        asked,
        office=result.office,
        holder_name=to_name,
        holder_email=to_email,
        language=language,
        expires_at=asked.until,
        actor=actor,
    )
    with translation.override(language):
        values = {
            "salutation": _("Dear %(name)s,") % {"name": to_name},
            "what": "\n".join(f"{label}: {text}" for label, text in statement),
            "host": plain(result.office.name),
            "deadline": strip_tags(partial_date(asked.until.date())),
            "link": link_url(link),
        }
    write_letter(
        "ask_confirmation",
        asked,
        office=result.office,
        to_name=to_name,
        to_email=to_email,
        language=language,
        values=values,
    )
    audit.record("outcomes.confirmation.asked", result, actor=actor)
    return asked


@transaction.atomic
def answer_confirmation(
    asked: Confirmation, *, confirms: bool, name: str, remark: str, at: datetime
) -> Confirmation:
    """
    Take the answer of a partner, once.

    Raises:
        ActionError: It was answered or withdrawn, the time is over, or the office has
            changed the result since it asked.
    """
    result = _held(asked.result)
    answers = Confirmation.Answer
    if asked.fingerprint != fingerprint_of(result):
        raise ActionError(
            _("The office has changed this since it asked; it will ask you again.")
        )
    answered = Confirmation.objects.filter(
        pk=asked.pk, answer=answers.WAITING, until__gt=at
    ).update(
        answer=answers.CONFIRMED if confirms else answers.CONTRADICTED,
        answered_at=at,
        answered_by=name,
        remark=remark,
        updated_at=at,
    )
    if not answered:
        raise ActionError(_("This question is no longer open."))
    asked.refresh_from_db()
    earn_evidence(result)
    audit.record(
        "outcomes.confirmation.answered",
        result,
        actor=None,
        actor_label=_PARTNER,
        answer=str(asked.answer),
    )
    return asked


@transaction.atomic
def withdraw_confirmation(
    asked: Confirmation, *, actor: User, at: datetime
) -> Confirmation:
    """Take a question back, or no longer count on its answer."""
    asked.answer = Confirmation.Answer.WITHDRAWN
    asked.save(update_fields=["answer", "updated_at"])
    kind = ContentType.objects.get_for_model(asked)
    for link in PersonalLink.objects.filter(target_type=kind, target_id=asked.pk):
        revoke_link(link, actor=actor, at=at)
    earn_evidence(_held(asked.result))
    audit.record("outcomes.confirmation.withdrawn", asked.result, actor=actor)
    return asked


# --- Documents on file -------------------------------------------------------


@transaction.atomic
def file_proof(
    result: Any,
    *,
    file: UploadedFile,
    what: str,
    dated: PartialDate,
    actor: User | None,
) -> Proof:
    """
    Put a document on file; what kind it is says its content, not its name.

    Raises:
        ActionError: It is too large, none of the kinds that are taken, or on file
            already.
    """
    if (file.size or 0) > MOST_BYTES:
        raise ActionError(_("At most 25 MB can be filed."))
    content = file.read()
    media_type = kind_of_file(content)
    if media_type is None:
        raise ActionError(
            _("This is no PDF and no picture (PNG, JPEG), whatever its name says.")
        )
    result = _held(result)
    digest = hashlib.sha256(content).hexdigest()
    if result.proofs.filter(sha256=digest, withdrawn_at=None).exists():
        raise ActionError(_("This document is on file already."))
    proof = Proof(
        **_of(result),
        file_name=_harmless_name(file.name or ""),
        media_type=media_type,
        size=len(content),
        sha256=digest,
        what=what,
        dated=dated,
        filed_by=actor,
    )
    file.seek(0)
    proof.file.save("", file, save=False)
    try:
        with transaction.atomic():
            proof.save()
            earn_evidence(result)
            audit.record(
                "outcomes.proof.filed", result, actor=actor, what=what, sha256=digest
            )
    except BaseException:
        proof.file.delete(save=False)
        raise
    return proof


def _harmless_name(name: str) -> str:
    """Return a file's own name without anything that ends a line or a path."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in last if c.isprintable() and c not in '"<>|:*?')
    return kept[-150:] or "document"


@transaction.atomic
def open_proof(proof: Proof, *, actor: User) -> bytes:
    """
    Return a document, if it still is what was filed; that it was read is kept.

    Raises:
        ActionError: The file is gone, or its content is another one.
    """
    try:
        with proof.file.open("rb") as file:
            content: bytes = file.read()
    except (OSError, ValueError) as error:
        raise ActionError(_("The file is no longer where it was kept.")) from error
    if hashlib.sha256(content).hexdigest() != proof.sha256:
        raise ActionError(_("The file was changed outside of this product."))
    audit.record("outcomes.proof.opened", proof.result, actor=actor, what=proof.what)
    return content


@transaction.atomic
def withdraw_proof(
    proof: Proof, *, reason: str, actor: User | None, at: datetime
) -> None:
    """
    Take a document off file; that it was there, with its fingerprint, stays.

    Raises:
        ActionError: It is off file already.
    """
    stored, storage = proof.file.name or "", proof.file.storage
    gone = Proof.objects.filter(pk=proof.pk, withdrawn_at=None).update(
        withdrawn_at=at, withdrawn_because=reason, file="", updated_at=at
    )
    if not gone:
        raise ActionError(_("This document is off file already."))
    earn_evidence(_held(proof.result))
    audit.record(
        "outcomes.proof.withdrawn",
        proof.result,
        actor=actor,
        what=proof.what,
        reason=reason,
    )
    transaction.on_commit(lambda: storage.delete(stored))
