"""The letters to companies, and what is filled into them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.accounts.services import issue_link, link_token, link_url
from gegenbesuch.core.templatetags.display import both_times_text, plain
from gegenbesuch.letters.kinds import LetterKind, register
from gegenbesuch.letters.services import write_letter
from gegenbesuch.matchmaking.models import Profile
from gegenbesuch.matchmaking.selectors import address_of, marketplace_of, own_zone
from gegenbesuch.matchmaking.times import proposal_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from gegenbesuch.accounts.models import User
    from gegenbesuch.matchmaking.models import Agent, Request
    from gegenbesuch.missions.models import Mission

ABOUT_MISSION: dict[str, Any] = {
    "salutation": _("The salutation in the language of the company"),
    "company": _("The company that gets the letter"),
    "mission": _("The title of the mission"),
    "host": _("The office that invites"),
    "link": _("The personal address of the company"),
}
SAMPLE_MISSION: dict[str, Any] = {
    "salutation": _("Dear Ms Sample,"),
    "company": "Muster GmbH",
    "mission": _("Trip with companies to Japan"),
    "host": _("Office for Economic Development"),
    "link": "https://…/link/…/",
}
ABOUT_REQUEST = ABOUT_MISSION | {
    "partner": _("The other company"),
    "message": _("What the company that asks has written"),
    "deadline": _("Until when to answer"),
    "accept": _("The address that accepts, after one more click"),
    "decline": _("The address that declines, after one more click"),
    "proposal": _("The other time that was proposed or agreed"),
    "reason": _("Why it was declined"),
}
SAMPLE_REQUEST = SAMPLE_MISSION | {
    "partner": "Sample K.K.",
    "message": _("We look for a partner who distributes our sensors."),
    "deadline": _("Friday, 23 May 2031, 12:00 (German time, CEST)"),
    "accept": "https://…/accept/",
    "decline": "https://…/decline/",
    "proposal": _("Tuesday afternoon"),
    "reason": _("Does not fit what we look for"),
}
ABOUT_REMINDER = ABOUT_MISSION | {
    "open": _("What waits for the company, line by line"),
    "stop": _("The address that stops reminders"),
}
SAMPLE_REMINDER = SAMPLE_MISSION | {
    "open": _("Sample K.K. asks for a meeting."),
    "stop": "https://…/reminders/",
}
ABOUT_REVIEW = ABOUT_MISSION | {"remarks": _("What should be changed, line by line")}
SAMPLE_REVIEW = SAMPLE_MISSION | {"remarks": _("Please say what you look for.")}

INVITED = LetterKind(
    "invite_company", _("Invitation to write a profile"), ABOUT_MISSION, SAMPLE_MISSION
)
AGENT = LetterKind(
    "add_agent", _("To a consulate or agency"), ABOUT_MISSION, SAMPLE_MISSION
)
RETURNED = LetterKind(
    "return_profile", _("Profile to be completed"), ABOUT_REVIEW, SAMPLE_REVIEW
)
PUBLISHED = LetterKind(
    "publish_profile", _("Profile published"), ABOUT_MISSION, SAMPLE_MISSION
)
NO_LONGER_SHOWN = LetterKind(
    "expire_profile", _("Profile no longer shown"), ABOUT_MISSION, SAMPLE_MISSION
)
SENT = LetterKind("send_request", _("Wish to meet"), ABOUT_REQUEST, SAMPLE_REQUEST)
ACCEPTED = LetterKind(
    "accept_request", _("Wish to meet accepted"), ABOUT_REQUEST, SAMPLE_REQUEST
)
DECLINED = LetterKind(
    "decline_request", _("Wish to meet declined"), ABOUT_REQUEST, SAMPLE_REQUEST
)
MOVED = LetterKind(
    "propose_time", _("Another time proposed"), ABOUT_REQUEST, SAMPLE_REQUEST
)
LIFTED = LetterKind(
    "lift_times", _("Agreed time can't be kept"), ABOUT_REQUEST, SAMPLE_REQUEST
)
EXPIRED = LetterKind(
    "expire_request", _("Wish to meet not answered"), ABOUT_REQUEST, SAMPLE_REQUEST
)
WITHDRAWN = LetterKind(
    "withdraw_request", _("Wish to meet withdrawn"), ABOUT_REQUEST, SAMPLE_REQUEST
)
HANDED_OVER = LetterKind(
    "hand_over_request", _("Wish to meet handed over"), ABOUT_REQUEST, SAMPLE_REQUEST
)
REMINDER = LetterKind("remind_company", _("Reminder"), ABOUT_REMINDER, SAMPLE_REMINDER)

for kind in (
    *(INVITED, AGENT, RETURNED, PUBLISHED, NO_LONGER_SHOWN),
    *(SENT, ACCEPTED, DECLINED, MOVED, LIFTED),
    *(EXPIRED, WITHDRAWN, HANDED_OVER, REMINDER),
):
    register(kind)

#: How long a personal link opens after the last meeting; without dates, from now.
OPEN_AFTER = timedelta(days=30)
OPEN_WITHOUT_DATES = timedelta(days=400)


def link_for(  # noqa: PLR0913 -- a link has these parts
    target: Profile | Agent,
    *,
    name: str,
    email: str,
    language: str,
    at: datetime,
    actor: User | None = None,
) -> PersonalLink:
    """Return the personal link of somebody of a company, a new one if need be."""
    ends_at = marketplace_of(target.mission).ends_at
    return issue_link(
        target,
        office=target.mission.office,
        holder_name=name,
        holder_email=email,
        language=language,
        expires_at=ends_at + OPEN_AFTER if ends_at else at + OPEN_WITHOUT_DATES,
        actor=actor,
    )


def tell(
    company: Profile,
    kind: LetterKind,
    request: Request | None = None,
    /,
    **values: str,
) -> bool:
    """
    Write to whoever speaks for a company; False if nobody's address is known.

    Args:
        request: What it is about; its words are filled in.
    """
    link = link_to(company, request)
    if link is None:
        return False
    _write(link, company, kind, request or company, values, request)
    return True


def link_to(company: Profile, request: Request | None = None) -> PersonalLink | None:
    """Return whose link to write to; a contact that the company named anew gets one."""
    link = address_of(company, request)
    email = company.contact_email
    known = {email, request.handler_email if request else ""}
    if link is None or not email or link.holder_email in known:
        return link
    if link.target_type != ContentType.objects.get_for_model(Profile):
        return link  # a consulate's or an agency's
    return link_for(
        company,
        name=company.contact_name or link.holder_name,
        email=email,
        language=company.contact_language,
        at=now(),
    )


def links_of(target: Profile | Agent) -> QuerySet[PersonalLink]:
    """Return the links to a company's own pages, or to those of an agent."""
    kind = ContentType.objects.get_for_model(target)
    rows = PersonalLink.objects.filter(target_type=kind, target_id=target.pk)
    return rows.filter(revoked_at=None).order_by("pk")


