"""Languages and scripts by name, in the language of the reader."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.values.languages import base_language

#: What names and addresses are offered in: language tags, some with a script.
TAGS = (
    "de", "en", "ja", "ja-Hira", "ja-Latn", "zh-Hans", "zh-Hant", "ko", "ko-Latn",
    "fr", "es", "it", "nl", "pl", "cs", "pt", "tr", "ru", "ru-Latn", "uk", "vi", "th",
)  # fmt: skip

#: How a pair of languages is written in Japanese: 日独.
_SHORT_NAMES = {
    "日本": "ja", "日": "ja", "独": "de", "英": "en", "仏": "fr", "中": "zh", "韓": "ko",
}  # fmt: skip


def language_name(tag: str) -> str:
    """Return the name of a language tag: `ja-Latn` is Japanese in Latin script."""
    return _name(tag, get_language())


@lru_cache(maxsize=1024)
def _name(tag: str, readers_language: str | None) -> str:
    """Name a language once a reader's language; a page names the same few often."""
    locale = Locale(base_language(readers_language))
    language, _hyphen, script = tag.partition("-")
    if language in Language.values:
        name = str(Language(language).label)
    else:
        name = locale.languages.get(language, language)
    if not script:
        return name
    return _("%(language)s (script: %(script)s)") % {
        "language": name,
        "script": locale.scripts.get(script, script),
    }


def languages_in(text: str) -> set[str]:
    """
    Return the codes of the languages that a text names.

    They may be named in German, English or Japanese, or by their codes: "Deutsch–
    Japanisch", "German, Japanese", "de, ja" and "日独" say the same.
    """
    names = _names_of_languages()
    words = re.findall(r"\w+", text.casefold())
    for word in [word for word in words if set(word) <= _SHORT_NAMES.keys()]:
        words += word
    return {names[word] for word in words if word in names}


@cache
def _names_of_languages() -> dict[str, str]:
    codes = {tag.split("-")[0] for tag in TAGS}
    names = {code: code for code in codes} | _SHORT_NAMES
    for reader in Language.values:
        shown = Locale(reader).languages
        names |= {shown[code].casefold(): code for code in codes}
    return names


def tag_choices(known: str = "") -> list[tuple[str, str]]:
    """Return what can be chosen, with a tag that is stored already."""
    tags = [*TAGS, known] if known and known not in TAGS else TAGS
    return [("", "—"), *((tag, language_name(tag)) for tag in tags)]
