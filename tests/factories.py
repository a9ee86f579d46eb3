"""One factory per model: the least that makes a valid row, without surprises."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import factory
from django.contrib.contenttypes.models import ContentType
from factory.django import DjangoModelFactory
from i18nfield.strings import LazyI18nString

from gegenbesuch.accounts.models import Membership, Office, PersonalLink, User
from gegenbesuch.calls import models as calls
from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.directory import models as directory
from gegenbesuch.exchange import models as exchange
from gegenbesuch.followup import models as followup
from gegenbesuch.guests import models as guests
from gegenbesuch.letters import models as letters
from gegenbesuch.mandate import models as mandate
from gegenbesuch.matchmaking import models as matchmaking
from gegenbesuch.missions import models as missions
from gegenbesuch.newsroom import models as newsroom
from gegenbesuch.onsite import models as onsite
from gegenbesuch.outcomes import models as outcomes
from gegenbesuch.outcomes.services import fingerprint_of
from gegenbesuch.reports import models as reports
from gegenbesuch.reports.press import draft_of
from gegenbesuch.reports.scopes import Scope
from gegenbesuch.reports.versions import digest_of, papers_of
from gegenbesuch.scheduling import models as scheduling
from gegenbesuch.travellers import models as travellers

if TYPE_CHECKING:
    from django.db.models import Model

PASSWORD = "correct-horse-battery"
TOKYO = zoneinfo.ZoneInfo("Asia/Tokyo")
SESSION_BEGINS = datetime(2019, 6, 18, 10, 0, tzinfo=TOKYO)
FAR_FUTURE = datetime(2199, 1, 1, tzinfo=UTC)


def i18n(de: str, en: str | None = None, ja: str | None = None) -> LazyI18nString:
    """Return a text in three languages; what is not given is like the German."""
    return LazyI18nString({"de": de, "en": en or de, "ja": ja or de})


def numbered(pattern: str) -> factory.Sequence:
    """Return a text in three languages with a number in it."""
    return factory.Sequence(lambda n: i18n(pattern % n))


def shown(record: Any) -> dict[str, str]:
    """Return what the form of a record sends along: the version it was shown."""
    return {"version": record.updated_at.isoformat()}


def on(target: Model) -> dict[str, Any]:
    """Return the two fields that hang a row on any other row."""
    return {
        "target_type": ContentType.objects.get_for_model(target),
        "target_id": target.pk,
    }


# --- accounts ----------------------------------------------------------------


class OfficeFactory(DjangoModelFactory[Office]):
    class Meta:
        model = Office

    name = numbered("Dienststelle %d")


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@office.example")
    name = factory.Sequence(lambda n: f"User {n}")

    @classmethod
    def _create(cls, model_class: type[User], *_args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", PASSWORD)
        return model_class.objects.create_user(password=password, **kwargs)


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)
    role = Membership.Role.EDITOR


class PersonalLinkFactory(DjangoModelFactory[PersonalLink]):
    """A link to `target`, which has to be given."""

    class Meta:
        model = PersonalLink
        exclude = ("target",)

    target: Any = None
    office = factory.SubFactory(OfficeFactory)
    target_type = factory.LazyAttribute(
        lambda o: ContentType.objects.get_for_model(o.target)
    )
    target_id = factory.LazyAttribute(lambda o: o.target.pk)
    holder_name = factory.Sequence(lambda n: f"Holder {n}")
    holder_email = factory.Sequence(lambda n: f"holder{n}@company.example")
    expires_at = FAR_FUTURE


# --- directory ---------------------------------------------------------------


class SourceFactory(DjangoModelFactory[directory.Source]):
    class Meta:
        model = directory.Source

    office = factory.SubFactory(OfficeFactory)
    number = factory.Sequence(lambda n: f"S{n}")
    title = numbered("Quelle %d")


class CitationFactory(DjangoModelFactory[directory.Citation]):
    """`CitationFactory(**on(target))`; the source is of the target's office."""

    class Meta:
        model = directory.Citation

    source = factory.SubFactory(SourceFactory)


class ClaimFactory(DjangoModelFactory[directory.Claim]):
    class Meta:
        model = directory.Claim

    aspect = "size"
    label = i18n("Wie viele?")
    statement = numbered("Aussage %d")


class FigureFactory(DjangoModelFactory[directory.Figure]):
    class Meta:
        model = directory.Figure

    what = "companies"
    label = i18n("Unternehmen")
    quantity = Quantity.exact(350)


class OpenQuestionFactory(DjangoModelFactory[directory.OpenQuestion]):
    class Meta:
        model = directory.OpenQuestion

    text = numbered("Offene Frage %d")


class PlaceFactory(DjangoModelFactory[directory.Place]):
    class Meta:
        model = directory.Place

    name = numbered("Ort %d")
    country = "JP"
    latitude = 34.7
    longitude = 135.2
    time_zone = "Asia/Tokyo"


