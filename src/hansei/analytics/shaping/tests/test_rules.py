"""Hand-made sources of which every answer is known."""

from __future__ import annotations

from pathlib import Path

from hansei.analytics.log import Log
from hansei.analytics.mapping import infer
from hansei.analytics.measures.flow import work_in_progress
from hansei.analytics.quality import quality
from hansei.analytics.reading import open_raw
from hansei.analytics.shaping import difference, shape_and_count
from hansei.analytics.shaping.tests.exports import rows
from hansei.analytics.shaping.tests.files import opened_text, shaped_text

UPDATES = (
    "Ticket;Geändert am;Status;Bearbeitergruppe;Priorität;Ersteller\n"
    "A-1;01.02.2024 10:00;Neu;Desk;Hoch;Ben\n"
    "A-1;01.02.2024 11:00;In Bearbeitung;Netz;Hoch;Ben\n"
    "A-1;13.02.2024 12:00;Gelöst;Desk;Mittel;Ben\n"
    "A-2;02.02.2024 09:00;Neu;Desk;Niedrig;?\n"
    "A-2;02.02.2024 09:30;Rückfrage Kunde;Desk;Niedrig;?\n"
)
LATER = UPDATES.replace("A-2;02.02.2024 09:30;Rückfrage Kunde;Desk;Niedrig;?\n", "") + (
    "A-2;02.02.2024 09:30;Rückfrage Kunde;Netz;Niedrig;?\n"
    "A-2;14.02.2024 09:30;Gelöst;Desk;Hoch;?\n"
    "A-3;14.02.2024 10:00;Neu;Desk;Hoch;Eva\n"
)


def test_german_updates_are_understood_and_read_in_their_zone(tmp_path: Path) -> None:
    mapping, log, simulation = shaped_text(tmp_path, UPDATES, zone="Europe/Berlin")
    assert (mapping.shape, mapping.zone) == ("updates", "Europe/Berlin")
    assert mapping.phases == {
        "Neu": "new", "In Bearbeitung": "active", "Gelöst": "resolved", "Rückfrage Kunde": "waiting_user",
    }  # fmt: skip
    assert (simulation.rows, simulation.accepted, simulation.cases, simulation.events) == (5, 5, 2, 5)
    assert rows(log, "SELECT key, priority, priority_rank, requester, team, is_open FROM {cases} ORDER BY key") == [
        ("A-1", "Mittel", 3, "Ben", "Desk", False),
        ("A-2", "Niedrig", 4, None, "Desk", True),
    ]
    steps = rows(log, 'SELECT position, state, phase, CAST(s."at" AS VARCHAR), team FROM {steps} s ORDER BY "case", 1')
    assert steps[:3] == [
        (1, "Neu", "new", "2024-02-01 09:00:00", "Desk"),
        (2, "In Bearbeitung", "active", "2024-02-01 10:00:00", "Netz"),
        (3, "Gelöst", "resolved", "2024-02-13 11:00:00", "Desk"),
    ]


def test_a_changing_value_is_kept_with_its_instant_and_a_final_one_without(tmp_path: Path) -> None:
    _, log, _ = shaped_text(tmp_path, UPDATES)
    query = (
        'SELECT k.key, v.name, v.value, CAST(v."at" AS VARCHAR) FROM {object_values} v JOIN {objects} k '
        "ON k.object = v.object WHERE name IN ('priority', 'requester') ORDER BY ALL"
    )
    assert rows(log, query) == [
        ("A-1", "priority", "Hoch", "2024-02-01 10:00:00"),
        ("A-1", "priority", "Mittel", "2024-02-13 12:00:00"),
        ("A-1", "requester", "Ben", None),
        ("A-2", "priority", "Niedrig", "2024-02-02 09:00:00"),
    ]


def two_logs(folder: Path, first: str, second: str) -> tuple[Log, Log]:
    raw = opened_text(folder, first, "first.csv")
    path = folder / "second.csv"
    path.write_text(second)
    later = open_raw([path], folder=folder, con=raw.con)
    return (
        shape_and_count(raw.con, raw, infer(raw))[0],
        shape_and_count(raw.con, later, infer(later))[0],
    )


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    found = difference(*two_logs(tmp_path, UPDATES, UPDATES))
    assert found.is_empty
    assert (found.unchanged, found.changed, found.vanished) == (2, 0, 0)


