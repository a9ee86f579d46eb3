"""Profiles as the pages need them, and what is missing in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import east_asian_width

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from gegenbesuch.accounts.models import PersonalLink
from gegenbesuch.core.rows import kept
from gegenbesuch.core.templatetags.display import plain
from gegenbesuch.core.values.name_sorting import fold_latin
from gegenbesuch.directory.models import Sector
from gegenbesuch.directory.services.field_values import texts_of
from gegenbesuch.matchmaking.models import (
    Agent,
    Profile,
    Request,
    Statement,
    Suggestion,
)
from gegenbesuch.matchmaking.models.profiles import shown_on
from gegenbesuch.matchmaking.models.suggestions import FITTING
from gegenbesuch.matchmaking.selectors.marketplaces import are_waited_for
from gegenbesuch.matchmaking.selectors.requests import between

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from gegenbesuch.missions.models import Mission

LEAST_SUMMARY = 40  #: Latin letters; a Chinese character or kana counts as two.
#: What a list of profiles can be narrowed to beside their states.
WAITING, UNFINISHED, UNREACHABLE = "waiting", "unfinished", "unreachable"
EXPIRED = Profile.Status.EXPIRED.value
_PICKED = {
    UNFINISHED: Q(status__in=(Profile.Status.DRAFT, Profile.Status.RETURNED)),
    UNREACHABLE: Q(contact_phone="", contact_email=""),
} | {state: Q(status=state) for state in Profile.Status.values}


def picked(state: str) -> Q:
    """Return what is true of profiles in a state, all of them if it is none."""
    return _PICKED.get(state, Q())


def _count(field: str, **where: Any) -> Coalesce:
    rows = (
        Request.objects.filter(**{field: OuterRef("pk")}, **where)
        .order_by()
        .values(field)
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(rows, output_field=IntegerField()), 0)


def profiles_of(
    mission: Mission, *, status: str = "", side: str = "", q: str = ""
) -> QuerySet[Profile]:
    """
    Return a mission's profiles by side, with the numbers of their requests.

    Annotated: `sent`, `received`, and `accepted` in both directions.

    Args:
        status, side: Only such; what is none is ignored. `WAITING` are those that
            requests wait for, `UNFINISHED` those who have not sent their profile to
            the office, `UNREACHABLE` those without phone number and mail address.
        q: A part of the company's name.
    """
    accepted = Request.Status.ACCEPTED
    rows = Profile.objects.filter(picked(status), mission=mission)
    if status == WAITING:
        rows = rows.filter(are_waited_for(mission))
    if side in {"0", "1"}:
        rows = rows.filter(side=int(side))
    if q.strip():
        named = Q(organisation__name__icontains=q.strip())
        rows = rows.filter(
            named | Q(organisation__sort_key__icontains=fold_latin(q.strip()))
        )
    return (
        rows.select_related("organisation__place", "mission")
        .prefetch_related("sectors")
        .annotate(
            sent=_count("sender"),
            received=_count("recipient"),
            accepted=_count("sender", status=accepted)
            + _count("recipient", status=accepted),
        )
        .order_by("side", "organisation__sort_key", "pk")
    )


def countries_of(mission: Mission) -> set[str]:
    """Return the countries from which companies take part, and those of the mission."""
    return {*(code for (code,) in _countries(mission.pk)), *mission.countries} - {""}


@kept
def _countries(mission: int) -> QuerySet[Any, Any]:
    rows = Profile.objects.filter(mission=mission).order_by()
    return rows.values_list("organisation__country").distinct()


@kept
def sectors_in(mission: int) -> QuerySet[Sector]:
    """Return the fields of the companies of a mission, in their order."""
    here = Profile.sectors.through.objects.filter(profile__mission=mission)
    return Sector.objects.filter(pk__in=here.values("sector")).order_by(
        "position", "pk"
    )


def profile_counts(mission: Mission) -> dict[str, int]:
    """Return how many profiles a mission has in each status."""
    rows = Profile.objects.filter(mission=mission).order_by().values_list("status")
    return dict(rows.annotate(n=Count("pk")))


def profile_pages() -> QuerySet[Profile]:
    """Return profiles with all that the page of one shows."""
    return Profile.objects.select_related(
        "mission__office", "organisation__place"
    ).prefetch_related(
        "sectors",
        "sought_sectors",
        "people",
        Prefetch("statements", Statement.objects.order_by("kind", "position", "pk")),
    )


def own_zone(profile: Profile) -> str:
    """Return whose clocks a company lives by; empty if its place is not known."""
    place = profile.organisation.place
    return place.time_zone if place else ""


def own_profiles() -> QuerySet[Profile]:
    """Return profiles with what a company's own pages name."""
    return Profile.objects.select_related("mission__office", "organisation__place")


def marketplace_profiles(
    profile: Profile, on: date, **chosen: Any
) -> QuerySet[Profile]:
    """Return the other side's published companies, as a company sees them."""
    return offers_in(profile.mission, on, **chosen).exclude(side=profile.side)


def asked_among(profile: Profile, partners: list[Profile]) -> set[int]:
    """Return the keys of those with whom something is open or was declined."""
    pairs = _asked_among(profile.pk, [partner.pk for partner in partners])
    return {key for pair in pairs for key in pair} - {profile.pk}


@kept
def _asked_among(profile: int, partners: list[int]) -> QuerySet[Any, Any]:
    return between(profile, partners).values_list("sender", "recipient")


def with_details(keys: Any) -> list[Profile]:
    """Return profiles with what a list of them shows, in the order of their keys."""
    found = {row.pk: row for row in _with_details(list(keys))}
    return [found[key] for key in keys]


