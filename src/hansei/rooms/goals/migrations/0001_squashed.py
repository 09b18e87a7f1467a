import django.core.validators
import django.db.models.deletion
import hansei.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('goals', '0001_initial')]

    initial = True

    dependencies = [
        ('kernel', '0001_squashed'),
        ('measures', '0001_squashed'),
    ]

    operations = [
        hansei.kernel.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Goal',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='statement')),
                        ('level', models.CharField(choices=[('purpose', 'Purpose'), ('objective', 'Objective'), ('indicator', 'Indicator'), ('metric', 'Metric')], default='objective', max_length=10, verbose_name='level')),
                        ('also', models.CharField(blank=True, choices=[('purpose', 'Purpose'), ('objective', 'Objective'), ('indicator', 'Indicator'), ('metric', 'Metric')], max_length=10, verbose_name='also plays the role of')),
                        ('reason', models.TextField(blank=True, max_length=20000, verbose_name='why it matters')),
                        ('planned_measure', models.CharField(blank=True, max_length=200, verbose_name='measure without a source yet')),
                        ('better', models.CharField(blank=True, choices=[('lower', 'Lower is better'), ('higher', 'Higher is better')], max_length=6, verbose_name='direction')),
                        ('target', models.FloatField(blank=True, null=True, verbose_name='target')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='reached by')),
                        ('reachable', models.TextField(blank=True, max_length=20000, verbose_name='why it can be reached')),
                        ('service', models.CharField(blank=True, max_length=200, verbose_name='service')),
                        ('about', models.CharField(blank=True, choices=[('interruptions', 'Interruptions'), ('waiting', 'Time until people can work again'), ('promises', 'Promises'), ('overtime', 'Work outside office hours'), ('change', 'Changes'), ('people', 'People who do the work'), ('cost', 'Cost')], max_length=14, verbose_name='is about')),
                        ('perspective', models.CharField(blank=True, choices=[('financial', 'Financial'), ('customer', 'Customer'), ('internal', 'Internal'), ('learning', 'Learning and growth')], max_length=10, verbose_name='perspective')),
                        ('place', models.FloatField(default=0.0, verbose_name='place in the picture')),
                        ('metric', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='measures.metric', verbose_name='metric that shows it')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                        ('scorecard', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to='goals.scorecard', verbose_name='scorecard')),
                    ],
                    options={
                        'verbose_name': 'goal node',
                        'indexes': [models.Index(fields=['state', 'identity'], name='goals_goal_state'), models.Index(fields=['level', 'identity'], name='goals_goal_level')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('perspective', ''), ('scorecard', None)), models.Q(('scorecard__isnull', False), models.Q(('perspective', ''), _negated=True)), _connector='OR'), name='goals_goal_on_a_scorecard_has_a_perspective', violation_error_message='Choose the scorecard and the perspective together, or neither.')],
                    },
                ),
                migrations.CreateModel(
                    name='Outcome',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='statement')),
                        ('stakeholder', models.CharField(max_length=200, verbose_name='stakeholder')),
                        ('method', models.TextField(blank=True, max_length=20000, verbose_name='how it is measured, and with whom')),
                        ('unit', models.CharField(blank=True, max_length=80, verbose_name='unit')),
                        ('better', models.CharField(choices=[('lower', 'Lower is better'), ('higher', 'Higher is better')], default='higher', max_length=6, verbose_name='direction')),
                        ('baseline', models.FloatField(blank=True, null=True, verbose_name='baseline')),
                        ('baseline_on', models.DateField(blank=True, null=True, verbose_name='baseline of')),
                        ('planned', models.FloatField(blank=True, null=True, verbose_name='planned')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='reached by')),
                        ('current', models.FloatField(blank=True, null=True, verbose_name='current')),
                        ('current_on', models.DateField(blank=True, null=True, verbose_name='current of')),
                        ('n', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='measured on (n)')),
                        ('others', models.TextField(blank=True, max_length=20000, verbose_name='value for other stakeholders')),
                        ('goal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='goals.goal', verbose_name='goal it is worth for')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                    ],
                    options={
                        'verbose_name': 'outcome',
                        'indexes': [models.Index(fields=['state', 'identity'], name='goals_outcome_state')],
                    },
                ),
                migrations.CreateModel(
                    name='Output',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200)),
                        ('delivered_on', models.DateField(null=True)),
                        ('outcome', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outputs', to='goals.outcome')),
                    ],
                    options={
                        'ordering': ('pk',),
                    },
                ),
                migrations.CreateModel(
                    name='Scorecard',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('unit', models.CharField(blank=True, max_length=200, verbose_name='unit')),
                        ('about', models.TextField(blank=True, max_length=20000, verbose_name='what it is for')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                    ],
                    options={
                        'verbose_name': 'scorecard',
                        'indexes': [models.Index(fields=['state', 'identity'], name='goals_scorecard_state')],
                    },
                ),
                migrations.CreateModel(
                    name='Contribution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('effect', models.CharField(choices=[('helps', 'helps'), ('hurts', 'hurts')], default='helps', max_length=5)),
                        ('strength', models.PositiveSmallIntegerField(choices=[(1, 'weak'), (2, 'medium'), (3, 'strong')], default=2)),
                        ('timing', models.CharField(blank=True, choices=[('lead', 'lead measure'), ('lag', 'lag measure')], max_length=4)),
                        ('evidence', models.TextField(blank=True, max_length=2000)),
                        ('at', models.DateTimeField()),
                        ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='above', to='goals.goal')),
                        ('parent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='below', to='goals.goal')),
                    ],
                    options={
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(fields=('child', 'parent'), name='goals_contribution_once'), models.CheckConstraint(condition=models.Q(('child', models.F('parent')), _negated=True), name='goals_contribution_not_itself')],
                    },
                ),
            ],
        ),
    ]
