"""Sessions, their grids and agendas as the pages need them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gegenbesuch.core.rows import kept, rows_of
from gegenbesuch.directory.models import Organisation, Person
from gegenbesuch.matchmaking.models import Profile, Request
from gegenbesuch.scheduling import who_meets
from gegenbesuch.scheduling.models import (
    Apart,
    Interpreter,
    Meeting,
    Session,
    Slot,
    SolverRun,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from gegenbesuch.missions.models import Mission
    from gegenbesuch.scheduling.models import Placement


# --- What is to be scheduled -------------------------------------------------


def accepted_requests(session: Session) -> QuerySet[Request]:
    """Return the accepted requests of the mission that no other session holds."""
    rows = _accepted_rows(session.mission_id, session.pk, _own(session))
    if out := who_meets.kept_out_by_fields(session):
        rows = rows.exclude(pk__in=out)
    return rows.select_related(
        "sender__organisation", "sender__mission", "recipient__organisation"
    )


def _own(session: Session) -> int:
    """Return 1 if companies of one side may meet, else 0; a kept query wants numbers."""
    return int(not session.is_across_only)


def accepted_in(mission: Mission) -> QuerySet[Request]:
    """Return the accepted requests of a mission."""
    return Request.objects.filter(
        sender__mission=mission, status=Request.Status.ACCEPTED
    )


def _accepted_rows(mission: int, session: int, own: int) -> QuerySet[Request]:
    elsewhere = Meeting.objects.filter(
        request=OuterRef("pk"), slot__isnull=False
    ).exclude(session=session)
    return (
        Request.objects.filter(sender__mission=mission, status=Request.Status.ACCEPTED)
        .exclude(pk__in=elsewhere.values("request"))
        .alias(own=Value(own, output_field=IntegerField()))
        .filter(~Q(sender__side=F("recipient__side")) | Q(own=1))
        .exclude(Exists(Apart.objects.filter(are_apart(), session=session)))
        .order_by("pk")
    )


def partners_of(session: Session, company: int) -> list[Profile]:
    """Return the companies with which one has an accepted request, by name."""
    pairs = _asked_by(company)
    partners = {pk for pair in pairs for pk in pair} - {company}
    return companies_by_key(session, partners, only=("code", "organisation"))


@kept
def _asked_by(company: int) -> QuerySet[Request, tuple[int, int]]:
    rows = Request.objects.filter(status=Request.Status.ACCEPTED)
    mine = rows.filter(Q(sender=company) | Q(recipient=company))
    return mine.values_list("sender_id", "recipient_id")


def are_apart() -> Q:
    """Return that two companies are the ones of a request, in either order."""
    sender, recipient = OuterRef("sender"), OuterRef("recipient")
    return Q(one=sender, other=recipient) | Q(one=recipient, other=sender)


_accepted = kept(_accepted_rows)


def missing_for_schedule(session: Session) -> str:
    """Return why no schedule can be computed yet, or nothing."""
    if not session.slots.exists():
        return _("This session has no slots yet.")
    if not session.tables.exists():
        return _("This session has no tables yet.")
    if not accepted_requests(session).exists():
        return _("No request has been accepted yet.")
    return ""


def _count(model: type[Any], **where: Any) -> Coalesce:
    rows = (
        model.objects.filter(session=OuterRef("pk"), **where)
        .order_by()
        .values("session")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def sessions_of(mission: Mission) -> QuerySet[Session]:
    """
    Return a mission's sessions in order of time, with their numbers.

    Annotated: `slot_count`, `table_count`, `interpreter_count`, `placed_count`,
    `unplaced_count` and the first slot's `starts_at`.
    """
    first = Slot.objects.filter(session=OuterRef("pk")).order_by("starts_at")
    return (
        Session.objects.filter(mission=mission)
        .select_related("mission", "place")
        .annotate(
            starts_at=Subquery(first.values("starts_at")[:1]),
            slot_count=_count(Slot),
            table_count=_count(Table),
            interpreter_count=_count(Interpreter),
            placed_count=_count(Meeting, slot__isnull=False),
            unplaced_count=_count(Meeting, status=Meeting.Status.UNSCHEDULED),
        )
        .order_by("starts_at", "pk")
    )


def session_pages() -> QuerySet[Session]:
    """Return sessions with what their page names."""
    return Session.objects.select_related("mission", "place")


def meeting_pages() -> QuerySet[Meeting]:
    """Return meetings with what their pages and grids show."""
    return Meeting.objects.select_related(
        "session__mission",
        "request__sender__organisation",
        "request__recipient__organisation",
        "request__sender__mission",
        "slot",
        "table",
        "interpreter__person",
    )


def run_pages() -> QuerySet[SolverRun]:
    """Return runs with the session that they belong to."""
    return SolverRun.objects.select_related("session__mission")


def latest_run(session: Session) -> SolverRun | None:
    """Return the newest computation of a session."""
    run = next(iter(_latest_run(session.pk)), None)
    if run:
        run.session = session
        give_result(run)
    return run


@kept
def _latest_run(session: int) -> QuerySet[SolverRun]:
    runs = SolverRun.objects.filter(session=session)
    return runs.defer("instance", "result").order_by("-pk")[:1]


def run_heads() -> QuerySet[SolverRun]:
    """Return runs without what they have computed; `give_result` reads that."""
    return run_pages().defer("instance", "result")


def give_result(run: SolverRun) -> None:
    """Give a run what it has computed, for reading only."""
    run.result = result_of(run.pk, run.updated_at)


@lru_cache(maxsize=16)
def result_of(run: int, _updated_at: datetime) -> Any:
    """
    Return what a run has computed, for reading only.

    It names each meeting of the session and takes long to parse, and a run is written
    anew only at its end and when it is applied: so a process keeps the last few.
    """
    return SolverRun.objects.values_list("result", flat=True).get(pk=run)


def is_computed(session: Session) -> bool:
    """Tell whether a schedule of the session is being computed now."""
    return ("waiting",) in (found := _states(session.pk)) or ("running",) in found


@kept
def _states(session: int) -> QuerySet[SolverRun, tuple[str]]:
    return SolverRun.objects.filter(session=session).values_list("status")


def latest_result(session: Session) -> SolverRun | None:
    """Return the newest computation that put a schedule into the session."""
    for run in _ended_runs(session.pk):
        give_result(run)
        if "placed" in run.result:
            return run
    return None


@kept
def _ended_runs(session: int) -> QuerySet[SolverRun]:
    """Return the runs that may have put a schedule into a session, the newest first."""
    stored = Q(mode__in=[SolverRun.Mode.BEST, SolverRun.Mode.KEEP])
    stored |= Q(mode=SolverRun.Mode.VARIANTS, applied_at__isnull=False)
    ended = [SolverRun.Status.DONE, SolverRun.Status.CANCELLED]
    runs = SolverRun.objects.filter(stored, session=session, status__in=ended)
    return runs.defer("instance", "result").order_by("-pk")


# --- The page of a session ---------------------------------------------------


def clock(at: datetime, zone: str, *, other_than: str = "") -> str:
    """
    Return the time of day on the clocks of a place.

    Args:
        other_than: A zone; `+1` is added if it is one day behind then.

    """
    local = at.astimezone(ZoneInfo(zone))
    days = 0
    if other_than:
        days = (local.date() - at.astimezone(ZoneInfo(other_than)).date()).days
    return f"{local:%H:%M} ({days:+d})" if days else f"{local:%H:%M}"


@dataclass(frozen=True)
class Encounter:
    """A meeting seen from one of its two companies."""

    meeting: Meeting
    partner: Profile


def parts_of(
    session: Session,
) -> tuple[list[Slot], list[Table], list[Interpreter]]:
    """Return slots, tables and interpreters of a session in their order."""
    return slots_of(session), tables_of(session), interpreters_of(session)


def tables_of(session: Session, *, has_features: bool = True) -> list[Table]:
    """
    Return the tables of a session in their order.

    Args:
        has_features: With what they have; that takes as long to read as all else.
    """
    only = () if has_features else ("session", "name", "position", "site")
    return sorted(rows_of(Table, only=only, session=[session.pk]), key=_position)


def slots_of(session: Session) -> list[Slot]:
    """Return the slots of a session in their order."""
    return sorted(rows_of(Slot, session=[session.pk]), key=_position)


def interpreters_of(session: Session) -> list[Interpreter]:
    """Return the interpreters of a session in their order, with their names."""
    rows = sorted(rows_of(Interpreter, session=[session.pk]), key=_position)
    return _with_names(rows)


def interpreters_by_key(keys: Collection[int]) -> list[Interpreter]:
    """Return interpreters with their names."""
    return _with_names(rows_of(Interpreter, pk=keys))


def _with_names(interpreters: list[Interpreter]) -> list[Interpreter]:
    named = ("name", "is_invented")
    people = rows_of(Person, only=named, pk={row.person_id for row in interpreters})
    person = {row.pk: row for row in people}
    for interpreter in interpreters:
        interpreter.person = person[interpreter.person_id]
    return interpreters


def _position(row: Slot | Table | Interpreter) -> tuple[int, int]:
    return row.position, row.pk


def with_parties(
    session: Session,
    slots: Sequence[Slot],
    tables: Sequence[Table],
    interpreters: Sequence[Interpreter],
) -> tuple[list[Request], list[Meeting]]:
    """Read requests and meetings, each company and slot being one object for all."""
    party = _parties(session, rows_of(Profile, mission=[session.mission_id]))
    slot = {row.pk: row for row in slots}
    table = {row.pk: row for row in tables}
    person = {row.pk: row for row in interpreters}
    requests = _accepted(session.mission_id, session.pk, _own(session))
    if out := set(who_meets.kept_out_by_fields(session)):
        requests = [row for row in requests if row.pk not in out]
    meetings = rows_of(Meeting, session=[session.pk])
    asked = {row.pk: row for row in requests}
    others = {meeting.request_id for meeting in meetings} - asked.keys()
    asked |= {row.pk: row for row in rows_of(Request, pk=others)}
    for request in asked.values():
        request.sender = party[request.sender_id]
        request.recipient = party[request.recipient_id]
    for meeting in meetings:
        meeting.request = asked[meeting.request_id]
        meeting.session = session
        meeting.slot = slot.get(meeting.slot_id or 0)
        meeting.table = table.get(meeting.table_id or 0)
        meeting.interpreter = person.get(meeting.interpreter_id or 0)
    meetings.sort(key=lambda meeting: meeting.request_id)
    return requests, meetings


def meetings_by_key(session: Session, keys: Collection[int]) -> list[Meeting]:
    """Return meetings of a session with their companies, which have only names."""
    meetings = _named_meetings(keys)
    for meeting in meetings:
        meeting.session = session
    return meetings


@kept
def _named_meetings(keys: Collection[int]) -> QuerySet[Meeting]:
    sides = "request__sender__organisation", "request__recipient__organisation"
    return (
        Meeting.objects.filter(pk__in=keys)
        .select_related(*sides)
        .only("code", "session", *(f"{side}__name" for side in sides))
    )


def companies_by_key(
    session: Session, keys: Collection[int], *, only: tuple[str, ...] = ()
) -> list[Profile]:
    """
    Return companies with their names and their mission, in the order of names.

    Args:
        only: What else to read of them; all unless given.
    """
    found = _parties(session, rows_of(Profile, only=only, pk=keys)).values()
    return sorted(found, key=lambda row: (row.organisation.sort_key, row.pk))


def names_of(companies: Collection[int]) -> dict[int, Any]:
    """Return the names of companies, by their keys."""
    return dict(_names(companies))


@kept
def _names(companies: Collection[int]) -> QuerySet[Profile, tuple[int, Any]]:
    return Profile.objects.filter(pk__in=companies).values_list(
        "pk", "organisation__name"
    )


def _parties(session: Session, profiles: list[Profile]) -> dict[int, Profile]:
    """Give companies their names and their mission; returns them by their keys."""
    named = ("code", "name", "sort_key")
    companies = {row.organisation_id for row in profiles}
    company = {row.pk: row for row in rows_of(Organisation, only=named, pk=companies)}
    for profile in profiles:
        profile.organisation = company[profile.organisation_id]
        profile.mission = session.mission
    return {profile.pk: profile for profile in profiles}


def give_places(rows: Sequence[Meeting | Placement]) -> None:
    """Give meetings, or their places in a version, slot, table and interpreter."""
    slots = rows_of(Slot, pk={row.slot_id for row in rows if row.slot_id})
    tables = rows_of(Table, pk={row.table_id for row in rows if row.table_id})
    people = interpreters_by_key({r.interpreter_id for r in rows if r.interpreter_id})
    slot = {row.pk: row for row in slots}
    table = {row.pk: row for row in tables}
    person = {row.pk: row for row in people}
    for row in rows:
        row.slot = slot.get(row.slot_id or 0)  # type: ignore[assignment]
        row.table = table.get(row.table_id or 0)  # type: ignore[assignment]
        row.interpreter = person.get(row.interpreter_id or 0)


# --- The agenda of a company -------------------------------------------------


def agenda_profiles() -> QuerySet[Profile]:
    """Return profiles with what the head of an agenda shows."""
    return Profile.objects.select_related("mission__office", "organisation__place")


def agenda_profile(key: int) -> Profile | None:
    """Return the profile with this key, with what the head of an agenda shows."""
    return next(iter(_agenda_profile(key)), None)


@kept
def _agenda_profile(key: int) -> QuerySet[Profile]:
    return agenda_profiles().filter(pk=key)
