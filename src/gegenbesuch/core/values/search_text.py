"""One form of a text in which different spellings of it meet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from gegenbesuch.core.values.kana import romanise
from gegenbesuch.core.values.kanji import usual_kanji
from gegenbesuch.core.values.name_sorting import to_hiragana

#: What counts as a letter of a script written without blanks.
JAPANESE: Final = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)

#: Marks of voiced kana, which make another letter rather than another spelling.
_VOICING: Final = frozenset("\u3099\u309a")

_LETTERS: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)
_APOSTROPHES: Final = re.compile("['’`´ʼ]")
_KANA: Final = re.compile("[\u3041-\u3096ー]{2,}")
_JAPANESE_FORMS: Final = re.compile(
    r"株式會社|株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|"
    r"(?:一般|公益)?(?:社団|財団)法人|(?:地方)?独立行政法人|国立大学法人|学校法人|"
    r"医療法人(?:社団|財団)?|特定非営利活動法人|npo法人|社会福祉法人|宗教法人|"
    r"\((?:株|有|同|資|名|社|財|一社|一財|公財|公社|独|学|医)\)|"
    r"カブシキガイシャ|ユウゲンガイシャ"
)
_WESTERN_FORMS: Final = re.compile(
    r"(?<![\w.&+])(?:"
    r"(?:gmbh|ag|ug|se)(?: ?& ?co\.? ?(?:kgaa|kg|ohg))|"
    r"(?:gemeinnützige )?g?gmbh|m\. ?b\. ?h|mbh|ug \(haftungsbeschränkt\)|aktiengesellschaft|kgaa|ohg|gbr|e\. ?v\.?|"
    r"gesellschaft (?:mit beschränkter haftung|m\. ?b\. ?h)|"
    r"co\.?,? ?ltd|ltd|limited|inc|incorporated|corp|corporation|llc|llp|plc|"
    r"k\. ?k|kk|kabushiki ?(?:kaisha|gaisha)|g\. ?k|y\. ?k|godo ?kaisha|"
    r"yugen ?(?:kaisha|gaisha)|s\. ?a\. ?r\. ?l|sarl|s\. ?r\. ?l|srl|"
    r"sp\. ?z ?o\. ?o|s\. ?r\. ?o|\(?pty\)?\.? ltd|pte\.? ltd|sdn\.? bhd"
    r")\b\.?|"
    r"(?<=\w)-(?:ag|gmbh|kg|se)\b|"
    # These are words and initials too, but not behind a name.
    r"(?<=[\w.)\]”] )(?:ag|kg|se|ug)\b\.?(?! ?&)|"
    r"(?<=[\w.)\]”,] )(?:ev|e\. ?g|eg|e\. ?k|ek|s\. ?a\. ?s|sas|s\. ?a|sa|s\. ?p\. ?a|"
    r"spa|b\. ?v|bv|n\. ?v|nv|a/s|aps|ab|oyj?|a\. ?s)\.?(?=\s*(?:$|[,(]))"
)

#: Spellings of one sound, in the order in which they are read. Kunrei writes
#: si, ti, tu, hu and zi for what Hepburn writes shi, chi, tsu, fu and ji.
_SOUNDS: Final = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"([aou])e+", r"\1"),  # ü, ue and u
        (r"o(?:h(?![aeiouy])|[ou])+", "o"),  # ō, ou, oo and oh
        (r"ch(?=[rl])", "k"),
        (r"sch", "sh"),
        (r"tch", "ch"),
        (r"chi", "ti"),
        (r"ch(?=[auo])", "ty"),
        (r"shi", "si"),
        (r"sh(?=[auo])", "sy"),
        (r"tsu", "tu"),
        (r"fu", "hu"),
        (r"dzu", "zu"),
        (r"ji", "zi"),
        (r"j(?=[auo])", "zy"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dt", "t"),
        (r"ck|c(?!h)", "k"),
        (r"y", "i"),
        (r"([a-z])\1+", r"\1"),  # doubled letters
        (r"m(?=[bp])", "n"),  # Namba and Nanba
        (r"nm", "m"),  # Honma and Homma
    )
)


@lru_cache(maxsize=20_000)
def normalise_for_search(text: str) -> str:
    """
    Return the form of a text that is stored for search and searched for.

    Width, case, accents, the kind of kana and old forms of kanji no longer
    matter; ü, ue and u are the same, so are the long vowels ō, ou and o, the
    systems of romanisation and doubled letters; forms of companies are left out
    unless nothing else remains. The result is for comparing only: it also makes
    a few words equal that are different.
    """
    text = usual_kanji(unicodedata.normalize("NFKC", text).casefold())
    bare = _WESTERN_FORMS.sub(" ", _JAPANESE_FORMS.sub(" ", text))
    return _fold(bare) or _fold(text)


def plain(text: str) -> str:
    """Return the words of a text with width and case evened out, nothing else."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w]+|_", " ", text).split())


def bare(word: str) -> str:
    """Return a word without the marks on its letters."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word)
    return "".join(char for char in letters if not unicodedata.combining(char))


def romanised(folded: str) -> str:
    """Return a folded text with its kana in Latin letters; empty without kana."""
    if not _KANA.search(folded):
        return ""
    text = _KANA.sub(lambda match: f" {_sounds(romanise(match[0]))} ", folded)
    return " ".join(text.split())


def without_company_form(text: str) -> str:
    """Return a name without its legal form, otherwise only width and case evened."""
    text = unicodedata.normalize("NFKC", text).casefold()
    bare = _WESTERN_FORMS.sub(" ", _JAPANESE_FORMS.sub(" ", text))
    bare = " ".join(bare.split()).strip(" ,.-&")
    return bare or text


def _fold(text: str) -> str:
    text = _APOSTROPHES.sub("", text).translate(_LETTERS)
    if not text.isascii():
        text = "".join(
            char
            for char in unicodedata.normalize("NFD", text)
            if char in _VOICING or not unicodedata.combining(char)
        )
        text = to_hiragana(unicodedata.normalize("NFC", text))
    return " ".join(re.sub(r"[^\w]+|_", " ", _sounds(text)).split())


def _sounds(text: str) -> str:
    for pattern, to in _SOUNDS:
        text = pattern.sub(to, text)
    return text
