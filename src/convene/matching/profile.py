"""Who takes part: what a company says, offers, needs and seeks, checked at birth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from convene.matching.fields import FIELDS
from convene.timetable.parts import InstanceError, words_of

KINDS = ("offer", "need", "about")
SIZES = ("micro", "small", "medium", "large")
STAGES = ("idea", "startup", "growth", "established")

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_NACE = re.compile(r"[A-V]?(\d{2}(\.\d{1,2}){0,2}|\d{2,4})?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _clean(text: str) -> str:
    """Drop what no file and no model can hold: control characters, half letters."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _UNPRINTABLE.sub(" ", text))


@dataclass(frozen=True, slots=True)
class Text:
    """What a company writes about itself, in one language; `kind` is one of `KINDS`."""

    language: str
    kind: str
    text: str

    def __post_init__(self) -> None:
        language = self.language
        if not isinstance(language, str) or not _LANGUAGE.fullmatch(language.lower()):
            raise InstanceError(
                "profiles.texts.language", f'a language such as "de", not {language!r}'
            )
        if self.kind not in KINDS:
            raise InstanceError(
                "profiles.texts.kind", f"one of {', '.join(KINDS)}, not {self.kind!r}"
            )
        if not isinstance(self.text, str):
            raise InstanceError("profiles.texts.text", f"a text, not {self.text!r}")
        object.__setattr__(self, "language", language.lower().split("-")[0])
        object.__setattr__(self, "text", _clean(self.text))


@dataclass(frozen=True, slots=True)
class Profile:
    """
    One company or institution on one of the two sides.

    What is left empty is unknown and counts neither for nor against anybody.

    Attributes:
        side: 0 or 1; partners are on the other side.
        fields: Own fields, slugs of `FIELDS`; `sought_fields` those wanted.
        nace: Own NACE codes ("72.1", "C26"); `sought_nace` prefixes wanted.
        languages: Languages the people speak.
        country: ISO 3166 code; `sought_countries` those wanted.
        size: One of `SIZES`; `sought_sizes` those wanted.
        stage: One of `STAGES`; `sought_stages` those wanted.
        name: How sentences call it; the id if empty.

    Raises:
        InstanceError: A field cannot be used.

    """

    id: str
    side: int
    texts: tuple[Text, ...] = ()
    fields: tuple[str, ...] = ()
    sought_fields: tuple[str, ...] = ()
    nace: tuple[str, ...] = ()
    sought_nace: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    country: str | None = None
    sought_countries: tuple[str, ...] = ()
    size: str | None = None
    sought_sizes: tuple[str, ...] = ()
    stage: str | None = None
    sought_stages: tuple[str, ...] = ()
    name: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id or _SURROGATE.search(self.id):
            raise InstanceError("profiles.id", f"a word, not {self.id!r}")
        if type(self.side) is not int or self.side not in (0, 1):
            raise InstanceError("profiles.side", f"0 or 1, not {self.side!r}")
        if not isinstance(self.name, str):
            raise InstanceError("profiles.name", f"a text, not {self.name!r}")
        object.__setattr__(self, "name", _clean(self.name))
        object.__setattr__(self, "texts", tuple(self.texts))
        for name in ("fields", "sought_fields"):
            self._words(name, FIELDS, "a field of `convene.matching.FIELDS`")
        for name in ("nace", "sought_nace"):
            self._words(name, _NACE, 'NACE codes such as "26" or "72.1"')
        self._words("languages", _LANGUAGE, 'languages such as "de"', str.lower)
        self._words("sought_countries", _COUNTRY, 'countries such as "JP"', str.upper)
        self._words("sought_sizes", SIZES, f"of {', '.join(SIZES)}")
        self._words("sought_stages", STAGES, f"of {', '.join(STAGES)}")
        if self.country is not None:
            country = str(self.country).upper()
            if not _COUNTRY.fullmatch(country):
                raise InstanceError(
                    "profiles.country", f'a country such as "JP", not {self.country!r}'
                )
            object.__setattr__(self, "country", country)
        for name, known in (("size", SIZES), ("stage", STAGES)):
            value = getattr(self, name)
            if value is not None and value not in known:
                raise InstanceError(
                    f"profiles.{name}", f"one of {', '.join(known)}, not {value!r}"
                )

    def _words(
        self,
        name: str,
        known: Iterable[str] | re.Pattern[str],
        expected: str,
        spelled: Any = str,
    ) -> None:
        words = words_of(getattr(self, name), f"profiles.{name}", None)
        words = tuple(dict.fromkeys(spelled(word) for word in words))
        for word in words:
            right = (
                known.fullmatch(word)
                if isinstance(known, re.Pattern)
                else word in known
            )
            if not right:
                raise InstanceError(f"profiles.{name}", f"{expected}, not {word!r}")
        object.__setattr__(self, name, words)

    @property
    def called(self) -> str:
        """How sentences call it."""
        return self.name or self.id

    @property
    def seeks(self) -> bool:
        """Tell whether it says anything about the partner it wants."""
        return any(
            text.kind == "need" and text.text.strip() for text in self.texts
        ) or bool(self.sought_fields or self.sought_nace)

    @classmethod
    def from_json(cls, data: object, index: int) -> Profile:
        """
        Read one entry of a profiles file.

        Raises:
            InstanceError: A field cannot be used; the error names it and the entry.

        """
        if not isinstance(data, Mapping):
            raise InstanceError("profiles", f"an object, not {data!r}", index)
        try:
            _need(data, ("id", "side", "texts"), "profiles")
            known = {field.name for field in fields(cls)}
            values = {key: value for key, value in data.items() if key in known}
            values = {key: value for key, value in values.items() if value is not None}
            values["texts"] = _texts(data["texts"])
            return cls(**values)
        except InstanceError as error:
            raise InstanceError(error.field, error.expected, index) from None

    def to_json(self) -> dict[str, Any]:
        """Write the entry of a profiles file; empty fields are left out."""
        record: dict[str, Any] = {
            "id": self.id,
            "side": self.side,
            "texts": [
                {"language": t.language, "kind": t.kind, "text": t.text}
                for t in self.texts
            ],
        }
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name not in record and value:
                record[field.name] = list(value) if isinstance(value, tuple) else value
        return record


def _need(data: Mapping[str, Any], keys: Iterable[str], field: str) -> None:
    for key in keys:
        if key not in data:
            raise InstanceError(f"{field}.{key}", "a value")


def _texts(data: object) -> tuple[Text, ...]:
    if isinstance(data, str | Mapping) or not isinstance(data, Iterable):
        raise InstanceError("profiles.texts", f"a list of texts, not {data!r}")
    texts = []
    for entry in data:
        if not isinstance(entry, Mapping):
            raise InstanceError("profiles.texts", f"objects, not {entry!r}")
        _need(entry, ("language", "kind", "text"), "profiles.texts")
        texts.append(Text(entry["language"], entry["kind"], entry["text"]))
    return tuple(texts)
