"""
One thread for linear algebra while matrices are narrow.

With several, each waits for the others in a loop that uses the processor; on a busy
machine that took ten times as long as the work itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController


@cache
def _controller() -> Any:
    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Let the libraries behind numpy use one thread, inside `with` or a function."""
    with _controller().limit(limits=1, user_api="blas"):
        yield
