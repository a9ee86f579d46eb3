"""The words for qualifiers and units in three languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gegenbesuch.core.values.languages import Language
from gegenbesuch.core.values.quantity import Quantity

_Q = Quantity.Qualifier


@dataclass(frozen=True, slots=True)
class Unit:
    """
    How a unit is written.

    Args:
        de: Singular and plural.
        en: Singular and plural.
        ja: The counter right after the number, and what follows after 以上 or
            超, as in 10人以上の従業員.
        is_counted: Whether there are only whole ones.
        also: Further spellings, in lower case, that are understood.

    """

    de: tuple[str, str]
    en: tuple[str, str]
    ja: tuple[str, str]
    is_counted: bool = True
    also: tuple[str, ...] = ()


UNITS: Final[dict[str, Unit]] = {
    "persons": Unit(
        ("Person", "Personen"),
        ("person", "people"),
        ("人", ""),
        also=("persons", "leute", "menschen", "名"),
    ),
    "guests": Unit(("Gast", "Gäste"), ("guest", "guests"), ("人", "の来賓")),
    "participants": Unit(
        ("Teilnehmende", "Teilnehmende"),
        ("participant", "participants"),
        ("人", "の参加者"),
        also=("teilnehmer",),
    ),
    "employees": Unit(
        ("Beschäftigte", "Beschäftigte"),
        ("employee", "employees"),
        ("人", "の従業員"),
        also=("mitarbeiter", "mitarbeitende"),
    ),
    "jobs": Unit(("Arbeitsplatz", "Arbeitsplätze"), ("job", "jobs"), ("人", "の雇用")),
    "companies": Unit(
        ("Unternehmen", "Unternehmen"),
        ("company", "companies"),
        ("社", ""),
        also=("firma", "firmen"),
    ),
    "organisations": Unit(
        ("Organisation", "Organisationen"),
        ("organisation", "organisations"),
        ("団体", ""),
    ),
    "meetings": Unit(
        ("Gespräch", "Gespräche"), ("meeting", "meetings"), ("件", "の面談")
    ),
    "items": Unit(("Stück", "Stück"), ("item", "items"), ("件", "")),
    "visits": Unit(("Besuch", "Besuche"), ("visit", "visits"), ("回", "の訪問")),
    "days": Unit(("Tag", "Tage"), ("day", "days"), ("日", "")),
    "weeks": Unit(("Woche", "Wochen"), ("week", "weeks"), ("週間", "")),
    "EUR": Unit(
        ("EUR", "EUR"), ("EUR", "EUR"), ("ユーロ", ""), False, ("€", "euro", "euros")
    ),
    "JPY": Unit(("JPY", "JPY"), ("JPY", "JPY"), ("円", ""), False, ("yen", "¥")),
    "USD": Unit(
        ("USD", "USD"), ("USD", "USD"), ("ドル", ""), False, ("$", "us-dollar")
    ),
    "m2": Unit(("m²", "m²"), ("m²", "m²"), ("㎡", ""), False, ("qm", "sqm", "平米")),
    "ha": Unit(("ha", "ha"), ("ha", "ha"), ("ヘクタール", ""), False, ("hektar",)),
    "km": Unit(("km", "km"), ("km", "km"), ("km", ""), False, ("キロ",)),
    "percent": Unit(("%", "%"), ("%", "%"), ("%", ""), False, ("prozent", "percent")),
}

#: What stands around a number; the Japanese unit goes where %(n)s ends.
PATTERNS: Final[dict[Language, dict[Quantity.Qualifier, str]]] = {
    "de": {
        _Q.EXACT: "%(n)s",
        _Q.ABOUT: "rund %(n)s",
        _Q.AT_LEAST: "mindestens %(n)s",
        _Q.MORE_THAN: "mehr als %(n)s",
        _Q.UP_TO: "bis zu %(n)s",
    },
    "en": {
        _Q.EXACT: "%(n)s",
        _Q.ABOUT: "about %(n)s",
        _Q.AT_LEAST: "at least %(n)s",
        _Q.MORE_THAN: "more than %(n)s",
        _Q.UP_TO: "up to %(n)s",
    },
    "ja": {
        _Q.EXACT: "%(n)s",
        _Q.ABOUT: "約%(n)s",
        _Q.AT_LEAST: "%(n)s以上",
        _Q.MORE_THAN: "%(n)s超",
        _Q.UP_TO: "%(n)s以下",
    },
}

UNKNOWN: Final[dict[Language, str]] = {
    "de": "Anzahl unbekannt",
    "en": "number unknown",
    "ja": "数不明",
}

AS_OF: Final[dict[Language, str]] = {
    "de": "%(number)s (Stand %(date)s)",
    "en": "%(number)s (as of %(date)s)",
    "ja": "%(number)s（%(date)s現在）",
}

RANGE_DASH: Final[dict[Language, str]] = {"de": "–", "en": "–", "ja": "～"}

#: Words before the number, longest first where one begins another.
PREFIXES: Final[tuple[tuple[str, Quantity.Qualifier], ...]] = (
    *(
        (word, _Q.MORE_THAN)
        for word in ("mehr als", "more than", "über", "over", "above", ">")
    ),
    *(
        (word, _Q.AT_LEAST)
        for word in (
            "mindestens", "wenigstens", "at least", "no fewer than", "not less than",
            "min.", "少なくとも", "最低", "≥", ">=",
        )
    ),
    *(
        (word, _Q.UP_TO)
        for word in (
            "bis zu", "bis", "höchstens", "maximal", "max.", "up to", "at most",
            "no more than", "最大", "最高", "≤", "<=",
        )
    ),
    *(
        (word, _Q.ABOUT)
        for word in (
            "rund", "etwa", "ungefähr", "zirka", "circa", "ca.", "ca", "approximately",
            "approx.", "about", "around", "roughly", "約", "およそ", "おおよそ", "~",
        )
    ),
    *((word, _Q.EXACT) for word in ("genau", "exactly", "ちょうど")),
)  # fmt: skip

#: Words after the number and, in Japanese, its counter.
SUFFIXES: Final[tuple[tuple[str, Quantity.Qualifier], ...]] = (
    *((word, _Q.MORE_THAN) for word in ("超", "を超える", "より多い", "を上回る")),
    *((word, _Q.AT_LEAST) for word in ("以上", "oder mehr", "or more", "+")),
    *((word, _Q.UP_TO) for word in ("以下", "まで")),
    *((word, _Q.ABOUT) for word in ("程度", "ほど", "前後", "くらい", "ぐらい")),
)

MULTIPLIERS: Final[dict[str, int]] = {
    word: number
    for number, words in (
        (1_000, "tsd. tsd tausend thousand"),
        (1_000_000, "mio. mio million millionen millions"),
        (1_000_000_000, "mrd. mrd milliarde milliarden billion billions"),
    )
    for word in words.split()
}

UNKNOWN_WORDS: Final = frozenset(
    {
        "?",
        *(text.casefold() for text in UNKNOWN.values()),
        "unbekannt",
        "unknown",
        "不明",
    }
)
