"""What this room does when a person is erased: names in what was frozen for a baseline become pseudonyms.

Title, idea and the other texts of an improvement are rewritten with those of every record. A baseline's rule names
values of the data, and one may hold a person's name; its weeks are figures and stay.
"""

from __future__ import annotations

from django.db import transaction

from hansei.kernel import triggers
from hansei.kernel.erasure import Erasing, eraser, rewriting
from hansei.rooms.improvement.models import Baseline

TABLE = "improvement_baseline"
rewriting.wipe_too(TABLE)


@eraser
def erase(erasing: Erasing) -> None:
    """Rewrite rule and mix; a seal that fitted fits again, one that was broken stays so."""
    # Number by number: SQLite changes no table's rules while a query on it is open.
    for pk in list(Baseline.objects.order_by("pk").values_list("pk", flat=True)):
        erasing.report()
        found = Baseline.objects.get(pk=pk)
        measure, mix = erasing.finder.text(found.measure), erasing.finder.json(found.mix)
        if (measure, mix) == (found.measure, found.mix):
            continue
        was_intact, found.measure, found.mix = found.is_intact, measure, mix
        found.seal = found.sealed() if was_intact else found.seal
        with transaction.atomic(), triggers.rewriting(TABLE):
            found.save(update_fields=["measure", "mix", "seal"])
