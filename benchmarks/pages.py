"""Every page over a million events: `hansei serve` with two workers, each page many times, one request at a time.

A folder with a million events is imported first (it takes minutes); HANSEI_BENCH_HOME keeps it for the next time, so
that measuring takes two minutes. What is measured is what a reader waits for once a version's pages are computed;
`first` is the very first request. Beside the wall time stands the workers' processor time, which other work on the
machine hardly changes. Then eight clients at once ask for all pages in turn: throughput, and what they wait.
"""

from __future__ import annotations

import http.client
import itertools
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from benchmarks.processes import ROOT

EVENTS = 1_000_000
TIMES = 30
CLIENTS, SECONDS = 8, 15
# The aim of each page in milliseconds: a figure that is kept, or a plain page.
PAGE, MEASURE = 100, 400
SCOPE = "priority=2+-+High"


def main() -> None:
    """Print a row a page."""
    if len(sys.argv) > 1:
        prepare(Path(sys.argv[1]))
        return
    kept = os.environ.get("HANSEI_BENCH_HOME")
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(kept or scratch)
        environment = {**os.environ, "HANSEI_HOME": str(home), "HANSEI_DATABASE": "", "HANSEI_LOG": "text"}
        command = [sys.executable, "-m", "benchmarks.pages", str(home)]
        cookie = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        with served(environment) as (port, process):
            told = cookie.stdout.strip().splitlines()[-1]
            measure(port, process, told)
            at_once(port, told)


@contextmanager
def served(environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Serve the installation with two workers until the block ends."""
    from tests.postgres import free_port

    port = free_port()
    command = [sys.executable, "-m", "hansei.doors.cli", "serve", "--port", str(port), "--workers", "2"]
    silent = subprocess.DEVNULL  # a line a request
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=silent, stderr=silent)
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(120):
        try:
            asked(port, "/sign-in/", "")
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("hansei serve did not answer within a minute")


def asked(port: int, address: str, cookie: str) -> tuple[float, int, bytes]:
    """Ask for a page on a connection of its own; return milliseconds, status and content."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", address, headers={"Cookie": cookie})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return (time.perf_counter() - start) * 1000, answer.status, content


def processor_ms(process: int) -> float:
    """Milliseconds of processor time that the web workers, children of this process, have used up to now."""
    spent = 0
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        if b"cli.background" not in Path(f"/proc/{child}/cmdline").read_bytes():
            spent += int(fields[11]) + int(fields[12])
    return spent * 1000 / os.sysconf("SC_CLK_TCK")


def measure(port: int, process: int, told: str) -> None:
    """Ask for every page; print the median and the 95th percentile of those that came whole."""
    cookie, source, case = told.split()
    print("| page | first ms | computed after s | p50 ms | p95 ms | aim ms | processor ms |")
    print("|---|---|---|---|---|---|---|")
    for name, (address, aim) in pages(int(source), int(case)).items():
        first, status, _ = asked(port, address, cookie)
        began = time.perf_counter()
        while status == 202:
            time.sleep(0.2)
            _, status, _ = asked(port, address, cookie)
        waited = time.perf_counter() - began
        if status != 200:
            raise SystemExit(f"{address} answers {status}")
        for _again in range(6):
            asked(port, address, cookie)  # until both workers have read it
        before = processor_ms(process)
        spent = sorted(asked(port, address, cookie)[0] for _ in range(TIMES))
        each = (processor_ms(process) - before) / TIMES
        p95 = spent[int(TIMES * 0.95) - 1]
        row = (name, f"{first:.0f}", f"{waited:.1f}" if waited > 0.1 else "–", f"{statistics.median(spent):.0f}")
        print(f"| {' | '.join(row)} | {p95:.0f} | {aim} | {each:.0f} |", flush=True)


def at_once(port: int, told: str) -> None:
    """Let eight clients ask for all pages in turn; print how many a second, and what a client waits."""
    cookie, source, case = told.split()
    turns = itertools.cycle(address for address, _ in pages(int(source), int(case)).values())
    end = time.perf_counter() + SECONDS

    def client(_number: int) -> list[float]:
        waits = []
        while time.perf_counter() < end:
            took, status, _ = asked(port, next(turns), cookie)
            if status != 200:
                raise SystemExit(f"a page answers {status}")
            waits.append(took)
        return waits

    with ThreadPoolExecutor(CLIENTS) as clients:
        waits = sorted(itertools.chain.from_iterable(clients.map(client, range(CLIENTS))))
    p95 = waits[int(len(waits) * 0.95) - 1]
    print(f"\n{CLIENTS} clients at once: {len(waits) / SECONDS:.0f} pages a second, ", end="")
    print(f"p50 {statistics.median(waits):.0f} ms, p95 {p95:.0f} ms")


