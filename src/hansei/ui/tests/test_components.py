"""What component tags write: every figure with what a reader needs, every text escaped."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from hansei.ui.components import Clock, Column, Figure, Page

EVIL = '<script>alert("x")</script>'
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def drawn(source: str, address: str = "/", **context: Any) -> str:
    request = RequestFactory().get(address)
    return Template("{% load hansei %}" + source).render(Context({"request": request, **context}))


def text_of(html: str) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_a_figure_shows_unit_n_spread_interval_and_the_way_to_its_events() -> None:
    html = drawn(
        "{% figure f %}", f=Figure(4.6, label="Wait", unit="h", n=1312, spread=(2.9, 8.1), low=4, high=5, url="/e/")
    )
    assert text_of(html) == "Wait 4.6 h [4, 5] p10–p90 2.9–8.1 n 1\u202f312"
    assert 'href="/e/"' in html


def test_many_choices_are_one_group_each_with_its_own_label() -> None:
    class Asked(forms.Form):
        many = forms.MultipleChoiceField(
            label="Which", choices=[("a", "First"), ("b", "Second")], widget=forms.CheckboxSelectMultiple
        )
        one = forms.BooleanField(label="Agreed")

    html = drawn("{% field f.many %}{% field f.one %}", f=Asked())
    assert text_of(html) == "Which First Second Agreed"
    assert (html.count("<fieldset>"), html.count("form-check-label")) == (1, 3)


def test_a_figure_without_data_says_so_and_is_not_zero() -> None:
    html = drawn("{% figure None label='Wait' unit='h' n=0 %}")
    assert text_of(html) == "Wait no data n 0"


def test_zero_is_a_figure() -> None:
    assert text_of(drawn("{% figure 0 label='Wait' unit='h' %}")) == "Wait 0 h"


def test_what_is_assumed_says_so() -> None:
    html = drawn("{% figure 5390 form='money' is_assumed=True %}")
    assert "h-assumed" in html
    assert "extrapolated" in html


@pytest.mark.parametrize(
    "source",
    [
        "{% figure 1 label=evil unit=evil note=evil %}",
        "{% chip evil 'bad' %}",
        "{% state evil %}",
        "{% mark 3 evil %}",
        "{% empty evil evil evil '/' %}",
        "{% icon 'home' evil %}",
        "{% crumb evil '/' %}",
        "{% tabs tabs evil %}",
        "{% bar 1 2 evil %}",
        "{% progress 1 2 evil evil %}",
        "{% clock paused=evil %}",
        "{% table_head columns %}",
    ],
)
def test_every_component_escapes_what_it_is_given(source: str) -> None:
    html = drawn(source, evil=EVIL, tabs=[(EVIL, "/", True)], columns=[Column(EVIL, hint=EVIL)])
    assert "<script" not in html
    assert "&lt;script" in html


@pytest.mark.parametrize(
    ("clock", "meaning", "text"),
    [
        (Clock(NOW + timedelta(minutes=220), now=NOW), "running", "3\u202fh 40\u202fmin"),
        (Clock(NOW + timedelta(minutes=18), now=NOW), "soon", "18\u202fmin"),
        (Clock(NOW - timedelta(hours=52), now=NOW), "bad", "2\u202fd 4\u202fh over"),
        (Clock(NOW - timedelta(hours=52), paused="caller", now=NOW), "paused", "paused"),
        (Clock(met_in=timedelta(minutes=38)), "met", "met in 38\u202fmin"),
        (Clock(), "none", "no promise"),
    ],
)
def test_a_clock_says_how_the_promise_stands(clock: Clock, meaning: str, text: str) -> None:
    assert (clock.meaning, clock.text) == (meaning, text)


def test_a_clock_shows_what_is_used_up_of_its_span() -> None:
    assert Clock(NOW + timedelta(hours=2), length=timedelta(hours=8), now=NOW).used == 0.75
    assert Clock(NOW - timedelta(hours=2), length=timedelta(hours=8), now=NOW).used == 1.0


def test_a_sorting_link_turns_the_order_keeps_the_filter_and_leaves_the_page() -> None:
    columns = [
        Column("Name", "name", sortable=True),
        Column("Cases", "n", numeric=True, sortable=True),
        Column("State"),
    ]
    html = drawn("{% table_head columns '-n' %}", "/list/?team=7&after=k3&sort=-n", columns=columns)
    assert re.findall(r'href="([^"]+)"', html) == ["?team=7&amp;sort=name", "?team=7&amp;sort=n"]
    assert html.count("aria-sort") == 1
    assert 'aria-sort="descending"' in html


def test_a_pager_leads_by_key_and_says_when_there_are_more_than_a_thousand() -> None:
    html = drawn("{% pager page %}", "/list/?q=a&before=x", page=Page(50, total=10214, after="k50"))
    assert "50 of 1\u202f000+ shown" in text_of(html)
    assert re.findall(r'href="([^"]+)"', html) == ["?q=a&amp;after=k50"]


def test_initials_of_a_chinese_name_are_its_first_character() -> None:
    assert "陈" in drawn("{% avatar '陈伟' %}")
    assert ">AL<" in drawn("{% avatar 'Anna Lindqvist' %}")
    assert ">?<" in drawn("{% avatar '' %}")


def test_an_instant_keeps_the_exact_one_on_hover() -> None:
    html = drawn("{% when at %}", at=datetime(2020, 1, 2, 3, 4, tzinfo=UTC))
    assert html == '<time datetime="2020-01-02T03:04:00+00:00" title="Thu 2 Jan 2020, 03:04 UTC">2 Jan 2020</time>'


def test_progress_is_written_for_the_browser_without_grouping() -> None:
    html = drawn("{% progress 12480 20000 'Reading' %}")
    assert 'value="12480" max="20000"' in html
    assert "12\u202f480 / 20\u202f000" in html