def language_to(link: PersonalLink, company: Profile) -> str:
    """Return the language in which to write: the contact has chosen one."""
    is_contact = link.holder_email == company.contact_email
    return company.contact_language if is_contact else link.language


def tell_colleague(
    company: Profile, request: Request, *, language: str, at: datetime
) -> None:
    """Write to the colleague whom a request was handed over to."""
    link = link_for(
        company,
        name=request.handler_name,
        email=request.handler_email,
        language=language,
        at=at,
    )
    _write(link, company, HANDED_OVER, request, {}, request)


def tell_agent(agent: Agent, *, at: datetime, actor: User | None) -> None:
    """Send a consulate or agency the address of its list of companies."""
    link = link_for(
        agent,
        name=agent.name,
        email=agent.email,
        language=agent.language,
        at=at,
        actor=actor,
    )
    with translation.override(agent.language):
        values = _about(link, agent.mission) | {"company": agent.name}
    _send(link, AGENT, agent, agent.mission, agent.language, values)


def _write(  # noqa: PLR0913 -- a letter has these parts
    link: PersonalLink,
    company: Profile,
    kind: LetterKind,
    target: Model,
    values: dict[str, str],
    request: Request | None,
) -> None:
    language = language_to(link, company)
    with translation.override(language):
        filled = _about(link, company.mission) | {
            "company": plain(company.organisation.name)
        }
        if request is not None:
            filled |= _about_request(link, company, request)
    _send(link, kind, target, company.mission, language, filled | values)


def _send(  # noqa: PLR0913 -- a letter has these parts
    link: PersonalLink,
    kind: LetterKind,
    target: Model,
    mission: Mission,
    language: str,
    values: dict[str, str],
) -> None:
    write_letter(
        kind.key,
        target,
        office=mission.office,
        to_name=link.holder_name,
        to_email=link.holder_email,
        language=language,
        values=values,
    )


def _about(link: PersonalLink, mission: Mission) -> dict[str, str]:
    return {
        "salutation": gettext("Dear %(name)s,") % {"name": link.holder_name},
        "mission": plain(mission.title),
        "host": plain(mission.office.name),
        "link": link_url(link),
    }


def _about_request(
    link: PersonalLink, company: Profile, request: Request
) -> dict[str, str]:
    page = own_url(link, company, request=request)
    zone = marketplace_of(company.mission).time_zone
    until = request.expires_at
    reason = request.get_reason_display() if request.reason else ""
    return {
        "partner": plain(request.other(company).organisation.name),
        "message": request.message,
        "deadline": both_times_text(until, zone, own_zone(company)) if until else "",
        "accept": f"{page}?answer=accept",
        "decline": f"{page}?answer=decline",
        "proposal": "\n".join(proposal_of(request, zone)),
        "reason": request.reason_text or reason,
    }


def own_url(
    link: PersonalLink, company: Profile, *, request: Request | None = None
) -> str:
    """Return the whole address of a company's own page, or of one of its requests."""
    arguments = [link_token(link), company.code]
    name = "matchmaking:own-company"
    if request is not None:
        name, arguments = "matchmaking:own-request", [*arguments, request.code]
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"