class SectorFactory(DjangoModelFactory[directory.Sector]):
    class Meta:
        model = directory.Sector

    name = numbered("Branche %d")


class OrganisationFactory(DjangoModelFactory[directory.Organisation]):
    class Meta:
        model = directory.Organisation

    office = factory.SubFactory(OfficeFactory)
    name = numbered("Organisation %d")
    kind = directory.Organisation.Kind.COMPANY


class PersonFactory(DjangoModelFactory[directory.Person]):
    class Meta:
        model = directory.Person

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(
        lambda n: Name(family=f"Sato {n}", given="Mika", kanji=Spelling("佐藤", "美香"))
    )


class RoleFactory(DjangoModelFactory[directory.Role]):
    class Meta:
        model = directory.Role

    person = factory.SubFactory(PersonFactory)
    organisation = factory.SubFactory(
        OrganisationFactory, office=factory.SelfAttribute("..person.office")
    )
    title = numbered("Amt %d")


class OrganisationNameFactory(DjangoModelFactory[directory.OrganisationName]):
    class Meta:
        model = directory.OrganisationName

    organisation = factory.SubFactory(OrganisationFactory)
    language = "ja-Latn"
    text = factory.Sequence(lambda n: f"Sōgō Kikai {n}")


class ClusterMembershipFactory(DjangoModelFactory[directory.ClusterMembership]):
    class Meta:
        model = directory.ClusterMembership

    cluster = factory.SubFactory(
        OrganisationFactory, kind=directory.Organisation.Kind.CLUSTER
    )
    member = factory.SubFactory(
        OrganisationFactory, office=factory.SelfAttribute("..cluster.office")
    )


class CardExchangeFactory(DjangoModelFactory[directory.CardExchange]):
    class Meta:
        model = directory.CardExchange

    person = factory.SubFactory(PersonFactory)
    on = PartialDate.from_code("2019-06-18")
    occasion = factory.Sequence(lambda n: f"Empfang {n}")


class TagFactory(DjangoModelFactory[directory.Tag]):
    class Meta:
        model = directory.Tag

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Presse {n}")
    key = factory.LazyAttribute(lambda o: o.name.casefold())


class AddressFactory(DjangoModelFactory[directory.Address]):
    """`AddressFactory(**on(target))`, as with all that hangs on a record."""

    class Meta:
        model = directory.Address

    lines = factory.Sequence(lambda n: f"Martin-Luther-Ring {n}")
    postcode = "04109"
    locality = "Leipzig"
    country = "DE"


class ContactPointFactory(DjangoModelFactory[directory.ContactPoint]):
    class Meta:
        model = directory.ContactPoint

    kind = directory.ContactPoint.Kind.EMAIL
    value = factory.Sequence(lambda n: f"contact{n}@company.example")


class IdentifierFactory(DjangoModelFactory[directory.Identifier]):
    class Meta:
        model = directory.Identifier

    scheme = directory.Identifier.Scheme.OTHER
    value = factory.Sequence(lambda n: f"R-{n}")


class NoteFactory(DjangoModelFactory[directory.Note]):
    class Meta:
        model = directory.Note

    text = factory.Sequence(lambda n: f"Vermerk {n}")


class SavedFilterFactory(DjangoModelFactory[directory.SavedFilter]):
    class Meta:
        model = directory.SavedFilter

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Auswahl {n}")
    kind = directory.SavedFilter.Kind.ORGANISATIONS


class DistributionListFactory(DjangoModelFactory[directory.DistributionList]):
    class Meta:
        model = directory.DistributionList

    office = factory.SubFactory(OfficeFactory)
    name = factory.Sequence(lambda n: f"Verteiler {n}")


class DistributionEntryFactory(DjangoModelFactory[directory.DistributionEntry]):
    class Meta:
        model = directory.DistributionEntry

    list = factory.SubFactory(DistributionListFactory)
    person = factory.SubFactory(
        PersonFactory, office=factory.SelfAttribute("..list.office")
    )


class DuplicatePairFactory(DjangoModelFactory[directory.DuplicatePair]):
    """Two people who are likely one."""

    class Meta:
        model = directory.DuplicatePair
        django_get_or_create = ("office", "kind", "first_id", "second_id")

    office = factory.SubFactory(OfficeFactory)
    kind = "person"
    first_id = 1
    second_id = 2
    score = 90


class MergeFactory(DjangoModelFactory[directory.Merge]):
    class Meta:
        model = directory.Merge

    office = factory.SubFactory(OfficeFactory)
    kind = directory.Merge.Kind.ORGANISATION
    kept_id = 1
    dropped_id = 2
    dropped_code = factory.Sequence(lambda n: f"dropped-{n}")
    dropped_label = factory.Sequence(lambda n: f"Organisation {n}")


