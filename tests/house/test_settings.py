"""A wrong setting stops the start with one sentence that names it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from gegenbesuch.config import env
from tests.house.repository import ROOT

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = {
    "DEBUG": "0",
    "SECRET_KEY": "x" * 60,
    "HOSTS": "office.example",
    "MAIL_FROM": "office@office.example",
}


def _check(data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GEGENBESUCH_")}
    given = {"DATA": str(data), **variables}
    own = {f"GEGENBESUCH_{name}": value for name, value in given.items()}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"],
        check=False,
        capture_output=True,
        text=True,
        env=clean | own | {"DJANGO_SETTINGS_MODULE": "gegenbesuch.config.settings"},
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("HTTPS", "sometimes"),
        ("MAIL_TLS", "2"),
        ("MAIL_PORT", "smtp"),
        ("SIGN_IN_ATTEMPTS", "0"),
        ("LANGUAGE", "fr"),
        ("TIME_ZONE", "Europe/Leipzig"),
        ("LOG_LEVEL", "chatty"),
        ("SITE_URL", "localhost"),
        ("DATABASE_URL", "mysql://localhost/gegenbesuch"),
        ("DATABASE_URL", "postgresql://localhost:port/gegenbesuch"),
        ("SECRET_KEY_FILE", "/nowhere/key"),
        ("DATA", "/dev/null/data"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(
    name: str, value: str, tmp_path: Path
) -> None:
    done = _check(tmp_path, **{name: value})

    assert done.returncode == 1
    assert done.stderr.startswith(f"Wrong setting: GEGENBESUCH_{name}")
    assert done.stderr.strip().count("\n") == 0


@pytest.mark.parametrize("missing", ["SECRET_KEY", "HOSTS", "MAIL_FROM"])
def test_a_public_site_needs_key_hosts_and_sender(missing: str, tmp_path: Path) -> None:
    rest = {name: value for name, value in WHOLE.items() if name != missing}

    done = _check(tmp_path, **rest)

    assert done.stderr == (
        f"Wrong setting: GEGENBESUCH_{missing} must be set "
        "when GEGENBESUCH_DEBUG is 0.\n"
    )


def test_a_whole_set_of_settings_is_accepted(tmp_path: Path) -> None:
    done = _check(tmp_path, **WHOLE)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_site_without_a_key_makes_one_for_itself_and_keeps_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "secret.key"

    first = env.kept_secret(path)

    assert len(first) >= 50
    assert env.kept_secret(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]
