from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from gegenbesuch.demo.accounts import ACCOUNTS
from gegenbesuch.demo.family import Family
from gegenbesuch.demo.management.commands.demo_server import free_port

ROOT = Path(__file__).resolve().parents[3]
FAMILY = """
import subprocess, sys
from gegenbesuch.demo.family import Family
sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
children = {n: subprocess.Popen(sleep, start_new_session=True) for n in ("web", "worker")}
family = Family(children)
print(*(child.pid for child in children.values()), flush=True)
try:
    family.wait_until_end()
finally:
    family.end()
"""


@pytest.mark.parametrize("text", ["", "http", "0", "65536", "-1", "8000.5"])
def test_free_port_refuses_what_is_no_port(text: str) -> None:
    with pytest.raises(CommandError) as refusal:
        free_port(text)

    assert str(refusal.value) == f"PORT is {text!r}; use a number from 1 to 65535."


def test_free_port_refuses_one_that_is_taken() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CommandError) as refusal:
            free_port(str(port))

    assert str(refusal.value) == (
        f"Port {port} cannot be used: Address already in use; "
        f"choose another one: make demo PORT={port + 1}"
    )


def test_free_port_accepts_one_that_is_free() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]

    assert free_port(str(port)) == port


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_parent_and_children(number: signal.Signals) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", FAMILY], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert parent.stdout is not None
    with parent.stdout:
        children = [int(pid) for pid in parent.stdout.readline().split()]

    parent.send_signal(number)

    assert parent.wait(timeout=20) == 0
    assert [_is_alive(pid) for pid in children] == [False, False]


def test_the_end_of_one_child_ends_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    short = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    long = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True
    )
    family = Family({"web": short, "worker": long})

    with pytest.raises(CommandError) as refusal:
        family.wait_until_end()
    started = time.monotonic()
    family.end()

    assert str(refusal.value) == "The web process ended with code 3."
    assert long.poll() is not None
    assert time.monotonic() - started < 5


def test_every_demo_account_can_be_told_apart() -> None:
    emails = [account.email for account in ACCOUNTS]

    assert len(emails) == len(set(emails)) > 0