class RelationFactory(DjangoModelFactory[directory.Relation]):
    class Meta:
        model = directory.Relation

    office = factory.SubFactory(OfficeFactory)
    name = numbered("Beziehung %d")
    home = factory.SubFactory(PlaceFactory, country="DE", time_zone="Europe/Berlin")
    country = "JP"


class RelationFactFactory(DjangoModelFactory[directory.RelationFact]):
    class Meta:
        model = directory.RelationFact

    relation = factory.SubFactory(RelationFactory)
    kind = directory.RelationFact.Kind.CONTACT
    text = numbered("Kontakt %d")


# --- missions ----------------------------------------------------------------


class MissionFactory(DjangoModelFactory[missions.Mission]):
    class Meta:
        model = missions.Mission

    office = factory.SubFactory(OfficeFactory)
    title = numbered("Maßnahme %d")
    kind = missions.Mission.Kind.DELEGATION
    direction = missions.Mission.Direction.OUTBOUND
    starts_on = PartialDate.from_code("2019-06")


class MissionLinkFactory(DjangoModelFactory[missions.MissionLink]):
    class Meta:
        model = missions.MissionLink

    earlier = factory.SubFactory(MissionFactory)
    later = factory.SubFactory(
        MissionFactory, office=factory.SelfAttribute("..earlier.office")
    )
    kind = missions.MissionLink.Kind.ANSWERS


class GoalFactory(DjangoModelFactory[missions.Goal]):
    class Meta:
        model = missions.Goal

    mission = factory.SubFactory(MissionFactory)
    text = numbered("Ziel %d")


class BudgetLineFactory(DjangoModelFactory[mandate.BudgetLine]):
    class Meta:
        model = mandate.BudgetLine

    mission = factory.SubFactory(MissionFactory)
    kind = mandate.BudgetLine.Kind.TRAVEL
    planned = Decimal(1000)


class ApprovalFactory(DjangoModelFactory[mandate.Approval]):
    class Meta:
        model = mandate.Approval

    mission = factory.SubFactory(MissionFactory)
    position = factory.Sequence(lambda n: n)
    body = numbered("Ausschuss %d")


class CallFactory(DjangoModelFactory[calls.Call]):
    class Meta:
        model = calls.Call

    mission = factory.SubFactory(MissionFactory)
    office = factory.SelfAttribute("mission.office")
    status = calls.Call.Status.OPEN
    text = numbered("Aufruf %d")
    selection = calls.Call.Selection.FIRST
    closes_at = datetime(2131, 5, 20, 10, 0, tzinfo=UTC)
    time_zone = "Europe/Berlin"
    quota = 2


class QuestionFactory(DjangoModelFactory[calls.Question]):
    class Meta:
        model = calls.Question

    call = factory.SubFactory(CallFactory)
    position = factory.Sequence(lambda n: n)
    text = numbered("Frage %d")
    kind = calls.Question.Kind.LINE


