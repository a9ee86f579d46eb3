"""One factory for each model of `followup`."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.followup import models as followup
from tests.factories.accounts import OfficeFactory
from tests.factories.missions import MissionFactory, ParticipationFactory


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
