"""
What can be wrong with a row, in words that say what to do.

Rows and reports store the code, the column and the value; the sentence is made
when it is read, in the reader's language.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

_WITH, _NEXT = "\x1e", "\x1f"
"""Marks in a stored detail: before the values of a message, between messages."""


class Weight(IntEnum):
    """What a problem does to its row."""

    NOTE = 0
    """The row is imported as it is."""
    WARNING = 1
    """The row is imported; the value is kept as a note of the record."""
    DOUBT = 2
    """Somebody has to look at the row."""
    REFUSAL = 3
    """The row cannot be imported."""


@dataclass(frozen=True)
class Problem:
    """
    Something wrong with a cell, or with a whole row if `column` is empty.

    Attributes:
        code: A key of `SENTENCES`.
        column: The heading or letter of the column.
        value: What stands there.
        detail: Another value that the sentence names, or messages from `told`.
    """

    code: str
    column: str = ""
    value: str = ""
    detail: str = ""

    @property
    def weight(self) -> Weight:
        """What it does to its row."""
        return SENTENCES[self.code][0]

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the active language."""
        return str(SENTENCES[self.code][1]) % {
            "column": self.column,
            "value": _shown(self.value),
            "detail": _shown(self.detail),
        }

    def to_json(self) -> dict[str, str]:
        """Return what a row stores."""
        return {key: value for key, value in vars(self).items() if value}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Problem:
        """Read what a row stores."""
        return cls(**stored)


def told(message: str | _StrPromise, values: Mapping[str, Any] | None = None) -> str:
    """Return a message in the form in which it is stored, untranslated."""
    with translation.override(None):
        text = str(message)
    if _WITH in text:
        return text
    return text + _WITH + json.dumps(values or {}, ensure_ascii=False, default=str)


def all_told(messages: list[str]) -> str:
    """Return several stored messages as one."""
    return _NEXT.join(messages)


def in_words(stored: str) -> str:
    """Return stored messages in the active language, and any other text as it is."""
    if _WITH not in stored:
        return stored
    found = []
    for each in stored.split(_NEXT):
        text, _mark, values = each.partition(_WITH)
        found.append(translation.gettext(text) % json.loads(values))
    return ", ".join(found)


def _shown(value: str) -> str:
    if _WITH in value:
        return in_words(value)
    text = " ".join(value.split())
    return text if len(text) <= 60 else f"{text[:57]}…"


def sentences(problems: list[Problem]) -> str:
    """Return all in one line, the gravest first."""
    ordered = sorted(problems, key=lambda each: -each.weight)
    return " ".join(dict.fromkeys(each.sentence for each in ordered))


_N, _W, _D, _R = Weight.NOTE, Weight.WARNING, Weight.DOUBT, Weight.REFUSAL