class ApplicationFactory(DjangoModelFactory[calls.Application]):
    class Meta:
        model = calls.Application

    call = factory.SubFactory(CallFactory)
    office = factory.SelfAttribute("call.office")
    name = factory.Sequence(lambda n: f"Person {n}")
    organisation = factory.Sequence(lambda n: f"Firma {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    applied_at = datetime(2131, 5, 1, tzinfo=UTC)


class StopFactory(DjangoModelFactory[missions.Stop]):
    class Meta:
        model = missions.Stop

    mission = factory.SubFactory(MissionFactory)
    position = factory.Sequence(lambda n: n)
    place = factory.SubFactory(PlaceFactory)


class ProgrammeItemFactory(DjangoModelFactory[missions.ProgrammeItem]):
    class Meta:
        model = missions.ProgrammeItem

    mission = factory.SubFactory(MissionFactory)
    office = factory.SelfAttribute("mission.office")
    kind = missions.ProgrammeItem.Kind.PRESENTATION
    title = numbered("Programmpunkt %d")


class TopicFactory(DjangoModelFactory[missions.Topic]):
    class Meta:
        model = missions.Topic

    item = factory.SubFactory(ProgrammeItemFactory)
    name = numbered("Thema %d")


class ParticipationFactory(DjangoModelFactory[missions.Participation]):
    class Meta:
        model = missions.Participation

    mission = factory.SubFactory(MissionFactory)
    person = factory.SubFactory(
        PersonFactory, office=factory.SelfAttribute("..mission.office")
    )
    function = missions.Participation.Function.MEMBER


class RequiredPaperFactory(DjangoModelFactory[travellers.RequiredPaper]):
    class Meta:
        model = travellers.RequiredPaper

    mission = factory.SubFactory(MissionFactory)
    kind = travellers.PaperKind.PASSPORT


class PaperFactory(DjangoModelFactory[travellers.Paper]):
    class Meta:
        model = travellers.Paper

    participation = factory.SubFactory(ParticipationFactory)
    kind = travellers.PaperKind.PASSPORT
    valid_until = date(2131, 6, 5)
    seen_on = date(2026, 6, 5)


class FeeFactory(DjangoModelFactory[travellers.Fee]):
    class Meta:
        model = travellers.Fee

    participation = factory.SubFactory(ParticipationFactory)
    amount = Decimal(500)


class PaperWarningFactory(DjangoModelFactory[travellers.PaperWarning]):
    class Meta:
        model = travellers.PaperWarning

    mission = factory.SubFactory(MissionFactory)
    days_before = 60


class GroupFactory(DjangoModelFactory[missions.Group]):
    class Meta:
        model = missions.Group

    mission = factory.SubFactory(MissionFactory)
    name = numbered("Gruppe %d")
    position = factory.Sequence(lambda n: n)


class PlanVersionFactory(DjangoModelFactory[missions.PlanVersion]):
    class Meta:
        model = missions.PlanVersion

    mission = factory.SubFactory(MissionFactory)
    number = factory.Sequence(lambda n: n + 1)
    occasion = missions.PlanVersion.Occasion.BY_HAND


class StepFactory(DjangoModelFactory[missions.Step]):
    class Meta:
        model = missions.Step

    mission = factory.SubFactory(MissionFactory)
    phase = missions.Step.Phase.PROGRAMME
    text = numbered("Schritt %d")
    offset_days = -7
    position = factory.Sequence(lambda n: n)


class MissionTemplateFactory(DjangoModelFactory[missions.MissionTemplate]):
    class Meta:
        model = missions.MissionTemplate

    mission = factory.SubFactory(MissionFactory)
    office = factory.SelfAttribute("mission.office")
    name = factory.Sequence(lambda n: f"Vorlage {n}")


class ProposalFactory(DjangoModelFactory[missions.Proposal]):
    class Meta:
        model = missions.Proposal

    mission = factory.SubFactory(MissionFactory)
    person = factory.SubFactory(
        PersonFactory, office=factory.SelfAttribute("..mission.office")
    )
    function = missions.Participation.Function.MEMBER


class ResourceFactory(DjangoModelFactory[missions.Resource]):
    class Meta:
        model = missions.Resource

    office = factory.SubFactory(OfficeFactory)
    kind = missions.Resource.Kind.ROOM
    name = numbered("Saal %d")


class BookingFactory(DjangoModelFactory[missions.Booking]):
    class Meta:
        model = missions.Booking

    item = factory.SubFactory(ProgrammeItemFactory)
    resource = factory.SubFactory(
        ResourceFactory, office=factory.SelfAttribute("..item.office")
    )


class JourneyFactory(DjangoModelFactory[missions.Journey]):
    class Meta:
        model = missions.Journey

    office = factory.SubFactory(OfficeFactory)
    one = factory.SubFactory(PlaceFactory)
    other = factory.SubFactory(PlaceFactory)
    minutes = 30


# --- letters -----------------------------------------------------------------


class OutboxMessageFactory(DjangoModelFactory[letters.OutboxMessage]):
    """A mail about `target`, which has to be given."""

    class Meta:
        model = letters.OutboxMessage
        exclude = ("target",)

    target: Any = None
    office = factory.SubFactory(OfficeFactory)
    kind = "invite_guest"
    target_type = factory.LazyAttribute(
        lambda o: ContentType.objects.get_for_model(o.target)
    )
    target_id = factory.LazyAttribute(lambda o: o.target.pk)
    to_name = "Mika Sato"
    to_email = "mika@company.example"
    language = "de"
    subject = "Einladung"
    body = "Guten Tag,\n\nkommen Sie?"
    due_at = datetime(2019, 6, 1, tzinfo=UTC)


class WordingFactory(DjangoModelFactory[letters.Wording]):
    class Meta:
        model = letters.Wording

    office = factory.SubFactory(OfficeFactory)
    kind = "invite_guest"
    language = "de"
    subject = "Bitte kommen Sie: {event}"
    body = "{salutation}\n\n{link}"


# --- guests ------------------------------------------------------------------


class GuestListFactory(DjangoModelFactory[guests.GuestList]):
    """An event in a hundred years, so that nobody is too late."""

    class Meta:
        model = guests.GuestList

    mission = factory.SubFactory(MissionFactory)
    office = factory.SelfAttribute("mission.office")
    title = numbered("Empfang %d")
    on = date(2131, 6, 5)
    starts = time(18)
    place = factory.SubFactory(PlaceFactory)
    answer_by = datetime(2131, 5, 20, 3, tzinfo=UTC)


class GuestFactory(DjangoModelFactory[guests.Guest]):
    class Meta:
        model = guests.Guest

    guest_list = factory.SubFactory(GuestListFactory)
    name = factory.Sequence(lambda n: Name(family=f"Kurz {n}", given="Randy"))
    language = "de"
    email = factory.Sequence(lambda n: f"guest{n}@company.example")
    sort_key = factory.LazyAttribute(lambda o: o.name.sort_key_de())


class NeedFactory(DjangoModelFactory[guests.Need]):
    class Meta:
        model = guests.Need

    guest = factory.SubFactory(GuestFactory)
    diet = "keine Nüsse"
    consented_at = datetime(2019, 5, 1, tzinfo=UTC)
    expires_on = date(2131, 7, 5)


class DoorEventFactory(DjangoModelFactory[guests.DoorEvent]):
    class Meta:
        model = guests.DoorEvent

    key = factory.Faker("uuid4")
    guest = factory.SubFactory(GuestFactory)
    guest_list = factory.SelfAttribute("guest.guest_list")
    kind = guests.DoorEvent.Kind.IN
    at = datetime(2026, 6, 5, 9, tzinfo=UTC)
    received_at = datetime(2026, 6, 5, 9, tzinfo=UTC)


class SeatingTableFactory(DjangoModelFactory[guests.SeatingTable]):
    class Meta:
        model = guests.SeatingTable

    guest_list = factory.SubFactory(GuestListFactory)
    number = factory.Sequence(lambda n: n + 1)
    seats = 10


class TableSeatFactory(DjangoModelFactory[guests.Seat]):
    """A seat at a table of an event; meetings have seats of their own."""

    class Meta:
        model = guests.Seat

    guest = factory.SubFactory(GuestFactory)
    table = factory.SubFactory(
        SeatingTableFactory, guest_list=factory.SelfAttribute("..guest.guest_list")
    )
    number = factory.Sequence(lambda n: n + 1)


class SeatingRuleFactory(DjangoModelFactory[guests.SeatingRule]):
    class Meta:
        model = guests.SeatingRule

    one = factory.SubFactory(GuestFactory)
    guest_list = factory.SelfAttribute("one.guest_list")
    other = factory.SubFactory(
        GuestFactory, guest_list=factory.SelfAttribute("..guest_list")
    )
    kind = guests.SeatingRule.Kind.APART


class GiftFactory(DjangoModelFactory[guests.Gift]):
    class Meta:
        model = guests.Gift

    office = factory.SubFactory(OfficeFactory)
    direction = guests.Gift.Direction.TAKEN
    what = factory.Sequence(lambda n: f"Vase {n}")
    value = 20
    on = date(2026, 6, 5)
    party = "Stadt Toyohashi"
    ours = "Alba"
    status = guests.Gift.Status.WAITING


class GiftLimitFactory(DjangoModelFactory[guests.GiftLimit]):
    class Meta:
        model = guests.GiftLimit

    office = factory.SubFactory(OfficeFactory)
    amount = 25


# --- matchmaking -------------------------------------------------------------


class ProfileFactory(DjangoModelFactory[matchmaking.Profile]):
    class Meta:
        model = matchmaking.Profile

    mission = factory.SubFactory(MissionFactory)
    organisation = factory.SubFactory(
        OrganisationFactory, office=factory.SelfAttribute("..mission.office")
    )
    side = matchmaking.Profile.Side.HOME
    status = matchmaking.Profile.Status.PUBLISHED
    languages = factory.List(["de", "en"])


class StatementFactory(DjangoModelFactory[matchmaking.Statement]):
    class Meta:
        model = matchmaking.Statement

    profile = factory.SubFactory(ProfileFactory)
    kind = matchmaking.Statement.Kind.OFFER
    language = "de"
    text = factory.Sequence(lambda n: f"Angebot {n}")


class MarketplaceFactory(DjangoModelFactory[matchmaking.Marketplace]):
    class Meta:
        model = matchmaking.Marketplace

    mission = factory.SubFactory(MissionFactory)


class RepresentativeFactory(DjangoModelFactory[matchmaking.Representative]):
    class Meta:
        model = matchmaking.Representative

    profile = factory.SubFactory(ProfileFactory)
    name = factory.Sequence(lambda n: Name(family=f"Vogel {n}", given="Anke"))


class AgentFactory(DjangoModelFactory[matchmaking.Agent]):
    class Meta:
        model = matchmaking.Agent

    mission = factory.SubFactory(MissionFactory)
    name = factory.Sequence(lambda n: f"Generalkonsulat {n}")
    email = factory.Sequence(lambda n: f"konsulat{n}@example.org")
    language = "ja"


class RequestFactory(DjangoModelFactory[matchmaking.Request]):
    """A request between the two sides of one mission."""

    class Meta:
        model = matchmaking.Request

    sender = factory.SubFactory(ProfileFactory)
    mission = factory.SelfAttribute("sender.mission")
    recipient = factory.SubFactory(
        ProfileFactory,
        mission=factory.SelfAttribute("..sender.mission"),
        side=matchmaking.Profile.Side.PARTNER,
    )
    language = "de"
    status = matchmaking.Request.Status.ACCEPTED


# --- scheduling --------------------------------------------------------------


class SessionFactory(DjangoModelFactory[scheduling.Session]):
    class Meta:
        model = scheduling.Session

    mission = factory.SubFactory(MissionFactory)
    title = numbered("Gesprächsrunde %d")
    time_zone = "Asia/Tokyo"
    partner_time_zone = "Europe/Berlin"


class SlotFactory(DjangoModelFactory[scheduling.Slot]):
    """The slot at `position`: twenty minutes each, from ten o'clock in Tokyo."""

    class Meta:
        model = scheduling.Slot

    session = factory.SubFactory(SessionFactory)
    position = 0
    starts_at = factory.LazyAttribute(
        lambda o: SESSION_BEGINS + timedelta(minutes=25 * o.position)
    )
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(minutes=20))


