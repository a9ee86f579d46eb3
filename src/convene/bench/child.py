"""
Run one other method on one instance, as a process that can be ended.

    python -m convene.bench.child METHOD INSTANCE SECONDS THREADS

Each line of standard output is a claim. A method has 4 GiB of memory.
"""

from __future__ import annotations

import os
import resource
import sys

from convene.bench import chuffed, cpsat, first_come, maxsat
from convene.bench.claim import Claim
from convene.timetable.files import read_instance
from convene.timetable.model import prepare

MOST_BYTES = 4 << 30
METHODS = {
    "maxsat": maxsat.run,
    "cpsat": cpsat.run,
    "chuffed": chuffed.run,
    "greedy": first_come.run,
}


def _tell(claim: Claim) -> None:
    # Not `print`: a bound may be told from inside a solver's thread.
    os.write(1, (claim.line() + "\n").encode())


def main(method: str, path: str, seconds: float, threads: int) -> None:
    """Run a method and write its claims."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, most))
    model = prepare(read_instance(path))
    if not model.is_simple():
        _tell(Claim(end="unsupported", note="knows slots and tables only"))
        return
    METHODS[method](model, seconds, threads, _tell)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
