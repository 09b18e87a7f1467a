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
    "metric.refuse_appraisal.reason": "Why people are not appraised by it.",
}
FIELDS: Final[dict[str, str]] = {
    "measures.information_checked.data_set": "The source's number.",
    "measures.information_checked.criterion": "Which of the six criteria.",
    "measures.information_checked.good": "How many were as they should be.",
    "measures.information_checked.n": "How many were asked or checked.",
    "appraisal": "The number of the wish to appraise people by the metric.",
    "verdict": "Of the choice test: `result`, `behaviour` or `train`.",
    "approvals": "How many people have agreed so far.",
    "metric.appraisal_ended.state": "`refused` or `ended`.",
}
