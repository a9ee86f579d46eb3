"""One factory for each model of `calls`."""

from __future__ import annotations

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.calls import models as calls
from tests.factories.common import numbered
from tests.factories.missions import MissionFactory


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


class CriterionFactory(DjangoModelFactory[calls.Criterion]):
    class Meta:
        model = calls.Criterion

    call = factory.SubFactory(CallFactory)
    position = factory.Sequence(lambda n: n)
    text = numbered("Kriterium %d")


class ApplicationFactory(DjangoModelFactory[calls.Application]):
    class Meta:
        model = calls.Application

    call = factory.SubFactory(CallFactory)
    office = factory.SelfAttribute("call.office")
    name = factory.Sequence(lambda n: f"Person {n}")
    organisation = factory.Sequence(lambda n: f"Firma {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    applied_at = datetime(2131, 5, 1, tzinfo=UTC)
