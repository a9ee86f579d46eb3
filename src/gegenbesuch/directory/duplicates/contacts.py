"""Addresses and numbers in the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Mail providers and hosts whose domain says nothing about an organisation.
_ANYBODYS: Final = frozenset(
    """
    gmail.com googlemail.com outlook.com hotmail.com hotmail.de live.com yahoo.com yahoo.de
    yahoo.co.jp gmx.de gmx.net gmx.at web.de t-online.de freenet.de posteo.de mailbox.org
    icloud.com me.com aol.com proton.me protonmail.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp
    nifty.com biglobe.ne.jp ocn.ne.jp qq.com 163.com mail.ru facebook.com linkedin.com
    xing.com twitter.com x.com instagram.com wordpress.com jimdo.com wixsite.com
    """.split()
)
_SHARED: Final = re.compile(
    r"(?:info|office|kontakt|contact|mail|post|sales|vertrieb|service|support|admin|"
    r"sekretariat|buero|zentrale|hello|hallo|presse|press|pr|webmaster|team|empfang|"
    r"verwaltung|kanzlei|soumu|somu|koho|kouhou|eigyo|toiawase|inquiry|enquiry)"
    r"(?:[._-].*)?\d*"
)
_SECOND_LEVEL: Final = {"co", "or", "ne", "ac", "go", "com", "org", "net", "lg", "ed"}


def normal_email(text: str) -> str:
    """Return a mail address for comparing, empty if it is none."""
    local, at, domain = text.strip().casefold().removeprefix("mailto:").partition("@")
    return f"{local.partition('+')[0]}@{domain}" if at and domain and local else ""


def is_shared_address(email: str) -> bool:
    """Tell whether an address is a mailbox of several, such as info@."""
    return bool(_SHARED.fullmatch(email.partition("@")[0]))


@lru_cache(maxsize=50_000)
def normal_phone(text: str) -> str:
    """
    Return the last digits of a telephone number, empty if it is too short.

    They are the same with and without country code, trunk zero and blanks.
    """
    text = re.sub(r"\(0\)", "", unicodedata.normalize("NFKC", text))
    text = re.split(r"(?:ext|durchwahl|内線)", text, flags=re.IGNORECASE)[0]
    digits = re.sub(r"\D", "", text)
    return digits[-8:] if len(digits) >= 7 else ""


def domains_of(addresses: Iterable[str]) -> frozenset[str]:
    """Return the domains of an organisation in mail and page addresses."""
    return frozenset(filter(None, map(_domain_of, addresses)))


@lru_cache(maxsize=50_000)
def _domain_of(address: str) -> str:
    address = address.strip().casefold()
    if "@" in address:
        host = address.rpartition("@")[2]
    else:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    labels = host.removeprefix("www.").split(".")
    if len(labels) < 2:
        return ""
    is_long = len(labels) > 2 and labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2
    domain = ".".join(labels[-3:] if is_long else labels[-2:])
    return "" if domain in _ANYBODYS or host in _ANYBODYS else domain
