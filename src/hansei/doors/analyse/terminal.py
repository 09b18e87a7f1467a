"""The summary in the terminal: main figures, what bends them, the costliest findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hansei.analytics.finder import headline
from hansei.doors.analyse.report import overview
from hansei.doors.analyse.report.found import costliest_known
from hansei.doors.analyse.study import Study
from hansei.ui import words
from hansei.ui.words import findings as finding_words
from hansei.ui.words import measures as measure_words
from hansei.ui.words import quality as quality_words

if TYPE_CHECKING:
    from rich.console import Console

MOST_NOTES = 5


def print_summary(study: Study, *, stderr: bool = False) -> None:
    """Print the summary, coloured only where a terminal reads it."""
    # Here, not above: a quiet run does not pay for Rich.
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
    with timezone.override(study.zone):
        console.print()
        console.print(overview.title(study), style="bold")
        console.print(overview.eyebrow(study), style="dim")
        console.print()
        _figures(console, study)
        _notes(console, study)
        _findings(console, study)
        _outputs(console, study)


def _figures(console: Console, study: Study) -> None:
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column(style="dim")
    for figure in overview.part(study).figures:
        table.add_row(figure.name, figure.value, figure.beside)
    console.print(table)
    console.print()


def _notes(console: Console, study: Study) -> None:
    notes = [note for note in study.notes if note.distorts][:MOST_NOTES]
    for note in notes:
        console.print(f"▲ {quality_words.sentence(note)}")
        console.print("  " + words.listed(measure_words.name(name) for name in note.distorts), style="dim")
    if notes:
        console.print()


def _findings(console: Console, study: Study) -> None:
    from rich.table import Table

    console.print(overview.voice(study))
    shown = study.findings.findings[: study.options.top]
    if not shown:
        _known(console, study)
        return
    has_cost = any(finding.facts.yearly_cost for finding in shown)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", justify="right")
    table.add_column(_("Finding"), ratio=1)
    for heading in (_("Cases"), _("People"), _("Hours a year"), *((_("Cost a year"),) if has_cost else ())):
        table.add_column(heading, justify="right", no_wrap=True)
    for rank, finding in enumerate(shown, 1):
        table.add_row(str(rank), *_row(study, finding, has_cost))
    console.print()
    console.print(table)


def _known(console: Console, study: Study) -> None:
    """Where nothing is hidden: the costliest kinds that everybody knows."""
    from rich.table import Table

    known = costliest_known(study)[: study.options.top]
    if not known:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column(_("What costs most, though nobody hides it"), ratio=1)
    for heading in (_("Cases"), _("People"), _("Hours a year")):
        table.add_column(heading, justify="right", no_wrap=True)
    for each in known:
        title = study.people.text(finding_words.title(each)) or ""
        yearly = words.number(each.hours.yearly.value, 0)
        table.add_row(title, words.number(each.calls), words.number(each.people), yearly)
    console.print()
    console.print(table)
    bases = sorted({finding_words.basis(each.hours.basis, each.hours.assumed) for each in known})
    console.print(_("Hours: %(basis)s.") % {"basis": words.joined(bases)}, style="dim")


def _row(study: Study, finding: Any, has_cost: bool) -> list[str]:
    facts = finding.facts
    title = study.people.text(finding_words.title(finding)) or ""
    why = finding_words.why_unseen(headline(finding.why_unseen)[0])
    row = [
        "\n".join(filter(None, (title, finding_words.burden(facts), why))),
        words.number(facts.calls),
        words.number(facts.people),
        words.number(facts.hours.yearly.value, 1),
    ]
    cost = facts.yearly_cost
    return [*row, words.money(cost.value, facts.currency) if cost else words.no_data()] if has_cost else row


def _outputs(console: Console, study: Study) -> None:
    written = [str(path) for path in study.options.outputs]
    if written:
        console.print()
        console.print(_("Written: %(files)s") % {"files": ", ".join(written)}, style="dim", soft_wrap=True)
    elif not study.options.json:
        console.print()
        console.print(_("Add --html FILE for the whole report."), style="dim")
