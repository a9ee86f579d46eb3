"""What the newsroom adds to timelines: the articles that were published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from gegenbesuch.core import timeline
from gegenbesuch.core.values.partial_date import PartialDate
from gegenbesuch.missions.models import Participation
from gegenbesuch.newsroom.models import Article

if TYPE_CHECKING:
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
    taking_part = Participation.objects.filter(organisation=target)
    return _articles(user, mission__in=taking_part.values("mission"))


def of_person(target: Person, user: Any) -> list[timeline.Entry]:
    """Return the news about missions in which a person took part."""
    taking_part = Participation.objects.filter(person=target)
    return _articles(user, mission__in=taking_part.values("mission"))


def of_place(target: Place, user: Any) -> list[timeline.Entry]:
    """Return the news from a place."""
    return _articles(user, place=target)


def of_relation(target: Relation, user: Any) -> list[timeline.Entry]:
    """Return the news about the missions of a relation."""
    return _articles(user, mission__relation=target)


def of_sector(target: Sector, user: Any) -> list[timeline.Entry]:
    """Return the news about a sector."""
    return _articles(user, sectors=target)


def _articles(user: Any, **about: Any) -> list[timeline.Entry]:
    rows: QuerySet[Article] = Article.objects.visible_to(user).filter(
        status=Article.Status.PUBLISHED, published_at__isnull=False, **about
    )
    return [
        timeline.Entry(
            on=PartialDate.on(localdate(row.published_at)),
            kind="news",
            title=row.title,
            url=row.get_absolute_url(),
            record=row,
        )
        for row in rows.only("code", "title", "published_at").order_by(
            "-published_at", "pk"
        )[:MOST]
    ]


timeline.register("directory.organisation", of_organisation)
timeline.register("directory.person", of_person)
timeline.register("directory.place", of_place)
timeline.register("directory.relation", of_relation)
timeline.register("directory.sector", of_sector)
