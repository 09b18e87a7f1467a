"""Drop the indexes that another one covers, and those that held nothing but nulls for imported things.

By hand, for SQLite would make the tables anew: that is slow, and forgets which ids were given before.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

COVERED = {
    "kernel_event_actor_id_c3bd4acd": ("kernel_event", "actor_id"),
    "kernel_event_source_id_6e32878f": ("kernel_event", "source_id"),
    "kernel_identity_merged_into_id_f019c082": ("kernel_identity", "merged_into_id"),
    "kernel_identity_organisation_id_c54b8d9a": ("kernel_identity", "organisation_id"),
    "kernel_identity_requester_id_2d4d7a4c": ("kernel_identity", "requester_id"),
    "kernel_identity_service_id_b0bbfda1": ("kernel_identity", "service_id"),
    "kernel_identity_source_id_df1cf123": ("kernel_identity", "source_id"),
    "kernel_identity_team_id_a6babd63": ("kernel_identity", "team_id"),
    "kernel_label_source_id_b8989c17": ("kernel_label", "source_id"),
    "kernel_object_link_object_id_5d50544b": ("kernel_object_link", "object_id"),
}


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0003_zone_may_be_the_browsers'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX {name} ON {table} ({column})")
                for name, (table, column) in COVERED.items()
            ],
            state_operations=[
            migrations.AlterField(
                model_name='eventrow',
                name='actor',
                field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AlterField(
                model_name='eventrow',
                name='source',
                field=models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, to='kernel.source'),
            ),
            migrations.AlterField(
                model_name='identity',
                name='merged_into',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity'),
            ),
            migrations.AlterField(
                model_name='identity',
                name='organisation',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity'),
            ),
            migrations.AlterField(
                model_name='identity',
                name='requester',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity'),
            ),
            migrations.AlterField(
                model_name='identity',
                name='service',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity'),
            ),
            migrations.AlterField(
                model_name='identity',
                name='source',
                field=models.ForeignKey(db_index=False, default=1, on_delete=django.db.models.deletion.PROTECT, to='kernel.source'),
            ),
            migrations.AlterField(
                model_name='identity',
                name='team',
                field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.identity'),
            ),
            migrations.AlterField(
                model_name='label',
                name='source',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to='kernel.source'),
            ),
            migrations.AlterField(
                model_name='objectlink',
                name='object',
                field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='kernel.identity'),
            ),
            ],
        ),
        migrations.AddIndex(
            model_name='eventrow',
            index=models.Index(condition=models.Q(('actor__isnull', False)), fields=['actor'], name='event_actor'),
        ),
        migrations.AddIndex(
            model_name='identity',
            index=models.Index(condition=models.Q(('organisation__isnull', False)), fields=['organisation'], name='identity_organisation'),
        ),
        migrations.AddIndex(
            model_name='identity',
            index=models.Index(condition=models.Q(('service__isnull', False)), fields=['service'], name='identity_service'),
        ),
        migrations.AddIndex(
            model_name='identity',
            index=models.Index(condition=models.Q(('team__isnull', False)), fields=['team'], name='identity_team'),
        ),
        migrations.AddIndex(
            model_name='identity',
            index=models.Index(condition=models.Q(('requester__isnull', False)), fields=['requester'], name='identity_requester'),
        ),
        migrations.AddIndex(
            model_name='identity',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='identity_merged_into'),
        ),
    ]
