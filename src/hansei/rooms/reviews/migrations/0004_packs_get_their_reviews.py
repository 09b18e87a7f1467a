"""Give each pack its review with a meeting, and the meeting what the pack had agreed.

Records are rebuilt from events by `hansei check`, so each review comes with the event that says it came to be.
"""

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations
from django.utils import timezone


def forward(apps, schema_editor):
    Pack = apps.get_model("reviews", "Pack")
    for pack in Pack.objects.filter(review=None).select_related("source").order_by("last", "pk"):
        _give(apps, pack)
    if schema_editor.connection.vendor == "postgresql":  # numbers were carried over: the sequence goes on after them
        schema_editor.execute(
            "SELECT setval(pg_get_serial_sequence('meeting_agreed', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM"
            " meeting_agreed), false)"
        )


def _give(apps, pack):
    now = timezone.now()
    source = pack.source if pack.source.kind == "demonstration" else apps.get_model("kernel", "Source").objects.get(pk=1)
    numbers, _ = apps.get_model("kernel", "NumberSequence").objects.get_or_create(kind="review")
    numbers.last += 1
    numbers.save()
    identity = apps.get_model("kernel", "Identity").objects.create(
        source=source, kind="review", key=f"REV-{numbers.last}", number=numbers.last
    )
    form = "project_meeting" if pack.kind == "team" else "customer_meeting"
    review = apps.get_model("reviews", "Review").objects.create(
        identity=identity, state="planned", created_at=pack.drafted_at, changed_at=now, title=pack.source.name,
        kind=pack.kind, form=form, manager=pack.drafted_by, data_set=pack.source_id, zone=pack.zone,
        first=pack.first, last=pack.last,
    )
    _tell(apps, pack, review, source, now)
    starts_at = datetime.combine(pack.last + timedelta(days=1), time(), ZoneInfo(pack.zone))
    meeting = apps.get_model("meeting", "Meeting").objects.create(
        identity=identity, series=f"data:{pack.source_id}:=", track=pack.kind, planned_at=pack.drafted_at,
        starts_at=starts_at, zone=pack.zone,
    )
    for each in apps.get_model("reviews", "PackAction").objects.filter(pack=pack).order_by("pk"):
        apps.get_model("meeting", "Agreed").objects.create(
            meeting=meeting, text=each.text, owner=each.owner, due=each.due, agreed_at=each.text.at,
            done_by=each.done_by, done_at=each.done_at, pk=each.pk,  # frozen packs name them by number
        )
    pack.review = review
    pack.save(update_fields=["review"])


def _tell(apps, pack, review, source, now):
    title = apps.get_model("kernel", "Revision").objects.create(
        object=review.identity, field="title", text=review.title, author=pack.drafted_by, at=now
    )
    values = {
        "title": title.pk, "kind": review.kind, "form": review.form, "plan": None, "manager": review.manager_id,
        "data_set": review.data_set, "scope_field": "", "scope_value": "", "zone": review.zone,
        "first": str(review.first), "last": str(review.last), "planned_on": None, "pack_due": None, "postponed": 0,
        "held_on": None, "reason": None, "state": "planned",
    }
    event = apps.get_model("kernel", "EventRow").objects.create(
        source=source, kind="record.created", occurred_at=pack.drafted_at, recorded_at=now, actor=pack.drafted_by,
        via="cli", trace=uuid.uuid4(), facts={"record_kind": "review", "values": values},
    )
    apps.get_model("kernel", "EventObject").objects.create(event=event, object=review.identity, role="record")


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_language_may_be_the_browsers"),
        ("meeting", "0001_initial"),
        ("reviews", "0003_plans_and_reviews"),
    ]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
