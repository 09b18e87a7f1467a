"""A data set brought in through the importer itself, for pages and rooms that look at one."""

from __future__ import annotations

import random
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from tests.kept import once

HEAD = (
    "number,state,opened_at,sys_updated_at,assignment_group,assigned_to,priority,cmdb_ci,short_description,close_code,"
    "resolved_at\n"
)
FIRST = datetime.fromisoformat("2024-03-04 00:00:00")
# Without Latin letters, so that a page in the pseudo-language shows only what nobody marked.
PEOPLE = ("Αννα", "Βασω", "Γιωρ", "Δημη", "Ελεν", "Ζωηη", "Ηλια", "Θανο")
WORDS = ("排班批处理停止", "批处理没有结果", "重启排班批处理", "夜间排班卡住")


def story(weeks: int = 60, others: int = 240) -> str:
    """A CSV: one call a week at 19 h, each time somebody else, among calls without any order."""
    dice = random.Random(7)
    rows = []
    for week in range(weeks):
        at = FIRST + timedelta(weeks=week, days=2, hours=19, minutes=dice.randrange(50))
        rows.append((at, "发布" if week % 2 else "排班", PEOPLE[week % 8], "4", "批处理02", WORDS[week % 4], "重启"))
    for other in range(others):
        moment = FIRST + timedelta(minutes=dice.randrange(weeks * 7 * 24 * 60))
        said = f"{dice.choice('一二三四五六七八九')}{dice.choice('甲乙丙丁戊己庚')}{other}"
        rows.append(
            (
                moment,
                dice.choice(("网络", "桌面")),
                dice.choice(PEOPLE),
                "3",
                f"设备{other % 70}",
                said,
                f"办法{other % 30}",
            )
        )
    return HEAD + "".join(_lines(number, row) for number, row in enumerate(sorted(rows), 1))


def _lines(number: int, row: tuple[datetime, str, str, str, str, str, str]) -> str:
    at, team, person, priority, item, said, fix = row
    done = at + timedelta(minutes=40)
    first = f"INC{number},New,{at},{at},{team},{person},{priority},{item},{said},,\n"
    return first + f"INC{number},Resolved,{at},{done},{team},{person},{priority},{item},{said},{fix},{done}\n"


def import_text(text: str, name: str = "服务") -> int:
    """Upload the text as a file, take it in as its inferred mapping says, scan it; return the source."""
    from hansei.analytics.mapping import infer, to_yaml
    from hansei.analytics.reading import open_raw
    from hansei.kernel import jobs
    from hansei.kernel.actions import Act
    from hansei.rooms.mining.actions import import_extract, upload_extract
    from hansei.rooms.mining.actions.imports import paths_of
    from hansei.rooms.mining.models import Extract

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "incidents.csv"
        file.write_text(text)
        pk = upload_extract(Act(by=None, via="cli"), files=[("incidents.csv", str(file))])
        scratch = Path(folder) / "scratch"
        scratch.mkdir()
        mapping = to_yaml(infer(open_raw(paths_of(Extract.objects.get(pk=pk)), folder=scratch)))
    import_extract(Act(by=None, via="cli"), extract=pk, mapping=mapping, name=name)
    while jobs.work_once():
        pass
    extract = Extract.objects.get(pk=pk)
    assert extract.state == Extract.State.DONE, extract.error or (extract.job and extract.job.error)
    assert extract.data_set_id is not None
    return int(extract.data_set_id)


def story_imported() -> int:
    """The source of the story. On a database that is still empty it is there in a moment (tests/kept.py)."""
    from hansei.kernel.models import EventRow
    from hansei.rooms.mining.models import DataSet

    known = DataSet.objects.filter(source__name="服务", version__gt=0).first()
    if known is not None:
        return int(known.pk)
    return import_text(story()) if EventRow.objects.exists() else once("story", lambda: import_text(story()))
