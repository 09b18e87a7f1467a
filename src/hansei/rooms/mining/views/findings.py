"""The list of findings, the settings of the scan, and what is decided about a finding."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hansei.analytics.finder import Finding, Findings
from hansei.kernel.errors import lacks
from hansei.rooms.mining import actions, queries, scan
from hansei.rooms.mining.models import DataSet, FindingDecision, ScanSettings
from hansei.rooms.mining.views import files
from hansei.ui import marks, menu
from hansei.ui import tables as export_tables
from hansei.ui.components import Tab
from hansei.ui.forms import CHOICE, CONTROL, zones
from hansei.ui.pages import page_or_part, reader, web_act
from hansei.ui.words import findings as finding_words

STATES = ("open", "confirmed", "dismissed")
YEAR = 364  # days: whole weeks


@dataclass(frozen=True)
class Row:
    """One finding as the list shows it."""

    finding: Finding
    title: str
    where: str  # the service, or the first field its members share
    url: str
    strip: marks.Picture
    state: str
    is_back: bool
    cost: float | None
    currency: str


def state_of(finding: Finding, decision: FindingDecision | None) -> tuple[str, bool]:
    """Return open, confirmed or dismissed, and whether a dismissed finding came back because it grew."""
    if decision is None:
        return "open", False
    if decision.decision == FindingDecision.Decision.DISMISSED and decision.has_grown(finding.facts.calls):
        return "open", True
    return decision.decision, False


def local_day(at: datetime, zone: str) -> date:
    return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def dots(finding: Finding, zone: str) -> list[marks.Dot]:
    """One mark a member, without its person's name."""
    return [marks.Dot(local_day(each.at, zone), each.mark or 9) for each in finding.members]


def rows_of(data_set: DataSet, found: Findings, entered: ScanSettings, *, is_wide: bool) -> list[Row]:
    """Return all findings of a scan, the costliest first. Beside a card there is room for the last year only."""
    decided = {each.key: each for each in FindingDecision.objects.filter(data_set=data_set)}
    made = []
    for each in sorted(found.findings, key=lambda one: -(one.facts.hours.yearly.value or 0.0)):
        state, is_back = state_of(each, decided.get(each.key))
        said = finding_words.title(each)
        made.append(
            Row(
                finding=each,
                title=said,
                where=str(next(iter(each.shared.values()), "")),
                url=reverse("mining:finding", args=[data_set.pk, each.key]),
                strip=_row_strip(each, found, entered.zone, is_wide=is_wide),
                state=state,
                is_back=is_back,
                cost=None if entered.price is None else (each.facts.hours.yearly.value or 0.0) * entered.price,
                currency=entered.currency,
            )
        )
    return made


def _row_strip(finding: Finding, found: Findings, zone: str, *, is_wide: bool) -> marks.Picture:
    since = local_day(found.from_at or finding.facts.first_at, zone)
    until = local_day(found.until_at or finding.facts.last_at, zone)
    title = _("When it came, by week and by person")
    if not is_wide and (until - since).days > YEAR:
        since, title = until - timedelta(days=YEAR), _("The last 52 weeks, by week and by person")
    shown = [each for each in dots(finding, zone) if each.day >= since]
    return marks.small_strip(shown, since, until, title, width=720 if is_wide else 230)


def list_context(
    request: HttpRequest, data_set: DataSet, found: Findings, state: str, *, is_wide: bool = False
) -> dict[str, Any]:
    """Return what both the list and the list beside a card show."""
    entered = scan.settings_for(reader(request), data_set)
    rows = rows_of(data_set, found, entered, is_wide=is_wide)
    counts = Counter(row.state for row in rows)
    address = reverse("mining:findings")
    labels = {"open": _("Open"), "confirmed": _("Confirmed"), "dismissed": _("Dismissed")}
    return {
        "rows": [row for row in rows if row.state == state],
        "state": state,
        "tabs": [
            Tab(labels[each], f"{address}?source={data_set.pk}&state={each}", each == state, counts[each])
            for each in STATES
        ],
        "scan": found,
        "data_set": data_set,
        "source_text": str(data_set.pk),
        "list_url": f"{address}?source={data_set.pk}&state={state}",
        "settings": entered,
        "counted": [local_day(each, entered.zone) for each in (found.from_at, found.until_at) if each],
    }


@login_required
def findings(request: HttpRequest) -> HttpResponseBase:
    """The findings of one data set, by what they cost a year."""
    account = reader(request)
    data_set = queries.asked_for(account, request.GET)
    context: dict[str, Any] = {"data_sets": queries.data_sets(account), "data_set": data_set}
    if data_set is None:
        context["first_step"] = menu.first_step(request)
        return render(request, "mining/findings.html", context)
    state = queries.one_of(request.GET, "state", STATES)
    looked = scan.scan_of(data_set, account)
    context |= {"job": looked.job, "state": state, "sets_costs": queries.sets_costs(account)}
    if looked.found is not None:
        context |= list_context(request, data_set, looked.found, state, is_wide=True)
        if form := export_tables.wanted(request):
            return files.findings(form, context["rows"])
        context["known"] = [known_row(each) for each in looked.found.known]
    if context["sets_costs"]:
        context["form"] = ScanSettingsForm(initial=ScanSettingsForm.values(scan.settings_of(data_set)))
    return page_or_part(request, "mining/findings.html", "mining/findings_part.html", context)