def test_a_later_extract_adds_corrects_and_closes(tmp_path: Path) -> None:
    found = difference(*two_logs(tmp_path, UPDATES, LATER))
    assert (found.added_events, found.new_cases, found.closed, found.reopened) == (2, 1, 1, 0)
    assert (found.changed, found.unchanged, found.changed_after, found.vanished) == (1, 1, 0, 0)
    con = found.added.get_backend()
    assert con.raw_sql(f"SELECT key, activity FROM {found.added.get_name()} ORDER BY event").fetchall() == [
        ("A-2", "Gelöst"),
        ("A-3", "Neu"),
    ]
    assert con.raw_sql(f"SELECT * FROM {found.corrected.get_name()}").fetchall() == [
        ("A-2", "priority", "Niedrig", "Hoch")
    ]
    corrected = con.raw_sql(f"SELECT key, name, was, now FROM {found.corrected_events.get_name()}").fetchall()
    assert corrected == [("A-2", "team", "Desk", "Netz")]


def test_a_later_extract_of_the_last_rows_only_adds_only_what_is_new(tmp_path: Path) -> None:
    header, *lines = LATER.splitlines(keepends=True)
    window = header + "".join(line for line in lines if line.startswith(("A-2", "A-3")))
    found = difference(*two_logs(tmp_path, UPDATES, window))
    assert (found.added_events, found.new_cases, found.closed, found.vanished) == (2, 1, 1, 0)


def test_only_an_extract_that_ends_earlier_as_a_whole_overrules_nothing(tmp_path: Path) -> None:
    """A-1 is told less far by both; what the newer file says of it holds all the same."""
    header, first, second, _third, *others = UPDATES.splitlines(keepends=True)
    shorter = header + first.replace("Hoch", "Niedrig") + second.replace("Hoch", "Niedrig")
    assert difference(*two_logs(tmp_path, UPDATES, shorter + "".join(others))).overruled == 1
    newer = difference(*two_logs(tmp_path, UPDATES, shorter + "A-3;14.02.2024 10:00;Neu;Desk;Hoch;Eva\n"))
    assert (newer.overruled, newer.corrected_fields) == (0, 1)


def test_a_case_that_changes_after_it_ended_is_named(tmp_path: Path) -> None:
    again = UPDATES + "A-1;20.02.2024 12:00;Wiedereröffnet;Netz;Mittel;Ben\n"
    found = difference(*two_logs(tmp_path, UPDATES, again))
    assert (found.added_events, found.changed_after, found.reopened) == (1, 1, 1)


def test_equal_instants_keep_the_order_of_the_file_also_when_the_newest_stands_first(tmp_path: Path) -> None:
    lines = [
        "T1;2024-02-01 10:00;New", "T1;2024-02-01 11:00;Assigned", "T1;2024-02-01 11:00;In progress",
        "T1;2024-02-01 12:00;Resolved", "T2;2024-02-01 10:30;New", "T2;2024-02-01 11:30;Assigned",
        "T2;2024-02-01 11:30;In progress", "T2;2024-02-01 12:30;Resolved",
    ]  # fmt: skip
    header = "Ticket;Updated;State\n"
    wanted = ["New", "Assigned", "In progress", "Resolved"] * 2
    for name, told in (("forth", lines), ("back", lines[::-1])):
        folder = tmp_path / name
        folder.mkdir()
        _, log, simulation = shaped_text(folder, header + "\n".join(told) + "\n")
        assert [
            row[0]
            for row in rows(
                log, 'SELECT s.state FROM {steps} s JOIN {cases} c ON c."case" = s."case" ORDER BY c.key, position'
            )
        ] == wanted
        (order,) = simulation.orders.values()
        assert (order.newest_first, order.equal, order.back) == (name == "back", 2, 0)


def test_rows_that_cannot_be_placed_are_refused_with_reason_line_and_repair(tmp_path: Path) -> None:
    text = (
        "Ticket;Updated;State;Note\n"
        'T1;2024-02-01 10:00;New;"two\nlines"\n'
        ";2024-02-01 11:00;New;x\n"
        "T1;?;Active;x\n"
        "T1;2024-02-31 12:00;Active;x\n"
        "T1;2024-02-01 13:00;Resolved;x\n"
        "T2;2024-02-01 13:00;New;x\n"
        "T2;2024-02-01 14:00;Active;x\n"
    )
    _, _, simulation = shaped_text(tmp_path, text)
    assert (simulation.rows, simulation.accepted, simulation.rejected) == (7, 4, 3)
    assert [(r.code, r.n, r.repair, r.examples[0].line) for r in simulation.reasons] == [
        ("row.no_case", 1, "row.fill_the_case", 4),
        ("row.no_instant", 1, "row.fill_the_instant", 5),
        ("row.unreadable_instant", 1, "row.check_the_date_order", 6),
    ]