class TableFactory(DjangoModelFactory[scheduling.Table]):
    class Meta:
        model = scheduling.Table

    session = factory.SubFactory(SessionFactory)
    position = 0
    name = factory.LazyAttribute(lambda o: f"{o.position + 1}")


class InterpreterFactory(DjangoModelFactory[scheduling.Interpreter]):
    class Meta:
        model = scheduling.Interpreter

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(
        PersonFactory, office=factory.SelfAttribute("..session.mission.office")
    )
    pairs = factory.LazyFunction(lambda: [["de", "ja"]])


class ClosureFactory(DjangoModelFactory[scheduling.Closure]):
    class Meta:
        model = scheduling.Closure

    table = factory.SubFactory(TableFactory)
    slot = factory.SubFactory(
        SlotFactory, session=factory.SelfAttribute("..table.session")
    )


class AbsenceFactory(DjangoModelFactory[scheduling.Absence]):
    class Meta:
        model = scheduling.Absence

    profile = factory.SubFactory(ProfileFactory)
    slot = factory.SubFactory(SlotFactory)


class SolverRunFactory(DjangoModelFactory[scheduling.SolverRun]):
    class Meta:
        model = scheduling.SolverRun

    session = factory.SubFactory(SessionFactory)


class MeetingFactory(DjangoModelFactory[scheduling.Meeting]):
    """A meeting that is not placed yet."""

    class Meta:
        model = scheduling.Meeting

    session = factory.SubFactory(SessionFactory)
    request = factory.SubFactory(
        RequestFactory, sender__mission=factory.SelfAttribute("...session.mission")
    )


