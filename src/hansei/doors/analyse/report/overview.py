"""The head of the report and its main figures."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansei.analytics.measures import Answer
from hansei.doors.analyse.report.parts import Figure, Part
from hansei.doors.analyse.study import Study
from hansei.doors.analyse.times import aware
from hansei.ui import words
from hansei.ui.words import findings as finding_words
from hansei.ui.words import measures as measure_words

SHARES: Final = (
    "reassigned_share",
    "ping_pong_share",
    "returned_share",
    "reopened_share",
    "service_level_attainment",
    "service_level_flag_share",
)
TIMES: Final = ("time_to_restore", "time_to_resolve", "time_to_close")


def title(study: Study) -> str:
    """What was analysed, by the names of its files."""
    return ", ".join(facts.name for facts in study.files)


def eyebrow(study: Study) -> str:
    """What this is and which days it covers."""
    if study.first_at is None or study.last_at is None:
        return _("Analysis of an export")
    return _("Analysis of an export · %(from)s to %(to)s") % {
        "from": words.of_day(aware(study.first_at)),
        "to": words.of_day(aware(study.last_at)),
    }


def voice(study: Study) -> str:
    """The one sentence of the report, built from figures."""
    found, scanned = study.findings.findings, study.findings.tickets
    if not found:
        return _nothing_hidden(study, scanned)
    hours = sum(finding.facts.hours.yearly.value or 0.0 for finding in found)
    first = found[0]
    title = study.people.text(finding_words.title(first))
    return finding_words.conclusion(len(found), hours, title, first.facts.hours.yearly.value)


def _nothing_hidden(study: Study, scanned: int) -> str:
    """What to say when no group passes the tests: so, and what comes most often all the same."""
    groups = study.answer("recurring_groups")
    if not scanned:
        return _nothing_to_look_at(groups)
    if groups is None or not groups.rows:
        return ngettext(
            "In %(n)s case nothing comes back more regularly than chance would have it.",
            "In %(n)s cases nothing comes back more regularly than chance would have it.",
            scanned,
        ) % {"n": words.number(scanned)}
    return _(
        "In %(n)s cases nothing hidden comes back more regularly than chance would have it; "
        "most often, in %(most)s cases, comes %(group)s."
    ) % ({"n": words.number(scanned)} | _most_often(groups))


def _nothing_to_look_at(groups: Answer | None) -> str:
    """What to say of a file none of whose cases has a date and a field to group by."""
    if groups is None or not groups.rows:
        return _("What comes back cannot be told: no case here has both a date and what it is about.")
    return _(
        "How regularly something comes back cannot be told, for no case here has a date; "
        "most often, in %(most)s cases, comes %(group)s."
    ) % _most_often(groups)


def _most_often(groups: Answer) -> dict[str, str]:
    first = groups.rows[0]
    return {"most": words.number(first["n"]), "group": " / ".join(str(value) for value in first["key"])}


def dataset(study: Study) -> list[Figure]:
    """What was read and how it was narrowed."""
    options = study.options
    facts = [
        Figure(_("Rows read"), words.number(study.rows)),
        Figure(_("Rows not taken"), words.number(study.rejected)),
        Figure(_("Cases"), _cases(study)),
        Figure(_("Read as"), f"{study.mapping.preset}, {study.mapping.shape}"),
        Figure(_("Times shown in"), str(study.zone)),
        Figure(_("Calendar"), options.calendar_text or _("none: elapsed time only")),
        Figure(_("People"), _("by name") if options.names else _("as person A, person B; no names")),
    ]
    if options.since or options.until:
        bounds = [words.of_day(day) if day else "…" for day in (options.since, options.until)]
        facts.append(Figure(_("Period reported in"), " – ".join(bounds)))
    for name, values in options.filters.items():
        facts.append(Figure(_("Only %(field)s") % {"field": measure_words.column(name)}, words.listed(values)))
    return facts


def _cases(study: Study) -> str:
    kept = study.answer("cases")
    shown = words.number(kept.value if kept else 0)
    if not study.options.is_narrowing:
        return shown
    return _("%(n)s of %(all)s") % {"n": shown, "all": words.number(study.all_cases)}


def part(study: Study) -> Part:
    """The main figures, each with n, unit and spread."""
    figures: list[Figure] = [*_volume(study), *_times(study), *_shares(study)]
    return Part(id="figures", title=_("Main figures"), figures=figures)


def _volume(study: Study) -> list[Figure]:
    figures = []
    for name in ("cases", "events", "hand_offs"):
        answer = study.answer(name)
        if answer is None:
            continue
        beside = ""
        if name == "hand_offs" and answer.count is not None:
            beside = ngettext("in %(n)s case", "in %(n)s cases", answer.count) % {"n": words.number(answer.count)}
        figures.append(Figure(measure_words.name(name), words.number(answer.value), beside))
    return figures


def _times(study: Study) -> list[Figure]:
    figures = []
    for name in TIMES:
        answer = study.answer(name)
        if answer is None or not answer.rows:
            continue
        spread = answer.rows[0]
        beside = _("median, elapsed; p90 %(p90)s, mean %(mean)s, n %(n)s") % {
            "p90": words.span(spread["p90"] * 3600),
            "mean": words.span(spread["mean"] * 3600),
            "n": words.number(answer.n),
        }
        figures.append(Figure(measure_words.name(name), words.span(spread["median"] * 3600), beside))
    return figures


def _shares(study: Study) -> list[Figure]:
    figures = []
    for name in SHARES:
        answer = study.answers.get(name)
        if answer is None:
            continue
        if answer.reason is not None or answer.value is None:
            figures.append(Figure(measure_words.name(name), words.no_data(), is_missing=True))
            continue
        beside = _("%(count)s of %(n)s cases") % {"count": words.number(answer.count), "n": words.number(answer.n)}
        figures.append(Figure(measure_words.name(name), words.share(answer.value, 1), beside))
    return figures