def test_quality_names_each_fault_and_what_it_distorts(tmp_path: Path) -> None:
    _, log, simulation = shaped_text(
        tmp_path,
        "Ticket;Updated;State;Assignment group;CI\n"
        "T1;2024-02-01 10:00;New;Desk;?\n"
        "T1;2024-02-01 10:00;New;Desk;?\n"
        "T1;2024-02-01 09:00;Blue;Desk;srv  1\n"
        "T2;2024-02-01 11:00;New;;?\n"
        "T2;2024-02-01 12:00;Resolved;;?\n",
    )
    notes = {note.code + str(note.figures.get("field", "")): note for note in quality(log, simulation)}
    assert (notes["duplicated_rows"].n, notes["duplicated_rows"].share) == (1, 0.2)
    assert notes["out_of_order"].n == 1
    assert "directly_follows" in notes["out_of_order"].distorts
    assert notes["unknown_states"].figures["states"] == ("Blue",)
    assert (notes["still_open"].n, notes["missing_valuesteam"].n, notes["missing_valuesci"].n) == (1, 1, 1)
    assert notes["missing_valuesteam"].distorts[0] == "hand_offs"
    assert (notes["missing_words"].n, notes["doubled_blanks"].n) == (4, 1)


def test_a_fault_of_most_cases_comes_before_one_row_that_touches_more_measures(tmp_path: Path) -> None:
    rows = "".join(f"T{n};2024-02-{n:02} 10:00;New;?\nT{n};2024-02-{n:02} 12:00;Closed;?\n" for n in range(1, 20))
    text = "Ticket;Updated;State;CI\n" + rows + "T20;2024-02-20 12:00;New;srv\nT20;2024-02-20 10:00;Closed;srv\n"
    _, log, simulation = shaped_text(tmp_path, text)
    notes = quality(log, simulation)
    codes = [note.code + str(note.figures.get("field", "")) for note in notes]
    once = notes[codes.index("out_of_order")]
    often = notes[codes.index("missing_valuesci")]
    assert len(once.distorts) > len(often.distorts)
    assert codes.index("missing_valuesci") < codes.index("out_of_order")


def test_chinese_and_russian_columns_are_understood(tmp_path: Path) -> None:
    chinese = (
        "工单编号,创建时间,解决时间,状态,处理组,优先级,标题\n"
        "REQ-1,2024年2月1日 10:00,2024年2月1日 12:00,已解决,网络组,高,打印机无法打印\n"
        "REQ-2,2024年2月2日 10:00,,处理中,网络组,低,邮箱登录失败了\n"
    )
    russian = (
        "Номер заявки;Дата создания;Дата решения;Статус;Рабочая группа;Приоритет;Тема\n"
        "З-1;01.02.2024 10:00;01.02.2024 12:00;Решена;Сеть;Высокий;Не работает принтер\n"
        "З-2;13.02.2024 10:00;;В работе;Сеть;Низкий;Нет доступа к почте\n"
    )
    for name, text in (("zh", chinese), ("ru", russian)):
        folder = tmp_path / name
        folder.mkdir()
        mapping, log, simulation = shaped_text(folder, text)
        assert (mapping.unknown_states, simulation.open_at_end) == ((), 1)
        query = (
            "SELECT epoch(resolved_at - reported_at) / 3600, team IS NOT NULL, priority_rank, title IS NOT NULL "
            "FROM {cases} ORDER BY key LIMIT 1"
        )
        assert rows(log, query) == [(2.0, True, 2, True)]


def test_one_file_with_issue_and_change_in_each_row(tmp_path: Path) -> None:
    text = (
        "Issue key,Summary,Created,Change created,Author,Field,From,To\n"
        "AB-1,Printer,2024-02-01 10:00,2024-02-01 11:00,ann,status,Open,In Progress\n"
        "AB-1,Printer,2024-02-01 10:00,2024-02-01 12:00,ann,priority,Low,High\n"
        "AB-1,Printer,2024-02-01 10:00,2024-02-01 13:00,ann,status,In Progress,Resolved\n"
        "AB-2,Mail,2024-02-02 10:00,2024-02-02 11:00,ben,status,Open,Resolved\n"
        "AB-2,Mail,2024-02-02 10:00,2024-02-02 12:00,ben,status,Resolved,Reopened\n"
    )
    mapping, log, _ = shaped_text(tmp_path, text)
    assert mapping.shape == "changes"
    assert rows(log, 'SELECT activity, state, phase FROM {steps} WHERE "case" = 1 ORDER BY position') == [
        ("opened", "opened", "new"),
        ("In Progress", "In Progress", "active"),
        ("priority", "In Progress", "active"),
        ("Resolved", "Resolved", "resolved"),
    ]
    assert rows(log, "SELECT key, title, priority, is_open FROM {cases} ORDER BY key") == [
        ("AB-1", "Printer", "High", False),
        ("AB-2", "Mail", None, True),
    ]


