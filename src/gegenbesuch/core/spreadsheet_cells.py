"""What may stand in a cell of a table that is opened in a spreadsheet program."""

from __future__ import annotations

from typing import Final

_BEGINS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """
    Return a text that no spreadsheet program takes for a formula.

    Telephone numbers (+49 341 …) and negative numbers stay as they are: what has
    no letters calculates nothing.
    """
    is_number = not any(char.isalpha() or char in "|!" for char in text)
    if text.startswith(_BEGINS_FORMULA) and not (is_number and text[0] in "+-"):
        return f"'{text}"
    return text
