"""What has been loaded so far, by code, and how rows are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from gegenbesuch.core.models import BaseModel

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import Office
    from gegenbesuch.demo.loader.record import Record
    from gegenbesuch.directory.models import (
        Organisation,
        Person,
        Place,
        Relation,
        Sector,
        Source,
    )
    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.missions.models import Mission

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T")

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODE_LENGTH = 64


@dataclass
class World:
    """
    The records of the demo; all but places and sectors belong to the office.

    Attributes:
        is_empty: No demo was ever loaded, so there is nothing to take away first.
    """

    office: Office
    is_empty: bool
    places: dict[str, Place] = field(default_factory=dict)
    sectors: dict[str, Sector] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    missions: dict[str, Mission] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)


def keep(table: dict[str, T], record: Record, row: T) -> T:
    """
    Remember a row under the code of its record.

    Raises:
        DemoDataError: Another record has the same code.
    """
    if record.code in table:
        raise record.error("", "another record has the same code")
    table[record.code] = row
    return row


def put(record: Record, model: type[M], code: str, **values: Any) -> M:
    """
    Write the row with this code, whether it is there already or not.

    Raises:
        DemoDataError: It is no code, or that of a row of another office.
    """
    if not _CODE.fullmatch(code) or len(code) > _CODE_LENGTH:
        problem = f"{code!r} is no code of small letters, digits and hyphens"
        raise record.error("", problem)
    row = model._default_manager.filter(code=code).first() or model(code=code)
    office = values.get("office")
    if row.pk and office and getattr(row, "office_id", office.pk) != office.pk:
        raise record.error("", f"another office already has the code {code!r}")
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row
