from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mandate", "0002_homecover")]

    operations = [
        migrations.AddField(
            "budgetline",
            "is_from_fees",
            models.BooleanField(
                default=False,
                editable=False,
                verbose_name="follows the fees of participants",
            ),
        ),
        migrations.AddConstraint(
            "budgetline",
            models.UniqueConstraint(
                condition=models.Q(is_from_fees=True),
                fields=["mission"],
                name="one_line_follows_the_fees",
            ),
        ),
    ]
