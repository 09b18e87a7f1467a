import django.db.models.deletion
import hansei.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('meeting', '0001_initial'), ('meeting', '0002_mail_about_meetings')]

    initial = True

    dependencies = [
        ('kernel', '0001_squashed'),
    ]

    operations = [
        hansei.kernel.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Meeting',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity')),
                        ('series', models.CharField(blank=True, max_length=300)),
                        ('track', models.CharField(blank=True, max_length=40)),
                        ('planned_at', models.DateTimeField()),
                        ('starts_at', models.DateTimeField(db_index=True, verbose_name='begins')),
                        ('minutes_long', models.PositiveSmallIntegerField(default=60, verbose_name='minutes')),
                        ('zone', models.CharField(default='UTC', max_length=64)),
                        ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                        ('sequence', models.PositiveIntegerField(default=0)),
                        ('is_cancelled', models.BooleanField(default=False)),
                        ('begun_at', models.DateTimeField(null=True)),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('signed_at', models.DateTimeField(null=True)),
                        ('sent_at', models.DateTimeField(null=True)),
                        ('issue', models.PositiveIntegerField(default=0)),
                        ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['series', 'track', 'starts_at'], name='meeting_series')],
                    },
                ),
                migrations.CreateModel(
                    name='Agreed',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('due', models.DateField(verbose_name='due')),
                        ('agreed_at', models.DateTimeField()),
                        ('done_at', models.DateTimeField(null=True)),
                        ('raised_to', models.CharField(blank=True, max_length=40)),
                        ('raised_at', models.DateTimeField(null=True)),
                        ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreed', to='meeting.meeting')),
                    ],
                    options={
                        'ordering': ('due', 'pk'),
                        'indexes': [models.Index(fields=['owner', 'done_at'], name='agreed_owner')],
                    },
                ),
                migrations.CreateModel(
                    name='Paragraph',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('section', models.CharField(blank=True, max_length=40)),
                        ('kind', models.CharField(choices=[('note', 'Note'), ('decision', 'Decision')], default='note', max_length=10)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('is_withdrawn', models.BooleanField(default=False)),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paragraphs', to='meeting.meeting')),
                        ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                    ],
                    options={
                        'ordering': ('pk',),
                    },
                ),
                migrations.CreateModel(
                    name='ParagraphVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('version', models.PositiveIntegerField()),
                        ('paragraph', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='meeting.paragraph')),
                        ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('paragraph', 'version'), name='paragraph_version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Participant',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('email', models.EmailField(blank=True, max_length=254)),
                        ('language', models.CharField(blank=True, default='', max_length=10)),
                        ('side', models.CharField(choices=[('provider', 'Provider'), ('customer', 'Customer'), ('third', 'Third party')], max_length=10)),
                        ('presence', models.CharField(blank=True, choices=[('', 'not noted'), ('present', 'present'), ('absent', 'absent')], default='', max_length=10)),
                        ('invited', models.PositiveIntegerField(null=True)),
                        ('invited_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='meeting.meeting')),
                        ('name', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                    ],
                    options={
                        'ordering': ('side', 'pk'),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('account__isnull', False)), fields=('meeting', 'account'), name='invited_once'), models.CheckConstraint(condition=models.Q(('account__isnull', False), ('name__isnull', False), _connector='OR'), name='participant_is_somebody')],
                    },
                ),
                migrations.CreateModel(
                    name='MeetingMail',
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
                        ('what', models.CharField(choices=[('invitation', 'Invitation'), ('cancellation', 'Cancellation'), ('minutes', 'Minutes')], max_length=12)),
                        ('number', models.PositiveIntegerField()),
                        ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='meeting.meeting')),
                        ('participant', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mails', to='meeting.participant')),
                    ],
                    options={
                        'ordering': ('pk',),
                        'indexes': [models.Index(fields=['state', 'due_at'], name='meeting_mail_due')],
                    },
                ),
                migrations.CreateModel(
                    name='Point',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveIntegerField()),
                        ('code', models.CharField(blank=True, max_length=40)),
                        ('facts', models.JSONField(default=dict)),
                        ('is_dropped', models.BooleanField(default=False)),
                        ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='meeting.meeting')),
                        ('title', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                    ],
                    options={
                        'ordering': ('position', 'pk'),
                    },
                ),
                migrations.CreateModel(
                    name='Acknowledgement',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject', models.CharField(max_length=60)),
                        ('version', models.PositiveIntegerField()),
                        ('asked_at', models.DateTimeField()),
                        ('given_at', models.DateTimeField(null=True)),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('record', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity')),
                    ],
                    options={
                        'ordering': ('pk',),
                        'constraints': [models.UniqueConstraint(fields=('subject', 'version', 'account'), name='asked_once')],
                    },
                ),
            ],
        ),
    ]
