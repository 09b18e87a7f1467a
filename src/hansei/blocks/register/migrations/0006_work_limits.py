from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0005_more_shapes")]

    operations = [
        migrations.CreateModel(
            name="WorkLimit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("state", models.CharField(max_length=40)),
                ("most", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "state"), name="work_limit_once")],
            },
        ),
    ]
