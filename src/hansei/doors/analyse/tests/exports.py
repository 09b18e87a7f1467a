"""A small export of a made-up desk: a call each week to the next of eight people, among ordinary tickets."""

from __future__ import annotations

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

ROTA = (
    "Quillon Abernathy",
    "Zdenka Horvatova",
    "Priyanka Ramaswamy",
    "Thorbjorn Eskildsen",
    "Umut Karabekir",
    "Wilhelmina Oosterhuis",
    "Xochitl Villanueva",
    "Yevgenia Krasnova",
)
CALLERS = ("Basilio Fontana", "Ottoline Pemberton", "Ignatius Mbeki")
PEOPLE = ROTA + CALLERS
HEAD = (
    "number",
    "state",
    "opened_at",
    "resolved_at",
    "closed_at",
    "priority",
    "category",
    "subcategory",
    "cmdb_ci",
    "short_description",
    "close_code",
    "assignment_group",
    "assigned_to",
    "caller_id",
)
WORDS = ("roster batch stopped", "night job hangs again", "planning not published", "had to restart the roster service")
ORDINARY = (
    ("Mail", "Mailbox full", "mail-01", "mailbox is full", "quota raised"),
    ("Network", "Wireless", "wlan-07", "no wireless in room", "access point reset"),
    ("Client", "Printer", "prt-11", "printer jams", "part replaced"),
    ("Client", "Screen", "scr-02", "screen stays black", "cable changed"),
)


def write_desk_export(path: Path, *, ordinary: int = 700) -> Path:
    """Write one year of tickets, one row each, ISO times; the same file every time."""
    chance = random.Random(8)
    rows = [*_weekly_calls(chance), *_ordinary(chance, ordinary)]
    rows.sort(key=lambda row: row[1])
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(HEAD)
        for number, (fields, opened, resolved) in enumerate(rows, 1):
            times = [at.strftime("%Y-%m-%d %H:%M:%S") for at in (opened, resolved, resolved + timedelta(days=5))]
            table.writerow([f"INC{number:07}", "Closed", *times, *fields])
    return path


Made = tuple[tuple[str, ...], datetime, datetime]


def _weekly_calls(chance: random.Random) -> list[Made]:
    made: list[Made] = []
    for week in range(52):
        day = datetime(2024, 1, 3) + timedelta(days=7 * week)  # noqa: DTZ001 - the export writes no zone
        opened = day + timedelta(hours=18, minutes=chance.randrange(0, 170))
        fields = (
            "4",
            "Application",
            "Batch",
            "roster-batch-02",
            chance.choice(WORDS),
            "service restarted",
            "Applications",
            ROTA[week % len(ROTA)],
            chance.choice(CALLERS),
        )
        made.append((fields, opened, opened + timedelta(minutes=chance.randrange(15, 50))))
    return made


def _ordinary(chance: random.Random, how_many: int) -> list[Made]:
    made: list[Made] = []
    for _ticket in range(how_many):
        category, subcategory, ci, title, fix = chance.choice(ORDINARY)
        day = datetime(2024, 1, 1) + timedelta(days=chance.randrange(0, 364))  # noqa: DTZ001
        opened = day + timedelta(hours=chance.randrange(7, 17), minutes=chance.randrange(0, 60))
        ci = f"{ci}{chance.randrange(0, 40)}"
        person, caller = chance.choice(ROTA), chance.choice(CALLERS)
        title = f"{title} {chance.randrange(100, 999)}, says {caller}"
        fields = (str(chance.randrange(1, 5)), category, subcategory, ci, title, fix, "Service Desk", person, caller)
        made.append((fields, opened, opened + timedelta(minutes=chance.randrange(10, 3000))))
    return made
