import django.db.models.deletion
import gegenbesuch.core.codes
import i18nfield.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mandate', '0001_initial'),
        ('missions', '0007_goal_reached'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomeCover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(default=gegenbesuch.core.codes.new_code, max_length=64, unique=True, verbose_name='code')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('text', i18nfield.fields.I18nTextField(verbose_name='how the work at home is covered')),
                ('mission', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='home_cover', to='missions.mission')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
