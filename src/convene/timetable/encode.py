"""The problem as clauses: one Boolean per meeting and slot, and what follows."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from convene.timetable.counting import LARGE_COUNT, Clause, Clauses
from convene.timetable.model import Kind, Model

if TYPE_CHECKING:
    from convene.timetable.schedule import Schedule


class Encoding(Clauses):
    """
    Clauses of an instance and the variables that read a schedule out of a model.

    Attributes:
        x: For each meeting its variable in each slot of its domain.
        busy: For each participant and slot the variable "has a meeting".
        placed: For each meeting the variable "has a slot", 0 when it must have.
        gaps: For each participant the variables "a gap ends in this slot".

    """

    def __init__(self, model: Model, *, must: bool) -> None:
        self.model = model
        self.must = must
        super().__init__()
        self.is_fair = False
        self.x: list[dict[int, int]] = []
        self.placed: list[int] = []
        self.busy: list[dict[int, int]] = []
        self.gaps: list[dict[int, int]] = []
        self.started: list[dict[int, int]] = []
        self.seat: list[dict[tuple[int, int], int]] = []
        self.voice: list[dict[tuple[int, int], int]] = []
        self._meetings()
        self._participants()
        self._capacity()
        self.seat = self._kinds(model.table_kinds, model.tables_for, 1)
        self.voice = self._kinds(model.people, model.people_for, 2)
        self._limits()
        self._rest()
        self._precedences()
        self._travel()
        self._gaps()

    def _meetings(self) -> None:
        locked = self.model.lock
        gone = set(self.model.instance.withdrawn)
        for m, domain in enumerate(self.model.domain):
            if m in gone:
                self.x.append({})
                self.placed.append(0)
                continue
            own = {t: self.new() for t in domain}
            self.x.append(own)
            literals = list(own.values())
            if self.must or m in locked:
                if not literals:
                    self.is_false = True
                self.placed.append(0)
                self.clauses.append(literals)
            else:
                placed = self.new()
                self.placed.append(placed)
                self.clauses.append([-placed, *literals])
                self.clauses.extend([placed, -v] for v in literals)
            self.at_most_one(literals)

    def _participants(self) -> None:
        instance = self.model.instance
        for p, meetings in enumerate(self.model.of):
            at: dict[int, list[int]] = defaultdict(list)
            for m in meetings:
                for t, v in self.x[m].items():
                    at[t].append(v)
            limit = instance.representatives[p]
            busy: dict[int, int] = {}
            for t in sorted(at):
                literals = at[t]
                if len(literals) == 1:
                    busy[t] = literals[0]
                    continue
                some = self.new()
                busy[t] = some
                self.clauses.append([-some, *literals])
                self.clauses.extend([some, -v] for v in literals)
                if limit == 1:
                    self.at_most_one(literals)
                else:
                    self.at_most(literals, limit)
            self.busy.append(busy)
            if self.must and limit == 1 and meetings:
                self.exactly(list(busy.values()), len(meetings))

    def _capacity(self) -> None:
        """
        Count meetings per slot, and once more participants per slot.

        Meetings of one participant exclude each other, so each group of them
        counts as one literal; who is in a slot is twice the meetings there.
        """
        instance = self.model.instance
        groups = self._groups()
        for t, limit in enumerate(instance.capacity):
            held = []
            for group in groups:
                literals = [self.x[m][t] for m in group if t in self.x[m]]
                if len(literals) > 1:
                    some = self.new()
                    self.clauses.extend([some, -v] for v in literals)
                    held.append(some)
                else:
                    held.extend(literals)
            if len(held) <= limit:
                continue
            self.at_most(held, limit)
            small = len(held) * limit <= LARGE_COUNT
            if small and all(r == 1 for r in instance.representatives):
                people = [busy[t] for busy in self.busy if t in busy]
                self.at_most(people, 2 * limit)

    def _groups(self) -> list[list[int]]:
        left = set(range(len(self.x)))
        count = [len(meetings) for meetings in self.model.of]
        groups: list[list[int]] = []
        for p, limit in enumerate(self.model.instance.representatives):
            if limit > 1:
                count[p] = 0
        while left:
            p = max(range(len(count)), key=count.__getitem__, default=0)
            if not count or count[p] == 0:
                groups.extend([m] for m in sorted(left))
                break
            group = [m for m in self.model.of[p] if m in left]
            for m in group:
                left.discard(m)
                meeting = self.model.instance.meetings[m]
                for q in (meeting.a, meeting.b):
                    count[q] = max(0, count[q] - 1)
            groups.append(group)
        return groups

    def _kinds(
        self, kinds: tuple[Kind, ...], suiting: tuple[tuple[int, ...], ...], part: int
    ) -> list[dict[tuple[int, int], int]]:
        """Give each meeting a kind of table or interpreter in its slot."""
        chosen: list[dict[tuple[int, int], int]] = []
        load: dict[tuple[int, int], list[int]] = defaultdict(list)
        taken: set[tuple[int, int]] = set()
        for m, own in enumerate(self.x):
            pick: dict[tuple[int, int], int] = {}
            chosen.append(pick)
            member = self.model.lock[m][part] if m in self.model.lock else None
            if member is not None:
                slot = self.model.lock[m][0]
                if (member, slot) in taken:
                    self.is_false = True
                taken.add((member, slot))
            if not suiting or not suiting[m]:
                continue
            for t, v in own.items():
                options = []
                for k in suiting[m]:
                    if t not in kinds[k].slots:
                        continue
                    if member is not None and member not in kinds[k].members:
                        continue
                    pick[k, t] = self.new()
                    options.append(pick[k, t])
                    load[k, t].append(pick[k, t])
                    self.clauses.append([-pick[k, t], v])
                self.clauses.append([-v, *options])
                self.at_most_one(options)
        for (k, _), literals in sorted(load.items()):
            self.at_most(literals, len(kinds[k].members))
        return chosen

    def _limits(self) -> None:
        instance = self.model.instance
        for p, meetings in enumerate(self.model.of):
            limit = instance.max_meetings[p]
            if limit is not None and limit < len(meetings):
                if self.must:
                    self.is_false = True
                every = [v for m in meetings for v in self.x[m].values()]
                self.at_most(every, limit)
            a_day = instance.max_per_day[p]
            if a_day is None:
                continue
            for day in instance.days:
                on_day = [v for m in meetings for t, v in self.x[m].items() if t in day]
                self.at_most(on_day, a_day)

    def _rest(self) -> None:
        instance = self.model.instance
        for p, free in enumerate(self.model.rest):
            if not free:
                continue
            busy = self.busy[p]
            for start in range(instance.slots):
                until = instance.positions[start] + free
                window = range(start, bisect_right(instance.positions, until))
                if instance.representatives[p] == 1:
                    if start in busy:
                        self.clauses.extend(
                            [-busy[start], -busy[t]]
                            for t in window
                            if t != start and t in busy
                        )
                else:
                    literals = [
                        self.x[m][t]
                        for m in self.model.of[p]
                        for t in window
                        if t in self.x[m]
                    ]
                    self.at_most(literals, instance.representatives[p])

    def _precedences(self) -> None:
        for first, second in self.model.instance.precedences:
            early, late = self.x[first], self.x[second]
            if not early or not late:  # withdrawn, or it has no slot at all
                continue
            if self.must:
                self._before(early, late)
                continue
            for t, v in late.items():
                self.clauses.extend([-v, -w] for s, w in early.items() if s >= t)

    def _before(self, early: dict[int, int], late: dict[int, int]) -> None:
        """Order two meetings that are both held, by a chain "held by slot t"."""
        slots = sorted(set(early) | set(late))
        held: int | None = None
        for t in slots:
            if t in late:
                self.clauses.append([-late[t], *([held] if held else [])])
            if t in early:
                now = self.new()
                self.clauses.append([-now, early[t], *([held] if held else [])])
                if held:
                    self.clauses.append([-held, now])
                self.clauses.append([-early[t], now])
                held = now

    def _sites(self) -> list[dict[int, int]]:
        """Give for each meeting the possible sites, each with a literal or 0."""
        sites: list[dict[int, int]] = []
        for m, meeting in enumerate(self.model.instance.meetings):
            if meeting.site is not None:
                sites.append({meeting.site: 0})
                continue
            at: dict[int, list[int]] = defaultdict(list)
            for (k, _), v in self.seat[m].items() if self.seat else ():
                site = self.model.table_kinds[k].site
                if site is not None:
                    at[site].append(v)
            here: dict[int, int] = {}
            for site, literals in sorted(at.items()):
                here[site] = self.new()
                self.clauses.extend([here[site], -v] for v in literals)
            sites.append(here)
        return sites

    def _travel(self) -> None:
        instance = self.model.instance
        if not instance.site_travel:
            return
        sites = self._sites()
        for p, meetings in enumerate(self.model.of):
            limit = instance.representatives[p]
            person: dict[int, list[int]] = {}
            if limit > 1:
                for m in meetings:
                    person[m] = [self.new() for _ in range(limit)]
                    self.clauses.append(list(person[m]))
            for m, n in combinations(meetings, 2):
                if limit == 1:
                    self._apart(m, n, sites, self.x[m], self.x[n], [])
                    continue
                for one, two in zip(person[m], person[n], strict=True):
                    self._apart(m, n, sites, self.x[m], self.x[n], [-one, -two])
                    self.clauses.extend(
                        [-one, -two, -v, -self.x[n][t]]
                        for t, v in self.x[m].items()
                        if t in self.x[n]
                    )
        for k in range(len(self.model.people)):
            work = [
                (m, {t: v for (kind, t), v in self.voice[m].items() if kind == k})
                for m in range(len(self.x))
            ]
            work = [(m, own) for m, own in work if own]
            for (m, own), (n, other) in combinations(work, 2):
                self._apart(m, n, sites, own, other, [])

    def _apart(
        self,
        m: int,
        n: int,
        sites: list[dict[int, int]],
        own: dict[int, int],
        other: dict[int, int],
        unless: Clause,
    ) -> None:
        travel = self.model.instance.site_travel
        position = self.model.instance.positions
        for here, if_here in sites[m].items():
            for there, if_there in sites[n].items():
                head = [*unless, *([-if_here] if if_here else [])]
                head += [-if_there] if if_there else []
                for s, v in own.items():
                    for t, w in other.items():
                        need = travel[here][there] if s < t else travel[there][here]
                        if s != t and abs(position[s] - position[t]) <= need:
                            self.clauses.append([*head, -v, -w])

    def _gaps(self) -> None:
        """Define for each participant where gaps end, both ways."""
        add = self.clauses.append
        for meetings, busy in zip(self.model.of, self.busy, strict=True):
            ends: dict[int, int] = {}
            began: dict[int, int] = {}
            self.gaps.append(ends)
            self.started.append(began)
            if len(meetings) < 2 or not busy:
                continue
            before: int | None = None
            for t in range(min(busy), max(busy) + 1):
                now = busy.get(t)
                if now and before and t - 1 not in busy:
                    ends[t] = self.new()
                    add([ends[t], -now, -before])
                    add([-ends[t], now])
                    add([-ends[t], before])
                elif now and before and before != busy[t - 1]:
                    ends[t] = self.new()
                    add([ends[t], -now, -before, busy[t - 1]])
                    add([-ends[t], now])
                    add([-ends[t], before])
                    add([-ends[t], -busy[t - 1]])
                if now is None:
                    began[t] = before or 0
                    continue
                if before is None:
                    before = now
                else:
                    following = self.new()
                    add([-following, before, now])
                    add([-before, following])
                    add([-now, following])
                    before = following
                began[t] = before

    def window(self, p: int, some: int) -> list[Clause]:
        """
        Say what having no gap means for a participant whose meetings are all held.

        Her busy slots are then one window as long as her meetings are many.
        `some` is the literal that is true when she has a gap.
        """
        busy, began, count = self.busy[p], self.started[p], len(self.model.of[p])
        if self.model.instance.representatives[p] > 1 or not began:
            return []
        clauses = []
        for t in sorted(began):
            over = began.get(t - count)
            now = busy.get(t)
            clause = [some, -began[t], *([over] if over else [])]
            clauses.append([*clause, *([now] if now else [])])
            if now and over:
                clauses.append([some, -now, -over])
        latest = max(began) - count + 1
        if latest in began:
            clauses.append([some, began[latest]])
        return clauses

    def fairness(self) -> list[Clause]:
        """Bound the difference between the most and the fewest gaps."""
        limit = self.model.instance.fairness or 0
        self.is_fair = True
        already = len(self.clauses)
        if any(not ends for ends in self.gaps):
            for ends in self.gaps:
                self.at_most(list(ends.values()), limit)
            return self.clauses[already:]
        most = max(len(ends) for ends in self.gaps)
        counts = [
            self.counter(list(ends.values()), most, upper=True, lower=True)
            for ends in self.gaps
        ]
        for k in range(most - limit):
            somebody = self.new()
            for out in counts:
                if k + limit < len(out):
                    self.clauses.append([-out[k + limit], somebody])
                self.clauses.append([-somebody, *([out[k]] if k < len(out) else [])])
        return self.clauses[already:]

    def slots_of(self, true: set[int]) -> list[int]:
        """Read each meeting's slot out of the variables that are true."""
        return [next((t for t, v in own.items() if v in true), -1) for own in self.x]

    def kinds_of(
        self, chosen: list[dict[tuple[int, int], int]], true: set[int]
    ) -> list[int]:
        """Read each meeting's kind of table or interpreter, -1 for none."""
        return [
            next((k for (k, _), v in own.items() if v in true), -1) for own in chosen
        ]

    def phases(self, schedule: Schedule) -> list[int]:
        """Give literals that describe a schedule, to start the search from."""
        literals: list[int] = []
        for m, own in enumerate(self.x):
            literals.extend(v if schedule.slot[m] == t else -v for t, v in own.items())
        return literals
