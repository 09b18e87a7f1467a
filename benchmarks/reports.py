"""A monthly pack of all sections over a million events, and a PDF of thirty pages: `make bench`."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.processes import generated, took

EVENTS = 1_000_000


def main() -> None:
    """Print both as a table in Markdown, each measured in a process of its own."""
    if len(sys.argv) > 1:
        print(*(pack(Path(sys.argv[2])) if sys.argv[1] == "pack" else paper()))
        return
    print("| what | seconds | aim | peak MB |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        generated(folder, EVENTS)
        run = took([sys.executable, "-m", "benchmarks.reports", "pack", folder])
    seconds, cases = run.said.split()
    what = f"a month's sections and the {int(cases):,} cases behind, of {EVENTS:,} events"
    print(f"| {what} | {float(seconds):.1f} | 5 | {run.megabytes:.0f} |", flush=True)
    run = took([sys.executable, "-m", "benchmarks.reports", "paper"])
    seconds, pages = run.said.split()
    print(f"| a PDF of {pages} pages | {float(seconds):.1f} | 10 | {run.megabytes:.0f} (aim 400) |", flush=True)


def pack(folder: Path) -> tuple[float, int]:
    """Seconds for one month's figures of every kind of report, and the cases behind them."""
    import django

    django.setup()
    from hansei.analytics import engine
    from hansei.rooms.reports.behind import behind
    from hansei.rooms.reports.filling import fill
    from hansei.rooms.reports.plans import targets
    from hansei.worktime.periods import Period

    log = engine.load(engine.connect(), folder)
    cases = log.cases.aggregate(last=log.cases.reported_at.max()).to_pyarrow().to_pylist()
    end: date = cases[0]["last"].date().replace(day=1) - timedelta(days=1)
    period = Period(end.replace(day=1), end, "Europe/Berlin")
    began = time.perf_counter()
    fill(log, log, "project", period, targets("item_attainment >= 95%\ntime_to_resolve <= 8"))
    rows = behind(log, period)["rows"]
    return time.perf_counter() - began, len(rows)


def paper() -> tuple[float, int]:
    """Seconds for a document of words, figures, pictures and tables, in Chinese, and its pages."""
    import io

    import django
    import pypdf

    django.setup()
    from hansei.blocks.document import api as document
    from hansei.ui import marks
    from hansei.ui.components import Figure

    def described() -> document.Document:
        days = [date(2025, 1, 6) + timedelta(weeks=at) for at in range(26)]
        points = [marks.Point(day, 40 + at % 7, 40) for at, day in enumerate(days)]
        sections = []
        for number in range(1, 21):
            rows = [[f"服务台 {at}", "登记的故障", str(at), "4.6 h", "93 %"] for at in range(38)]
            parts: list[document.Paragraph | document.Figures | document.Drawing | document.Table] = [
                document.Paragraph("本月共登记 235 个事件，其中 93 % 按时解决。" * 6),
                document.Figures([Figure(0.93, label="达标率", form="share", n=118, low=0.88, high=0.97)] * 3),
                document.Drawing(marks.control_chart(points, [], "每周数量")),
                document.Table("明细", ["服务", "类别", "n", "时间", "达标"], rows),
            ]
            sections.append(document.Section(f"第 {number} 节", parts, number=number))
        return document.Document("服务报告", sections, template="v1")

    began = time.perf_counter()
    file = document.rendered(described, "pdf", language="zh-hans", base="https://hansei.example/")
    return time.perf_counter() - began, len(pypdf.PdfReader(io.BytesIO(file.content)).pages)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansei.config.settings")
    main()
