"""The accounts of the demo: the one place that knows how to sign in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoAccount:
    """An invented member of staff of one of the demo's offices."""

    email: str
    password: str
    name: str
    role: str
    office: str = "leipzig"


PASSWORD = "zu-gast-bei-freunden"  # noqa: S105 -- the demo's, printed at its start

ACCOUNTS: list[DemoAccount] = [
    DemoAccount("alba@example.org", PASSWORD, "Alba Ferrante", "admin"),
    DemoAccount("bruno@example.org", PASSWORD, "Bruno Kessler", "editor"),
    DemoAccount("chloe@example.org", PASSWORD, "Chloé Marchand", "viewer"),
    DemoAccount(
        "dario@example.org", PASSWORD, "Dario Conti", "coordinator", "partnerstadt"
    ),
]
