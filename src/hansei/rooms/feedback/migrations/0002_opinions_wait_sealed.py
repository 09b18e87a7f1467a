"""What waits without a name goes, sealed, into the ballot box."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import migrations

from hansei.blocks.ballot.sealing import seal

BOX, SIZE = "feedback", 6 * 5400 + 512
KEPT = ("title", "text", "service", "may_be_shown", "secret")


def put_in(apps: Any, _schema: Any) -> None:
    """In an order that says nothing: their numbers are drawn by lot."""
    today = datetime.now(UTC).date().isoformat()
    for each in apps.get_model("feedback", "Drop").objects.order_by("pk").values(*KEPT):
        box, _made = apps.get_model("ballot", "Box").objects.get_or_create(pk=BOX)
        apps.get_model("ballot", "Ballot").objects.create(box=box, sealed=seal({"day": today, "said": each}, SIZE))


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_squashed"), ("ballot", "0001_initial")]

    operations = [
        migrations.RunPython(put_in, migrations.RunPython.noop),
        migrations.DeleteModel(name="Batch"),
        migrations.DeleteModel(name="Drop"),
    ]
