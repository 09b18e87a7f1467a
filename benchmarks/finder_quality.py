"""Measure the recurrence finder on generated companies whose truth is known, condition by condition.

    python benchmarks/finder_quality.py --seeds 20            all conditions, a table in Markdown
    python benchmarks/finder_quality.py --only "rota" --seeds 5
    python benchmarks/finder_quality.py --split EXPORT    what of a real log's first half comes again in the second

A pattern counts as found when one finding holds at least 70 % of its calls and at least 70 % of that finding are its
calls. A finding is false when fewer than 30 % of its members belong to anything planted: a pattern, the pair of teams
that send tickets back and forth, the cluster of broken promises.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hansei.analytics.demonstration import (
    NO_PATTERN,
    ONLY_BENIGN,
    RANDOM_CALLS,
    Conditions,
    Generated,
    as_log,
    generate,
)
from hansei.analytics.engine import connect, load
from hansei.analytics.finder import FinderSettings, Finding, Findings, OfficeHours, find_recurrences
from hansei.analytics.finder.calls import Calls, read_calls
from hansei.analytics.log import Log
from hansei.analytics.mapping import infer
from hansei.analytics.reading import open_raw
from hansei.analytics.shaping import shape

FULL = Conditions()
CONDITIONS: dict[str, Conditions] = {
    "the story as told": FULL,
    **{f"rota of {n}": replace(FULL, rota=n) for n in (3, 5, 12)},
    **{f"every {n} days": replace(FULL, interval_days=n, jitter_days=min(1.0, n / 7)) for n in (3, 5, 10, 14, 21, 35)},
    **{f"jitter {n} % of the interval": replace(FULL, jitter_days=7 * n / 100) for n in (0, 30, 45)},
    "jitter 30 %, every 28 days": replace(FULL, interval_days=28, jitter_days=8.4),
    "holidays": replace(FULL, holidays=True),
    "two patterns in one CI": replace(FULL, patterns=2),
    "a pattern that dies": replace(FULL, dies=True),
    **{f"CI missing in {n} %": replace(FULL, missing_ci=n / 100) for n in (25, 50, 75, 100)},
    **{f"fix action missing in {n} %": replace(FULL, missing_fix=n / 100) for n in (50, 100)},
    "CI and fix action missing in 50 %": replace(FULL, missing_ci=0.5, missing_fix=0.5),
    "CI and fix action missing": replace(FULL, missing_ci=1.0, missing_fix=1.0),
    "wording only, one language": replace(FULL, wording_only=True),
    "wording only, four languages": replace(FULL, wording_only=True),
    "control: ordinary days": NO_PATTERN,
    "control: the same calls at random": RANDOM_CALLS,
    "control: benign regularities": ONLY_BENIGN,
}


@dataclass
class Tally:
    """Counts over the seeds of one condition."""

    patterns: int = 0
    found: int = 0
    findings: int = 0
    false: int = 0
    tickets: int = 0
    members_found: float = 0.0
    members_right: float = 0.0
    seconds: float = 0.0

    def add(self, generated: Generated, findings: Findings, seconds: float) -> None:
        """Compare one scan with the key."""
        self.tickets += findings.tickets
        self.seconds += seconds
        planted = [set(pattern.cases) for pattern in generated.key.patterns]
        stories = {*generated.key.ping_pong_cases, *generated.key.breach_cases}
        everything = stories.union(*planted)
        for finding in findings.findings:
            keys = _keys(finding)
            self.findings += 1
            self.false += len(keys & everything) < 0.3 * len(keys)
        for pattern in planted:
            self.patterns += 1
            held, right = max(
                ((_share(pattern, f), _share(_keys(f), pattern)) for f in findings.findings), default=(0.0, 0.0)
            )
            if held >= 0.7 and right >= 0.7:
                self.found += 1
                self.members_found += held
                self.members_right += right

    def row(self, name: str, seeds: int) -> str:
        """One line of the table."""
        recall = f"{self.found}/{self.patterns} = {self.found / self.patterns:.2f}" if self.patterns else "–"
        right = self.findings - self.false
        precision = f"{right}/{self.findings} = {right / self.findings:.2f}" if self.findings else "–"
        per = self.false / self.tickets * 10_000
        members = (
            f"{self.members_found / self.found:.2f} · {self.members_right / self.found:.2f}" if self.found else "–"
        )
        return (
            f"| {name} | {recall} | {precision} | {members} | {self.false} | {per:.3f} | "
            f"{self.tickets // seeds} | {self.seconds / seeds:.2f} |"
        )


def _keys(finding: Finding | set[str]) -> set[str]:
    return finding if isinstance(finding, set) else {member.key for member in finding.members}


def _share(of: set[str], held_by: Finding | set[str]) -> float:
    return len(of & _keys(held_by)) / max(len(of), 1)


def measure(name: str, conditions: Conditions, seeds: range, size: int) -> Tally:
    """All seeds of one condition."""
    tally = Tally()
    languages = ("en",) if "one language" in name else ("en", "zh-Hans", "zh-Hant", "ru")
    for seed in seeds:
        generated = generate(seed, size, languages, conditions)
        settings = FinderSettings(
            office=OfficeHours(zone=generated.zone), minimum_billed_hours=generated.minimum_billed_hours
        )
        log = as_log(connect(), generated)
        start = time.perf_counter()
        findings = find_recurrences(log, settings)
        tally.add(generated, findings, time.perf_counter() - start)
    return tally


def halves(log: Log) -> Iterator[Log]:
    """The log's cases up to the median instant of opening, then those after it."""
    opened = log.cases.reported_at.coalesce(log.cases.first_at)
    column = opened.epoch_seconds()
    middle = float(column.median().to_pyarrow().as_py())
    yield replace(log, cases=log.cases.filter(column <= middle))
    yield replace(log, cases=log.cases.filter(column > middle))


