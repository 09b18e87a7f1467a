import django.core.validators
import django.db.models.deletion
import hansei.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('reports', '0001_initial'), ('reports', '0002_receipts_of_any_document'), ('reports', '0003_mail_no_longer_needed')]

    initial = True

    dependencies = [
        ('kernel', '0001_squashed'),
    ]

    operations = [
        hansei.kernel.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Engagement',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('data_set', models.BigIntegerField(verbose_name='data set')),
                        ('kind', models.CharField(choices=[('service', 'Service report'), ('incidents', 'Incident report'), ('problems', 'Problem report'), ('project', 'Project performance report')], default='project', max_length=12, verbose_name='report')),
                        ('organisation', models.CharField(blank=True, max_length=400, verbose_name='organisation')),
                        ('service', models.CharField(blank=True, max_length=400, verbose_name='service')),
                        ('needs', models.TextField(blank=True, max_length=20000, verbose_name='needs of the customer')),
                        ('stage_plan', models.TextField(blank=True, max_length=20000, verbose_name='stage plan')),
                        ('targets', models.TextField(blank=True, max_length=20000, verbose_name='targets')),
                        ('recipients', models.TextField(blank=True, max_length=20000, verbose_name='recipients')),
                        ('zone', models.CharField(default='UTC', max_length=64, verbose_name='time zone')),
                        ('draft_day', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(28)], verbose_name='day of the month on which the report is drafted')),
                        ('send_hour', models.PositiveSmallIntegerField(default=8, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='hour of the day at which mail is sent')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                    ],
                    options={
                        'verbose_name': 'engagement',
                        'indexes': [models.Index(fields=['state', 'identity'], name='engagement_state')],
                    },
                ),
                migrations.CreateModel(
                    name='Receipt',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(blank=True, max_length=254)),
                        ('language', models.CharField(max_length=10)),
                        ('state', models.CharField(choices=[('on_page', 'in Hansei'), ('waiting', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('doubtful', 'perhaps sent'), ('dropped', 'no longer needed')], max_length=10)),
                        ('due_at', models.DateTimeField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('error', models.CharField(blank=True, max_length=200)),
                        ('claimed_at', models.DateTimeField(null=True)),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('opened_at', models.DateTimeField(null=True)),
                        ('read_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='kernel.identity')),
                    ],
                    options={
                        'ordering': ('pk',),
                        'indexes': [models.Index(fields=['state', 'due_at'], name='receipt_due')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('record', 'email'), name='one_mail_a_reader'), models.UniqueConstraint(condition=models.Q(('account__isnull', False), ('email', '')), fields=('record', 'account'), name='one_receipt')],
                    },
                ),
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('kind', models.CharField(choices=[('service', 'Service report'), ('incidents', 'Incident report'), ('problems', 'Problem report'), ('project', 'Project performance report')], max_length=12, verbose_name='report')),
                        ('data_set', models.BigIntegerField(verbose_name='data set')),
                        ('organisation', models.CharField(blank=True, max_length=400, verbose_name='organisation')),
                        ('service', models.CharField(blank=True, max_length=400, verbose_name='service')),
                        ('first', models.DateField(verbose_name='first day')),
                        ('last', models.DateField(verbose_name='last day')),
                        ('zone', models.CharField(default='UTC', max_length=64, verbose_name='time zone')),
                        ('summary', models.TextField(blank=True, max_length=20000, verbose_name='summary')),
                        ('findings', models.TextField(blank=True, max_length=20000, verbose_name='findings: what we saw')),
                        ('engagement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reports.engagement', verbose_name='engagement')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                    ],
                    options={
                        'verbose_name': 'service report',
                        'indexes': [models.Index(fields=['state', 'identity'], name='report_state'), models.Index(fields=['kind', 'identity'], name='report_kind')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('engagement__isnull', False)), fields=('engagement', 'first', 'last'), name='one_report_of_a_period'), models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='report_period')],
                    },
                ),
                migrations.CreateModel(
                    name='MissingReason',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('figure', models.CharField(max_length=40)),
                        ('reason', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reasons', to='reports.report')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('report', 'figure'), name='one_reason_a_figure')],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='reports.report')),
                    ],
                    options={
                        'ordering': ('pk',),
                    },
                ),
                migrations.CreateModel(
                    name='Snapshot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('version', models.PositiveIntegerField()),
                        ('template', models.PositiveIntegerField()),
                        ('content', models.JSONField()),
                        ('packed_cases', models.BinaryField()),
                        ('seal', models.CharField(max_length=64)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='reports.report')),
                    ],
                    options={
                        'ordering': ('pk',),
                    },
                ),
            ],
        ),
    ]
