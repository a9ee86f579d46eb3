#!/usr/bin/env python3
"""
Make the environment in .venv: `python bootstrap.py [runtime|dev]`.

Needs nothing but Python 3.11 and its venv module. Installs exactly what the lock
file names, checks every hash, and writes nothing outside this folder. A stamp
tells a second call that there is nothing to do.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "bootstrap.json"
LOCKS = {
    "runtime": ROOT / "requirements.txt",
    "dev": ROOT / "requirements-dev.txt",
}
UV = "uv==0.13.9"
OLDEST = (3, 11)


def main(kind: str) -> int:
    """Bring .venv up to date with the lock file of this kind."""
    if sys.version_info < OLDEST:
        return fail(
            "Gegenbesuch needs Python 3.11 or newer; this is "
            f"{sys.version_info.major}.{sys.version_info.minor}."
        )
    wanted = {name: fingerprint(name) for name in LOCKS}
    if works(PYTHON) and stamp().get(kind) == wanted[kind]:
        return 0
    started = time.monotonic()
    if not make_environment():
        return 1
    say(f"Installing the packages of {LOCKS[kind].name} into .venv …")
    if not install(LOCKS[kind]):
        return fail(
            "The packages could not be installed; is the package index reachable?"
        )
    put_sources_on_path()
    # The dev lock holds everything of the runtime lock in the same versions.
    done = wanted if kind == "dev" else {kind: wanted[kind]}
    STAMP.write_text(json.dumps(done), encoding="utf-8")
    say(f"The environment is ready after {time.monotonic() - started:.0f} s.")
    return 0


def fingerprint(kind: str) -> str:
    """Return what the environment depends on: lock, place, Python, this file."""
    parts = [
        LOCKS[kind].read_bytes(),
        Path(__file__).read_bytes(),
        str(ROOT).encode(),
        sysconfig.get_python_version().encode(),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def stamp() -> dict[str, str]:
    """Return which locks are installed, by the hash of each."""
    try:
        content: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content


def works(python: Path) -> bool:
    """Tell whether this interpreter starts and is the version that runs this."""
    code = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    try:
        return subprocess.run([python, "-c", code], check=False).returncode == 0
    except OSError:
        return False


def make_environment() -> bool:
    """Make .venv with pip in it, anew if its interpreter is gone or another one."""
    if works(PYTHON) and works_with_pip():
        return True
    if not has_venv() and not install_venv():
        return False
    if (VENV / "pyvenv.cfg").exists():
        shutil.rmtree(VENV)
    say("Making the environment in .venv …")
    made = subprocess.run([sys.executable, "-m", "venv", VENV], check=False)
    if made.returncode or not works_with_pip():
        fail("The environment could not be made in .venv; is the folder writable?")
        return False
    return True


def works_with_pip() -> bool:
    """Tell whether pip runs in .venv."""
    check = [PYTHON, "-m", "pip", "--version"]
    return subprocess.run(check, check=False, capture_output=True).returncode == 0


def has_venv() -> bool:
    """Tell whether this Python can make environments; Debian's needs a package."""
    code = "import ensurepip, venv"
    check = [sys.executable, "-c", code]
    return subprocess.run(check, check=False, capture_output=True).returncode == 0


def install_venv() -> bool:
    """Install Debian's venv package where that is allowed, else say how."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if shutil.which("apt-get") and os.geteuid() == 0:
        say(f"Installing the system package {package} with apt-get …")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-q"], ["install", "-y", "-q", package]):
            subprocess.run(["apt-get", *command], check=False, env=quiet)
        if has_venv():
            return True
    fail(
        "This Python cannot make environments: its venv module is missing. "
        "On Debian or Ubuntu: apt install python3-venv"
    )
    return False


def install(lock: Path) -> bool:
    """Install the lock with uv, or with pip where uv does not work."""
    cache = VENV / "cache"
    env = {
        **os.environ,
        **index_settings(),
        "UV_CACHE_DIR": str(cache),
        "UV_NO_CONFIG": "1",
        "VIRTUAL_ENV": str(VENV),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_CACHE_DIR": "1",
    }
    env.pop("PYTHONPATH", None)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    with_uv = [
        [*pip, UV],
        [
            *(str(PYTHON), "-m", "uv", "pip", "install", "--quiet"),
            # Hashes are checked, so that any index may deliver the file.
            *("--require-hashes", "--index-strategy", "unsafe-best-match"),
            *("--compile-bytecode", "--python", str(PYTHON), "-r", str(lock)),
        ],
    ]
    with_pip = [[*pip, "--require-hashes", "-r", str(lock)]]
    try:
        if all(
            subprocess.run(c, check=False, env=env).returncode == 0 for c in with_uv
        ):
            return True
        say("uv did not work here; trying again with pip, which takes longer …")
        return all(
            subprocess.run(c, check=False, env=env).returncode == 0 for c in with_pip
        )
    finally:
        shutil.rmtree(cache, ignore_errors=True)


def index_settings() -> dict[str, str]:
    """Hand the package index that pip is set up for on to uv, which ignores it."""
    names = {
        "index-url": ("UV_DEFAULT_INDEX", " "),
        "extra-index-url": ("UV_INDEX", " "),
        "find-links": ("UV_FIND_LINKS", ","),
    }
    listed = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"],
        check=False,
        capture_output=True,
        text=True,
    )
    found = {}
    for line in listed.stdout.splitlines():
        key, _equals, value = line.partition("=")
        name, separator = names.get(key.rpartition(".")[2], ("", ""))
        if name and name not in os.environ:
            found[name] = separator.join(str(ast.literal_eval(value)).split())
    return found


def put_sources_on_path() -> None:
    """Let .venv import src/, which is what an editable install comes down to."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = VENV / "lib" / version / "site-packages"
    (packages / "gegenbesuch.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")


def say(text: str) -> None:
    """Tell what is happening."""
    print(text, flush=True)


def fail(text: str) -> int:
    """Say in one sentence what is wrong; the exit code."""
    print(text, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    wish = sys.argv[1] if len(sys.argv) > 1 else "runtime"
    if wish not in LOCKS:
        sys.exit(f"Say runtime or dev, not {wish!r}.")
    sys.exit(main(wish))
