"""Child processes that live and end together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from django.core.management.base import CommandError

if TYPE_CHECKING:
    from types import FrameType

SECONDS_TO_START = 60
SECONDS_TO_STOP = 8


class Family:
    """
    Run children, each in a session of its own, until a signal or one's end.

    The terminal's Ctrl-C reaches the parent alone, which passes it on.
    """

    def __init__(self, children: dict[str, subprocess.Popen[bytes]]) -> None:
        self.children = children
        self.is_stopping = False
        self.parent = os.getppid() if "MAKELEVEL" in os.environ else None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Remember that a signal asked for the end."""
        self.is_stopping = True

    def wait_until_answers(self, address: str) -> None:
        """Wait until the address answers, a child ends or a signal comes."""
        limit = time.monotonic() + SECONDS_TO_START
        while not self.is_stopping:
            self.check_children()
            try:
                with urllib.request.urlopen(address, timeout=5):  # noqa: S310 -- ours
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            if time.monotonic() > limit:
                msg = f"The web server did not answer within {SECONDS_TO_START} s."
                raise CommandError(msg)

    def wait_until_end(self) -> None:
        """Wait for a signal, or for the end of the `make` that started this."""
        while not self.is_stopping:
            self.check_children()
            if self.parent is not None and os.getppid() != self.parent:
                return
            time.sleep(0.2)

    def check_children(self) -> None:
        """Raise CommandError if a child has ended by itself."""
        for name, child in self.children.items():
            if child.poll() is not None and not self.is_stopping:
                msg = f"The {name} process ended with code {child.returncode}."
                raise CommandError(msg)

    def end(self) -> None:
        """End all children, gently first; none is left behind."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        limit = time.monotonic() + SECONDS_TO_STOP
        for child in self.children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0.1, limit - time.monotonic()))
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
