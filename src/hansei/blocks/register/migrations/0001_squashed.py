import django.db.models.deletion
import hansei.kernel.migrating
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('register', '0001_saved_views'), ('register', '0002_tags_and_files'), ('register', '0003_custom_fields'), ('register', '0004_views_are_lists')]

    initial = True

    dependencies = [
        ('kernel', '0001_squashed'),
    ]

    operations = [
        hansei.kernel.migrating.CreateModels(
            models=[
                migrations.CreateModel(
                    name='StoredFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('digest', models.CharField(max_length=64, unique=True)),
                        ('size', models.BigIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name='CustomField',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60)),
                        ('names', models.JSONField()),
                        ('type', models.CharField(choices=[('text', 'Text'), ('number', 'Number'), ('date', 'Date'), ('choice', 'Choice'), ('yes_no', 'Yes or no'), ('person', 'Person')], max_length=10)),
                        ('choices', models.JSONField(default=list)),
                        ('required_in', models.JSONField(default=list)),
                        ('order', models.PositiveSmallIntegerField(default=0)),
                        ('is_retired', models.BooleanField(default=False)),
                        ('version', models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['kind', 'order'], name='custom_field_kind')],
                    },
                ),
                migrations.CreateModel(
                    name='SavedView',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60)),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('is_shared', models.BooleanField(default=False, verbose_name='everybody may use it')),
                        ('filters', models.JSONField(default=dict)),
                        ('columns', models.JSONField(default=list)),
                        ('order', models.CharField(blank=True, max_length=60)),
                        ('shape', models.CharField(choices=[('list', 'List')], default='list', max_length=10)),
                        ('is_withdrawn', models.BooleanField(default=False)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['kind', 'owner'], name='saved_view_kind')],
                    },
                ),
                migrations.CreateModel(
                    name='PinnedView',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('view', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pins', to='register.savedview')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('account', 'view'), name='pinned_view_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200)),
                        ('at', models.DateTimeField()),
                        ('withdrawn_at', models.DateTimeField(null=True)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('object', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity')),
                        ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='register.storedfile')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['object', 'id'], name='attachment_object')],
                    },
                ),
                migrations.CreateModel(
                    name='Tag',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('word', models.CharField(max_length=60, verbose_name='tag')),
                        ('key', models.CharField(max_length=120, unique=True)),
                        ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.tag')),
                        ('source', models.ForeignKey(default=1, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.source')),
                    ],
                ),
                migrations.CreateModel(
                    name='Tagged',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('object', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity')),
                        ('tag', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tagged', to='register.tag')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['tag', 'object'], name='tagged_tag')],
                        'constraints': [models.UniqueConstraint(fields=('object', 'tag'), name='tagged_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CustomValue',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField(blank=True)),
                        ('number', models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                        ('day', models.DateField(null=True)),
                        ('code', models.CharField(blank=True, max_length=40)),
                        ('field', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='values', to='register.customfield')),
                        ('object', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity')),
                        ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['field', 'code', 'object'], name='custom_value_code'), models.Index(fields=['field', 'number', 'object'], name='custom_value_number'), models.Index(fields=['field', 'day', 'object'], name='custom_value_day'), models.Index(fields=['field', 'person', 'object'], name='custom_value_person')],
                        'constraints': [models.UniqueConstraint(fields=('object', 'field'), name='custom_value_once')],
                    },
                ),
                migrations.CreateModel(
                    name='FieldSetVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=60)),
                        ('number', models.PositiveIntegerField()),
                        ('at', models.DateTimeField()),
                        ('fields', models.JSONField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('field', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.customfield')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='field_set_version_once')],
                    },
                ),
            ],
        ),
    ]
