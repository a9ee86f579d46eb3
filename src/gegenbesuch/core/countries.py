"""Names of countries in the languages of the interface."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.translation import get_language

from gegenbesuch.core.values.languages import base_language
from gegenbesuch.core.values.name_sorting import fold_latin

#: Codes of CLDR that are no country one could be in.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})


def country_name(code: str) -> str:
    """Return the name in the active language; an unknown code as it is."""
    return _names(base_language(get_language())).get(code.upper(), code)


def country_choices() -> list[tuple[str, str]]:
    """Return all countries by name in the active language."""
    return _choices(base_language(get_language()))


@cache
def _names(language: str) -> dict[str, str]:
    return dict(Locale(language).territories)


@cache
def _choices(language: str) -> list[tuple[str, str]]:
    names = (
        (code, name)
        for code, name in _names(language).items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    )
    return sorted(names, key=lambda pair: (fold_latin(pair[1]), pair[1]))
