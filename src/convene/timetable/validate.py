"""The validator: one plain check per rule, no solver in sight. It is the specification."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise

from convene.timetable.parts import InstanceError
from convene.timetable.problem import Instance
from convene.timetable.rules import GoalId, Rule, Violation
from convene.timetable.schedule import Schedule


def check(instance: Instance, schedule: Schedule) -> tuple[Violation, ...]:
    """
    List every broken rule; an empty answer means that the schedule is right.

    Raises:
        InstanceError: The schedule does not belong to the instance.

    """
    fits(instance, schedule)
    return tuple(
        violation for rule in CHECKS.values() for violation in rule(instance, schedule)
    )


def fits(instance: Instance, schedule: Schedule) -> None:
    """Raise InstanceError unless the schedule's numbers exist in the instance."""
    if len(schedule.slot) != len(instance.meetings):
        raise InstanceError(
            "slot",
            f"one entry for each of {len(instance.meetings)} meetings, "
            f"not {len(schedule.slot)}",
        )
    people = len(instance.interpreters)
    for m, slot in enumerate(schedule.slot):
        if slot >= instance.slots:
            raise InstanceError("slot", f"a slot below {instance.slots}", m)
        if schedule.interpreter[m] >= people:
            raise InstanceError("interpreter", f"a number below {people}", m)
        if instance.tables is not None and schedule.table[m] >= len(instance.tables):
            raise InstanceError("table", f"a number below {len(instance.tables)}", m)


def measure(instance: Instance, schedule: Schedule) -> dict[str, int]:
    """Count the four goals plainly, without asking whether the rules are kept."""
    placed = [m for m, slot in enumerate(schedule.slot) if slot >= 0]
    count = [0] * instance.participants
    for m in placed:
        count[instance.meetings[m].a] += 1
        count[instance.meetings[m].b] += 1
    missing = sum(
        max(0, wanted - got)
        for wanted, got in zip(instance.min_meetings, count, strict=True)
    )
    return {
        GoalId.PLACED_WEIGHT: sum(instance.meetings[m].weight for m in placed),
        GoalId.MINIMUM_MEETINGS: missing,
        GoalId.IDLE_GAPS: sum(idle_gaps(instance, schedule)),
        GoalId.TABLE_CHANGES: sum(table_changes(instance, schedule)),
    }


def idle_gaps(instance: Instance, schedule: Schedule) -> list[int]:
    """Count each participant's maximal runs of idle slots between two meetings."""
    gaps = []
    for meetings in agendas(instance, schedule):
        busy = sorted({schedule.slot[m] for m in meetings})
        gaps.append(sum(b > a + 1 for a, b in pairwise(busy)))
    return gaps


def table_changes(instance: Instance, schedule: Schedule) -> list[int]:
    """
    Count how often each participant has to change the table.

    Going from one busy slot to her next, a participant changes once for every
    meeting of the next slot at a table where she was not before, unless she
    had fewer meetings then: a representative who starts work has not moved.
    """
    changes = []
    for meetings in agendas(instance, schedule):
        at: dict[int, set[int]] = defaultdict(set)
        for m in meetings:
            if schedule.table[m] >= 0:
                at[schedule.slot[m]].add(schedule.table[m])
        stays = [at[slot] for slot in sorted(at)]
        changes.append(
            sum(
                max(0, min(len(before), len(after)) - len(before & after))
                for before, after in pairwise(stays)
            )
        )
    return changes


def agendas(instance: Instance, schedule: Schedule) -> list[list[int]]:
    """List each participant's placed meetings in order of slot."""
    held: list[list[int]] = [[] for _ in range(instance.participants)]
    for m, meeting in enumerate(instance.meetings):
        if schedule.slot[m] >= 0:
            held[meeting.a].append(m)
            held[meeting.b].append(m)
    for meetings in held:
        meetings.sort(key=lambda m: schedule.slot[m])
    return held


def site_of(instance: Instance, schedule: Schedule, m: int) -> int | None:
    """Tell where a meeting takes place: its own site, else that of its table."""
    meeting = instance.meetings[m]
    if meeting.site is not None or instance.tables is None or schedule.table[m] < 0:
        return meeting.site
    return instance.tables[schedule.table[m]].site


