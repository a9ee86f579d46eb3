"""The articles of the newsroom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gegenbesuch.demo.loader.evidence import EVIDENCE, attach_evidence
from gegenbesuch.demo.loader.world import put
from gegenbesuch.newsroom.models import Article

if TYPE_CHECKING:
    from gegenbesuch.demo.loader.reading import DataSet
    from gegenbesuch.demo.loader.world import World

_ARTICLE = (
    "mission title lead body status published_at place sectors comments_open "
    f"press_contact {EVIDENCE}"
)


def load_articles(world: World, data: DataSet) -> None:
    """Write the articles."""
    for record in data.records("articles/*.yaml", _ARTICLE):
        article = put(
            record,
            Article,
            record.code,
            office=world.office,
            mission=record.one("mission", world.missions, "mission"),
            title=record.text("title"),
            lead=record.text("lead"),
            body=record.text("body"),
            status=record.choice("status", Article.Status),
            published_at=(
                record.moment("published_at") if record.has("published_at") else None
            ),
            place=record.one("place", world.places, "place"),
            comments_open=record.flag("comments_open", default=True),
            press_contact=record.text("press_contact", needed=False),
        )
        article.sectors.set(record.many("sectors", world.sectors, "sector"))
        attach_evidence(world, record, article)
