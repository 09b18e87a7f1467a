"""Have a data set written out, in a form that other tools read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansei.kernel import jobs
from hansei.kernel.actions import Act, action
from hansei.kernel.errors import NotFound, Refusal
from hansei.kernel.models import Source
from hansei.rooms.mining.events import DataSetExported
from hansei.rooms.mining.models import DataSet

# Form → how its file ends.
ENDINGS: Final = {"ocel_json": "json", "ocel_sqlite": "sqlite", "xes": "xes", "csv": "csv", "parquet": "parquet.zip"}


def exports_of(source: int) -> Path:
    """Where written files wait to be taken; they go with the data set, and with the version they show."""
    return Path(settings.PARQUET_ROOT) / f"source-{source}" / "exports"


@action("data_set.export", label=gettext_lazy("Export"), right="mining.export")
def export_data_set(act: Act, *, source: int, form: str) -> int:
    """Have a data set written as one of OCEL 2.0 (JSON, SQLite), XES, CSV, Parquet; return the job's number."""
    if form not in ENDINGS:
        raise Refusal("export.unknown_form", _("There is no such form."))
    if not DataSet.objects.filter(pk=source, version__gt=0, source__state=Source.State.READY).exists():
        raise NotFound("data_set.not_found", _("There is no such data set."))
    job = jobs.enqueue("mining.export", by=act.by, source=source, form=form)
    act.record(DataSetExported(exported=source, form=form))
    return job.pk
