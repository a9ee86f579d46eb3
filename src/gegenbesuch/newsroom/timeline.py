"""What the newsroom adds to timelines: the articles that were published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from gegenbesuch.accounts.rules import office_ids
from gegenbesuch.core import timeline
from gegenbesuch.core.rows import kept
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions.models import Participation
from gegenbesuch.newsroom.models import Article

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from gegenbesuch.directory.models import (
        Organisation,
        Person,
        Place,
        Relation,
        Sector,
    )

MOST = 150


def of_organisation(target: Organisation, user: Any) -> list[timeline.Entry]:
    """Return the news about missions in which an organisation took part."""
    return _entries(_about_organisation(office_ids(user), target.pk))


def of_person(target: Person, user: Any) -> list[timeline.Entry]:
    """Return the news about missions in which a person took part."""
    return _entries(_about_person(office_ids(user), target.pk))


def of_place(target: Place, user: Any) -> list[timeline.Entry]:
    """Return the news from a place."""
    return _entries(_about_place(office_ids(user), target.pk))


def of_relation(target: Relation, user: Any) -> list[timeline.Entry]:
    """Return the news about the missions of a relation."""
    return _entries(_about_relation(office_ids(user), target.pk))


def of_sector(target: Sector, user: Any) -> list[timeline.Entry]:
    """Return the news about a sector."""
    return _entries(_about_sector(office_ids(user), target.pk))


@kept
def _about_organisation(
    offices: Collection[int], organisation: int
) -> QuerySet[Article]:
    taking_part = Participation.objects.filter(organisation=organisation)
    return _first_articles(offices, mission__in=taking_part.values("mission"))


@kept
def _about_person(offices: Collection[int], person: int) -> QuerySet[Article]:
    taking_part = Participation.objects.filter(person=person)
    return _first_articles(offices, mission__in=taking_part.values("mission"))


@kept
def _about_place(offices: Collection[int], place: int) -> QuerySet[Article]:
    return _first_articles(offices, place=place)


@kept
def _about_relation(offices: Collection[int], relation: int) -> QuerySet[Article]:
    return _first_articles(offices, mission__relation=relation)


@kept
def _about_sector(offices: Collection[int], sector: int) -> QuerySet[Article]:
    return _first_articles(offices, sectors=sector)


def _first_articles(offices: Collection[int], **about: Any) -> QuerySet[Article]:
    rows: QuerySet[Article] = Article.objects.filter(
        **about,
        office__in=offices,
        status=Article.Status.PUBLISHED,
        published_at__isnull=False,
    )
    shown = rows.only("code", "title", "published_at")
    return shown.order_by("-published_at", "pk")[:MOST]


def _entries(rows: list[Article]) -> list[timeline.Entry]:
    return [
        timeline.Entry(
            on=PartialDate.on(localdate(row.published_at)),
            kind="news",
            title=row.title,
            url=row.get_absolute_url(),
            record=row,
        )
        for row in rows
    ]


timeline.register("directory.organisation", of_organisation)
timeline.register("directory.person", of_person)
timeline.register("directory.place", of_place)
timeline.register("directory.relation", of_relation)
timeline.register("directory.sector", of_sector)
