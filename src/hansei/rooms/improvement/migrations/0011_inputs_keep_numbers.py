"""Inputs that a feeder took in keep the number of their origin, not its title."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def forget_titles(apps: Any, _schema: Any) -> None:
    """The feeder's words go wherever they stand, in rows and revisions; what somebody wrote since stays."""
    inputs = apps.get_model("improvement", "Input").objects.exclude(heard_of="")
    revisions = apps.get_model("kernel", "Revision").objects.filter(field="title")
    for pk, title, heard_of in list(inputs.order_by("pk").values_list("pk", "title", "heard_of")):
        own = revisions.filter(object_id=pk)
        said = own.order_by("pk").values_list("text", flat=True).first()
        if not said:  # erased
            continue
        number = _number(apps, heard_of)
        own.filter(text=said).update(text=number)
        if title == said:
            inputs.filter(pk=pk).update(title=number)


def _number(apps: Any, heard_of: str) -> str:
    kind, _colon, rest = heard_of.partition(":")
    number, _colon, key = rest.partition(":")
    if kind == "finding":
        return key[:200]
    record: int | None = int(number)
    if kind == "agreed":
        agreed = apps.get_model("meeting", "Agreed").objects.filter(pk=record)
        record = agreed.values_list("meeting", flat=True).first()
    identity = apps.get_model("kernel", "Identity").objects.filter(pk=record or 0)
    return identity.values_list("key", flat=True).first() or heard_of


class Migration(migrations.Migration):
    dependencies = [("improvement", "0010_ranking"), ("kernel", "0001_squashed"), ("meeting", "0001_squashed")]

    operations = [migrations.RunPython(forget_titles, migrations.RunPython.noop)]
