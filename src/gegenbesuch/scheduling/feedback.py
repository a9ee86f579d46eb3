"""The feedback window: companies ask for changes, the office answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gegenbesuch.core import audit
from gegenbesuch.core.errors import ActionError
from gegenbesuch.core.rows import kept
from gegenbesuch.matchmaking import services as matchmaking
from gegenbesuch.scheduling import letters, publishing
from gegenbesuch.scheduling.models import (
    Absence,
    ChangeRequest,
    Placement,
    Publication,
    Session,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.models import Profile
    from gegenbesuch.scheduling.models import Meeting

S = ChangeRequest.Status


# --- Reads -------------------------------------------------------------------


def windows_of(sessions: Iterable[Session], *, at: datetime) -> dict[int, datetime]:
    """Return until when changes can be asked for now, by the key of the session."""
    newest = publishing.newest_of({session.pk for session in sessions})
    return {
        session: row.feedback_until
        for session, row in newest.items()
        if row.state == Publication.State.PRELIMINARY
        and row.feedback_until
        and row.feedback_until > at
    }


def asked_by(profile: Profile) -> dict[int, ChangeRequest]:
    """Return the newest wish of a company for each of its meetings, by its key."""
    return {row.meeting_id: row for row in _wishes(profile.pk)}


@kept
def _wishes(profile: int) -> QuerySet[ChangeRequest]:
    rows = ChangeRequest.objects.filter(profile=profile).exclude(status=S.WITHDRAWN)
    return rows.order_by("pk")


def asked_in(
    session: Session, *, first: int, most: int
) -> tuple[list[ChangeRequest], int]:
    """Return some of what companies ask for, what is open first, and how much it is."""
    keys = sorted(_asked_keys(session.pk), key=lambda row: (row[1] != S.OPEN, -row[0]))
    shown = [pk for pk, _status in keys[first : first + most]]
    row = {wish.pk: wish for wish in _asked(shown)}
    return [row[pk] for pk in shown], len(keys)


@kept
def _asked_keys(session: int) -> QuerySet[ChangeRequest, tuple[int, str]]:
    rows = ChangeRequest.objects.filter(meeting__session=session)
    return rows.values_list("pk", "status")


@kept
def _asked(wishes: list[int]) -> QuerySet[ChangeRequest]:
    companies = (
        *("meeting__request__sender", "meeting__request__recipient", "profile"),
    )
    rows = ChangeRequest.objects.filter(pk__in=wishes).select_related(
        "meeting__slot",
        "meeting__table",
        *(f"{company}__organisation" for company in companies),
    )
    return rows.only(
        *("code", "kind", "text", "status", "answer", "meeting__code"),
        *("meeting__slot__starts_at", "meeting__slot__ends_at", "meeting__table__name"),
        *(f"{company}__organisation__name" for company in companies),
    )


def count_open(session: Session) -> int:
    """Return how many wishes of companies wait for an answer."""
    return len(_open_wishes(session.pk))


@kept
def _open_wishes(session: int) -> QuerySet[ChangeRequest, int]:
    rows = ChangeRequest.objects.filter(meeting__session=session, status="open")
    return rows.values_list("pk", flat=True)


def wish_pages() -> QuerySet[ChangeRequest]:
    """Return wishes with what answering one needs."""
    return ChangeRequest.objects.select_related(
        "meeting__session__mission__office",
        "meeting__request__sender__organisation",
        "meeting__request__recipient__organisation",
        "profile__organisation",
        "profile__mission__office",
    )


# --- Verbs -------------------------------------------------------------------


@transaction.atomic
def ask_for_change(  # noqa: PLR0913 -- a wish has these parts
    meeting: Meeting,
    profile: Profile,
    *,
    kind: str,
    text: str,
    at: datetime,
    actor: User | None = None,
) -> ChangeRequest:
    """
    Note what a company wants changed about one of its meetings, and why.

    Raises:
        ActionError: The window is closed, the meeting is not in the newest version,
            or the company has asked already.
    """
    version = publishing.latest_publication(meeting.session)
    until = windows_of([meeting.session], at=at).get(meeting.session_id)
    if version is None or until is None:
        raise ActionError(_("Changes can't be asked for any more. Please call us."))
    if not Placement.objects.filter(publication=version, meeting=meeting).exists():
        raise ActionError(_("This meeting is not in the schedule any more."))
    wish = ChangeRequest(meeting=meeting, profile=profile, kind=kind, text=text)
    try:
        with transaction.atomic():
            wish.save()
    except IntegrityError as error:
        raise ActionError(
            _("You have asked for a change of this meeting already.")
        ) from error
    audit.record(
        "scheduling.meeting.change-asked",
        meeting,
        actor=actor,
        actor_label="" if actor else str(profile),
        kind=kind,
    )
    return wish


@transaction.atomic
def withdraw_change(
    wish: ChangeRequest, *, at: datetime, actor: User | None = None
) -> ChangeRequest:
    """
    Take a wish back that nobody has answered.

    Raises:
        ActionError: It was answered or taken back already.
    """
    _answer(wish, S.WITHDRAWN, "", at=at)
    audit.record(
        "scheduling.meeting.change-withdrawn",
        wish.meeting,
        actor=actor,
        actor_label="" if actor else str(wish.profile),
    )
    return wish


@transaction.atomic
def accept_change(
    wish: ChangeRequest,
    *,
    answer: str,
    cannot_come: bool,
    actor: User | None,
    at: datetime,
) -> ChangeRequest:
    """
    Agree to a wish and tell the company.

    A meeting that is to be called off is: the other side is told at once. One that
    needs another time is moved by whoever calls this, or by a repair.

    Args:
        answer: What the company reads besides.
        cannot_come: Notes that the company can't meet in the slot of the meeting, so
            that a repair moves it.

    Raises:
        ActionError: It was answered or taken back already.
    """
    _answer(wish, S.ACCEPTED, answer, at=at)
    meeting = wish.meeting
    if wish.kind == ChangeRequest.Kind.CALL_OFF:
        matchmaking.withdraw_request(
            meeting.request, party=wish.profile, at=at, actor=actor
        )
    elif cannot_come and meeting.slot_id:
        Absence.objects.get_or_create(profile=wish.profile, slot_id=meeting.slot_id)
    _tell(wish, at=at, actor=actor)
    audit.record("scheduling.meeting.change-accepted", meeting, actor=actor)
    return wish


@transaction.atomic
def decline_change(
    wish: ChangeRequest, *, answer: str, actor: User | None, at: datetime
) -> ChangeRequest:
    """
    Tell a company why a meeting stays as it is.

    Raises:
        ActionError: It was answered or taken back already, or no reason is given.
    """
    if not answer.strip():
        raise ActionError(_("Please tell the company why."))
    _answer(wish, S.DECLINED, answer, at=at)
    _tell(wish, at=at, actor=actor)
    audit.record("scheduling.meeting.change-declined", wish.meeting, actor=actor)
    return wish


def _answer(wish: ChangeRequest, status: str, answer: str, *, at: datetime) -> None:
    """Change an open wish; of two at once one is told that it is too late."""
    changed = ChangeRequest.objects.filter(pk=wish.pk, status=S.OPEN).update(
        status=status, answer=answer, answered_at=at, updated_at=at
    )
    if not changed:
        raise ActionError(_("This was answered or taken back already."))
    wish.refresh_from_db(fields=["status", "answer", "answered_at"])


def _tell(wish: ChangeRequest, *, at: datetime, actor: User | None) -> None:
    last = wish.session.slots.latest("ends_at")
    until = max(last.ends_at, at)
    links = letters.links_to([wish.profile], until=until, at=at, actor=actor)
    letters.tell_answer(wish, links.get(wish.profile_id, []))
