"""Kana in Latin letters, for comparing only: the system of Kunrei, shortened."""

from __future__ import annotations

import re
from typing import Final

_ROWS: Final = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと",
    "n": "なにぬねの", "h": "はひふへほ", "m": "まみむめも", "r": "らりるれろ",
    "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だ  でど", "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
}  # fmt: skip
_OTHERS: Final = {
    "や": "ya", "ゆ": "yu", "よ": "yo", "わ": "wa", "ゐ": "i", "ゑ": "e", "を": "o",
    "ん": "n", "ぢ": "zi", "づ": "zu", "ゔ": "vu", "ぁ": "a", "ぃ": "i", "ぅ": "u",
    "ぇ": "e", "ぉ": "o", "ゃ": "ya", "ゅ": "yu", "ょ": "yo", "ゎ": "wa", "ゕ": "ka",
    "ゖ": "ke", "っ": "", "ー": "",
}  # fmt: skip
#: Sounds that two kana write together and that no rule makes of the two.
_PAIRS: Final = {
    "ふぁ": "fa", "ふぃ": "fi", "ふぇ": "fe", "ふぉ": "fo", "ふゅ": "fyu",
    "ゔぁ": "va", "ゔぃ": "vi", "ゔぇ": "ve", "ゔぉ": "vo", "ゔゅ": "vyu",
    "うぃ": "wi", "うぇ": "we", "うぉ": "wo", "てぃ": "ti", "でぃ": "di",
    "とぅ": "tu", "どぅ": "du", "つぁ": "tsa", "つぃ": "tsi", "つぇ": "tse",
    "つぉ": "tso", "ちぇ": "che", "しぇ": "she", "じぇ": "je", "いぇ": "ye",
    "くぁ": "kwa", "くぃ": "kwi", "くぇ": "kwe", "くぉ": "kwo", "ぐぁ": "gwa",
}  # fmt: skip
_VOWELS: Final = "aiueo"
_SMALL_Y: Final = {"ゃ": "ya", "ゅ": "yu", "ょ": "yo"}


def _table() -> dict[str, str]:
    table = dict(_OTHERS)
    for consonant, row in _ROWS.items():
        for kana, vowel in zip(row, _VOWELS, strict=True):
            if kana != " ":
                table[kana] = consonant + vowel
    for kana in "きしちにひみりぎじぢびぴ":
        for small, sound in _SMALL_Y.items():
            table[kana + small] = table[kana][:-1] + sound
    return table | _PAIRS


_TABLE: Final = _table()
_SOUND: Final = re.compile(
    "|".join(sorted(map(re.escape, _TABLE), key=lambda kana: -len(kana)))
)


def romanise(hiragana: str) -> str:
    """
    Return hiragana in Latin letters; other characters stay as they are.

    Long marks and doubled consonants are left out: the result meets other
    spellings after `search_text` folded both.
    """
    return _SOUND.sub(lambda match: _TABLE[match[0]], hiragana)
