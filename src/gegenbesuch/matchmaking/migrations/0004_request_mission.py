from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matchmaking", "0003_publish_profiles"),
        ("missions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="request",
            name="mission",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="meeting_requests",
                to="missions.mission",
            ),
        )
    ]
