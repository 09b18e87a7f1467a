import django.db.models.deletion
import hansei.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('mining', '0001_initial'), ('mining', '0002_case_kinds'), ('mining', '0003_extract_looked'), ('mining', '0004_findings')]

    initial = True

    dependencies = [
        ('kernel', '0001_squashed'),
    ]

    operations = [
        hansei.kernel.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='DataSet',
                    fields=[
                        ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='data_set', serialize=False, to='kernel.source')),
                        ('mapping', models.TextField(blank=True, verbose_name='mapping')),
                        ('case_kinds', models.JSONField(default=list)),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('fed_seq', models.BigIntegerField(default=0)),
                        ('cases', models.PositiveIntegerField(default=0)),
                        ('events', models.PositiveIntegerField(default=0)),
                        ('first_at', models.DateTimeField(null=True)),
                        ('last_at', models.DateTimeField(null=True)),
                        ('quality', models.JSONField(default=list)),
                    ],
                ),
                migrations.CreateModel(
                    name='ScanSettings',
                    fields=[
                        ('data_set', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='scan_settings', serialize=False, to='mining.dataset')),
                        ('zone', models.CharField(default='UTC', max_length=64, verbose_name='time zone')),
                        ('opens', models.FloatField(default=8.0, verbose_name='office hours from')),
                        ('closes', models.FloatField(default=18.0, verbose_name='office hours until')),
                        ('minimum_billed_hours', models.FloatField(null=True, verbose_name='minimum billed per call outside office hours, in hours')),
                        ('rate', models.FloatField(null=True, verbose_name='cost of an hour')),
                        ('currency', models.CharField(default='EUR', max_length=3, verbose_name='currency')),
                    ],
                ),
                migrations.CreateModel(
                    name='Extract',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('files', models.JSONField(default=list)),
                        ('state', models.CharField(choices=[('uploaded', 'Uploaded'), ('simulated', 'Simulated'), ('taking_in', 'Being imported'), ('done', 'Imported'), ('failed', 'Failed'), ('discarded', 'Discarded')], default='uploaded', max_length=10)),
                        ('mapping', models.TextField(blank=True)),
                        ('looked', models.JSONField(default=dict)),
                        ('simulation', models.JSONField(default=dict)),
                        ('counts', models.JSONField(default=dict)),
                        ('quality', models.JSONField(default=list)),
                        ('staged', models.JSONField(default=dict)),
                        ('error', models.JSONField(null=True)),
                        ('uploaded_at', models.DateTimeField()),
                        ('finished_at', models.DateTimeField(null=True)),
                        ('data_set', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='extracts', to='mining.dataset')),
                        ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='kernel.job')),
                        ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'taking_in')), fields=('data_set',), name='one_extract_taken_in_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='FindingDecision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.CharField(max_length=80)),
                        ('decision', models.CharField(choices=[('confirmed', 'Confirmed'), ('dismissed', 'Dismissed')], max_length=10)),
                        ('cases', models.PositiveIntegerField()),
                        ('decided_at', models.DateTimeField()),
                        ('data_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='mining.dataset')),
                        ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('data_set', 'key'), name='one_decision_a_finding')],
                    },
                ),
            ],
        ),
    ]
