"""Plans and reports of improvements as documents, from codes and figures, in the language that is active."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hansei.blocks.document import api as document
from hansei.rooms.governance import queries as governance
from hansei.rooms.improvement import evidence, wording
from hansei.rooms.improvement.models import Baseline, Frozen, ImprovementReport, Plan, Verdict
from hansei.rooms.improvement.papers import parts
from hansei.rooms.improvement.papers.filling import Content
from hansei.ui import words
from hansei.ui.components import Figure

PLAN_TEMPLATE, REPORT_TEMPLATE = "improvement.plan", "improvement.report"
Parts = list[Any]


def plan(found: Plan, content: Content, layout: document.Layout | None = None) -> document.Document:
    """The plan as it was approved; before that, as its records are now (`content`)."""
    frozen = found.frozen
    content = frozen.content if frozen is not None else content
    layout = layout or document.layout_of(PLAN_TEMPLATE, frozen.template if frozen else None, _values(content))
    made = parts.of_plan(content)
    facts = [*_facts(found, content), (_("To be approved by"), words.of_day(found.due_on))]
    return _document(found, _("Service improvement plan"), layout, made, facts)


def report(found: ImprovementReport, content: Content, layout: document.Layout | None = None) -> document.Document:
    """The report as it was approved; before that, as its records are now (`content`)."""
    frozen = found.frozen
    content = frozen.content if frozen is not None else content
    layout = layout or document.layout_of(REPORT_TEMPLATE, frozen.template if frozen else None, _values(content))
    made = parts.of_plan(content["plan"]) if content["plan"] else {}
    made |= {"statistics": _statistics(content), "analysis": _analysis(content), "measures": _measures(content)}
    facts = [
        *_facts(found, content),
        (_("To be sent by"), words.of_day(found.due_on)),
        (_("Responsible leader"), content["receivers"]["leader"] or words.no_data()),
        (_("Supervisor"), content["receivers"]["supervisor"] or words.no_data()),
    ]
    return _document(found, _("Improvement report"), layout, made, facts, conclusion(content["answer"]))


def conclusion(answer: Content | None) -> str:
    """The verdict in one sentence, with its interval and how many weeks it rests on."""
    if answer is None:
        return ""
    said = {
        "verdict": Verdict(answer["verdict"]).label,
        "change": words.signed_share(answer["change"]) if answer["change"] is not None else words.no_data(),
        "interval": evidence.interval_of(answer["low"], answer["high"]),
        "before": words.number(answer["weeks_before"]),
        "after": words.number(answer["weeks_after"]),
    }
    if not said["interval"]:
        return _("%(verdict)s; %(before)s weeks before, %(after)s weeks after.") % said
    return _("%(verdict)s: %(change)s %(interval)s; %(before)s weeks before, %(after)s weeks after.") % said


def approver(found: Plan | ImprovementReport, frozen: Frozen | None) -> str:
    """Who approved a paper that is frozen; of a deputy also for whom."""
    if frozen is None or frozen.by is None:
        return ""
    names = {"name": frozen.by.name, "other": other.name if (other := governance.acted_for(found.pk)) else ""}
    return _("%(name)s for %(other)s") % names if other else names["name"]


def _document(
    found: Plan | ImprovementReport,
    kicker: str,
    layout: document.Layout,
    made: dict[str, Parts],
    facts: list[tuple[str, str]],
    said: str = "",
) -> document.Document:
    sections = layout.sections(made)
    frozen = found.frozen
    if frozen is not None:
        signed = document.Signature(_("Approved by"), approver(found, frozen), frozen.at)
        sections.append(document.Section(_("Approval"), [document.Signatures([signed])], code="approval"))
    marks = {"draft": _("Draft: not approved"), "withdrawn": _("Withdrawn"), "superseded": _("Superseded")}
    return document.Document(
        found.title,
        sections,
        kicker=kicker,
        facts=facts,
        conclusion=said,
        preface=layout.preface,
        running=words.joined([str(found.identity.key), found.title]) if found.pk else found.title,
        mark=marks.get(found.state, ""),
        template=layout.stamp,
        seal=frozen.seal if frozen is not None else "",
        name=f"{found.identity.key}-{found.number}" if found.pk else "plan",
    )


def _values(content: Content) -> dict[str, str]:
    basic = content["basic"]
    return {"improvement": basic["key"], "service": basic["service"], "owner": basic["owner"]}


def _facts(found: Plan | ImprovementReport, content: Content) -> list[tuple[str, str]]:
    basic = content["basic"]
    facts = [
        *([(_("Number"), str(found.identity.key))] if found.pk else []),
        (_("Improvement"), words.joined([basic["key"], basic["title"]])),
        (_("Version"), words.number(found.number)),
    ]
    facts += [(_("Service"), basic["service"])] if basic["service"] else []
    facts += [(_("Owner"), basic["owner"])] if basic["owner"] else []
    facts += [(_("Approved"), words.of_day(found.approved_on))] if found.approved_on else []
    return facts


def _statistics(content: Content) -> Parts:
    answer, baseline = content["answer"], content["baseline"]
    if answer is None:
        return [document.Paragraph(_("No answer was given yet: verify the improvement first."), "warning")]
    unit = baseline["unit"] if baseline else "cases"
    interval = {"low": answer["low"], "high": answer["high"]}
    made: Parts = []
    change = answer["change"]
    if change is not None:
        said = words.signed_share(change)
        note = evidence.interval_of(interval["low"], interval["high"])
        change_figure = Figure(said, _("Change a week"), form="text", n=answer["weeks_after"], note=note)
    else:
        change_figure = Figure(None, _("Change a week"))
    levels = [("level_before", _("Before"), "weeks_before"), ("level_after", _("After"), "weeks_after")]
    figures = [Figure(wording.level(answer[name], unit), label, form="text", n=answer[n]) for name, label, n in levels]
    reached = evidence.reached_of(answer["verdict"], answer["target_reached"])
    figures.append(Figure(reached, _("Target reached"), form="text"))
    verdict = Figure(str(Verdict(answer["verdict"]).label), _("Answer"), form="text")
    made.append(document.Figures([verdict, change_figure, *figures]))
    made.append(document.Paragraph(wording.compared(answer["deciding"]), "quiet"))
    if (drawn := _chart(content)) is not None:
        made.append(document.Drawing(drawn))
    if content["since"] is None:
        made.append(
            document.Paragraph(_("The weeks since the change cannot be read; only the baseline is drawn."), "quiet")
        )
    guards = [wording.guard(each["code"], each["holds"]) for each in answer["guards"]]
    made += [document.Bullets(guards)] if guards else []
    return [*made, *parts.said(content["texts"]["statistics"])]


def _analysis(content: Content) -> Parts:
    answer = content["answer"] or {"reasons": []}
    reasons = list(dict.fromkeys(wording.found(code) for code in answer["reasons"]))
    return [*parts.said(content["texts"]["analysis"]), *([document.Bullets(reasons)] if reasons else [])]


def _measures(content: Content) -> Parts:
    made = parts.said(content["texts"]["measures"])
    made += [parts.checked_items(content["items"])] if content["items"] else []
    return [*made, *parts.rechecks(content["rechecks"])]


def _chart(content: Content) -> Any:
    """The weeks before as they were frozen, and those that came since."""
    from hansei.analytics.measures.weekly import Week

    told = content["baseline"]
    baseline = Baseline.objects.filter(pk=told["pk"]).first() if told else None
    if baseline is None:
        return None
    since = [Week(date.fromisoformat(monday), value, others) for monday, value, others in content["since"] or []]
    changed = content["basic"]["intervention_on"]
    goal = evidence.target_of(told["level"], content["basic"]["target_percent"])
    return evidence.chart(date.fromisoformat(changed) if changed else None, baseline, since, goal)
