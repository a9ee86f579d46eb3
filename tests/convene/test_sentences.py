from __future__ import annotations

import re
import string

import pytest

from convene.timetable import (
    Cure,
    Goal,
    GoalId,
    InstanceError,
    Labels,
    Reason,
    Rule,
    Violation,
    sentence,
)
from convene.timetable.catalogue import (
    CURES,
    GOALS,
    MOVES,
    REASONS,
    RULE_NAMES,
    VIOLATIONS,
)
from convene.timetable.catalogue_contradictions import CROWDS, DEMANDS


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(
    "texts", [RULE_NAMES, VIOLATIONS, REASONS, DEMANDS, CROWDS, CURES, MOVES, GOALS]
)
def test_all_languages_name_the_same_things(
    texts: dict[str, tuple[str, str, str]],
) -> None:
    for english, german, japanese in texts.values():
        assert fields(english) == fields(german) == fields(japanese)
        assert re.search(r"[ぁ-んァ-ヶ一-龠]|\{", japanese)


def test_every_rule_has_a_name_and_every_violation_a_sentence() -> None:
    assert set(RULE_NAMES) == {*Rule, *GoalId}
    assert set(VIOLATIONS) == set(Rule)


def test_sentence_puts_names_in_place_of_numbers() -> None:
    found = Violation(Rule.AVAILABILITY, {"participant": 1, "slot": 0, "meeting": 4})
    labels = Labels(participants=("Alba", "Bruno"), slots=("9:00",))

    assert sentence(found, "de", labels) == (
        "Bruno kann in 9:00 nicht, Gespräch 4 liegt aber dort."
    )
    assert sentence(found, "ja", labels) == (
        "Brunoは9:00に参加できませんが、面談4が入っています。"
    )


def test_sentence_knows_who_the_other_is() -> None:
    clash = Violation(
        Rule.TABLE_CLASH, {"meeting": 1, "other": 0, "slot": 2, "table": 3}
    )
    reason = Reason(
        Rule.AVAILABILITY, {"participant": 0, "other": 1, "meeting": 2, "slot": 0}
    )

    assert sentence(clash) == "Meeting 1 and meeting 0 share table 3 in slot 2."
    assert sentence(reason) == (
        "Participant 0 and participant 1 have no slot in which both can meet."
    )


@pytest.mark.parametrize("language", ["en", "de", "ja"])
def test_sentence_ends_with_one_full_stop_after_a_name_that_has_its_own(
    language: str,
) -> None:
    order = Violation(Rule.PRECEDENCE, {"first": 0, "meeting": 1})
    pause = Reason(
        Rule.TRAVEL_TIME, {"participant": 0, "meeting": 1, "slot": 0, "together": True}
    )
    labels = Labels(meetings=("Alba GmbH – Bo Ltd.", "Bruno AG – Cho Co., Ltd."))

    for item in (order, pause):
        text = sentence(item, language, labels)

        assert "Cho Co., Ltd." in text
        assert ".." not in text


def test_sentence_says_what_is_proven() -> None:
    assert sentence(Goal(GoalId.IDLE_GAPS, 4, 4)) == (
        "Idle gaps: 4. Fewer are proven impossible."
    )
    assert sentence(Goal(GoalId.PLACED_WEIGHT, 9, 12), "de") == (
        "Gewicht der eingeplanten Gespräche: 9. "
        "Mehr als 12 ist beweisbar nicht möglich."
    )


def test_sentence_names_the_rule_of_a_cure() -> None:
    cure = Cure("drop-rule", {"rule": "precedence"})

    assert sentence(cure, "de") == (
        "Ohne die Regel „Reihenfolge“ für dieses Gespräch würde es passen."
    )


def test_sentence_refuses_other_languages() -> None:
    with pytest.raises(InstanceError, match="en, de or ja"):
        sentence(Rule.SESSION, "fr")
