"""
The inner loops of the search on large instances, compiled by numba.

Importing this module imports numba, which takes a while: only a solve of a
large instance does it. Slots count from 1 here, so that every row has an idle
slot before the first and after the last one; slot 0 means "not placed".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np

from convene.timetable.rows import MOST_BITS

Array = np.ndarray[Any, np.dtype[Any]]
_Function = TypeVar("_Function", bound=Callable[..., Any])

WORD = np.uint64
# What a meeting outside of its participant's best window costs, in gaps. More than
# so many cost no more: it is all the same how somebody's two runs share her meetings.
OUTSIDE = 0.3
MOST_OUTSIDE = 3
NO_LIMIT = 1e300
TINY = 1e-9
STAY_CHANCE = 0.85
INSIDE_CHANCE = 0.1
NEAR_CHANCE = 0.8
INSERT_CHANCE = 0.3
SAMPLES = 6
TRIES = 6

# Places in `State.tally`; nobody may have more than `MOST` gaps by a move, and
# `LIMITS` says whether anybody has a rest or a limit a day.
GAPS, LOST, WAITERS, WAITING, BEST_LOST, BEST_GAPS, MOST, LIMITS = range(8)
# Columns of `State.meet`; `PUSHED` counts how often a meeting had to make room,
# `GROUPS` has a bit for each group of tables or interpreters that it needs, and
# `SITE` is -1 where no way leads to it; only where people travel.
A, B, WEIGHT, KEEP, SLOT, BEST, WAITING_AT, PUSHED, LINKED, GROUPS, SITE = range(11)
# Columns of `State.people`; `LEAST` are the gaps that one has in any case.
# `AWAY` meetings are outside of the best of so many `WINDOWS`. The last three are
# limits: free slots after a meeting, meetings in all and meetings a day.
FIRST, RUNS, LEAST, WAITER_AT, WINDOWS, AWAY, REST, AT_MOST, A_DAY = range(9)
# Numbers in `State.hours` and rows of `State.lists`.
LOAD, ROOM = range(2)
LATE, IDLE, PATH = range(3)


def compiled(function: _Function) -> _Function:
    """Compile when first called, and keep the code for the next process."""
    njit: Any = numba.njit
    try:
        made = njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # nowhere to write to
        made = njit(nogil=True, error_model="numpy")(function)
    return cast("_Function", made)


def inner(function: _Function, *, is_hot: bool = False) -> _Function:
    """Compile what only compiled functions call."""
    njit: Any = numba.njit
    made = njit(
        nogil=True,
        error_model="numpy",
        no_cpython_wrapper=True,
        no_cfunc_wrapper=True,
        forceinline=is_hot,
    )(function)
    return cast("_Function", made)


def hot(function: _Function) -> _Function:
    """Compile into the caller what it calls at every move."""
    return inner(function, is_hot=True)


class State(NamedTuple):
    """
    Slots of all meetings with everything that a move has to look at.

    Few arrays with many columns compile faster than many arrays.

    Attributes:
        at: Meeting of each participant in each slot, or -1.
        bits: For each participant her busy slots, then the windows in which all
            her meetings could be held with the fewest gaps. The last row has
            the days instead.
        allowed: Whether a meeting could be in a slot on its own.
        meet: What is known about each meeting, in columns `A` to `SITE`.
        people: What is known about each participant, `FIRST` to `WAITER_AT`.
        hours: Load and room of each slot, first of all tables, then of each
            group of tables or interpreters that some meetings need.
        lists: Waiters, waiting meetings and the path that was traced last.
        own: Meetings of p are own[first of p:first of p + 1].
        links: Orders of m are links[linked of m:linked of m + 1], one more
            than the other meeting, negative if that one comes first.
        tally: Numbers about the whole, `GAPS` to `LIMITS`.
        chance: State of the chance generator.
        there: For each participant her busy slots at each site, as bits. None if
            nobody travels: then another code is compiled, which knows no sites.
        near: The slots that are too near to a slot at one site for a meeting at
            another, as bits.

    """

    at: Array
    bits: Array
    allowed: Array
    meet: Array
    people: Array
    hours: Array
    lists: Array
    own: Array
    links: Array
    tally: Array
    chance: Array
    there: Array | None
    near: Array | None


@hot
def draw(chance: Array) -> Any:
    """Give the next 64 chance bits (xorshift64*)."""
    x = chance[0]
    x ^= x >> WORD(12)
    x ^= x << WORD(25)
    x ^= x >> WORD(27)
    chance[0] = x
    return x * WORD(2685821657736338717)


@hot
def below(chance: Array, count: int) -> Any:
    """Draw a number from 0 to count - 1."""
    return np.int64(((draw(chance) >> WORD(32)) * WORD(count)) >> WORD(32))


@hot
def unit(chance: Array) -> float:
    """Draw a number from 0 to 1."""
    return np.float64(draw(chance) >> WORD(11)) * (1.0 / 9007199254740992.0)


@hot
def count_bits(word: Any) -> Any:
    """Count the bits of a word; the compiler knows this as one instruction."""
    word -= (word >> WORD(1)) & WORD(0x5555555555555555)
    word = (word & WORD(0x3333333333333333)) + (
        (word >> WORD(2)) & WORD(0x3333333333333333)
    )
    word = (word + (word >> WORD(4))) & WORD(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * WORD(0x0101010101010101)) >> WORD(56))


@hot
def bit(t: int) -> Any:
    """Give the bit of a slot."""
    return WORD(1) << WORD(t & 63)


@hot
def away(bits: Array, people: Array, p: int, flip: Any) -> Any:
    """Count the meetings of p that cost outside of her best window, some slots flipped."""
    count = people[p, WINDOWS]
    if count == 0:
        return 0
    busy = bits[p, 0] ^ flip
    most = 0
    for k in range(1, count + 1):
        most = max(most, count_bits(busy & bits[p, k]))
    return min(MOST_OUTSIDE, count_bits(busy) - most)


@inner
def note(people: Array, lists: Array, tally: Array, p: int) -> None:
    """Keep the list of participants with more gaps than they must have."""
    late = lists[LATE]
    is_waiter = people[p, RUNS] - 1 > people[p, LEAST]
    if is_waiter and people[p, WAITER_AT] < 0:
        late[tally[WAITERS]] = p
        people[p, WAITER_AT] = tally[WAITERS]
        tally[WAITERS] += 1
    elif not is_waiter and people[p, WAITER_AT] >= 0:
        tally[WAITERS] -= 1
        last = late[tally[WAITERS]]
        late[people[p, WAITER_AT]] = last
        people[last, WAITER_AT] = people[p, WAITER_AT]
        people[p, WAITER_AT] = -1


@inner
def carry(meet: Array, hours: Array, m: int, t: int, step: int) -> None:
    """Count a meeting in a slot in or out."""
    hours[0, t, LOAD] += step
    groups = meet[m, GROUPS]
    g = 1
    while groups:
        if groups & 1:
            hours[g, t, LOAD] += step
        groups >>= 1
        g += 1


@inner
def full_groups(meet: Array, hours: Array, m: int, t: int) -> int:
    """Give the groups without room for a meeting as bits, -1 if all tables are taken."""
    if hours[0, t, LOAD] >= hours[0, t, ROOM]:
        return -1
    full = 0
    groups = meet[m, GROUPS]
    for g in range(1, len(hours)):
        if groups >> (g - 1) & 1 and hours[g, t, LOAD] >= hours[g, t, ROOM]:
            full |= 1 << (g - 1)
    return full


@inner
def has_room(
    meet: Array, hours: Array, lists: Array, s: int, t: int, count: int
) -> bool:
    """Tell whether there is room for the exchange along the path traced last."""
    if count % 2 and hours[0, t, LOAD] >= hours[0, t, ROOM]:
        return False
    for g in range(1, len(hours)):
        change = 0
        for k in range(count):
            if meet[lists[PATH, k], GROUPS] >> (g - 1) & 1:
                change += 1 - 2 * (k % 2)
        if (change > 0 and hours[g, t, LOAD] + change > hours[g, t, ROOM]) or (
            change < 0 and hours[g, s, LOAD] - change > hours[g, s, ROOM]
        ):
            return False
    return True


@inner
def suits(bits: Array, people: Array, p: int, busy: Any) -> bool:
    """Tell whether a participant's busy slots keep her rest and her days' limits."""
    for k in range(1, people[p, REST] + 1):
        if busy & (busy >> WORD(k)) & bits[p, k]:
            return False
    most = people[p, A_DAY]
    if most > 0:
        last = len(bits) - 1
        for d in range(people[last, WINDOWS]):
            if count_bits(busy & bits[last, d]) >= most:
                return False
    return True


@hot
def clash(there: Array, near: Array, p: int, a: int, t: int) -> Any:
    """Give the slots in which p is too far away for a meeting at site a, as bits."""
    slots = WORD(0)
    if a >= 0:
        for b in range(there.shape[1]):
            slots |= there[p, b] & near[a, b, t]
    return slots


@inner
def can_travel(
    meet: Array,
    lists: Array,
    there: Array,
    near: Array,
    p: int,
    s: int,
    t: int,
    count: int,
) -> bool:
    """Tell whether all people of the path traced last from p can still be in time."""
    y = p
    left = -1
    for k in range(count):
        m = lists[PATH, k]
        site = meet[m, SITE]
        # y gives up m in slot s for t, and in return gets what is at `left`.
        if site != left:
            if left >= 0:
                there[y, left] ^= bit(s) ^ bit(t)
            if site >= 0:
                there[y, site] ^= bit(s) ^ bit(t)
            is_late = (
                clash(there, near, y, site, t) | clash(there, near, y, left, s)
            ) != WORD(0)
            if left >= 0:
                there[y, left] ^= bit(s) ^ bit(t)
            if site >= 0:
                there[y, site] ^= bit(s) ^ bit(t)
            if is_late:
                return False
        y = meet[m, A] + meet[m, B] - y
        left = site
        s, t = t, s
    if left >= 0:
        there[y, left] ^= bit(s) ^ bit(t)
        is_late = clash(there, near, y, left, s) != WORD(0)
        there[y, left] ^= bit(s) ^ bit(t)
        return not is_late
    return True


@inner
def can_enter(
    at: Array,
    bits: Array,
    meet: Array,
    people: Array,
    hours: Array,
    there: Array | None,
    near: Array | None,
    m: int,
    t: int,
) -> bool:
    """Tell whether a meeting can be added in a slot as far as tables and limits go."""
    for end in range(2):
        p = meet[m, A + end]
        busy = bits[p, 0]
        if at[p, t] >= 0 or not suits(bits, people, p, busy | bit(t)):
            return False
        if people[p, AT_MOST] > 0 and count_bits(busy) >= people[p, AT_MOST] - 1:
            return False
        if (
            there is not None
            and near is not None
            and clash(there, near, p, meet[m, SITE], t)
        ):
            return False
    return full_groups(meet, hours, m, t) == 0


@inner
def enter(
    at: Array,
    bits: Array,
    meet: Array,
    people: Array,
    hours: Array,
    lists: Array,
    tally: Array,
    there: Array | None,
    m: int,
    t: int,
) -> None:
    """Put a waiting meeting into a slot that its participants have free."""
    tally[WAITING] -= 1
    last = lists[IDLE, tally[WAITING]]
    lists[IDLE, meet[m, WAITING_AT]] = last
    meet[last, WAITING_AT] = meet[m, WAITING_AT]
    meet[m, WAITING_AT] = -1
    tally[LOST] -= meet[m, WEIGHT]
    meet[m, SLOT] = t
    carry(meet, hours, m, t, 1)
    for end in range(2):
        p = meet[m, A + end]
        row = at[p]
        tally[GAPS] -= max(0, people[p, RUNS] - 1)
        people[p, RUNS] += 1 - (row[t - 1] >= 0) - (row[t + 1] >= 0)
        tally[GAPS] += max(0, people[p, RUNS] - 1)
        row[t] = m
        bits[p, 0] ^= bit(t)
        if there is not None and meet[m, SITE] >= 0:
            there[p, meet[m, SITE]] ^= bit(t)
        people[p, AWAY] = away(bits, people, p, WORD(0))
        note(people, lists, tally, p)


@inner
def leave(
    at: Array,
    bits: Array,
    meet: Array,
    people: Array,
    hours: Array,
    lists: Array,
    tally: Array,
    there: Array | None,
    m: int,
) -> None:
    """Take a meeting out; it waits."""
    t = meet[m, SLOT]
    lists[IDLE, tally[WAITING]] = m
    meet[m, WAITING_AT] = tally[WAITING]
    tally[WAITING] += 1
    tally[LOST] += meet[m, WEIGHT]
    meet[m, SLOT] = 0
    carry(meet, hours, m, t, -1)
    for end in range(2):
        p = meet[m, A + end]
        row = at[p]
        row[t] = -1
        tally[GAPS] -= max(0, people[p, RUNS] - 1)
        people[p, RUNS] += (row[t - 1] >= 0) + (row[t + 1] >= 0) - 1
        tally[GAPS] += max(0, people[p, RUNS] - 1)
        bits[p, 0] ^= bit(t)
        if there is not None and meet[m, SITE] >= 0:
            there[p, meet[m, SITE]] ^= bit(t)
        people[p, AWAY] = away(bits, people, p, WORD(0))
        note(people, lists, tally, p)


@inner
def is_in_order(meet: Array, links: Array, m: int, t: int) -> bool:
    """Tell whether a meeting in slot t is after and before those it has to be."""
    for k in range(meet[m, LINKED], meet[m + 1, LINKED]):
        link = links[k]
        other = meet[abs(link) - 1, SLOT]
        if other > 0 and ((link < 0 and other >= t) or (link > 0 and other <= t)):
            return False
    return True


@hot
def swing(at: Array, p: int, s: int, t: int) -> int:
    """Tell how many runs more there are when slot s is given up for slot t."""
    change = 0
    if at[p, s - 1] >= 0:
        change += 1
    if at[p, s + 1] >= 0:
        change += 1
    if at[p, t - 1] >= 0 and t - 1 != s:
        change -= 1
    if at[p, t + 1] >= 0 and t + 1 != s:
        change -= 1
    return change


@hot
def trace(
    at: Array, allowed: Array, meet: Array, lists: Array, p: int, s: int, t: int
) -> tuple[int, int]:
    """
    Follow the path of p, who is busy in slot s and free in slot t.

    Gives the number of its meetings, 0 if one of them cannot move, and the
    participant at its other end.
    """
    count, q = 0, p
    while True:
        m = at[q, s]
        if m < 0:
            return count, q
        if not allowed[m, t]:
            return 0, q
        lists[PATH, count] = m
        count += 1
        q = meet[m, A] + meet[m, B] - q
        s, t = t, s


@inner
def go(meet: Array, lists: Array, there: Array, p: int, flip: Any, count: int) -> None:
    """Note at which sites the people of a path are after the exchange."""
    x = p
    for k in range(count):
        m = lists[PATH, k]
        y = meet[m, A] + meet[m, B] - x
        if meet[m, SITE] >= 0:
            there[x, meet[m, SITE]] ^= flip
            there[y, meet[m, SITE]] ^= flip
        x = y


@inner
def shift(
    at: Array,
    bits: Array,
    meet: Array,
    hours: Array,
    lists: Array,
    there: Array | None,
    p: int,
    q: int,
    s: int,
    t: int,
    count: int,
) -> None:
    """Exchange slots s and t along the path that was traced from p to q."""
    at[p, s] = -1
    at[q, s if count % 2 else t] = -1
    flip = bit(s) ^ bit(t)
    bits[p, 0] ^= flip
    bits[q, 0] ^= flip
    if count % 2:
        hours[0, s, LOAD] -= 1
        hours[0, t, LOAD] += 1
    if there is not None:
        go(meet, lists, there, p, flip, count)
    x = p
    for k in range(count):
        m = lists[PATH, k]
        y = meet[m, A] + meet[m, B] - x
        meet[m, SLOT] = t
        for g in range(1, len(hours)):
            if meet[m, GROUPS] >> (g - 1) & 1:
                hours[g, s, LOAD] -= 1
                hours[g, t, LOAD] += 1
        at[x, t] = m
        at[y, t] = m
        x = y
        s, t = t, s


@inner
def is_path_in_order(meet: Array, lists: Array, links: Array, count: int) -> bool:
    """Tell whether all meetings of the path keep their orders."""
    for k in range(count):
        m = lists[PATH, k]
        if not is_in_order(meet, links, m, meet[m, SLOT]):
            return False
    return True


@hot
def first_bit(word: Any) -> Any:
    """Give the first of the slots whose bits are in a word."""
    return count_bits((word & (~word + WORD(1))) - WORD(1))


@hot
def any_bit(chance: Array, word: Any) -> Any:
    """Draw one of the slots whose bits are in a word, which has some."""
    for _ in range(below(chance, count_bits(word))):
        word &= word - WORD(1)
    return first_bit(word)


@hot
def pick_by_bits(bits: Array, hours: Array, chance: Array, p: int) -> tuple[int, int]:
    """Draw what `pick` does, where a word has a bit for each slot, without misses."""
    busy = bits[p, 0]
    edge = busy & ~((busy << WORD(1)) & (busy >> WORD(1)))
    free = (bit(hours.shape[1] - 1) - WORD(2)) & ~busy
    if edge == 0 or free == 0:
        return 0, 0
    s = any_bit(chance, busy if unit(chance) < INSIDE_CHANCE else edge)
    rest = busy ^ bit(s)
    near = ((rest << WORD(1)) | (rest >> WORD(1))) & free
    if near != 0 and unit(chance) < NEAR_CHANCE:
        return s, any_bit(chance, near)
    return s, any_bit(chance, free)


@hot
def pick(
    at: Array,
    allowed: Array,
    meet: Array,
    people: Array,
    hours: Array,
    own: Array,
    chance: Array,
    p: int,
) -> tuple[int, int]:
    """Draw a slot to give up and one to take for a participant, or 0, 0."""
    first = people[p, FIRST]
    count = people[p + 1, FIRST] - first
    m = own[first + below(chance, count)]
    s = meet[m, SLOT]
    if s == 0:
        return 0, 0
    if at[p, s - 1] >= 0 and at[p, s + 1] >= 0 and unit(chance) < STAY_CHANCE:
        return 0, 0
    t = meet[own[first + below(chance, count)], SLOT]
    if t > 0 and unit(chance) < NEAR_CHANCE:
        step = 1 if draw(chance) & WORD(256) else -1
        t += step
        while at[p, t] >= 0 and t != s:
            t += step
    else:
        for _ in range(TRIES):
            t = 1 + below(chance, hours.shape[1] - 2)
            if at[p, t] < 0:
                break
    if at[p, t] >= 0 or not allowed[m, t]:
        return 0, 0
    return s, t


@hot
def turn(
    at: Array,
    bits: Array,
    allowed: Array,
    meet: Array,
    people: Array,
    hours: Array,
    lists: Array,
    own: Array,
    links: Array,
    tally: Array,
    chance: Array,
    there: Array | None,
    near: Array | None,
    p: int,
    heat: float,
    price: float,
) -> None:
    """Try one exchange of two slots that begins at a participant."""
    if hours.shape[1] <= MOST_BITS + 2:
        s, t = pick_by_bits(bits, hours, chance, p)
        if s == 0 or not allowed[at[p, s], t]:
            return
    else:
        s, t = pick(at, allowed, meet, people, hours, own, chance, p)
        if s == 0:
            return
    change = swing(at, p, s, t)
    flip = bit(s) ^ bit(t)
    far = away(bits, people, p, flip)
    cost = change + OUTSIDE * (far - people[p, AWAY])
    limit = NO_LIMIT
    if price > 0:
        limit = -heat * np.log(unit(chance) + 1e-300) / price
        if cost > limit + 1 + OUTSIDE:
            return
    count, q = trace(at, allowed, meet, lists, p, s, t)
    if count == 0 or (count % 2 and hours[0, t, LOAD] >= hours[0, t, ROOM]):
        return
    if len(hours) > 1 and not has_room(meet, hours, lists, s, t, count):
        return
    if tally[LIMITS] and not (
        suits(bits, people, p, bits[p, 0] ^ flip)
        and suits(bits, people, q, bits[q, 0] ^ flip)
    ):
        return
    if (
        there is not None
        and near is not None
        and not can_travel(meet, lists, there, near, p, s, t, count)
    ):
        return
    if count % 2:
        other = swing(at, q, s, t)
    else:
        other = swing(at, q, t, s)
    if price > 0 and cost + other > limit + OUTSIDE:
        return
    beyond = away(bits, people, q, flip)
    if cost + other + OUTSIDE * (beyond - people[q, AWAY]) > limit + TINY:
        return
    most = tally[MOST]
    if (change > 0 and people[p, RUNS] + change > most + 1) or (
        other > 0 and people[q, RUNS] + other > most + 1
    ):
        return
    shift(at, bits, meet, hours, lists, there, p, q, s, t, count)
    if links.size and not is_path_in_order(meet, lists, links, count):
        shift(at, bits, meet, hours, lists, there, p, q, t, s, count)
        return
    tally[GAPS] += change + other
    people[p, AWAY] = far
    people[q, AWAY] = beyond
    if change:
        people[p, RUNS] += change
        note(people, lists, tally, p)
    if other:
        people[q, RUNS] += other
        note(people, lists, tally, q)


@inner
def lightest(at: Array, meet: Array, chance: Array, t: int, groups: int) -> int:
    """Give one of the lighter meetings of a slot that are in groups, or -1."""
    chosen = -1
    for _ in range(SAMPLES):
        m = at[below(chance, len(at)), t]
        if m < 0 or meet[m, KEEP] or (groups > 0 and groups & ~meet[m, GROUPS]):
            continue
        if chosen < 0 or meet[m, WEIGHT] < meet[chosen, WEIGHT]:
            chosen = m
    return chosen


@inner
def insert(
    at: Array,
    bits: Array,
    allowed: Array,
    meet: Array,
    people: Array,
    hours: Array,
    lists: Array,
    links: Array,
    tally: Array,
    chance: Array,
    there: Array | None,
    near: Array | None,
    heat: float,
    penalty: float,
    price: float,
) -> None:
    """Try to place a waiting meeting; who is in its way waits instead."""
    m = lists[IDLE, below(chance, tally[WAITING])]
    t = 1 + below(chance, hours.shape[1] - 2)
    if not allowed[m, t] or not is_in_order(meet, links, m, t):
        return
    one = at[meet[m, A], t]
    two = at[meet[m, B], t]
    if one < 0:
        one, two = two, -1
    if two == one:
        two = -1
    if one < 0:
        groups = full_groups(meet, hours, m, t)
        if groups != 0:
            one = lightest(at, meet, chance, t, groups)
            if one < 0:
                return
    change = -meet[m, WEIGHT]
    if one >= 0:
        change += meet[one, WEIGHT]
    if two >= 0:
        change += meet[two, WEIGHT]
    limit = -heat * np.log(unit(chance) + 1e-300)
    if penalty * change - 4 * price > limit:
        return
    if (one >= 0 and meet[one, KEEP]) or (two >= 0 and meet[two, KEEP]):
        return
    before = tally[GAPS]
    if one >= 0:
        leave(at, bits, meet, people, hours, lists, tally, there, one)
    if two >= 0:
        leave(at, bits, meet, people, hours, lists, tally, there, two)
    is_in = can_enter(at, bits, meet, people, hours, there, near, m, t)
    if is_in:
        enter(at, bits, meet, people, hours, lists, tally, there, m, t)
    extra = tally[GAPS] - before
    is_unfair = extra > 0 and (
        people[meet[m, A], RUNS] > tally[MOST] + 1
        or people[meet[m, B], RUNS] > tally[MOST] + 1
    )
    if is_in and penalty * change + price * extra <= limit and not is_unfair:
        return
    if is_in:
        leave(at, bits, meet, people, hours, lists, tally, there, m)
    if one >= 0:
        enter(at, bits, meet, people, hours, lists, tally, there, one, t)
    if two >= 0:
        enter(at, bits, meet, people, hours, lists, tally, there, two, t)


@hot
def keep_best(meet: Array, tally: Array) -> None:
    """Remember the slots if less weight is lost, or as much and fewer gaps."""
    if tally[LOST] < tally[BEST_LOST] or (
        tally[LOST] == tally[BEST_LOST] and tally[GAPS] < tally[BEST_GAPS]
    ):
        tally[BEST_LOST] = tally[LOST]
        tally[BEST_GAPS] = tally[GAPS]
        meet[:, BEST] = meet[:, SLOT]


@compiled
def anneal(
    at: Array,
    bits: Array,
    allowed: Array,
    meet: Array,
    people: Array,
    hours: Array,
    lists: Array,
    own: Array,
    links: Array,
    tally: Array,
    chance: Array,
    there: Array | None,
    near: Array | None,
    moves: int,
    heat: float,
    focus: float,
    penalty: float,
    price: float,
) -> None:
    """Make so many moves at one heat; `focus` of them for participants who wait."""
    for _ in range(moves):
        if tally[WAITING] and unit(chance) < INSERT_CHANCE:
            insert(
                at,
                bits,
                allowed,
                meet,
                people,
                hours,
                lists,
                links,
                tally,
                chance,
                there,
                near,
                heat,
                penalty,
                price,
            )
            keep_best(meet, tally)
            continue
        if tally[WAITERS] and unit(chance) < focus:
            p = lists[LATE, below(chance, tally[WAITERS])]
        else:
            p = below(chance, len(at))
        if people[p + 1, FIRST] > people[p, FIRST]:
            turn(
                at,
                bits,
                allowed,
                meet,
                people,
                hours,
                lists,
                own,
                links,
                tally,
                chance,
                there,
                near,
                p,
                heat,
                price,
            )
            keep_best(meet, tally)


@compiled
def settle(
    at: Array,
    bits: Array,
    allowed: Array,
    meet: Array,
    people: Array,
    hours: Array,
    lists: Array,
    own: Array,
    links: Array,
    tally: Array,
    chance: Array,
    there: Array | None,
    near: Array | None,
    wish: Array,
) -> None:
    """Put meetings into the slots wished for, as far as they fit together."""
    for m in range(len(wish)):
        t = wish[m]
        if t == 0 or meet[m, SLOT] or not allowed[m, t]:
            continue
        if can_enter(at, bits, meet, people, hours, there, near, m, t) and is_in_order(
            meet, links, m, t
        ):
            enter(at, bits, meet, people, hours, lists, tally, there, m, t)
    keep_best(meet, tally)


@inner
def make_way(
    at: Array,
    bits: Array,
    allowed: Array,
    meet: Array,
    people: Array,
    hours: Array,
    lists: Array,
    links: Array,
    tally: Array,
    chance: Array,
    there: Array | None,
    near: Array | None,
    m: int,
) -> Any:
    """Free a slot for both ends of a meeting by one exchange; give it, or 0."""
    slots = hours.shape[1] - 2
    begin = below(chance, slots)
    for i in range(slots):
        t = 1 + (begin + i) % slots
        if not allowed[m, t] or full_groups(meet, hours, m, t) != 0:
            continue
        busy, free = meet[m, A], meet[m, B]
        if at[busy, t] < 0:
            busy, free = free, busy
        if at[busy, t] < 0 or at[free, t] >= 0:
            continue
        if not is_in_order(meet, links, m, t):
            continue
        for s in range(1, slots + 1):
            if s == t or at[busy, s] >= 0:
                continue
            count, q = trace(at, allowed, meet, lists, busy, t, s)
            if count == 0 or q == free:
                continue
            if not has_room(meet, hours, lists, t, s, count):
                continue
            if (
                there is not None
                and near is not None
                and not can_travel(meet, lists, there, near, busy, t, s, count)
            ):
                continue
            change = swing(at, busy, t, s)
            if count % 2:
                other = swing(at, q, t, s)
            else:
                other = swing(at, q, s, t)
            shift(at, bits, meet, hours, lists, there, busy, q, t, s, count)
            if not (
                is_path_in_order(meet, lists, links, count)
                and is_in_order(meet, links, m, t)
                and suits(bits, people, q, bits[q, 0])
                and can_enter(at, bits, meet, people, hours, there, near, m, t)
            ):
                shift(at, bits, meet, hours, lists, there, busy, q, s, t, count)
                continue
            people[busy, RUNS] += change
            people[q, RUNS] += other
            people[busy, AWAY] = away(bits, people, busy, WORD(0))
            people[q, AWAY] = away(bits, people, q, WORD(0))
            tally[GAPS] += change + other
            note(people, lists, tally, busy)
            note(people, lists, tally, q)
            return t
    return 0


@inner
def push_price(meet: Array, n: int) -> Any:
    """Say what it costs that a meeting makes room: more each time."""
    if n < 0:
        return 0
    if meet[n, KEEP]:
        return 1 << 40
    return 1 + meet[n, PUSHED]


@inner
def cheapest(
    at: Array,
    bits: Array,
    allowed: Array,
    meet: Array,
    people: Array,
    hours: Array,
    links: Array,
    chance: Array,
    there: Array | None,
    near: Array | None,
    m: int,
) -> tuple[int, int]:
    """Give the slot in which a meeting pushes out the least, and its price."""
    chosen, low, ties = 0, 1 << 40, 0
    a, b = meet[m, A], meet[m, B]
    for t in range(1, hours.shape[1] - 1):
        if not allowed[m, t]:
            continue
        one, two = at[a, t], at[b, t]
        price = push_price(meet, one)
        if two != one:
            price += push_price(meet, two)
        if (
            one < 0
            and two < 0
            and not can_enter(at, bits, meet, people, hours, there, near, m, t)
        ):
            price += 3
        for k in range(meet[m, LINKED], meet[m + 1, LINKED]):
            link = links[k]
            n = abs(link) - 1
            other = meet[n, SLOT]
            if other > 0 and ((link < 0 and other >= t) or (link > 0 and other <= t)):
                price += push_price(meet, n)
        if there is not None and near is not None:
            for end in range(2):
                p = meet[m, A + end]
                slots = clash(there, near, p, meet[m, SITE], t)
                while slots:
                    price += push_price(meet, at[p, first_bit(slots)])
                    slots &= slots - WORD(1)
        if price < low:
            chosen, low, ties = t, price, 1
        elif price == low:
            ties += 1
            if below(chance, ties) == 0:
                chosen = t
    return chosen, low


@inner
def push(
    at: Array,
    bits: Array,
    meet: Array,
    people: Array,
    hours: Array,
    lists: Array,
    tally: Array,
    there: Array | None,
    n: int,
) -> None:
    """Let a placed meeting make room."""
    if n >= 0 and meet[n, SLOT]:
        meet[n, PUSHED] += 1
        leave(at, bits, meet, people, hours, lists, tally, there, n)


@inner
def yield_limits(
    at: Array,
    bits: Array,
    meet: Array,
    people: Array,
    hours: Array,
    lists: Array,
    own: Array,
    tally: Array,
    chance: Array,
    there: Array | None,
    m: int,
    end: int,
    t: int,
) -> None:
    """Push meetings of a participant out until her limits allow one more."""
    p = meet[m, A + end]
    first = people[p, FIRST]
    count = people[p + 1, FIRST] - first
    begin = below(chance, count)
    for k in range(count):
        if suits(bits, people, p, bits[p, 0] | bit(t)):
            break
        n = own[first + (begin + k) % count]
        if not meet[n, KEEP]:
            push(at, bits, meet, people, hours, lists, tally, there, n)


@compiled
def place_all(
    at: Array,
    bits: Array,
    allowed: Array,
    meet: Array,
    people: Array,
    hours: Array,
    lists: Array,
    own: Array,
    links: Array,
    tally: Array,
    chance: Array,
    there: Array | None,
    near: Array | None,
    moves: int,
) -> None:
    """
    Place every waiting meeting where it pushes out the least.

    First a slot is freed by an exchange if that is possible.
    """
    for _ in range(moves):
        if tally[WAITING] == 0:
            break
        m = lists[IDLE, below(chance, tally[WAITING])]
        t, price = cheapest(
            at, bits, allowed, meet, people, hours, links, chance, there, near, m
        )
        if t == 0:
            continue
        if price > 0:
            freed = make_way(
                at,
                bits,
                allowed,
                meet,
                people,
                hours,
                lists,
                links,
                tally,
                chance,
                there,
                near,
                m,
            )
            t = freed or t
        a, b = meet[m, A], meet[m, B]
        push(at, bits, meet, people, hours, lists, tally, there, at[a, t])
        push(at, bits, meet, people, hours, lists, tally, there, at[b, t])
        for k in range(meet[m, LINKED], meet[m + 1, LINKED]):
            n = abs(links[k]) - 1
            if meet[n, SLOT] and not is_in_order(meet, links, m, t):
                push(at, bits, meet, people, hours, lists, tally, there, n)
        if there is not None and near is not None:
            for end in range(2):
                p = meet[m, A + end]
                slots = clash(there, near, p, meet[m, SITE], t)
                while slots:
                    n = at[p, first_bit(slots)]
                    push(at, bits, meet, people, hours, lists, tally, there, n)
                    slots &= slots - WORD(1)
        for end in range(2):
            yield_limits(
                at,
                bits,
                meet,
                people,
                hours,
                lists,
                own,
                tally,
                chance,
                there,
                m,
                end,
                t,
            )
        for _ in range(1000):
            groups = full_groups(meet, hours, m, t)
            if groups == 0:
                break
            n = lightest(at, meet, chance, t, groups)
            push(at, bits, meet, people, hours, lists, tally, there, n)
        if can_enter(at, bits, meet, people, hours, there, near, m, t):
            enter(at, bits, meet, people, hours, lists, tally, there, m, t)
    keep_best(meet, tally)
