"""Every component with sample figures, for those who build pages. The samples are data and stay untranslated."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hansei.kernel import rights
from hansei.kernel.models import Account
from hansei.ui import marks
from hansei.ui.components import Column, Figure, Page, Tab
from hansei.ui.forms import CHOICE, CONTROL, TICK
from hansei.ui.health import ADMINISTER

FIRST = date(2025, 1, 6)


@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample figures, for those who build pages (HANSEI_DEBUG) and administrators."""
    _for_builders(request)
    pictures = sample_pictures()
    if (file := marks.asked_for(request, *pictures.values())) is not None:
        return file
    form = SampleForm(request.GET if "subject" in request.GET else None)
    return render(
        request,
        "ui/gallery.html",
        {
            **sample_words(request),
            "drawings": list(pictures.values()),
            "form": form,
            "flow": sample_flow(),
            "chart": sample_chart(),
        },
    )


@login_required
def panel(request: HttpRequest) -> HttpResponse:
    """What a click on the sample flow map shows."""
    _for_builders(request)
    return render(request, "ui/gallery_panel.html", {"way": request.GET.get("way", "")})


def _for_builders(request: HttpRequest) -> None:
    account = request.user
    if not settings.DEBUG and not (isinstance(account, Account) and rights.holds(account, ADMINISTER)):
        raise Http404


class SampleForm(forms.Form):
    subject = forms.CharField(label="Subject", min_length=8, widget=forms.TextInput(attrs={"class": CONTROL}))
    why = forms.CharField(
        label="Why", required=False, widget=forms.Textarea(attrs={"class": CONTROL, "rows": 2}), help_text="One line."
    )
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "First"), ("b", "Second")], widget=forms.Select(attrs={"class": CHOICE})
    )
    agreed = forms.BooleanField(label="Agreed", widget=forms.CheckboxInput(attrs={"class": TICK}))


