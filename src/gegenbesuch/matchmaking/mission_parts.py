"""What matchmaking adds to a mission: the companies with a profile are told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.missions.letters import (
    OF_ORGANISATION,
    OF_PERSON,
    addressee_of,
    emails_of,
)
from gegenbesuch.missions.parts import Part, register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gegenbesuch.missions.models import Mission
    from gegenbesuch.missions.parts import Addressee


def tells(mission: Mission) -> Iterator[Addressee]:
    """Yield the people of each company, or the company where none can be written to."""
    profiles = list(
        mission.profiles.select_related("organisation")
        .only("mission", *(f"organisation__{name}" for name in OF_ORGANISATION))
        .prefetch_related(Prefetch("people", Person.objects.only(*OF_PERSON)))
        .order_by("pk")
    )
    records: list[Person | Organisation] = [row.organisation for row in profiles]
    records += [person for row in profiles for person in row.people.all()]
    emails = emails_of(records)
    for row in profiles:
        people = [
            person
            for person in row.people.all()
            if (Person, person.pk) in emails and not person.is_deceased
        ]
        for person in people:
            email = emails[Person, person.pk]
            told = addressee_of(mission, _("Companies"), person, email)
            yield replace(told, organisation=row.organisation)
        if not people:
            email = emails.get((Organisation, row.organisation.pk), "")
            told = addressee_of(mission, _("Companies"), row.organisation, email)
            yield replace(told, organisation=row.organisation)


register("matchmaking", Part(label=_("Companies"), tells=tells, takes_part=True))
