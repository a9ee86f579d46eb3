"""Why a meeting was not placed, and what would help; every reason is checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from convene.timetable.greedy import Board
from convene.timetable.model import Model, prepare
from convene.timetable.problem import Instance
from convene.timetable.rules import Cure, Data, Reason, Rule, Unplaced
from convene.timetable.schedule import Schedule

_PRICE = {
    "add-table": 1,
    "add-interpreter": 2,
    "lift-session": 3,
    "unlock-meeting": 3,
    "raise-limit": 4,
    "add-availability": 5,
    "add-representative": 6,
    "drop-rule": 7,
    "drop-meeting": 8,
}


@dataclass(frozen=True, slots=True)
class Block:
    """One rule that keeps a meeting out of one slot."""

    rule: Rule
    data: Data
    cures: tuple[Cure, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """
    A schedule as it stands, with what every reason asks for.

    Attributes:
        crowd: Placed meetings of each slot, the lightest first.
        away: For each participant the slots in which she cannot meet, as bits.
        taken: The slots in which she has all the meetings that she can have.
        full: The slots without a free table.

    """

    board: Board
    crowd: list[list[int]]
    away: list[int]
    taken: list[int]
    full: int

    @classmethod
    def of(cls, board: Board) -> Scene:
        """Look at a board once for all its meetings."""
        instance = board.model.instance
        crowd: list[list[int]] = [[] for _ in range(instance.slots)]
        for m, t in enumerate(board.slot):
            if t >= 0:
                crowd[t].append(m)
        for together in crowd:
            together.sort(key=lambda m: (instance.meetings[m].weight, m))
        taken = [
            bits(t for t, count in at.items() if count >= limit)
            for at, limit in zip(board.at, instance.representatives, strict=True)
        ]
        full = bits(
            t for t, limit in enumerate(instance.capacity) if board.load[t] >= limit
        )
        return cls(board, crowd, [*map(bits, instance.forbidden)], taken, full)

    def promising(self, m: int, slots: range) -> list[int]:
        """List the slots in which at most one of the commonest rules is broken."""
        meeting = self.board.model.instance.meetings[m]
        once = twice = 0
        for rule in (
            self.full,
            self.away[meeting.a],
            self.away[meeting.b],
            self.taken[meeting.a],
            self.taken[meeting.b],
        ):
            twice |= once & rule
            once |= rule
        return [t for t in slots if not twice >> t & 1]


def bits(slots: Iterable[int]) -> int:
    """Write slots as the bits of a number."""
    return sum(1 << t for t in slots)


def explain(
    instance: Instance,
    schedule: Schedule,
    *,
    meetings: Sequence[int] | None = None,
    first: int = 0,
) -> tuple[Unplaced, ...]:
    """
    Say for every meeting without slot which rules keep it out and what helps.

    All other meetings stay where they are. Where one rule alone is in the way
    in some slot, each such rule is given: lifted for this meeting, it fits.
    Otherwise the smallest set of rules is given that has to be lifted together;
    their data, and those of their cures, then name the same slot and say under
    `together` how many they are.

    Args:
        meetings: Only these, if given.
        first: Slots before this one are over and do not count.
    """
    gone = set(instance.withdrawn)
    left = [
        m
        for m in (range(len(schedule.slot)) if meetings is None else meetings)
        if schedule.slot[m] < 0 and m not in gone
    ]
    if not left:
        return ()
    scene = Scene.of(board_of(prepare(instance), schedule))
    return tuple(Unplaced(m, _reasons(scene, m, first)) for m in left)


def board_of(model: Model, schedule: Schedule) -> Board:
    """Set up a board with the placed meetings of a schedule, as they are."""
    board = Board(model)
    tables = {k: i for i, kind in enumerate(model.table_kinds) for k in kind.members}
    people = {k: i for i, kind in enumerate(model.people) for k in kind.members}
    for m, t in enumerate(schedule.slot):
        if t >= 0:
            board.slot[m] = t
            board.table_kind[m] = tables.get(schedule.table[m], -1)
            board.person_kind[m] = people.get(schedule.interpreter[m], -1)
            board.tally(m, t, 1)
    return board


def _reasons(scene: Scene, m: int, first: int) -> tuple[Reason, ...]:
    slots = range(first, scene.board.model.instance.slots)
    alone: dict[tuple[Rule, object], list[Block]] = {}
    for t in scene.promising(m, slots):
        found = blocks(scene, m, t)
        rules = {(block.rule, block.data.get("participant")) for block in found}
        if len(rules) == 1:
            alone.setdefault(rules.pop(), []).extend(found)
    if alone:
        reasons = [_join(scene, found) for found in alone.values()]
        reasons.sort(key=lambda reason: _price(reason.cures))
        return tuple(reasons)
    if not slots:
        return ()
    fewest = min(
        (blocks(scene, m, t) for t in slots),
        key=lambda found: (len(found), _weight(found)),
    )
    if len(fewest) == 1:
        return (_join(scene, fewest),)
    together: Data = {"together": len(fewest)}
    return tuple(
        Reason(
            block.rule,
            {**block.data, **together},
            tuple(Cure(c.action, {**c.data, **together}) for c in block.cures),
        )
        for block in fewest
    )


def _join(scene: Scene, found: list[Block]) -> Reason:
    meetings = scene.board.model.instance.meetings
    cures = {
        (cure.action, tuple(sorted(cure.data.items()))): cure
        for block in found
        for cure in block.cures
    }

    def price(cure: Cure) -> tuple[int, int]:
        dropped = cure.data["meeting"] if cure.action == "drop-meeting" else None
        weight = meetings[dropped].weight if isinstance(dropped, int) else 0
        return _PRICE[cure.action], weight

    ordered = sorted(cures.values(), key=price)
    return Reason(found[0].rule, found[0].data, tuple(ordered))


def _price(cures: tuple[Cure, ...]) -> int:
    return min((_PRICE[cure.action] for cure in cures), default=9)


def _weight(found: list[Block]) -> int:
    return sum(_price(block.cures) for block in found)


def blocks(scene: Scene, m: int, t: int) -> list[Block]:
    """List what keeps a meeting out of a slot while all others stay."""
    return [
        *_own(scene, m, t),
        *_people(scene, m, t),
        *_order(scene, m, t),
        *_tables(scene, m, t),
        *_interpreters(scene, m, t),
    ]


def _own(scene: Scene, m: int, t: int) -> list[Block]:
    board = scene.board
    instance = board.model.instance
    meeting = instance.meetings[m]
    found = []
    if meeting.session is not None and t not in instance.sessions[meeting.session]:
        data: Data = {"meeting": m, "session": meeting.session, "slot": t}
        found.append(Block(Rule.SESSION, data, (Cure("lift-session", {"slot": t}),)))
    if meeting.fixed is not None and t != meeting.fixed:
        data = {"meeting": m, "fixed": meeting.fixed, "slot": t}
        found.append(Block(Rule.FIXED_SLOT, data, _without(Rule.FIXED_SLOT)))
    if m in board.model.lock and t != board.model.lock[m][0]:
        cure = Cure("unlock-meeting", {"meeting": m})
        found.append(Block(Rule.LOCKED, {"meeting": m, "slot": t}, (cure,)))
    return found


def _without(rule: Rule) -> tuple[Cure, ...]:
    return (Cure("drop-rule", {"rule": str(rule)}),)


def _drop(board: Board, m: int, meetings: Iterable[int]) -> tuple[Cure, ...]:
    """Offer to drop the lightest of meetings, if it is no heavier and not locked."""
    weights = board.model.instance.meetings
    free = [n for n in meetings if n not in board.model.lock]
    lightest = min(free, key=lambda n: (weights[n].weight, n), default=None)
    if lightest is None or weights[lightest].weight > weights[m].weight:
        return ()
    return (Cure("drop-meeting", {"meeting": lightest}),)


def _people(scene: Scene, m: int, t: int) -> list[Block]:
    board = scene.board
    instance = board.model.instance
    meeting = instance.meetings[m]
    found = []
    for p, q in ((meeting.a, meeting.b), (meeting.b, meeting.a)):
        limit = instance.representatives[p]
        if t in instance.forbidden[p]:
            data: Data = {"participant": p, "other": q, "meeting": m, "slot": t}
            cure = Cure("add-availability", {"participant": p, "slot": t})
            found.append(Block(Rule.AVAILABILITY, data, (cure,)))
        if board.at[p][t] >= limit:
            there = [n for n in board.agenda[p] if board.slot[n] == t]
            data = {
                "participant": p,
                "count": len(board.model.of[p]),
                "free": instance.slots - len(instance.forbidden[p]),
                "meeting": m,
                "slot": t,
            }
            more = Cure("add-representative", {"participant": p, "slot": t})
            drop = _drop(board, m, there) if len(there) == limit else ()
            found.append(Block(Rule.NO_DOUBLE_BOOKING, data, (more, *drop)))
        found.extend(_limits(board, m, p, t))
        rest = board.model.rest[p]
        if rest and board.at[p][t] < limit and not board.rested(p, t, rest, limit):
            data = {"participant": p, "free": rest, "meeting": m, "slot": t}
            found.append(Block(Rule.REST_AFTER, data, _without(Rule.REST_AFTER)))
    return found


def _limits(board: Board, m: int, p: int, t: int) -> list[Block]:
    instance = board.model.instance
    found = []
    raised = (Cure("raise-limit", {"participant": p}),)
    most, a_day = instance.max_meetings[p], instance.max_per_day[p]
    count = len(board.model.of[p])
    if most is not None and board.count[p] >= most:
        data: Data = {"participant": p, "count": count, "limit": most, "meeting": m}
        found.append(Block(Rule.MAX_MEETINGS, data, raised))
    for d in board.day_of[t] if a_day is not None else ():
        held = sum(board.slot[n] in instance.days[d] for n in board.agenda[p])
        if a_day is not None and held >= a_day:
            data = {"participant": p, "limit": a_day, "day": d, "meeting": m}
            found.append(Block(Rule.MAX_PER_DAY, data, raised))
    return found


def _order(scene: Scene, m: int, t: int) -> list[Block]:
    board = scene.board
    wrong = [n for n in board.before[m] if board.slot[n] >= t]
    wrong += [n for n in board.after[m] if 0 <= board.slot[n] <= t]
    if not wrong:
        return []
    drop = _drop(board, m, wrong) if len(wrong) == 1 else ()
    drop = (*_without(Rule.PRECEDENCE), *drop)
    return [Block(Rule.PRECEDENCE, {"meeting": m, "first": wrong[0], "slot": t}, drop)]


def _tables(scene: Scene, m: int, t: int) -> list[Block]:
    board = scene.board
    model = board.model
    instance = model.instance
    meeting = instance.meetings[m]
    data: Data = {"meeting": m, "slot": t}
    more = Cure("add-table", {"slot": t})
    found = []
    if board.load[t] >= instance.capacity[t]:
        there = islice((n for n in scene.crowd[t] if n not in model.lock), 1)
        drop = _drop(board, m, there) if board.load[t] == instance.capacity[t] else ()
        found.append(Block(Rule.TABLE_CAPACITY, data, (more, *drop)))
    if meeting.features and instance.tables is None:
        found.append(Block(Rule.TABLE_FEATURES, data, _without(Rule.TABLE_FEATURES)))
    if not model.table_kinds:
        if not board.reachable(m, t, meeting.site):
            found.append(Block(Rule.TRAVEL_TIME, data, _without(Rule.TRAVEL_TIME)))
        return found
    free = [
        k
        for k in model.tables_for[m]
        if t in model.table_kinds[k].slots
        and board.tables_used[k, t] < len(model.table_kinds[k].members)
    ]
    if not free and not found:
        rule = Rule.TABLE_CAPACITY
        if meeting.features:
            rule = Rule.TABLE_FEATURES
        elif meeting.site is not None:
            rule = Rule.TABLE_SITE
        found.append(Block(rule, data, (more,)))
    elif free and not any(board.reachable(m, t, board.site(m, k)) for k in free):
        found.append(Block(Rule.TRAVEL_TIME, data, _without(Rule.TRAVEL_TIME)))
    return found


def _interpreters(scene: Scene, m: int, t: int) -> list[Block]:
    board = scene.board
    model = board.model
    languages = model.instance.meetings[m].languages
    if not languages:
        return []
    pair = ", ".join(languages)
    data: Data = {"meeting": m, "pair": pair, "slot": t}
    more = Cure("add-interpreter", {"pair": pair, "slot": t})
    if not model.people_for[m]:
        return [Block(Rule.INTERPRETER_LANGUAGES, data, (more,))]
    kinds = [k for k in model.people_for[m] if t in model.people[k].slots]
    site = model.instance.meetings[m].site
    if any(
        board.people_used[k, t] < len(model.people[k].members)
        and board.can_come(k, t, site)
        for k in kinds
    ):
        return []
    there = [n for n in scene.crowd[t] if board.person_kind[n] in kinds]
    cures = (more, *_drop(board, m, there))
    return [Block(Rule.INTERPRETER_AVAILABILITY, data, cures)]
