"""Meanings that belong to the metric catalogue and to the quality of information alone."""

from __future__ import annotations

from typing import Final

INPUTS: Final[dict[str, str]] = {
    "criterion": "`availability`, `reliability`, `accessibility`, `timeliness`, `accuracy` or `relevance`.",
    "measures.check_information.good": "How many of them were as they should be.",
    "measures.check_information.n": "How many were asked or checked.",
    "measures.check_information.basis": "Whom somebody asked or what they compared, and when.",
    "appraisal": "The number of the wish to appraise people by the metric.",
    "metric.ask_appraisal.purpose": "What people are appraised for.",
    "metric.ask_appraisal.answers": "What is true of the choice test: `link`, `near`, `controlled`, `skilled`.",
    "measures.set_desk.teams": "The teams of the data set that are the service desk, by their names.",
    "measures.set_desk.beyond": "What the desk cannot resolve: pairs of `kind`, `service` or `category` and a value.",
    "minutes": "What is resolved within so many minutes of its report is taken for the first contact.",
    "measures.set_desk.counts": "Which metric holds a count, by its code; those left out: what comes with the product.",
    "dashboard.share.reason": "Why it is shown outside, and to whom.",
    "metric.refuse_appraisal.reason": "Why people are not appraised by it.",
}
FIELDS: Final[dict[str, str]] = {
    "measures.desk_set.data_set": "The source's number.",
    "measures.desk_set.teams": "How many teams are the desk.",
    "measures.desk_set.beyond": "How many values mark what is beyond it.",
    "measures.desk_set.minutes": "How many minutes count as the first contact.",
    "measures.information_checked.data_set": "The source's number.",
    "measures.information_checked.criterion": "Which of the six criteria.",
    "measures.information_checked.good": "How many were as they should be.",
    "measures.information_checked.n": "How many were asked or checked.",
    "appraisal": "The number of the wish to appraise people by the metric.",
    "share": "The number of the share; its address is signed, and stands nowhere.",
    "verdict": "Of the choice test: `result`, `behaviour` or `train`.",
    "approvals": "How many people have agreed so far.",
    "metric.appraisal_ended.state": "`refused` or `ended`.",
}
