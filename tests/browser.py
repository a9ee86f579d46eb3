"""Find a Chromium and start it so that it works as root and without a network."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
QUIET = (
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium_path() -> str | None:
    """Return where Chromium is: named, on the PATH, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    found = named or next((p for p in map(shutil.which, NAMES) if p), None)
    if found:
        return found
    if MAC.exists():
        return str(MAC)
    caches = (
        Path.home() / ".cache/ms-playwright",
        Path.home() / "Library/Caches/ms-playwright",
    )
    patterns = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*/*/MacOS/*")
    for cache in caches:
        for pattern in patterns:
            for path in sorted(cache.glob(pattern)):
                return str(path)
    return None


def launch_options() -> dict[str, Any]:
    """Return the arguments for Playwright's `chromium.launch`."""
    arguments = list(QUIET)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {"executable_path": chromium_path(), "args": arguments}
