from django.db import migrations, models
from django.db.models import Case, Value, When
from django.db.models.deletion import CASCADE


def count_companions(apps, schema_editor):
    """Let guests bring one, or nobody where nobody could be brought."""
    apps.get_model("guests", "GuestList").objects.update(
        most_companions=Case(When(allows_companions=True, then=Value(1)), default=Value(0))
    )


def allow_companions(apps, schema_editor):
    """Undo `count_companions`."""
    apps.get_model("guests", "GuestList").objects.update(
        allows_companions=Case(
            When(most_companions__gt=0, then=Value(True)), default=Value(False)
        )
    )


class Migration(migrations.Migration):
    dependencies = [("guests", "0003_protocol")]

    operations = [
        migrations.AddField(
            "guestlist",
            "most_companions",
            models.PositiveSmallIntegerField(
                default=1, verbose_name="how many a guest may bring"
            ),
        ),
        migrations.RunPython(count_companions, allow_companions),
        migrations.RemoveField("guestlist", "allows_companions"),
        migrations.AddField(
            "guestlist",
            "parts_sides",
            models.BooleanField(
                default=False, verbose_name="hosts sit across from guests"
            ),
        ),
        migrations.AlterField(
            "guest",
            "companion_of",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=CASCADE,
                related_name="companions",
                to="guests.guest",
            ),
        ),
        migrations.AddField(
            "guest",
            "is_host",
            models.BooleanField(default=False, verbose_name="belongs to the hosts"),
        ),
        migrations.AddField(
            "guest",
            "has_no_seat",
            models.BooleanField(default=False, verbose_name="without a seat, by hand"),
        ),
        migrations.AddField(
            "guest",
            "is_absent",
            models.BooleanField(default=False, verbose_name="did not come"),
        ),
        migrations.AddField(
            "guest",
            "representative_title",
            models.CharField(
                blank=True,
                max_length=300,
                verbose_name="function of who comes instead",
            ),
        ),
        migrations.AddField(
            "seat",
            "is_numbered",
            models.BooleanField(default=False, verbose_name="on this very seat"),
        ),
    ]
