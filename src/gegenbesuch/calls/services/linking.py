"""Whoever has a place becomes a person and an organisation of the directory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.values.errors import UnreadableValue
from gegenbesuch.core.values.name import Name
from gegenbesuch.core.values.name_sorting import fold_latin
from gegenbesuch.directory import services as directory
from gegenbesuch.directory.contact_values import contact_value
from gegenbesuch.directory.duplicates.finding import ORGANISATION, PERSON, find_similar
from gegenbesuch.directory.duplicates.organisations import OrganisationFacts
from gegenbesuch.directory.duplicates.people import PersonFacts
from gegenbesuch.directory.models import ContactPoint, Organisation, Person
from gegenbesuch.missions import services as missions

if TYPE_CHECKING:
    from gegenbesuch.accounts.models import User
    from gegenbesuch.calls.models import Application


@dataclass(frozen=True)
class Match:
    """
    Who an applicant is, as far as the directory knows.

    Attributes:
        person, organisation: The records, where there is no doubt.
        people, organisations: Those that are similar, where there is.
    """

    person: Person | None
    organisation: Organisation | None
    people: list[Person]
    organisations: list[Organisation]

    @property
    def is_clear(self) -> bool:
        """Whether nobody has to decide who it is."""
        return not (self.people or self.organisations)


def match_of(application: Application) -> Match:
    """Look an applicant up in the directory of the office."""
    organisation, organisations = _organisation(application)
    person, people = _person(application)
    return Match(person, organisation, people, organisations)


def link_if_clear(application: Application) -> bool:
    """Link whoever takes part, unless the directory has somebody similar."""
    match = match_of(application)
    if not match.is_clear:
        return False
    try:
        with transaction.atomic():
            link_application(
                application,
                person=match.person,
                organisation=match.organisation,
                actor=None,
            )
    except (ActionError, UnreadableValue):
        return False
    return True


@transaction.atomic
def link_application(
    application: Application,
    *,
    person: Person | None,
    organisation: Organisation | None,
    actor: User | None,
) -> None:
    """
    Let a participation name a person and an organisation of the directory.

    Args:
        person: Who it is; by default somebody new.
        organisation: Where they come from; by default a new one.

    Raises:
        ActionError: Nobody takes part by this application, the person has died, or
            takes part already.
    """
    row = application.participation
    if row is None:
        raise ActionError(_("Whoever has no place yet is no participant."))
    office = application.office
    if organisation is None:
        organisation = directory.create_organisation(
            office, actor=actor, name={application.language: application.organisation}
        )
    if person is None:
        person = directory.create_person(
            office, name=Name(full=application.name), actor=actor
        )
    if person.is_deceased:
        raise ActionError(_("This person has died and cannot be invited."))
    twice = row.mission.participations.filter(person=person, function=row.function)
    if twice.exclude(pk=row.pk).exists():
        raise ActionError(_("This participant is already on the list."))
    if not person.roles.filter(organisation=organisation).exists():
        directory.add_role(
            person,
            actor=actor,
            title={application.language: application.function or _("Participant")},
            organisation=organisation,
        )
    _reach(application, person, actor)
    missions.update_participation(
        row,
        actor=actor,
        person=person,
        organisation=organisation,
        label="",
        position=row.position,
    )
    audit.record("calls.application.linked", application, actor=actor)


def _reach(application: Application, person: Person, actor: User | None) -> None:
    known = set(person.contact_points.values_list("kind", "value"))
    told = (
        (ContactPoint.Kind.EMAIL, application.email),
        (ContactPoint.Kind.PHONE, application.phone),
    )
    for kind, text in told:
        if not text:
            continue
        try:
            value = contact_value(kind, text, "")
        except (ActionError, UnreadableValue):
            continue  # A number that nobody can read stays with the application.
        if (kind, value) not in known:
            directory.add_detail(
                person, ContactPoint, actor=actor, kind=kind, value=value
            )


def _organisation(
    application: Application,
) -> tuple[Organisation | None, list[Organisation]]:
    name = application.organisation
    facts = OrganisationFacts.of(None, [name], emails=[application.email])
    found = find_similar(ORGANISATION, facts, application.office)
    rows = list(Organisation.objects.filter(pk__in=[each.record for each in found]))
    same = [row for row in rows if fold_latin(name) in _names(row)]
    if len(same) == 1:
        return same[0], []
    return None, rows


def _names(row: Organisation) -> set[str]:
    data = row.name.data
    names = data.values() if isinstance(data, dict) else [data]
    return {fold_latin(str(name)) for name in names if name}


def _person(application: Application) -> tuple[Person | None, list[Person]]:
    """Find who writes from this address, or who is called alike."""
    kind = ContentType.objects.get_for_model(Person)
    keys = ContactPoint.objects.filter(
        target_type=kind, kind=ContactPoint.Kind.EMAIL, value__iexact=application.email
    ).values("target_id")
    alike = {fold_latin(application.name)}
    reached = list(Person.objects.filter(pk__in=keys, office=application.office))
    same = [
        row
        for row in reached
        if alike & {fold_latin(spelling) for spelling in row.name.spellings}
    ]
    if len(same) == 1:
        return same[0], []
    facts = PersonFacts.of(
        None, Name(full=application.name), emails=[application.email]
    )
    found = find_similar(PERSON, facts, application.office)
    rows = Person.objects.filter(pk__in=[each.record for each in found])
    return None, list(dict.fromkeys([*reached, *rows]))
