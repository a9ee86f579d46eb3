"""Verbs on guest lists and who is on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.directory.models import ContactPoint
from gegenbesuch.guests.models import Guest, GuestList
from gegenbesuch.guests.services.places import fill_places
from gegenbesuch.missions.models import Mission, Participation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from gegenbesuch.accounts.models import User
    from gegenbesuch.core.values.name import Name
    from gegenbesuch.directory.models import Person


@transaction.atomic
def create_guest_list(
    mission: Mission, *, actor: User | None, **values: Any
) -> GuestList:
    """Set up an event of a mission to which guests are invited."""
    made = GuestList.objects.create(mission=mission, office=mission.office, **values)
    audit.record("guests.list.created", made, actor=actor)
    return made


@transaction.atomic
def update_guest_list(
    guest_list: GuestList, *, actor: User | None, **values: Any
) -> GuestList:
    """
    Change the frame of an event; new places go to the waiting list at once.

    Raises:
        ActionError: More places are given away than there would be.
    """
    changes = audit.changed(guest_list, values)
    capacity = values.get("capacity", guest_list.capacity)
    if capacity is not None:
        fits = GuestList.objects.filter(pk=guest_list.pk, taken__lte=capacity)
        if not fits.update(capacity=capacity):
            raise ActionError(
                _("More places are given away already than there would be.")
            )
    for field, value in values.items():
        setattr(guest_list, field, value)
    guest_list.save(update_fields=[*values, "updated_at"])
    audit.record("guests.list.updated", guest_list, actor=actor, changes=changes)
    fill_places(guest_list)
    return guest_list


@transaction.atomic
def add_guest(
    guest_list: GuestList,
    *,
    name: Name,
    language: str,
    actor: User | None,
    **values: Any,
) -> Guest:
    """
    Put somebody on the list; nobody is told yet.

    Raises:
        ActionError: The person has died or is on the list.
    """
    person = values.get("person")
    if person is not None and person.is_deceased:
        raise ActionError(_("This person has died and cannot be invited."))
    if person is not None and person.is_archived:
        raise ActionError(_("This person is in the archive and cannot be invited."))
    if person is not None and guest_list.guests.filter(person=person).exists():
        raise ActionError(_("%(person)s is on the list already.") % {"person": person})
    guest = Guest.objects.create(
        guest_list=guest_list,
        name=name,
        language=language,
        sort_key=name.sort_key_de()[:300],
        **values,
    )
    audit.record("guests.guest.added", guest, actor=actor)
    return guest


@transaction.atomic
def add_people(
    guest_list: GuestList, people: Iterable[Person], *, actor: User | None
) -> list[Guest]:
    """
    Put people of the directory on the list, under the function they hold now.

    Who has died, is in the archive or is on the list already is left out.
    """
    rows = [row for row in people if not (row.is_deceased or row.is_archived)]
    known = set(guest_list.guests.values_list("person", flat=True))
    hosts = _our_people(guest_list)
    made = []
    for person in rows:
        if person.pk in known:
            continue
        role = _present_role(person)
        made.append(
            add_guest(
                guest_list,
                name=person.name,
                language=_language_of(person, guest_list),
                actor=actor,
                person=person,
                organisation=role.organisation if role else None,
                organisation_text=role.organisation_text if role else "",
                title=role.title if role else "",
                email=_email_of(person),
                address=person.salutation,
                is_host=person.pk in hosts,
                **_as_last_time(person),
            )
        )
    return made


@transaction.atomic
def update_guest(guest: Guest, *, actor: User | None, **values: Any) -> Guest:
    """Change under which name, function and address somebody is invited."""
    changes = audit.changed(guest, values)
    for field, value in values.items():
        setattr(guest, field, value)
    guest.sort_key = guest.name.sort_key_de()[:300]
    guest.save(update_fields=[*values, "sort_key", "updated_at"])
    audit.record("guests.guest.updated", guest, actor=actor, changes=changes)
    return guest


@transaction.atomic
def mark_hosts(
    guest_list: GuestList,
    guests: Iterable[Guest],
    *,
    is_host: bool,
    actor: User | None,
    at: datetime,
) -> int:
    """Say that guests, and who comes with them, belong to the hosts or do not."""
    keys = [guest.pk for guest in guests if guest.is_host != is_host]
    Guest.objects.filter(Q(pk__in=keys) | Q(companion_of__in=keys)).update(
        is_host=is_host
    )
    if keys:
        audit.record(
            "guests.hosts.marked",
            guest_list,
            actor=actor,
            guests=len(keys),
            host=is_host,
        )
    return len(keys)


@transaction.atomic
def remove_guest(guest: Guest, *, actor: User | None) -> None:
    """
    Take somebody off the list who was not told yet.

    Raises:
        ActionError: The guest was invited; then only an answer can be recorded.
    """
    if guest.status != Guest.Status.LISTED:
        raise ActionError(
            _("This guest has been invited. Please record a cancellation instead.")
        )
    audit.record("guests.guest.removed", guest.guest_list, actor=actor, name=str(guest))
    guest.delete()


def _our_people(guest_list: GuestList) -> set[int | None]:
    """Return who stands for the office that invites: its delegation, unless received."""
    mission = guest_list.mission
    if mission.direction == Mission.Direction.INBOUND:
        return set()
    ours = (Participation.Function.LEAD, Participation.Function.MEMBER)
    return set(
        mission.participations.filter(function__in=ours).values_list(
            "person", flat=True
        )
    )


def _present_role(person: Person) -> Any:
    """Return the function that somebody holds: the latest that has not ended."""
    roles = person.roles.filter(Q(ended_on="")).select_related("organisation")
    return max(roles, key=lambda role: (role.started_on.code, role.pk), default=None)


def _language_of(person: Person, guest_list: GuestList) -> str:
    """Return the first language of the person that letters are written in."""
    spoken = [code for code in person.languages if code in Language.values]
    return spoken[0] if spoken else guest_list.office.language


def _as_last_time(person: Person) -> dict[str, Any]:
    """Return what was known of the person's rank when they were last invited."""
    fields = ("category", "since", "is_foreign", "is_elected")
    last = Guest.objects.filter(person=person).exclude(category="").order_by("-pk")
    return next(iter(last.values(*fields)[:1]), {})


def _email_of(person: Person) -> str:
    """Return the mail address to use: of the directory, else of the last invitation."""
    known = person.contact_points.filter(kind=ContactPoint.Kind.EMAIL).order_by(
        "-is_preferred", "is_private", "position", "pk"
    )
    if points := list(known[:1]):
        return points[0].value
    last = Guest.objects.filter(person=person).exclude(email="").order_by("-pk")
    return next(iter(last.values_list("email", flat=True)[:1]), "")
