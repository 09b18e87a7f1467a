import django.db.models.deletion
import hansei.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('reviews', '0001_initial'), ('reviews', '0002_empty_sections'), ('reviews', '0003_plans_and_reviews'), ('reviews', '0004_packs_get_their_reviews'), ('reviews', '0005_every_pack_has_its_review'), ('reviews', '0006_calendar_feeds'), ('reviews', '0007_forums')]

    initial = True

    dependencies = [
        ('goals', '0001_squashed'),
        ('kernel', '0001_squashed'),
        ('meeting', '0001_squashed'),
    ]

    operations = [
        hansei.kernel.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Pack',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('event', 'Event review'), ('customer', 'Customer service review'), ('team', 'Team review'), ('performance', 'Performance review'), ('partnership', 'Partnership review'), ('management', 'Management review'), ('forum', 'Cross-team forum')], max_length=20, verbose_name='review')),
                        ('scope', models.CharField(blank=True, max_length=230)),
                        ('level_version', models.PositiveIntegerField(default=0)),
                        ('first', models.DateField(verbose_name='first day')),
                        ('last', models.DateField(verbose_name='last day')),
                        ('zone', models.CharField(max_length=64)),
                        ('drafted_at', models.DateTimeField()),
                        ('frozen_at', models.DateTimeField(null=True)),
                        ('version', models.PositiveIntegerField(default=0)),
                        ('content', models.JSONField(default=dict)),
                        ('seal', models.CharField(blank=True, max_length=64)),
                        ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('frozen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='packs', to='kernel.source')),
                        ('review', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pack', to='reviews.review')),
                    ],
                    options={
                        'ordering': ('-last', '-pk'),
                        'constraints': [models.UniqueConstraint(fields=('source', 'kind', 'scope', 'first', 'last'), name='one_pack_of_a_period')],
                    },
                ),
                migrations.CreateModel(
                    name='PackComment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('section', models.CharField(max_length=20)),
                        ('pack', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='reviews.pack')),
                        ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                    ],
                    options={
                        'ordering': ('pk',),
                    },
                ),
                migrations.CreateModel(
                    name='Plan',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('customer', models.CharField(blank=True, max_length=200, verbose_name='customer')),
                        ('data_set', models.BigIntegerField(blank=True, null=True, verbose_name='data set')),
                        ('scope_field', models.CharField(blank=True, max_length=20, verbose_name='field')),
                        ('scope_value', models.CharField(blank=True, max_length=200, verbose_name='value')),
                        ('zone', models.CharField(default='UTC', max_length=64, verbose_name='time zone')),
                        ('country', models.CharField(blank=True, max_length=2, verbose_name='country of the public holidays')),
                        ('starts_on', models.DateField(verbose_name='first review on')),
                        ('at_time', models.TimeField(verbose_name='at')),
                        ('minutes_long', models.PositiveSmallIntegerField(default=60, verbose_name='minutes')),
                        ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                        ('frequencies', models.JSONField(blank=True, default=dict, verbose_name='frequencies')),
                        ('planned_until', models.DateField(blank=True, null=True, verbose_name='dates made until')),
                        ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='service manager')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'identity'], name='plan_state')],
                    },
                ),
                migrations.CreateModel(
                    name='PlanPerson',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(blank=True, max_length=254)),
                        ('language', models.CharField(blank=True, default='', max_length=10)),
                        ('side', models.CharField(max_length=10)),
                        ('kinds', models.JSONField(blank=True, default=list)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('name', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='reviews.plan')),
                    ],
                    options={
                        'ordering': ('side', 'pk'),
                    },
                ),
                migrations.CreateModel(
                    name='Review',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('kind', models.CharField(choices=[('event', 'Event review'), ('customer', 'Customer service review'), ('team', 'Team review'), ('performance', 'Performance review'), ('partnership', 'Partnership review'), ('management', 'Management review'), ('forum', 'Cross-team forum')], max_length=20, verbose_name='review')),
                        ('form', models.CharField(choices=[('customer_meeting', 'Customer meeting'), ('project_meeting', 'Internal project meeting'), ('video', 'Video'), ('telephone', 'Telephone'), ('report', 'Report'), ('improvement_plan', 'Improvement plan'), ('third_party', 'Third-party opinion')], default='customer_meeting', max_length=20, verbose_name='form')),
                        ('data_set', models.BigIntegerField(blank=True, null=True, verbose_name='data set')),
                        ('scope_field', models.CharField(blank=True, max_length=20, verbose_name='field')),
                        ('scope_value', models.CharField(blank=True, max_length=200, verbose_name='value')),
                        ('zone', models.CharField(default='UTC', max_length=64, verbose_name='time zone')),
                        ('first', models.DateField(blank=True, null=True, verbose_name='first day')),
                        ('last', models.DateField(blank=True, null=True, verbose_name='last day')),
                        ('planned_on', models.DateField(blank=True, null=True, verbose_name='planned for')),
                        ('pack_due', models.DateField(blank=True, null=True, verbose_name='pack due')),
                        ('postponed', models.PositiveIntegerField(default=0, verbose_name='postponed at short notice')),
                        ('held_on', models.DateField(blank=True, null=True, verbose_name='held on')),
                        ('reason', models.TextField(blank=True, verbose_name='why it was not held')),
                        ('manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='service manager')),
                        ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='reviews.plan', verbose_name='review plan')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'identity'], name='review_state'), models.Index(fields=['kind', 'identity'], name='review_kind'), models.Index(fields=['planned_on'], name='review_planned_on'), models.Index(fields=['plan', 'kind'], name='review_of_plan')],
                    },
                ),
                migrations.CreateModel(
                    name='Help',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('request', 'Help asked for'), ('offer', 'Help offered')], max_length=10)),
                        ('helper', models.CharField(blank=True, max_length=200)),
                        ('helped', models.CharField(blank=True, max_length=200)),
                        ('agreed', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='meeting.agreed')),
                        ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helps', to='reviews.review')),
                    ],
                    options={
                        'ordering': ('pk',),
                    },
                ),
                migrations.CreateModel(
                    name='Assumption',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('open', 'not checked yet'), ('confirmed', 'confirmed by customers'), ('refuted', 'refuted by customers')], default='open', max_length=10)),
                        ('checked_at', models.DateTimeField(null=True)),
                        ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('checked_with', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('goal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='goals.goal')),
                        ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assumptions', to='reviews.review')),
                    ],
                    options={
                        'ordering': ('pk',),
                    },
                ),
                migrations.CreateModel(
                    name='CalendarFeed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('made_at', models.DateTimeField()),
                        ('revoked_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('-pk',),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('account',), name='one_review_feed_a_person')],
                    },
                ),
                migrations.CreateModel(
                    name='LevelVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=20)),
                        ('version', models.PositiveIntegerField()),
                        ('frequency', models.CharField(max_length=20)),
                        ('form', models.CharField(max_length=20)),
                        ('pack_days', models.PositiveSmallIntegerField()),
                        ('minutes_days', models.PositiveSmallIntegerField()),
                        ('own_sections', models.JSONField(default=list)),
                        ('at', models.DateTimeField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('checklist', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('content', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('customer_side', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('provider_side', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('code', 'version'), name='level_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='EmptySection',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('section', models.CharField(max_length=20)),
                        ('initials', models.CharField(max_length=8)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reason', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('pack', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='empty_sections', to='reviews.pack')),
                    ],
                    options={
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(fields=('pack', 'section'), name='one_reason_a_section')],
                    },
                ),
            ],
        ),
    ]
