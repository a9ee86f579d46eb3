"""What the pages of the follow-up read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from gegenbesuch.core.values.fields import overlapping
from gegenbesuch.directory.models import Organisation
from gegenbesuch.followup.models import Debrief, Note, Reply, Survey, SurveyStop, Task
from gegenbesuch.missions.letters import addressee_of, emails_of, with_addressees
from gegenbesuch.missions.models import Mission, Participation, ProgrammeItem
from gegenbesuch.missions.parts import all_parts
from gegenbesuch.missions.rules import HELD
from gegenbesuch.missions.selectors import TRAVELLING
from gegenbesuch.onsite.models import Course, Entry, MissedDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from gegenbesuch.outcomes.models import Outcome
    from gegenbesuch.scheduling.models import Session

Function = Participation.Function
IN_A_LIST = 100
TALKS_ON_A_PAGE = 50
#: Who is asked what came of it: who travelled or was presented, not the own staff.
ASKED = (Function.MEMBER, Function.COMPANY, Function.PROFILE)
#: A survey that could not be sent in these days is not sent any more: nobody wants
#: to be asked in spring how the first week after last summer's journey went.
SENT_WITHIN = timedelta(days=14)
#: No mission takes longer than this from its first day to its last.
LONGEST = timedelta(days=366)
#: With whom the office talks after the return.
TALKED_WITH = tuple(TRAVELLING)
#: Within how many days after the return.
TALKED_WITHIN = timedelta(days=7)


# --- Talks -------------------------------------------------------------------


@dataclass(frozen=True)
class Talk:
    """Somebody who took part, and what was said after the return, if anything was."""

    row: Participation
    debrief: Debrief | None


@dataclass(frozen=True)
class Talks:
    """
    With whom the office talks about a mission, a part of a long list.

    Attributes:
        count: With how many in all.
        talked: With how many of all it did.
    """

    rows: list[Talk]
    count: int
    talked: int


def talks_of(mission: Mission, *, first: int = 0, most: int = TALKS_ON_A_PAGE) -> Talks:
    """Return with whom the office talks about a mission: four queries."""
    people = mission.participations.filter(function__in=TALKED_WITH)
    about = Debrief.objects.filter(participation__in=people)
    rows = list(
        people.select_related("person", "organisation")
        .only("mission", "code", "label", "person__name", "organisation__name")
        .order_by("position", "pk")[first : first + most]
    )
    known = {
        row.participation_id: row
        for row in about.filter(
            participation__in=[row.pk for row in rows]
        ).select_related("by")
    }
    talks = [Talk(row, known.get(row.pk)) for row in rows]
    return Talks(talks, people.count(), about.count())


def notes_of(mission: Mission, *, with_confidential: bool) -> list[Note]:
    """Return what was said on a mission, the latest first."""
    rows = mission.notes.select_related(
        "author", "item__mission", "meeting__request", "mission"
    )
    if not with_confidential:
        rows = rows.filter(is_confidential=False)
    return list(rows.order_by("-said_on", "-pk")[:IN_A_LIST])


def written_at(mission: Mission) -> dict[int, tuple[list[Note], list[Task]]]:
    """Return the notes and the tasks of programme items, by item; none confidential."""
    found: dict[int, tuple[list[Note], list[Task]]] = defaultdict(lambda: ([], []))
    for note in mission.notes.filter(is_confidential=False).order_by("said_on", "pk"):
        if note.item_id is not None:
            found[note.item_id][0].append(note)
    about = ContentType.objects.get_for_model(ProgrammeItem)
    tasks = mission.tasks.filter(about_type=about).select_related("owner")
    for task in tasks.order_by("due_on", "pk"):
        found[task.about_id or 0][1].append(task)
    return found


def last_day_of(mission: Mission) -> date | None:
    """Return the last day of a mission, as far as it is known."""
    return mission.ends_on.last_day() or mission.starts_on.last_day()


def next_steps_of(mission: Mission) -> list[Entry]:
    """Return what companies wrote down as their next steps in the meetings."""
    return list(
        Entry.objects.filter(
            kind=Entry.Kind.NEXT_STEP, meeting__session__mission=mission
        )
        .exclude(text="")
        .select_related(
            "profile__organisation",
            "meeting__request__sender__organisation",
            "meeting__request__recipient__organisation",
        )
        .only(
            *("key", "text", "due_on", "profile__organisation__name"),
            "meeting__request__sender__organisation__name",
            "meeting__request__recipient__organisation__name",
        )
        .order_by("due_on", "at", "pk")[:IN_A_LIST]
    )


@dataclass(frozen=True)
class Met:
    """
    A session, and how many of its meetings were held and are disputed.

    Attributes:
        missed: How many dates somebody missed, those before a second date as well.
    """

    session: Session
    held: int
    missed: int
    disputed: int


def met_in(mission: Mission) -> list[Met]:
    """Return the sessions of a mission in which meetings have come to an end."""
    kinds = {
        "held": Course.State.HELD,
        "missed": Course.State.NO_SHOW,
        "disputed": Course.State.DISPUTED,
    }
    first_dates = (
        MissedDate.objects.filter(session=OuterRef("pk"))
        .order_by()
        .values("session")
        .annotate(n=Count("pk"))
    )
    rows: QuerySet[Any] = mission.sessions.annotate(
        first_dates=Coalesce(Subquery(first_dates.values("n")), 0),
        **{
            name: Count("meetings", filter=Q(meetings__course__state=state))
            for name, state in kinds.items()
        },
    )
    found = (
        Met(row, row.held, row.missed + row.first_dates, row.disputed)
        for row in rows.order_by("pk")
    )
    return [row for row in found if row.held or row.missed or row.disputed]


# --- Surveys -----------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """
    Somebody whom a survey goes to, or why it does not.

    Attributes:
        reason: Why nothing is sent: `no_email` or `stopped`; else empty.
    """

    name: str
    email: str
    language: str
    salutation: str
    participation: Participation | None
    organisation: Organisation | None
    reason: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether the survey goes to them."""
        return not self.reason


