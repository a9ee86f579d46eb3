"""
Text in whatever encoding it was saved.

Marks and strict decoders decide where they can; among the encodings that fit
every byte, the text that looks most like language wins. A file whose lines are
in different encodings is read line by line.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ISO_2022_JP: Final = re.compile(rb"\x1b\$[@B]|\x1b\([BJI]")
_SAMPLE: Final = 200_000
_CANDIDATES: Final = ("cp932", "euc_jp", "cp1252", "mac_roman", "cp850", "latin-1")
#: Bytes that nobody means: what the encodings of Windows leave undefined.
_UNDEFINED: Final = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_WESTERN: Final = frozenset(
    "äöüÄÖÜßéèêëáàâåãçñíìîïóòôõúùûøæœÉÈÁÀÅÇÑØÆŒšžŠŽýÿ€–—„“”‘’…«»°§"
)
_DOUBLE: Final = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192"
    "\u02c6\u02dc\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a"
    "\u20ac\u2122]"
)
#: At least so many lines must be UTF-8 for the others to be strays among them.
_SHARE_OF_LINES: Final = 0.5
_SHARE_OF_DAMAGE: Final = 0.002


def decode(data: bytes) -> tuple[str, str, set[int]]:
    r"""
    Return the text, the name of its encoding, and the lines that were in another.

    Never fails: what no encoding explains becomes U+FFFD, which later makes the
    row doubtful. Lines are counted from 0 and end at ``\\n``.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding, set()
    wide = _without_mark(data)
    if wide:
        return data.decode(wide, "replace"), wide, set()
    if _ISO_2022_JP.search(data[:_SAMPLE]) and not any(b > 0x7F for b in data):
        return data.decode("iso2022_jp_ext", "replace"), "iso-2022-jp", set()
    try:
        return data.decode("utf-8"), "utf-8", set()
    except UnicodeDecodeError:
        pass
    lines = data.split(b"\n")
    strays = {n for n, line in enumerate(lines) if not _is_utf8(line)}
    high = sum(any(byte > 0x7F for byte in line) for line in lines)
    if high and 1 - len(strays) / high >= _SHARE_OF_LINES:
        texts = [
            _decode_stray(line) if n in strays else line.decode("utf-8")
            for n, line in enumerate(lines)
        ]
        return "\n".join(texts), "utf-8", strays
    encoding = best_encoding(data)
    return _decode_with(data, encoding), encoding, set()


def best_encoding(data: bytes) -> str:
    """Return the encoding, none of Unicode's, in which bytes read most like words."""
    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    scores = {name: _plausibility(sample, name) for name in _CANDIDATES}
    return max(_CANDIDATES, key=lambda name: scores[name])


def repaired(text: str) -> str:
    """
    Undo UTF-8 that was once read as Western: "MÃ¼ller" was "Müller".

    Returns the text unchanged unless it all turns into valid UTF-8.
    """
    if not _DOUBLE.search(text):
        return text
    raw = bytearray()
    for char in text:
        if ord(char) < 0x100:
            raw.append(ord(char))
            continue
        try:
            raw += char.encode("cp1252")
        except UnicodeEncodeError:
            return text
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return text


def _without_mark(data: bytes) -> str:
    """Recognise UTF-16 without a mark: every second byte of Western text is nought."""
    sample = data[:4000]
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.3 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_stray(line: bytes) -> str:
    return _decode_with(line, best_encoding(line))


def _decode_with(data: bytes, encoding: str) -> str:
    if encoding == "cp1252":
        return data.decode("cp1252", "replace") if _has_all(data) else _western(data)
    return data.decode(encoding, "replace")


def _has_all(data: bytes) -> bool:
    return not any(byte in _UNDEFINED for byte in data)


def _western(data: bytes) -> str:
    return "".join(
        _UNDEFINED.get(byte) or bytes([byte]).decode("cp1252") for byte in data
    )


def _plausibility(sample: bytes, encoding: str) -> float:
    """Return how much the high characters look like words; higher is likelier."""
    text = sample.decode(encoding, "replace")
    lost = text.count("\ufffd")
    # A few broken bytes in a long text are damage, not another encoding.
    if lost > _SHARE_OF_DAMAGE * len(sample):
        return -1e9 - lost
    if not text:
        return 0.0
    score = 0.0
    high = 0
    previous = " "
    for char, following in zip(text, f"{text[1:]} ", strict=True):
        if ord(char) > 0x7F:
            high += 1
            score += _likeliness(char, previous, following)
        previous = char
    return score / max(high, 1)


def _likeliness(char: str, previous: str, following: str) -> float:
    point = ord(char)
    in_word = previous.isascii() and previous.isalpha()
    if 0x3041 <= point <= 0x30FF or 0x4E00 <= point <= 0x9FFF:
        # Inside a Western word it is two letters of another encoding.
        return -1.0 if in_word else 1.0
    if 0xFF61 <= point <= 0xFF9F:  # half-width kana: any two bytes may look so
        return 0.4 if 0xFF61 <= ord(previous) <= 0xFF9F else -0.6
    if 0x3000 <= point <= 0x303F or 0xFF01 <= point <= 0xFF60:
        return 0.8
    if char in _WESTERN:
        # A capital with an accent inside a word is a letter of another encoding.
        inside = char.isupper() and in_word and following.islower()
        return -1.0 if inside else 0.9 if char.isalpha() else 0.3
    category = unicodedata.category(char)
    if category in {"Cc", "Cn", "Co"}:
        return -3.0
    return 0.0 if category.startswith("L") else -0.7
