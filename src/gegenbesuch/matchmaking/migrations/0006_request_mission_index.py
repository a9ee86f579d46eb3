from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matchmaking", "0005_fill_request_mission")]

    operations = [
        migrations.AlterField(
            model_name="request",
            name="mission",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="meeting_requests",
                to="missions.mission",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                fields=["mission", "-priority", "created_at", "id"],
                name="request_list",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                fields=["mission", "status", "-priority", "created_at", "id"],
                name="request_list_by_status",
            ),
        ),
    ]
