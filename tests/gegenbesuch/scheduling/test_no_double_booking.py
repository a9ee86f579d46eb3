"""Fifty writers at once, each with a connection of its own, and nothing is booked twice."""

from __future__ import annotations

import json

import pytest

from tests.installation import ROOT, Site

WRITERS = """
import json, random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.timezone import now
from gegenbesuch.core.errors import ActionError
from gegenbesuch.scheduling import moving
from gegenbesuch.scheduling.models import Meeting, Seat
from tests import factories as make

session = make.SessionFactory()
slots = [make.SlotFactory(session=session, position=n) for n in range(4)]
tables = [make.TableFactory(session=session, position=n) for n in range(3)]
make.InterpreterFactory(session=session)
home = [make.ProfileFactory(mission=session.mission, languages=["de"]) for _ in "abcd"]
away = [
    make.ProfileFactory(mission=session.mission, side=1, languages=languages)
    for languages in (["ja"], ["ja"], ["de"], ["de"])
]
meetings = [
    Meeting.objects.create(
        session=session, request=make.RequestFactory(sender=one, recipient=other)
    )
    for one in home
    for other in away
]
start = Barrier(50)

def write(number):
    draw, told = random.Random(number), Counter()
    start.wait()
    try:
        for turn in range(3):
            meeting, slot, table = map(draw.choice, (meetings, slots, tables))
            try:
                if turn % 3:
                    moving.move_meeting(meeting, slot, table, actor=None, at=now())
                    told["moved"] += 1
                    continue
                with transaction.atomic():
                    taken = Seat.objects.order_by("?").first()
                    if taken is None:
                        continue
                    Seat.objects.create(
                        meeting=meeting, profile_id=taken.profile_id,
                        slot_id=taken.slot_id, representative=taken.representative,
                    )
                told["broken"] += 1
            except ActionError:
                told["refused"] += 1
            except IntegrityError:
                told["kept off by the database"] += 1
            except OperationalError as error:
                told["waited too long" if "locked" in str(error) else str(error)] += 1
    finally:
        connection.close()
    return told

with ThreadPoolExecutor(50) as pool:
    told = sum(pool.map(write, range(50)), Counter())

rows = list(Meeting.objects.filter(slot__isnull=False).select_related("request"))
places = Counter((row.slot_id, row.table_id) for row in rows)
people = Counter((row.slot_id, row.interpreter_id) for row in rows if row.interpreter_id)
chairs = {
    (row.pk, row.slot_id, party)
    for row in rows
    for party in (row.request.sender_id, row.request.recipient_id)
}
parties = Counter((slot, party) for _meeting, slot, party in chairs)
print(json.dumps({
    "told": told,
    "placed": len(rows),
    "most": [max(c.values(), default=1) for c in (places, people, parties)],
    "seats": chairs == set(Seat.objects.values_list("meeting", "slot", "profile")),
}))
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_writers_book_nothing_twice(environment: dict[str, str]) -> None:
    site = Site(environment | {"PYTHONPATH": str(ROOT)})

    found = json.loads(site.manage("shell", "-v0", "-c", WRITERS))

    told = {"moved", "refused", "kept off by the database", "waited too long"}
    assert set(found["told"]) <= told
    assert found["told"]["moved"] >= found["placed"] > 0
    assert found["most"] == [1, 1, 1]
    assert found["seats"]
