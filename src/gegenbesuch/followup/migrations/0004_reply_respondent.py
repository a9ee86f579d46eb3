import gegenbesuch.core.codes
from django.db import migrations, models


def name_respondents(apps, schema_editor):
    """Give the answers of one address on one mission the same respondent."""
    Reply = apps.get_model("followup", "Reply")
    known = {}
    for pk, mission, email in Reply.objects.order_by("pk").values_list(
        "pk", "survey__mission", "email"
    ):
        code = known.setdefault(
            (mission, email.lower()), gegenbesuch.core.codes.new_code()
        )
        Reply.objects.filter(pk=pk).update(respondent=code)


class Migration(migrations.Migration):

    dependencies = [
        ('followup', '0003_notes'),
    ]

    operations = [
        migrations.AddField(
            model_name='reply',
            name='respondent',
            field=models.CharField(default=gegenbesuch.core.codes.new_code, editable=False, max_length=64),
        ),
        migrations.RunPython(name_respondents, migrations.RunPython.noop),
    ]
