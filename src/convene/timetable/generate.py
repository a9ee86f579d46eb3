"""Instances that are feasible by construction, for tests, benchmarks and trials."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import accumulate, pairwise

from convene.timetable.parts import InstanceError, Interpreter, Lock, Meeting, Table
from convene.timetable.problem import Instance
from convene.timetable.schedule import Schedule
from convene.timetable.validate import idle_gaps

FAMILIES = {
    "g": "general: anybody meets anybody",
    "h": "hosts: a delegation meets hosts",
    "c": "compact: a schedule without idle gaps is hidden in it",
    "o": "over-subscribed: more requests than tables, with weights",
    "i": "interpreters: a delegation meets hosts, few interpreters and screens",
    "f": "full: every rule of the library is used",
}


def generate(
    family: str, *, participants: int, meetings: int, slots: int, tables: int, seed: int
) -> Instance:
    """Make the instance of `plant` without its hidden schedule."""
    return plant(
        family,
        participants=participants,
        meetings=meetings,
        slots=slots,
        tables=tables,
        seed=seed,
    )[0]


def plant(
    family: str, *, participants: int, meetings: int, slots: int, tables: int, seed: int
) -> tuple[Instance, Schedule]:
    """
    Make an instance around a hidden schedule, and give both.

    The hidden schedule keeps every rule; of an over-subscribed instance it
    places only what fits. If the numbers do not allow as many meetings as
    asked for, the instance has fewer.

    Raises:
        InstanceError: There is no such family, or a number is too small.

    """
    if family not in FAMILIES:
        raise InstanceError("family", f"one of {', '.join(FAMILIES)}")
    for name, value, least in (
        ("participants", participants, 2),
        ("meetings", meetings, 0),
        ("slots", slots, 1),
        ("tables", tables, 1),
    ):
        if value < least:
            raise InstanceError(name, f"a number from {least}, not {value}")
    rng = random.Random(f"{family} {participants} {meetings} {slots} {tables} {seed}")
    build = {
        "c": _compact,
        "o": _oversubscribed,
        "i": _interpreted,
        "f": _full,
    }.get(family, _plain)
    instance, slot = build(rng, family, participants, meetings, slots, tables)
    name = f"{family}-{participants}-{len(instance.meetings)}-{slots}-{tables}-s{seed}"
    return (
        replace(instance, name=name, source=f"generated: {family}, seed {seed}"),
        slot,
    )


def _side(family: str, participants: int) -> tuple[int, ...] | None:
    if family in "go":
        return None if family == "g" else _halves(participants)
    return _halves(participants) if family in "hif" else None


def _halves(participants: int) -> tuple[int, ...]:
    first = max(1, round(participants * 0.4))
    return tuple(int(p >= first) for p in range(participants))


def _absences(
    rng: random.Random, participants: int, slots: int
) -> list[tuple[int, ...]]:
    """Let some participants miss half the event and some a few slots."""
    absences: list[tuple[int, ...]] = []
    half = slots // 2
    for _ in range(participants):
        draw = rng.random()
        if draw < 0.06:
            late = rng.random() < 0.5
            absences.append(tuple(range(half) if late else range(half, slots)))
        elif draw < 0.3 and slots > 4:
            length = rng.randint(2, 4)
            first = rng.randrange(slots - length + 1)
            absences.append(tuple(range(first, first + length)))
        else:
            absences.append(())
    return absences


def _draw(
    rng: random.Random,
    side: tuple[int, ...] | None,
    absences: list[tuple[int, ...]],
    meetings: int,
    slots: int,
    tables: int,
) -> list[tuple[int, int, int]]:
    """Draw meetings and their slots so that nobody is in two places at once."""
    participants = len(absences)
    liking = [rng.lognormvariate(0, 0.55) for _ in range(participants)]
    away = [set(a) for a in absences]
    busy: list[set[int]] = [set() for _ in range(participants)]
    met: set[tuple[int, int]] = set()
    load = [0] * slots
    drawn: list[tuple[int, int, int]] = []
    misses = 0
    while len(drawn) < meetings and misses < 50 * (meetings + 10):
        t = rng.randrange(slots)
        a, b = rng.choices(range(participants), liking, k=2)
        pair = (min(a, b), max(a, b))
        taken = any(t in busy[p] or t in away[p] for p in pair)
        same_side = side is not None and side[a] == side[b]
        if a == b or taken or same_side or pair in met or load[t] >= tables:
            misses += 1
            continue
        met.add(pair)
        load[t] += 1
        busy[a].add(t)
        busy[b].add(t)
        drawn.append((*pair, t))
    return drawn


def _plain(
    rng: random.Random,
    family: str,
    participants: int,
    meetings: int,
    slots: int,
    tables: int,
) -> tuple[Instance, Schedule]:
    side = _side(family, participants)
    absences = _absences(rng, participants, slots)
    drawn = _draw(rng, side, absences, meetings, slots, tables)
    instance, slot = _assemble(rng, drawn, slots, tables, participants)
    return replace(instance, side=side, forbidden=tuple(absences)), slot


def _assemble(
    rng: random.Random,
    drawn: list[tuple[int, int, int]],
    slots: int,
    tables: int,
    participants: int,
) -> tuple[Instance, Schedule]:
    """Turn drawn meetings into an instance with two sessions."""
    rng.shuffle(drawn)
    half = slots // 2
    sessions = (tuple(range(half)), tuple(range(half, slots)))
    meetings = tuple(
        Meeting(a, b, session=int(t >= half) if rng.random() < 0.15 else None)
        for a, b, t in drawn
    )
    instance = Instance(
        slots=slots,
        participants=participants,
        meetings=meetings,
        capacity=(tables,) * slots,
        sessions=sessions,
        must_place_all=True,
    )
    slot = tuple(t for _, _, t in drawn)
    gaps = sum(idle_gaps(instance, Schedule(slot)))
    return replace(instance, known={"breaks_ub": gaps}), Schedule(slot)


def _compact(
    rng: random.Random,
    family: str,
    participants: int,
    meetings: int,
    slots: int,
    tables: int,
) -> tuple[Instance, Schedule]:
    """Give everybody one window of slots and pair all who are there."""
    mean = 2 * meetings / participants
    present: list[list[int]] = [[] for _ in range(slots)]
    windows = []
    for p in range(participants):
        length = min(slots, max(1, round(rng.lognormvariate(0, 0.4) * mean)))
        starts = range(slots - length + 1)

        def crowd(first: int, length: int = length) -> tuple[int, float]:
            return max(len(present[t]) for t in range(first, first + length)), (
                rng.random()
            )

        first = min(starts, key=crowd)
        windows.append((first, first + length))
        for t in range(first, first + length):
            present[t].append(p)
    met: set[tuple[int, int]] = set()
    drawn: list[tuple[int, int, int]] = []
    for t in range(slots):
        here = sorted(p for p in range(participants) if _is_in(windows[p], t))
        pairs = _pair_up(rng, here, met, tables)
        met.update(pairs)
        drawn.extend((a, b, t) for a, b in pairs)
        seen = {p for pair in pairs for p in pair}
        for p in here:
            if p not in seen:
                first, last = windows[p]
                windows[p] = (first, t) if t > first else (t + 1, last)
    instance, slot = _assemble(rng, drawn, slots, tables, participants)
    known = {"breaks_lb": 0, "breaks_ub": 0, "note": "the hidden schedule has no gap"}
    return replace(instance, known=known), slot


def _is_in(window: tuple[int, int], t: int) -> bool:
    return window[0] <= t < window[1]


def _pair_up(
    rng: random.Random, here: list[int], met: set[tuple[int, int]], tables: int
) -> list[tuple[int, int]]:
    """Pair as many as there are tables for; nobody meets the same partner twice."""
    waiting = here[:]
    rng.shuffle(waiting)
    pairs: list[tuple[int, int]] = []
    while len(waiting) > 1 and len(pairs) < tables:
        a = waiting.pop()
        for at, b in enumerate(waiting):
            pair = (min(a, b), max(a, b))
            if pair not in met:
                pairs.append(pair)
                waiting.pop(at)
                break
    return pairs


def _oversubscribed(
    rng: random.Random,
    family: str,
    participants: int,
    meetings: int,
    slots: int,
    tables: int,
) -> tuple[Instance, Schedule]:
    side = _halves(participants)
    absences = _absences(rng, participants, slots)
    placed = _draw(rng, side, absences, round(meetings / 1.3), slots, tables)
    pairs = {(a, b) for a, b, _ in placed}
    everybody = [
        (a, b)
        for a in range(participants)
        for b in range(participants)
        if side[a] < side[b] and (a, b) not in pairs
    ]
    extra = rng.sample(everybody, min(len(everybody), max(0, meetings - len(placed))))
    drawn = [*placed, *((a, b, -1) for a, b in extra)]
    rng.shuffle(drawn)
    weights = rng.choices((1, 2, 3, 5), (45, 30, 15, 10), k=len(drawn))
    instance = Instance(
        slots=slots,
        participants=participants,
        meetings=tuple(
            Meeting(a, b, weight=w) for (a, b, _), w in zip(drawn, weights, strict=True)
        ),
        capacity=(tables,) * slots,
        side=side,
        forbidden=tuple(absences),
        must_place_all=False,
    )
    return instance, Schedule(tuple(t for _, _, t in drawn))


def _interpreted(
    rng: random.Random,
    family: str,
    participants: int,
    meetings: int,
    slots: int,
    tables: int,
) -> tuple[Instance, Schedule]:
    """Let meetings of a hidden schedule need what few interpreters and tables have."""
    base, planted = _plain(rng, family, participants, meetings, slots, tables)
    crews = {
        pair: max(1, tables // share)
        for pair, share in (("de-ja", 6), ("en-ja", 10), ("de-fr", 15))
    }
    screens = max(1, tables // 10)
    work = {pair: [0] * slots for pair in crews}
    taken = [0] * slots
    table, interpreter, made = [], [], []
    persons = {pair: k * tables for k, pair in enumerate(crews)}
    for meeting, t in zip(base.meetings, planted.slot, strict=True):
        needs = []
        table.append(taken[t])
        if taken[t] < screens and rng.random() < 0.5:
            needs.append("screen")
        taken[t] += 1
        pair = rng.choice(list(crews))
        interpreter.append(-1)
        if work[pair][t] < crews[pair] and rng.random() < 0.6:
            interpreter[-1] = persons[pair] + work[pair][t]
            work[pair][t] += 1
            needs.append(pair)
        made.append(replace(meeting, needs=tuple(needs)))
    numbers = [persons[pair] + k for pair, size in crews.items() for k in range(size)]
    instance = replace(
        base,
        meetings=tuple(made),
        capacity=(),
        tables=tuple(
            Table(f"T{k + 1}", features=("screen",) if k < screens else ())
            for k in range(tables)
        ),
        interpreters=tuple(
            Interpreter(
                (pair,),
                tuple(t for t, busy in enumerate(work[pair]) if busy > k or t % 3),
            )
            for pair, size in crews.items()
            for k in range(size)
        ),
        representatives=tuple(
            2 if side and rng.random() < 0.1 else 1 for side in base.side or ()
        ),
        must_place_all=True,
    )
    person = tuple(numbers.index(i) if i >= 0 else -1 for i in interpreter)
    return instance, Schedule(planted.slot, tuple(table), person)


def _full(
    rng: random.Random,
    family: str,
    participants: int,
    meetings: int,
    slots: int,
    tables: int,
) -> tuple[Instance, Schedule]:
    """Draw a schedule and lay every rule around it so that it is kept."""
    base, planted = _plain(rng, "f", participants, meetings, slots, tables)
    slot = planted.slot
    count = len(slot)
    sites = [rng.randrange(2) for _ in range(slots)]
    travelling = rng.random() < 0.5
    held: list[list[int]] = [[] for _ in range(participants)]
    for m, meeting in enumerate(base.meetings):
        held[meeting.a].append(slot[m])
        held[meeting.b].append(slot[m])
    taken = [0] * slots
    table = []
    for t in slot:
        table.append(taken[t])
        taken[t] += 1
    interpreter = [-1] * count
    free = [0] * slots
    for m, t in enumerate(slot):
        if free[t] < 2 and rng.random() < 0.2:
            interpreter[m] = free[t]
            free[t] += 1
    made = []
    for m, meeting in enumerate(base.meetings):
        needs = ["ja-de"] if interpreter[m] >= 0 else []
        if table[m] == 0 and rng.random() < 0.3:
            needs.append("screen")
        site = sites[slot[m]] if travelling and rng.random() < 0.5 else None
        fixed = slot[m] if rng.random() < 0.05 else None
        made.append(
            replace(
                meeting,
                needs=tuple(needs),
                site=site,
                fixed=fixed,
                weight=rng.randint(1, 5),
            )
        )
    travel = ((0, 0), (0, 0))
    work = [[t for m, t in enumerate(slot) if interpreter[m] == i] for i in (0, 1)]
    steps = {(s, t) for own in (*held, *work) for s in own for t in own if s < t}
    if travelling and all(t > s + 1 or sites[s] == sites[t] for s, t in steps):
        travel = ((0, 1), (1, 0))
    lone = [p for p in range(participants) if _is_loose(held[p])]
    order = sorted(range(count), key=lambda m: slot[m])
    precedences = []
    for _ in range(count // 8):
        first, second = sorted(rng.sample(order, 2), key=lambda m: slot[m])
        if slot[first] < slot[second]:
            precedences.append((first, second))
    locked = []
    if count and rng.random() < 0.7:
        m = rng.randrange(count)
        locked.append(Lock(m, slot[m], table[m], max(interpreter[m], -1)))
        if interpreter[m] < 0:
            locked = [Lock(m, slot[m], table[m])]
    gaps = idle_gaps(base, planted)
    instance = replace(
        base,
        meetings=tuple(made),
        capacity=(),
        tables=tuple(
            Table(
                f"T{k + 1}",
                slots=None if k else tuple(range(slots)),
                features=("screen", "power") if k == 0 else (),
            )
            for k in range(tables)
        ),
        site_travel=travel if travelling else (),
        interpreters=(Interpreter(("de-ja", "en-ja")), Interpreter(("de-ja",))),
        representatives=tuple(2 if rng.random() < 0.2 else 1 for _ in held),
        max_meetings=tuple(len(own) if rng.random() < 0.3 else None for own in held),
        min_meetings=tuple(rng.randint(0, len(own)) for own in held),
        days=base.sessions if slots > 1 else (),
        max_per_day=tuple(
            max(1, len(own)) if rng.random() < 0.2 else None for own in held
        ),
        rest_after=tuple((p, 1) for p in lone[:2]),
        precedences=tuple(precedences),
        locked=tuple(locked),
        fairness=max(gaps) if gaps and rng.random() < 0.5 else None,
        must_place_all=rng.random() < 0.5,
        positions=_with_pauses(rng, slots) if rng.random() < 0.3 else (),
        known={},
    )
    return instance, Schedule(slot, tuple(table), tuple(interpreter))


def _with_pauses(rng: random.Random, slots: int) -> tuple[int, ...]:
    """Let slots follow one another with some pauses between them."""
    return tuple(accumulate(rng.choice((1, 1, 2, 3)) for _ in range(slots)))


def _is_loose(slots: list[int]) -> bool:
    busy = sorted(slots)
    return all(b > a + 1 for a, b in pairwise(busy))
