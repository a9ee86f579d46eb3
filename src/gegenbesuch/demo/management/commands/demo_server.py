"""`manage.py demo_server`: from an empty folder to a running site with the demo."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connections
from django.utils.timezone import now

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.accounts.services import link_url
from gegenbesuch.core.management.commands.check_database import check_database
from gegenbesuch.core.management.commands.compile_translations import (
    compile_translations,
)
from gegenbesuch.demo.accounts import ACCOUNTS
from gegenbesuch.demo.family import Family
from gegenbesuch.scheduling.models import Publication, SolverRun

DEFAULT_PORT = "8000"
SESSION_CODE = "demo-forum"
LINKS_SHOWN = 3
MOST_PORT = 65535
INTERRUPTED = 130


class Command(BaseCommand):
    """Prepare the demo, then run web and worker until Ctrl-C."""

    help = "Load the demo, compute its schedule, and run web and worker."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the port from the command line or from PORT."""
        parser.add_argument(
            "--port",
            default=os.environ.get("PORT") or DEFAULT_PORT,
            help=f"where to listen on this machine (PORT, else {DEFAULT_PORT})",
        )
        parser.add_argument(
            "--prepare-only",
            action="store_true",
            help="stop before the servers are started",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check first, prepare, serve; every failure is one sentence."""
        port = free_port(options["port"])
        if "GEGENBESUCH_SITE_URL" not in os.environ:
            settings.SITE_URL = f"http://localhost:{port}"
        compile_translations()
        check_database(current=False)
        try:
            self.prepare()
        except DatabaseError as error:
            problem = " ".join(str(error).split()).rstrip(".")
            msg = (
                f"The demo could not be loaded into {settings.DATA}: {problem}; "
                "move that folder away to start afresh."
            )
            raise CommandError(msg) from error
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        if not options["prepare_only"]:
            self.serve(port)

    def prepare(self) -> None:
        """Migrate, load the demo and compute the schedule if there is none."""
        self.stdout.write("Preparing the database …")
        call_command("migrate", verbosity=0, interactive=False)
        check_database(current=True)
        self.stdout.write("Loading the demo …")
        call_command("load_demo", verbosity=0, stdout=self.stdout)
        runs = SolverRun.objects.filter(session__code=SESSION_CODE)
        if not runs.filter(status=SolverRun.Status.DONE).exists():
            self.stdout.write("Computing the meeting schedule of the demo session …")
            call_command("run_schedule", SESSION_CODE, stdout=self.stdout)
        if not Publication.objects.filter(session__code=SESSION_CODE).exists():
            call_command(
                "publish_schedule",
                SESSION_CODE,
                state="preliminary",
                stdout=self.stdout,
            )

    def serve(self, port: int) -> None:
        """Run web and worker as children until one ends or a signal comes."""
        environment = {**os.environ, "GEGENBESUCH_SITE_URL": settings.SITE_URL}
        connections.close_all()
        manage = [sys.executable, str(settings.ROOT / "manage.py")]
        commands = {
            "web": [
                *(sys.executable, "-m", "gunicorn", "gegenbesuch.config.wsgi"),
                *("--bind", f"127.0.0.1:{port}", "--workers", "2"),
                *("--worker-class", "gthread", "--threads", "4"),
                *("--graceful-timeout", "3", "--log-level", "warning"),
                *("--no-control-socket",),
            ],
            "worker": [*manage, "db_worker", "--no-startup-delay", "--no-reload"],
        }
        family = Family(
            {
                name: subprocess.Popen(
                    command, env=environment, cwd=settings.ROOT, start_new_session=True
                )
                for name, command in commands.items()
            }
        )
        try:
            family.wait_until_answers(f"http://127.0.0.1:{port}/health/")
            if not family.is_stopping:
                self.welcome(port)
            family.wait_until_end()
        finally:
            family.end()

    def welcome(self, port: int) -> None:
        """Print the address, the accounts and some personal links."""
        lines = [
            "",
            f"Gegenbesuch is running: http://localhost:{port}/",
            "",
            "Sign in as:",
        ]
        width = max((len(account.email) for account in ACCOUNTS), default=0)
        lines += [
            f"  {account.email:{width}}  {account.password}  {account.role}, "
            f"office {account.office}"
            for account in ACCOUNTS
        ]
        links = PersonalLink.objects.filter(
            revoked_at__isnull=True, expires_at__gt=now()
        ).order_by("pk")[:LINKS_SHOWN]
        if links:
            lines += ["", "As a company, by personal link:"]
            lines += [f"  {link.holder_name}: {link_url(link)}" for link in links]
        connections.close_all()
        lines += ["", "Ctrl-C ends it."]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def free_port(text: str) -> int:
    """
    Return the port as a number if nobody listens on it.

    Raises:
        CommandError: It is no port, or taken.
    """
    if not text.isdecimal() or not 0 < int(text) <= MOST_PORT:
        msg = f"PORT is {text!r}; use a number from 1 to {MOST_PORT}."
        raise CommandError(msg)
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            msg = (
                f"Port {port} cannot be used: {os.strerror(error.errno or 0)}; "
                f"choose another one: make demo PORT={port % MOST_PORT + 1}"
            )
            raise CommandError(msg) from error
    return port
