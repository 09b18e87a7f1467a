"""What this block does when a person is erased: a name written into a checklist becomes a pseudonym.

Tasks and answers are revisions and are rewritten with those. This module is imported where the pages are declared.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from hansei.blocks.checklist.models import Checklist, Task, Wording
from hansei.kernel import triggers
from hansei.kernel.erasure import Erasing, eraser, rewriting
from hansei.kernel.models import Identity

TABLE = "checklist_wording"
rewriting.wipe_too(TABLE)


@eraser
def erase(erasing: Erasing) -> None:
    """Rewrite the edited texts."""
    with transaction.atomic(), triggers.rewriting(TABLE):
        rewriting.rewrite_json(Wording.objects.all(), ("items",), erasing.finder)


def forget(records: QuerySet[Identity]) -> None:
    """Delete the lists of records that go with their removable source."""
    Task.objects.filter(checklist__record__in=records.values("pk")).delete()
    Checklist.objects.filter(record__in=records.values("pk")).delete()
