"""How a text was read, in words: its encoding and what parts its columns."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

_ENCODINGS: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp932": "Shift_JIS (Windows-31J)",
    "euc_jp": "EUC-JP",
    "iso-2022-jp": "ISO-2022-JP",
    "cp1252": "Windows-1252",
    "cp850": "DOS (CP850)",
    "mac_roman": "Mac Roman",
    "latin-1": "ISO 8859-1",
}


def in_words(detail: str) -> str:
    """Return the `detail` of a file for people: "UTF-8, separated by semicolons"."""
    encoding, _blank, separator = detail.partition(" ")
    if encoding not in _ENCODINGS:
        return detail  # a sentence already
    sentence = {
        "": "%(encoding)s",
        ";": _("%(encoding)s, separated by semicolons"),
        ",": _("%(encoding)s, separated by commas"),
        "tab": _("%(encoding)s, separated by tabs"),
        "|": _("%(encoding)s, separated by vertical bars"),
    }.get(separator, _("%(encoding)s, separated by “%(separator)s”"))
    return sentence % {"encoding": _ENCODINGS[encoding], "separator": separator}
