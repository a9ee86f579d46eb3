"""Sites for meetings and interpreters, so that few people have to travel."""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise

from convene.timetable.model import Model, prepare
from convene.timetable.problem import Instance

# A site is filled so far at most, or half of what is left if that is more.
FULL = 0.8
SWEEPS = 300
MOST_TRIES = 400_000
DEARER = 2.0
HOT, COLD = 0.4, 0.02
TOGETHER_CHANCE = 0.05


def is_travelled(model: Model) -> bool:
    """Tell whether meetings can be so far apart that somebody needs time between."""
    i = model.instance
    return any(map(any, i.site_travel)) and (
        any(m.site is not None for m in i.meetings)
        or any(kind.site is not None for kind in model.table_kinds)
    )


def gaps_by_travel(instance: Instance, sites: int) -> int:
    """Bound the gaps of somebody who has meetings at so many sites from below."""
    ways = [
        slots
        for here, row in enumerate(instance.site_travel)
        for there, slots in enumerate(row)
        if here != there
    ]
    if sites < 2 or not ways:
        return 0
    pauses = sum(b - a > min(ways) for a, b in pairwise(instance.positions))
    return max(0, sites - 1 - pauses)


def settle_sites(model: Model, seed: int, sweeps: int = SWEEPS) -> Model:
    """
    Give each meeting one site, and each interpreter one to work at.

    Every schedule of the model that this gives is one of the first model too, if
    its tables and interpreters are taken from this one. Where tables of several
    sites suit a meeting, it goes where its participants have most of theirs, as
    far as there are tables. A model in which nobody has to travel is given back.
    """
    if not is_travelled(model):
        return model
    rng = random.Random(seed)
    choice = _Choice(model, _sites_of_interpreters(model))
    choice.begin(rng)
    choice.improve(rng, sweeps)
    instance = replace(
        model.instance,
        meetings=tuple(
            replace(meeting, site=site)
            for meeting, site in zip(model.instance.meetings, choice.site, strict=True)
        ),
    )
    settled = prepare(instance)
    people_for = tuple(
        tuple(k for k in kinds if choice.works_at[k] in {None, choice.site[m]})
        for m, kinds in enumerate(settled.people_for)
    )
    domain = tuple(
        () if kinds and not left else slots
        for slots, kinds, left in zip(
            settled.domain, settled.people_for, people_for, strict=True
        )
    )
    return replace(settled, people_for=people_for, domain=domain)


def _possible(model: Model, m: int) -> tuple[int, ...]:
    """List the sites at which a meeting could be, none if it is all the same."""
    meeting, locked = model.instance.meetings[m], model.lock.get(m)
    if meeting.site is not None:
        return (meeting.site,)
    tables = model.instance.tables
    if locked is not None and locked[1] is not None and tables is not None:
        only = tables[locked[1]].site
        return () if only is None else (only,)
    sites = {model.table_kinds[k].site for k in model.tables_for[m]}
    return tuple(sorted(site for site in sites if site is not None))


def _sites_of_interpreters(model: Model) -> list[int | None]:
    """Give each interpreter the site where meetings lack one most."""
    lacking: Counter[tuple[tuple[int, ...], int]] = Counter()
    for m, kinds in enumerate(model.people_for):
        sites = _possible(model, m) if kinds else ()
        for site in sites:
            lacking[kinds, site] += 60 // len(sites)
    works_at: list[int | None] = [None] * len(model.people)
    fixed: dict[int, Counter[int]] = {}
    for m, (_, _, person) in model.lock.items():
        for k, kind in enumerate(model.people):
            if person in kind.members:
                fixed.setdefault(k, Counter()).update(_possible(model, m))
    order = sorted(range(len(works_at)), key=lambda k: (k not in fixed, k))
    for k in order:
        asked = fixed.get(k) or Counter[int]()
        for (kinds, site), count in lacking.items():
            if k in kinds and k not in fixed:
                asked[site] += max(0, count)
        if not asked:
            continue
        site = max(sorted(asked), key=lambda site: asked[site])
        works_at[k] = site
        left = 60 * len(model.people[k].slots)
        for key in sorted(lacking):
            if key[1] == site and k in key[0]:
                used = min(left, max(0, lacking[key]))
                lacking[key] -= used
                left -= used
    return works_at


