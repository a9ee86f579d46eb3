"""A form field for several countries in one line."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gegenbesuch.core.countries import country_choices, country_name

_BETWEEN = re.compile(r"[,;、，；]")


class CountriesField(forms.CharField):
    """
    Codes of countries, in the order in which they were typed.

    They may be typed as the reader's language calls them, as another language of the
    interface does, or as codes of two letters.
    """

    def prepare_value(self, value: Any) -> Any:
        """Show the names."""
        if isinstance(value, list):
            mark = "、" if get_language() == "ja" else ", "
            return mark.join(country_name(code) for code in value)
        return value

    def clean(self, value: Any) -> list[str]:
        """Read the codes, or say what is no country."""
        text = super().clean(value) or ""
        known = _codes()
        codes = []
        for word in filter(None, (part.strip() for part in _BETWEEN.split(text))):
            code = known.get(word.casefold())
            if code is None:
                raise forms.ValidationError(
                    _("“%(word)s” is no country. Please check how it is written."),
                    params={"word": word},
                )
            codes.append(code)
        return list(dict.fromkeys(codes))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the line with the line that was shown."""
        return super().has_changed(self.prepare_value(initial), data)


@cache
def _codes() -> dict[str, str]:
    codes = [code for code, _name in country_choices()]
    known = {code.casefold(): code for code in codes}
    for language, _name in settings.LANGUAGES:
        names = Locale(language).territories
        known |= {names[code].casefold(): code for code in codes if code in names}
    return known
