"""A receipt is of a record that is sent as a document, a report being one kind of them; the numbers are the same."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial"), ("reports", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="receipt", name="one_mail_a_reader"),
        migrations.RemoveConstraint(model_name="receipt", name="one_receipt"),
        migrations.RenameField(model_name="receipt", old_name="report", new_name="record"),
        migrations.AlterField(
            model_name="receipt",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="kernel.identity"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True), fields=("record", "email"), name="one_mail_a_reader"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("account__isnull", False), ("email", "")),
                fields=("record", "account"),
                name="one_receipt",
            ),
        ),
    ]