@dataclass(slots=True)
class _Choice:
    """
    A site for each meeting and what it costs.

    Attributes:
        works_at: Site of each kind of interpreter, None for any.
        options: Sites of which each meeting takes one.
        held: Meetings of each participant at each site.
        load: Meetings at each site, and most of them.

    """

    model: Model
    works_at: list[int | None]
    options: list[tuple[int, ...]] = field(default_factory=list)
    site: list[int | None] = field(default_factory=list)
    held: list[list[int]] = field(default_factory=list)
    load: list[int] = field(default_factory=list)
    limit: list[float] = field(default_factory=list)

    def begin(self, rng: random.Random) -> None:
        """Let each meeting take one of its sites, where there is most room."""
        model = self.model
        instance = model.instance
        count = len(instance.meetings)
        sites = len(instance.site_travel)
        for m in range(count):
            options = _possible(model, m)
            manned = {self.works_at[k] for k in model.people_for[m]}
            if manned and None not in manned:
                options = tuple(s for s in options if s in manned) or options
            self.options.append(options if model.domain[m] else options[:1])
        self.held = [[0] * sites for _ in model.of]
        self.load = [0] * sites
        self.limit = self._limits(sites)
        self.site = [None] * count
        order = sorted(range(count), key=lambda m: (len(self.options[m]), rng.random()))
        for m in order:
            if self.options[m]:
                meeting = instance.meetings[m]
                self._put(
                    m,
                    max(
                        self.options[m],
                        key=lambda s: (
                            self.load[s] < self.limit[s],
                            self.held[meeting.a][s] + self.held[meeting.b][s],
                            self.limit[s] - self.load[s],
                        ),
                    ),
                )

    def _limits(self, sites: int) -> list[float]:
        model = self.model
        room = [0] * sites
        for kind in model.table_kinds:
            if kind.site is not None:
                room[kind.site] += len(kind.members) * len(kind.slots)
        share = sum(map(bool, self.options)) / max(1, sum(room))
        full = max(FULL, (1 + share) / 2)
        return [full * slots if model.table_kinds else math.inf for slots in room]

    def _dear(self) -> list[float]:
        """Say how much dearer ways are to those who have few slots to spare."""
        model, travel = self.model, self.model.instance.site_travel
        longest = max(map(max, travel)) * (len(travel) - 1)
        spare = [
            len({t for m in mine for t in model.domain[m]}) - len(mine)
            for mine in model.of
        ]
        return [1 + DEARER * longest / (1 + max(0, slots)) for slots in spare]

    def _put(self, m: int, site: int) -> None:
        meeting, left = self.model.instance.meetings[m], self.site[m]
        for p in (meeting.a, meeting.b):
            self.held[p][site] += 1
            if left is not None:
                self.held[p][left] -= 1
        self.load[site] += 1
        if left is not None:
            self.load[left] -= 1
        self.site[m] = site

    def improve(self, rng: random.Random, sweeps: int) -> None:
        """
        Anneal: a meeting goes to another site, or all of a participant go to one.

        It costs the root of somebody's meetings at each site, which is little
        where most of them are at one, so that single moves show the way.
        """
        instance, site, load, limit = (
            self.model.instance,
            self.site,
            self.load,
            self.limit,
        )
        free = [m for m, options in enumerate(self.options) if len(options) > 1]
        if not free:
            return
        most = max(map(len, self.model.of))
        root = [math.sqrt(n) for n in range(most + 2)]
        own = [[m for m in mine if len(self.options[m]) > 1] for mine in self.model.of]
        dear = self._dear()
        travellers = [p for p, mine in enumerate(own) if mine]
        tries = min(MOST_TRIES, sweeps * len(free))

        def change(m: int, there: int) -> float:
            here = site[m]
            assert here is not None
            total = 0.0
            for p in (instance.meetings[m].a, instance.meetings[m].b):
                held = self.held[p]
                total += dear[p] * (
                    root[held[here] - 1]
                    - root[held[here]]
                    + root[held[there] + 1]
                    - root[held[there]]
                )
            return total

        for step in range(tries):
            heat = HOT * (COLD / HOT) ** (step / tries)
            limit_of_cost = -heat * math.log(rng.random() + 1e-300)
            if rng.random() < TOGETHER_CHANCE:
                p = travellers[int(rng.random() * len(travellers))]
                there = self.options[own[p][0]][
                    int(rng.random() * len(self.options[own[p][0]]))
                ]
                moved = [
                    (m, here)
                    for m in own[p]
                    if (here := site[m]) != there and there in self.options[m]
                ]
                total = 0.0
                for m, _ in moved:
                    total += change(m, there)
                    self._put(m, there)
                if total > limit_of_cost or load[there] > limit[there]:
                    for m, here in moved:
                        assert here is not None
                        self._put(m, here)
                continue
            m = free[int(rng.random() * len(free))]
            there = self.options[m][int(rng.random() * len(self.options[m]))]
            if there == site[m] or load[there] + 1 > limit[there]:
                continue
            if change(m, there) <= limit_of_cost:
                self._put(m, there)
