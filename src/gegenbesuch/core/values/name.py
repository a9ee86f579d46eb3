"""Names of people, in the order and script of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gegenbesuch.core.values import name_sorting
from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.honorifics import (
    RecipientKind,
    honorific_ja,
    with_honorific_ja,
)
from gegenbesuch.core.values.languages import Language, base_language

Form = Literal["running", "plain", "list", "official", "formal"]


class Order(TextChoices):
    """Which part of a romanised name its bearer puts first."""

    GIVEN_FIRST = "given_first", _("given name first")
    FAMILY_FIRST = "family_first", _("family name first")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name in one script: in two parts, or in one piece as it was found."""

    family: str = ""
    given: str = ""
    full: str = ""

    def __bool__(self) -> bool:
        return bool(self.family or self.given or self.full)

    def joined(self, separator: str, order: Order = Order.FAMILY_FIRST) -> str:
        """Return the name in one piece, put together if it has parts."""
        parts = [self.family, self.given]
        if order == Order.GIVEN_FIRST:
            parts.reverse()
        return separator.join(filter(None, parts)) or self.full


@dataclass(frozen=True, slots=True)
class Name:
    """
    A person's name: the agreed spelling in each script, and what was seen.

    ``family``, ``given`` and ``full`` are the romanised name; a name without
    the two parts (Sukarno) stands in ``full``. Particles and words such as
    Freiherr belong to the family name, as German law has it. At least one
    script must be there.

    Args:
        title: What comes before the name: Dr., Prof. Dr., S. E.
        honorific: What follows the name in Japanese letters instead of 様.
        kanji: The name in Chinese characters.
        kana: The reading, or for a name that is none of Japan's its agreed
            katakana. It is asked for, never computed from the kanji.
        aliases: Other spellings that were seen, misspellings among them.
        order: How the bearer orders the romanised name.

    """

    family: str = ""
    given: str = ""
    full: str = ""
    title: str = ""
    honorific: str = ""
    kanji: Spelling = field(default_factory=Spelling)
    kana: Spelling = field(default_factory=Spelling)
    aliases: tuple[str, ...] = ()
    order: Order = Order.GIVEN_FIRST

    def __post_init__(self) -> None:
        if not (self.is_in_latin or self.kanji or self.kana):
            raise UnreadableValue(
                _("Please give the name in at least one script."), code="name-empty"
            )
        if any(word in NOBILITY for word in self.title.casefold().split()):
            raise UnreadableValue(
                _(
                    "“%(title)s” is part of the family name. Please write it there, "
                    "before “von”."
                ),
                code="name-nobility",
                params={"title": self.title},
            )

    @property
    def is_in_latin(self) -> bool:
        """Whether a romanised form is known."""
        return bool(self.family or self.given or self.full)

    @property
    def latin(self) -> Spelling:
        """The romanised name."""
        return Spelling(self.family, self.given, self.full)

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way of writing the name that is known, for search."""
        orders = (Order.FAMILY_FIRST, Order.GIVEN_FIRST)
        found = [self.latin.joined(" ", order) for order in orders]
        found += [self.full, self.kanji.joined(""), self.kanji.full]
        found += [self.kana.joined(""), self.kana.full]
        found += [self.kana.joined("・", Order.GIVEN_FIRST), *self.aliases]
        return tuple(dict.fromkeys(filter(None, found)))

    def display(
        self, language: str, *, form: Form = "running", order: Order | None = None
    ) -> str:
        """
        Write the name for readers of a language.

        ======== ========================= ==================================
        form     German, English           Japanese
        ======== ========================= ==================================
        running  Dr. Randy Kurz            ランディ・クルツ, 佐原光一
        plain    Randy Kurz                the same
        list     Kurz, Dr. Randy           the same
        official KURZ Randy                the same
        formal   S. E. Takeshi Yagi        佐原光一様
        ======== ========================= ==================================

        A name that has no form in the script of the language is written as it
        is known. Running text leaves out "S. E.", as the press does.

        Args:
            order: Overrides the bearer's own order of the romanised name.

        """
        base = base_language(language)
        if base == "ja":
            text = self._in_japanese(order or self.order)
            return self._with_honorific(text) if form == "formal" else text
        if not self.is_in_latin:
            return self._in_japanese(order or self.order)
        return self._in_latin(base, form, order or self.order)

    def sort_key_de(self) -> str:
        """
        Return the key for German lists; see `name_sorting.latin_key`.

        A name without a romanised form comes after all others, because kana
        and kanji do in every collation.
        """
        if not self.latin:
            return self.sort_key_ja()[2:]
        return name_sorting.latin_key(self.family or self.full, self.given)

    def sort_key_ja(self) -> str:
        """
        Return the key for Japanese lists: by reading, others after that.

        A name without a reading comes after all that have one, by its
        romanised form or, failing that, its characters.
        """
        if self.kana:
            family = self.kana.family or self.kana.full
            return "1 " + name_sorting.kana_key(family, self.kana.given)
        if self.latin:
            return "2 " + self.sort_key_de()
        return "3 " + self.kanji.joined("")

    def to_json(self) -> dict[str, Any]:
        """Return the stored form."""
        stored: dict[str, Any] = {
            "family": self.family,
            "given": self.given,
            "full": self.full,
            "title": self.title,
            "order": self.order.value,
        }
        if self.honorific:
            stored["honorific"] = self.honorific
        for script, spelling in (("kanji", self.kanji), ("kana", self.kana)):
            if spelling:
                stored[script] = {
                    "family": spelling.family,
                    "given": spelling.given,
                    "full": spelling.full,
                }
        if self.aliases:
            stored["aliases"] = list(self.aliases)
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Name:
        """
        Read the stored form.

        Raises:
            ValueError: It is not one.

        """
        try:
            return cls(
                **{key: str(stored.get(key, "")) for key in _TEXTS},
                kanji=Spelling(**stored.get("kanji", {})),
                kana=Spelling(**stored.get("kana", {})),
                aliases=tuple(stored.get("aliases", ())),
                order=Order(stored.get("order", Order.GIVEN_FIRST)),
            )
        except (AttributeError, TypeError) as error:
            problem = f"not a stored name: {stored!r}"
            raise ValueError(problem) from error

    def __str__(self) -> str:
        return self.display(get_language() or "en")

    def _in_japanese(self, order: Order) -> str:
        if self.kanji:
            return self.kanji.joined("")
        if self.kana:
            is_foreign = name_sorting.is_katakana(self.kana.joined(""))
            return (
                self.kana.joined("・", order) if is_foreign else self.kana.joined(" ")
            )
        return self._in_latin("en", "plain", order)

    def _in_latin(self, language: Language, form: Form, order: Order) -> str:
        if form == "official":
            if not self.family:
                return self.latin.joined(" ")
            return " ".join(filter(None, (self.family.upper(), self.given)))
        style, title = _split_title(self.title)
        if form == "plain":
            title = ""
        if form in ("list", "formal"):
            style = _STYLE_IN_ENGLISH.get(style, style) if language == "en" else style
            title = " ".join(filter(None, (style, title)))
        if form == "list" and self.family:
            rest = " ".join(filter(None, (title, self.given)))
            return ", ".join(filter(None, (self.family, rest)))
        return " ".join(filter(None, (title, self.latin.joined(" ", order))))

    def _with_honorific(self, text: str) -> str:
        if self.honorific:
            return with_honorific_ja(text, override=self.honorific)
        is_excellency = bool(_split_title(self.title)[0])
        override = "閣下" if is_excellency else None
        return with_honorific_ja(text, RecipientKind.PERSON, override=override)


NOBILITY: Final = name_sorting.NOBILITY

_TEXTS: Final = ("family", "given", "full", "title", "honorific")
_STYLE_IN_ENGLISH: Final = {"S. E.": "H.E.", "I. E.": "H.E."}
_STYLES: Final = {
    "s. e.": "S. E.",
    "s.e.": "S. E.",
    "i. e.": "I. E.",
    "i.e.": "I. E.",
    "h. e.": "H.E.",
    "h.e.": "H.E.",
}


def _split_title(title: str) -> tuple[str, str]:
    """Part "S. E. Dr." into the style of an ambassador and the academic title."""
    begun = title.casefold()
    for beginning, style in _STYLES.items() if begun else ():
        if begun.startswith(beginning):
            return style, title[len(beginning) :].strip()
    return "", title


__all__ = [
    "NOBILITY",
    "Form",
    "Name",
    "Order",
    "RecipientKind",
    "Spelling",
    "honorific_ja",
    "with_honorific_ja",
]
