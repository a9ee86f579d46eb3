"""Exact searches in processes of their own, which report and can be ended at once."""

from __future__ import annotations

import json
import os
import select
import signal
from collections.abc import Callable, Iterator
from typing import Any, Self

Tell = Callable[[list[Any]], None]
Move = Callable[[], None]
Work = Callable[[Tell, Move], None]


class Runner:
    """A copy of this process that works on and sends what it has to tell."""

    def __init__(self, number: int, pipe: int) -> None:
        self.number, self.pipe = number, pipe
        self._rest = b""

    def pause(self) -> None:
        """Let it stand still."""
        os.kill(self.number, signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        os.kill(self.number, signal.SIGCONT)

    def hear(self) -> list[list[Any]] | None:
        """Give what it has told since; None when it has ended."""
        data = os.read(self.pipe, 1 << 20)
        if not data:
            return None
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [json.loads(line) for line in lines]

    def close(self) -> None:
        """End it, whatever it is doing."""
        os.close(self.pipe)
        os.kill(self.number, signal.SIGKILL)
        os.waitpid(self.number, 0)


class _Moved(BaseException):
    """The work is done elsewhere now."""


class Race:
    """
    Several runners at the same question.

    Raises:
        RuntimeError: One of them failed.
    """

    def __init__(self) -> None:
        self.runners: list[Runner] = []

    def start(self, work: Work) -> None:
        """Let one more join, in a copy of this process from its beginning."""

        def at_once(tell: Tell, move: Move) -> None:
            move()
            work(tell, move)

        self.begin(at_once, lambda _: None)

    def begin(self, work: Work, hear: Tell) -> None:
        """
        Begin to work in this process; once the work asks to move, a copy goes on.

        The copy knows everything that this process knew and stands where it stood,
        while this process returns from here. What is told before, `hear` is told at
        once; later it comes as news. A message is a list, of what JSON can write.
        """
        outlet = -1

        def tell(message: list[Any]) -> None:
            if outlet < 0:
                hear(message)
                return
            data = json.dumps(message).encode() + b"\n"
            while data:
                data = data[os.write(outlet, data) :]

        def move() -> None:
            nonlocal outlet
            if outlet >= 0:
                return
            pipe, inlet = os.pipe()
            number = os.fork()
            if number:
                os.close(inlet)
                self.runners.append(Runner(number, pipe))
                raise _Moved
            os.close(pipe)
            outlet = inlet
            signal.signal(signal.SIGINT, signal.SIG_IGN)

        try:
            work(tell, move)
        except _Moved:
            pass
        except MemoryError:
            if outlet < 0:
                raise
        except Exception:
            if outlet < 0:
                raise
            import traceback  # noqa: PLC0415 -- slow import

            tell(["failed", traceback.format_exc()])
        finally:
            # The copy never returns into what the other process was doing.
            if outlet >= 0:
                os._exit(0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for runner in self.runners:
            runner.close()

    def news(self, seconds: float) -> Iterator[list[Any]]:
        """Wait so long at most, then give what was told in the meantime."""
        pipes = {runner.pipe: runner for runner in self.runners}
        for pipe in select.select(list(pipes), [], [], seconds)[0]:
            runner = pipes[pipe]
            told = runner.hear()
            if told is None:
                self.runners.remove(runner)
                runner.close()
                continue
            for message in told:
                if message[0] == "failed":
                    raise RuntimeError(message[1])
                yield message
