from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("improvement", "0008_plans_and_reports")]

    operations = [
        migrations.AddIndex(
            model_name='capa',
            index=models.Index(fields=['due_on', 'identity'], name='capa_due'),
        ),
        migrations.AddIndex(
            model_name='controlitem',
            index=models.Index(fields=['check_on', 'identity'], name='control_item_check'),
        ),
        migrations.AddIndex(
            model_name='improvementreport',
            index=models.Index(fields=['due_on', 'identity'], name='improvement_report_due'),
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['due_on', 'identity'], name='improvement_plan_due'),
        ),
        migrations.AddIndex(
            model_name='violation',
            index=models.Index(fields=['happened_on', 'identity'], name='violation_happened'),
        ),
    ]
