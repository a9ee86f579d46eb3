from typing import Any

from django.db import migrations, models

from gegenbesuch.core.codes import new_code


def give_codes(apps: Any, schema_editor: Any) -> None:
    """Give each participation a code, a thousand at a time."""
    participation = apps.get_model("missions", "Participation")
    using = schema_editor.connection.alias
    rows = participation.objects.using(using).filter(code=None).only("pk")
    while batch := list(rows.order_by("pk")[:1000]):
        for row in batch:
            row.code = new_code()
        participation.objects.using(using).bulk_update(batch, ["code"])


class Migration(migrations.Migration):
    dependencies = [("missions", "0004_postponed")]

    operations = [
        migrations.AddField(
            model_name="participation",
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
            model_name="participation",
            name="code",
            field=models.SlugField(
                default=new_code, max_length=64, unique=True, verbose_name="code"
            ),
        ),
    ]
