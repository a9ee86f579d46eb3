"""What migrations do with the rows that are there."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from gegenbesuch.matchmaking.models import Profile
from tests import factories as make

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_profiles_that_companies_saw_count_as_reviewed() -> None:
    old = make.ProfileFactory(status="draft", summary=make.i18n("Wir bauen Pumpen."))
    make.StatementFactory(profile=old, kind="need", language="de", text="Vertrieb")
    bare = make.ProfileFactory(status="draft")
    Profile.objects.update(published_at=None, shown={})
    migration = import_module(
        "gegenbesuch.matchmaking.migrations.0003_publish_profiles"
    )

    migration.publish(apps, None)

    old.refresh_from_db()
    bare.refresh_from_db()
    assert (old.status, old.published_at) == ("published", old.updated_at)
    assert old.shown["summary"]["de"] == "Wir bauen Pumpen."
    said = {"kind": "need", "language": "de", "text": "Vertrieb"}
    assert old.shown["statements"] == [said]
    assert bare.shown == {"summary": {}, "statements": []}
