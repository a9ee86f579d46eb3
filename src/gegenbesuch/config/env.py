"""Read deployment choices from the environment and refuse nonsense loudly."""

from __future__ import annotations

import contextlib
import os
import secrets
import zoneinfo
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PREFIX = "GEGENBESUCH_"
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


def text(name: str, default: str = "") -> str:
    """Return the variable as text, or `default` when it is not set."""
    return os.environ.get(PREFIX + name, default)


def flag(name: str, *, default: bool) -> bool:
    """Return the variable as a truth value; anything but yes or no is refused."""
    raw = os.environ.get(PREFIX + name)
    if raw is None:
        return default
    if raw.strip().lower() in TRUE:
        return True
    if raw.strip().lower() in FALSE:
        return False
    msg = f"{PREFIX}{name} is {raw!r}; use 1 or 0, yes or no."
    raise ImproperlyConfigured(msg)


def number(name: str, default: int, *, least: int = 0) -> int:
    """Return the variable as a whole number of at least `least`."""
    raw = os.environ.get(PREFIX + name)
    if raw is None:
        return default
    if not raw.strip().isdecimal() or int(raw) < least:
        msg = f"{PREFIX}{name} is {raw!r}; use a whole number from {least} on."
        raise ImproperlyConfigured(msg)
    return int(raw)


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """Return the variable if it is one of `allowed`."""
    raw = os.environ.get(PREFIX + name, default)
    if raw not in allowed:
        msg = f"{PREFIX}{name} is {raw!r}; use one of {', '.join(allowed)}."
        raise ImproperlyConfigured(msg)
    return raw


def time_zone(name: str, default: str) -> str:
    """Return the variable as the name of a time zone, such as Europe/Berlin."""
    raw = os.environ.get(PREFIX + name, default)
    if raw not in zoneinfo.available_timezones():
        msg = f"{PREFIX}{name} is {raw!r}; use a name such as Europe/Berlin."
        raise ImproperlyConfigured(msg)
    return raw


def address(name: str, default: str) -> str:
    """Return the variable as a web address without a slash at its end."""
    raw = os.environ.get(PREFIX + name, default).rstrip("/")
    parts = urlsplit(raw)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        msg = f"{PREFIX}{name} is {raw!r}; use an address such as https://host.example."
        raise ImproperlyConfigured(msg)
    return raw


def secret(name: str) -> str:
    """Return the variable, or the content of the file that NAME_FILE points to."""
    path = os.environ.get(f"{PREFIX}{name}_FILE")
    if not path:
        return os.environ.get(PREFIX + name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        msg = f"{PREFIX}{name}_FILE points to {path}, which cannot be read: {error}."
        raise ImproperlyConfigured(msg) from error


def kept_secret(path: Path) -> str:
    """Return the secret kept in this file; the first call makes it at random."""
    try:
        if not path.exists():
            draft = path.with_name(f"{path.name}.{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)  # whole or not at all, and only once
            draft.unlink()
        return path.read_text(encoding="ascii")
    except OSError as error:
        msg = f"The key of this site cannot be kept in {path}: {error}."
        raise ImproperlyConfigured(msg) from error


def names(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without empty entries."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]
