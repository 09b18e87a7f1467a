import django.core.validators
import django.db.models.deletion
import hansei.kernel.migrating
import hansei.rooms.governance.models.decision
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('governance', '0001_initial'), ('governance', '0002_decisions')]

    initial = True

    dependencies = [
        ('kernel', '0001_squashed'),
    ]

    operations = [
        hansei.kernel.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Risk',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='risk')),
                        ('causes', models.TextField(blank=True, max_length=5000, verbose_name='causes')),
                        ('event', models.TextField(blank=True, max_length=1000, verbose_name='event')),
                        ('effects', models.TextField(blank=True, max_length=5000, verbose_name='effects')),
                        ('prevention', models.TextField(blank=True, max_length=5000, verbose_name='what prevents it')),
                        ('recovery', models.TextField(blank=True, max_length=5000, verbose_name='what limits the damage')),
                        ('category', models.CharField(choices=[('service', 'Interruption of a service'), ('security', 'Security and data'), ('supplier', 'Supplier'), ('people', 'People and knowledge'), ('money', 'Money'), ('law', 'Law and contract'), ('change', 'Change and project'), ('reputation', 'Trust and reputation')], default='service', max_length=12, verbose_name='category')),
                        ('horizon', models.CharField(choices=[('operations', 'Operations (short term)'), ('programme', 'Programme and project (medium term)'), ('strategy', 'Strategy and portfolio (long term)')], default='operations', max_length=12, verbose_name='horizon')),
                        ('service', models.CharField(blank=True, max_length=200, verbose_name='service')),
                        ('treatment', models.CharField(blank=True, choices=[('avoid', 'Avoid: stop what brings it'), ('reduce', 'Reduce: less likely or less bad'), ('share', 'Share: with an insurer, supplier or partner'), ('accept', 'Accept: bear it knowingly')], max_length=8, verbose_name='treatment')),
                        ('plan', models.TextField(blank=True, max_length=5000, verbose_name='what is done, by whom, until when')),
                        ('indicator', models.CharField(blank=True, max_length=200, verbose_name='indicator')),
                        ('review_on', models.DateField(blank=True, null=True, verbose_name='next review')),
                        ('likelihood', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1 · rare: once in 20 years'), (2, '2 · unlikely: once in 5 years'), (3, '3 · possible: once in 2 years'), (4, '4 · likely: twice a year'), (5, '5 · frequent: every month')], null=True, verbose_name='likelihood')),
                        ('impact', models.PositiveSmallIntegerField(blank=True, choices=[(1, '1 · slight'), (2, '2 · noticed'), (3, '3 · serious'), (4, '4 · severe'), (5, '5 · threatens the service')], null=True, verbose_name='impact')),
                        ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='cost of one occurrence')),
                        ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                        ('raised_to', models.CharField(blank=True, choices=[('operations', 'Operations (short term)'), ('programme', 'Programme and project (medium term)'), ('strategy', 'Strategy and portfolio (long term)')], max_length=12, verbose_name='escalated to')),
                        ('end', models.CharField(blank=True, choices=[('gone', 'Cannot happen any more'), ('realised', 'Happened, and is dealt with as such'), ('elsewhere', 'Handled as another risk'), ('mistaken', 'Was no risk')], max_length=12, verbose_name='end')),
                        ('end_reason', models.TextField(blank=True, max_length=5000, verbose_name='reason for this end')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                    ],
                    options={
                        'verbose_name': 'risk',
                        'indexes': [models.Index(fields=['state', 'identity'], name='risk_state'), models.Index(fields=['category', 'identity'], name='risk_category'), models.Index(fields=['horizon', 'identity'], name='risk_horizon'), models.Index(fields=['raised_to', 'identity'], name='risk_raised_to'), models.Index(condition=models.Q(('review_on__isnull', False)), fields=['review_on'], name='risk_review')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('amount__isnull', True), ('impact__isnull', True), ('likelihood__isnull', True)), models.Q(('impact__isnull', False), ('likelihood__isnull', False)), _connector='OR'), name='risk_scored_whole'), models.CheckConstraint(condition=models.Q(('amount__isnull', True), models.Q(('currency', ''), _negated=True), _connector='OR'), name='risk_amount_has_currency')],
                    },
                ),
                migrations.CreateModel(
                    name='Occurrence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField()),
                        ('cost', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                        ('currency', models.CharField(blank=True, max_length=3)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('what', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('risk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occurrences', to='governance.risk')),
                    ],
                    options={
                        'ordering': ('on', 'pk'),
                    },
                ),
                migrations.CreateModel(
                    name='Escalation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('horizon', models.CharField(choices=[('operations', 'Operations (short term)'), ('programme', 'Programme and project (medium term)'), ('strategy', 'Strategy and portfolio (long term)')], max_length=12)),
                        ('at', models.DateTimeField()),
                        ('answer', models.CharField(blank=True, choices=[('taken', 'Taken over, to be treated'), ('accepted', 'Accepted over the appetite'), ('raised', 'Passed on to the next horizon'), ('ended', 'Fell below the threshold by itself')], max_length=10)),
                        ('answered_at', models.DateTimeField(null=True)),
                        ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('risk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='escalations', to='governance.risk')),
                    ],
                    options={
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('risk',), name='one_open_escalation')],
                    },
                ),
                migrations.CreateModel(
                    name='RiskScore',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('likelihood', models.PositiveSmallIntegerField(choices=[(1, '1 · rare: once in 20 years'), (2, '2 · unlikely: once in 5 years'), (3, '3 · possible: once in 2 years'), (4, '4 · likely: twice a year'), (5, '5 · frequent: every month')])),
                        ('impact', models.PositiveSmallIntegerField(choices=[(1, '1 · slight'), (2, '2 · noticed'), (3, '3 · serious'), (4, '4 · severe'), (5, '5 · threatens the service')])),
                        ('amount', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                        ('currency', models.CharField(blank=True, max_length=3)),
                        ('is_residual', models.BooleanField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('risk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scores', to='governance.risk')),
                        ('why', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                    ],
                    options={
                        'ordering': ('pk',),
                    },
                ),
                migrations.CreateModel(
                    name='Seat',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(max_length=20)),
                        ('service', models.CharField(blank=True, max_length=200)),
                        ('since', models.DateTimeField()),
                        ('until', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('role', 'service', 'pk'),
                        'indexes': [models.Index(fields=['role', 'until'], name='seat_role')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='seat_ends_after_it_began')],
                    },
                ),
                migrations.CreateModel(
                    name='Setting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(choices=[('appetite', 'Risk appetite'), ('matrix', 'Decision rights matrix')], max_length=10)),
                        ('number', models.PositiveIntegerField()),
                        ('content', models.JSONField()),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('why', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('name', 'number'), name='setting_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Taken',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=40)),
                        ('asked_level', models.CharField(max_length=16)),
                        ('level', models.CharField(max_length=16)),
                        ('role', models.CharField(max_length=20)),
                        ('by_role', models.CharField(max_length=20)),
                        ('asked_at', models.DateTimeField()),
                        ('at', models.DateTimeField()),
                        ('reversed_at', models.DateTimeField(null=True)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['at'], name='taken_at'), models.Index(fields=['record', 'at'], name='taken_record')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('at__gte', models.F('asked_at'))), name='taken_after_asked')],
                    },
                ),
                migrations.CreateModel(
                    name='Decision',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='question')),
                        ('kind', models.CharField(choices=hansei.rooms.governance.models.decision.kinds, default='any', max_length=40, verbose_name='kind of decision')),
                        ('level', models.CharField(choices=hansei.rooms.governance.models.decision.levels, default='moderate', max_length=16, verbose_name='level of risk')),
                        ('amount', models.DecimalField(blank=True, decimal_places=2, max_digits=13, null=True, verbose_name='amount')),
                        ('hours', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='hours')),
                        ('service', models.CharField(blank=True, max_length=200, verbose_name='service')),
                        ('options', models.TextField(blank=True, max_length=5000, verbose_name='options')),
                        ('risks', models.TextField(blank=True, max_length=5000, verbose_name='risks of the options')),
                        ('without', models.TextField(blank=True, max_length=5000, verbose_name='risk of doing nothing')),
                        ('principle_value', models.TextField(blank=True, max_length=2000, verbose_name='value for whom')),
                        ('principle_start', models.TextField(blank=True, max_length=2000, verbose_name='what is there already')),
                        ('principle_steps', models.TextField(blank=True, max_length=2000, verbose_name='smallest step')),
                        ('principle_together', models.TextField(blank=True, max_length=2000, verbose_name='who should be part of it')),
                        ('principle_whole', models.TextField(blank=True, max_length=2000, verbose_name='what else it touches')),
                        ('principle_simple', models.TextField(blank=True, max_length=2000, verbose_name='what can be left out')),
                        ('principle_automate', models.TextField(blank=True, max_length=2000, verbose_name='simplify before automating')),
                        ('chosen', models.CharField(blank=True, max_length=200, verbose_name='decided')),
                        ('reason', models.TextField(blank=True, max_length=5000, verbose_name='reason')),
                        ('check_on', models.DateField(blank=True, null=True, verbose_name='look at the outcome on')),
                        ('outcome', models.CharField(blank=True, choices=[('as_expected', 'As expected'), ('partly', 'Partly as expected'), ('otherwise', 'Not as expected')], max_length=12, verbose_name='outcome')),
                        ('outcome_said', models.TextField(blank=True, max_length=5000, verbose_name='how it turned out')),
                        ('decider', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='prepared by')),
                    ],
                    options={
                        'verbose_name': 'decision',
                        'indexes': [models.Index(fields=['state', 'identity'], name='decision_state'), models.Index(fields=['kind', 'identity'], name='decision_kind'), models.Index(fields=['level', 'identity'], name='decision_level'), models.Index(condition=models.Q(('check_on__isnull', False)), fields=['check_on'], name='decision_check')],
                    },
                ),
            ],
        ),
    ]
