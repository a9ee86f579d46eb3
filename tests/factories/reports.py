"""One factory for each model of `reports`."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.reports import models as reports
from gegenbesuch.reports.press import draft_of
from gegenbesuch.reports.scopes import Scope
from gegenbesuch.reports.versions import digest_of, papers_of
from tests.factories.accounts import OfficeFactory, UserFactory
from tests.factories.common import i18n
from tests.factories.missions import MissionFactory


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