def pages(source: int, case: int) -> dict[str, tuple[str, int]]:
    """Every page with data, as it opens and with a filter."""
    flow, measures, tickets = f"/flow/?source={source}", f"/measures/?source={source}", f"/tickets/?source={source}"
    found = {
        "home": ("/", PAGE),
        "data sets": ("/data/", PAGE),
        "data set": (f"/data/{source}/", PAGE),
        "findings": (f"/findings/?source={source}", PAGE),
        "tickets": (tickets, PAGE),
        "tickets, filtered": (f"{tickets}&{SCOPE}", PAGE),
        "tickets, searched": (f"{tickets}&q=INC0000", PAGE),
        "ticket": (f"/tickets/{source}/{case}/", PAGE),
        "improvements": ("/improvements/", PAGE),
        "reviews": ("/reviews/", PAGE),
        "health": ("/health/", PAGE),
        "flow": (flow, MEASURE),
        "flow, teams": (f"{flow}&label=team", MEASURE),
        "flow, filtered": (f"{flow}&{SCOPE}", MEASURE),
        "path of the flow": (f"/flow/path/?source={source}&label=state&from=Queued&to=Active", MEASURE),
        "measures": (measures, MEASURE),
        "measures, filtered": (f"{measures}&{SCOPE}", MEASURE),
    }
    from hansei.analytics.measures import MEASURES

    for name in MEASURES:
        found[name] = (f"/measures/{name}/?source={source}", MEASURE)
    found["time_to_resolve by team"] = (f"/measures/time_to_resolve/?source={source}&by=team", MEASURE)
    return found


def prepare(home: Path) -> None:
    """Import the events where they are not there yet, compute what a background job would; print a session's cookie."""
    home.mkdir(parents=True, exist_ok=True)
    from hansei.doors.cli.starting import start_django

    start_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from hansei.kernel import followers, jobs, sequencer
    from hansei.rooms.mining.models import DataSet
    from tests.accounts import make_account, session_cookie

    if not DataSet.objects.filter(version__gt=0).exists():
        _bring_in(home)
    sequencer.sequence_pending()
    followers.follow_pending()
    while jobs.work_once():
        pass
    shown = DataSet.objects.filter(version__gt=0).order_by("-pk")[0]
    from hansei.kernel.models import Identity

    case = Identity.objects.filter(source=shown.pk, kind="case").order_by("pk")[0].pk
    cookie = session_cookie(make_account("administrator"))
    print(f"{cookie['name']}={cookie['value']} {shown.pk} {case}")


def _bring_in(home: Path) -> None:
    from benchmarks.events import write_events
    from benchmarks.importing import inferred
    from hansei.kernel import jobs
    from hansei.kernel.actions import Act
    from hansei.rooms.mining.actions import import_extract, upload_extract

    with tempfile.TemporaryDirectory() as folder:
        write_events(Path(folder), EVENTS)
        export = _as_export(Path(folder))
        act = Act(by=None, via="cli")
        pk = upload_extract(act, files=[(export.name, str(export))])
    import_extract(act, extract=pk, mapping=inferred(pk))
    jobs.work_once()


def _as_export(folder: Path) -> Path:
    """One row an event, as another tool would write it."""
    import duckdb

    file = folder / "export.csv"
    duckdb.connect().execute(
        f"""COPY (SELECT c.key AS number, s.state AS incident_state, s."at" AS updated_at, s.team AS assignment_group,
        s.person AS updated_by, c.priority, c.kind AS type, c.service AS business_service, c.ci AS cmdb_ci, c.category,
        c.symptom, c.reported_at AS opened_at, c.resolved_at, c.closed_at
        FROM '{folder}/steps.parquet' s JOIN '{folder}/cases.parquet' c USING ("case") ORDER BY s."at")
        TO '{file}' (HEADER)"""
    )
    return file


if __name__ == "__main__":
    main()
