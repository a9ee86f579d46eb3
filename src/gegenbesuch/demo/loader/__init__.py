"""
The demo data, from files to records.

`load` is all that others need; every module beside it writes one kind of
record, and complains with file, record and field about what it can't use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gegenbesuch.core import audit
from gegenbesuch.core.models import AuditEntry
from gegenbesuch.demo.loader.articles import load_articles
from gegenbesuch.demo.loader.directory import (
    load_organisations,
    load_people,
    load_places,
    load_relations,
)
from gegenbesuch.demo.loader.followup import load_follow_up
from gegenbesuch.demo.loader.forum import load_forum
from gegenbesuch.demo.loader.missions import load_missions
from gegenbesuch.demo.loader.offices import load_accounts, load_offices
from gegenbesuch.demo.loader.reading import FOLDER, read_folder
from gegenbesuch.demo.loader.record import DemoDataError
from gegenbesuch.demo.loader.settlements import load_settlements
from gegenbesuch.demo.loader.world import World

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FOLDER", "DemoDataError", "load"]

VERB = "demo.dataset.loaded"


@transaction.atomic
def load(folder: Path = FOLDER) -> dict[str, int]:
    """
    Write the records of a folder; returns how many of each kind.

    Nothing is written, and the answer is empty, if the same files were the last
    ones to be loaded, so that what people changed since stays as it is. Other
    files bring their records back to what the files say.

    Raises:
        DemoDataError: A file can't be used; nothing is written then.
    """
    data = read_folder(folder)
    last = AuditEntry.objects.filter(verb=VERB).order_by("-pk").first()
    if last and last.context.get("digest") == data.digest:
        return {}
    offices = load_offices(data)
    world = World(next(iter(offices.values())), is_empty=last is None)
    load_places(world, data)
    load_organisations(world, data)
    load_people(world, data)
    load_relations(world, data)
    load_missions(world, data)
    load_settlements(world, data)
    load_forum(world, data)
    load_articles(world, data)
    load_accounts(offices)
    load_follow_up(world, data)
    counts = {
        noun: len(getattr(world, noun))
        for noun in (
            "places", "sectors", "sources", "organisations", "people", "missions",
            "profiles",
        )
    }  # fmt: skip
    audit.record(VERB, world.office, actor=None, digest=data.digest, counts=counts)
    return counts
