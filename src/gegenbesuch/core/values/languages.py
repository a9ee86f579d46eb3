"""The three languages that values can be written and read in."""

from __future__ import annotations

from typing import Final, Literal

Language = Literal["de", "en", "ja"]

LANGUAGES: Final[tuple[Language, ...]] = ("de", "en", "ja")


def base_language(code: str | None) -> Language:
    """
    Return the language whose texts serve a code such as ``de-AT``.

    Anything that is neither German nor Japanese gets English.
    """
    start = (code or "").lower()[:2]
    if start == "de":
        return "de"
    return "ja" if start == "ja" else "en"
