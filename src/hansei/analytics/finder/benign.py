"""Tell regular work from hidden trouble: requests, planned work, batches, one person's questions, daily business."""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from hansei.analytics.finder.calls import MISSING, Calls, Ints, Marks
from hansei.analytics.finder.model import Clause, Kind
from hansei.analytics.local_time import DAY

MINUTE: Final = 60_000_000
EVERY_DAY: Final = "several_a_day"
MOSTLY: Final = 0.5
ONE_PERSON: Final = 0.6
EVERYTHING: Final = 0.05  # share of all tickets
TALKATIVE: Final = 5  # tickets a week: in a small log one person soon opens a twentieth of everything
ONE_TOPIC: Final = 0.15  # share of a person's own tickets that are about this; a switchboard's are about anything
# Kinds by their usual names in exports. What is not named here counts as trouble.
REQUEST_KINDS: Final = re.compile(
    r"request|order|access|question|how.?to|inquiry|service.?req|запрос|请求|請求|申请|申請", re.I
)
PLANNED_KINDS: Final = re.compile(
    r"maintenance|planned|scheduled|change|release|deploy|task|project|problem|плановы|维护|維護|变更|變更", re.I
)
# Titles and codes that say so themselves, where the kind is not recorded.
REQUEST_WORDS: Final = re.compile(
    r"passwor[dt]|\bpwd\b|unlock|access (review|request)|recertif|how (do|can) i|question|payslip|"
    r"парол|разблокир|пересмотр прав|проверк\w+ прав|доступ\w* для|вопрос|"
    r"\b(an)?frage\b|wie kann ich|mot de passe|contraseñ|pregunta|domanda|\bdúvida|pergunta|wachtwoord|\bvraag\b|"
    r"hasł|pytanie|"
    r"密码|密碼|解锁|解鎖|权限复核|權限覆核|权限审查|權限審查|咨询|諮詢|疑问|疑問",
    re.I,
)
PLANNED_WORDS: Final = re.compile(
    r"planned (maint|work|outage)|maintenance window|scheduled (maint|work|outage|reboot)|patch (window|day)|patching|"
    r"планов\w+ (работ|обслуж)|регламентн\w+ работ|计划(内)?维护|計畫(性)?維護|計劃(性)?維護|例行维护|例行維護",
    re.I,
)


def is_trouble(calls: Calls) -> Marks:
    """Tickets among which hidden recurrences are sought: no requests, no planned work, no batches."""
    return ~(of_kind(calls, REQUEST_KINDS) | of_kind(calls, PLANNED_KINDS) | calls.is_planned | _batched(calls))


def of_kind(calls: Calls, names: re.Pattern[str]) -> Marks:
    """Tickets whose recorded kind matches."""
    matching = np.array([bool(names.search(word)) for word in calls.words["kind"]] + [False])
    return np.asarray(matching[calls.codes["kind"]])


def _batched(calls: Calls) -> Marks:
    """Tickets opened within one minute with two others of the same team and service or category."""
    minute = calls.at // MINUTE
    place = calls.codes["service"] * 100_003 + calls.codes["team"] * 1_009 + calls.codes["category"]
    order = np.lexsort((minute, place))
    same = (np.diff(minute[order]) == 0) & (np.diff(place[order]) == 0)
    run = np.cumsum(np.r_[True, ~same]) - 1
    found = np.zeros(len(calls), dtype=bool)
    found[order] = np.bincount(run)[run] >= 3
    return found


def recognise(calls: Calls, members: Ints) -> tuple[Kind, Clause] | None:
    """The kind of regularity this is and the fact that says so; None when it looks like trouble."""
    for test in (_planned, _request, _batch, _one_requester, _known_kind):
        found = test(calls, members)
        if found is not None:
            return found
    return None


def _share_of_words(calls: Calls, members: Ints, words: re.Pattern[str]) -> float:
    """Share of members whose title, fix action, category, subcategory or symptom says so."""
    titles = calls.title.take(members).to_pylist()
    said = np.array([bool(title and words.search(title)) for title in titles])
    for name in ("fix_action", "category", "subcategory", "symptom"):
        matching = np.array([bool(words.search(word)) for word in calls.words[name]] + [False])
        said |= matching[calls.codes[name][members]]
    return float(said.mean())


def _planned(calls: Calls, members: Ints) -> tuple[Kind, Clause] | None:
    marked = calls.is_planned[members] | of_kind(calls, PLANNED_KINDS)[members]
    if marked.mean() >= MOSTLY:
        return "planned", Clause("recorded_as_planned", {"share": float(marked.mean())})
    share = _share_of_words(calls, members, PLANNED_WORDS)
    return ("planned", Clause("worded_as_planned", {"share": share})) if share >= MOSTLY else None


def _request(calls: Calls, members: Ints) -> tuple[Kind, Clause] | None:
    share = float(of_kind(calls, REQUEST_KINDS)[members].mean())
    if share >= MOSTLY:
        return "request", Clause("recorded_as_request", {"share": share})
    share = _share_of_words(calls, members, REQUEST_WORDS)
    return ("request", Clause("worded_as_request", {"share": share})) if share >= MOSTLY else None


def _batch(calls: Calls, members: Ints) -> tuple[Kind, Clause] | None:
    minute = calls.at[members] // MINUTE
    _, counts = np.unique(minute, return_counts=True)
    together = float(counts[counts > 1].sum() / len(members))
    if together >= MOSTLY:
        return "batch", Clause("opened_together", {"share": together})
    of_day = calls.local[members] % DAY // MINUTE
    values, counts = np.unique(of_day, return_counts=True)
    same = float(counts.max() / len(members))
    if same >= 0.8:
        return "batch", Clause("opened_at_one_minute", {"share": same, "minute": int(values[counts.argmax()])})
    return None


def _one_requester(calls: Calls, members: Ints) -> tuple[Kind, Clause] | None:
    """One person asks, in office hours. (Calls after hours from one duty desk are call-outs all the same.)"""
    asked = calls.codes["requester"][members]
    if calls.is_overtime[members].mean() >= MOSTLY or (asked == MISSING).all():
        return None
    counts = np.bincount(asked[asked >= 0])
    share = float(counts.max() / len(members))
    if share < ONE_PERSON or _is_account(calls, int(counts.argmax()), int(counts.max())):
        return None
    return "one_requester", Clause("asked_by_one_person", {"share": share})


def _is_account(calls: Calls, requester: int, here: int) -> bool:
    """Whether this requester is a desk, a switchboard or a robot: opens a twentieth of everything, or all sorts."""
    everywhere = int((calls.codes["requester"] == requester).sum())
    weeks = max((calls.until - calls.since) / (7 * DAY), 1.0)
    busy = everywhere > EVERYTHING * len(calls) and everywhere > TALKATIVE * weeks
    return busy or here < ONE_TOPIC * everywhere


def _known_kind(calls: Calls, members: Ints) -> tuple[Kind, Clause] | None:
    """Several on the same day, or nearly every day: everybody knows it."""
    days = np.unique(calls.day[members])
    per_day = len(members) / len(days)
    if per_day >= 1.8:
        return "known_kind", Clause(EVERY_DAY, {"calls_a_day": float(per_day), "days": len(days)})
    return None
