"""Run methods side by side and believe only what the validator confirms."""

from __future__ import annotations

import importlib.util
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from convene.bench import chuffed
from convene.bench.claim import Claim
from convene.timetable.files import read_instance, read_json
from convene.timetable.model import prepare
from convene.timetable.parts import InstanceError
from convene.timetable.problem import Instance
from convene.timetable.rules import GoalId, Rule
from convene.timetable.schedule import Schedule
from convene.timetable.seats import seat
from convene.timetable.validate import check, measure

OURS = "convene"
BASELINES = ("maxsat", "cpsat", "chuffed", "greedy")
GRACE = 2.0
#: Rules that a schedule may break and still be worth showing, as incomplete.
INCOMPLETE = {Rule.MUST_PLACE_ALL, Rule.FAIRNESS}


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What one method reached on one instance.

    Attributes:
        status: `optimal`, `infeasible`, `feasible`, `partial` (a schedule that
            leaves out meetings that must be placed, or is unfair), `unknown`,
            `unsupported`, `missing` (not installed) or `wrong`.
        seconds: Wall clock of the whole process, from its start to its answer.
        cpu: Processor seconds of the process and its children.
        weight: Placed weight, counted by the validator.
        gaps: Idle gaps, counted by the validator.
        weight_bound: Bound on the weight that the method claims to have proven.
        gaps_bound: Bound on the gaps that the method claims to have proven.
        placed: Number of placed meetings.

    """

    instance: str
    method: str
    status: str
    seconds: float = 0.0
    cpu: float = 0.0
    mebibytes: int = 0
    placed: int | None = None
    weight: int | None = None
    gaps: int | None = None
    weight_bound: int | None = None
    gaps_bound: int | None = None
    note: str = ""

    @property
    def is_settled(self) -> bool:
        """Tell whether the method answered the question for good."""
        return self.status in {"optimal", "infeasible"}


@dataclass(slots=True)
class Told:
    """What a process has said, judged line by line."""

    instance: Instance
    total: int
    weight: int = -1
    gaps: int = 0
    placed: int = 0
    is_full: bool = False
    weight_bound: int | None = None
    gaps_bound: int | None = None
    end: str = ""
    note: str = ""
    wrong: list[str] = field(default_factory=list)

    def hear(self, claim: Claim) -> None:
        if claim.slot is not None:
            self._judge(claim.slot)
        if claim.weight_bound is not None:
            self.weight_bound = claim.weight_bound
        if claim.gaps_bound is not None:
            self.gaps_bound = claim.gaps_bound
        self.end = claim.end or self.end
        self.note = claim.note or self.note

    def _judge(self, slot: tuple[int, ...]) -> None:
        """Keep a schedule if it is right and better than those before."""
        instance = self.instance
        try:
            schedule: Schedule | None = Schedule(slot)
            if instance.tables is not None or instance.locked:
                none = [-1] * len(slot)
                schedule = seat(prepare(instance), slot, none, none)
            if schedule is None:
                self.wrong.append("no tables")
                return
            self.keep(schedule)
        except (InstanceError, IndexError) as error:
            self.wrong.append(str(error))

    def keep(self, schedule: Schedule) -> None:
        """Check a schedule and remember its values if they are better."""
        rules = {v.rule for v in check(self.instance, schedule)}
        is_full = not rules & INCOMPLETE
        if rules - INCOMPLETE:
            self.wrong.append(str(min(rules - INCOMPLETE)))
            return
        values = measure(self.instance, schedule)
        weight, gaps = values[GoalId.PLACED_WEIGHT], values[GoalId.IDLE_GAPS]
        if (is_full, weight, -gaps) > (self.is_full, self.weight, -self.gaps):
            self.is_full, self.weight, self.gaps = is_full, weight, gaps
            self.placed = sum(t >= 0 for t in schedule.slot)

    def outcome(self, method: str) -> Outcome:
        """Give what is left of the claims after the checks."""
        has_schedule = self.weight >= 0
        status = "unknown"
        gaps_bound, weight_bound = self.gaps_bound, self.weight_bound
        if has_schedule:
            status = "feasible" if self.is_full else "partial"
        if self.end == "optimal":
            if status != "feasible":
                self.wrong.append("no schedule with the claim that it is the best")
            elif gaps_bound is not None and gaps_bound > self.gaps:
                self.wrong.append(f"a bound of {gaps_bound} on {self.gaps} gaps")
            status = "optimal"
            weight_bound, gaps_bound = self.weight, self.gaps
        elif self.end in {"infeasible", "unsupported"}:
            status = self.end
        if self.end == "infeasible" and self.is_full:
            self.wrong.append("a schedule, and the claim that there is none")
        if self.wrong:
            status = "wrong"
        if self.instance.must_place_all and weight_bound is None:
            weight_bound = self.total
        return Outcome(
            self.instance.name,
            method,
            status,
            placed=self.placed if has_schedule else None,
            weight=self.weight if has_schedule else None,
            gaps=self.gaps if has_schedule else None,
            weight_bound=weight_bound,
            gaps_bound=gaps_bound,
            note="; ".join([*self.wrong[:1], *([self.note] if self.note else [])]),
        )


def missing(method: str) -> str:
    """Say what is not installed that a method needs; empty if all is there."""
    if method == "cpsat" and importlib.util.find_spec("ortools") is None:
        return "OR-Tools is not installed (pip install ortools)"
    if method == "chuffed" and not chuffed.is_installed():
        return "MiniZinc with Chuffed is not installed"
    return ""


def race(
    paths: Sequence[Path],
    *,
    methods: Sequence[str],
    seconds: float,
    seed: int,
    threads: int,
) -> Iterator[list[Outcome]]:
    """
    Run every method on each instance in turn and give the outcomes together.

    Raises:
        InstanceError: A file is no instance.

    """
    for path in paths:
        read_instance(path)
    seen: set[str] = set()
    for index, path in enumerate(paths):
        instance = read_instance(path)
        if not instance.name or instance.name in seen:
            instance = replace(instance, name=path.stem)
        seen.add(instance.name)
        # Whoever comes second finds warm caches; so they take turns.
        order = list(methods)[:: -1 if index % 2 else 1]
        found = {
            method: attempt(path, instance, method, seconds, seed=seed, threads=threads)
            for method in order
        }
        yield contradictions([found[m] for m in methods])


def attempt(
    path: Path,
    instance: Instance,
    method: str,
    seconds: float,
    *,
    seed: int = 0,
    threads: int = 1,
) -> Outcome:
    """Run one method on one instance in a process of its own."""
    lack = missing(method)
    if lack:
        return Outcome(instance.name, method, "missing", note=lack)
    told = Told(instance, instance.total_weight)
    with tempfile.TemporaryDirectory() as folder:
        solution = Path(folder) / "solution.json"
        python = [sys.executable, "-P", "-m"]
        if method == OURS:
            command = [*python, "convene", "solve", str(path), "--quiet"]
            command += ["--seconds", str(seconds), "--seed", str(seed)]
            command += ["--threads", str(threads), "--output", str(solution)]
        else:
            command = [*python, "convene.bench.child", method, str(path)]
            command += [str(seconds), str(threads)]
        began = time.monotonic()
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            start_new_session=True,
        )
        is_over = False
        try:
            is_over, complaint = _listen(process, told, began + seconds + GRACE)
        finally:  # also when the race is called off
            cpu, mebibytes = _reap(process, is_over=is_over)
        took = time.monotonic() - began
        if method == OURS and solution.exists():
            _read_solution(solution, told)
    outcome = told.outcome(method)
    if complaint and outcome.status == "unknown":
        outcome = replace(outcome, note=complaint)
    return replace(
        outcome, seconds=round(took, 2), cpu=round(cpu, 2), mebibytes=mebibytes
    )


def _listen(
    process: subprocess.Popen[bytes], told: Told, deadline: float
) -> tuple[bool, str]:
    """Hear the claims; tell whether the process ended in time, and its last words."""
    rest = {"out": b"", "err": b""}
    with selectors.DefaultSelector() as waiting:
        for pipe, name in ((process.stdout, "out"), (process.stderr, "err")):
            if pipe is not None:
                waiting.register(pipe, selectors.EVENT_READ, name)
        while waiting.get_map() and deadline > time.monotonic():
            for key, _ in waiting.select(deadline - time.monotonic()):
                data = os.read(key.fd, 1 << 16)
                if not data:
                    waiting.unregister(key.fileobj)
                rest[key.data] += data
            *lines, rest["out"] = rest["out"].split(b"\n")
            for line in lines:
                if line.startswith(b"{"):
                    told.hear(Claim.read(line.decode()))
        is_over = not waiting.get_map()
    words = rest["err"].decode(errors="replace").strip().splitlines()
    return is_over, words[-1] if words else ""


def _reap(process: subprocess.Popen[bytes], *, is_over: bool) -> tuple[float, int]:
    """End the process with all that it started; give its CPU seconds and memory."""
    if not is_over:
        _end(process)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    _end(process)
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _read_solution(path: Path, told: Told) -> None:
    """Take our own answer by the same rules as the others'."""
    data = read_json(path)
    end = data["status"]
    if any(t >= 0 for t in data["slot"]) or end == "optimal":
        told.keep(Schedule.from_json(data))
    told.hear(
        Claim(
            end=end if end in {"optimal", "infeasible"} else "feasible",
            weight_bound=data.get("placed_weight_bound"),
            gaps_bound=data.get("breaks_bound"),
        )
    )


def contradictions(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Mark as wrong what another method's checked schedule disproves."""
    judged = []
    for outcome in outcomes:
        against = [
            o
            for o in outcomes
            if o.status in {"optimal", "feasible"}
            and o.weight is not None
            and o.gaps is not None
            and _disproves(o.weight, o.gaps, outcome)
        ]
        if against:
            note = f"disproved by the schedule of {against[0].method}"
            judged.append(replace(outcome, status="wrong", note=note))
        else:
            judged.append(outcome)
    return judged


def _disproves(weight: int, gaps: int, claim: Outcome) -> bool:
    if claim.status == "infeasible":
        return True
    if claim.weight_bound is not None and weight > claim.weight_bound:
        return True
    reached = claim.weight_bound if claim.weight is None else claim.weight
    return (
        claim.gaps_bound is not None and weight == reached and gaps < claim.gaps_bound
    )


def to_json(outcome: Outcome) -> str:
    """Write an outcome as one line."""
    return json.dumps(
        {name: getattr(outcome, name) for name in Outcome.__slots__}, ensure_ascii=False
    )