class SeatFactory(DjangoModelFactory[scheduling.Seat]):
    class Meta:
        model = scheduling.Seat

    meeting = factory.SubFactory(MeetingFactory)
    profile = factory.SelfAttribute("meeting.request.sender")
    slot = factory.SubFactory(
        SlotFactory, session=factory.SelfAttribute("..meeting.session")
    )


class PublicationFactory(DjangoModelFactory[scheduling.Publication]):
    class Meta:
        model = scheduling.Publication

    session = factory.SubFactory(SessionFactory)
    number = factory.Sequence(lambda n: n + 1)
    state = "preliminary"


class PlacementFactory(DjangoModelFactory[scheduling.Placement]):
    class Meta:
        model = scheduling.Placement

    meeting = factory.SubFactory(MeetingFactory)
    publication = factory.SubFactory(
        PublicationFactory, session=factory.SelfAttribute("..meeting.session")
    )
    slot = factory.SubFactory(
        SlotFactory, session=factory.SelfAttribute("..meeting.session")
    )
    table = factory.SubFactory(
        TableFactory, session=factory.SelfAttribute("..meeting.session")
    )


class ChangeRequestFactory(DjangoModelFactory[scheduling.ChangeRequest]):
    class Meta:
        model = scheduling.ChangeRequest

    meeting = factory.SubFactory(MeetingFactory)
    profile = factory.SelfAttribute("meeting.request.sender")
    kind = "other_time"
    text = "Unser Zug kommt erst um elf an."


# --- onsite ------------------------------------------------------------------


class CourseFactory(DjangoModelFactory[onsite.Course]):
    class Meta:
        model = onsite.Course

    meeting = factory.SubFactory(MeetingFactory)


class EntryFactory(DjangoModelFactory[onsite.Entry]):
    class Meta:
        model = onsite.Entry

    key = factory.Faker("uuid4")
    meeting = factory.SubFactory(MeetingFactory)
    profile = factory.SelfAttribute("meeting.request.sender")
    kind = onsite.Entry.Kind.NOTE
    text = "Muster wird geschickt."
    at = datetime(2026, 6, 5, 9, tzinfo=UTC)
    received_at = datetime(2026, 6, 5, 9, tzinfo=UTC)
    by = "Anna Weber"


class ContactOfferFactory(DjangoModelFactory[onsite.ContactOffer]):
    class Meta:
        model = onsite.ContactOffer

    key = factory.Faker("uuid4")
    meeting = factory.SubFactory(MeetingFactory)
    profile = factory.SelfAttribute("meeting.request.sender")
    name = "Anna Weber"
    email = factory.Sequence(lambda n: f"weber{n}@company.example")
    wording = "2026-11"
    language = "de"
    agreed_at = datetime(2026, 6, 5, 9, tzinfo=UTC)


