"""Invitations, mails and gifts in the timelines of people and organisations."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, F, OuterRef, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core import timeline
from gegenbesuch.core.rows import kept
from gegenbesuch.core.values.name import Name
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.directory.models import ContactPoint, page_of
from gegenbesuch.guests.models import DoorEvent, Gift, Guest
from gegenbesuch.letters.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from django.db.models import Model, QuerySet

MOST = 300  # on one timeline
CAME = "came"


class _Line(NamedTuple):
    """
    What happened, in texts as the database has them.

    All three kinds are read by one query, as a page of a record asks many: so the
    columns of one are those of the others.
    """

    kind: str
    on: str
    what: str
    who: str
    instead: str
    state: str
    more: str


def of_person(person: Model, user: Any) -> Iterator[timeline.Entry]:
    """Say where a person was invited, what was written to them, and their gifts."""
    kind = ContentType.objects.get_for_model(person).pk
    for row in _about_person(office_ids(user), kind, person.pk):
        yield _ENTRIES[row[0]](_Line(*row), names_guest=False)


def of_organisation(organisation: Model, user: Any) -> Iterator[timeline.Entry]:
    """Say who of an organisation was invited, what was written to it, its gifts."""
    kind = ContentType.objects.get_for_model(organisation).pk
    for row in _about_organisation(office_ids(user), kind, organisation.pk):
        yield _ENTRIES[row[0]](_Line(*row), names_guest=True)


@kept
def _about_person(offices: Collection[int], kind: int, person: int) -> QuerySet[Any]:
    return _lines(offices, kind, person, "person")


@kept
def _about_organisation(
    offices: Collection[int], kind: int, organisation: int
) -> QuerySet[Any]:
    return _lines(offices, kind, organisation, "organisation")


def _lines(offices: Any, kind: int, pk: int, column: str) -> QuerySet[Any]:
    came = Exists(DoorEvent.objects.filter(guest=OuterRef("pk"), kind="in"))
    invitations = Guest.objects.filter(**{column: pk}, guest_list__office__in=offices)
    gifts = Gift.objects.filter(**{column: pk}, office__in=offices)
    addresses = ContactPoint.objects.filter(
        target_type=kind, target_id=pk, kind=ContactPoint.Kind.EMAIL
    )
    mails = OutboxMessage.objects.filter(
        office__in=offices, to_email__in=addresses.values("value")
    )
    rows = [
        _columns(
            invitations,
            "invitation",
            on="guest_list__on",
            what="guest_list__title",
            who="name",
            instead="representative",
            state=Case(When(came, then=Value(CAME)), default=F("status")),
            more="code",
        ),
        _columns(gifts, "gift", on="on", what="what", who="direction", state="status"),
        _columns(
            mails,
            "mail",
            on=Coalesce("sent_at", "due_at"),
            what="subject",
            who="to_name",
            state="status",
            more="office__time_zone",
        ),
    ]
    return rows[0].union(*rows[1:], all=True).order_by("-line_on")[:MOST]


def _columns(rows: QuerySet[Any], kind: str, **columns: Any) -> QuerySet[Any]:
    """Return the columns of a line as texts, empty where the kind has none."""
    texts = {
        f"line_{name}": Cast(columns.get(name, Value("")), TextField())
        for name in _Line._fields[1:]
    }
    kinds = Value(kind, output_field=TextField())
    columns_of_line = {"line_kind": kinds, **texts}
    return rows.order_by().annotate(**columns_of_line).values_list(*columns_of_line)


def _invitation(line: _Line, *, names_guest: bool) -> timeline.Entry:
    title: Any = LazyI18nString(line.what)
    if names_guest:
        guest = line.instead or Name.from_json(json.loads(line.who))
        title = _("%(guest)s: %(event)s") % {"guest": guest, "event": title}
    has_come = line.state == CAME
    is_off = line.state == Guest.Status.DECLINED
    return timeline.Entry(
        on=PartialDate.on(date.fromisoformat(line.on)),
        kind="invitation",
        title=title,
        url=page_of("guests:guest", line.more),
        state="held" if has_come else "dropped" if is_off else "",
        detail="" if has_come else Guest.Status(line.state).label,
    )


def _gift(line: _Line, *, names_guest: bool) -> timeline.Entry:
    sentence = (
        _("Gift given: %(what)s")
        if line.who == Gift.Direction.GIVEN
        else _("Gift received: %(what)s")
    )
    return timeline.Entry(
        on=PartialDate.on(date.fromisoformat(line.on)),
        kind="gift",
        title=sentence % {"what": line.what},
        url=reverse("guests:gifts"),
        detail=Gift.Status(line.state).label,
    )


def _mail(line: _Line, *, names_guest: bool) -> timeline.Entry:
    at = datetime.fromisoformat(line.on)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    status = OutboxMessage.Status(line.state)
    return timeline.Entry(
        on=PartialDate.on(at.astimezone(ZoneInfo(line.more)).date()),
        kind="mail",
        title=line.what,
        state="planned" if status == OutboxMessage.Status.WAITING else "",
        detail=_("To %(name)s, %(status)s")
        % {"name": line.who, "status": status.label},
    )


_ENTRIES = {"invitation": _invitation, "gift": _gift, "mail": _mail}

timeline.register("directory.person", of_person)
timeline.register("directory.organisation", of_organisation)
