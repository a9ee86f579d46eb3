"""What was aimed at, what came of it and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import quantity
from gegenbesuch.documents.content.words import dated, listed, words
from gegenbesuch.followup.models import Task
from gegenbesuch.missions.models import MissionLink, Participation
from gegenbesuch.outcomes.models import Outcome
from gegenbesuch.outcomes.rules import SHORT_OF_AGREEMENT
from gegenbesuch.outcomes.shares import percent_of
from gegenbesuch.reports.sentences.saying import (
    Sentence,
    at,
    bare,
    full_stop,
    named_row,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.reports.gathering import Rows

F = Participation.Function
K = Outcome.Kind
ORGANISERS = frozenset({F.ORGANISER, F.CLIENT})


def summary(rows: Rows) -> Iterator[Sentence]:
    """Say what the record of the mission says of it in short."""
    if words(rows.mission.summary):
        yield say("summary", full_stop(words(rows.mission.summary)), rows.mission)


def goals(rows: Rows) -> Iterator[Sentence]:
    """Say what the mission aims at."""
    for goal in rows.goals:
        target = at(quantity(goal.target)) if goal.target else ""
        text = _("Goal: %(goal)s%(target)s.")
        values = {"goal": bare(words(goal.text)), "target": target}
        yield say(f"goal.{goal.pk}", text % values, goal)


def stated(rows: Rows, *, for_press: bool = False) -> Iterator[Sentence]:
    """
    Repeat what was stated of the mission, and say where that is no agreement.

    Args:
        for_press: Without a word about what is counted, which readers do not ask.
    """
    for outcome in rows.outcomes:
        if outcome.kind in {K.RETURN_VISIT, K.FOLLOW_UP_EVENT}:
            continue
        if outcome.counts_as_agreement or outcome.status == Outcome.Status.DROPPED:
            continue
        text = words(outcome.text)
        if outcome.status == Outcome.Status.HOPED_FOR:
            text = _("Hoped for, and not reached so far: %(text)s.") % {
                "text": bare(text)
            }
        elif outcome.status == Outcome.Status.UNDER_REVIEW:
            text = _("Under review: %(text)s.") % {"text": bare(text)}
        elif outcome.status == Outcome.Status.ANNOUNCED:
            text = _("Announced, and not done so far: %(text)s.") % {"text": bare(text)}
        elif outcome.kind in SHORT_OF_AGREEMENT | Outcome.AGREEMENTS:
            no_agreement = (
                _("%(text)s. No agreement was signed.")
                if for_press
                else _("%(text)s. No agreement was signed; none is counted.")
            )
            text = no_agreement % {"text": bare(text)}
        yield say(f"outcome.{outcome.code}", full_stop(text), outcome)


def agreements(rows: Rows) -> Iterator[Sentence]:
    """Say what was signed, between whom, and how that is attested."""
    for outcome in rows.outcomes:
        if not outcome.counts_as_agreement:
            continue
        text = _("%(kind)s: %(text)s%(between)s. Evidence: %(state)s.") % {
            "kind": outcome.get_kind_display(),
            "text": bare(words(outcome.text)),
            "between": at(
                dated(outcome.on) if outcome.on.is_known else "",
                listed([words(party.name) for party in parties_of(outcome)]),
                quantity(outcome.value),
            ),
            "state": outcome.get_evidence_state_display(),
        }
        yield say(f"outcome.{outcome.code}", text, outcome, *parties_of(outcome))


def settlements(rows: Rows) -> Iterator[Sentence]:
    """Say to which settlements the mission contributed, and with which share."""
    for row in rows.settlements:
        shares = [c for c in rows.credits if c.settlement_id == row.pk]
        percent = sum(c.share for c in shares)
        share = (
            at(_("share credited: %(share)s") % {"share": percent_of(percent)})
            if shares
            else ""
        )
        text = _("The mission contributed to the settlement “%(title)s”%(share)s.")
        values = {"title": words(row.title), "share": share}
        yield say(f"settlement.{row.code}", text % values, row, *shares)


def parties_of(outcome: Any) -> list[Any]:
    """Return the organisations that are party to an outcome."""
    return [row.organisation for row in outcome.party_rows]


def next_steps(rows: Rows, *, for_press: bool = False) -> Iterator[Sentence]:
    """
    Say what follows: announced is said to be announced, held to be held.

    Args:
        for_press: As in `stated`.
    """
    for outcome in rows.outcomes:
        if outcome.kind not in {K.RETURN_VISIT, K.FOLLOW_UP_EVENT}:
            continue
        if outcome.status == Outcome.Status.DROPPED:
            continue
        later = outcome.leads_to
        parties = _who_follows(rows, later) or listed(
            [words(party.name) for party in parties_of(outcome)]
        )
        values = {
            "text": _title_of(outcome, later),
            "when": at(dated(outcome.on) if outcome.on.is_known else ""),
            "parties": parties,
        }
        if outcome.status == Outcome.Status.DONE:
            text = _("It followed: %(text)s%(when)s.")
        elif outcome.status == Outcome.Status.ANNOUNCED and for_press:
            text = _("It is announced, and has not taken place yet: %(text)s%(when)s.")
        elif outcome.status == Outcome.Status.ANNOUNCED:
            text = _("Announced, and not counted as held: %(text)s%(when)s.")
        else:
            text = _("Not certain: %(text)s%(when)s.")
        key, extra = f"outcome.{outcome.code}", [later] if later else []
        yield say(key, text % values, outcome, *extra)
        if parties:
            text = _("Parties to “%(text)s”: %(parties)s.")
            yield say(f"{key}.parties", text % values, outcome, *extra)


def _title_of(outcome: Any, later: Any) -> str:
    """Return what follows: its own title where that says more than the outcome."""
    own = bare(words(outcome.text))
    if later is None:
        return own
    title = bare(words(later.title))
    return title if own in title or len(title) > len(own) else own


def _who_follows(rows: Rows, later: Any) -> str:
    """Name who organises what follows, as its own record says."""
    those = [
        row
        for row in rows.later_participations
        if later is not None
        and row.mission_id == later.pk
        and row.is_public
        and row.function in ORGANISERS
    ]
    return listed([named_row(row) for row in those])


def promises(rows: Rows) -> Iterator[Sentence]:
    """Say what either side promised, and whether it was kept."""
    for task in rows.promises:
        due = dated(task.due_on) if task.due_on else ""
        partner = words(task.partner.name) if task.partner else ""
        values = {"text": bare(task.text), "at": at(partner, due)}
        if task.status == Task.Status.DONE:
            text = _("Promised and kept: %(text)s%(at)s.")
        elif task.kind == Task.Kind.OURS:
            text = _("Promised by us, and open: %(text)s%(at)s.")
        else:
            text = _("Promised to us, and open: %(text)s%(at)s.")
        yield say(f"promise.{task.code}", text % values, task)


def answered(rows: Rows) -> Iterator[Sentence]:
    """Say which earlier mission this one answers or follows from."""
    for link in rows.links:
        earlier = link.earlier
        if (
            link.later_id != rows.mission.pk
            or earlier.office_id != rows.mission.office_id
        ):
            continue
        text = (
            _("The mission answers: “%(title)s”.")
            if link.kind == MissionLink.Kind.ANSWERS
            else _("The mission follows from: “%(title)s”.")
        )
        values = {"title": words(earlier.title)}
        yield say(f"earlier.{earlier.code}", text % values, earlier, rows.mission)
