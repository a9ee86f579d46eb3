"""Languages and scripts by name, in the language of the reader."""

from __future__ import annotations

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


def language_name(tag: str) -> str:
    """Return the name of a language tag: `ja-Latn` is Japanese in Latin script."""
    locale = Locale(base_language(get_language()))
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


def tag_choices(known: str = "") -> list[tuple[str, str]]:
    """Return what can be chosen, with a tag that is stored already."""
    tags = [*TAGS, known] if known and known not in TAGS else TAGS
    return [("", "—"), *((tag, language_name(tag)) for tag in tags)]
