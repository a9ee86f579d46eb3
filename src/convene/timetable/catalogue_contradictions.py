"""What is said in en, de and ja when an event is infeasible."""

from __future__ import annotations

from convene.timetable.catalogue import REASONS, VIOLATIONS, Text
from convene.timetable.rules import Rule

# What cannot hold together with others of these.
DEMANDS: dict[str, Text] = {
    Rule.AVAILABILITY: (
        "{participant} cannot meet in {slots}.",
        "{participant} kann nicht in {slots}.",
        "{participant}は{slots}に参加できません。",
    ),
    Rule.SESSION: (
        "{meeting} belongs to {session}.",
        "{meeting} gehört in {session}.",
        "{meeting}は{session}に属します。",
    ),
    Rule.FIXED_SLOT: (
        "{meeting} is fixed to {fixed}.",
        "{meeting} ist auf {fixed} festgelegt.",
        "{meeting}は{fixed}に固定されています。",
    ),
    Rule.LOCKED: (
        "{meeting} is locked to {slot}.",
        "{meeting} ist in {slot} gesperrt.",
        "{meeting}は{slot}で確定しています。",
    ),
    Rule.NO_DOUBLE_BOOKING: (
        "Meetings of {participant} at once: at most {limit}.",
        "Gespräche von {participant} zugleich: höchstens {limit}.",
        "{participant}が同時に行える面談は{limit}件までです。",
    ),
    Rule.MAX_MEETINGS: (
        "Meetings of {participant} in all: at most {limit}.",
        "Gespräche von {participant} insgesamt: höchstens {limit}.",
        "{participant}の面談は全部で{limit}件までです。",
    ),
    Rule.MAX_PER_DAY: (
        "Meetings of {participant} a day: at most {limit}.",
        "Gespräche von {participant} am Tag: höchstens {limit}.",
        "{participant}の面談は1日{limit}件までです。",
    ),
    Rule.REST_AFTER: (
        "After each meeting {participant} needs free slots: {free}.",
        "Nach jedem Gespräch braucht {participant} freie Zeiten: {free}.",
        "{participant}は面談ごとに{free}枠の空きが必要です。",
    ),
    Rule.PRECEDENCE: VIOLATIONS[Rule.PRECEDENCE],
    Rule.TABLE_CAPACITY: (
        "Tables in {slot}: {limit}.",
        "Tische in {slot}: {limit}.",
        "{slot}のテーブルは{limit}台です。",
    ),
    Rule.TRAVEL_TIME: (
        "The ways between the sites take time.",
        "Die Wege zwischen den Orten brauchen Zeit.",
        "場所の移動に時間がかかります。",
    ),
    Rule.INTERPRETER_AVAILABILITY: (
        "For {pair} there are no other interpreters.",
        "Für {pair} gibt es keine weiteren Dolmetscher.",
        "{pair}の通訳はほかにいません。",
    ),
    Rule.FAIRNESS: (
        "The numbers of gaps of any two participants differ by at most {limit}.",
        "Die Zahlen der Wartelücken zweier Teilnehmer weichen höchstens um {limit} ab.",
        "どの2人の空き時間の回数の差も{limit}回までです。",
    ),
    Rule.MUST_PLACE_ALL: REASONS[Rule.MUST_PLACE_ALL],
}

# For meetings that are too many for their slots.
CROWDS: dict[str, Text] = {
    Rule.TABLE_CAPACITY: (
        "{count} meetings can only be held in {slots}, with {limit} tables in all.",
        "{count} Gespräche sind nur in {slots} möglich, mit insgesamt {limit} Tischen.",
        "{count}件の面談は{slots}にしか行えず、テーブルは計{limit}台です。",
    ),
    Rule.TABLE_FEATURES: (
        (
            "{count} meetings can only be held in {slots}, "
            "with {limit} tables in all that have what they need."
        ),
        (
            "{count} Gespräche sind nur in {slots} möglich, "
            "mit insgesamt {limit} Tischen, die haben, was sie brauchen."
        ),
        "{count}件の面談は{slots}にしか行えず、必要な設備のテーブルは計{limit}台です。",
    ),
    Rule.INTERPRETER_AVAILABILITY: (
        (
            "{count} meetings can only be held in {slots}, "
            "where the interpreters they need are free {limit} times in all."
        ),
        (
            "{count} Gespräche sind nur in {slots} möglich, wo die Dolmetscher, "
            "die sie brauchen, insgesamt {limit}-mal frei sind."
        ),
        "{count}件の面談は{slots}にしか行えず、必要な通訳は計{limit}回しか空いていません。",
    ),
}
