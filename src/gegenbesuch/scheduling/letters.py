"""The letters that tell companies of their meetings, and what is filled into them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import Language, PersonalLink
from gegenbesuch.accounts.services import issue_link, link_token
from gegenbesuch.core.rows import kept
from gegenbesuch.core.templatetags.display import both_times_text, plain
from gegenbesuch.core.values.languages import base_language
from gegenbesuch.directory.lists import mailed, preferred_mail
from gegenbesuch.letters.kinds import LetterKind, register
from gegenbesuch.letters.services import write_letter
from gegenbesuch.matchmaking.letters import own_url
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.scheduling.models import Publication
from gegenbesuch.scheduling.publishing import Position
from gegenbesuch.scheduling.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from gegenbesuch.accounts.models import User
    from gegenbesuch.scheduling.agendas import Item
    from gegenbesuch.scheduling.models import ChangeRequest, Session
    from gegenbesuch.scheduling.publishing import Change

OPEN_FOR = timedelta(days=30)
"""How long a personal link lives after the last slot of its session."""

FIELDS: dict[str, Any] = {
    "salutation": _("The salutation in the reader's language"),
    "company": _("The company"),
    "session": _("The title of the session"),
    "changes": _("What is new, one line a meeting, with both local times"),
    "feedback": _("Until when changes can be asked for"),
    "host": _("The office that invites"),
    "link": _("The personal address of the agenda"),
}
SAMPLE: dict[str, Any] = {
    "salutation": _("Dear Anna Sample,"),
    "company": _("Sample Company"),
    "session": _("Meetings at the forum"),
    "changes": _("New: Sample Inc., 09:00–09:20 (German time, CEST), Table 3"),
    "feedback": _("Friday, 23 May 2031, 12:00 (German time, CEST)"),
    "host": _("Office for Economic Development"),
    "link": "https://…/link/…/",
}
PRELIMINARY = LetterKind(
    "publish_preliminary", _("Preliminary meeting schedule"), FIELDS, SAMPLE
)
FINAL = LetterKind("publish_final", _("Final meeting schedule"), FIELDS, SAMPLE)
ANSWER_FIELDS: dict[str, Any] = {
    **{key: FIELDS[key] for key in ("salutation", "company", "session")},
    "meeting": _("The meeting that is asked about"),
    "outcome": _("Whether the office agrees"),
    "answer": _("What the office writes besides"),
    **{key: FIELDS[key] for key in ("host", "link")},
}
ANSWER = LetterKind(
    "answer_change",
    _("Answer to a company that asked for a change"),
    ANSWER_FIELDS,
    {
        **{key: SAMPLE[key] for key in ("salutation", "company", "session")},
        "meeting": _("09:00–09:20 (German time, CEST), Table 3: Sample Inc."),
        "outcome": _("We agree to this: Another time."),
        "answer": _("You will hear from us with the next version of the schedule."),
        **{key: SAMPLE[key] for key in ("host", "link")},
    },
)
REMINDER = LetterKind(
    "remind_meetings",
    _("The meetings of the next day"),
    {
        **{key: FIELDS[key] for key in ("salutation", "company", "session")},
        "meetings": _("The meetings, one line each, with both local times"),
        **{key: FIELDS[key] for key in ("host", "link")},
        "stop": _("The personal address at which reminders are stopped"),
    },
    {
        **{key: SAMPLE[key] for key in ("salutation", "company", "session")},
        "meetings": _("09:00–09:20 (German time, CEST), Table 3: Sample Inc."),
        **{key: SAMPLE[key] for key in ("host", "link")},
        "stop": "https://…/link/…/#reminders",
    },
)
KINDS = {
    Publication.State.PRELIMINARY: PRELIMINARY,
    Publication.State.FINAL: FINAL,
}
for kind in (*KINDS.values(), ANSWER, REMINDER):
    register(kind)


def links_to(
    profiles: Sequence[Profile], *, until: datetime, at: datetime, actor: User | None
) -> dict[int, list[PersonalLink]]:
    """
    Return the personal links of companies to their agendas, by profile.

    A company without one gets a link for each of its people who have a mail
    address; one that has neither is missing in the answer.
    """
    found = open_links(profiles, at=at)
    missing = [profile for profile in profiles if profile.pk not in found]
    mails = _mails_of(missing)
    for profile in missing:
        language = language_of(profile)
        for person in profile.people.all():
            if person.pk not in mails:
                continue
            link = issue_link(
                profile,
                office=profile.mission.office,
                holder_name=person.name.display(language),
                holder_email=mails[person.pk],
                language=language,
                expires_at=until + OPEN_FOR,
                actor=actor,
            )
            if link.is_open(at):
                found.setdefault(profile.pk, []).append(link)
    return found


def _mails_of(profiles: Sequence[Profile]) -> dict[int, str]:
    """Return a mail address of each person of these companies who may be written to."""
    prefetch_related_objects(profiles, "people")
    people = [p.pk for row in profiles for p in row.people.all() if not p.is_deceased]
    return preferred_mail(people)


def open_links(
    profiles: Sequence[Profile], *, at: datetime
) -> dict[int, list[PersonalLink]]:
    """Return the links to these companies that open now, by profile."""
    links = PersonalLink.objects.filter(
        target_type=ContentType.objects.get_for_model(Profile),
        target_id__in=[profile.pk for profile in profiles],
        revoked_at__isnull=True,
        expires_at__gt=at,
    ).order_by("pk")
    found: dict[int, list[PersonalLink]] = {}
    for link in links:
        found.setdefault(link.target_id, []).append(link)
    return found


def printed_links(profiles: Sequence[Profile], *, at: datetime) -> dict[int, str]:
    """Return an address of each company's agenda that opens now, by profile."""
    found = open_links(profiles, at=at)
    return {pk: agenda_address(links[0]) for pk, links in found.items()}


