"""
Answer questions about clauses with CaDiCaL, as a program of its own.

It reads clauses and assumptions from standard input and answers on standard
output until the input ends, or until the time that came with the question is
over.
"""

from __future__ import annotations

import signal
import sys
from array import array
from typing import IO, Any

ENGINE = "cadical153"


def _read(pipe: IO[bytes], count: int) -> array[int]:
    numbers = array("i")
    numbers.frombytes(pipe.read(count * numbers.itemsize))
    return numbers


def main() -> None:
    """Answer questions until the input ends."""
    from pysat.solvers import Solver  # noqa: PLC0415 -- slow import

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    solver: Any = Solver(name=ENGINE)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while True:
        head = _read(source, 3)
        if len(head) < 3:
            return
        signal.alarm(head[0])
        clause: list[int] = []
        for literal in _read(source, head[1]):
            if literal:
                clause.append(literal)
            else:
                solver.add_clause(clause)
                clause = []
        found = solver.solve(assumptions=list(_read(source, head[2])))
        literals = solver.get_model() if found else solver.get_core()
        body = array("i", [v for v in literals or [] if not found or v > 0])
        sink.write(array("i", [int(found), len(body)]).tobytes() + body.tobytes())
        sink.flush()


if __name__ == "__main__":
    main()
