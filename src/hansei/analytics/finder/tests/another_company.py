"""A second made-up company, written apart from the demonstration: other words, codes, hours, arithmetic.

Calls renew themselves (each gap is drawn anew, so the phase drifts), texts are put together word by word with numbers
in them, kinds are not recorded, one year, another zone, Python's own random numbers. It keeps the finder honest: what
only fits the demonstration fails here.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import pyarrow as pa

from hansei.analytics.engine import connect
from hansei.analytics.log import CASES, STEPS, Log

ZONE = "America/New_York"
START = datetime(2023, 3, 6, tzinfo=ZoneInfo(ZONE))
TYPES = {"int64": pa.int64(), "string": pa.string(), "timestamp(6)": pa.timestamp("us"), "boolean": pa.bool_()}
SUBJECTS = ("Lager", "SAP", "Drucker", "Scanner", "Portal", "Kasse", "Telefon", "Rechnung", "Server", "Mail", "WLAN")
TROUBLES = ("langsam", "Fehler", "gestört", "fällt aus", "hängt", "falsche Anzeige", "nicht erreichbar", "défaut")
FIXES = ("C01", "C02", "C03", "C04", "C05", "C06", "C07")
HIDDEN = (
    "Etikettendruck {n} steht, Spooler neu gestartet",
    "label queue blocked again, purged ({n})",
    "Imprimante quai {n}: file bloquée",
    "Rampe {n} meldet keine Labels",
    "标签打印队列阻塞 {n}",
    "Spooler service crashed - restarted, test label {n} fine",
    "Анrufbereitschaft: Versand steht wegen Etiketten, {n}",
    "Очередь печати этикеток зависла {n}",
)


@dataclass
class Company:
    """How the pattern hides; `every` days, `jitter` as a share of the gap, on-call turns of a week."""

    seed: int
    days: int = 364
    tickets: int = 9_000
    rota: int = 6
    every: float | None = 7.0
    jitter: float = 0.15
    hour: float = 5.5
    missing_ci: float = 0.0
    missing_fix: float = 0.0
    benign: bool = False
    random_calls: int = 0
    opened_by: str | None = None  # name of the source's column that has the requesters, in the place of a requester
    rows: list[dict[str, Any]] = field(default_factory=list)
    planted: set[str] = field(default_factory=set)

    def log(self) -> Log:
        """Everything as a log that has cases and nothing else."""
        self.dice = random.Random(self.seed)
        self._ordinary()
        self._night_calls()
        if self.every:
            self._hidden(self._renewals(self.every))
        self._hidden([self.dice.uniform(0, self.days) for _ in range(self.random_calls)], planted=False)
        if self.benign:
            self._benign()
        return self._table()

    def _add(self, day: float, **values: Any) -> str:
        key = f"T{len(self.rows):06d}"
        at = START + timedelta(days=day)
        hours = values.pop("hours", self.dice.expovariate(0.1) + 0.2)
        title = values.pop("title", None) or self._title()
        self.rows.append(
            {
                "key": key,
                "title": title,
                "reported_at": at.astimezone(UTC).replace(tzinfo=None),
                "resolved_at": (at + timedelta(hours=hours)).astimezone(UTC).replace(tzinfo=None),
                "priority_rank": self.dice.choice((2, 3, 3, 4)),
                "requester": f"u{int(self.dice.paretovariate(0.7) * 10) % 3000}",
                **values,
            }
        )
        return key

    def _title(self) -> str:
        dice = self.dice
        return (
            f"{dice.choice(SUBJECTS)} {dice.choice(TROUBLES)} {dice.choice(('', 'Halle ' + str(dice.randint(1, 9))))}"
        )

    def _ordinary(self) -> None:
        dice = self.dice
        for _ in range(self.tickets):
            day = int(dice.uniform(0, self.days))
            if day % 7 >= 5 and dice.random() < 0.9:
                day -= 2
            clock = min(max(dice.gauss(11.5, 2.6), 6), 20) / 24
            place = dice.randint(1, 30)
            self._add(
                day + clock,
                ci=f"SRV-{int(dice.paretovariate(0.8)) % 60:02d}",
                service=f"svc {place % 9}",
                fix_action=dice.choice(FIXES),
                team=f"team {place % 5}",
                person=f"p{place % 5}-{dice.randint(1, 7)}",
            )

    def _night_calls(self) -> None:
        for _ in range(self.days):
            day = self.dice.uniform(0, self.days)
            if 6 <= day % 1 * 24 <= 20:
                continue
            self._on_call(day, ci=f"SRV-{self.dice.randint(0, 59):02d}", fix=self.dice.choice(FIXES))

    def _on_call(self, day: float, ci: str, fix: str, title: str | None = None) -> str:
        turn = int(day // 7) % self.rota
        return self._add(
            day,
            ci=ci,
            service="svc 3",
            fix_action=fix,
            team="night",
            person=f"n{turn}",
            title=title,
            hours=self.dice.uniform(0.2, 1.2),
        )

    def _renewals(self, every: float) -> list[float]:
        found, day = [], self.dice.uniform(0, every)
        while day < self.days:
            found.append(int(day) + (self.hour + self.dice.uniform(-1.2, 1.2)) / 24)
            day += self.dice.gauss(every, every * self.jitter)
        return found

    def _hidden(self, days: list[float], planted: bool = True) -> None:
        for day in days:
            turn = int(day // 7) % self.rota
            title = HIDDEN[turn % len(HIDDEN)].format(n=self.dice.randint(1, 400))
            key = self._on_call(day, "SRV-17", "C03", title)
            if planted:
                self.planted.add(key)

    def _benign(self) -> None:
        dice = self.dice
        for day in range(0, self.days, 7):  # a Monday each
            for _ in range(dice.randint(3, 9)):
                self._desk(day + dice.uniform(7, 10) / 24, f"Passwort zurücksetzen {dice.randint(1, 999)}")
            for number in range(5):  # Sunday's job, all in one minute
                self._desk(day + 6 + 4 / 24, f"Report Kapazität Knoten {number}")
        for day in range(25, self.days, 30):
            for _ in range(dice.randint(3, 8)):
                self._desk(day + dice.uniform(8, 16) / 24, f"Frage zur Abrechnung {dice.randint(1, 99)}")
            for number in range(6):
                self._desk(
                    day + 1 + 9 / 24 + number / 2000, f"Rezertifizierung Rechte Rolle {number}", requester="u-audit"
                )
        for day in range(5, self.days, 14):
            self._on_call(day + 22.5 / 24, "SRV-02", "C07", "Wartung planned maintenance Fenster")
        for day in range(1, self.days, 2):
            self._desk(day + dice.uniform(8, 15) / 24, f"Excel {dice.choice(TROUBLES)}", requester="u-talks")

    def _desk(self, day: float, title: str, requester: str | None = None) -> None:
        self._add(
            day,
            title=title,
            team="desk",
            service="svc desk",
            fix_action="C01",
            person=f"d{self.dice.randint(1, 8)}",
            hours=0.3,
            requester=requester or f"u{self.dice.randint(1, 3000)}",
        )

    def _table(self) -> Log:
        for row in self.rows:
            if self.dice.random() < self.missing_ci:
                row["ci"] = None
            if self.dice.random() < self.missing_fix:
                row["fix_action"] = None
        openers = [row["requester"] for row in self.rows]
        if self.opened_by:
            self.rows = [{**row, "requester": None} for row in self.rows]
        columns: dict[str, Any] = {
            name: pa.array([row.get(name) for row in self.rows], TYPES.get(kind, pa.float64()))
            for name, kind in CASES.items()
            if name != "case"
        }
        columns["case"] = pa.array(range(len(self.rows)), pa.int64())
        con = connect()
        cases = con.create_table("cases", pa.table({name: columns[name] for name in CASES}))
        steps = con.create_table("steps", schema=ibis.schema(STEPS))  # no history: only the tickets as they stand
        values = cases
        if self.opened_by:
            told = {"object": columns["case"], "name": [self.opened_by] * len(openers), "value": openers}
            values = con.create_table("object_values", pa.table(told))
        return Log(cases, cases, cases, cases, values, cases, cases=cases, steps=steps)
