from __future__ import annotations

from pathlib import Path

import pytest

from hansei.doors.analyse.output import CannotWrite, all_whole, refuse_inputs


def test_files_take_their_places_together(tmp_path: Path) -> None:
    paths = [tmp_path / "a.html", tmp_path / "b.json"]
    with all_whole(paths) as drafts:
        for path in paths:
            drafts[path].write_text(path.name)
            assert not path.exists()
    assert [path.read_text() for path in paths] == ["a.html", "b.json"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.html", "b.json"]


def test_a_failed_run_leaves_what_was_there(tmp_path: Path) -> None:
    kept = tmp_path / "report.html"
    kept.write_text("before")

    def fail() -> None:
        with all_whole([kept]) as drafts:
            drafts[kept].write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert kept.read_text() == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    given = tmp_path / "incidents.csv"
    given.write_text("number\n")
    with pytest.raises(CannotWrite, match=r"incidents\.csv"):
        refuse_inputs([tmp_path / "." / "incidents.csv"], [given])


def test_two_outputs_need_two_names(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        refuse_inputs([tmp_path / "out", tmp_path / "out"], [])


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="does not exist"):
        refuse_inputs([tmp_path / "missing" / "report.html"], [])
