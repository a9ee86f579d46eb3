"""Exact searches in processes of their own, which report and can be ended at once."""

from __future__ import annotations

import json
import os
import select
import signal
from collections.abc import Callable, Iterator
from typing import Any, Self

Tell = Callable[[list[Any]], None]


class Runner:
    """
    A copy of this process that runs a function and sends what the function tells.

    The copy knows everything that this process knew; nothing has to be sent to it.
    What it tells is a list, of what JSON can write.
    """

    def __init__(self, work: Callable[[Tell], None]) -> None:
        self.pipe, outlet = os.pipe()
        self.number = os.fork()
        if self.number == 0:
            os.close(self.pipe)
            _run(work, outlet)
        os.close(outlet)
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


def _run(work: Callable[[Tell], None], outlet: int) -> None:
    """Work as the copy, and never return into what the other process was doing."""

    def tell(message: list[Any]) -> None:
        data = json.dumps(message).encode() + b"\n"
        while data:
            data = data[os.write(outlet, data) :]

    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        work(tell)
    except MemoryError:
        pass
    except Exception:  # noqa: BLE001 -- told to the other process, which raises it
        import traceback  # noqa: PLC0415 -- slow import

        tell(["failed", traceback.format_exc()])
    finally:
        os._exit(0)


class Race:
    """
    Several runners at the same question.

    Raises:
        RuntimeError: One of them failed.
    """

    def __init__(self, *works: Callable[[Tell], None]) -> None:
        self.runners: list[Runner] = []
        for work in works:
            self.start(work)

    def start(self, work: Callable[[Tell], None]) -> None:
        """Let one more join."""
        self.runners.append(Runner(work))

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
