"""Names of people as lists have them, taken apart: titles, scripts, order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.core.values.name_sorting import PARTICLES
from gegenbesuch.exchange.reading_values import is_japanese, usual_width

_KANA: Final = re.compile(r"[\u3041-\u309f\u30a0-\u30ff\s・＝=･]+")
_TITLE: Final = re.compile(
    r"(?:S\.\s?E\.|I\.\s?E\.|H\.\s?E\.)|"
    r"(?:Univ\.?-?)?Prof(?:essor(?:in)?)?\b\.?|PD\b\.?|Priv\.?-Doz\.?|"
    r"Dr\b\.?(?:[ -]?(?:Ing|rer|med|phil|jur|nat|iur|oec|pol|vet|dent|theol|habil|h|c|"
    r"mult|e)\b\.?)*|(?:h\.\s?c\.)|"
    r"Dipl\.?(?:[ -]?(?:Ing|Kfm|Kffr|Phys|Chem|Inf|Betriebsw|Volksw|Geogr|Biol|"
    r"Wirt|Math|Päd|Soz|Psych)\b\.?(?:[ -]?Ing\b\.?)?)*(?:\s?\(FH\))?|"
    r"Mag\b\.(?:\s?\([A-Z]+\))?|Ing\b\.",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"(?:,\s*|\s+)(?:M\.?B\.?A\.?|Ph\.?\s?D\.?|M\.?\s?Sc\.?|B\.?\s?Sc\.?|M\.A\.|B\.A\.|"
    r"LL\.?M\.?|M\.?Eng\.?|B\.?Eng\.?)(?=$|\s|,)"
)
_SALUTATIONS: Final = {
    "herr": "mr",
    "herrn": "mr",
    "hr.": "mr",
    "hr": "mr",
    "mr": "mr",
    "mr.": "mr",
    "m": "mr",
    "m.": "mr",
    "male": "mr",
    "männlich": "mr",
    "男": "mr",
    "男性": "mr",
    "frau": "ms",
    "fr.": "ms",
    "fr": "ms",
    "frl.": "ms",
    "ms": "ms",
    "ms.": "ms",
    "mrs": "ms",
    "mrs.": "ms",
    "miss": "ms",
    "w": "ms",
    "f": "ms",
    "female": "ms",
    "weiblich": "ms",
    "女": "ms",
    "女性": "ms",
}
_BEFORE: Final = re.compile(
    r"^(?:sehr geehrte[r]?\s+|dear\s+)?(herrn?|frau|hr\.|fr\.|mr\.?|mrs\.?|ms\.?|miss)"
    r"\s+(?=\S)",
    re.IGNORECASE,
)
_HONORIFIC: Final = re.compile(r"[\s　]*(?:様|さま|殿|氏|さん|御中)$")
_BRACKETS: Final = re.compile(r"[(（\[［]([^()（）\[\]［］]+)[)）\]］]")
_SEVERAL: Final = re.compile(r"\s*(?:;|\n|、|\s&\s|\s+und\s+|\s+and\s+|\s\+\s)\s*")


@dataclass
class NameParts:
    """What the cells of a row say about a name, before it becomes a `Name`."""

    family: str = ""
    given: str = ""
    full: str = ""
    title: str = ""
    salutation: str = ""
    kanji: Spelling = field(default_factory=Spelling)
    kana: Spelling = field(default_factory=Spelling)
    aliases: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.family or self.given or self.full or self.kanji or self.kana)

    def to_name(self) -> Name:
        """
        Return the name.

        Raises:
            UnreadableValue: It cannot be one.
        """
        family, full = self.family, self.full
        if not family and self.given:
            full, given = self.given, ""
        else:
            given = self.given
            full = "" if family else full
        return Name(
            family=family,
            given=given,
            full=full,
            title=self.title,
            kanji=self.kanji,
            kana=self.kana,
            aliases=tuple(dict.fromkeys(self.aliases)),
        )


def read_salutation(text: str) -> str:
    """Return `mr`, `ms` or nothing for a salutation or sex in three languages."""
    return _SALUTATIONS.get(usual_width(text).strip().casefold(), "")


def read_name(text: str, into: NameParts) -> bool:
    """
    Take apart what one cell says: "Richter, Dr. Anna", "山田　太郎 (ヤマダ タロウ)".

    Returns False when the cell seems to name several people.
    """
    text = usual_width(text).strip()
    parts = [p for p in _SEVERAL.split(text) if p]
    if len(parts) > 1 and not is_one(parts):
        return False
    for inside in _BRACKETS.findall(text):
        _read_script(inside.strip(), into)
    rest = _BRACKETS.sub(" ", text).strip(" ,")
    for piece in re.split(r"\s*/\s*|\n", rest) if _has_two_scripts(rest) else [rest]:
        if piece:
            _read_script(piece, into)
    return True


def is_one(parts: list[str]) -> bool:
    """Tell whether the parts are one name in several scripts."""
    scripts = [bool(is_japanese(part)) for part in parts]
    return len(parts) == 2 and scripts[0] != scripts[1]


def read_japanese(text: str) -> Spelling:
    """Return a name in kanji or kana; without a blank it stays in one piece."""
    text = _HONORIFIC.sub("", usual_width(text).strip())
    if "・" in text:
        given, _dot, family = text.rpartition("・")
        return Spelling(family, given.replace("・", " "))
    words = text.split()
    if len(words) == 2:
        return Spelling(words[0], words[1])
    return Spelling(full=text)


def is_kana(text: str) -> bool:
    """Tell whether a text has only kana."""
    return bool(text.strip()) and bool(_KANA.fullmatch(usual_width(text)))


def _has_two_scripts(text: str) -> bool:
    parts = [p for p in re.split(r"\s*/\s*|\n", text) if p]
    return len(parts) == 2 and is_one(parts)


def _read_script(text: str, into: NameParts) -> None:
    if is_japanese(text):
        spelling = read_japanese(text)
        if is_kana(text):
            into.kana = into.kana or spelling
        else:
            into.kanji = into.kanji or spelling
        return
    if into.family or into.given or into.full:
        into.aliases.append(text)
        return
    _read_latin(text, into)


def _read_latin(text: str, into: NameParts) -> None:
    text = _take_titles(text, into)
    if "," in text:
        family, _comma, given = text.partition(",")
        given = _take_titles(given.replace(",", " "), into)
        into.family, into.given = _cased(family.strip()), _cased(given.strip())
        return
    words = text.split()
    if len(words) < 2:
        into.full = _cased(text)
        return
    start = _start_of_family(words)
    if start == 0:  # RICHTER Anna
        end = next(i for i, word in enumerate(words) if not _is_capitals(word))
        into.family, into.given = " ".join(words[:end]), " ".join(words[end:])
    else:
        into.given, into.family = " ".join(words[:start]), " ".join(words[start:])
    into.family, into.given = _cased(into.family), _cased(into.given)


def _take_titles(text: str, into: NameParts) -> str:
    """Return the text without salutation and titles, which go into the parts."""
    text = " ".join(text.split())
    if match := _BEFORE.match(text):
        into.salutation = into.salutation or read_salutation(match[1])
        text = text[match.end() :]
    titles = []
    while (match := _TITLE.match(text)) and match[0].strip():
        end = match.end()
        if end < len(text) and text[end].isalpha():
            break
        titles.append(match[0].strip())
        text = text[end:].strip()
    titles += [match[0].strip(" ,") for match in _BEHIND.finditer(text)]
    text = _BEHIND.sub("", text).strip()
    if titles:
        into.title = " ".join(filter(None, [into.title, *titles]))
    if match := _BEFORE.match(text):
        into.salutation = into.salutation or read_salutation(match[1])
        text = text[match.end() :]
    return text


def _start_of_family(words: list[str]) -> int:
    capitals = [_is_capitals(word) for word in words]
    if any(capitals) and not all(capitals):
        return capitals.index(True)
    for i, word in enumerate(words[1:], 1):
        if word.casefold() in PARTICLES and i < len(words) - 1:
            return i
    return len(words) - 1


def _is_capitals(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters)


def _cased(text: str) -> str:
    """Return RICHTER as Richter; what has small letters stays as it is."""
    if not _is_capitals(text.replace(" ", "")) or len(text) < 3:
        return text
    words = re.sub(r"[^\W\d_]+", lambda m: m[0][0] + m[0][1:].lower(), text)
    return " ".join(
        word.lower() if word.casefold() in PARTICLES else word for word in words.split()
    )


def read_two_cells(family: str, given: str, parts: NameParts) -> bool:
    """Read family and given name; titles and salutations stand in either cell."""
    if is_japanese(family) and is_japanese(given):
        script = "kana" if is_kana(family) and is_kana(given) else "kanji"
        setattr(parts, script, getattr(parts, script) or Spelling(family, given))
        return True
    whole = NameParts()
    text = f"{family}, {given}" if given and family else family or given
    if not read_name(text, whole):
        return False
    if not family:
        name = whole.full or f"{whole.given} {whole.family}".strip()
        whole.given, whole.family = name, ""
    parts.family = whole.family or (whole.full if family else "")
    parts.given = whole.given
    parts.kanji, parts.kana = parts.kanji or whole.kanji, parts.kana or whole.kana
    parts.title = parts.title or whole.title
    parts.salutation = parts.salutation or whole.salutation
    return True
