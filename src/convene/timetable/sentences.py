"""Rules, goals, violations, reasons and cures as sentences in en, de and ja."""

from __future__ import annotations

import re
from dataclasses import dataclass

from convene.timetable.catalogue import (
    BUSY,
    CURES,
    GOALS,
    KINDS,
    MOVES,
    NOT_ALONE,
    REASONS,
    RULE_NAMES,
    VIOLATIONS,
)
from convene.timetable.catalogue_contradictions import CROWDS, DEMANDS
from convene.timetable.parts import InstanceError
from convene.timetable.rules import (
    LANGUAGES,
    Cure,
    Data,
    Demand,
    GoalId,
    Move,
    Reason,
    Rule,
    Violation,
)
from convene.timetable.run import Goal


@dataclass(frozen=True, slots=True)
class Labels:
    """Names to put in place of numbers; what is missing stays a number."""

    participants: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


# "Ltd." ends a sentence with its own full stop.
_BEFORE_A_STOP = re.compile(r"\{(\w+)\}\.")

_KEYS = {
    "participant": "participants",
    "slot": "slots",
    "slots": "slots",
    "before": "slots",
    "fixed": "slots",
    "table": "tables",
    "interpreter": "interpreters",
    "session": "sessions",
    "meeting": "meetings",
    "first": "meetings",
    "site": "sites",
    "day": "days",
}


def sentence(
    item: Violation | Reason | Cure | Move | Goal | Rule | GoalId | str,
    language: str = "en",
    labels: Labels | None = None,
) -> str:
    """
    Say a rule's name, or what a violation, reason, cure, move or goal means.

    Raises:
        InstanceError: The library does not speak that language.

    """
    if language not in LANGUAGES:
        raise InstanceError("language", "en, de or ja")
    at = LANGUAGES.index(language)
    if isinstance(item, str):
        return RULE_NAMES[item][at]
    if isinstance(item, Goal):
        kind = "max" if item.id == GoalId.PLACED_WEIGHT else "min"
        template = GOALS[f"{kind}-{'proven' if item.proven else 'open'}"][at]
        name = RULE_NAMES[item.id][at]
        return template.format(name=name, value=item.value, bound=item.bound)
    if isinstance(item, Move):
        kind = _kind_of(item)
        data = {
            "meeting": item.meeting,
            "before": item.before[0],
            "slot": item.after[0],
            "table": item.after[1],
        }
        item = Violation(Rule.LOCKED, data)
        template = MOVES[kind][at]
    elif isinstance(item, Cure):
        is_alone = "together" not in item.data
        template = CURES[item.action][at] + ("" if is_alone else NOT_ALONE[at])
    elif isinstance(item, Demand):
        template = DEMANDS[item.rule][at]
    elif isinstance(item, Reason) and "slots" in item.data:
        template = CROWDS[item.rule][at]
    elif (
        isinstance(item, Reason)
        and item.rule == Rule.PRECEDENCE
        and ("first" in item.data)
    ):
        template = VIOLATIONS[item.rule][at]
    elif isinstance(item, Reason):
        template = (BUSY if _has_slots(item) else REASONS[item.rule])[at]
    else:
        template = VIOLATIONS[item.rule][at]
    words = _words(item, at, labels or Labels())
    for key in _BEFORE_A_STOP.findall(template):
        words[key] = str(words[key]).removesuffix(".")
    text = template.format(**words)
    return text[0].upper() + text[1:]


def _has_slots(reason: Reason) -> bool:
    """Tell whether somebody is busy who has a slot for each of her requests."""
    count, free = reason.data.get("count"), reason.data.get("free")
    return (
        reason.rule == Rule.NO_DOUBLE_BOOKING
        and isinstance(count, int)
        and isinstance(free, int)
        and "meeting" in reason.data
        and count <= free
    )


def _kind_of(move: Move) -> str:
    if move.after[0] < 0:
        return "gone"
    if move.before[0] < 0:
        return "new"
    return "reseated" if move.before[0] == move.after[0] else "moved"


def _words(
    item: Violation | Reason | Cure, at: int, labels: Labels
) -> dict[str, object]:
    data: Data = item.data
    words: dict[str, object] = {}
    for key, value in data.items():
        kind = _KEYS.get(key)
        if key == "other":
            is_meeting = "meeting" in data and "participant" not in data
            kind = "meetings" if is_meeting else "participants"
        if key == "rule" and isinstance(value, str):
            words[key] = RULE_NAMES[value][at]
        elif kind and isinstance(value, int):
            words[key] = _label(kind, value, at, labels)
        elif kind and isinstance(value, tuple):
            words[key] = ", ".join(_label(kind, n, at, labels) for n in value)
        else:
            words[key] = value
    return words


def _label(kind: str, number: int, at: int, labels: Labels) -> str:
    names: tuple[str, ...] = getattr(labels, kind)
    if 0 <= number < len(names):
        return names[number]
    return KINDS[kind][at].format(n=number)
