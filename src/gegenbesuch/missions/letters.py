"""The letters that say that a mission is cancelled or postponed, and to whom."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language
from gegenbesuch.core.templatetags.display import period, plain
from gegenbesuch.directory.address_forms import Document, form_of_address
from gegenbesuch.directory.models import ContactPoint, Organisation, Person
from gegenbesuch.letters.kinds import LetterKind, register
from gegenbesuch.letters.models import OutboxMessage
from gegenbesuch.missions.models import Participation, ProgrammeItem
from gegenbesuch.missions.parts import Addressee, all_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Model, QuerySet

    from gegenbesuch.core.values.partial_date import PartialDate
    from gegenbesuch.missions.models import Mission

FIELDS: dict[str, Any] = {
    "salutation": _("The salutation in the language of the person"),
    "mission": _("The title of the mission"),
    "when": _("When it was to take place"),
    "reason": _("The reason that the mission gives"),
    "link": _("A sentence with the personal address of those who have one"),
    "host": _("The office that leads the mission"),
}
SAMPLE: dict[str, Any] = {
    "salutation": _("Dear Ms Sample,"),
    "mission": _("Trip with companies to Japan"),
    "when": _("3 to 10 June 2031"),
    "reason": _("The partner city is recovering from a typhoon."),
    "link": "",
    "host": _("Office for Economic Development"),
}

CANCELLED = LetterKind("cancel_mission", _("A mission is cancelled"), FIELDS, SAMPLE)
PUT_OFF = LetterKind(
    "put_off_mission", _("A mission is postponed, without a new date"), FIELDS, SAMPLE
)
POSTPONED = LetterKind(
    "postpone_mission",
    _("A mission is postponed to new dates"),
    FIELDS | {"new_when": _("When it will take place instead")},
    SAMPLE | {"new_when": _("1 to 8 October 2031")},
)
KINDS = (CANCELLED, PUT_OFF, POSTPONED)
for kind in KINDS:
    register(kind)

#: What a letter needs to know of somebody; the rest of the record is left unread.
OF_PERSON = (
    *("code", "name", "languages", "salutation", "address_forms"),
    *("is_deceased", "is_invented"),
)
OF_ORGANISATION = ("code", "name", "languages", "is_invented")

_COMPANIES = (Participation.Function.COMPANY, Participation.Function.PROFILE)


def values_for(
    mission: Mission,
    language: str,
    *,
    reason: Any,
    before: tuple[PartialDate, PartialDate],
    after: tuple[PartialDate, PartialDate] | None = None,
) -> dict[str, str]:
    """
    Return what is filled into a letter besides salutation and address.

    Args:
        before: From when to when it was to take place.
        after: From when to when it will, if that is known.
    """
    with translation.override(language):
        return {
            "mission": plain(mission.title),
            "when": strip_tags(str(period(*before))),
            "new_when": strip_tags(str(period(*after))) if after else "",
            "reason": plain(reason),
            "host": plain(mission.office.name),
        }


def link_in_words(language: str, link: str) -> str:
    """Return the sentence around a personal address."""
    with translation.override(language):
        return gettext("At your personal address you see how it stands: %(link)s") % {
            "link": link
        }


def addressees_of(mission: Mission) -> list[Addressee]:
    """
    Return everybody who is told that the mission is called off.

    Each mail address comes once: who has a personal page is told with its address.
    Those whom nobody can write to come with an empty address.
    """
    found = [row for part in all_parts() for row in part.tells(mission)]
    found += _of_mission(mission)
    seen: set[str] = set()
    kept = []
    for row in found:
        key = row.email.lower() or f"{row.group} {row.name}"
        if key not in seen:
            seen.add(key)
            kept.append(row)
    groups = list(dict.fromkeys(str(row.group) for row in kept))
    return sorted(kept, key=lambda row: groups.index(str(row.group)))


def mails_to(addressees: Iterable[Addressee]) -> dict[str, OutboxMessage]:
    """Return the last of these letters by address, as far as one was written."""
    targets: dict[type[Model], set[int]] = defaultdict(set)
    for row in addressees:
        targets[type(row.target)].add(row.target.pk)
    if not targets:
        return {}
    about = Q(
        *(
            Q(
                target_type=ContentType.objects.get_for_model(model),
                target_id__in=sorted(keys),
            )
            for model, keys in targets.items()
        ),
        _connector=Q.OR,
    )
    rows = OutboxMessage.objects.filter(about, kind__in=[kind.key for kind in KINDS])
    return {row.to_email.lower(): row for row in rows.order_by("created_at", "pk")}


def told_already(model: type[Model]) -> QuerySet[OutboxMessage, int]:
    """Return the keys of records of a model who were told that it is called off."""
    return OutboxMessage.objects.filter(
        kind__in=(CANCELLED.key, PUT_OFF.key),
        target_type=ContentType.objects.get_for_model(model),
    ).values_list("target_id", flat=True)


def language_of(record: Person | Organisation, otherwise: str) -> str:
    """Return the first language of the record that letters are written in."""
    spoken = [code for code in record.languages if code in Language.values]
    return spoken[0] if spoken else otherwise


def _of_mission(mission: Mission) -> Iterator[Addressee]:
    """Yield participants, companies and partners, then the hosts of stops and items."""
    people = list(with_addressees(mission.participations.all()))
    hosts = list(
        Organisation.objects.filter(pk__in=_hosts_of(mission))
        .only(*OF_ORGANISATION)
        .order_by("sort_key", "pk")
    )
    emails = emails_of(
        [
            *(row.person for row in people if row.person),
            *(row.organisation for row in people if row.organisation),
            *hosts,
        ]
    )
    for row in people:
        who = row.person or row.organisation
        if who is None or (row.person and row.person.is_deceased):
            continue
        email = emails.get((type(who), who.pk), "")
        if not email and row.person and row.organisation:
            email = emails.get((Organisation, row.organisation.pk), "")
        yield addressee_of(mission, _group_of(row), who, email)
    for host in hosts:
        email = emails.get((Organisation, host.pk), "")
        yield addressee_of(mission, _("Hosts"), host, email)


def with_addressees(rows: QuerySet[Participation]) -> QuerySet[Participation]:
    """Return who takes part, by rank, with what a letter to them needs."""
    return (
        rows.select_related("person", "organisation")
        .only(
            *("mission", "function", "label"),
            *(f"person__{name}" for name in OF_PERSON),
            *(f"organisation__{name}" for name in OF_ORGANISATION),
        )
        .order_by("position", "pk")
    )


def _hosts_of(mission: Mission) -> set[int]:
    """Return the keys of who receives the mission; joining it all takes long."""
    hosts = ProgrammeItem.hosts.through.objects.filter(programmeitem__mission=mission)
    found = [
        *mission.stops.values_list("host", "organisation"),
        *mission.items.values_list("visited"),
        *hosts.values_list("organisation"),
    ]
    return {key for keys in found for key in keys if key is not None}


def _group_of(row: Participation) -> Any:
    if row.function in _COMPANIES:
        return _("Companies")
    if row.function in {
        Participation.Function.PARTNER,
        Participation.Function.ORGANISER,
        Participation.Function.SUPPORTER,
        Participation.Function.CLIENT,
        Participation.Function.PATRON,
    }:
        return _("Partners")
    return _("Participants")


def addressee_of(
    mission: Mission, group: Any, who: Person | Organisation, email: str
) -> Addressee:
    """Return somebody of the directory as an addressee, in their language."""
    language = language_of(who, mission.office.language)
    with translation.override(language):
        name = str(who) if isinstance(who, Person) else plain(who.name)
        salutation = (
            form_of_address(who, Document.LETTER, language)
            if isinstance(who, Person)
            else gettext("Dear Sir or Madam,")
        )
    return Addressee(group, name, email, language, salutation, mission)


def emails_of(
    records: Iterable[Person | Organisation],
) -> dict[tuple[type, int], str]:
    """Return the address to write to of each record that has one: two questions."""
    found: dict[tuple[type, int], str] = {}
    rows = list(records)
    for model in (Person, Organisation):
        keys = {row.pk for row in rows if isinstance(row, model)}
        points = ContactPoint.objects.filter(
            target_type=ContentType.objects.get_for_model(model),
            target_id__in=keys,
            kind=ContactPoint.Kind.EMAIL,
            is_private=False,
        ).order_by("-is_preferred", "position", "pk")
        for pk, email in points.values_list("target_id", "value"):
            found.setdefault((model, pk), email)
    return found
