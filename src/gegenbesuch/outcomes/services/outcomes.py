"""Verbs on outcomes, interests and quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.services import cite_source
from gegenbesuch.missions.models import Mission
from gegenbesuch.missions.rules import OFF
from gegenbesuch.outcomes.models import Interest, Outcome, Quote
from gegenbesuch.outcomes.services.evidence import earn_evidence

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from gegenbesuch.directory.models import Source


@transaction.atomic
def record_outcome(
    mission: Mission,
    *,
    actor: User | None,
    source: tuple[Source, str] | None = None,
    **values: Any,
) -> Outcome:
    """
    Record what came of a mission; it is self-reported until it is attested.

    Args:
        source: What it rests on, with the words or the page.

    Raises:
        ActionError: The mission was called off, or the stage says agreement where
            kind or status say that nothing was agreed.
    """
    if mission.status in OFF:
        raise ActionError(_("Nothing came of a mission that did not take place."))
    parties = values.pop("parties", ())
    outcome = Outcome(mission=mission, office=mission.office, **values)
    _check_stage(outcome)
    if values.get("position") is None:
        outcome.position = _next_position(mission.outcomes)
    outcome.save()
    outcome.parties.set(parties)
    if source:
        cite_source(outcome, source[0], actor=actor, quote=source[1])
    audit.record("outcomes.outcome.recorded", outcome, actor=actor)
    return outcome


@transaction.atomic
def update_outcome(outcome: Outcome, *, actor: User | None, **values: Any) -> Outcome:
    """
    Change what came of a mission; what a partner confirmed counts no longer then.

    Raises:
        ActionError: The stage says agreement where the kind is none.
    """
    parties = values.pop("parties", None)
    changes = audit.changed(outcome, values)
    for field, value in values.items():
        setattr(outcome, field, value)
    _check_stage(outcome)
    outcome.save()
    if parties is not None:
        before = sorted(party.code for party in outcome.parties.all())
        outcome.parties.set(parties)
        after = sorted(party.code for party in parties)
        if before != after:
            changes["parties"] = [before, after]
    earn_evidence(outcome)
    audit.record("outcomes.outcome.updated", outcome, actor=actor, changes=changes)
    return outcome


@transaction.atomic
def record_interest(
    mission: Mission,
    *,
    actor: User | None,
    source: tuple[Source, str] | None = None,
    **values: Any,
) -> Interest:
    """
    Note a side's interest in a sector or topic.

    Args:
        source: What attests it, with the words or the page.

    Raises:
        ActionError: Neither sector nor topic is given.
    """
    if not (values.get("sector") or str(values.get("topic") or "")):
        raise ActionError(_("An interest needs a sector or a topic."))
    if values.get("position") is None:
        values["position"] = _next_position(mission.interests)
    interest = Interest.objects.create(mission=mission, **values)
    if source:
        cite_source(interest, source[0], actor=actor, quote=source[1])
    audit.record(
        "outcomes.interest.recorded", mission, actor=actor, interest=str(interest)
    )
    return interest


@transaction.atomic
def record_quote(
    mission: Mission,
    *,
    actor: User | None,
    source: tuple[Source, str] | None = None,
    **values: Any,
) -> Quote:
    """
    Keep what somebody said about a mission.

    Raises:
        ActionError: Nobody said it, or nothing was said in its own language.
    """
    if not (values.get("person") or str(values.get("speaker") or "")):
        raise ActionError(_("Please say who said it."))
    words = getattr(values.get("words"), "data", values.get("words"))
    if isinstance(words, dict) and not words.get(values.get("language", "de")):
        raise ActionError(_("The words in the language they were said in are missing."))
    values["position"] = _next_position(mission.quotes)
    quote = Quote.objects.create(mission=mission, office=mission.office, **values)
    if source:
        cite_source(quote, source[0], actor=actor, quote=source[1])
    audit.record("outcomes.quote.recorded", quote, actor=actor)
    return quote


@transaction.atomic
def remove_quote(quote: Quote, *, actor: User | None) -> None:
    """Take a quote off the record."""
    audit.record("outcomes.quote.removed", quote, actor=actor)
    quote.delete()


def _check_stage(outcome: Outcome) -> None:
    if outcome.stage != Outcome.Stage.AGREEMENT:
        return
    if outcome.kind not in Outcome.AGREEMENTS:
        raise ActionError(
            _("Only a contract or an agreement can be at the stage of agreement.")
        )


def _next_position(rows: Any) -> int:
    highest: int | None = rows.aggregate(highest=Max("position"))["highest"]
    return 0 if highest is None else highest + 1
