"""The error that all readers of values raise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class UnreadableValue(ValueError):  # noqa: N818 -- named after what it tells
    """
    Say in the reader's language why a text is not a value.

    The message stays untranslated until it is shown, so that it appears in
    the language of whoever reads it. ``message``, ``params`` and ``code`` are
    those of a Django ``ValidationError``.
    """

    def __init__(
        self,
        message: str | _StrPromise,
        *,
        code: str,
        params: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(code)
        self.message = message
        self.code = code
        self.params = dict(params or {})

    def __str__(self) -> str:
        return str(self.message) % self.params