def site_changes(instance: Instance, schedule: Schedule) -> int:
    """Count how often people go from one meeting to the next at another site."""
    return sum(
        site_of(instance, schedule, m) != site_of(instance, schedule, n)
        for meetings in agendas(instance, schedule)
        for m, n in pairwise(meetings)
    )


Found = Iterator[Violation]


def _placed(schedule: Schedule) -> Iterator[tuple[int, int]]:
    return ((m, slot) for m, slot in enumerate(schedule.slot) if slot >= 0)


def _availability(instance: Instance, schedule: Schedule) -> Found:
    for m, slot in _placed(schedule):
        for p in (instance.meetings[m].a, instance.meetings[m].b):
            if slot in instance.forbidden[p]:
                yield Violation(
                    Rule.AVAILABILITY, {"meeting": m, "participant": p, "slot": slot}
                )


def _session(instance: Instance, schedule: Schedule) -> Found:
    for m, slot in _placed(schedule):
        session = instance.meetings[m].session
        if session is not None and slot not in instance.sessions[session]:
            yield Violation(
                Rule.SESSION, {"meeting": m, "session": session, "slot": slot}
            )


def _fixed_slot(instance: Instance, schedule: Schedule) -> Found:
    for m, slot in _placed(schedule):
        fixed = instance.meetings[m].fixed
        if fixed is not None and slot != fixed:
            yield Violation(
                Rule.FIXED_SLOT, {"meeting": m, "fixed": fixed, "slot": slot}
            )


def _locked(instance: Instance, schedule: Schedule) -> Found:
    for lock in instance.locked:
        m = lock.meeting
        moved = schedule.slot[m] != lock.slot
        reseated = lock.table is not None and schedule.table[m] != lock.table
        other = (
            lock.interpreter is not None and schedule.interpreter[m] != lock.interpreter
        )
        if moved or reseated or other:
            yield Violation(Rule.LOCKED, {"meeting": m, "slot": lock.slot})


def _no_double_booking(instance: Instance, schedule: Schedule) -> Found:
    for p, meetings in enumerate(agendas(instance, schedule)):
        at: dict[int, list[int]] = defaultdict(list)
        for m in meetings:
            at[schedule.slot[m]].append(m)
        for slot, together in at.items():
            if len(together) > instance.representatives[p]:
                yield Violation(
                    Rule.NO_DOUBLE_BOOKING,
                    {
                        "participant": p,
                        "slot": slot,
                        "meetings": tuple(together),
                        "limit": instance.representatives[p],
                    },
                )


def _max_meetings(instance: Instance, schedule: Schedule) -> Found:
    for p, meetings in enumerate(agendas(instance, schedule)):
        limit = instance.max_meetings[p]
        if limit is not None and len(meetings) > limit:
            yield Violation(
                Rule.MAX_MEETINGS,
                {"participant": p, "count": len(meetings), "limit": limit},
            )


def _max_per_day(instance: Instance, schedule: Schedule) -> Found:
    for p, meetings in enumerate(agendas(instance, schedule)):
        limit = instance.max_per_day[p]
        if limit is None:
            continue
        for day, slots in enumerate(instance.days):
            count = sum(schedule.slot[m] in slots for m in meetings)
            if count > limit:
                yield Violation(
                    Rule.MAX_PER_DAY,
                    {"participant": p, "day": day, "count": count, "limit": limit},
                )


def _rest_after(instance: Instance, schedule: Schedule) -> Found:
    held = agendas(instance, schedule)
    for p, free in instance.rest_after:
        limit = instance.representatives[p]
        busy = [schedule.slot[m] for m in held[p]]
        for start in sorted(set(busy)):
            until = instance.positions[start] + free
            window = sum(
                slot >= start and instance.positions[slot] <= until for slot in busy
            )
            if window > limit and free:
                yield Violation(
                    Rule.REST_AFTER, {"participant": p, "slot": start, "free": free}
                )


