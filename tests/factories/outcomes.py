"""One factory for each model of `outcomes`."""

from __future__ import annotations

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.outcomes import models as outcomes
from gegenbesuch.outcomes.services import fingerprint_of
from tests.factories.accounts import OfficeFactory
from tests.factories.common import FAR_FUTURE, i18n, numbered
from tests.factories.directory import OrganisationFactory, SectorFactory
from tests.factories.missions import MissionFactory


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
