"""
A second satisfiability solver in a process of its own, which can be ended.

CaDiCaL finds schedules where Glucose gets lost, but does not stop on request.
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import IO

PROGRAM = Path(__file__).with_name("second_process.py")
LONGEST_SECONDS = 3600


class Second:
    """The calling side: send clauses, ask a question, look for the answer."""

    def __init__(self) -> None:
        path = os.pathsep.join(p for p in sys.path if p)
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )

    def ask(
        self, clauses: Iterable[list[int]], assumptions: list[int], seconds: float
    ) -> None:
        """Send new clauses and a question; the answer comes later."""
        flat = array("i")
        for clause in clauses:
            flat.extend(clause)
            flat.append(0)
        limit = int(min(LONGEST_SECONDS, max(1.0, seconds + 2)))
        head = array("i", [limit, len(flat), len(assumptions)])
        pipe = self._process.stdin
        if pipe is not None:
            for part in (head, flat, array("i", assumptions)):
                pipe.write(part.tobytes())
            pipe.flush()

    def answer(self, wait: float) -> tuple[bool, list[int]] | None:
        """
        Give yes with the true literals, or no with the core, if it is there by now.

        Raises:
            BrokenPipeError: The process has ended.
        """
        pipe = self._process.stdout
        if pipe is None or not select.select([pipe], [], [], wait)[0]:
            return None
        head = _read(pipe, 2)
        if len(head) < 2:
            raise BrokenPipeError
        return bool(head[0]), list(_read(pipe, head[1]))

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        self._process.wait()


def _read(pipe: IO[bytes], count: int) -> array[int]:
    numbers = array("i")
    numbers.frombytes(pipe.read(count * numbers.itemsize))
    return numbers
