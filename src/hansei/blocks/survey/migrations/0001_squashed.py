import django.db.models.deletion
import hansei.blocks.survey.models
import hansei.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('survey', '0001_initial'), ('survey', '0002_surveys_by_mail')]

    initial = True

    dependencies = [
        ('kernel', '0001_squashed'),
    ]

    operations = [
        hansei.kernel.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Hold',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('service', models.CharField(blank=True, max_length=200)),
                        ('since', models.DateTimeField()),
                        ('until', models.DateTimeField(null=True)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('why', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.revision')),
                    ],
                    options={
                        'ordering': ('-pk',),
                    },
                ),
                migrations.CreateModel(
                    name='Survey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('service', models.CharField(max_length=200, verbose_name='service')),
                        ('trigger', models.CharField(choices=[('contact', 'After a contact'), ('half_year', 'Every half year, about the whole service'), ('major', 'After a major incident or initiative')], max_length=10, verbose_name='asked')),
                        ('questions', models.JSONField()),
                        ('sample_percent', models.PositiveSmallIntegerField(default=100, verbose_name='share of people asked, in percent')),
                        ('cap_days', models.PositiveSmallIntegerField(default=30, verbose_name='one survey per person in so many days')),
                        ('may_choose', models.BooleanField(default=True, verbose_name='users may choose another service')),
                        ('is_open', models.BooleanField(default=True)),
                        ('opened_at', models.DateTimeField()),
                        ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ('-pk',),
                        'constraints': [models.CheckConstraint(condition=models.Q(('sample_percent__range', (1, 100))), name='survey_share'), models.CheckConstraint(condition=models.Q(('cap_days__gte', 1)), name='survey_cap')],
                    },
                ),
                migrations.CreateModel(
                    name='Response',
                    fields=[
                        ('id', models.BigIntegerField(default=hansei.blocks.survey.models.anywhere, primary_key=True, serialize=False)),
                        ('week', models.DateField()),
                        ('answers', models.JSONField()),
                        ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='survey.survey')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['survey', 'week'], name='response_week')],
                    },
                ),
                migrations.CreateModel(
                    name='Remark',
                    fields=[
                        ('id', models.BigIntegerField(default=hansei.blocks.survey.models.anywhere, primary_key=True, serialize=False)),
                        ('week', models.DateField()),
                        ('text', models.TextField(max_length=2000)),
                        ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='survey.survey')),
                    ],
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigIntegerField(default=hansei.blocks.survey.models.anywhere, primary_key=True, serialize=False)),
                        ('person', models.CharField(max_length=64)),
                        ('day', models.DateField()),
                        ('last_day', models.DateField()),
                        ('is_used', models.BooleanField(default=False)),
                        ('is_lost', models.BooleanField(default=False)),
                        ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='survey.survey')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['person', 'day'], name='invitation_person')],
                    },
                ),
                migrations.CreateModel(
                    name='SurveyMail',
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
                        ('invitation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='mail', to='survey.invitation')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'due_at'], name='survey_mail_due')],
                    },
                ),
            ],
        ),
    ]
