"""Meanings that belong to the metric catalogue and to the quality of information alone."""

from __future__ import annotations

from typing import Final

INPUTS: Final[dict[str, str]] = {
    "criterion": "`availability`, `reliability`, `accessibility`, `timeliness`, `accuracy` or `relevance`.",
    "measures.check_information.good": "How many of them were as they should be.",
    "measures.check_information.n": "How many were asked or checked.",
    "measures.check_information.basis": "Whom somebody asked or what they compared, and when.",
}
FIELDS: Final[dict[str, str]] = {
    "measures.information_checked.data_set": "The source's number.",
    "measures.information_checked.criterion": "Which of the six criteria.",
    "measures.information_checked.good": "How many were as they should be.",
    "measures.information_checked.n": "How many were asked or checked.",
}
