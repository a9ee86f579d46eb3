"""
The whole suite: `python -m tests [--only sqlite|postgresql] [pytest options]`.

First what meets the database on PostgreSQL, then everything on SQLite.
Finds or installs a Chromium, uses a PostgreSQL that is reachable or starts one of its
own for the time of the run, and names at the end what could not run and why.
"""

from __future__ import annotations

import argparse
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser import chromium_path

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SERVER_PROGRAMS = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/usr/pgsql-*/bin",
)
#: As root the server must run as somebody else.
UNPRIVILEGED = ("postgres", "nobody")
#: What meets the database: the apps, and who may see which rows of them.
DATA_LAYER = [
    "tests/gegenbesuch",
    "tests/house/test_access.py",
    "tests/house/test_migrations.py",
]
LOCALES = ("C.UTF-8", "C.utf8", "en_US.UTF-8")


def main() -> int:
    """Run what can run; the exit code is that of the first run that failed."""
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options, rest = parser.parse_known_args()
    notes: list[str] = []
    codes = []
    with tempfile.TemporaryDirectory(prefix="gegenbesuch-test-") as data:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("GEGENBESUCH")}
        clean["GEGENBESUCH_DATA"] = data
        if options.only != "sqlite":
            with postgresql() as (url, problem):
                if url:
                    print("\nOn PostgreSQL, what meets the database:", flush=True)
                    env = {**clean, "GEGENBESUCH_DATABASE_URL": url}
                    codes.append(pytest_run(env, rest or DATA_LAYER))
                else:
                    notes.append(f"The tests on PostgreSQL: {problem}")
        if options.only != "postgresql":
            browser, problem = find_browser()
            if browser:
                clean["CHROMIUM"] = browser
            else:
                notes.append(f"The browser journeys: {problem}")
            print("\nOn SQLite, everything:", flush=True)
            clean["GEGENBESUCH_TEST_NOTES"] = "\n".join(notes)
            codes.append(pytest_run(clean, rest))
    if notes and os.environ.get("GEGENBESUCH_TEST_COMPLETE") == "1":
        print("Not everything could run, see above.", file=sys.stderr)
        return 1
    if options.only == "postgresql" and not codes:
        print(notes[0], file=sys.stderr)
    return next((code for code in codes if code), 0 if codes else 1)


def pytest_run(env: dict[str, str], arguments: list[str]) -> int:
    """Run pytest on all cores but not more than four."""
    workers = str(min(os.cpu_count() or 2, 4))
    command = [sys.executable, "-m", "pytest", "-q", "-n", workers, "--dist=loadgroup"]
    return subprocess.run(
        [*command, *arguments], check=False, cwd=ROOT, env=env
    ).returncode


# --- Chromium ----------------------------------------------------------------


def find_browser() -> tuple[str | None, str]:
    """Return the path of a Chromium, installed if need be, or None and why not."""
    found = chromium_path() or own_browser()
    if found:
        return found, ""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print(
            "Installing the system packages chromium and fonts-noto-cjk …", flush=True
        )
        apt_install("chromium", "fonts-noto-cjk")
        found = chromium_path()
        if found:
            return found, ""
    print("Installing Playwright's own Chromium into .venv …", flush=True)
    env = {**os.environ, "PLAYWRIGHT_BROWSERS_PATH": str(own_browsers())}
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(command, check=False, env=env)
    found = own_browser()
    if found:
        return found, ""
    return None, "no Chromium was found and none could be installed."


def own_browsers() -> Path:
    """Return the folder of the Chromium that this suite installs for itself."""
    return Path(sys.prefix) / "browsers"


def own_browser() -> str | None:
    """Return the Chromium that an earlier run has installed."""
    patterns = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*/*/MacOS/*")
    found = (str(p) for pattern in patterns for p in own_browsers().glob(pattern))
    return next(found, None)


def apt_install(*packages: str) -> None:
    """Install Debian packages; the caller checks whether it worked."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-y", "-q", *packages]):
        subprocess.run(
            ["apt-get", *command], check=False, env=env, stdout=subprocess.DEVNULL
        )


# --- PostgreSQL --------------------------------------------------------------


@contextmanager
def postgresql() -> Iterator[tuple[str, str]]:
    """Give the address of a server, ended afterwards if it is ours, or why not."""
    given = os.environ.get("GEGENBESUCH_TEST_DATABASE_URL", "")
    if given:
        problem = unreachable(given)
        yield ("", problem) if problem else (given, "")
        return
    programs = server_programs()
    if programs is None:
        yield (
            "",
            (
                "no server is named in GEGENBESUCH_TEST_DATABASE_URL, and PostgreSQL "
                "is not installed."
            ),
        )
        return
    folder = Path(tempfile.mkdtemp(prefix="gegenbesuch-pg-"))
    try:
        yield from start_server(programs, folder)
    finally:
        subprocess.run(
            [programs / "pg_ctl", "stop", "-D", folder / "data", "-m", "immediate"],
            check=False,
            capture_output=True,
            user=server_user(),
            cwd=folder,
        )
        shutil.rmtree(folder, ignore_errors=True)


def start_server(programs: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Start a server in this folder that forgets everything at its end."""
    user = server_user()
    if user is not None:
        os.chown(folder, user, -1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    known = subprocess.run(
        ["locale", "-a"], check=False, capture_output=True, text=True
    )
    locale = next((x for x in LOCALES if x in known.stdout.split()), "C")
    fast = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    server = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {fast}"
    for command in (
        [
            *(programs / "initdb", "-D", data, "-U", "gegenbesuch", "-A", "trust"),
            *("-E", "UTF8", f"--locale={locale}", "--no-sync"),
        ],
        [
            *(programs / "pg_ctl", "start", "-w", "-D", data),
            *("-l", folder / "log", "-o", server),
        ],
    ):
        done = subprocess.run(
            command,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            user=user,
            cwd=folder,
        )
        if done.returncode:
            reason = " ".join(done.stderr.split()) or "it gave no reason"
            yield "", f"the server could not be started: {reason}"
            return
    yield f"postgresql://gegenbesuch@127.0.0.1:{port}/gegenbesuch", ""


def server_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine."""
    on_path = shutil.which("initdb")
    folders = [str(p) for q in SERVER_PROGRAMS for p in Path("/").glob(q.lstrip("/"))]
    folders += [str(Path(on_path).parent)] if on_path else []
    whole = [Path(f) for f in folders if Path(f, "initdb").exists()]
    return max(
        whole, key=lambda f: [int(n) for n in f.parts if n.isdecimal()], default=None
    )


def server_user() -> int | None:
    """Return whom to run the server as: ourselves, or somebody else if we are root."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return None


def unreachable(url: str) -> str:
    """Return why no connection to this server can be made, or nothing."""
    import psycopg  # noqa: PLC0415 -- only when a server is named

    server = url.rpartition("/")[0] + "/postgres"
    try:
        psycopg.connect(server, connect_timeout=5).close()
    except psycopg.Error as error:
        return f"GEGENBESUCH_TEST_DATABASE_URL: {' '.join(str(error).split())}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
