"""An improvement that a check after closing reopened has not ended."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def forget_ends(apps: Any, _schema: Any) -> None:
    """Older versions kept the day on which it was closed the first time."""
    found = apps.get_model("improvement", "Improvement").objects.exclude(state="closed").exclude(ended_at=None)
    found.update(ended_at=None)


class Migration(migrations.Migration):
    dependencies = [("improvement", "0014_asked_level")]

    operations = [migrations.RunPython(forget_ends, migrations.RunPython.noop)]