SENTENCES: Final[dict[str, tuple[Weight, str | _StrPromise]]] = {
    # --- the file -------------------------------------------------------------
    "other-encoding": (
        _N,
        _(
            "This row was saved in another encoding than the rest of the file; "
            "please check its umlauts and Japanese characters."
        ),
    ),
    "quote-open": (
        _D,
        _(
            "A quotation mark in this row is never closed, so its columns may be "
            "wrong. Please check it, or mend the file and import it again."
        ),
    ),
    "formula": (
        _W,
        _(
            "“%(column)s” holds the formula “%(value)s” without a result. It was "
            "kept as text and not calculated."
        ),
    ),
    "damaged": (
        _D,
        _(
            "“%(value)s” in “%(column)s” has characters that were lost before the "
            "import. Please write it anew."
        ),
    ),
    "repaired": (
        _N,
        _(
            "The wrongly encoded text in “%(column)s” was read as “%(value)s”; "
            "please check it."
        ),
    ),
    "control": (
        _N,
        _("Invisible control characters were removed from “%(column)s”."),
    ),
    "too-long": (
        _W,
        _(
            "“%(column)s” has %(detail)s characters, more than fit. The beginning "
            "was imported; please shorten the text."
        ),
    ),
    "too-huge": (
        _R,
        _(
            "“%(column)s” has %(detail)s characters. No contact has that many; "
            "please empty this cell."
        ),
    ),
    "card-open": (_D, _("The end of this card is missing. Please check it.")),
    "card-left-out": (
        _N,
        _("Not imported, because there is no place for it: %(value)s."),
    ),
    # --- the row --------------------------------------------------------------
    "empty": (_R, _("The row is empty.")),
    "heading": (_R, _("The row repeats the headings.")),
    "total": (_R, _("The row is a total, no contact.")),
    "nobody": (
        _R,
        _(
            "The row names neither a person nor an organisation. Please fill in "
            "one of the two."
        ),
    ),
    "too-many-cells": (
        _D,
        _(
            "The row has more cells than there are headings, so its columns may "
            "have moved. Please check it."
        ),
    ),
    "failed": (
        _R,
        _("The row could not be stored: %(detail)s"),
    ),
    # --- values ---------------------------------------------------------------
    "names-several": (
        _D,
        _(
            "“%(value)s” in “%(column)s” seems to name several people. Please give "
            "each a row of their own."
        ),
    ),
    "name-unreadable": (_D, _("“%(value)s” in “%(column)s” is no name: %(detail)s")),
    "name-digits": (
        _D,
        _("“%(value)s” in “%(column)s” does not look like a name. Please check it."),
    ),
    "email-unreadable": (
        _W,
        _(
            "“%(value)s” in “%(column)s” is no mail address, such as "
            "name@company.example. It was kept as a note."
        ),
    ),
    "phone-unreadable": (
        _W,
        _(
            "“%(value)s” in “%(column)s” is no telephone number that exists. "
            "Please write it with the country, such as +49 341 1234567. It was "
            "kept as a note."
        ),
    ),
    "website-unreadable": (
        _W,
        _(
            "“%(value)s” in “%(column)s” is no address of a website. It was kept "
            "as a note."
        ),
    ),
    "date-unreadable": (
        _W,
        _("“%(value)s” in “%(column)s”: %(detail)s It was kept as a note."),
    ),
    "dates-reversed": (
        _W,
        _(
            "The end “%(value)s” lies before the beginning “%(detail)s”. Both were "
            "kept as a note."
        ),
    ),
    "country-unknown": (
        _W,
        _(
            "“%(value)s” in “%(column)s” is no country. Please write its name or "
            "its two letters, such as JP. It was kept as a note."
        ),
    ),
    "identifier-wrong": (
        _W,
        _(
            "“%(value)s” in “%(column)s” is not a valid number; a digit may be "
            "wrong. It was kept as a note."
        ),
    ),
    "sector-unknown": (
        _W,
        _("There is no sector “%(value)s”. It was kept as a tag."),
    ),
    "kind-unknown": (
        _W,
        _("“%(value)s” in “%(column)s” is no kind of organisation. It was left out."),
    ),
    "kana-expected": (
        _W,
        _(
            "“%(value)s” in “%(column)s” is not written in kana. It was kept as "
            "another spelling."
        ),
    ),
    # --- other records ---------------------------------------------------------
    "same-row": (_N, _("The same as row %(value)s: %(detail)s")),
    "same-record": (_N, _("Is in the directory already: %(value)s (%(detail)s)")),
    "similar": (
        _D,
        _("May be the same as %(value)s: %(detail)s. Please decide."),
    ),
    "conflict": (
        _N,
        _(
            "“%(column)s” is “%(detail)s” in the directory and was not replaced by "
            "“%(value)s”."
        ),
    ),
    "decided-new": (_N, _("Taken as new by decision.")),
    "decided-same": (_N, _("Taken as the same by decision: %(value)s")),
    "decided-out": (_R, _("Left out by decision.")),
}
