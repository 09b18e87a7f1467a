"""What this room does when a person is erased: names in evidence and in outputs become pseudonyms.

Statements, reasons and the other texts of records are rewritten with those of every record.
"""

from __future__ import annotations

from hansei.kernel.erasure import Erasing, eraser
from hansei.rooms.goals.models import Contribution, Output


@eraser
def erase(erasing: Erasing) -> None:
    """Rewrite what was written beside a tie or named as an output."""
    for tie in list(Contribution.objects.exclude(evidence="").only("pk", "evidence")):
        erasing.report()
        if (text := erasing.finder.text(tie.evidence)) != tie.evidence:
            Contribution.objects.filter(pk=tie.pk).update(evidence=text)
    for output in list(Output.objects.only("pk", "name")):
        erasing.report()
        if (text := erasing.finder.text(output.name)) != output.name:
            Output.objects.filter(pk=output.pk).update(name=text)
