"""Postal addresses in the order of their country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language

from gegenbesuch.core.countries import country_name
from gegenbesuch.core.values.languages import base_language

if TYPE_CHECKING:
    from gegenbesuch.directory.models import Address

#: Lines of an address, from the small to the large; the rest is `_USUAL`.
_USUAL = "{lines}\n{postcode} {locality}\n{region}"
_BY_COUNTRY = {
    # Town, state and postcode in one line.
    **dict.fromkeys(
        ("US", "CA", "AU", "IN", "TH", "ID", "MX", "TW", "NZ", "KR"),
        "{lines}\n{locality} {region} {postcode}",
    ),
    # The postcode in a line of its own, at the end.
    **dict.fromkeys(
        ("GB", "IE", "IM", "JE", "GG", "MT", "UA", "ZA"),
        "{lines}\n{locality}\n{region}\n{postcode}",
    ),
    "BR": "{lines}\n{locality}-{region}\n{postcode}",
    "CN": "{lines}\n{postcode} {locality}\n{region}",
    "IT": "{lines}\n{postcode} {locality} {region}",
    "JP": "{lines}\n{locality}, {region} {postcode}",
    "HU": "{locality}\n{lines}\n{postcode}",
    "SG": "{lines}\n{locality} {postcode}",
}
#: In their own script, from the large to the small.
_IN_OWN_SCRIPT = {
    ("JP", "ja"): "〒{postcode}\n{region}{locality}\n{lines}",
    ("CN", "zh"): "{postcode}\n{region}{locality}\n{lines}",
    ("TW", "zh"): "{postcode}\n{region}{locality}\n{lines}",
    ("KR", "ko"): "{region} {locality}\n{lines}\n{postcode}",
}


def address_lines(address: Address) -> list[str]:
    """
    Return an address line by line, as the post of its country reads it.

    The country stands below unless it goes without saying: in an address in the
    country's own script for readers of that script.
    """
    language, _hyphen, script = address.language.partition("-")
    own = "" if script == "Latn" else language
    pattern = _IN_OWN_SCRIPT.get((address.country, own))
    text = (pattern or _BY_COUNTRY.get(address.country, _USUAL)).format(
        lines=address.lines.replace("\r\n", "\n"),
        postcode=address.postcode,
        locality=address.locality,
        region=address.region,
    )
    bare = " ,-" if address.postcode else " ,-〒"
    lines = [line.strip(bare) for line in text.split("\n")]
    reader = base_language(get_language())
    if address.country and not (pattern and reader == own):
        lines.append(country_name(address.country))
    return [line for line in lines if line]
