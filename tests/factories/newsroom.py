"""One factory for each model of `newsroom`."""

from __future__ import annotations

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from gegenbesuch.newsroom import models as newsroom
from tests.factories.accounts import OfficeFactory
from tests.factories.common import i18n, numbered


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
