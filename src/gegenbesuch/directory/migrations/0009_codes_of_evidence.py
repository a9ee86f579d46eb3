"""Give facts, statements, questions and citations the code by which forms find them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations, models
from django.utils.timezone import now

from gegenbesuch.core.codes import new_code

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MODELS = ("citation", "claim", "openquestion", "relationfact")


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each row of earlier versions its own code."""
    for name in MODELS:
        model = apps.get_model("directory", name)
        rows = list(model.objects.filter(code=None).only("pk"))
        for row in rows:
            row.code = new_code()
        model.objects.bulk_update(rows, ["code"], batch_size=500)


def _code() -> models.SlugField[str, str]:
    return models.SlugField(
        default=new_code, max_length=64, unique=True, verbose_name="code"
    )


class Migration(migrations.Migration):
    """Columns, then codes."""

    dependencies = [("directory", "0008_erased_people")]
    operations = [
        *(
            migrations.AddField(
                name,
                "code",
                # Without an index: PostgreSQL would be left with two of one name.
                models.SlugField(
                    max_length=64, null=True, db_index=False, verbose_name="code"
                ),
            )
            for name in MODELS
        ),
        *(
            migrations.AddField(
                name,
                "created_at",
                models.DateTimeField(auto_now_add=True, default=now),
                preserve_default=False,
            )
            for name in MODELS
        ),
        *(
            migrations.AddField(
                name,
                "updated_at",
                models.DateTimeField(auto_now=True, default=now),
                preserve_default=False,
            )
            for name in MODELS
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *(migrations.AlterField(name, "code", _code()) for name in MODELS),
    ]
