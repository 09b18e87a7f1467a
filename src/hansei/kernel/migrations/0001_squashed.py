import django.db.models.deletion
import django.db.models.functions.text
import hansei.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('kernel', '0001_initial'), ('kernel', '0002_roles_may_be_absent'), ('kernel', '0003_zone_may_be_the_browsers'), ('kernel', '0004_lean_indexes'), ('kernel', '0005_language_may_be_the_browsers')]

    initial = True

    dependencies = [
    ]

    operations = [
        hansei.kernel.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Account',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('language', models.CharField(blank=True, default='', max_length=10, verbose_name='language')),
                        ('zone', models.CharField(blank=True, default='', max_length=64, verbose_name='time zone')),
                        ('theme', models.CharField(default='system', max_length=10, verbose_name='theme')),
                        ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='account', to='kernel.identity')),
                    ],
                    options={
                        'verbose_name': 'account',
                        'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='account_email_lower')],
                    },
                ),
                migrations.CreateModel(
                    name='Cursor',
                    fields=[
                        ('name', models.CharField(max_length=80, primary_key=True, serialize=False)),
                        ('seq', models.BigIntegerField(default=0)),
                        ('tx', models.BigIntegerField(default=0)),
                        ('event', models.BigIntegerField(default=0)),
                        ('cluster', models.CharField(default='', max_length=40)),
                        ('failures', models.PositiveIntegerField(default=0)),
                        ('retry_at', models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='NumberSequence',
                    fields=[
                        ('kind', models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ('last', models.BigIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name='Role',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.SlugField(unique=True)),
                        ('rights', models.JSONField(default=list)),
                    ],
                ),
                migrations.CreateModel(
                    name='EventRow',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('tx', models.BigIntegerField(db_default=0)),
                        ('kind', models.CharField(max_length=80)),
                        ('occurred_at', models.DateTimeField()),
                        ('recorded_at', models.DateTimeField()),
                        ('via', models.CharField(max_length=10)),
                        ('trace', models.UUIDField()),
                        ('facts', models.JSONField()),
                        ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('source', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, to='kernel.source')),
                    ],
                    options={
                        'db_table': 'kernel_event',
                        'indexes': [models.Index(fields=['source', 'id'], name='event_source'), models.Index(fields=['tx', 'id'], name='event_tx'), models.Index(condition=models.Q(('actor__isnull', False)), fields=['actor'], name='event_actor')],
                    },
                ),
                migrations.CreateModel(
                    name='Identity',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60)),
                        ('key', models.CharField(max_length=200)),
                        ('number', models.BigIntegerField(blank=True, null=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('is_confidential', models.BooleanField(default=False)),
                        ('merged_into', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity')),
                        ('organisation', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity')),
                        ('requester', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity')),
                        ('service', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity')),
                        ('team', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity')),
                        ('source', models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, to='kernel.source')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('organisation__isnull', False)), fields=['organisation'], name='identity_organisation'), models.Index(condition=models.Q(('service__isnull', False)), fields=['service'], name='identity_service'), models.Index(condition=models.Q(('team__isnull', False)), fields=['team'], name='identity_team'), models.Index(condition=models.Q(('requester__isnull', False)), fields=['requester'], name='identity_requester'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='identity_merged_into')],
                        'constraints': [models.UniqueConstraint(fields=('source', 'kind', 'key'), name='identity_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Job',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80)),
                        ('inputs', models.JSONField(default=dict)),
                        ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='queued', max_length=10)),
                        ('progress', models.JSONField(default=dict)),
                        ('result', models.JSONField(default=dict)),
                        ('error', models.JSONField(null=True)),
                        ('worker', models.CharField(default='', max_length=80)),
                        ('lease_until', models.DateTimeField(null=True)),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('started_at', models.DateTimeField(null=True)),
                        ('finished_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'lease_until'], name='job_to_do')],
                    },
                ),
                migrations.CreateModel(
                    name='ObjectLink',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(max_length=200, null=True)),
                        ('object', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='kernel.identity')),
                        ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='linked_from', to='kernel.identity')),
                    ],
                    options={
                        'db_table': 'kernel_object_link',
                        'constraints': [models.UniqueConstraint(fields=('object', 'target', 'role'), name='object_link_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ObjectValue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(null=True)),
                        ('said', models.JSONField()),
                        ('object', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity')),
                    ],
                    options={
                        'db_table': 'kernel_object_value',
                        'indexes': [models.Index(fields=['object'], name='object_value_object')],
                    },
                ),
                migrations.CreateModel(
                    name='Revision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('field', models.CharField(max_length=60)),
                        ('text', models.TextField()),
                        ('at', models.DateTimeField()),
                        ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('object', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='kernel.identity')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['object', 'field', 'id'], name='revision_of')],
                    },
                ),
                migrations.CreateModel(
                    name='Grant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('scope', models.CharField(choices=[('everything', 'Everything'), ('organisation', 'An organisation'), ('service', 'A service'), ('team', 'A team'), ('mine', 'What is mine')], max_length=20)),
                        ('since', models.DateTimeField()),
                        ('until', models.DateTimeField(blank=True, null=True)),
                        ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
                        ('scope_object', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kernel.identity')),
                        ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kernel.identity')),
                        ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='kernel.role')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('team__isnull', True)), models.Q(('account__isnull', True), ('team__isnull', False)), _connector='OR'), name='grant_to_one_holder'), models.CheckConstraint(condition=models.Q(models.Q(('scope__in', ['everything', 'mine']), ('scope_object__isnull', True)), models.Q(('scope__in', ['organisation', 'service', 'team']), ('scope_object__isnull', False)), _connector='OR'), name='grant_scope_names_its_object')],
                    },
                ),
                migrations.CreateModel(
                    name='Source',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('key', models.SlugField(max_length=80, unique=True)),
                        ('name', models.CharField(max_length=200)),
                        ('kind', models.CharField(choices=[('own', 'Our own history'), ('import', 'Imported data set'), ('demonstration', 'Demonstration organisation')], max_length=20)),
                        ('state', models.CharField(choices=[('loading', 'Loading'), ('ready', 'Ready'), ('removing', 'Being removed')], default='loading', max_length=10)),
                        ('is_removable', models.BooleanField(default=True)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('is_removable', False), ('kind', 'own'), ('state', 'ready')), models.Q(('kind', 'own'), _negated=True), _connector='OR'), name='own_source_stays')],
                    },
                ),
                migrations.CreateModel(
                    name='Sequenced',
                    fields=[
                        ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                        ('digest', models.BinaryField(max_length=32)),
                        ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sequenced', to='kernel.eventrow')),
                        ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='kernel.source')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['source', 'seq'], name='sequenced_source')],
                    },
                ),
                migrations.CreateModel(
                    name='Label',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('digest', models.BinaryField(max_length=16)),
                        ('text', models.TextField()),
                        ('source', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='kernel.source')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('source', 'digest'), name='label_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TeamMember',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('since', models.DateTimeField()),
                        ('until', models.DateTimeField(blank=True, null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kernel.identity')),
                    ],
                ),
                migrations.CreateModel(
                    name='EventObject',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(max_length=200, null=True)),
                        ('event', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='objects_touched', to='kernel.eventrow')),
                        ('object', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity')),
                    ],
                    options={
                        'db_table': 'kernel_event_object',
                        'indexes': [models.Index(fields=['event'], name='event_object_event'), models.Index(fields=['object', 'event'], name='event_object_object')],
                    },
                ),
                migrations.CreateModel(
                    name='Access',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField()),
                        ('code', models.CharField(max_length=80)),
                        ('via', models.CharField(max_length=10)),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('object', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='kernel.identity')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['-at'], name='access_at')],
                    },
                ),
            ],
        ),
    ]
