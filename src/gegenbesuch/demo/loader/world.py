"""What has been loaded so far, by code, and how rows are written."""

from __future__ import annotations

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


def put(record: Record, model: type[M], code: str, **values: Any) -> M:
    """
    Write the row with this code, whether it is there already or not.

    Raises:
        DemoDataError: The code belongs to a row of another office.
    """
    row = model._default_manager.filter(code=code).first() or model(code=code)
    office = values.get("office")
    if row.pk and office and getattr(row, "office_id", office.pk) != office.pk:
        raise record.error("", f"another office already has the code {code!r}")
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row
