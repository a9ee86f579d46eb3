"""One form of a text in which different spellings of it meet."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from gegenbesuch.core.values.name_sorting import to_hiragana

#: Marks of voiced kana, which make another letter rather than another spelling.
_VOICING: Final = frozenset("\u3099\u309a")

_LETTERS: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)
_APOSTROPHES: Final = re.compile("['’`´]")
_JAPANESE_FORMS: Final = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|公益社団法人|"
    r"一般財団法人|公益財団法人|\((?:株|有|同|資|名|社|財)\)"
)
_WESTERN_FORMS: Final = re.compile(
    r"\b(?:gmbh(?: & co\.? ?kg(?:aa)?)?|mbh|ag(?: & co\.? ?kg(?:aa)?)?|kgaa|kg|ohg|"
    r"ug|gbr|e\. ?v|ev|eg|se|ltd|limited|inc|corp|corporation|llc|plc|"
    r"co\.?,? ltd|k\. ?k|kk)\b\.?",
)


def normalise_for_search(text: str) -> str:
    """
    Return the form of a text that is stored for search and searched for.

    Width, case, accents and the kind of kana no longer matter; ü, ue and u
    are the same, and so are the long vowels ō, ou and o; forms of companies
    are left out unless nothing else remains. The result is for comparing only:
    it also makes a few words equal that are different.
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    bare = _WESTERN_FORMS.sub(" ", _JAPANESE_FORMS.sub(" ", text))
    return _fold(bare) or _fold(text)


def _fold(text: str) -> str:
    text = _APOSTROPHES.sub("", text).translate(_LETTERS)
    text = "".join(
        char
        for char in unicodedata.normalize("NFD", text)
        if char in _VOICING or not unicodedata.combining(char)
    )
    text = to_hiragana(unicodedata.normalize("NFC", text))
    text = re.sub(r"([aou])e+", r"\1", text)
    text = re.sub(r"o[ou]+", "o", text)
    text = re.sub(r"u{2,}", "u", text)
    return " ".join(re.sub(r"[^\wー]+|_", " ", text).split())
