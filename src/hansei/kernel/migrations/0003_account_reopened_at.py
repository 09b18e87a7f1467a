from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("kernel", "0002_life_versions")]

    operations = [
        migrations.AddField(model_name="account", name="reopened_at", field=models.DateTimeField(null=True)),
    ]
