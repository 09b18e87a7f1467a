import django.db.models.deletion
import hansei.blocks.ballot.models
import hansei.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('feedback', '0001_initial')]

    initial = True

    dependencies = [
        ('kernel', '0001_squashed'),
    ]

    operations = [
        hansei.kernel.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Batch',
                    fields=[
                        ('day', models.DateField(primary_key=True, serialize=False)),
                    ],
                ),
                migrations.CreateModel(
                    name='Drop',
                    fields=[
                        ('id', models.BigIntegerField(default=hansei.blocks.ballot.models.anywhere, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=200)),
                        ('text', models.TextField(max_length=5000)),
                        ('service', models.CharField(blank=True, max_length=200)),
                        ('may_be_shown', models.BooleanField(default=False)),
                        ('secret', models.CharField(max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name='BarrierCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('month', models.DateField()),
                        ('barrier', models.CharField(choices=[('no_belief', 'I do not believe that it changes anything'), ('inconvenient', 'It is inconvenient'), ('no_time', 'I have no time'), ('fear', 'I fear that it falls back on me'), ('someone_else', 'Somebody else has said it')], max_length=16)),
                        ('count', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('month', 'barrier'), name='barrier_once_a_month')],
                    },
                ),
                migrations.CreateModel(
                    name='UserCount',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('service', models.CharField(blank=True, max_length=200)),
                        ('users', models.PositiveIntegerField()),
                        ('since', models.DateField()),
                        ('source', models.CharField(max_length=200)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('since', 'pk'),
                    },
                ),
                migrations.CreateModel(
                    name='Complaint',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='complaint')),
                        ('statement', models.TextField(blank=True, max_length=5000, verbose_name='what the customer says')),
                        ('customer', models.CharField(max_length=200, verbose_name='customer')),
                        ('service', models.CharField(blank=True, max_length=200, verbose_name='service')),
                        ('severity', models.PositiveSmallIntegerField(choices=[(1, 'light'), (2, 'serious'), (3, 'grave')], default=2, verbose_name='severity')),
                        ('received_on', models.DateField(verbose_name='received on')),
                        ('due_on', models.DateField(blank=True, null=True, verbose_name='to be closed by')),
                        ('acknowledged_on', models.DateField(blank=True, null=True, verbose_name='acknowledged on')),
                        ('investigation', models.TextField(blank=True, max_length=5000, verbose_name='what was found')),
                        ('correction', models.TextField(blank=True, max_length=5000, verbose_name='what was put right')),
                        ('prevention', models.TextField(blank=True, max_length=5000, verbose_name='what prevents it from now on')),
                        ('report_on', models.DateField(blank=True, null=True, verbose_name='report given to the customer on')),
                        ('report_evidence', models.TextField(blank=True, max_length=2000, verbose_name='evidence that it reached the customer')),
                        ('agreed_by', models.CharField(blank=True, max_length=200, verbose_name='who agreed for the customer')),
                        ('agreed_on', models.DateField(blank=True, null=True, verbose_name='agreed on')),
                        ('escalated_on', models.DateField(blank=True, null=True, verbose_name='escalated on')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                        ('repeats', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='feedback.complaint', verbose_name='repeats')),
                    ],
                    options={
                        'verbose_name': 'complaint',
                        'indexes': [models.Index(fields=['state', 'identity'], name='complaint_state'), models.Index(fields=['severity', 'identity'], name='complaint_severity'), models.Index(condition=models.Q(('due_on__isnull', False)), fields=['due_on'], name='complaint_due')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('due_on__isnull', True), ('due_on__gte', models.F('received_on')), _connector='OR'), name='complaint_due_after_received')],
                    },
                ),
                migrations.CreateModel(
                    name='Compliment',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='compliment')),
                        ('statement', models.TextField(blank=True, max_length=5000, verbose_name='what was said')),
                        ('customer', models.CharField(blank=True, max_length=200, verbose_name='from whom')),
                        ('service', models.CharField(blank=True, max_length=200, verbose_name='service')),
                        ('for_whom', models.CharField(blank=True, max_length=200, verbose_name='for whom')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='passes it on')),
                    ],
                    options={
                        'verbose_name': 'compliment',
                        'indexes': [models.Index(fields=['state', 'identity'], name='compliment_state')],
                    },
                ),
                migrations.CreateModel(
                    name='Feedback',
                    fields=[
                        ('identity', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='kernel.identity', verbose_name='number')),
                        ('state', models.CharField(max_length=40, verbose_name='state')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('changed_at', models.DateTimeField(verbose_name='last change')),
                        ('title', models.CharField(max_length=200, verbose_name='topic')),
                        ('text', models.TextField(max_length=5000, verbose_name='what was said')),
                        ('channel', models.CharField(choices=[('page', 'This page'), ('desk', 'Service desk'), ('meeting', 'Conversation or meeting'), ('survey', 'Open field of a survey'), ('community', 'User community'), ('social', 'Social media')], default='page', max_length=12, verbose_name='channel')),
                        ('service', models.CharField(blank=True, max_length=200, verbose_name='service')),
                        ('is_anonymous', models.BooleanField(default=False, verbose_name='anonymous')),
                        ('giver_name', models.CharField(blank=True, max_length=200, verbose_name='name of the giver')),
                        ('contact', models.CharField(blank=True, max_length=200, verbose_name='how to reach the giver')),
                        ('may_be_shown', models.BooleanField(default=False, verbose_name='may be shown to everybody')),
                        ('reply', models.TextField(blank=True, max_length=5000, verbose_name='reply')),
                        ('replied_on', models.DateField(blank=True, null=True, verbose_name='replied on')),
                        ('outcome', models.TextField(blank=True, max_length=5000, verbose_name='what we did')),
                        ('public_words', models.TextField(blank=True, max_length=2000, verbose_name='wording for the wall')),
                        ('is_hidden', models.BooleanField(default=False, verbose_name='kept off the wall')),
                        ('thanks', models.CharField(blank=True, max_length=200, verbose_name='thanks or reward')),
                        ('secret', models.CharField(blank=True, editable=False, max_length=64)),
                        ('giver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='giver')),
                        ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handled by')),
                    ],
                    options={
                        'verbose_name': 'feedback',
                        'indexes': [models.Index(fields=['state', 'identity'], name='feedback_state'), models.Index(fields=['channel', 'identity'], name='feedback_channel'), models.Index(condition=models.Q(('secret', ''), _negated=True), fields=['secret'], name='feedback_secret')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('is_anonymous', False), models.Q(('contact', ''), ('giver', None), ('giver_name', '')), _connector='OR'), name='anonymous_holds_nobody')],
                    },
                ),
            ],
        ),
    ]