def _precedence(instance: Instance, schedule: Schedule) -> Found:
    for first, second in instance.precedences:
        before, after = schedule.slot[first], schedule.slot[second]
        if before >= 0 and after >= 0 and before >= after:
            yield Violation(Rule.PRECEDENCE, {"meeting": second, "first": first})


def _table_capacity(instance: Instance, schedule: Schedule) -> Found:
    load = [0] * instance.slots
    for _, slot in _placed(schedule):
        load[slot] += 1
    for slot, count in enumerate(load):
        limit = instance.capacity[slot]
        if count > limit:
            yield Violation(
                Rule.TABLE_CAPACITY, {"slot": slot, "count": count, "limit": limit}
            )


def _table_clash(instance: Instance, schedule: Schedule) -> Found:
    taken: dict[tuple[int, int], int] = {}
    for m, slot in _placed(schedule):
        table = schedule.table[m]
        if table < 0:
            continue
        if (slot, table) in taken:
            first = taken[slot, table]
            yield Violation(
                Rule.TABLE_CLASH,
                {"meeting": m, "other": first, "slot": slot, "table": table},
            )
        taken[slot, table] = m


def _table_open(instance: Instance, schedule: Schedule) -> Found:
    for m, slot in _placed(schedule):
        table = schedule.table[m]
        if instance.tables is None:
            is_open = table < instance.capacity[slot]
        elif table < 0:
            is_open = False
        else:
            slots = instance.tables[table].slots
            is_open = slots is None or slot in slots
        if not is_open:
            yield Violation(
                Rule.TABLE_OPEN, {"meeting": m, "slot": slot, "table": table}
            )


def _table_features(instance: Instance, schedule: Schedule) -> Found:
    for m, _ in _placed(schedule):
        table = schedule.table[m]
        has: tuple[str, ...] = ()
        if instance.tables is not None and table >= 0:
            has = instance.tables[table].features
        for feature in instance.meetings[m].features:
            if feature not in has:
                yield Violation(
                    Rule.TABLE_FEATURES,
                    {"meeting": m, "table": table, "feature": feature},
                )


def _table_site(instance: Instance, schedule: Schedule) -> Found:
    if instance.tables is None:
        return
    for m, _ in _placed(schedule):
        wanted, table = instance.meetings[m].site, schedule.table[m]
        if wanted is None or table < 0:
            continue
        site = instance.tables[table].site
        if site is not None and site != wanted:
            yield Violation(
                Rule.TABLE_SITE, {"meeting": m, "table": table, "site": wanted}
            )


def travel(instance: Instance, here: int | None, there: int | None) -> int:
    """Tell how many free slots are needed between two sites, 0 where none is known."""
    if here is None or there is None or not instance.site_travel:
        return 0
    return instance.site_travel[here][there]


def _travel_time(instance: Instance, schedule: Schedule) -> Found:
    if not instance.site_travel:
        return
    site = [site_of(instance, schedule, m) for m in range(len(schedule.slot))]

    def reachable(m: int, n: int) -> bool:
        need = travel(instance, site[m], site[n])
        first, then = (instance.positions[schedule.slot[k]] for k in (m, n))
        return then - first > need

    for p, meetings in enumerate(agendas(instance, schedule)):
        if instance.representatives[p] == 1:
            for m, n in combinations(meetings, 2):
                if schedule.slot[m] != schedule.slot[n] and not reachable(m, n):
                    yield Violation(
                        Rule.TRAVEL_TIME, {"participant": p, "meeting": n, "first": m}
                    )
        elif (
            len(meetings) - _most_pairs(meetings, reachable)
            > (instance.representatives[p])
        ):
            yield Violation(
                Rule.TRAVEL_TIME,
                {"participant": p, "meeting": meetings[-1], "first": meetings[0]},
            )
    for i in range(len(instance.interpreters)):
        work = [m for m, _ in _placed(schedule) if schedule.interpreter[m] == i]
        work.sort(key=lambda m: schedule.slot[m])
        for m, n in combinations(work, 2):
            if schedule.slot[m] != schedule.slot[n] and not reachable(m, n):
                yield Violation(
                    Rule.TRAVEL_TIME, {"interpreter": i, "meeting": n, "first": m}
                )


