"""Signals and reasons as sentences in en, de and ja."""

from __future__ import annotations

from collections.abc import Mapping

from convene.matching.catalogue import NEARBY, REASONS, SIGNAL_NAMES, VALUES
from convene.matching.fields import FIELDS, field_name
from convene.matching.signals import Reason, Signal
from convene.timetable.parts import InstanceError

LANGUAGES = ("en", "de", "ja")
_FIELD = (Signal.FIELD_SOUGHT, Signal.FIELD_WANTED)
#: A word, what stands between two that mean the same, and between two such pairs.
_QUOTED = {
    "en": ("“{}”", " and ", "; "),
    "de": ("„{}“", " und ", "; "),
    "ja": ("「{}」", "と", "、"),
}


def sentence(
    item: Reason | Signal, language: str = "en", names: Mapping[str, str] | None = None
) -> str:
    """
    Say a signal's name, or what a reason means.

    Args:
        names: What to call profiles instead of their ids.

    Raises:
        InstanceError: The library does not speak that language.

    """
    if language not in LANGUAGES:
        raise InstanceError("language", "en, de or ja")
    at = LANGUAGES.index(language)
    if isinstance(item, Signal):
        return SIGNAL_NAMES[item][at]
    names = names or {}
    first, second = item.evidence
    template = REASONS[item.signal]
    if item.signal in _FIELD and first != second:
        template = NEARBY
    return template[at].format(
        seeker=names.get(item.seeker, item.seeker),
        partner=names.get(item.partner, item.partner),
        first=_value(first, item.signal, language, names),
        second=_value(second, item.signal, language, names),
        terms=_terms(item, language),
    )


def _value(value: str, signal: Signal, language: str, names: Mapping[str, str]) -> str:
    if signal in (Signal.NEED_MET, Signal.OFFER_WANTED, Signal.TERMS):
        return value
    if value in FIELDS:
        return field_name(value, language)
    at = LANGUAGES.index(language)
    parts = [VALUES[p][at] if p in VALUES else p for p in value.split(", ")]
    if len(parts) > 1:
        return ("、" if language == "ja" else ", ").join(parts)
    return names.get(value, parts[0])


def _terms(reason: Reason, language: str) -> str:
    quoted, both, between = _QUOTED[language]
    return between.join(
        both.join(quoted.format(word) for word in dict.fromkeys(words))
        for words in reason.terms
    )