@kept
def _with_details(keys: list[int]) -> QuerySet[Profile]:
    rows = Profile.objects.filter(pk__in=keys).select_related("organisation__place")
    return rows.prefetch_related("sectors")


@kept
def own_profile(key: int) -> QuerySet[Profile]:
    """Return one profile with what a company's own pages name."""
    return own_profiles().filter(pk=key)


def offers_in(  # noqa: PLR0913 -- a search has these parts
    mission: Mission,
    on: date,
    *,
    sector: str = "",
    language: str = "",
    country: str = "",
    kind: str = "",
    words: str = "",
) -> QuerySet[Profile]:
    """
    Return the published profiles of a mission that fit all that was chosen.

    Args:
        sector: Code of a field; `country`, `language`: codes.
        kind: `offer` or `need`: has such statements; with `words` in them.
    """
    rows = Profile.objects.filter(mission=mission).published(on)
    if sector:
        rows = rows.filter(sectors__code=sector)
    if country:
        rows = rows.filter(organisation__country=country)
    if language:
        spoken = Statement.objects.filter(profile=OuterRef("pk"), language=language)
        rows = rows.filter(Exists(spoken))
    if kind or words:
        said = Statement.objects.filter(profile=OuterRef("pk"), text__icontains=words)
        rows = rows.filter(Exists(said.filter(kind=kind) if kind else said))
    return (
        rows.select_related("organisation__place")
        .prefetch_related("sectors")
        .order_by("organisation__sort_key", "pk")
    )


def suggestions_for(profile: Profile, on: date) -> QuerySet[Suggestion]:
    """
    Return whom to meet, the fair choice first, without those asked or avoided.

    The best of those who don't fit are no suggestions.
    """
    return (
        Suggestion.objects.filter(
            shown_on(on, "partner__"), profile=profile, score__gte=FITTING
        )
        .exclude(Exists(between(profile, OuterRef("partner"))))
        .exclude(partner__in=profile.avoided.values("pk"))
        .select_related("partner__organisation__place")
        .order_by("-is_allotted", "rank", "pk")
    )


def address_of(profile: Profile, request: Request | None = None) -> PersonalLink | None:
    """
    Return the personal link of whoever a letter to the company goes to.

    The colleague whom this request was handed over to; else the contact; else the
    first who has a link; else the consulate or agency that acts for it.
    """
    links = PersonalLink.objects.filter(revoked_at=None)
    profiles = ContentType.objects.get_for_model(Profile)
    own = list(links.filter(target_type=profiles, target_id=profile.pk).order_by("pk"))
    wanted = [profile.contact_email]
    if request is not None and request.answering.pk == profile.pk:
        wanted.insert(0, request.handler_email)
    by_email = {link.holder_email: link for link in own}
    for email in filter(None, wanted):
        if email in by_email:
            return by_email[email]
    if own:
        return own[0]
    agents = Agent.objects.filter(profiles=profile).values("pk")
    kind = ContentType.objects.get_for_model(Agent)
    return links.filter(target_type=kind, target_id__in=agents).order_by("pk").first()


class Lack(NamedTuple):
    """Something missing in a profile: at which step, in words, and whether it must."""

    step: str
    text: str
    is_needed: bool


def missing_in(profile: Profile) -> list[Lack]:
    """Return what a profile lacks before it can be published, then what would help."""
    said = {kind for (kind,) in profile.statements.values_list("kind")}
    staff = list(profile.staff.all())
    has_people = bool(staff) or profile.people.exists()
    found = [
        Lack("about", _("Please write who you are."), True)
        if not str(profile.summary).strip()
        else None,
        Lack("offers", _("Please write what you offer or what you need."), True)
        if not said
        else None,
        Lack("fields", _("Please choose your fields."), True)
        if not profile.sectors.exists()
        else None,
        Lack("languages", _("Please say which languages you speak."), True)
        if not profile.languages
        else None,
        Lack("people", _("Please say who comes to the meetings."), True)
        if not has_people
        else None,
        Lack("contact", _("Please give a mail address for our mails."), True)
        if not profile.contact_email
        else None,
    ]
    lacks = [lack for lack in found if lack]
    if said and Statement.Kind.NEED not in said:
        lacks.append(
            Lack(
                "needs", _("What you need is open. It doubles what we can find."), False
            )
        )
    if said and Statement.Kind.OFFER not in said:
        lacks.append(
            Lack(
                "offers",
                _("What you offer is open. It doubles what we can find."),
                False,
            )
        )
    if 0 < _width(str(profile.summary).strip()) < LEAST_SUMMARY:
        lacks.append(Lack("about", _("Who you are is very short."), False))
    if not profile.contact_phone:
        lacks.append(Lack("contact", _("A phone number helps on site."), False))
    lacks += [
        Lack(
            "people",
            _("The reading of the name %(name)s is missing.") % {"name": person.name},
            False,
        )
        for person in staff
        if person.name.kanji and not person.name.kana
    ]
    lacks += [
        Lack(
            "people",
            _("The name %(name)s is missing in Latin letters.") % {"name": person.name},
            False,
        )
        for person in staff
        if not person.name.is_in_latin
    ]
    return lacks


def _width(text: str) -> int:
    """Count a Chinese character or kana twice: it says as much as two letters."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def names_itself(profile: Profile) -> bool:
    """Tell whether a text names the company, which the public view would show."""
    names = {
        plain(profile.organisation.name).casefold(),
        *(str(name).casefold() for name in profile.organisation.aliases),
    }
    texts = [text.casefold() for text in texts_of(profile.summary).values()]
    texts += [text.casefold() for (text,) in profile.statements.values_list("text")]
    return any(name and name in text for name in names for text in texts)
