"""Pages of the catalogue that ask for more than the register does: formula, concerns, points, matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hansei.analytics import composing
from hansei.blocks.register import listing
from hansei.kernel import rights
from hansei.kernel.errors import Outdated, Refusal, lacks
from hansei.kernel.models import Account
from hansei.rooms.measures import actions, computed, framework, points, wording
from hansei.rooms.measures.card import chart, figures
from hansei.rooms.measures.composing_form import ComposingForm, initial_of
from hansei.rooms.measures.forms import ConcernsForm, FormulaForm
from hansei.rooms.measures.kinds import SEE, WORK
from hansei.rooms.measures.models import Metric, Origin
from hansei.rooms.measures.pages import METRICS
from hansei.rooms.measures.valuing import Value
from hansei.rooms.mining import queries as mining
from hansei.ui.components import Tab, with_query
from hansei.ui.pages import reader, web_act, whole_number


def allowed(request: HttpRequest, right: str) -> Account:
    """Who reads; refuse where the right is held nowhere."""
    account = reader(request)
    if not rights.holds(account, right):
        raise lacks(right)
    return account


def found_for(request: HttpRequest, pk: int) -> Metric:
    """A metric that this reader works on, or refuse."""
    found = listing.one(METRICS, allowed(request, WORK), pk)
    assert isinstance(found, Metric)
    return found


def back_to(found: Metric, part: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("metric:record", args=[found.pk]) + part)


def tried(form: Any, run: Callable[[], Any]) -> bool:
    """Do what a form says; a refusal about its fields stands in the form, an old version and a missing right rise."""
    try:
        run()
    except Refusal as refusal:
        if refusal.status != 409 or isinstance(refusal, Outdated):
            raise
        given = refusal.details.get("fields")
        for name, said in (given if isinstance(given, dict) else {"": [refusal.message]}).items():
            form.add_error(name if name in form.fields else None, said)
        return False
    return True


@login_required
def formula(request: HttpRequest, pk: int) -> HttpResponse:
    """How a metric is measured: by the library, composed with a preview on live data, a ratio, or entered by hand."""
    found = found_for(request, pk)
    origin = mining.one_of(request.GET, "origin", (found.origin, *Origin.values))
    context: dict[str, Any] = {"record": found, "name": found.said("title"), "origin": origin}
    context["tabs"] = [
        Tab(str(each.label), with_query(request, origin=each.value), each.value == origin) for each in Origin
    ]
    initial = FormulaForm.initial_of(found)
    if origin == Origin.COMPOSED:
        context |= _composed(request, found)
        initial |= {"definition": context["text"]} if context["text"] else {}
    form = FormulaForm(request.POST or None, initial=initial, account=reader(request), origin=origin, metric=found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def run() -> None:
            actions.set_formula(
                web_act(request),
                pk=pk,
                version=given["version"],
                formula=form.values(),  # type: ignore[arg-type]  # made from the same names
                since=given.get("since"),
            )

        if tried(form, run):
            messages.success(request, _("Saved."))
            return back_to(found)
    status = 422 if form.errors else 200
    return render(request, "measures/formula.html", context | {"form": form}, status=status)


def _composed(request: HttpRequest, found: Metric) -> dict[str, Any]:
    """The form that builds a definition, what it says in words, and what it measures in the data chosen."""
    asked = request.GET if "figure" in request.GET else None
    initial = initial_of(found.definition)
    form = ComposingForm(asked, initial=initial or {})
    context: dict[str, Any] = {"composing": form, "is_beyond_form": initial is None, "text": found.definition}
    given: Any = None
    if asked is not None and form.is_valid():
        given = form.definition()
    elif asked is None and found.definition:
        given = composing.read(found.definition).model_dump()
    if given is None:
        return context
    try:
        definition = composing.checked(given)
    except composing.WrongDefinition as wrong:
        return context | {"wrong": wording.wrong(wrong)}
    context |= {"text": composing.written(definition), "in_words": wording.definition(definition)}
    return context | _preview(request, found, definition)


def _preview(request: HttpRequest, found: Metric, definition: composing.Definition) -> dict[str, Any]:
    account = reader(request)
    data_set = mining.asked_for(account, request.GET) if rights.holds(account, "mining.see") else None
    if data_set is None:
        return {}
    text = composing.written(definition)
    answers = computed.of_definition(text, data_set, mining.soon)
    shown = Metric(
        identity=found.identity, title=found.title, origin="composed", form=_form_of(definition), target=None
    )
    shown.shipped = found.shipped  # so that its title is said in the reader's language
    value, series = Value(**answers.value(None)), answers.series(definition.step)
    return {
        "data_set": data_set,
        "data_sets": mining.data_sets(account),
        "figures": figures(shown, value, wording.aggregate(definition)),
        "chart": chart(shown, series),
        "by": wording.field(definition.by) if definition.by else "",
        "split": computed.split_of(text, data_set, mining.soon),
        "kept_query": [(key, each) for key in request.GET if key != "source" for each in request.GET.getlist(key)],
    }


def _form_of(definition: composing.Definition) -> str:
    figure = definition.figure
    if figure.what == "share":
        return "share"
    is_time = figure.what == "interval" and figure.aggregate != "count"
    return "hours" if is_time else "number"


@login_required
def concerns(request: HttpRequest, pk: int) -> HttpResponse:
    """Which stakeholders' concerns a metric answers, and what the number may be used for."""
    found = found_for(request, pk)
    initial = {"concerns": found.concerns, "uses": found.uses, "version": found.identity.version}
    form = ConcernsForm(request.POST or None, initial=initial, account=reader(request), metric=found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        fields: Any = {"concerns": given["concerns"], "uses": given["uses"]}
        if tried(
            form,
            lambda: actions.edit_metric(web_act(request), pk=pk, version=given["version"], fields=fields),
        ):
            return back_to(found)
    return page(request, form, _("Concerns and uses"), found)


@login_required
@require_POST
def points_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick what was done before measuring."""
    found = found_for(request, pk)
    version = whole_number(request.POST.get("version", "")) or 0
    actions.tick_points(web_act(request), pk=pk, version=version, done=request.POST.getlist("done"))
    return back_to(found, "#points")


@login_required
def point_list(request: HttpRequest) -> HttpResponse:
    """Change the list of points before anything is measured: words, what is left out, and points of one's own."""
    allowed(request, WORK)
    if request.method == "POST":
        given = _given_points(request.POST)
        actions.change_points(web_act(request), points=given)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("metric:list"))
    return render(request, "measures/points.html", {"points": points.points(), "list_url": reverse("metric:list")})


def _given_points(given: QueryDict) -> list[dict[str, str]]:
    """Code and words of each line; a line without a code is new, one without words is left out."""
    codes, texts = given.getlist("code"), given.getlist("text")
    return [{"code": code, "text": text.strip()} for code, text in zip(codes, texts, strict=False)]


@login_required
def matrix(request: HttpRequest) -> HttpResponse:
    """Which metrics answer which stakeholder's concerns, the concerns that none answers, and the orphans."""
    account = allowed(request, SEE)
    return render(request, "measures/matrix.html", {"matrix": framework.matrix(account)})


def page(request: HttpRequest, form: Any, heading: str, found: Metric, **more: Any) -> HttpResponse:
    """A form over a metric."""
    context = {
        "register": METRICS,
        "form": form,
        "heading": heading,
        "crumb": found.identity.key,
        "list_url": reverse("metric:list"),
        "back_url": reverse("metric:record", args=[found.pk]),
        **more,
    }
    return render(request, "register/form.html", context, status=422 if form.errors else 200)
