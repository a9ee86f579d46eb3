"""Public codes: what an object is called in addresses instead of its number."""

from __future__ import annotations

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10


def new_code() -> str:
    """Return a random code without look-alike characters (49 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
