"""What the engine found, as rows and as sentences with the names of the rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from convene.timetable import Labels, Rule, Schedule, check, sentence
from gegenbesuch.matchmaking.times import times_of
from gegenbesuch.scheduling import numbering, storing, who_meets
from gegenbesuch.scheduling.convene_bridge.freezing import read_schedule
from gegenbesuch.scheduling.interpreting import choices_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from convene.timetable import Result, Unplaced
    from gegenbesuch.scheduling import models
    from gegenbesuch.scheduling.convene_bridge.freezing import Problem
    from gegenbesuch.scheduling.interpreting import Choices
    from gegenbesuch.scheduling.storing import Key

LIMITS = {Rule.MAX_PER_DAY: "max_per_day"}


def labels_of(problem: Problem) -> Labels:
    """Return the names of everything in the active language."""
    return Labels(
        participants=tuple(str(profile) for profile in problem.profiles),
        slots=tuple(
            _("slot %(number)s (%(time)s)") % {"number": index + 1, "time": time}
            for index, time in enumerate(_times(problem))
        ),
        tables=tuple(str(table) for table in problem.tables),
        interpreters=tuple(str(person) for person in problem.interpreters),
        meetings=tuple(str(request) for request in problem.requests),
        sessions=_agreed_times(problem),
        sites=tuple(str(site) for site in problem.sites),
    )


def _agreed_times(problem: Problem) -> tuple[str, ...]:
    """Name the sets of slots to which meetings are bound by what was agreed."""
    zone, names = problem.session.time_zone, [""] * len(problem.instance.sessions)
    for request, meeting in zip(
        problem.requests, problem.instance.meetings, strict=True
    ):
        if meeting.session is not None and not names[meeting.session]:
            names[meeting.session] = _("the agreed time (%(times)s)") % {
                "times": ", ".join(times_of(request, zone))
            }
    return tuple(names)


def _times(problem: Problem) -> list[str]:
    zone = ZoneInfo(problem.session.time_zone)
    pattern = "%H:%M" if len(problem.instance.days) == 1 else "%d.%m. %H:%M"
    return [slot.starts_at.astimezone(zone).strftime(pattern) for slot in problem.slots]


def write_result(problem: Problem, result: Result, *, at: datetime) -> int:
    """Store a result as `storing.store_schedule` does; returns how many are placed."""
    schedule = result.schedule or Schedule.empty(problem.instance)
    reasons = reasons_of(problem, result.unplaced)
    return storing.store_schedule(
        problem.session, numbering.keys_of(problem, schedule), reasons, at=at
    )


def reasons_of(
    problem: Problem, without: Sequence[Unplaced]
) -> dict[int, list[dict[str, Any]]]:
    """Return why requests have no slot, in all languages, by the key of the request."""
    choices = choices_of(problem.requests, problem.interpreters)
    found: dict[int, list[dict[str, Any]]] = {
        unplaced.meeting: [
            {
                "rule": str(reason.rule),
                "data": dict(reason.data),
                "text": {},
                "cures": [
                    {
                        "action": cure.action,
                        "data": dict(cure.data),
                        "rows": _rows_named(problem, choices, reason, cure),
                        "text": {},
                    }
                    for cure in reason.cures
                ],
            }
            for reason in unplaced.reasons
        ]
        for unplaced in without
    }
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            labels = labels_of(problem)
            for unplaced in without:
                rows = zip(found[unplaced.meeting], unplaced.reasons, strict=True)
                for row, reason in rows:
                    row["text"][language] = _words(reason, language, labels, choices)
                    cures = zip(row["cures"], reason.cures, strict=True)
                    for cure_row, cure in cures:
                        cure_row["text"][language] = _words(
                            cure, language, labels, choices
                        )
    return {problem.requests[m].pk: rows for m, rows in found.items()}


def _rows_named(
    problem: Problem, choices: Choices, reason: Any, cure: Any
) -> dict[str, Any]:
    """Return the keys of what a cure names, so that it can be done later."""
    rows: dict[str, Any] = {}
    for name, key, column in (
        ("slot", "slot", problem.slots),
        ("participant", "profile", problem.profiles),
        ("meeting", "request", problem.requests),
    ):
        if name in cure.data:
            rows[key] = column[cure.data[name]].pk
    if "pair" in cure.data:
        rows["pairs"] = choices.pairs(cure.data["pair"])
    if cure.action == "raise-limit":
        rows["limit"] = LIMITS.get(reason.rule, "max_meetings")
    return rows


def _words(item: Any, language: str, labels: Labels, choices: Choices) -> str:
    """Return a reason or cure as a sentence, with languages by name."""
    if "pair" in item.data:
        pair = choices.words(str(item.data["pair"]))
        item = replace(item, data={**item.data, "pair": pair})
    return sentence(item, language, labels)


def violations(problem: Problem, schedule: Schedule) -> list[str]:
    """Return every broken rule as an English sentence; empty when all are kept."""
    found = check(problem.instance, schedule)
    return [sentence(item, "en", labels_of(problem)) for item in found]


def _refusal(meeting: models.Meeting) -> str:
    """Say why the two companies of a meeting that has been ruled out may not meet."""
    parties = meeting.request.sender_id, meeting.request.recipient_id
    return who_meets.Rules(meeting.session, parties).refusal(*parties) or _(
        "These two companies do not want to meet any more."
    )


def broken_by(
    problem: Problem,
    meeting: models.Meeting,
    key: Key,
) -> list[str]:
    """Return which rules the schedule breaks that it keeps now, if a meeting moves."""
    numbers = {request.pk: m for m, request in enumerate(problem.requests)}
    m = numbers.get(meeting.request_id)
    if m is None:  # it was ruled out after it had been placed, and may go only
        return [_refusal(meeting)] if key[0] is not None else []
    nowhere = Schedule.empty(problem.instance)
    before = read_schedule(problem) or nowhere
    after = read_schedule(problem, {meeting.request_id: key}) or nowhere
    free = replace(
        problem.instance,
        locked=tuple(lock for lock in problem.instance.locked if lock.meeting != m),
    )
    known = check(free, before)
    language, labels = translation.get_language() or "en", labels_of(problem)
    return [
        sentence(item, language[:2], labels)
        for item in check(free, after)
        if item not in known
    ]