def _most_pairs(meetings: list[int], reachable: Callable[[int, int], bool]) -> int:
    """Match each meeting with at most one that the same person can hold next."""
    before: dict[int, int] = {}

    def extend(m: int, seen: set[int]) -> bool:
        for n in meetings:
            if n not in seen and n != m and reachable(m, n):
                seen.add(n)
                if n not in before or extend(before[n], seen):
                    before[n] = m
                    return True
        return False

    return sum(extend(m, set()) for m in meetings)


def _interpreter_languages(instance: Instance, schedule: Schedule) -> Found:
    for m, _ in _placed(schedule):
        i = schedule.interpreter[m]
        speaks = instance.interpreters[i].pairs if i >= 0 else ()
        for pair in instance.meetings[m].languages:
            if pair not in speaks:
                yield Violation(
                    Rule.INTERPRETER_LANGUAGES,
                    {"meeting": m, "interpreter": i, "pair": pair},
                )


def _interpreter_availability(instance: Instance, schedule: Schedule) -> Found:
    for m, slot in _placed(schedule):
        i = schedule.interpreter[m]
        if i < 0:
            continue
        slots = instance.interpreters[i].slots
        if slots is not None and slot not in slots:
            yield Violation(
                Rule.INTERPRETER_AVAILABILITY,
                {"meeting": m, "interpreter": i, "slot": slot},
            )


def _interpreter_clash(instance: Instance, schedule: Schedule) -> Found:
    taken: dict[tuple[int, int], int] = {}
    for m, slot in _placed(schedule):
        i = schedule.interpreter[m]
        if i < 0:
            continue
        if (slot, i) in taken:
            first = taken[slot, i]
            yield Violation(
                Rule.INTERPRETER_CLASH,
                {"meeting": m, "other": first, "slot": slot, "interpreter": i},
            )
        taken[slot, i] = m


def _fairness(instance: Instance, schedule: Schedule) -> Found:
    if instance.fairness is None or not instance.participants:
        return
    gaps = idle_gaps(instance, schedule)
    most, least = max(gaps), min(gaps)
    if most - least > instance.fairness:
        yield Violation(
            Rule.FAIRNESS,
            {
                "participant": gaps.index(most),
                "other": gaps.index(least),
                "most": most,
                "least": least,
                "limit": instance.fairness,
            },
        )


def _withdrawn(instance: Instance, schedule: Schedule) -> Found:
    for m in instance.withdrawn:
        if schedule.slot[m] >= 0:
            yield Violation(Rule.WITHDRAWN, {"meeting": m, "slot": schedule.slot[m]})


def _must_place_all(instance: Instance, schedule: Schedule) -> Found:
    if instance.must_place_all:
        gone = set(instance.withdrawn)
        for m, slot in enumerate(schedule.slot):
            if slot < 0 and m not in gone:
                yield Violation(Rule.MUST_PLACE_ALL, {"meeting": m})


CHECKS: dict[Rule, Callable[[Instance, Schedule], Found]] = {
    Rule.AVAILABILITY: _availability,
    Rule.SESSION: _session,
    Rule.FIXED_SLOT: _fixed_slot,
    Rule.LOCKED: _locked,
    Rule.NO_DOUBLE_BOOKING: _no_double_booking,
    Rule.MAX_MEETINGS: _max_meetings,
    Rule.MAX_PER_DAY: _max_per_day,
    Rule.REST_AFTER: _rest_after,
    Rule.PRECEDENCE: _precedence,
    Rule.TABLE_CAPACITY: _table_capacity,
    Rule.TABLE_CLASH: _table_clash,
    Rule.TABLE_OPEN: _table_open,
    Rule.TABLE_FEATURES: _table_features,
    Rule.TABLE_SITE: _table_site,
    Rule.TRAVEL_TIME: _travel_time,
    Rule.INTERPRETER_LANGUAGES: _interpreter_languages,
    Rule.INTERPRETER_AVAILABILITY: _interpreter_availability,
    Rule.INTERPRETER_CLASH: _interpreter_clash,
    Rule.FAIRNESS: _fairness,
    Rule.WITHDRAWN: _withdrawn,
    Rule.MUST_PLACE_ALL: _must_place_all,
}