def recurring(log: Log, settings: FinderSettings) -> dict[str, tuple[int, int]]:
    """Of the findings, and of the costliest ordinary groups, of the first half: how many come again in the second.

    Again: at least half as many tickets with the same shared values. Still a burden: among these, those that again
    bounce or breach more than others do. Found again: the second half alone gives a finding with the same key.
    """
    first, second = halves(log)
    scan, later = find_recurrences(first, settings), find_recurrences(second, settings)
    groups = {"findings": [(f.shared, f.facts.calls) for f in scan.findings]}
    groups["known kinds"] = [(k.shared, k.calls) for k in scan.known]
    found = {}
    for name, kinds in groups.items():
        again = sum(_calls_again(second, shared) >= calls / 2 for shared, calls in kinds)
        found[f"{name} that come again"] = (len(kinds), again)
    burdens = [f for f in scan.findings if f.facts.burden]
    calls = read_calls(second, settings)
    found["burdens that are still one"] = (len(burdens), sum(_still(calls, finding) for finding in burdens))
    keys = {finding.key for finding in later.findings}
    found["findings found again"] = (len(scan.findings), sum(finding.key in keys for finding in scan.findings))
    return found


def _still(calls: Calls, finding: Finding) -> bool:
    """Whether tickets of this kind bounce, or breach, more than all do."""
    burden = finding.facts.burden
    hit = calls.bounced if burden is not None and burden.code == "bounce" else calls.breached
    same = ~np.isnan(hit)
    for name, value in finding.shared.items():
        same &= calls.codes[name] == (calls.words[name].index(value) if value in calls.words[name] else -2)
    return bool(same.any() and hit[same].mean() > np.nanmean(hit))


def _calls_again(log: Log, shared: dict[str, str]) -> int:
    same = log.cases
    for name, value in shared.items():
        same = same.filter(same[name] == value)
    return int(same.count().to_pyarrow().as_py())


def read(path: Path) -> Log:
    """An export through the product's own readers, as inferred, or a folder written by `engine.save`."""
    if path.is_dir():
        return load(connect(), path)
    con = connect()
    raw = open_raw([path], folder=Path(tempfile.mkdtemp()), con=con)
    return shape(con, raw, infer(raw))


def main(arguments: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1000, help="first seed")
    parser.add_argument("--size", type=int, default=20_000, help="ordinary tickets in two years")
    parser.add_argument("--only", default="", help="one condition, or those whose name contains this")
    parser.add_argument("--split", type=Path, help="export, or folder of a saved log, to split in time")
    asked = parser.parse_args(arguments)
    if asked.split:
        for name, (found, again) in recurring(read(asked.split), FinderSettings()).items():
            print(f"{name}: {again} of {found} in the first half")
        return
    print("| condition | recall | precision | calls found · right | false | per 10 000 tickets | tickets | seconds |")
    print("|---|---|---|---|---|---|---|---|")
    for name, conditions in CONDITIONS.items():
        if name == asked.only or (asked.only not in CONDITIONS and asked.only in name):
            tally = measure(name, conditions, range(asked.first, asked.first + asked.seeds), asked.size)
            print(tally.row(name, asked.seeds), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
