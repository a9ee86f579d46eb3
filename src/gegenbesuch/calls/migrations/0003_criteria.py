import django.db.models.deletion
import i18nfield.fields
from django.db import migrations, models

import gegenbesuch.core.codes


class Migration(migrations.Migration):
    dependencies = [("calls", "0002_proven_and_offered")]

    operations = [
        migrations.AddField(
            "call",
            "most_per_organisation",
            models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="places for one organisation"
            ),
        ),
        migrations.AddField("application", "marks", models.JSONField(default=dict)),
        migrations.CreateModel(
            name="Criterion",
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
                    "code",
                    models.SlugField(
                        default=gegenbesuch.core.codes.new_code,
                        max_length=64,
                        unique=True,
                        verbose_name="code",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "text",
                    i18nfield.fields.I18nCharField(
                        max_length=300, verbose_name="criterion"
                    ),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(default=1, verbose_name="weight"),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weighed_by",
                        to="calls.call",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["call", "position"], name="one_criterion_per_position"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(weight__gte=1),
                        name="a_criterion_weighs_something",
                    ),
                ],
            },
        ),
    ]
