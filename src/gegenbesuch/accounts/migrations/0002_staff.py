from typing import Any

from django.db import migrations, models
from django.utils.timezone import now

from gegenbesuch.core.codes import new_code


def give_codes(apps: Any, schema_editor: Any) -> None:
    """Give each membership a code; an installation has few."""
    membership = apps.get_model("accounts", "Membership")
    rows = membership.objects.using(schema_editor.connection.alias)
    for row in rows.filter(code=None):
        row.code = new_code()
        row.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="password_mailed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="created_at",
            field=models.DateTimeField(auto_now_add=True, default=now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="membership",
            name="updated_at",
            field=models.DateTimeField(auto_now=True),
        ),
        migrations.AddField(
            model_name="membership",
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
            model_name="membership",
            name="code",
            field=models.SlugField(
                default=new_code, max_length=64, unique=True, verbose_name="code"
            ),
        ),
    ]
