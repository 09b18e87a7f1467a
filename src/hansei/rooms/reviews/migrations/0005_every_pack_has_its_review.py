import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_packs_get_their_reviews")]

    operations = [
        migrations.AlterField(
            model_name="pack",
            name="review",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="pack", to="reviews.review"
            ),
        ),
        migrations.DeleteModel(name="PackAction"),
    ]
