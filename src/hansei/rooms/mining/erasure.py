"""What this room does when a person is erased: uploads, what is said about extracts, and every version of Parquet.

Uploaded originals go as soon as they are imported. One that waits for its import is thrown away at an erasure: whether
a packed workbook holds a name cannot be told without importing it, and whoever uploaded it still has it. So is one
whose import stopped; where rows of it stand in a data set in use, the import goes on from what it has laid out.
"""

from __future__ import annotations

import shutil

import pyarrow as pa
from django.db.models import Q
from ibis.backends.duckdb import Backend
from ibis.expr.types import Table

from hansei.analytics.log import Log
from hansei.kernel import jobs
from hansei.kernel.actions import Act
from hansei.kernel.erasure import Erasing, eraser, listed, rewriting
from hansei.kernel.erasure.listed import Finder
from hansei.kernel.models import Job, Source
from hansei.rooms.mining import feed
from hansei.rooms.mining.actions.imports import folder_of, paths_of
from hansei.rooms.mining.actions.progress import is_cancellable, take_back
from hansei.rooms.mining.models import DataSet, Extract

# A job that ended badly works on nothing any more, whatever its extract says.
AT_WORK = Q(state=Extract.State.TAKING_IN, job__state__in=[Job.State.QUEUED, Job.State.RUNNING])
WAITING = Q(state__in=[Extract.State.UPLOADED, Extract.State.SIMULATED, Extract.State.FAILED])


@eraser
def erase(erasing: Erasing) -> None:
    """Discard uploads that wait, rewrite what extracts and data sets say, and make each touched version anew."""
    begun = [extract for extract in Extract.objects.exclude(AT_WORK) if not _thrown_away(extract)]
    Extract.objects.filter(WAITING).update(state=Extract.State.DISCARDED)
    said = ("files", "simulation", "counts", "quality", "error")
    rewriting.rewrite_json(Extract.objects.all(), said, erasing.finder)
    rewriting.rewrite_json(DataSet.objects.all(), ("quality",), erasing.finder)
    for model in (Extract, DataSet):
        _rewrite_mappings(model, erasing.finder)
    shown = DataSet.objects.filter(source__state=Source.State.READY, version__gt=0)
    for data_set in shown if erasing.sources is None else shown.filter(pk__in=erasing.sources):
        erasing.report()
        _make_anew(data_set)
    for extract in begun:
        job = jobs.enqueue("mining.take_in", by=None, extract=extract.pk)
        Extract.objects.filter(pk=extract.pk).update(job=job)


def _thrown_away(extract: Extract) -> bool:
    """Leave no file of an extract on the disk, save what is laid out of one that is half in a data set in use."""
    if extract.state == Extract.State.TAKING_IN and not is_cancellable(extract):
        for path in paths_of(extract):
            shutil.rmtree(path.parent, ignore_errors=True)
        return False
    take_back(Act(by=None, via="job"), extract=extract.pk)  # of an import that stopped; nothing otherwise
    shutil.rmtree(folder_of(extract), ignore_errors=True)
    return True


def _rewrite_mappings(model: type[Extract] | type[DataSet], finder: Finder) -> None:
    for row in model._default_manager.exclude(mapping=""):
        if (now := finder.text(row.mapping)) != row.mapping:
            model._default_manager.filter(pk=row.pk).update(mapping=now)


def _make_anew(data_set: DataSet) -> None:
    """Show a version made of the present labels, and leave no older one on the disk.

    A data set into which an extract is being taken gets its next version from that import.
    """
    if data_set.extracts.filter(AT_WORK).exists():
        return
    version = data_set.version + 1
    feed.make_version(data_set, version)
    if DataSet.objects.filter(pk=data_set.pk, version=data_set.version).update(version=version):
        feed.drop_other(data_set.pk, version)


def pseudonymised(con: Backend, log: Log) -> None:
    """Rewrite a freshly read log in place, so that a later extract brings nobody back and changes nothing."""
    finder = listed.finder()
    if not finder:
        return
    for table in log.tables.values():
        for column, kind in table.schema().items():
            if kind.is_string():
                _rewrite_column(con, table, column, finder)


def _rewrite_column(con: Backend, table: Table, column: str, finder: Finder) -> None:
    texts = con.to_pyarrow(table.select(column).distinct())[column].drop_null().to_pylist()
    changed = [(was, now) for was in sorted(texts) if (now := finder.text(was)) != was]
    if not changed:
        return
    arriving = pa.table({"was": [was for was, _ in changed], "now": [now for _, now in changed]})
    con.con.register("erased", arriving)
    name = table.get_name()
    con.raw_sql(f'UPDATE "{name}" SET "{column}" = erased."now" FROM erased WHERE "{name}"."{column}" = erased."was"')
    con.con.unregister("erased")
