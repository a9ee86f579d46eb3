"""
Keys that put names in the order of German and of Japanese lists.

The keys are texts for a column with a binary collation. Two blanks part the
family name from the given name: they sort before the one blank inside a name,
so that "Meier, Zoe" comes before "Meier Schmidt, Anna" and "Meierhof".
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

NOBILITY: Final = frozenset(
    [
        "freiherr",
        "freifrau",
        "freiin",
        "graf",
        "gräfin",
        "baron",
        "baronin",
        "baronesse",
        "prinz",
        "prinzessin",
        "fürst",
        "fürstin",
        "herzog",
        "herzogin",
        "ritter",
        "edler",
        "edle",
    ]
)
PARTICLES: Final = NOBILITY | frozenset(
    [
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "van",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "des",
        "la",
        "le",
        "ter",
        "ten",
        "und",
        "af",
        "av",
    ]
)

_DIN_5007_2: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe"}
    | {"ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)
_VOICING: Final = frozenset("\u3099\u309a")
_SMALL: Final = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_VOWEL: Final = {
    kana: vowel
    for vowel, row in {
        "あ": "あかさたなはまやらわ",
        "い": "いきしちにひみりゐ",
        "う": "うくすつぬふむゆる",
        "え": "えけせてねへめれゑ",
        "お": "おこそとのほもよろを",
    }.items()
    for kana in row
}


def latin_key(family: str, given: str) -> str:
    """
    Return the key of a romanised name after DIN 5007-2, the one for names.

    The umlauts sort as ae, oe and ue, ß as ss, other marks are dropped. The
    standard leaves particles open: here "Freiherr von Werthern" sorts under W,
    as in German registers of names, and before the given name decides between
    equal family names the name without a particle comes first.
    """
    words = fold_latin(family).split()
    particles = []
    while len(words) > 1 and words[0] in _FOLDED_PARTICLES:
        particles.append(words.pop(0))
    parts = (" ".join(words), fold_latin(given), " ".join(particles))
    return "  ".join(parts).rstrip()


def fold_latin(text: str) -> str:
    """Return lower case without marks, umlauts written out, words by one blank."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_DIN_5007_2)
    bare = "".join(
        char
        for char in unicodedata.normalize("NFD", text)
        if not unicodedata.combining(char)
    )
    return " ".join(re.sub(r"[^\w]+", " ", bare.replace("'", "")).split())


def kana_key(family: str, given: str = "") -> str:
    """
    Return the key of a reading in the order of the fifty sounds.

    First without voicing marks, small kana as large ones and a long vowel as
    its vowel; only between equal ones do these decide.
    """
    exact = "  ".join(filter(None, (to_hiragana(family), to_hiragana(given))))
    return f"{_first_level(exact)}   {exact}"


def to_hiragana(text: str) -> str:
    """Return kana of any width as hiragana, other characters unchanged."""
    return "".join(
        chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char
        for char in unicodedata.normalize("NFKC", text).strip()
    )


def is_kana(text: str) -> bool:
    """Tell whether a text is written in hiragana or katakana and nothing else."""
    return is_katakana(
        "".join(
            chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char for char in text
        )
    )


def is_katakana(text: str) -> bool:
    """Tell whether a text is written in katakana and nothing else."""
    letters = re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))
    return bool(letters) and all("ァ" <= c <= "ヶ" or c == "ー" for c in letters)


def _first_level(text: str) -> str:
    bare = (c for c in unicodedata.normalize("NFD", text) if c not in _VOICING)
    result = ""
    for char in "".join(bare).translate(_SMALL):
        result += _VOWEL.get(result[-1:], char) if char == "ー" else char
    return result


_FOLDED_PARTICLES: Final = frozenset(fold_latin(word) for word in PARTICLES)