def due_surveys(on: date) -> Iterator[tuple[Mission, int]]:
    """Yield the missions that took place and whose survey is due."""
    first = on - timedelta(days=max(Survey.Days.values)) - SENT_WITHIN
    done = {
        (row.mission_id, row.days)
        for row in Survey.objects.filter(Q(is_off=True) | Q(sent_on__isnull=False))
    }
    rows = Mission.objects.filter(
        overlapping("starts_on", first - LONGEST, on),
        status__in=HELD,
        is_invented=False,
    )
    for mission in rows.select_related("office"):
        last = last_day_of(mission)
        if last is None or last < first or not _is_exact(mission):
            continue
        for days in Survey.Days.values:
            due = last + timedelta(days=days)
            if due <= on < due + SENT_WITHIN and (mission.pk, days) not in done:
                yield mission, days


def asked_of(mission: Mission) -> list[Asked]:
    """
    Return who is asked after a mission: who took part, and the companies of meetings.

    Each address comes once; who has none or wants no more questions says why.
    """
    rows = list(with_addressees(mission.participations.filter(function__in=ASKED)))
    records: list[Any] = [row.person for row in rows if row.person]
    records += [row.organisation for row in rows if row.organisation]
    emails = emails_of(records)
    stops = {email for _office, email in stopped(mission.office_id)}
    found: dict[str, Asked] = {}
    for row in rows:
        who = row.person or row.organisation
        if who is None or (row.person and row.person.is_deceased):
            continue
        email = emails.get((type(who), who.pk), "")
        if not email and row.person and row.organisation:
            email = emails.get((Organisation, row.organisation.pk), "")
        told = addressee_of(mission, "", who, email)
        _add(found, told, stops, row, row.organisation)
    for part in all_parts():
        if part.takes_part:
            for told in part.tells(mission):
                _add(found, told, stops, None, told.organisation)
    return list(found.values())


def stopped(office: int | None = None) -> set[tuple[int, str]]:
    """Return the addresses that want no more questions, with the office."""
    rows = SurveyStop.objects.all()
    if office is not None:
        rows = rows.filter(office=office)
    return set(rows.values_list("office", "email"))


@dataclass(frozen=True)
class Planned:
    """
    A survey of a mission.

    Attributes:
        row: What became of it; None as long as nothing did.
        is_missed: Its day was too long ago for it to be sent by itself.
    """

    days: int
    label: Any
    due_on: date | None
    row: Survey | None
    is_missed: bool


def surveys_of(mission: Mission, today: date) -> list[Planned]:
    """Return the four surveys of a mission."""
    known = {
        row.days: row
        for row in mission.surveys.annotate(
            asked=Count("replies"),
            answered=Count("replies", filter=Q(replies__answered_at__isnull=False)),
        )
    }
    last = last_day_of(mission) if _is_exact(mission) else None
    return [
        Planned(
            days,
            label,
            due := last + timedelta(days=days) if last else None,
            known.get(days),
            due is not None and due + SENT_WITHIN <= today,
        )
        for days, label in Survey.Days.choices
    ]


def replies_of(mission: Mission) -> list[Reply]:
    """Return what was answered, the latest first."""
    return list(
        Reply.objects.filter(survey__mission=mission, answered_at__isnull=False)
        .select_related("survey", "organisation", "outcome__mission")
        .order_by("-answered_at", "-pk")[:IN_A_LIST]
    )


def respondents_of(mission: Mission) -> dict[str, str]:
    """Return who was asked before on a mission, by mail address."""
    rows = Reply.objects.filter(survey__mission=mission).order_by("pk")
    return {
        email.lower(): respondent
        for email, respondent in rows.values_list("email", "respondent")
    }


def earlier_outcome(reply: Reply) -> Outcome | None:
    """Return the outcome that an earlier answer of the same address became."""
    earlier = (
        Reply.objects.filter(
            survey__mission=reply.survey.mission_id,
            respondent=reply.respondent,
            outcome__isnull=False,
        )
        .exclude(pk=reply.pk)
        .select_related("outcome__mission")
        .order_by("-answered_at")
        .first()
    )
    return earlier.outcome if earlier else None


def reply_with_names() -> QuerySet[Reply]:
    """Return replies with what their pages name."""
    return Reply.objects.select_related(
        "survey__mission__office",
        "organisation",
        "outcome__mission",
        "quoted",
        "participation__person",
    )


def _add(
    found: dict[str, Asked],
    told: Any,
    stops: Iterable[str],
    row: Participation | None,
    organisation: Organisation | None,
) -> None:
    email = told.email.lower()
    reason = "no_email" if not email else "stopped" if email in stops else ""
    asked = Asked(
        told.name, told.email, told.language, told.salutation, row, organisation, reason
    )
    found.setdefault(email or told.name, asked)


def _is_exact(mission: Mission) -> bool:
    """Tell whether it is known on which day it ended."""
    ends = mission.ends_on if mission.ends_on.is_known else mission.starts_on
    return ends.is_exact
