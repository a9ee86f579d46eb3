"""Profiles that companies see already stay visible: they count as reviewed."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def publish(apps: Any, _schema_editor: Any) -> None:
    Profile = apps.get_model("matchmaking", "Profile")
    for profile in Profile.objects.filter(published_at=None).iterator():
        summary = profile.summary.data if profile.summary else {}
        rows = profile.statements.order_by("kind", "position", "pk")
        profile.status = "published"
        profile.published_at = profile.updated_at
        profile.shown = {
            "summary": summary if isinstance(summary, dict) else {"de": summary or ""},
            "statements": [
                {"kind": row.kind, "language": row.language, "text": row.text}
                for row in rows
            ],
        }
        profile.save(update_fields=["status", "published_at", "shown"])


class Migration(migrations.Migration):
    dependencies = [("matchmaking", "0002_marketplace")]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]