def agenda_address(link: PersonalLink) -> str:
    """Return the whole address of the agenda that a personal link opens."""
    path = reverse("scheduling:my-agenda", args=[link_token(link)])
    return f"{settings.SITE_URL}{path}"


def out_of_reach(companies: Collection[int], *, at: datetime) -> list[Profile]:
    """
    Return the companies that no mail can reach: they have to be called.

    Args:
        companies: Their keys.
    """
    kind = ContentType.objects.get_for_model(Profile).pk
    linked = {pk for (pk,) in _linked(kind, at, companies)}
    people = _people_of(set(companies) - linked)
    mails = mailed([person for _company, person in people])
    reached = linked | {company for company, person in people if person in mails}
    rows = _named(set(companies) - reached)
    return sorted(rows, key=lambda profile: profile.organisation.sort_key)


@kept
def _named(companies: Collection[int]) -> QuerySet[Profile]:
    rows = Profile.objects.filter(pk__in=companies).select_related("organisation")
    return rows.only("code", "organisation__name", "organisation__sort_key")


@kept
def _linked(
    kind: int, at: datetime, companies: Collection[int]
) -> QuerySet[PersonalLink, tuple[int]]:
    rows = PersonalLink.objects.filter(
        target_type=kind, target_id__in=companies, revoked_at__isnull=True
    )
    return rows.filter(expires_at__gt=at).order_by().values_list("target_id")


@kept
def _people_of(companies: Collection[int]) -> QuerySet[Any, tuple[int, int]]:
    """Return the living people of companies, each after the company."""
    rows = Profile.people.through.objects.filter(
        profile__in=companies, person__is_deceased=False
    )
    return rows.values_list("profile_id", "person_id")


def language_of(profile: Profile) -> str:
    """Return the company's best language that the product speaks; English if none."""
    spoken = (base_language(code) for code in profile.languages)
    return next((code for code in spoken if code in Language.values), "en")