class PresenceFactory(DjangoModelFactory[onsite.Presence]):
    class Meta:
        model = onsite.Presence

    session = factory.SubFactory(SessionFactory)
    profile = factory.SubFactory(
        ProfileFactory, mission=factory.SelfAttribute("..session.mission")
    )
    state = onsite.Presence.State.ARRIVED
    changed_at = datetime(2026, 6, 5, 9, tzinfo=UTC)


# --- outcomes ----------------------------------------------------------------


class InterestFactory(DjangoModelFactory[outcomes.Interest]):
    class Meta:
        model = outcomes.Interest

    mission = factory.SubFactory(MissionFactory)
    sector = factory.SubFactory(SectorFactory)
    side = outcomes.Interest.Side.HOST
    relation = outcomes.Interest.Relation.SOUGHT


class OutcomeFactory(DjangoModelFactory[outcomes.Outcome]):
    class Meta:
        model = outcomes.Outcome

    mission = factory.SubFactory(MissionFactory)
    office = factory.SelfAttribute("mission.office")
    kind = outcomes.Outcome.Kind.RETURN_VISIT
    stage = outcomes.Outcome.Stage.CONTACT
    status = outcomes.Outcome.Status.STATED
    text = numbered("Ergebnis %d")


class SettlementFactory(DjangoModelFactory[outcomes.Settlement]):
    class Meta:
        model = outcomes.Settlement

    office = factory.SubFactory(OfficeFactory)
    organisation = factory.SubFactory(
        OrganisationFactory, office=factory.SelfAttribute("..office")
    )
    title = numbered("Ansiedlung %d")


class SettlementStepFactory(DjangoModelFactory[outcomes.SettlementStep]):
    class Meta:
        model = outcomes.SettlementStep

    settlement = factory.SubFactory(SettlementFactory)
    office = factory.SelfAttribute("settlement.office")
    kind = outcomes.SettlementStep.Kind.FIRST_CONTACT


class QuoteFactory(DjangoModelFactory[outcomes.Quote]):
    class Meta:
        model = outcomes.Quote

    mission = factory.SubFactory(MissionFactory)
    office = factory.SelfAttribute("mission.office")
    speaker = i18n("Leitung der Delegation")
    words = numbered("Zitat %d")


class CreditFactory(DjangoModelFactory[outcomes.Credit]):
    """Half of a settlement, put down to a mission."""

    class Meta:
        model = outcomes.Credit

    settlement = factory.SubFactory(SettlementFactory)
    office = factory.SelfAttribute("settlement.office")
    mission = factory.SubFactory(
        MissionFactory, office=factory.SelfAttribute("..settlement.office")
    )
    share = Decimal(50)
    reason = i18n("Die Gespräche begannen dort.")


class ConfirmationFactory(DjangoModelFactory[outcomes.Confirmation]):
    """A question to a partner that waits for its answer."""

    class Meta:
        model = outcomes.Confirmation

    outcome = factory.SubFactory(OutcomeFactory)
    office = factory.SelfAttribute("outcome.office")
    to_name = "Sato Hanako"
    to_email = factory.Sequence(lambda n: f"partner{n}@example.jp")
    language = "ja"
    fingerprint = factory.LazyAttribute(
        lambda row: fingerprint_of(row.outcome or row.settlement)
    )
    until = FAR_FUTURE


class ProofFactory(DjangoModelFactory[outcomes.Proof]):
    """A document on file, without its file."""

    class Meta:
        model = outcomes.Proof

    outcome = factory.SubFactory(OutcomeFactory)
    office = factory.SelfAttribute("outcome.office")
    file_name = "vertrag.pdf"
    media_type = "application/pdf"
    size = 1000
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    what = "Vertrag"


# --- reports -----------------------------------------------------------------


class ReportFactory(DjangoModelFactory[reports.Report]):
    """A frozen version in the words of all languages, of nothing."""

    class Meta:
        model = reports.Report

    office = factory.SubFactory(OfficeFactory)
    kind = "year"
    key = "2019"
    number = factory.Sequence(lambda n: n + 1)
    title = i18n("2019")
    made_by = factory.SubFactory(UserFactory)
    papers = factory.LazyAttribute(
        lambda row: papers_of(
            Scope(row.kind, row.key, row.title, "/"), [], with_costs=True
        )
    )
    sha256 = factory.LazyAttribute(lambda row: digest_of(row.papers))


class PressDraftFactory(DjangoModelFactory[reports.PressDraft]):
    """A draft of one sentence."""

    class Meta:
        model = reports.PressDraft

    mission = factory.SubFactory(MissionFactory)
    office = factory.SelfAttribute("mission.office")
    moment = "after"
    language = "de"
    made_by = factory.SubFactory(UserFactory)
    paragraphs = factory.LazyAttribute(
        lambda row: draft_of(row.mission, row.moment, row.language)
    )


