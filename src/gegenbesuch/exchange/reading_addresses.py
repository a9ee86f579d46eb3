"""Postal addresses in one piece, taken apart as far as their form is known."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gegenbesuch.exchange import reading_values

if TYPE_CHECKING:
    from gegenbesuch.exchange.drafts import PostalAddress

PREFECTURE: Final = re.compile(
    r"(?:〒?\s*(?P<postcode>\d{3}-?\d{4})\s*)?(?P<region>東京都|北海道|(?:京都|大阪)府|\S{2,3}県)"
    r"(?P<rest>.*)",
    re.DOTALL,
)
_GERMAN_ADDRESS: Final = re.compile(
    r"(?P<lines>.+?)[,;\n]\s*(?:(?:D|DE|A|CH)[- ])?(?P<postcode>\d{4,5})\s+"
    r"(?P<locality>[^,;\n]+?)(?:\s*[,;\n]\s*(?P<country>[^,;\n]+))?\s*",
    re.DOTALL,
)
POSTCODE_CITY: Final = re.compile(
    r"(?:[A-Z]{1,2}-)?(?P<code>〒?\d[\d-]{2,8})\s*(?P<city>.*)"
)


def whole_address(text: str, address: PostalAddress) -> PostalAddress:
    """Take an address in one piece apart as far as its form is known."""
    if match := PREFECTURE.fullmatch(text.strip()):
        city = re.match(r"\S+?[市区町村郡](?:\S{1,4}区)?", match["rest"].strip())
        rest = match["rest"].strip()
        return replace(
            address,
            postcode=address.postcode or match["postcode"] or "",
            region=address.region or match["region"],
            locality=address.locality or (city[0] if city else ""),
            lines="\n".join(
                filter(
                    None, (rest[city.end() :].strip() if city else rest, address.lines)
                )
            ),
        )
    if match := _GERMAN_ADDRESS.fullmatch(text.strip()):
        country = reading_values.country_of(match["country"] or "")
        return replace(
            address,
            postcode=address.postcode or match["postcode"],
            locality=address.locality or match["locality"].strip(),
            country=address.country or country,
            lines=match["lines"].strip(),
        )
    return replace(
        address, lines="\n".join(filter(None, (text.strip(), address.lines)))
    )
