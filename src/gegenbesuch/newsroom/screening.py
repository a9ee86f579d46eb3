"""
Reading what strangers write: made clean, and looked at for what is suspicious.

Nothing here decides: a suspicious comment is only shown to a moderator first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: Signs that nobody sees; joiners between letters of scripts that need them stay.
_JOINERS = "\u200c\u200d"
_STACK = 3
_MANY_BREAKS = re.compile(r"\n{3,}")
_WORD = re.compile(r"\w+")
_LINK = re.compile(
    r"(?:https?|hxxps?|ftp)\s*:\s*/\s*/\s*\S*|\bwww\s*\.\s*\S*|\[url\b|<a\s|"
    r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|biz|shop|xyz|top|site|online|club|"
    r"ru|cn|tk|de|jp|eu|io|me|link|click|live|store|vip|win|work)\b(?:/\S*)?",
    re.IGNORECASE,
)
SUSPICIOUS_LINKS = 2
#: Letters of other alphabets that look like Latin ones.
_LOOKS_LIKE = str.maketrans(
    "аеорсухіјѕԁһӏвкмнтзαοινκρτυχεηωβ0134578@$€",
    "aeopcyxijsdhlbkmht3aoivkptuxenwboieastbase",
)
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def cleaned(text: str, *, is_one_line: bool = False) -> str:
    """
    Return the text without what nobody sees and what breaks a page.

    Signs of no width, signs that turn the direction of writing round, control
    characters and towers of accents go; letters stay as they were written.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept: list[str] = []
    accents = 0
    for letter in text:
        kind = unicodedata.category(letter)
        if kind in {"Mn", "Me"}:
            accents += 1
            if accents > _STACK:
                continue
        else:
            accents = 0
        if letter == "\n" and not is_one_line:
            kept.append(letter)
        elif letter in "\t\n\u2028\u2029" or kind == "Zs":
            kept.append("\u3000" if letter == "\u3000" else " ")
        elif (letter in _JOINERS and kept and _joins(kept[-1])) or kind not in {
            "Cc",
            "Cf",
            "Cs",
            "Co",
            "Cn",
        }:
            kept.append(letter)
    shown = "".join(kept)
    if is_one_line:
        return " ".join(shown.split())
    lines = (line.rstrip() for line in shown.split("\n"))
    return _MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip()


def _joins(before: str) -> bool:
    """Tell whether a joiner after this sign means something: emoji, Indic, Arabic."""
    name = unicodedata.name(before, "")
    return unicodedata.category(before) in {"So", "Sk", "Mn"} or name.startswith(
        ("ARABIC", "DEVANAGARI", "BENGALI", "TAMIL", "MALAYALAM", "VARIATION")
    )


def skeleton(text: str) -> str:
    """Return what a text looks like: the same for words in other letters alike."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = (
        letter for letter in folded if unicodedata.category(letter) not in {"Mn", "Cf"}
    )
    return "".join(bare).translate(_LOOKS_LIKE)


def count_links(text: str) -> int:
    """Return how many addresses a text names, also without `https`."""
    return len(_LINK.findall(unicodedata.normalize("NFKC", text)))


def mixes_alphabets(text: str) -> bool:
    """Tell whether one word has letters of two alphabets that look alike."""
    for word in _WORD.findall(text):
        found = {
            alphabet
            for letter in word
            for alphabet in _ALPHABETS
            if unicodedata.name(letter, "").startswith(alphabet)
        }
        if len(found) > 1:
            return True
    return False


def suspicions(
    name: str, text: str, *, listed: Iterable[str], offices: Iterable[str]
) -> list[str]:
    """
    Return what makes a comment suspicious, by key; nothing if it is ordinary.

    Args:
        listed: Words that the office looks at first.
        offices: Names that only the office itself writes under.
    """
    found = []
    if count_links(f"{name} {text}") >= SUSPICIOUS_LINKS:
        found.append("links")
    look = skeleton(f"{name} {text}")
    words = [re.escape(word) for each in listed if (word := skeleton(each.strip()))]
    # A Japanese word begins anywhere, a Latin one after what is no letter.
    if words and re.search(rf"(?:(?<![a-z])|(?=[^a-z]))(?:{'|'.join(words)})", look):
        found.append("words")
    if mixes_alphabets(f"{name} {text}"):
        found.append("alphabets")
    shown = skeleton(name)
    if any(office in shown for office in map(skeleton, offices) if office.strip()):
        found.append("name")
    return found