def tell(
    publication: Publication,
    profile: Profile,
    links: Iterable[PersonalLink],
    changes: Sequence[Change],
    wording: Callable[[str], Wording],
) -> int:
    """
    Write to everybody of a company what is new; returns the number of letters.

    Args:
        wording: What writes of the session in a language.
    """
    session, count = publication.session, 0
    for link in links:
        with translation.override(link.language):
            said = wording(link.language)
            values = {
                "salutation": gettext("Dear %(name)s,") % {"name": link.holder_name},
                "company": plain(profile.organisation.name),
                "session": plain(session.title),
                "changes": "\n".join(
                    said.line(profile.pk, change) for change in changes
                )
                or gettext("Nothing has changed."),
                "feedback": _feedback(publication),
                "host": plain(profile.mission.office.name),
                "link": agenda_address(link),
            }
        _write(KINDS[Publication.State(publication.state)].key, profile, link, values)
        count += 1
    return count


def remind(
    session: Session,
    profile: Profile,
    links: Iterable[PersonalLink],
    items: Sequence[Item],
) -> int:
    """Write to everybody of a company what it has tomorrow; returns how many letters."""
    count = 0
    for link in links:
        with translation.override(link.language):
            said, lines = Wording(session, {}), []
            for item in items:
                meeting = item.meeting
                assert meeting.table is not None  # noqa: S101 -- it is placed
                at = Position(item.slot, meeting.table, meeting.interpreter)
                lines.append(
                    gettext("%(when)s: %(company)s")
                    % {
                        "when": said.place(at),
                        "company": plain(item.partner.organisation.name),
                    }
                )
            values = {
                "salutation": gettext("Dear %(name)s,") % {"name": link.holder_name},
                "company": plain(profile.organisation.name),
                "session": plain(session.title),
                "meetings": "\n".join(lines),
                "host": plain(profile.mission.office.name),
                "link": agenda_address(link),
                "stop": f"{own_url(link, profile)}#reminders",
            }
        _write(REMINDER.key, profile, link, values)
        count += 1
    return count


def tell_answer(wish: ChangeRequest, links: Iterable[PersonalLink]) -> int:
    """Write to everybody of a company what became of a wish; returns how many."""
    profile, meeting, count = wish.profile, wish.meeting, 0
    partner = meeting.request.other(profile)
    is_agreed = wish.status == wish.Status.ACCEPTED
    for link in links:
        with translation.override(link.language):
            what = {"what": wish.get_kind_display()}
            if is_agreed:
                outcome = gettext("We agree to this: %(what)s.") % what
            else:
                outcome = gettext("This is not possible: %(what)s.") % what
            when = ""
            if meeting.slot and meeting.table:
                position = Position(meeting.slot, meeting.table, meeting.interpreter)
                when = Wording(meeting.session, {}).place(position)
            company = plain(partner.organisation.name)
            values = {
                "salutation": gettext("Dear %(name)s,") % {"name": link.holder_name},
                "company": plain(profile.organisation.name),
                "session": plain(meeting.session.title),
                "meeting": gettext("%(when)s: %(company)s")
                % {"when": when, "company": company}
                if when
                else company,
                "outcome": outcome,
                "answer": wish.answer,
                "host": plain(profile.mission.office.name),
                "link": agenda_address(link),
            }
        _write(ANSWER.key, profile, link, values)
        count += 1
    return count


def _write(
    kind: str, profile: Profile, link: PersonalLink, values: dict[str, str]
) -> None:
    """Write to the holder of a link, in the holder's language."""
    write_letter(
        kind,
        profile,
        office=profile.mission.office,
        to_name=link.holder_name,
        to_email=link.holder_email,
        language=link.language,
        values=values,
    )


def _feedback(publication: Publication) -> str:
    if publication.feedback_until is None:
        return ""
    session = publication.session
    zones = session.time_zone, session.partner_time_zone
    until = both_times_text(publication.feedback_until, *zones)
    return gettext("Please ask for changes until %(until)s.") % {"until": until}