# --- newsroom ----------------------------------------------------------------


class ArticleFactory(DjangoModelFactory[newsroom.Article]):
    """A published article."""

    class Meta:
        model = newsroom.Article

    office = factory.SubFactory(OfficeFactory)
    title = numbered("Meldung %d")
    lead = i18n("Vorspann")
    body = i18n("Text der Meldung.")
    status = newsroom.Article.Status.PUBLISHED
    published_at = datetime(2019, 6, 21, 8, 0, tzinfo=UTC)


class CommentFactory(DjangoModelFactory[newsroom.Comment]):
    class Meta:
        model = newsroom.Comment

    article = factory.SubFactory(ArticleFactory)
    author_name = factory.Sequence(lambda n: f"Reader {n}")
    author_email = factory.Sequence(lambda n: f"reader{n}@mail.example")
    text = factory.Sequence(lambda n: f"Kommentar {n}")
    language = "de"
    consented_at = datetime(2019, 6, 22, 8, 0, tzinfo=UTC)


class TranslationFactory(DjangoModelFactory[newsroom.Translation]):
    class Meta:
        model = newsroom.Translation

    article = factory.SubFactory(ArticleFactory)
    language = "en"


class CorrectionFactory(DjangoModelFactory[newsroom.Correction]):
    class Meta:
        model = newsroom.Correction

    article = factory.SubFactory(ArticleFactory)
    note = i18n("Eine Zahl war falsch.")
    corrected_at = datetime(2019, 6, 23, 8, 0, tzinfo=UTC)


class PictureFactory(DjangoModelFactory[newsroom.Picture]):
    """A picture of which there is no file, only what is said about it."""

    class Meta:
        model = newsroom.Picture

    article = factory.SubFactory(ArticleFactory)
    file = "pictures/none.jpg"
    width = 1200
    height = 800
    alt = i18n("Ein Empfang")
    credit = "Jo Sample"
    rights = newsroom.Picture.Rights.OWN


class DeskFactory(DjangoModelFactory[newsroom.Desk]):
    class Meta:
        model = newsroom.Desk
        skip_postgeneration_save = True

    office = factory.SubFactory(OfficeFactory)


class EditionFactory(DjangoModelFactory[newsroom.Edition]):
    class Meta:
        model = newsroom.Edition

    stamp = factory.Sequence(lambda n: f"edition-{n}")


class CommentReportFactory(DjangoModelFactory[newsroom.CommentReport]):
    class Meta:
        model = newsroom.CommentReport

    comment = factory.SubFactory(CommentFactory)
    reason = newsroom.CommentReport.Reason.INSULT


# --- followup ----------------------------------------------------------------


class TaskFactory(DjangoModelFactory[followup.Task]):
    class Meta:
        model = followup.Task

    office = factory.SubFactory(OfficeFactory)
    text = factory.Sequence(lambda n: f"Aufgabe {n}")


class MissionNoteFactory(DjangoModelFactory[followup.Note]):
    class Meta:
        model = followup.Note

    mission = factory.SubFactory(MissionFactory)
    office = factory.SelfAttribute("mission.office")
    said_on = date(2031, 6, 5)
    text = factory.Sequence(lambda n: f"Gesagt wurde {n}.")


class DebriefFactory(DjangoModelFactory[followup.Debrief]):
    class Meta:
        model = followup.Debrief

    participation = factory.SubFactory(ParticipationFactory)
    talked_on = date(2031, 6, 12)
    text = "Es hat sich gelohnt."


class SurveyFactory(DjangoModelFactory[followup.Survey]):
    class Meta:
        model = followup.Survey

    mission = factory.SubFactory(MissionFactory)
    days = followup.Survey.Days.MONTH


class ReplyFactory(DjangoModelFactory[followup.Reply]):
    class Meta:
        model = followup.Reply

    survey = factory.SubFactory(SurveyFactory)
    office = factory.SelfAttribute("survey.mission.office")
    name = "Randy Kurz"
    email = factory.Sequence(lambda n: f"randy{n}@kurz.example")


class SurveyStopFactory(DjangoModelFactory[followup.SurveyStop]):
    class Meta:
        model = followup.SurveyStop

    office = factory.SubFactory(OfficeFactory)
    email = factory.Sequence(lambda n: f"genug{n}@kurz.example")


# --- exchange ----------------------------------------------------------------


class ImportRunFactory(DjangoModelFactory[exchange.ImportRun]):
    class Meta:
        model = exchange.ImportRun

    office = factory.SubFactory(OfficeFactory)
    file_name = "kontakte.csv"


class ImportRowFactory(DjangoModelFactory[exchange.ImportRow]):
    class Meta:
        model = exchange.ImportRow

    run = factory.SubFactory(ImportRunFactory)
    number = factory.Sequence(lambda n: n)
