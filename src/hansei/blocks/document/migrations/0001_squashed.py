import django.db.models.deletion
import hansei.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('document', '0001_initial')]

    initial = True

    dependencies = [
        ('kernel', '0001_squashed'),
    ]

    operations = [
        hansei.kernel.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='TemplateVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('template', models.CharField(max_length=60)),
                        ('number', models.PositiveIntegerField()),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('content', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                    ],
                    options={
                        'ordering': ('-number',),
                        'constraints': [models.UniqueConstraint(fields=('template', 'number'), name='one_template_version')],
                    },
                ),
            ],
        ),
    ]
