from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='pressdraft',
            name='article',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
    ]
