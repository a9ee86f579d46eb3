from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from gegenbesuch.core.codes import new_code


def give_codes(apps: Any, schema_editor: Any) -> None:
    """Give each stop a code, a thousand at a time."""
    stop = apps.get_model("missions", "Stop")
    using = schema_editor.connection.alias
    rows = stop.objects.using(using).filter(code=None).only("pk")
    while batch := list(rows.order_by("pk")[:1000]):
        for row in batch:
            row.code = new_code()
        stop.objects.using(using).bulk_update(batch, ["code"])


KINDS = [
    ("reception", "Reception"),
    ("presentation", "Presentation"),
    ("courtesy_call", "Courtesy call"),
    ("site_visit", "Site visit"),
    ("meeting", "Meeting"),
    ("session", "Meeting session"),
    ("concert", "Concert"),
    ("dinner", "Dinner"),
    ("press", "Press talk"),
    ("sightseeing", "Sightseeing"),
    ("congress", "Congress"),
    ("travel", "Journey between places"),
    ("other", "Other"),
]
MISSION_KINDS = [
    ("delegation", "Delegation"),
    ("company_trip", "Trip with companies"),
    ("office_trip", "Trip of the office"),
    ("pioneer", "Pioneer trip with company profiles"),
    ("seat", "Seat in another delegation"),
    ("visit", "Visit to us"),
    ("home_event", "Event at home"),
    ("event_abroad", "Event abroad"),
    ("office_opening", "Opening of an office abroad"),
    ("virtual", "Virtual event"),
]
MEANS = [
    ("train", "Train"),
    ("flight", "Flight"),
    ("bus", "Bus"),
    ("car", "Car"),
    ("ship", "Ship"),
    ("on_foot", "On foot"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("missions", "0007_goal_reached"),
    ]

    operations = [
        migrations.AlterField(
            model_name="mission",
            name="kind",
            field=models.CharField(
                choices=MISSION_KINDS, max_length=20, verbose_name="kind"
            ),
        ),
        migrations.AlterField(
            model_name="programmeitem",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="kind"),
        ),
        migrations.AddField(
            model_name="programmeitem",
            name="destination",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.place",
                verbose_name="to",
            ),
        ),
        migrations.AddField(
            model_name="programmeitem",
            name="means",
            field=models.CharField(
                blank=True, choices=MEANS, max_length=10, verbose_name="by what"
            ),
        ),
        migrations.AddField(
            model_name="programmeitem",
            name="number",
            field=models.CharField(
                blank=True, max_length=40, verbose_name="train or flight number"
            ),
        ),
        migrations.AddField(
            model_name="stop",
            name="created_at",
            field=models.DateTimeField(
                auto_now_add=True, default=django.utils.timezone.now
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="stop",
            name="updated_at",
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.AddField(
            model_name="stop",
            name="code",
            # Without an index: PostgreSQL would be left with two of one name.
            field=models.SlugField(
                max_length=64,
                null=True,
                default=None,
                db_index=False,
                verbose_name="code",
            ),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="stop",
            name="code",
            field=models.SlugField(
                default=new_code, max_length=64, unique=True, verbose_name="code"
            ),
        ),
        migrations.RemoveConstraint(
            model_name="journey", name="journey_is_stored_one_way"
        ),
        migrations.AddConstraint(
            model_name="journey",
            constraint=models.CheckConstraint(
                condition=models.Q(one__lte=models.F("other")),
                name="journey_is_stored_one_way",
            ),
        ),
    ]
