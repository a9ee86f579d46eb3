"""
The Bilanz as plain data in one language: what pages and files show and versions keep.

Everything that is written anywhere is in it: labels, numbers as values and in words,
the records behind each, their sources. A frozen version is such a paper for each
language, so it reads the same whatever happens to the records.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gegenbesuch.core.templatetags.display import partial_date, plain, quantity
from gegenbesuch.core.templatetags.page import choice
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.core.values.name import Name
from gegenbesuch.documents.content.words import named, span
from gegenbesuch.missions.rules import state_of_mission
from gegenbesuch.outcomes.models import Outcome, Result
from gegenbesuch.reports import council
from gegenbesuch.reports import sentences as says
from gegenbesuch.reports.numbers import Level
from gegenbesuch.reports.picturing import pictures_for_paper
from gegenbesuch.reports.telling import told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from gegenbesuch.core.values.quantity import Quantity
    from gegenbesuch.reports.bilanz import Bilanz
    from gegenbesuch.reports.numbers import Number, Record
    from gegenbesuch.reports.sentences import Sentence

FORMAT = "gegenbesuch-bilanz"
VERSION = 1
Paper = dict[str, Any]
#: By the code of a record: what is disputed, and the number of the conflict.
Notes = dict[str, list[tuple[str, int]]]


def paper_of(
    bilanz: Bilanz,
    *,
    with_costs: bool = True,
    with_words: bool = True,
    with_details: bool = True,
    with_pictures: bool = False,
) -> Paper:
    """
    Return the Bilanz as data in the active language; it holds nothing but JSON.

    Args:
        with_costs: Answer the question what it has cost.
        with_words: With sentences and answers; pages show them on their own.
        with_details: With interests, conflicts and what nobody knows; the page on
            many missions leaves them to the page of each.
        with_pictures: With the drawings, which only files show from a paper.
    """
    notes = _footnotes(bilanz) if with_details else {}
    scope = bilanz.scope
    words = words_of(bilanz, with_costs=with_costs) if with_words else {}
    return {
        "format": FORMAT,
        "version": VERSION,
        "language": base_language(get_language()),
        "scope": {
            "kind": scope.kind,
            "kind_label": scope.kind_label,
            "key": scope.key,
            "title": plain(scope.title),
            "url": scope.url,
        },
        "missions": [_mission(mission) for mission in bilanz.missions],
        "goals": [_goal(goal) for goal in bilanz.goals],
        "numbers": [_number(number, notes) for number in bilanz.numbers],
        "sentences": words.get("sentences", []),
        "questions": words.get("questions", []),
        "not_counted": [_outcome(outcome) for outcome in bilanz.not_counted],
        **(_details(bilanz) if with_details else {}),
        "sources": _sources(bilanz),
        **({"pictures": pictures_for_paper(bilanz)} if with_pictures else {}),
    }


def _details(bilanz: Bilanz) -> Paper:
    return {
        "quotes": [
            sentence_to_json(each) for rows in bilanz.rows for each in says.quotes(rows)
        ],
        "interests": [_interest(row) for row in (*bilanz.sought, *bilanz.shown)],
        "conflicts": [_conflict(each) for each in bilanz.conflicts],
        "open_questions": [plain(row.text) for row in bilanz.open_questions],
    }


def words_of(bilanz: Bilanz, *, with_costs: bool = True) -> Paper:
    """Return what the records say in sentences, and the answers to a council."""
    return {
        "sentences": [sentence_to_json(each) for each in told(bilanz)],
        "questions": [
            {
                "question": answer.question,
                "answers": [sentence_to_json(each) for each in answer.sentences],
            }
            for rows in (bilanz.rows if bilanz.scope.is_mission else ())
            for answer in council.answers(rows, with_costs=with_costs)
        ],
    }


# --- Parts -------------------------------------------------------------------


def _mission(mission: Any) -> Paper:
    state = state_of_mission(mission.status, is_inferred=mission.is_inferred)
    return {
        "code": mission.code,
        "title": plain(mission.title),
        "when": span(mission.starts_on, mission.ends_on),
        "state": state,
        "status": choice(mission, "status"),
        "url": mission.get_absolute_url(),
        "is_invented": mission.is_invented,
    }


def _goal(goal: Any) -> Paper:
    origin = says.origin_of(goal)
    return {
        "text": plain(goal.text),
        "target": _value(goal.target),
        "reached": _value(goal.reached),
        "records": [origin.code],
        "url": origin.url,
        "sources": numbers_of_sources(goal.cited),
    }


def _value(value: Quantity | None) -> Paper | None:
    """Return a number with its bounds and its words; None where nobody knows it."""
    if value is None or not value.is_known:
        return None
    stored = value.to_json()
    low, high = stored["low"], stored["high"]
    return {
        "value": low if low == high or high is None else high if low is None else None,
        "low": low,
        "high": high,
        "qualifier": stored["qualifier"],
        "is_rough": value.is_rough,
        "unit": stored["unit"],
        "as_of": value.as_of.code,
        "text": quantity(value, "as_of"),
    }


def _number(number: Number, notes: Notes) -> Paper:
    found = _value(number.quantity)
    state = number.state
    sources = {
        reference.source.number: reference.source
        for record in number.records
        for reference in record.sources
    }
    footnotes = {
        n
        for record in number.records
        if not record.is_searched or number.key == "agreements"
        for aspect, n in notes.get(record.code, ())
        if number.level in _OF_HOLDERS or aspect in number.key
    }
    return {
        "key": number.key,
        "label": plain(number.label),
        "level": number.level.value,
        "level_label": str(number.level.label),
        "part_of": number.part_of,
        **(found or dict.fromkeys(_EMPTY)),
        "text": found["text"] if found else _("not known"),
        "is_known": found is not None,
        "planned": _value(number.planned),
        "evidence_state": str(state) if state else None,
        "evidence": str(Result.EvidenceState(state).label) if state else "",
        "note": plain(number.note),
        "rule": number.rule.value if number.stated is None else "ratio",
        "record_codes": [record.code for record in number.records],
        "records": [_record(record) for record in number.records],
        "sources": sorted(sources),
        "footnotes": sorted(footnotes),
    }


#: Where everything that is disputed about a record concerns the number.
_OF_HOLDERS = (Level.ACTIVITY, Level.OUTPUT, Level.CONTEXT)
_EMPTY = ("value", "low", "high", "qualifier", "unit", "as_of", "is_rough")


def _record(record: Record) -> Paper:
    return {
        "code": record.code,
        "label": label_of(record.label),
        "url": record.url,
        "mission": record.mission,
        "quantity": _value(record.quantity),
        "evidence_state": str(record.state) if record.state else None,
        "note": plain(record.note),
        "is_searched": record.is_searched,
        "sources": numbers_of_sources(record.sources),
    }


def label_of(label: Any) -> str:
    """Name whatever a record is called by: a person, an organisation, a text."""
    name = getattr(label, "name", None) or getattr(label, "title", None)
    if isinstance(name, Name):
        return named(name)
    if name and not callable(name):
        return plain(name)
    if hasattr(label, "place"):
        return says.place_of(label) or str(label)
    return plain(label)


def sentence_to_json(sentence: Sentence) -> Paper:
    """Return a sentence with the records it rests on."""
    return {
        "key": sentence.key,
        "text": sentence.text,
        "records": [origin.code for origin in sentence.records],
        "links": [
            {"code": origin.code, "label": origin.label, "url": origin.url}
            for origin in sentence.records
        ],
    }


def _outcome(outcome: Any) -> Paper:
    return {
        "code": outcome.code,
        "text": plain(outcome.text),
        "kind": choice(outcome, "kind"),
        "status": choice(outcome, "status"),
        "is_announced": outcome.status == Outcome.Status.ANNOUNCED,
        "when": strip_tags(partial_date(outcome.on)),
        "evidence_state": outcome.evidence_state,
        "evidence": choice(outcome, "evidence_state"),
        "url": outcome.get_absolute_url(),
        "sources": numbers_of_sources(outcome.cited),
    }


def _interest(row: Any) -> Paper:
    origin = says.origin_of(row)
    return {
        "sector": plain(row.sector.name) if row.sector else "",
        "topic": plain(row.topic),
        "side": row.side,
        "side_label": choice(row, "side"),
        "relation": row.relation,
        "relation_label": choice(row, "relation"),
        "strength": row.strength,
        "strength_label": choice(row, "strength"),
        "who": plain(row.who),
        "records": [origin.code],
        "url": origin.url,
        "sources": numbers_of_sources(row.cited),
    }


def _conflict(conflict: Any) -> Paper:
    return {
        "question": plain(conflict.label),
        "claims": [
            {
                "statement": plain(claim.statement),
                "note": plain(claim.note),
                "is_preferred": claim.is_preferred,
                "sources": numbers_of_sources(claim.cited),
            }
            for claim in conflict.claims
        ],
    }


def _footnotes(bilanz: Bilanz) -> Notes:
    """
    Return by the code of a record which conflicts are about it, from 1 on.

    What is disputed about a mission as a whole, such as its size, belongs to the
    numbers whose key names it.
    """
    codes: dict[tuple[int, int], str] = {}
    records: list[Model] = []
    for rows in bilanz.rows:
        records += [
            rows.mission, *rows.items, *rows.outcomes, *rows.settlements, *rows.hosts
        ]  # fmt: skip
    for record in records:
        codes[_key(record)] = record.code  # type: ignore[attr-defined]
    found: Notes = defaultdict(list)
    for n, conflict in enumerate(bilanz.conflicts, 1):
        claim = conflict.claims[0]
        code = codes.get((claim.target_type_id, claim.target_id))
        if code:
            found[code].append((conflict.aspect, n))
    return found


def _key(record: Model) -> tuple[int, int]:
    return ContentType.objects.get_for_model(record).pk, record.pk


# --- Sources -----------------------------------------------------------------


def numbers_of_sources(references: Iterable[Any]) -> list[str]:
    """Return the numbers of the sources that are referred to, each once."""
    return sorted({reference.source.number for reference in references})


def _sources(bilanz: Bilanz) -> list[Paper]:
    """Return all sources that anything rests on, by number."""
    found: dict[str, Any] = {}
    for rows in bilanz.rows:
        groups = (
            [rows.mission], rows.goals, rows.stops, rows.items, rows.participations,
            rows.interests, rows.outcomes, rows.steps, rows.settlements, rows.quotes,
        )  # fmt: skip
        record: Any
        for record in (record for group in groups for record in group):
            found.update((r.source.number, r.source) for r in record.cited)
    evidence = bilanz.gathered.evidence
    row: Any
    for row in (*evidence.claims, *evidence.figures):
        found.update((r.source.number, r.source) for r in row.cited)
    return [
        {"number": number, "title": plain(row.title), "url": row.get_absolute_url()}
        for number, row in sorted(found.items())
    ]


def numbers_at(paper: Paper, *levels: Level) -> list[Paper]:
    """Return the numbers of a paper at some levels."""
    return [number for number in paper["numbers"] if number["level"] in levels]
