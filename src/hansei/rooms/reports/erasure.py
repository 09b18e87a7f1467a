"""What this room does when a person is erased: addresses of receipts go, names in frozen figures become pseudonyms."""

from __future__ import annotations

from django.db import transaction

from hansei.kernel import triggers
from hansei.kernel.erasure import Erasing, eraser, rewriting
from hansei.rooms.reports.models import Receipt, Snapshot

TABLE = "reports_snapshot"
rewriting.wipe_too(TABLE, "reports_receipt")


@eraser
def erase(erasing: Erasing) -> None:
    """Rewrite addresses and snapshots; a seal that fitted fits again, one that was broken stays so."""
    for receipt in Receipt.objects.exclude(email="").iterator(chunk_size=500):
        erasing.report()
        other = erasing.finder.text(receipt.email)
        if other != receipt.email:
            Receipt.objects.filter(pk=receipt.pk).update(email=f"erased-{receipt.pk}@erased.invalid", account=None)
    # Number by number: SQLite changes no table's rules while a query on it is open.
    for pk in list(Snapshot.objects.order_by("pk").values_list("pk", flat=True)):
        erasing.report()
        found = Snapshot.objects.get(pk=pk)
        content, cases = erasing.finder.json(found.content), erasing.finder.json(found.cases)
        if (content, cases) == (found.content, found.cases):
            continue
        was_intact, found.content, found.packed_cases = found.is_intact, content, Snapshot.packed(cases)
        found.seal = found.sealed() if was_intact else found.seal
        with transaction.atomic(), triggers.rewriting(TABLE):
            found.save(update_fields=["content", "packed_cases", "seal"])
