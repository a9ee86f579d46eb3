"""One factory for each model of `directory`."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.core.values.name import Name, Spelling
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.core.values.quantity import Quantity
from gegenbesuch.directory import models as directory
from tests.factories.accounts import OfficeFactory
from tests.factories.common import i18n, numbered


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
