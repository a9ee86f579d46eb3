"""Each request belongs to the mission of the company that sent it."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps: Any, _schema_editor: Any) -> None:
    Profile = apps.get_model("matchmaking", "Profile")
    missions = Profile.objects.filter(pk=OuterRef("sender")).values("mission")
    apps.get_model("matchmaking", "Request").objects.filter(mission=None).update(
        mission=Subquery(missions[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("matchmaking", "0004_request_mission")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
