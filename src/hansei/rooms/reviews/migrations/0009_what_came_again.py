from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("reviews", "0008_audits")]

    operations = [
        migrations.AddField(model_name="pack", name="came_again", field=models.JSONField(default=dict)),
    ]
