"""Compute the best schedule of a session in front of the user."""

from __future__ import annotations

import json
import signal
import sys
from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.management.commands.check_database import check_database
from gegenbesuch.scheduling import certificate, services, solving
from gegenbesuch.scheduling.models import Session, SolverRun

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable
    from types import FrameType

WIDTH = 24
INTERRUPTED = 130


class Command(BaseCommand):
    """Compute a schedule with a progress bar and say what is proven about it."""

    help = "Compute the best schedule of a session and store it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the session, and for the limits of the computation."""
        parser.add_argument("session", help="code of the session, such as demo-forum")
        parser.add_argument(
            "--seconds",
            type=_number(1),
            default=services.SECONDS_LIMIT,
            help="time limit (default: %(default)s)",
        )
        parser.add_argument(
            "--seed", type=_number(0), default=0, help="seed (default: %(default)s)"
        )
        parser.add_argument(
            "--json", action="store_true", help="print the result as JSON"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute; Ctrl-C keeps the best schedule found and ends with 130."""
        check_database(current=True)
        session = (
            Session.objects.select_related("mission")
            .filter(code=options["session"])
            .first()
        )
        if session is None:
            raise CommandError(f"There is no session {options['session']!r}.")
        interrupt, bar = _Interrupt(), _Bar(self.stderr, options["seconds"])
        try:
            run = services.start_run(
                session,
                actor=None,
                actor_label="run_schedule",
                at=now(),
                seconds=options["seconds"],
                seed=options["seed"],
            )
            with interrupt:
                run = solving.compute_schedule(
                    run,
                    is_cancelled=lambda: interrupt.happened,
                    on_progress=bar,
                )
        except ActionError as error:
            raise CommandError(str(error.message)) from error
        bar.close()
        self._print(run, as_json=options["json"])
        if interrupt.happened:
            sys.exit(INTERRUPTED)
        if run.status in {SolverRun.Status.FAILED, SolverRun.Status.INFEASIBLE}:
            sys.exit(1)

    def _print(self, run: SolverRun, *, as_json: bool) -> None:
        if as_json:
            record = {"run": run.code, "state": run.status, **run.result}
            self.stdout.write(json.dumps(record, ensure_ascii=False, indent=1))
            return
        self.stdout.write(certificate.headline(run))
        for sentence in certificate.sentences(run):
            self.stdout.write(f"  {sentence}")


def _number(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            msg = f"{text!r} is not a whole number from {least}"
            raise ArgumentTypeError(msg)
        return int(text)

    return read


class _Interrupt:
    """Turns Ctrl-C into a wish that the computation reads; the second one breaks."""

    happened = False

    def __enter__(self) -> None:
        self.before = signal.signal(signal.SIGINT, self._note)

    def __exit__(self, *error: object) -> None:
        signal.signal(signal.SIGINT, self.before)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.happened:
            raise KeyboardInterrupt
        self.happened = True


class _Bar:
    """A line that tells where the computation stands; one a phase without a screen."""

    def __init__(self, out: Any, seconds: int) -> None:
        self.out = out
        self.seconds = seconds
        self.phase = ""

    def __call__(self, progress: dict[str, Any]) -> None:
        line = certificate.progress_line(progress)
        if self.out.isatty():
            share = min(1.0, progress["seconds"] / self.seconds)
            bar = ("#" * round(share * WIDTH)).ljust(WIDTH, ".")
            self.out.write(f"\r\x1b[K[{bar}] {line}", style_func=str, ending="")
            self.out.flush()
        elif progress["phase"] != self.phase:
            self.out.write(line, style_func=str)
        self.phase = progress["phase"]

    def close(self) -> None:
        """Take the line away."""
        if self.phase and self.out.isatty():
            self.out.write("\r\x1b[K", style_func=str, ending="")
            self.out.flush()
