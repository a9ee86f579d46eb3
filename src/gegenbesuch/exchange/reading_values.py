"""What stands in a cell, read: mail addresses, telephone numbers, dates, countries."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final

from babel import Locale

from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.date_parsing import parse_partial_date
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory.contact_values import contact_value
from gegenbesuch.directory.models import ContactPoint

_JAPANESE: Final = re.compile(
    r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]"
)
_WIDE: Final = re.compile(r"[\uff01-\uff5e\uff61-\uff9f\u3000]+")
_COMPANY: Final = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|[(（][株有同社財][)）]|㈱|㈲|法人|大学|県庁|市役所|"
    r"\b(?:gmbh|mbh|ag|kg|kgaa|ohg|ug|gbr|e\.\s?v\.?|eg|se|ltd|limited|inc|corp|"
    r"corporation|llc|plc|k\.k\.|kk|co\.,? ltd|s\.a\.|s\.r\.l|b\.v\.|universität|"
    r"university|hochschule|stadt|amt|ministerium|institut|institute|verband|"
    r"verein|kammer|stiftung|foundation|botschaft|embassy|konsulat|consulate|"
    r"stadtwerke|gesellschaft|holding|group|association|agency|council)\b\.?",
    re.IGNORECASE,
)
_SEPARATORS: Final = re.compile(r"[;,\n|、；]|\s+(?:oder|or|und|and|または)\s+|\s*/\s*")
_MAIL: Final = re.compile(r"<([^<>@\s]+@[^<>\s]+)>")
_NUMBER_APART: Final = re.compile(
    r"[;\n|、；]|\s+(?:oder|or|und|and)\s+|,\s*(?=[+0(])|\s/\s+(?=[+0(])"
)
_PHONE_LABEL: Final = re.compile(
    r"^(?:tel(?:efon|ephone)?|fon|phone|fax|mobil(?:e)?|handy|cell|t|f|m|電話|携帯|代表)"
    r"\s*[.:：]*\s*",
    re.IGNORECASE,
)
_SERIAL: Final = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_ISO_TIME: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T]\d\d:\d\d(?::\d\d)?")
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−ー－", "-"))


def language_of(text: str, default: str) -> str:
    """Return `ja` for a text with Japanese characters, else the default."""
    if _JAPANESE.search(text):
        return "ja"
    return "en" if default == "ja" else default


def is_japanese(text: str) -> bool:
    """Tell whether a text has Japanese characters."""
    return bool(_JAPANESE.search(text))


def usual_width(text: str) -> str:
    """Return Ｆｕｌｌ　ｗｉｄｔｈ letters narrow and ﾊﾝｶｸ kana wide; kanji stay as they are."""
    return _WIDE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)


def is_organisation_name(text: str) -> bool:
    """Tell whether a text has a company form or another mark of an organisation."""
    return bool(_COMPANY.search(text))


def looks_like_person(text: str) -> bool:
    """Tell whether a text may be the name of a person: two to four short words."""
    if any(char.isdigit() or char in "@/:" for char in text) or len(text) > 50:
        return False
    if is_organisation_name(text):
        return False
    words = text.replace(",", " ").split()
    if _JAPANESE.search(text):
        return 1 <= len(words) <= 2 and 3 <= len("".join(words)) <= 9
    return 2 <= len(words) <= 5 and all(word[0].isupper() for word in words)


# --- Ways to reach somebody ---------------------------------------------------


def read_mails(text: str) -> tuple[list[str], list[str]]:
    """Return the mail addresses of a cell and what is none."""
    text = usual_width(text)
    text = re.sub(r"\s*[\[(](?:at|ät|a)[\])]\s*", "@", text, flags=re.IGNORECASE)
    found = _MAIL.findall(text)
    parts = found or [p for p in re.split(r"[;,\n|、\s]+|mailto:", text) if p]
    good, bad = [], []
    for each in parts:
        part = each.strip(".<>()\"'").removeprefix("mailto:")
        try:
            good.append(contact_value(ContactPoint.Kind.EMAIL, part))
        except ActionError:
            bad.append(part)
    if bad and not any("@" in part for part in bad) and good:
        bad = [] if all(len(part) < 40 for part in bad) else bad
    return list(dict.fromkeys(good)), bad


def read_phones(text: str, country: str) -> tuple[list[str], list[str]]:
    """
    Return the telephone numbers of a cell in E.164 and what is none.

    Args:
        country: Two letters; what a number without country code belongs to.
    """
    good: list[str] = []
    bad: list[str] = []
    text = usual_width(text)
    parts = [part.strip() for part in _NUMBER_APART.split(text) if part.strip()]
    for part in parts:
        number = _phone(part, country)
        (good if number else bad).append(number or part)
    return list(dict.fromkeys(good)), bad


@lru_cache(maxsize=4096)
def _phone(text: str, country: str) -> str:
    plain = _PHONE_LABEL.sub("", text.translate(_DASHES)).strip()
    if plain.startswith(("+", "00")):
        plain = plain.replace("(0)", "")
    if plain.isdecimal() and not plain.startswith("0") and 9 <= len(plain) <= 11:
        plain = f"0{plain}"  # a spreadsheet took it for a number
    try:
        return contact_value(ContactPoint.Kind.PHONE, plain, country)
    except ActionError:
        return ""


def read_website(text: str) -> str:
    """Return a whole address of a page, or nothing if it is none."""
    text = usual_width(text).strip("<> \n")
    if not text or any(char.isspace() for char in text):
        return ""
    try:
        return contact_value(ContactPoint.Kind.WEBSITE, text)
    except ActionError:
        return ""


# --- Dates ---------------------------------------------------------------------


def read_date(text: str, language: str) -> PartialDate:
    """
    Read a date in any usual form, a spreadsheet's serial number too.

    Raises:
        UnreadableValue: It is none; the message says why.
    """
    text = usual_width(text).strip()
    if match := _ISO_TIME.fullmatch(text):
        text = match[1]
    if _SERIAL.fullmatch(text):
        return PartialDate.on(date(1899, 12, 30) + timedelta(days=int(float(text))))
    if re.fullmatch(r"(?:19|20)\d{6}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    short = re.fullmatch(r"(\d{1,2})([./])(\d{1,2})\2(\d\d)", text)
    if short:
        century = "20" if int(short[4]) <= date.today().year % 100 + 5 else "19"  # noqa: DTZ011 -- only the century
        text = f"{short[1]}{short[2]}{short[3]}{short[2]}{century}{short[4]}"
    return parse_partial_date(text, language)


# --- Countries -------------------------------------------------------------------


@cache
def _countries() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("de", "en", "ja", "fr"):
        for code, name in Locale(language).territories.items():
            if (
                len(code) == 2
                and code.isalpha()
                and code not in {"EU", "EZ", "UN", "ZZ"}
            ):
                names.setdefault(_plain(name), code)
                names.setdefault(code.casefold(), code)
    return names | {
        "uk": "GB",
        "usa": "US",
        "u.s.a": "US",
        "vereinigte staaten von amerika": "US",
        "united states of america": "US",
        "großbritannien": "GB",
        "england": "GB",
        "brd": "DE",
        "bundesrepublik deutschland": "DE",
        "federal republic of germany": "DE",
        "allemagne": "DE",
        "nippon": "JP",
        "日本国": "JP",
        "独": "DE",
        "独国": "DE",
        "ドイツ連邦共和国": "DE",
        "jpn": "JP",
        "deu": "DE",
        "ger": "DE",
        "d": "DE",
        "j": "JP",
        "a": "AT",
        "f": "FR",
        "i": "IT",
        "e": "ES",
        "kor": "KR",
        "korea": "KR",
        "südkorea": "KR",
        "south korea": "KR",
        "republic of korea": "KR",
        "vr china": "CN",
        "prc": "CN",
        "中華人民共和国": "CN",
        "米国": "US",
        "英国": "GB",
        "holland": "NL",
        "czech republic": "CZ",
        "tschechische republik": "CZ",
        "vietnam": "VN",
        "viet nam": "VN",
    }


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=2048)
def country_of(text: str) -> str:
    """Return the two letters of a country named in any of our languages, or nothing."""
    return _countries().get(_plain(text).strip(". ()"), "")


def country_of_postcode(text: str) -> str:
    """Return the country that a postcode of this form can only be of, or nothing."""
    return "JP" if re.fullmatch(r"〒?\s?\d{3}-\d{4}", text.translate(_DASHES)) else ""
