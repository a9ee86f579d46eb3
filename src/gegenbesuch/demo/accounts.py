"""The accounts of the demo: the one place that knows how to sign in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoAccount:
    """An invented member of staff of the demo office."""

    email: str
    password: str
    name: str
    role: str


PASSWORD = "zu-gast-bei-freunden"  # noqa: S105 -- the demo's, printed at its start

ACCOUNTS: list[DemoAccount] = [
    DemoAccount("alba@demo.example", PASSWORD, "Alba Ferrante", "coordinator"),
    DemoAccount("bruno@demo.example", PASSWORD, "Bruno Kessler", "editor"),
    DemoAccount("chloe@demo.example", PASSWORD, "Chloé Marchand", "viewer"),
]
