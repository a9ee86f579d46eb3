"""Outcomes as lines for people: while a race runs, at its end, and for documents."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from convene.bench.run import OURS, Outcome

HEAD = (
    f"{'instance':24} {'method':8} {'seconds':>8} {'CPU':>8} {'MiB':>5} "
    f"{'value':>12} {'bound':>12}  status"
)
WORTH_COMPARING_SECONDS = 1.0
DONE = ("optimal", "infeasible", "feasible", "partial", "unknown")


def value(outcome: Outcome) -> str:
    """Say what was reached: idle gaps, with the weight if it is not all of it."""
    return _numbers(outcome.weight, outcome.gaps, outcome)


def bound(outcome: Outcome) -> str:
    """Say what was proven, in the same form as the value."""
    if outcome.status == "infeasible":
        return ""
    return _numbers(outcome.weight_bound, outcome.gaps_bound, outcome)


def _numbers(weight: int | None, gaps: int | None, outcome: Outcome) -> str:
    if weight is None and gaps is None:
        return ""
    said = "–" if gaps is None else str(gaps)
    is_whole = outcome.weight in {None, outcome.weight_bound}
    return said if is_whole else f"{'–' if weight is None else weight}; {said}"


def line(outcome: Outcome) -> str:
    """Give an outcome as one line under `HEAD`."""
    note = f" ({outcome.note})" if outcome.note and not outcome.is_settled else ""
    return (
        f"{outcome.instance[:24]:24} {outcome.method:8} {outcome.seconds:8.2f} "
        f"{outcome.cpu:8.2f} {outcome.mebibytes:5} "
        f"{value(outcome):>12} {bound(outcome):>12}  {outcome.status}{note}"
    ).rstrip()


def pairs(outcomes: Iterable[Outcome], baseline: str) -> list[tuple[Outcome, Outcome]]:
    """Pair our outcome with a baseline's on every instance that both could try."""
    ours = {o.instance: o for o in outcomes if o.method == OURS}
    theirs = [o for o in outcomes if o.method == baseline and o.status in DONE]
    return [(ours[o.instance], o) for o in theirs if o.instance in ours]


def summary(outcomes: Sequence[Outcome], baseline: str) -> list[str]:
    """
    Compare schedules and seconds with a baseline's.

    Seconds count where one of both settled the question; the other then counts
    with the time that was spent.
    """
    both = pairs(outcomes, baseline)
    if not both:
        return []
    settled = [sum(o.is_settled for o in side) for side in zip(*both, strict=True)]
    better = sum(_is_better(us, them) for us, them in both)
    worse = sum(_is_better(them, us) for us, them in both)
    first = f"{OURS} and {baseline}: {len(both)} instances, "
    first += f"settled {settled[0]} and {settled[1]}, "
    first += f"better on {better}, worse on {worse}"
    text = [first]
    both = [pair for pair in both if pair[0].is_settled or pair[1].is_settled]
    if not both or baseline == "greedy":
        return text
    wall = [them.seconds / max(us.seconds, 0.01) for us, them in both]
    processor = [max(them.cpu, 0.01) / max(us.cpu, 0.01) for us, them in both]
    text.append(
        f"geometric mean: {_mean(wall):.1f} times as fast as {baseline} "
        f"({_mean(processor):.1f} in CPU seconds)"
    )
    long = [
        (us.seconds / them.seconds, us.instance)
        for us, them in both
        if them.seconds > WORTH_COMPARING_SECONDS
    ]
    if long:
        worst, instance = max(long)
        text.append(
            f"where {baseline} takes over {WORTH_COMPARING_SECONDS:.0f} s "
            f"({len(long)} instances): {_mean([1 / r for r, _ in long]):.1f} times, "
            f"at worst {worst:.2f} of its time ({instance})"
        )
    return text


def _mean(ratios: Sequence[float]) -> float:
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def _is_better(one: Outcome, other: Outcome) -> bool:
    """Tell whether one has a schedule with more weight or fewer gaps."""
    if one.weight is None or one.gaps is None:
        return False
    if other.weight is None or other.gaps is None:
        return other.status != "infeasible"
    return (one.weight, -one.gaps) > (other.weight, -other.gaps)


def markdown(outcomes: Sequence[Outcome], methods: Sequence[str]) -> list[str]:
    """Give a table with a row per instance and a column per method."""
    found = {(o.instance, o.method): o for o in outcomes}
    names = list(dict.fromkeys(o.instance for o in outcomes))
    rows = [
        "| instance | " + " | ".join(methods) + " |",
        "|---" * (len(methods) + 1) + "|",
    ]
    for name in names:
        cells = [_cell(found.get((name, method))) for method in methods]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return rows


def _cell(outcome: Outcome | None) -> str:
    if outcome is None:
        return ""
    if outcome.status not in DONE:
        return outcome.status
    seconds = f"{outcome.seconds:.2f} s ({outcome.cpu:.2f})"
    if outcome.status == "infeasible":
        return f"{seconds}: infeasible"
    if outcome.status == "optimal":
        return f"{seconds}: **{value(outcome)}**"
    proven = "" if outcome.gaps_bound is None else f", bound {bound(outcome)}"
    if outcome.status == "unknown":
        return f"{seconds}: nothing{proven}"
    left = ", incomplete" if outcome.status == "partial" else ""
    return f"{seconds}: {value(outcome)}{proven}{left}"
