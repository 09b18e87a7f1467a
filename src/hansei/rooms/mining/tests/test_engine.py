"""The engine that answers pages and reads uploads sees the installation's own folders and nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from django.conf import LazySettings
from ibis.backends.duckdb import Backend

from hansei.rooms.mining import feed


@pytest.fixture
def places(settings: LazySettings, tmp_path: Path) -> Path:
    """Two data sets, an upload and something beside them that is nobody's business, each with a file to read."""
    settings.PARQUET_ROOT = tmp_path / "parquet"
    for folder in ("parquet/source-7", "parquet/source-8", "uploads/extract-1", "beside"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "said.csv").write_text("a\n1\n")
    (tmp_path / "uploads/extract-1/look").mkdir()
    (tmp_path / "parquet/source-7/way-out").symlink_to(tmp_path / "beside")
    return tmp_path


def of_pages(places: Path) -> Backend:
    return feed.connect(7)


def of_uploads(places: Path) -> Backend:
    folder = places / "uploads/extract-1"
    return feed.connect_for(folder, 7, folder / "look")


def read(con: Backend, path: Path | str) -> list[tuple[int]]:
    rows: list[tuple[int]] = con.raw_sql(f"SELECT a FROM read_csv('{path}')").fetchall()
    return rows


def test_pages_read_their_data_set_and_uploads_also_the_delivery(places: Path):
    own, delivered = places / "parquet/source-7/said.csv", places / "uploads/extract-1/said.csv"
    assert read(of_pages(places), own) == [(1,)]
    assert read(of_uploads(places), own) == read(of_uploads(places), delivered) == [(1,)]
    with pytest.raises(duckdb.PermissionException):
        read(of_pages(places), delivered)


@pytest.mark.parametrize("opened", [of_pages, of_uploads])
@pytest.mark.parametrize(
    "attempt",
    [
        "SELECT * FROM read_csv('{places}/beside/said.csv')",
        "SELECT * FROM read_csv('{places}/parquet/source-7/../../beside/said.csv')",
        "SELECT * FROM read_csv('{places}/parquet/source-7/way-out/said.csv')",
        "SELECT * FROM read_csv('{places}/parquet/source-8/said.csv')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_csv('http://127.0.0.1:1/said.csv')",
        "COPY (SELECT 1) TO '{places}/beside/written.csv'",
        "ATTACH '{places}/beside/made.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
    ],
)
def test_nothing_else_of_the_machine_or_the_network(places: Path, opened: object, attempt: str):
    con = opened(places)  # type: ignore[operator]
    with pytest.raises((duckdb.PermissionException, duckdb.IOException), match=r"disabled|denied|Permission"):
        con.raw_sql(attempt.format(places=places)).fetchall()
    assert sorted(file.name for file in (places / "beside").iterdir()) == ["said.csv"]


@pytest.mark.parametrize(
    "setting",
    [
        "enable_external_access = true",
        "allowed_directories = ['/']",
        "memory_limit = '90GB'",
        "TimeZone = 'Asia/Tokyo'",
    ],
)
def test_no_setting_is_changed_afterwards(places: Path, setting: str):
    for con in (of_pages(places).con, of_pages(places).con.cursor()):
        with pytest.raises(duckdb.InvalidInputException, match=r"locked|while database is running"):
            con.execute(f"SET {setting}")


@pytest.mark.slow
def test_what_does_not_fit_is_spilled_all_the_same(places: Path, settings: LazySettings):
    settings.ENGINE_MEMORY = "60MB"
    con = of_pages(places)
    said = " || ".join(f"hash(range + {each})::VARCHAR" for each in range(3))
    con.raw_sql(f"CREATE TABLE sorted AS SELECT {said} AS said FROM range(1500000) ORDER BY said").fetchall()
    spilled = con.raw_sql("SELECT sum(size) FROM duckdb_temporary_files()").fetchall()[0][0]
    assert spilled > 10_000_000
    assert con.raw_sql("SELECT count(*) FROM sorted").fetchall() == [(1_500_000,)]


def test_every_cursor_reads_instants_in_utc(places: Path):
    con = of_pages(places).con
    for each in (con, con.cursor()):
        assert each.execute("SELECT current_setting('TimeZone')").fetchall() == [("UTC",)]
