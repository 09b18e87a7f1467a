import django.db.models.deletion
import hansei.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('measures', '0001_catalogue'), ('measures', '0002_collection'), ('measures', '0003_watch'), ('measures', '0004_information'), ('measures', '0005_appraisal')]

    initial = True

    dependencies = [
        ('kernel', '0001_squashed'),
    ]

    operations = [
        hansei.kernel.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='CheckPoint',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, unique=True)),
                        ('text', models.CharField(blank=True, max_length=300)),
                        ('place', models.PositiveIntegerField(default=0)),
                        ('is_dropped', models.BooleanField(default=False)),
                    ],
                    options={
                        'ordering': ('place', 'pk'),
                    },
                ),
                migrations.CreateModel(
                    name='Concern',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('stakeholder', models.CharField(max_length=120, verbose_name='stakeholder')),
                        ('title', models.CharField(max_length=300, verbose_name='concern')),
                        ('shipped', models.CharField(blank=True, editable=False, max_length=40)),
                    ],
                    options={
                        'verbose_name': 'concern',
                        'indexes': [models.Index(fields=['state', 'identity'], name='measures_concern_state')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('shipped', ''), _negated=True), fields=('shipped',), name='measures_concern_shipped_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Metric',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='name')),
                        ('shipped', models.CharField(blank=True, editable=False, max_length=80)),
                        ('origin', models.CharField(choices=[('library', 'Measure of the library'), ('composed', 'Composed here'), ('ratio', 'One metric by another'), ('entered', 'Entered or imported')], default='entered', max_length=10, verbose_name='values come from')),
                        ('measure', models.CharField(blank=True, max_length=80, verbose_name='measure of the library')),
                        ('definition', models.TextField(blank=True, max_length=20000, verbose_name='composed of')),
                        ('kind', models.CharField(choices=[('technology', 'Technology'), ('process', 'Process'), ('service', 'Service'), ('experience', 'Experience'), ('value', 'Value')], default='process', max_length=12, verbose_name='kind')),
                        ('concerns', models.JSONField(blank=True, default=list, verbose_name='concerns it answers')),
                        ('reason', models.CharField(blank=True, choices=[('prove', 'Prove a decision'), ('progress', 'Show progress'), ('justify', 'Justify means'), ('direct', 'Direct work')], max_length=10, verbose_name='reason to measure')),
                        ('decision', models.TextField(blank=True, max_length=2000, verbose_name='decision it serves')),
                        ('formula', models.TextField(blank=True, max_length=4000, verbose_name='formula in words')),
                        ('numerator', models.TextField(blank=True, max_length=2000, verbose_name='numerator')),
                        ('denominator', models.TextField(blank=True, max_length=2000, verbose_name='denominator')),
                        ('unit', models.CharField(blank=True, max_length=80, verbose_name='unit')),
                        ('form', models.CharField(choices=[('share', 'Share'), ('hours', 'Hours'), ('number', 'Number'), ('table', 'Table')], default='number', max_length=8, verbose_name='written as')),
                        ('direction', models.CharField(choices=[('lower', 'Lower is better'), ('higher', 'Higher is better'), ('target', 'Near the target is better'), ('neither', 'Neither: it informs')], default='neither', max_length=8, verbose_name='direction')),
                        ('period', models.CharField(choices=[('day', 'Day'), ('week', 'Week'), ('month', 'Month'), ('quarter', 'Quarter')], default='week', max_length=8, verbose_name='step')),
                        ('target', models.FloatField(blank=True, null=True, verbose_name='target')),
                        ('target_on', models.DateField(blank=True, null=True, verbose_name='reached by')),
                        ('threshold_soon', models.FloatField(blank=True, null=True, verbose_name='threshold: watch')),
                        ('threshold_bad', models.FloatField(blank=True, null=True, verbose_name='threshold: act')),
                        ('timing', models.CharField(choices=[('leading', 'Leading'), ('lagging', 'Lagging')], default='lagging', max_length=8, verbose_name='leading or lagging')),
                        ('audience', models.CharField(blank=True, max_length=200, verbose_name='audience')),
                        ('uses', models.JSONField(blank=True, default=list, verbose_name='allowed uses')),
                        ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                        ('points', models.JSONField(blank=True, default=list, verbose_name='done before measuring')),
                        ('formula_version', models.PositiveIntegerField(default=1, verbose_name='version of the formula')),
                        ('above', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measures.metric', verbose_name='metric above the line')),
                        ('below', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measures.metric', verbose_name='metric below the line')),
                        ('counter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measures.metric', verbose_name='counter-measure')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                    ],
                    options={
                        'verbose_name': 'metric',
                        'indexes': [models.Index(fields=['state', 'identity'], name='measures_metric_state'), models.Index(fields=['kind', 'identity'], name='measures_metric_kind'), models.Index(fields=['origin', 'identity'], name='measures_metric_origin'), models.Index(fields=['reason', 'identity'], name='measures_metric_reason')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('shipped', ''), _negated=True), fields=('shipped',), name='measures_metric_shipped_once'), models.CheckConstraint(condition=models.Q(('origin', 'ratio'), models.Q(('above', None), ('below', None)), _connector='OR'), name='measures_metric_only_a_ratio_has_parts')],
                    },
                ),
                migrations.CreateModel(
                    name='FormulaVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('since', models.DateField(null=True)),
                        ('at', models.DateTimeField()),
                        ('formula', models.JSONField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('metric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='measures.metric')),
                    ],
                    options={
                        'ordering': ('number',),
                        'constraints': [models.UniqueConstraint(fields=('metric', 'number'), name='measures_formula_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='EnteredValue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('first', models.DateField(verbose_name='first day')),
                        ('last', models.DateField(verbose_name='last day')),
                        ('value', models.FloatField(verbose_name='value')),
                        ('n', models.PositiveIntegerField(blank=True, null=True, verbose_name='n')),
                        ('source', models.CharField(max_length=200, verbose_name='source')),
                        ('method', models.CharField(choices=[('monitoring', 'Monitoring'), ('assessment', 'Assessment'), ('survey', 'Survey'), ('interview', 'Interview or round table'), ('sampling', 'Sampling')], max_length=12, verbose_name='method')),
                        ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason for the correction')),
                        ('is_imported', models.BooleanField(default=False)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('metric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entered', to='measures.metric')),
                    ],
                    options={
                        'ordering': ('pk',),
                        'indexes': [models.Index(fields=['metric', 'first'], name='measures_entered_period')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='measures_entered_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Collector',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='what is collected')),
                        ('method', models.CharField(choices=[('monitoring', 'Monitoring'), ('assessment', 'Assessment'), ('survey', 'Survey'), ('interview', 'Interview or round table'), ('sampling', 'Sampling')], default='monitoring', max_length=12, verbose_name='method')),
                        ('frequency', models.CharField(choices=[('day', 'Day'), ('week', 'Week'), ('month', 'Month'), ('quarter', 'Quarter')], default='month', max_length=8, verbose_name='collected every')),
                        ('starts_on', models.DateField(verbose_name='collected from')),
                        ('data_set', models.BigIntegerField(blank=True, null=True, verbose_name='data set')),
                        ('population', models.TextField(blank=True, max_length=1000, verbose_name='sample of what')),
                        ('sample_size', models.PositiveIntegerField(blank=True, null=True, verbose_name='sample size')),
                        ('seed', models.BigIntegerField(blank=True, null=True, verbose_name='seed of the sample')),
                        ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsible')),
                        ('metric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collectors', to='measures.metric', verbose_name='metric')),
                    ],
                    options={
                        'verbose_name': 'collector',
                        'indexes': [models.Index(fields=['state', 'identity'], name='measures_collector_state'), models.Index(fields=['method', 'identity'], name='measures_collector_method')],
                    },
                ),
                migrations.CreateModel(
                    name='Appraisal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('open', 'Waits for approval'), ('granted', 'Approved by two'), ('refused', 'Refused'), ('ended', 'Ended')], default='open', max_length=8)),
                        ('purpose', models.CharField(max_length=500, verbose_name='what people are appraised for')),
                        ('answers', models.JSONField(default=list)),
                        ('asked_at', models.DateTimeField()),
                        ('reason', models.CharField(blank=True, max_length=500)),
                        ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('metric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appraisals', to='measures.metric')),
                    ],
                    options={
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'granted'])), fields=('metric',), name='measures_appraisal_one_a_metric')],
                    },
                ),
                migrations.CreateModel(
                    name='TrendSignal',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='metric')),
                        ('data_set', models.BigIntegerField(default=0, verbose_name='data set')),
                        ('rule', models.CharField(choices=[('beyond_limits', 'Beyond the limits'), ('eight_on_one_side', 'Eight in a row on one side'), ('three_of_four_near_limit', 'Three of four near a limit'), ('seen', 'Seen by a person')], default='seen', max_length=30, verbose_name='rule')),
                        ('side', models.CharField(choices=[('above', 'Above the centre'), ('below', 'Below the centre')], max_length=8, verbose_name='side')),
                        ('first_on', models.DateField(verbose_name='first step')),
                        ('last_on', models.DateField(verbose_name='last step')),
                        ('strength', models.CharField(choices=[('firm', 'Firm'), ('weak', 'May be chance')], default='weak', max_length=8, verbose_name='strength')),
                        ('reason', models.TextField(blank=True, max_length=2000, verbose_name='reason for dismissing it')),
                        ('improvement', models.CharField(blank=True, max_length=40, verbose_name='improvement')),
                        ('metric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signals', to='measures.metric', verbose_name='entry of the catalogue')),
                    ],
                    options={
                        'verbose_name': 'signal',
                        'indexes': [models.Index(fields=['state', 'identity'], name='measures_signal_state'), models.Index(fields=['rule', 'identity'], name='measures_signal_rule'), models.Index(fields=['strength', 'identity'], name='measures_signal_strength')],
                        'constraints': [models.UniqueConstraint(fields=('metric', 'data_set', 'rule', 'first_on'), name='measures_signal_once'), models.CheckConstraint(condition=models.Q(('first_on__lte', models.F('last_on'))), name='measures_signal_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'dismissed'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='measures_signal_has_reason')],
                    },
                ),
                migrations.CreateModel(
                    name='AppraisalApproval',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('appraisal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='measures.appraisal')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(fields=('appraisal', 'by'), name='measures_appraisal_one_a_person')],
                    },
                ),
                migrations.CreateModel(
                    name='CollectionRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('step', models.DateField()),
                        ('at', models.DateTimeField()),
                        ('error', models.CharField(max_length=300)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('collector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='measures.collector')),
                    ],
                    options={
                        'ordering': ('pk',),
                        'indexes': [models.Index(fields=['collector', 'step'], name='measures_run_step')],
                    },
                ),
                migrations.CreateModel(
                    name='InformationCheck',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('criterion', models.CharField(max_length=20)),
                        ('good', models.PositiveIntegerField(verbose_name='as it should be')),
                        ('n', models.PositiveIntegerField(verbose_name='asked or checked')),
                        ('basis', models.CharField(max_length=300, verbose_name='how it was found out')),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kernel.source')),
                    ],
                    options={
                        'ordering': ('pk',),
                        'indexes': [models.Index(fields=['source', 'criterion'], name='measures_information_of')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('good__lte', models.F('n')), ('n__gt', 0)), name='measures_information_share')],
                    },
                ),
            ],
        ),
    ]
