from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0003_custom_fields")]

    operations = [
        migrations.AlterField("savedview", "shape", models.CharField(choices=[("list", "List")], default="list", max_length=10)),
    ]
