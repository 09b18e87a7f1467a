"""What this room does when a person is erased: names in formulas, entered values and noted reasons become pseudonyms.

Titles and the other texts of metrics, concerns and collectors are rewritten with those of every record.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hansei.kernel import triggers
from hansei.kernel.erasure import Erasing, eraser, rewriting
from hansei.rooms.measures.models import (
    Appraisal,
    CheckPoint,
    CollectionRun,
    DashboardShare,
    EnteredValue,
    FormulaVersion,
    InformationCheck,
)

# model -> its fields that people write into, and whether the database protects its rows
WRITTEN: tuple[tuple[Any, tuple[str, ...], bool], ...] = (
    (FormulaVersion, ("formula",), True),
    (EnteredValue, ("source", "reason"), True),
    (CollectionRun, ("error",), False),
    (CheckPoint, ("text",), False),
    (InformationCheck, ("basis",), False),
    (Appraisal, ("purpose", "reason"), False),
    (DashboardShare, ("reason",), False),
)
for _model, _fields, _protected in WRITTEN:
    rewriting.wipe_too(_model._meta.db_table)


@eraser
def erase(erasing: Erasing) -> None:
    """Rewrite what names the person; figures, days and codes stay."""
    for model, fields, is_protected in WRITTEN:
        # Number by number: SQLite changes no table's rules while a query on it is open.
        for pk in list(model.objects.order_by("pk").values_list("pk", flat=True)):
            erasing.report()
            _rewrite(erasing, model.objects.get(pk=pk), fields, is_protected)


def _rewrite(erasing: Erasing, found: Any, fields: tuple[str, ...], is_protected: bool) -> None:
    values = {name: getattr(found, name) for name in fields}
    now = {
        name: erasing.finder.json(value) if isinstance(value, dict) else erasing.finder.text(value)
        for name, value in values.items()
    }
    if now == values:
        return
    for name, value in now.items():
        setattr(found, name, value)
    with transaction.atomic():
        if is_protected:
            with triggers.rewriting(found._meta.db_table):
                found.save(update_fields=list(fields))
        else:
            found.save(update_fields=list(fields))
