"""What this room does when a person is erased: names in what was frozen for a baseline become pseudonyms.

Title, idea and the other texts of an improvement are rewritten with those of every record. A baseline's rule names
values of the data, and one may hold a person's name; its weeks are figures and stay.
"""

from __future__ import annotations

from django.db import transaction

from hansei.kernel import triggers
from hansei.kernel.erasure import Erasing, eraser, rewriting
from hansei.rooms.improvement.models import Baseline, CustomerReport, Frozen

TABLE = "improvement_baseline"
REPORTS = "improvement_customerreport"
FROZEN = "improvement_frozen"
rewriting.wipe_too(TABLE, REPORTS, FROZEN)


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


@eraser
def erase_from_reports(erasing: Erasing) -> None:
    """Rewrite a name in what a customer was told; a seal that fitted fits again."""
    for pk in list(CustomerReport.objects.order_by("pk").values_list("pk", flat=True)):
        erasing.report()
        found = CustomerReport.objects.get(pk=pk)
        was = (found.contents, found.title, found.recipient)
        now = (erasing.finder.json(found.contents), *(erasing.finder.text(each) for each in was[1:]))
        if now == was:
            continue
        was_intact = found.seal == found.sealed()
        found.contents, found.title, found.recipient = now
        found.seal = found.sealed() if was_intact else found.seal
        with transaction.atomic(), triggers.rewriting(REPORTS):
            found.save(update_fields=["contents", "title", "recipient", "seal"])


@eraser
def erase_from_papers(erasing: Erasing) -> None:
    """Rewrite a name in what was approved as a plan or report; a seal that fitted fits again."""
    for pk in list(Frozen.objects.order_by("pk").values_list("pk", flat=True)):
        erasing.report()
        found = Frozen.objects.get(pk=pk)
        content = erasing.finder.json(found.content)
        if content == found.content:
            continue
        was_intact, found.content = found.is_intact, content
        found.seal = found.sealed() if was_intact else found.seal
        with transaction.atomic(), triggers.rewriting(FROZEN):
            found.save(update_fields=["content", "seal"])
