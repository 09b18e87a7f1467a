from django.db import migrations, models

SHAPES = [("list", "List"), ("board", "Board"), ("calendar", "Calendar"), ("matrix", "Matrix"), ("timeline", "Timeline")]


class Migration(migrations.Migration):
    dependencies = [("register", "0004_views_are_lists")]

    operations = [
        migrations.AlterField(
            "savedview", "shape", models.CharField(choices=SHAPES, default="list", max_length=10)
        ),
    ]
