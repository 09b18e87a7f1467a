"""What was answered before is written anew: no row shares its transaction, place or week with an invitation any more.

Where a survey has fewer than five answers they go back into its ballot box and are counted with those to come.
"""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import date
from typing import Any

from django.db import migrations
from django.db.models import F

from hansei.blocks.ballot.sealing import seal

FEWEST, ANSWERS_SIZE = 5, 1024


def merged(weeks: Counter[date]) -> dict[date, date]:
    """Return under which week the answers of each week stand: that in which five or more are together.

    The last few join the group before them.
    """
    group: list[date] = []
    stands: dict[date, date] = {}
    last: date | None = None
    for week in sorted(weeks):
        group.append(week)
        if sum(weeks[each] for each in group) >= FEWEST:
            stands |= dict.fromkeys(group, week)
            group, last = [], week
    return stands | dict.fromkeys(group, last or max(weeks))


def write_anew(apps: Any, _schema: Any) -> None:
    Survey, Invitation, Mail = (apps.get_model("survey", name) for name in ("Survey", "Invitation", "SurveyMail"))
    for survey in Survey.objects.order_by("pk"):
        for name in ("Response", "Remark"):
            model = apps.get_model("survey", name)
            rows = list(model.objects.filter(survey=survey))
            stands = merged(Counter(each.week for each in rows)) if rows else {}
            secrets.SystemRandom().shuffle(rows)
            model.objects.filter(survey=survey).delete()
            for each in rows:
                each.pk, each.week = secrets.randbelow(2**62) + 1, stands[each.week]
            if name == "Response" and 0 < len(rows) < FEWEST:
                put_back(apps, survey.pk, rows)
            else:
                model.objects.bulk_create(rows, batch_size=500)
    Invitation.objects.update(day=F("day"))
    Mail.objects.filter(email="").update(seed="")
    for mail in Mail.objects.exclude(email="").order_by("pk"):
        Mail.objects.filter(pk=mail.pk).update(seed=secrets.token_urlsafe(16))


def put_back(apps: Any, survey: int, rows: list[Any]) -> None:
    box, _made = apps.get_model("ballot", "Box").objects.get_or_create(pk=f"survey.answers:{survey}")
    for each in rows:
        sealed = seal({"day": each.week.isoformat(), "said": each.answers}, ANSWERS_SIZE)
        apps.get_model("ballot", "Ballot").objects.create(box=box, sealed=sealed)


class Migration(migrations.Migration):
    dependencies = [("survey", "0003_nobody_is_known_to_have_answered"), ("ballot", "0001_initial")]

    operations = [migrations.RunPython(write_anew, migrations.RunPython.noop)]
