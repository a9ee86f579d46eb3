import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("missions", "0005_participation_code"),
        ("travellers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="TravelNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "diet",
                    models.CharField(blank=True, max_length=300, verbose_name="diet"),
                ),
                (
                    "access",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="access"
                    ),
                ),
                ("consented_at", models.DateTimeField()),
                ("expires_on", models.DateField()),
                (
                    "participation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="need",
                        to="missions.participation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["expires_on"], name="travel_need_expires")
                ],
            },
        ),
    ]