def known_row(each: Any) -> dict[str, Any]:
    return {
        "title": finding_words.title(each),
        "kind": finding_words.known_kind(each.kind),
        "because": finding_words.because(each.because),
        "calls": each.calls,
        "people": each.people,
        "hours": each.hours.yearly.value,
        "extrapolated": each.hours.extrapolated,
    }


class ScanSettingsForm(forms.Form):
    """Office hours decide what is overtime; rate and minimum make money of hours."""

    rate = forms.FloatField(
        label=gettext_lazy("Cost of an hour"),
        required=False,
        min_value=0,
        widget=forms.NumberInput(attrs={"class": CONTROL, "step": "any"}),
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        initial="EUR",
        min_length=3,
        max_length=3,
        widget=forms.TextInput(attrs={"class": CONTROL, "translate": "no"}),
    )
    minimum_billed_hours = forms.FloatField(
        label=gettext_lazy("Minimum billed per call outside office hours, in hours"),
        required=False,
        min_value=0,
        max_value=24,
        widget=forms.NumberInput(attrs={"class": CONTROL, "step": "any"}),
    )
    assumed_hours = forms.FloatField(
        label=gettext_lazy("Hours of a case whose work is not recorded"),
        min_value=0,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"class": CONTROL, "step": "any"}),
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), widget=forms.Select(attrs={"class": CHOICE, "translate": "no"})
    )
    opens = forms.FloatField(
        label=gettext_lazy("Office hours from"),
        min_value=0,
        max_value=24,
        widget=forms.NumberInput(attrs={"class": CONTROL, "step": "any"}),
    )
    closes = forms.FloatField(
        label=gettext_lazy("Office hours until"),
        min_value=0,
        max_value=24,
        widget=forms.NumberInput(attrs={"class": CONTROL, "step": "any"}),
    )

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        field = self.fields["zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = zones()

    @staticmethod
    def values(entered: ScanSettings) -> dict[str, Any]:
        names = ("rate", "currency", "minimum_billed_hours", "assumed_hours", "zone", "opens", "closes")
        return {name: getattr(entered, name) for name in names}


@login_required
def scan_settings(request: HttpRequest, source: int) -> HttpResponse:
    """Rate, minimum and office hours of one data set."""
    account = reader(request)
    data_set = queries.data_set(account, source)
    if not queries.sets_costs(account):
        raise lacks("mining.decide" if queries.sees_costs(account) else "mining.costs")
    shown = ScanSettingsForm.values(scan.settings_of(data_set))
    form = ScanSettingsForm(request.POST if request.method == "POST" else None, initial=shown)
    if request.method == "POST" and form.is_valid():
        actions.set_scan_settings(web_act(request), source=source, **form.cleaned_data)
        return redirect(f"{reverse('mining:findings')}?source={source}")
    status = 422 if form.is_bound else 200
    return render(request, "mining/scan_settings.html", {"form": form, "data_set": data_set}, status=status)


@login_required
@require_POST
def scan_again(request: HttpRequest, source: int) -> HttpResponse:
    """Try a scan again that failed."""
    account = reader(request)
    data_set = queries.data_set(account, source)
    if scan.waiting(source) is None:
        scan.ask(data_set, account)
    return redirect(f"{reverse('mining:findings')}?source={source}")


@login_required
@require_POST
def decide(request: HttpRequest, source: int, key: str) -> HttpResponse:
    """Confirm or dismiss a finding, or take that back."""
    finding = queries.finding(reader(request), source, key)
    act, cases = web_act(request), finding.facts.calls
    decision = queries.one_of(request.POST, "decision", ("confirm", "dismiss", "reopen"))
    if decision == "dismiss":
        reason = request.POST.get("reason", "")
        actions.dismiss_finding(act, source=source, finding=key, cases=cases, reason=reason)
    elif decision == "confirm":
        actions.confirm_finding(act, source=source, finding=key, cases=cases)
    else:
        actions.reopen_finding(act, source=source, finding=key, cases=cases)
    return redirect("mining:finding", source=source, key=key)


@login_required
@require_POST
def names(request: HttpRequest, source: int, key: str) -> HttpResponse:
    """Open the names of a finding for this reader, for a quarter of an hour, with a purpose that is recorded."""
    queries.finding(reader(request), source, key)
    actions.open_names(web_act(request), source=source, finding=key, purpose=request.POST.get("purpose", ""))
    request.session[f"names:{source}:{key}"] = timezone.now().isoformat()
    return redirect("mining:finding", source=source, key=key)
