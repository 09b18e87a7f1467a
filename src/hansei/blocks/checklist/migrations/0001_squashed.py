import django.db.models.deletion
import hansei.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('checklist', '0001_initial')]

    initial = True

    dependencies = [
        ('kernel', '0001_squashed'),
    ]

    operations = [
        hansei.kernel.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Wording',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60)),
                        ('number', models.PositiveIntegerField()),
                        ('at', models.DateTimeField()),
                        ('items', models.JSONField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('code', 'number'), name='checklist_wording_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Checklist',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60)),
                        ('started_at', models.DateTimeField()),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity')),
                        ('wording', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='checklist.wording')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('record', 'code'), name='checklist_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Task',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('place', models.PositiveSmallIntegerField()),
                        ('code', models.CharField(max_length=60)),
                        ('side', models.CharField(choices=[('ours', 'our side'), ('theirs', "the customer's side")], default='ours', max_length=10)),
                        ('due_on', models.DateField(null=True)),
                        ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('failed', 'Not met'), ('not_needed', 'Not needed')], default='open', max_length=12)),
                        ('settled_at', models.DateTimeField(null=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='checklist.checklist')),
                        ('note', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('words', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                    ],
                    options={
                        'ordering': ('place', 'pk'),
                        'indexes': [models.Index(fields=['person', 'state', 'due_on'], name='checklist_task_mine')],
                        'constraints': [models.UniqueConstraint(fields=('checklist', 'code'), name='checklist_task_once'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='checklist_task_settled_at')],
                    },
                ),
            ],
        ),
    ]
