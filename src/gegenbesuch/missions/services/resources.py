"""Verbs on interpreters, cars, rooms and journeys between places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from gegenbesuch.core import audit
from gegenbesuch.missions.models import Booking, Journey, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gegenbesuch.accounts.models import Office, User
    from gegenbesuch.directory.models import Place
    from gegenbesuch.missions.models import ProgrammeItem


@transaction.atomic
def add_resource(office: Office, *, actor: User | None, **values: Any) -> Resource:
    """Take an interpreter, a car or a room into the office's list."""
    resource = Resource.objects.create(office=office, **values)
    audit.record("missions.resource.added", resource, actor=actor)
    return resource


@transaction.atomic
def update_resource(
    resource: Resource, *, actor: User | None, **values: Any
) -> Resource:
    """Change a resource; its bookings stay."""
    changes = audit.changed(resource, values)
    for field, value in values.items():
        setattr(resource, field, value)
    resource.save(update_fields=[*values, "updated_at"])
    audit.record("missions.resource.updated", resource, actor=actor, changes=changes)
    return resource


@transaction.atomic
def book_resources(
    item: ProgrammeItem, resources: Iterable[Resource], *, actor: User | None
) -> None:
    """
    Say which resources an item needs, instead of those it needed before.

    A double booking is stored: it is shown as a clash until somebody solves it.
    """
    wanted = {resource.pk: str(resource) for resource in resources}
    before = set(item.bookings.values_list("resource", flat=True))
    if before == set(wanted):
        return
    item.bookings.exclude(resource__in=wanted).delete()
    Booking.objects.bulk_create(
        Booking(item=item, resource_id=pk) for pk in wanted if pk not in before
    )
    audit.record(
        "missions.item.resources-booked",
        item,
        actor=actor,
        resources=sorted(wanted.values()),
    )


@transaction.atomic
def set_journey(  # noqa: PLR0913 -- a journey has these parts
    office: Office,
    one: Place,
    other: Place,
    *,
    minutes: int,
    actor: User | None,
    how: str = "",
) -> Journey:
    """
    Write down how long it takes between two places, both ways.

    The same place twice means: between two houses there.
    """
    first, second = sorted((one, other), key=lambda place: place.pk)
    journey, _created = Journey.objects.update_or_create(
        office=office,
        one=first,
        other=second,
        defaults={"minutes": minutes, "how": how},
    )
    audit.record(
        "missions.journey.set", office, actor=actor, between=f"{one}–{other}", how=how
    )
    return journey
