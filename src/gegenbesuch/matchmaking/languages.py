"""Languages by their names."""

from __future__ import annotations

from django.utils.translation import get_language_info


def language_name(code: str) -> str:
    """Return the name of a language in the active language; unknown ones as code."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
