"""A MiniZinc model of our own, solved by Chuffed where that is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from convene.bench.claim import Claim
from convene.timetable.model import Model

PROGRAM = Path(__file__).with_name("chuffed.mzn")
SOLVER = "chuffed"


def is_installed(solver: str = SOLVER) -> bool:
    """Tell whether MiniZinc is there and knows the solver."""
    if shutil.which("minizinc") is None:
        return False
    known = subprocess.run(
        ["minizinc", "--solvers"], check=False, capture_output=True, text=True
    )
    return solver in known.stdout.lower()


def data(model: Model) -> str:
    """Write the model's numbers for MiniZinc, which counts from 1."""
    instance = model.instance

    def row(values: Iterable[object]) -> str:
        return "[" + ",".join(str(v) for v in values) + "]"

    def group(values: Iterable[int]) -> str:
        return "{" + ",".join(str(v + 1) for v in values) + "}"

    order = [m + 1 for pair in instance.precedences for m in pair]
    count = len(instance.precedences)
    fairness = -1 if instance.fairness is None else instance.fairness
    return "\n".join(
        [
            f"people={instance.participants};",
            f"slots={instance.slots};",
            f"meetings={len(instance.meetings)};",
            f"tables={row(instance.capacity)};",
            f"first={row(m.a + 1 for m in instance.meetings)};",
            f"second={row(m.b + 1 for m in instance.meetings)};",
            f"allowed={row(group(slots) for slots in model.domain)};",
            f"agenda={row(group(own) for own in model.of)};",
            f"orders={count};",
            f"order=array2d(1..{count},1..2,{row(order)});",
            f"fairness={fairness};",
        ]
    )


def run(
    model: Model,
    seconds: float,
    threads: int,
    tell: Callable[[Claim], None],
    solver: str = SOLVER,
) -> None:
    """Solve with free search and tell every schedule that is better."""
    if not model.instance.must_place_all or model.instance.withdrawn:
        tell(Claim(end="unsupported", note="places all meetings or none"))
        return
    command = ["minizinc", "--solver", solver, "--intermediate"]
    command += ["--free-search"] if solver == SOLVER else []
    command += ["--time-limit", str(max(1, int(seconds * 1000)))]
    with tempfile.TemporaryDirectory() as folder:
        numbers = Path(folder) / "instance.dzn"
        numbers.write_text(data(model), encoding="utf-8")
        process = subprocess.Popen(
            [*command, str(PROGRAM), str(numbers)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        end = "feasible"
        for line in process.stdout or ():
            if found := re.match(r"held=\[(.*)\]", line):
                slot = tuple(int(t) - 1 for t in found[1].split(",") if t.strip())
                tell(Claim(slot=slot))
            elif "UNSATISFIABLE" in line:
                end = "infeasible"
            elif line.startswith("=========="):
                end = "optimal"
            elif "error" in line.lower():
                tell(Claim(note=line.strip()))
        process.communicate()
    tell(Claim(end=end))