def sample_words(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    return {
        "now": now,
        "soon": now + timedelta(minutes=18),
        "later": now + timedelta(hours=3, minutes=40),
        "over": now - timedelta(days=2, hours=4),
        "day": timedelta(hours=8),
        "fast": timedelta(minutes=38),
        "people": [(at, f"person {chr(64 + at)}") for at in range(1, 10)],
        "figures": [
            Figure(57, label="Calls, 52 weeks", note="52 weekly, 5 more at quarter ends", url="#tables"),
            Figure(58.5, label="Billed", unit="h", n=57, note="31.2 h worked"),
            Figure(5390, label="Cost a year", form="money", is_assumed=True, low=4800, high=6100),
            Figure(0.124, label="Share of overtime", form="share", n=412, meaning="soon"),
            Figure(13_200, label="Median wait", form="span", spread=(3000, 26_400), n=611, meaning="bad"),
            Figure(None, label="Perception", n=0, note="no survey in this period"),
        ],
        "columns": [
            Column("Number"),
            Column("Subject", "subject", sortable=True),
            Column("State"),
            Column("Clock"),
            Column("Cases", "n", numeric=True, sortable=True, descending_first=True),
        ],
        "sort": request.GET.get("sort", "-n"),
        "page": Page(shown=3, total=10214, after="k3", sorted_by="sorted by cases"),
        "tabs": [Tab("Open", "?tab=open", is_current=True, count=5), Tab("Confirmed", "?tab=confirmed", count=1204)],
    }


def sample_pictures() -> dict[str, marks.Picture]:
    wave = [5.4 + math.sin(at * 1.7) * 0.9 + math.cos(at * 0.9) * 0.5 for at in range(40)]
    after = [*wave[:26], *(value - 2.2 for value in wave[26:])]
    values: list[float | None] = [None if at in (9, 10, 11) else value for at, value in enumerate(after)]
    points = [
        marks.Point(FIRST + timedelta(weeks=at), value, 8, "beyond the limit" if at in (31, 34) else "")
        for at, value in enumerate(values)
    ]
    spreads = [
        marks.Spread(str(at), *((None, None, None, 0) if at in (4, 5) else (4 + at / 9, 2.6, 8.0, 24)))
        for at in range(13)
    ]
    calls = [marks.Dot(FIRST + timedelta(weeks=at, days=2), at * 5 % 8 + 1) for at in range(52)]
    calls += [marks.Dot(FIRST + timedelta(weeks=at, days=3), at % 8 + 1) for at in (11, 12, 25, 38, 51)]
    hours = [0] * 18 + [9, 21, 17, 6] + [0, 0]
    week = [
        [0 if day > 4 and hour < 9 else int(20 * math.exp(-((hour - 10) ** 2) / 18)) for hour in range(24)]
        for day in range(7)
    ]
    return {
        "sparkline": marks.sparkline([3, 4, None, 6, 2, 7, 9], "Seven days"),
        "band": marks.band(spreads, "Median and spread, 13 weeks", target=4.5),
        "interval": marks.interval_bar(-0.41, -0.52, -0.28, "Change in median", goal=-0.35),
        "calendar": marks.calendar_strip(
            calls, FIRST, FIRST + timedelta(days=364), "Every call, by week and by person"
        ),
        "dense": marks.calendar_strip(
            [dot for dot in calls for _copy in range(9)], FIRST, FIRST + timedelta(days=364), "Over 300 marks"
        ),
        "small": marks.small_strip(calls, FIRST, FIRST + timedelta(days=364), "57 times in 52 weeks"),
        "clock": marks.clock_rose(hours, "Time of day", "18 to 22 h", office=(8, 17), window=(18, 22), centre="100 %"),
        "control": marks.control_chart(
            points,
            [
                marks.Limits(0, 26, 5.4, 3.0, 7.9, "Baseline, frozen: 26 weeks"),
                marks.Limits(26, 39, 3.2, 1.9, 4.4, is_after=True),
            ],
            "Weekly median hours",
            interventions=[(FIRST + timedelta(weeks=26), "Order changed")],
            goal=3.5,
            unit="h",
        ),
        "thin": marks.control_chart(
            points[:9], [marks.Limits(0, 8, 5.4, 3.0, 7.9, is_thin=True)], "Fewer than 12 points"
        ),
        "bars": marks.bar_list(
            [("Resolved", 68, "68 %"), ("Network", 17, "17 %"), ("Back to desk", 15, "15 %")], "Where next"
        ),
        "week": marks.week_map(week, "Hour and weekday", batches={(0, 6), (0, 7)}),
        "histogram": marks.histogram(
            [(at, at + 1, int(60 * math.exp(-((at - 3) ** 2) / 6))) for at in range(10)],
            "How long it took",
            lines=[(3.7, "median"), (7.2, "p90")],
        ),
        "boxes": marks.boxes(
            [
                marks.Box("Passenger Information", 2.9, 4.6, 8.1, 312, 4),
                marks.Box("Network", 1.2, 2.1, 4.2, 276, 4),
                marks.Box("Few data", 1, 3, 6, 12, 4),
                marks.Box("Nothing yet", None, None, None, 0),
            ],
            "By group",
        ),
        "pareto": marks.pareto(
            [("Restart of the service", 57), ("Password", 31), ("Printer", 12), ("Display frozen", 9), ("Roster", 4)],
            "What came most",
            rest=11,
        ),
        "radar": marks.radar(
            [
                marks.Axis("Accuracy", 0.97, before=0.91),
                marks.Axis("Completeness", 0.82, before=0.8),
                marks.Axis("Timeliness", 0.92, before=0.95),
                marks.Axis("Availability", 0.95, before=0.7),
                marks.Axis("Consistency", None),
                marks.Axis("Traceability", 0.6, before=0.5),
            ],
            "Six qualities",
        ),
        "matrix": marks.matrix(
            [marks.Placed("Restart order", 0.2, 0.9, "IMP-3"), marks.Placed("New gateway", 0.8, 0.7, "IMP-7")]
            + [marks.Placed("Labels", 0.3, 0.3, "IMP-9")] * 3,
            "Value against effort",
            "Effort",
            "Value",
            ("fill in", "think twice", "do first", "plan"),
        ),
        "wheel": marks.wheel(
            [marks.Spoke(f"Source {at}", count) for at, count in enumerate((12, 4, 0, 7, 0, 1, 9, 3, 0, 2, 5, 0), 1)],
            "Where improvements come from",
            "43",
        ),
        "ring": marks.ring(
            [marks.Step("Define", "good"), marks.Step("Measure", "good"), marks.Step("Gather", "running", "3 of 5")]
            + [marks.Step(name) for name in ("Analyse", "Present", "Act", "Look back")],
            "Seven steps",
            "2 of 7",
        ),
        "layers": marks.cumulative_flow(
            [FIRST + timedelta(weeks=at) for at in range(30)],
            [
                ("Done", [at * 12 for at in range(30)]),
                ("Waiting", [20 + at for at in range(30)]),
                ("In work", [14 + at % 7 for at in range(30)]),
            ],
            "Cumulative flow",
        ),
    }


def sample_flow() -> dict[str, Any]:
    steps = [
        "Reported",
        "Registered",
        "Triaged",
        "Desk",
        "Applications",
        "Network",
        "Waiting for caller",
        "Resolved",
        "Verified",
    ]
    edges = [
        (0, 1, 4812, 60),
        (1, 2, 4604, 540),
        (2, 3, 2804, 840),
        (2, 4, 1048, 7560),
        (2, 5, 402, 3060),
        (3, 4, 611, 13200),
    ]
    edges += [
        (3, 6, 702, 480),
        (6, 3, 684, 19800),
        (3, 7, 2240, 1440),
        (4, 7, 1302, 2280),
        (4, 5, 186, 15120),
        (5, 4, 142, 10260),
    ]
    edges += [(5, 7, 470, 3300), (7, 8, 3902, 8400), (7, 2, 173, 90000), (4, 4, 88, 4000)]
    return {
        "nodes": [{"id": at, "label": name, "n": 4812 - at * 300} for at, name in enumerate(steps)],
        "edges": [
            {
                "from": a,
                "to": b,
                "n": n,
                "median_s": s,
                "p90_s": s * 3,
                "total_s": s * n,
                "url": f"/gallery/panel/?way={a}-{b}",
            }
            for a, b, n, s in edges
        ],
        "start": 0,
        "end": 8,
    }


def sample_chart() -> dict[str, Any]:
    weeks = [FIRST + timedelta(weeks=at) for at in range(26)]
    return {
        "xAxis": {"type": "category", "data": [week.isoformat() for week in weeks]},
        "yAxis": {"type": "value", "name": "n"},
        "legend": {},
        "tooltip": {"trigger": "axis"},
        "series": [
            {"type": "line", "name": "Arrived", "data": [1200 + at * 37 % 400 for at in range(26)]},
            {"type": "line", "name": "Left", "data": [1100 + at * 53 % 500 for at in range(26)]},
        ],
    }