COUNTED = """Ticket,Updated,Update number,State,Team
T1,2024-02-01 10:00,0,New,Desk
T1,2024-02-01 10:30,2,Active,Desk
T1,2024-02-01 11:00,1,Active,Network
T1,2024-02-01 12:00,3,Resolved,Desk
T2,2024-02-01 10:00,1,Active,Network
T2,2024-02-01 10:00,0,New,Desk
T2,2024-02-01 12:00,2,Resolved,Network
"""
STEADY = "".join(f"S{n},2024-02-01 10:00,0,New,Desk\nS{n},2024-02-01 11:00,1,Resolved,Desk\n" for n in range(30))


def turns(log: Log, key: str) -> list[tuple[object, ...]]:
    told = 'SELECT s.team, s.turn FROM {steps} s JOIN {cases} c ON c."case" = s."case" '
    return rows(log, told + f"WHERE c.key = '{key}' ORDER BY position")


def test_equal_instants_go_by_the_sources_own_count_of_updates(tmp_path: Path) -> None:
    log = shaped_text(tmp_path, COUNTED + STEADY)[1]
    assert turns(log, "T2") == [("Desk", 1), ("Network", 2), ("Network", 3)]


def test_a_clock_that_contradicts_the_count_of_updates_keeps_the_path_and_gives_the_count_the_turns(
    tmp_path: Path,
) -> None:
    _, log, simulation = shaped_text(tmp_path, COUNTED + STEADY)
    assert turns(log, "T1") == [("Desk", 1), ("Desk", 3), ("Network", 2), ("Desk", 4)]
    (order,) = simulation.orders.values()
    assert (order.numbered, order.contradicted) == (True, 1)


def test_a_count_that_often_goes_back_orders_nothing(tmp_path: Path) -> None:
    log = shaped_text(tmp_path, COUNTED)[1]
    assert turns(log, "T1") == [("Desk", 1), ("Desk", 2), ("Network", 3), ("Desk", 4)]


def test_counts_are_read_as_numbers_are_written_and_none_is_negative(tmp_path: Path) -> None:
    cells = ["1,0", "0,0", "2", "-1", "1.204,0", "1,0"]
    text = "number;opened_at;resolved_at;reassignment_count;worked_hours\n" + "".join(
        f"T{at};2024-01-0{at + 1} 10:00;2024-01-0{at + 1} 12:00;{cell};{'-2' if at == 3 else '1,5'}\n"
        for at, cell in enumerate(cells)
    )
    _, log, simulation = shaped_text(tmp_path, text)
    assert rows(log, "SELECT reassigned, worked_hours FROM {cases} ORDER BY key") == [
        (1, 1.5), (0, 1.5), (2, 1.5), (None, None), (1204, 1.5), (1, 1.5),
    ]  # fmt: skip
    assert {facts.column: facts.unread for facts in simulation.columns if facts.unread} == {
        "reassignment_count": 1, "worked_hours": 1,
    }  # fmt: skip
    notes = {(note.code, note.figures.get("column")): note.n for note in quality(log, simulation)}
    assert notes["unread_cells", "worked_hours"] == 1


def test_an_end_seconds_before_the_beginning_is_an_end(tmp_path: Path) -> None:
    text = "number,opened_at,resolved_at,assignment_group\n" + "".join(
        f"T{at:02d},2024-01-{at:02d} 10:00:20,2024-01-{at:02d} {'10:00:00' if at % 5 else '11:00:00'},A\n"
        for at in range(1, 29)
    )
    _, log, _ = shaped_text(tmp_path, text)
    assert rows(log, "SELECT count(*), count(resolved_at) FROM {cases} WHERE NOT is_open") == [(28, 28)]
    found = work_in_progress(log).execute()
    assert set(found["n"]) == {0}


def test_a_case_that_was_reopened_after_its_end_is_open(tmp_path: Path) -> None:
    text = (
        "number,opened_at,resolved_at,reopened_at\n"
        "A,2024-01-01 10:00,2024-01-02 10:00,2024-01-03 10:00\nB,2024-01-01 10:00,2024-01-04 10:00,2024-01-03 10:00\n"
    )
    _, log, _ = shaped_text(tmp_path, text)
    assert rows(log, "SELECT key, is_open FROM {cases} ORDER BY key") == [("A", True), ("B", False)]


def test_rows_that_are_cut_at_a_day_leave_open_what_ended_after_it(tmp_path: Path) -> None:
    """Each row repeats how the case ended in the end, also where the last row is of before that."""
    head = "number,state,opened_at,sys_updated_at,closed_at\n"
    text = head + "".join(
        f"A{at},{state},2024-01-{at:02} 10:00,2024-01-{at + days:02} 10:00,2024-01-{at + 2:02} 10:00\n"
        for at in range(1, 29)
        for days, state in ((0, "New"), (1, "Active"), (2, "Closed"))
        if at + days <= 20
    )
    _, log, found = shaped_text(tmp_path, text)
    assert rows(log, "SELECT key FROM {cases} WHERE is_open ORDER BY key") == [("A19",), ("A20",)]
    assert found.open_at_end == 2
