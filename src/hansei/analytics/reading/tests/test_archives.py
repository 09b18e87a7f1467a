"""Archives of several files, and several files at once: what belongs together is read as what it is."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pyarrow.parquet as pq

from hansei.analytics.mapping import infer
from hansei.analytics.reading import open_raw
from hansei.analytics.shaping import shape_and_count, simulate

HEAD = "number,state,opened_at,sys_updated_at\n"


def packed(folder: Path, **files: str) -> Path:
    path = folder / "exports.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"delivery/{name.replace('_', '-')}.csv", text)
        archive.writestr("__MACOSX/delivery/._x.csv", "litter")
    return path


def row(number: int, state: str, day: str) -> str:
    return f"INC{number},{state},2025-01-02 09:00,2025-{day} 09:00\n"


def test_monthly_extracts_are_one_table_in_the_order_of_their_months(tmp_path: Path) -> None:
    shared = row(2, "Late", "01-31") + row(2, "Late", "01-31")
    path = packed(
        tmp_path,
        incidents_10=HEAD + shared + row(2, "Done", "02-10") + row(3, "New", "soon"),
        incidents_9=HEAD + row(1, "New", "01-02") + row(1, "Done", "01-03") + row(2, "New", "01-30") + shared,
    )
    raw = open_raw([path], folder=tmp_path)
    assert {name: table.count().execute() for name, table in raw.tables.items()} == {"incidents": 9}
    assert [piece.file for piece in raw.pieces["incidents"]] == [
        "exports.zip/incidents-9.csv", "exports.zip/incidents-10.csv",
    ]  # fmt: skip
    mapping = infer(raw)
    log, told = shape_and_count(raw.con, raw, mapping, refused=tmp_path / "refused.parquet")
    # Both extracts tell INC2's last day of January, twice each: twice it happened.
    assert (told.rows, told.accepted, told.cases, log.events.count().execute()) == (9, 6, 2, 6)
    assert {each.code: each.n for each in told.reasons} == {"row.in_earlier_file": 2, "row.unreadable_instant": 1}
    kept = pq.read_table(tmp_path / "refused.parquet").to_pylist()
    assert [(each["_file"], each["_line"]) for each in kept] == [("exports.zip/incidents-10.csv", n) for n in (2, 3, 5)]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["exports.zip", "refused.parquet"]


def test_issues_and_their_change_log_come_in_one_archive(tmp_path: Path) -> None:
    issues = "".join(f"P-{n},Broken {n},2025-01-0{n} 09:00\n" for n in (1, 2, 3))
    changes = "".join(
        f"P-{n},2025-01-0{n + d} 10:00,status,{was},{now}\n"
        for n in (1, 2, 3) for d, was, now in ((1, "Open", "Active"), (2, "Active", "Resolved"))
    )  # fmt: skip
    path = packed(
        tmp_path,
        issues="issue key,summary,created\n" + issues,
        changelog="issue key,created,field,from,to\n" + changes,
    )
    raw = open_raw([path], folder=tmp_path)
    mapping = infer(raw)
    assert mapping.shape == "tickets_and_changes"
    assert simulate(raw, mapping).cases == 3


def test_a_folder_of_ocel_tables_is_one_log(tmp_path: Path) -> None:
    path = packed(
        tmp_path,
        events="ocel:eid,ocel:timestamp,ocel:activity,ocel:type:order,ocel:type:item\n"
        "e1,2025-01-02 09:00:00,place,\"['o1']\",\"['i1','i2']\"\ne2,2025-01-03 09:00:00,pay,\"['o1']\",\n",
        objects="ocel:oid,ocel:type,weight\no1,order,\ni1,item,5\ni2,item,7\n",
        relations="ocel:oid,ocel:oid_2,ocel:qualifier\no1,i1,holds\n",
    )
    raw = open_raw([path], folder=tmp_path)
    assert raw.base is not None
    assert {name: raw.base[name].count().execute() for name in ("events", "objects", "links")} == {
        "events": 2, "objects": 3, "links": 1,
    }  # fmt: skip
    weights = raw.base["object_values"].to_pyarrow().to_pylist()
    assert sorted((each["name"], each["type"], each["value"]) for each in weights) == [
        ("weight", "integer", "5"), ("weight", "integer", "7"),
    ]  # fmt: skip
